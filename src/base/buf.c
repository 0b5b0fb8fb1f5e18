/* src/base/buf.c
 * A growing byte buffer with a maximum; see buf.h. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/checked.h"
#include "base/mem.h"

enum { BUF_FIRST_BYTES = 256, BUF_PRINT_BYTES = 1024 };

void
buf_init(struct buf *buf, size_t max_bytes)
{
	*buf = (struct buf){.max = max_bytes};
}

void
buf_fini(struct buf *buf)
{
	mem_free(buf->p);
	*buf = (struct buf){0};
}

void
buf_reset(struct buf *buf)
{
	buf->n = 0;
	buf->failed = OK;
}

void
buf_reserve(struct buf *buf, size_t n)
{
	size_t need, size;
	uint8_t *p;

	if (buf->failed != OK || (buf->size - buf->n >= n && buf->p != NULL))
		return;
	if (!add_size(buf->n, n, &need) || need > buf->max) {
		buf->failed = E_LIMIT;
		return;
	}
	size = buf->size < BUF_FIRST_BYTES ? BUF_FIRST_BYTES : buf->size;
	while (size < need)
		size = size > SIZE_MAX / 2 ? need : size * 2;
	if (size > buf->max)
		size = buf->max > need ? buf->max : need;
	p = mem_resize(buf->p, 1, size);
	if (p == NULL) {
		buf->failed = E_NOMEM;
		return;
	}
	buf->p = p;
	buf->size = size;
}

uint8_t *
buf_extend_more(struct buf *buf, size_t n)
{
	buf_reserve(buf, n);
	if (buf->failed != OK)
		return NULL;
	buf->n += n;
	return buf->p + buf->n - n;
}

/* "00" to "99": half as many divisions. */
static const char pairs[] = "00010203040506070809101112131415161718192021222324"
			    "25262728293031323334353637383940414243444546474849"
			    "50515253545556575859606162636465666768697071727374"
			    "75767778798081828384858687888990919293949596979899";

void
buf_put_u64(struct buf *buf, uint64_t v)
{
	char digits[20];
	size_t i = sizeof digits;

	for (; v >= 100; v /= 100) {
		i -= 2;
		memcpy(digits + i, pairs + 2 * (v % 100), 2);
	}
	digits[--i] = pairs[2 * v + 1];
	if (v >= 10)
		digits[--i] = pairs[2 * v];
	buf_put(buf, digits + i, sizeof digits - i);
}

void
buf_put_i64(struct buf *buf, int64_t v)
{
	if (v < 0)
		buf_put_byte(buf, '-');
	buf_put_u64(buf, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
}

void
buf_put_hex(struct buf *buf, const uint8_t *p, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t *at;
	size_t bytes;

	if (!mul_size(n, 2, &bytes)) {
		buf->failed = E_LIMIT;
		return;
	}
	at = buf_extend(buf, bytes);
	for (size_t i = 0; at != NULL && i < n; i++) {
		at[2 * i] = (uint8_t)digits[p[i] >> 4];
		at[2 * i + 1] = (uint8_t)digits[p[i] & 15];
	}
}

void
buf_put_u32le(struct buf *buf, uint32_t v)
{
	uint8_t *at = buf_extend(buf, 4);

	if (at != NULL)
		put_u32le(at, v);
}

void
buf_put_u64le(struct buf *buf, uint64_t v)
{
	uint8_t *at = buf_extend(buf, 8);

	if (at != NULL)
		put_u64le(at, v);
}

void
buf_put_code_point(struct buf *buf, uint32_t cp)
{
	uint8_t bytes[4];
	size_t n = 0;

	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = 0xfffd;
	if (cp < 0x80) {
		buf_put_byte(buf, (uint8_t)cp);
		return;
	}
	/* Put as one: a full buffer must not end in half of a character. */
	if (cp < 0x800) {
		bytes[n++] = (uint8_t)(0xc0 | cp >> 6);
	} else if (cp < 0x10000) {
		bytes[n++] = (uint8_t)(0xe0 | cp >> 12);
	} else {
		bytes[n++] = (uint8_t)(0xf0 | cp >> 18);
		bytes[n++] = (uint8_t)(0x80 | (cp >> 12 & 0x3f));
	}
	if (cp >= 0x800)
		bytes[n++] = (uint8_t)(0x80 | (cp >> 6 & 0x3f));
	bytes[n++] = (uint8_t)(0x80 | (cp & 0x3f));
	buf_put(buf, bytes, n);
}

static uint32_t
unit_at(struct slice s, size_t at, bool big_endian)
{
	uint32_t first = s.p[at], second = s.p[at + 1];

	return big_endian ? first << 8 | second : second << 8 | first;
}

void
buf_put_utf16(struct buf *buf, struct slice units, bool big_endian)
{
	for (size_t i = 0; i + 1 < units.n; i += 2) {
		uint32_t unit = unit_at(units, i, big_endian);
		uint32_t low = i + 3 < units.n ? unit_at(units, i + 2, big_endian) : 0;

		if (unit >= 0xd800 && unit < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
			unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
			i += 2;
		}
		buf_put_code_point(buf, unit != 0 ? unit : 0xfffd);
	}
}

void
buf_put_one_line(struct buf *buf, struct text text)
{
	while (text.n != 0) {
		uint32_t cp = text_next(&text);

		buf_put_code_point(buf, cp < 0x20 || (cp >= 0x7f && cp <= 0x9f) ? ' ' : cp);
	}
}

void
buf_put_repaired(struct buf *buf, struct slice bytes, uint32_t instead)
{
	struct text text;
	size_t at;

	while (!text_check(bytes, &text, &at)) {
		buf_put(buf, bytes.p, at);
		buf_put_code_point(buf, instead);
		bytes = slice_from(bytes, at + 1);
	}
	buf_put_text(buf, text);
}

void
buf_putf(struct buf *buf, const char *format, ...)
{
	char line[BUF_PRINT_BYTES];
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(line, sizeof line, format, args);
	va_end(args);
	if (n < 0 || (size_t)n >= sizeof line)
		buf->failed = E_LIMIT;
	else
		buf_put(buf, line, (size_t)n);
}

void
buf_drop(struct buf *buf, size_t n)
{
	if (n == 0)
		return;
	if (n < buf->n)
		memmove(buf->p, buf->p + n, buf->n - n);
	buf->n = n < buf->n ? buf->n - n : 0;
}

enum status
buf_check(const struct buf *buf, struct err *err)
{
	if (buf->failed == E_LIMIT)
		return fail(err, E_LIMIT, "more than %zu bytes", buf->max);
	if (buf->failed != OK)
		return fail(err, buf->failed, "out of memory");
	return OK;
}
