/* src/base/encode.c
 * Hex, base64 and base32; see encode.h. */
#include "base/encode.h"

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char base32_digits[] = "abcdefghijklmnopqrstuvwxyz234567";

static int
hex_digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
hex_decode(struct slice hex, uint8_t *out, size_t n)
{
	if (hex.n % 2 != 0 || hex.n / 2 != n)
		return false;
	for (size_t i = 0; i < hex.n; i++)
		if (hex_digit(hex.p[i]) < 0)
			return false;
	for (size_t i = 0; i < n; i++)
		out[i] = (uint8_t)((unsigned)hex_digit(hex.p[2 * i]) << 4 |
				   (unsigned)hex_digit(hex.p[2 * i + 1]));
	return true;
}

void
base64_put(struct buf *buf, const uint8_t *p, size_t n)
{
	uint32_t v;
	size_t left;

	for (size_t i = 0; i < n; i += 3) {
		left = n - i;
		v = (uint32_t)p[i] << 16 | (left > 1 ? (uint32_t)p[i + 1] << 8 : 0) |
		    (left > 2 ? p[i + 2] : 0);
		buf_put_byte(buf, (uint8_t)base64_digits[v >> 18]);
		buf_put_byte(buf, (uint8_t)base64_digits[v >> 12 & 63]);
		buf_put_byte(buf, left > 1 ? (uint8_t)base64_digits[v >> 6 & 63] : '=');
		buf_put_byte(buf, left > 2 ? (uint8_t)base64_digits[v & 63] : '=');
	}
}

static int
base64_digit(uint8_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+')
		return 62;
	return c == '/' ? 63 : -1;
}

/* What is left of a group of four when the digits end: `bits` bits of `v` are in use. */
static bool
base64_tail(uint32_t v, unsigned digits, bool strict, struct buf *out)
{
	if (digits == 1)
		return false;
	if (digits == 2) {
		if (strict && (v & 0xf) != 0)
			return false;
		buf_put_byte(out, (uint8_t)(v >> 4));
	} else if (digits == 3) {
		if (strict && (v & 3) != 0)
			return false;
		buf_put_byte(out, (uint8_t)(v >> 10));
		buf_put_byte(out, (uint8_t)(v >> 2));
	}
	return true;
}

static bool
base64_run(struct slice in, bool strict, struct buf *out)
{
	uint32_t v = 0;
	unsigned digits = 0, pads = 0;
	int d;

	for (size_t i = 0; i < in.n; i++) {
		uint8_t c = in.p[i];

		if (!strict && (c == ' ' || c == '\t' || c == '\r' || c == '\n'))
			continue;
		if (c == '=' && digits >= 2 && digits + pads < 4) {
			pads++;
			continue;
		}
		d = base64_digit(c);
		if (d < 0 || pads != 0)
			return false;
		v = v << 6 | (uint32_t)d;
		if (++digits == 4) {
			buf_put_byte(out, (uint8_t)(v >> 16));
			buf_put_byte(out, (uint8_t)(v >> 8));
			buf_put_byte(out, (uint8_t)v);
			v = digits = 0;
		}
	}
	if (strict && digits != 0 && digits + pads != 4)
		return false;
	return base64_tail(v, digits, strict, out) && out->failed == OK;
}

bool
base64_decode(struct slice in, struct buf *out)
{
	size_t n = out->n;

	if (in.n % 4 == 0 && base64_run(in, true, out))
		return true;
	out->n = n;
	return false;
}

bool
base64_decode_loose(struct slice in, struct buf *out)
{
	size_t n = out->n;

	if (base64_run(in, false, out))
		return true;
	out->n = n;
	return false;
}

void
base32_put(struct buf *buf, const uint8_t *p, size_t n)
{
	uint32_t v = 0;
	unsigned bits = 0;

	for (size_t i = 0; i < n; i++) {
		v = (v << 8 | p[i]) & 0xfff;
		for (bits += 8; bits >= 5; bits -= 5)
			buf_put_byte(buf, (uint8_t)base32_digits[v >> (bits - 5) & 31]);
	}
	if (bits != 0)
		buf_put_byte(buf, (uint8_t)base32_digits[v << (5 - bits) & 31]);
}

static int
base32_digit(uint8_t c)
{
	if (c >= 'a' && c <= 'z')
		return c - 'a';
	return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

bool
base32_decode(struct slice in, uint8_t *out, size_t n)
{
	uint32_t v = 0;
	unsigned bits = 0;
	size_t at = 0;

	if (n > SIZE_MAX / 16 || in.n != (n * 8 + 4) / 5)
		return false;
	for (size_t i = 0; i < in.n; i++)
		if (base32_digit(in.p[i]) < 0)
			return false;
	if (n * 8 % 5 != 0 &&
	    ((unsigned)base32_digit(in.p[in.n - 1]) & ((1U << (5 - n * 8 % 5)) - 1)) != 0)
		return false;
	for (size_t i = 0; i < in.n && at < n; i++) {
		v = (v << 5 | (uint32_t)base32_digit(in.p[i])) & 0xffff;
		bits += 5;
		if (bits >= 8) {
			out[at++] = (uint8_t)(v >> (bits - 8));
			bits -= 8;
		}
	}
	return true;
}

void
code_put(struct buf *buf, struct text code)
{
	for (size_t i = 0; i < code.n; i++) {
		if (i != 0 && i % 4 == 0)
			buf_put_byte(buf, ' ');
		buf_put_byte(buf, (uint8_t)code.p[i]);
	}
}
