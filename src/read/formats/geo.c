/* src/read/formats/geo.c
 * Places in degrees; see geo.h. */
#include "read/formats/geo.h"

#include "base/checked.h"

#define E7            INT64_C(10000000)
#define LATITUDE_MAX  (90 * E7)
#define LONGITUDE_MAX (180 * E7)
#define ANGLE_MAX     (1000 * E7)
#define OVERFLOW_STEP (INT64_C(1) << 32)

enum { DIGITS_MAX = 17, E7_DIGITS = 7, EXPONENT_MAX = 40, PLACE_BYTES = 128, PART_BYTES = 48 };

/* The number without its point, and how many of its digits stood behind it. */
struct decimal {
	int64_t value;
	int64_t scale;
	bool negative, plain; /* plain: no exponent */
};

static bool
digits_take(struct slice *rest, struct decimal *out, bool *any)
{
	bool point = false;

	*any = false;
	for (; rest->n != 0; *rest = slice_from(*rest, 1)) {
		uint8_t c = rest->p[0];

		if (c == '.' && !point) {
			point = true;
			continue;
		}
		if (c < '0' || c > '9')
			break;
		*any = true;
		if (out->value < INT64_C(100000000000000000) / 10) {
			out->value = out->value * 10 + (c - '0');
			out->scale += point;
		} else if (!point) {
			return false; /* no angle has so many digits */
		}
	}
	return *any;
}

static bool
decimal_parse(struct slice s, struct decimal *out)
{
	int64_t exponent = 0;
	bool any;

	*out = (struct decimal){.plain = true};
	if (s.n != 0 && (s.p[0] == '-' || s.p[0] == '+')) {
		out->negative = s.p[0] == '-';
		s = slice_from(s, 1);
	}
	if (s.n > PART_BYTES || !digits_take(&s, out, &any))
		return false;
	if (s.n == 0)
		return true;
	if (s.p[0] != 'e' && s.p[0] != 'E')
		return false;
	out->plain = false;
	if (!i64_parse_loose(slice_from(s, 1), &exponent) || exponent > EXPONENT_MAX ||
	    exponent < -EXPONENT_MAX)
		return false;
	out->scale -= exponent;
	return true;
}

static bool
decimal_e7(const struct decimal *decimal, int64_t *e7)
{
	int64_t value = decimal->value;
	int64_t shift = E7_DIGITS - decimal->scale;

	for (; shift > 0 && value != 0; shift--)
		if (!mul_i64(value, 10, &value))
			return false;
	for (; shift < 0 && value != 0; shift++)
		value /= 10;
	if (value > ANGLE_MAX)
		return false;
	*e7 = decimal->negative ? -value : value;
	return true;
}

bool
geo_e7_parse(struct slice written, int64_t *e7)
{
	struct decimal decimal;

	return decimal_parse(slice_trim(written), &decimal) && decimal_e7(&decimal, e7);
}

void
geo_e7_put(struct buf *out, int64_t e7)
{
	uint64_t whole = e7 < 0 ? 0 - (uint64_t)e7 : (uint64_t)e7;
	uint64_t part = whole % (uint64_t)E7;

	if (e7 < 0)
		buf_put_byte(out, '-');
	buf_put_u64(out, whole / (uint64_t)E7);
	buf_put_byte(out, '.');
	for (uint64_t step = (uint64_t)E7 / 10; step != 0; step /= 10)
		buf_put_byte(out, (uint8_t)('0' + part / step % 10));
}

/* Without the degree sign (U+00B0) and blanks at its ends. */
static struct text
bare(struct slice half)
{
	struct slice s = slice_trim(half);

	if (s.n >= 2 && s.p[s.n - 2] == 0xc2 && s.p[s.n - 1] == 0xb0)
		s = slice_trim(slice_of(s.p, s.n - 2));
	return (struct text){(const char *)s.p, s.n};
}

bool
geo_halves(struct text written, struct text *latitude, struct text *longitude)
{
	struct slice rest = slice_trim(slice_of_text(written)), first;
	struct text a, b;
	int64_t unused;

	if (slice_starts(rest, "geo:"))
		rest = slice_from(rest, 4);
	if (!cut(&rest, ',', &first))
		return false;
	a = bare(first);
	b = bare(rest);
	if (!geo_e7_parse(slice_of_text(a), &unused) || !geo_e7_parse(slice_of_text(b), &unused))
		return false;
	*latitude = a;
	*longitude = b;
	return true;
}

static void
pair_put(struct buf *buf, struct text latitude, struct text longitude)
{
	buf_put_text(buf, text_prefix(latitude, PART_BYTES));
	buf_put_byte(buf, ',');
	buf_put_text(buf, text_prefix(longitude, PART_BYTES));
}

/* As it was written, where everybody reads it the same way. */
static void
half_put(struct buf *buf, struct text written, int64_t e7)
{
	struct slice s = slice_trim(slice_of_text(written));
	struct decimal decimal;

	if (s.n != 0 && s.p[0] == '+')
		s = slice_from(s, 1);
	if (decimal_parse(s, &decimal) && decimal.plain && s.p[0] != '.' && s.p[s.n - 1] != '.')
		buf_put_slice(buf, s);
	else
		geo_e7_put(buf, e7);
}

static bool
is_on_earth(int64_t latitude, int64_t longitude)
{
	return latitude >= -LATITUDE_MAX && latitude <= LATITUDE_MAX &&
	       longitude >= -LONGITUDE_MAX && longitude <= LONGITUDE_MAX;
}

static void
doubt_place(struct making *m, const char *code, struct text latitude, struct text longitude)
{
	uint8_t bytes[PLACE_BYTES];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	pair_put(&buf, latitude, longitude);
	making_doubt(m, code, buf_text(&buf));
	making_claim(m, "written-place", buf_text(&buf));
}

static void
doubt_zero(struct making *m, int64_t latitude, int64_t longitude)
{
	if (latitude == 0 && longitude == 0)
		making_doubt(m, "place-zero",
		    TEXT_LITERAL("Devices write 0,0 when they do not know where they are."));
}

void
geo_place(struct making *m, struct text latitude, struct text longitude)
{
	uint8_t bytes[PLACE_BYTES];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	int64_t lat, lon;

	if (!geo_e7_parse(slice_of_text(latitude), &lat) ||
	    !geo_e7_parse(slice_of_text(longitude), &lon)) {
		doubt_place(m, "place-unreadable", latitude, longitude);
		return;
	}
	if (!is_on_earth(lat, lon)) {
		doubt_place(m, "place-implausible", latitude, longitude);
		return;
	}
	half_put(&buf, latitude, lat);
	buf_put_byte(&buf, ',');
	half_put(&buf, longitude, lon);
	m->record.place = making_name(m, buf_text(&buf));
	doubt_zero(m, lat, lon);
}

/* An angle that went through 32 bits without a sign. */
static bool
overflow_mend(int64_t *e7, int64_t max)
{
	int64_t mended = *e7 > max ? *e7 - OVERFLOW_STEP : *e7 + OVERFLOW_STEP;

	if (*e7 >= -max && *e7 <= max)
		return false;
	if (*e7 > OVERFLOW_STEP || *e7 < -OVERFLOW_STEP || mended < -max || mended > max)
		return false;
	*e7 = mended;
	return true;
}

static void
pair_put_i64(struct buf *buf, int64_t latitude, int64_t longitude)
{
	buf_put_i64(buf, latitude);
	buf_put_byte(buf, ',');
	buf_put_i64(buf, longitude);
}

void
geo_place_e7(struct making *m, int64_t latitude, int64_t longitude)
{
	uint8_t bytes[PLACE_BYTES], raw[PLACE_BYTES];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	struct buf written = {.p = raw, .size = sizeof raw, .max = sizeof raw};
	bool mended;

	pair_put_i64(&written, latitude, longitude);
	mended = overflow_mend(&latitude, LATITUDE_MAX);
	mended = overflow_mend(&longitude, LONGITUDE_MAX) || mended;
	if (!is_on_earth(latitude, longitude)) {
		making_doubt(m, "place-implausible", buf_text(&written));
		making_claim(m, "written-place", buf_text(&written));
		return;
	}
	if (mended) {
		making_doubt(m, "place-overflow", buf_text(&written));
		making_claim(m, "written-place", buf_text(&written));
	}
	geo_e7_put(&buf, latitude);
	buf_put_byte(&buf, ',');
	geo_e7_put(&buf, longitude);
	m->record.place = making_name(m, buf_text(&buf));
	doubt_zero(m, latitude, longitude);
}

void
geo_claim(struct making *m, const char *key, struct text latitude, struct text longitude)
{
	uint8_t bytes[PLACE_BYTES];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	if (latitude.n == 0 && longitude.n == 0)
		return;
	pair_put(&buf, latitude, longitude);
	making_claim(m, key, buf_text(&buf));
}

void
geo_claim_e7(struct making *m, const char *key, int64_t latitude, int64_t longitude)
{
	uint8_t bytes[PLACE_BYTES];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	(void)overflow_mend(&latitude, LATITUDE_MAX);
	(void)overflow_mend(&longitude, LONGITUDE_MAX);
	if (is_on_earth(latitude, longitude)) {
		geo_e7_put(&buf, latitude);
		buf_put_byte(&buf, ',');
		geo_e7_put(&buf, longitude);
	} else {
		pair_put_i64(&buf, latitude, longitude);
	}
	making_claim(m, key, buf_text(&buf));
}
