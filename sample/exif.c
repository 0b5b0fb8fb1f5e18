/* sample/exif.c
 * Three directories: IFD0, Exif, GPS.  Each is laid out as its entries followed by the values that
 * do not fit into an entry. */
#include "sample/exif.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sample/zone.h"

enum type {
	TYPE_BYTE = 1,
	TYPE_ASCII = 2,
	TYPE_SHORT = 3,
	TYPE_LONG = 4,
	TYPE_RATIONAL = 5,
	TYPE_UNDEFINED = 7
};

enum { ENTRIES_MAX = 16 };

struct entry {
	uint16_t tag;
	uint16_t type;
	uint32_t count;
	struct str value;
};

struct ifd {
	struct entry e[ENTRIES_MAX];
	uint32_t n;
	bool big;
};

static void
put16(struct str *s, bool big, uint32_t v)
{
	str_addc(s, (char)((big ? v >> 8 : v) & 255u));
	str_addc(s, (char)((big ? v : v >> 8) & 255u));
}

static void
put32(struct str *s, bool big, uint32_t v)
{
	put16(s, big, big ? v >> 16 : v & 0xffffu);
	put16(s, big, big ? v & 0xffffu : v >> 16);
}

static struct entry *
add(struct ifd *d, uint16_t tag, uint16_t type, uint32_t count)
{
	assert(d->n < ENTRIES_MAX && (d->n == 0 || d->e[d->n - 1].tag < tag));
	d->e[d->n] = (struct entry){.tag = tag, .type = type, .count = count};
	return &d->e[d->n++];
}

static void
add_ascii(struct ifd *d, uint16_t tag, const char *text)
{
	struct entry *e = add(d, tag, TYPE_ASCII, (uint32_t)strlen(text) + 1);

	str_add(&e->value, text, strlen(text) + 1);
}

static void
add_bytes(struct ifd *d, uint16_t tag, uint16_t type, const void *p, uint32_t n)
{
	str_add(&add(d, tag, type, n)->value, p, n);
}

static void
add_short(struct ifd *d, uint16_t tag, uint32_t v)
{
	put16(&add(d, tag, TYPE_SHORT, 1)->value, d->big, v);
}

static void
add_long(struct ifd *d, uint16_t tag, uint32_t v)
{
	put32(&add(d, tag, TYPE_LONG, 1)->value, d->big, v);
}

/* `n` fractions, numerator and denominator in turn. */
static void
add_rational(struct ifd *d, uint16_t tag, const uint32_t *v, uint32_t n)
{
	struct entry *e = add(d, tag, TYPE_RATIONAL, n);

	for (uint32_t i = 0; i < 2 * n; i++)
		put32(&e->value, d->big, v[i]);
}

static uint32_t
ifd_size(const struct ifd *d)
{
	uint32_t n = 2 + 12 * d->n + 4;

	for (uint32_t i = 0; i < d->n; i++)
		if (d->e[i].value.n > 4)
			n += (uint32_t)(d->e[i].value.n + (d->e[i].value.n & 1u));
	return n;
}

/* Append the directory, which starts at offset `at`, and free its values. */
static void
ifd_write(struct ifd *d, uint32_t at, struct str *out)
{
	struct str far = {0};
	uint32_t far_at = at + 2 + 12 * d->n + 4;

	put16(out, d->big, d->n);
	for (uint32_t i = 0; i < d->n; i++) {
		struct str *v = &d->e[i].value;

		put16(out, d->big, d->e[i].tag);
		put16(out, d->big, d->e[i].type);
		put32(out, d->big, d->e[i].count);
		if (v->n <= 4) {
			str_add(out, str_z(v), v->n);
			for (size_t k = v->n; k < 4; k++)
				str_addc(out, '\0');
		} else {
			put32(out, d->big, far_at + (uint32_t)far.n);
			str_add(&far, v->p, v->n);
			if (v->n & 1u)
				str_addc(&far, '\0');
		}
		str_fini(v);
	}
	put32(out, d->big, 0);
	str_add(out, str_z(&far), far.n);
	str_fini(&far);
}

static void
put_wall_time(struct str *s, int64_t utc_ms)
{
	struct civil c = zone_local(utc_ms);

	str_addf(
	    s, "%04d:%02d:%02d %02d:%02d:%02d", c.year, c.month, c.day, c.hour, c.minute, c.second);
}

static void
fill_main(struct ifd *d, const struct exif *x, const char *when)
{
	static const uint32_t dpi[2] = {72, 1};

	add_ascii(d, 0x010f, x->make);
	add_ascii(d, 0x0110, x->model);
	add_short(d, 0x0112, 1);
	add_rational(d, 0x011a, dpi, 1);
	add_rational(d, 0x011b, dpi, 1);
	add_short(d, 0x0128, 2);
	add_ascii(d, 0x0131, x->software);
	add_ascii(d, 0x0132, when);
	add_short(d, 0x0213, 1);
}

static void
fill_photo(struct ifd *d, const struct exif *x, const char *when)
{
	static const uint32_t exposure[2] = {1, 30};
	static const uint32_t aperture[2] = {18, 10};
	static const unsigned char components[4] = {1, 2, 3, 0};
	const char *offset = zone_offset_s(x->taken_ms / 1000) != 0 ? "+01:00" : "+00:00";

	add_rational(d, 0x829a, exposure, 1);
	add_rational(d, 0x829d, aperture, 1);
	add_short(d, 0x8827, 320);
	add_bytes(d, 0x9000, TYPE_UNDEFINED, "0232", 4);
	add_ascii(d, 0x9003, when);
	add_ascii(d, 0x9004, when);
	if (x->offset) {
		add_ascii(d, 0x9010, offset);
		add_ascii(d, 0x9011, offset);
		add_ascii(d, 0x9012, offset);
	}
	add_bytes(d, 0x9101, TYPE_UNDEFINED, components, sizeof components);
	if (x->comment != NULL) {
		struct str c = {0};

		str_add(&c, "ASCII\0\0\0", 8);
		str_addz(&c, x->comment);
		add_bytes(d, 0x9286, TYPE_UNDEFINED, c.p, (uint32_t)c.n);
		str_fini(&c);
	}
	add_ascii(d, 0x9291, "412");
	add_bytes(d, 0xa000, TYPE_UNDEFINED, "0100", 4);
	add_short(d, 0xa001, 1);
	add_long(d, 0xa002, (uint32_t)x->width);
	add_long(d, 0xa003, (uint32_t)x->height);
}

static void
add_degrees(struct ifd *d, uint16_t tag, int32_t e6)
{
	uint64_t v = (uint64_t)(e6 < 0 ? -(int64_t)e6 : e6);
	uint64_t minutes = v % 1000000 * 60;
	uint32_t parts[6] = {(uint32_t)(v / 1000000), 1, (uint32_t)(minutes / 1000000), 1,
	    (uint32_t)(minutes % 1000000 * 60 / 10000), 100};

	add_rational(d, tag, parts, 3);
}

static void
fill_gps(struct ifd *d, const struct exif *x)
{
	static const unsigned char version[4] = {2, 3, 0, 0};
	struct civil c = zone_civil(x->taken_ms / 1000 + (int64_t)x->gps_day_shift * ZONE_DAY_S);
	uint32_t clock[6] = {(uint32_t)c.hour, 1, (uint32_t)c.minute, 1, (uint32_t)c.second, 1};
	struct str date = {0};

	str_addf(&date, "%04d:%02d:%02d", c.year, c.month, c.day);
	add_bytes(d, 0x0000, TYPE_BYTE, version, 4);
	add_ascii(d, 0x0001, x->lat_e6 < 0 ? "S" : "N");
	add_degrees(d, 0x0002, x->lat_e6);
	add_ascii(d, 0x0003, x->lon_e6 < 0 ? "W" : "E");
	add_degrees(d, 0x0004, x->lon_e6);
	add_rational(d, 0x0007, clock, 3);
	add_ascii(d, 0x001d, str_z(&date));
	str_fini(&date);
}

static void
set_pointer(struct ifd *d, uint16_t tag, uint32_t at)
{
	for (uint32_t i = 0; i < d->n; i++) {
		if (d->e[i].tag == tag) {
			str_clear(&d->e[i].value);
			put32(&d->e[i].value, d->big, at);
		}
	}
}

void
exif_tiff(const struct exif *x, struct str *out)
{
	struct ifd main_ifd = {.big = x->big_endian};
	struct ifd photo = {.big = x->big_endian};
	struct ifd gps = {.big = x->big_endian};
	struct str when = {0};
	uint32_t at = 8;
	uint32_t photo_at;

	put_wall_time(&when, x->taken_ms);
	fill_photo(&photo, x, str_z(&when));
	fill_main(&main_ifd, x, str_z(&when));
	add_long(&main_ifd, 0x8769, 0);
	if (x->gps) {
		fill_gps(&gps, x);
		add_long(&main_ifd, 0x8825, 0);
	}
	photo_at = at + ifd_size(&main_ifd);
	set_pointer(&main_ifd, 0x8769, photo_at);
	if (x->gps)
		set_pointer(&main_ifd, 0x8825, photo_at + ifd_size(&photo));
	str_addz(out, x->big_endian ? "MM" : "II");
	put16(out, x->big_endian, 42);
	put32(out, x->big_endian, at);
	ifd_write(&main_ifd, at, out);
	at = photo_at + ifd_size(&photo);
	ifd_write(&photo, photo_at, out);
	if (x->gps)
		ifd_write(&gps, at, out);
	str_fini(&when);
}

void
exif_app1(const struct exif *x, struct str *out)
{
	str_add(out, "Exif\0\0", 6);
	exif_tiff(x, out);
}
