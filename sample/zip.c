/* sample/zip.c
 * Stored members only: chat exports hold mostly media that would not shrink. */
#include "sample/zip.h"

#include <assert.h>
#include <string.h>

#include "sample/zone.h"

enum { VERSION = 20, UTF8_NAMES = 0x0800 };

uint32_t
zip_crc32(const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint32_t table[256];
	uint32_t crc = 0xffffffffu;

	for (uint32_t i = 0; i < 256; i++) {
		uint32_t c = i;

		for (int k = 0; k < 8; k++)
			c = (c & 1u) ? 0xedb88320u ^ (c >> 1) : c >> 1;
		table[i] = c;
	}
	for (size_t i = 0; i < n; i++)
		crc = table[(crc ^ p[i]) & 0xffu] ^ (crc >> 8);
	return crc ^ 0xffffffffu;
}

static void
add_u16(struct str *s, uint32_t v)
{
	str_addc(s, (char)(v & 0xffu));
	str_addc(s, (char)((v >> 8) & 0xffu));
}

static void
add_u32(struct str *s, uint32_t v)
{
	add_u16(s, v & 0xffffu);
	add_u16(s, v >> 16);
}

void
zip_init(struct zip *z, int64_t utc_ms)
{
	struct civil c = zone_local(utc_ms);

	*z = (struct zip){0};
	z->dos_date = (uint16_t)((c.year - 1980) * 512 + c.month * 32 + c.day);
	z->dos_time = (uint16_t)(c.hour * 2048 + c.minute * 32 + c.second / 2);
}

/* The fields that the local and the central header share, from "version needed" on. */
static void
add_common(struct str *s, const struct zip *z, const char *name, uint32_t crc, uint32_t n)
{
	add_u16(s, VERSION);
	add_u16(s, UTF8_NAMES);
	add_u16(s, 0);
	add_u16(s, z->dos_time);
	add_u16(s, z->dos_date);
	add_u32(s, crc);
	add_u32(s, n);
	add_u32(s, n);
	add_u16(s, (uint32_t)strlen(name));
	add_u16(s, 0);
}

void
zip_add(struct zip *z, const char *name, const void *bytes, size_t n)
{
	uint32_t crc = zip_crc32(bytes, n);
	uint32_t at = (uint32_t)z->body.n;

	assert(n < UINT32_MAX / 2 && z->body.n < UINT32_MAX / 2 && z->entries < UINT16_MAX);
	add_u32(&z->body, 0x04034b50u);
	add_common(&z->body, z, name, crc, (uint32_t)n);
	str_addz(&z->body, name);
	str_add(&z->body, bytes, n);

	add_u32(&z->central, 0x02014b50u);
	add_u16(&z->central, VERSION);
	add_common(&z->central, z, name, crc, (uint32_t)n);
	add_u16(&z->central, 0);
	add_u16(&z->central, 0);
	add_u16(&z->central, 0);
	add_u32(&z->central, 0);
	add_u32(&z->central, at);
	str_addz(&z->central, name);
	z->entries++;
}

void
zip_finish(struct zip *z)
{
	uint32_t at = (uint32_t)z->body.n;

	str_add(&z->body, str_z(&z->central), z->central.n);
	add_u32(&z->body, 0x06054b50u);
	add_u16(&z->body, 0);
	add_u16(&z->body, 0);
	add_u16(&z->body, z->entries);
	add_u16(&z->body, z->entries);
	add_u32(&z->body, (uint32_t)z->central.n);
	add_u32(&z->body, at);
	add_u16(&z->body, 0);
}

void
zip_fini(struct zip *z)
{
	str_fini(&z->body);
	str_fini(&z->central);
}
