/* src/prove/zip_form.c
 * CRC-32 for the ZIP writer; see zip_form.h. */
#include "prove/zip_form.h"

#include <string.h>

void
crc32_init(struct crc32 *crc)
{
	for (uint32_t i = 0; i < 256; i++) {
		uint32_t v = i;

		for (int bit = 0; bit < 8; bit++)
			v = (v & 1) != 0 ? v >> 1 ^ UINT32_C(0xedb88320) : v >> 1;
		crc->table[0][i] = v;
	}
	for (uint32_t i = 0; i < 256; i++)
		for (size_t k = 1; k < 8; k++)
			crc->table[k][i] = crc->table[k - 1][i] >> 8 ^
					   crc->table[0][crc->table[k - 1][i] & 0xff];
}

static uint32_t
load_u32le(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

uint32_t
crc32_add(const struct crc32 *crc, uint32_t value, const uint8_t *p, size_t n)
{
	uint32_t v = ~value, high;

	for (; n >= 8; p += 8, n -= 8) {
		v ^= load_u32le(p);
		high = load_u32le(p + 4);
		v = crc->table[7][v & 0xff] ^ crc->table[6][v >> 8 & 0xff] ^
		    crc->table[5][v >> 16 & 0xff] ^ crc->table[4][v >> 24] ^
		    crc->table[3][high & 0xff] ^ crc->table[2][high >> 8 & 0xff] ^
		    crc->table[1][high >> 16 & 0xff] ^ crc->table[0][high >> 24];
	}
	for (; n != 0; p++, n--)
		v = v >> 8 ^ crc->table[0][(v ^ *p) & 0xff];
	return ~v;
}
