/* src/base/buf.h
 * A growing byte buffer that cannot be set up without a maximum.
 * Puts do not return a status: the first failure sticks in `failed` (E_NOMEM or E_LIMIT), later
 * puts do nothing, and buf_check() reports it once at the end. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/slice.h"

struct buf {
	uint8_t *p;
	size_t n, size, max;
	enum status failed; /* OK until a put could not be done */
};

void buf_init(struct buf *buf, size_t max_bytes);
void buf_fini(struct buf *buf);
/* Empty it and clear `failed`; memory is kept. */
void buf_reset(struct buf *buf);
/* What buf_extend() does when there is no room yet. */
MUST_USE uint8_t *buf_extend_more(struct buf *buf, size_t n);

/* n bytes of room at the end, to be filled by the caller; NULL when it failed. */
MUST_USE static inline uint8_t *
buf_extend(struct buf *buf, size_t n)
{
	if (buf->failed != OK || buf->p == NULL || buf->size - buf->n < n)
		return buf_extend_more(buf, n);
	buf->n += n;
	return buf->p + buf->n - n;
}

static inline void
buf_put(struct buf *buf, const void *p, size_t n)
{
	uint8_t *at = n != 0 ? buf_extend(buf, n) : NULL;

	if (at != NULL)
		memcpy(at, p, n);
}

static inline void
buf_put_slice(struct buf *buf, struct slice s)
{
	buf_put(buf, s.p, s.n);
}

/* As much of it as there is room for, which is no failure; how many bytes there was none for. */
static inline size_t
buf_put_most(struct buf *buf, struct slice s)
{
	size_t room = buf->max - buf->n, n = s.n < room ? s.n : room;

	buf_put(buf, s.p, n);
	return s.n - n;
}

static inline void
buf_put_text(struct buf *buf, struct text t)
{
	buf_put(buf, t.p, t.n);
}

static inline void
buf_put_byte(struct buf *buf, uint8_t c)
{
	uint8_t *at = buf_extend(buf, 1);

	if (at != NULL)
		*at = c;
}

static inline void
buf_put_c(struct buf *buf, const char *literal)
{
	buf_put(buf, literal, strlen(literal));
}

void buf_put_u64(struct buf *buf, uint64_t v); /* decimal */
void buf_put_i64(struct buf *buf, int64_t v);  /* decimal */
void buf_put_hex(struct buf *buf, const uint8_t *p, size_t n);
void buf_put_u32le(struct buf *buf, uint32_t v);
void buf_put_u64le(struct buf *buf, uint64_t v);
/* One code point as UTF-8, all of it or nothing; surrogates and values past U+10FFFF become
 * U+FFFD. */
void buf_put_code_point(struct buf *buf, uint32_t cp);
/* UTF-16 (RFC 2781) as text: halves that have no other half, and NUL, become U+FFFD; an odd last
 * byte is left out. */
void buf_put_utf16(struct buf *buf, struct slice units, bool big_endian);
/* Text as part of one line, and nothing that a terminal obeys: control characters (C0, DEL, C1)
 * become blanks. */
void buf_put_one_line(struct buf *buf, struct text text);
/* Bytes that should be text: what is not valid UTF-8 in them becomes `instead`, byte by byte. */
void buf_put_repaired(struct buf *buf, struct slice bytes, uint32_t instead);
/* Formatted text, for our own short messages (at most 1 KiB a call). */
void buf_putf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
/* Make sure more room exists without adding. */
void buf_reserve(struct buf *buf, size_t n);
/* Drop the first n bytes (n <= buf->n), moving the rest to the front. */
void buf_drop(struct buf *buf, size_t n);
MUST_USE enum status buf_check(const struct buf *buf, struct err *err);

static inline struct slice
buf_slice(const struct buf *buf)
{
	return (struct slice){buf->p, buf->n};
}

/* For buffers only ever filled with checked text. */
static inline struct text
buf_text(const struct buf *buf)
{
	return (struct text){buf->n != 0 ? (const char *)buf->p : "", buf->n};
}

#endif
