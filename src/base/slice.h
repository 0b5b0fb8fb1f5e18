/* src/base/slice.h
 * Borrowed bytes (`slice`, unchecked) and borrowed UTF-8 (`text`, checked), and the cuts made
 * in them.  Nothing here allocates.  `text` comes only from text_check(), from literals, or from
 * a cut of another text. */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/compiler.h"

struct slice {
	const uint8_t *p; /* may be NULL only when n is 0 */
	size_t n;
};

struct text {
	const char *p; /* valid UTF-8 without NUL; not NUL-terminated; NULL means "absent" */
	size_t n;
};

#define TEXT_LITERAL(s)  ((struct text){(s), sizeof(s) - 1})
#define SLICE_LITERAL(s) ((struct slice){(const uint8_t *)(s), sizeof(s) - 1})
#define TEXT_NONE        ((struct text){NULL, 0})

static inline struct slice
slice_of(const void *p, size_t n)
{
	return (struct slice){p, n};
}

static inline struct slice
slice_of_text(struct text t)
{
	return (struct slice){(const uint8_t *)t.p, t.n};
}

/* All but the first `at` bytes (at most s.n).  Of nothing, nothing: C17 6.5.6p8 adds not even 0 to
 * NULL. */
static inline struct slice
slice_from(struct slice s, size_t at)
{
	assert(at <= s.n);
	return slice_of(at != 0 ? s.p + at : s.p, s.n - at);
}

static inline bool
slice_eq(struct slice a, struct slice b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool
text_eq(struct text a, struct text b)
{
	return slice_eq(slice_of_text(a), slice_of_text(b));
}

static inline bool
text_eq_c(struct text a, const char *literal)
{
	return a.n == strlen(literal) && (a.n == 0 || memcmp(a.p, literal, a.n) == 0);
}

static inline bool
slice_starts(struct slice s, const char *literal)
{
	size_t n = strlen(literal);

	return s.n >= n && (n == 0 || memcmp(s.p, literal, n) == 0);
}

/* A NUL-terminated string known to be valid UTF-8 (ours, never outside input). */
static inline struct text
text_of_c(const char *c)
{
	return (struct text){c, strlen(c)};
}

/*
 * Cut `*rest` at the first `stop`: `*head` gets what stood before it, `*rest` what follows it.
 * False (both untouched) when `stop` does not occur.
 */
MUST_USE bool cut(struct slice *rest, uint8_t stop, struct slice *head);
/* Like cut(), but the end of input also ends the last piece; false only when *rest is empty. */
MUST_USE bool cut_last(struct slice *rest, uint8_t stop, struct slice *head);
/* Like cut_last(), at the first of any of the bytes in `stops`. */
MUST_USE bool cut_any(struct slice *rest, const char *stops, struct slice *head);
/* Take exactly n bytes off the front; false (untouched) when there are fewer. */
MUST_USE bool take(struct slice *rest, size_t n, struct slice *head);
/* First occurrence of needle (n >= 1) in hay; SIZE_MAX when none. */
size_t slice_find(struct slice hay, struct slice needle);
/* Order by bytes, the shorter first where one is the begin of the other: negative, 0 or positive.
 */
int slice_compare(struct slice a, struct slice b);
/* Every byte is zero; so is nothing. */
bool slice_all_zero(struct slice s);
/* Digits of ASCII, and at least one. */
bool slice_all_digits(struct slice s);
/* ASCII case-insensitive equality. */
bool slice_eq_nocase(struct slice a, struct slice b);
/* Without ASCII blanks (space, tab, CR, LF) at both ends. */
struct slice slice_trim(struct slice s);

/* Little- and big-endian integers off the front; false (untouched) when short. */
MUST_USE bool take_u8(struct slice *rest, uint8_t *out);
MUST_USE bool take_u16le(struct slice *rest, uint16_t *out);
MUST_USE bool take_u16be(struct slice *rest, uint16_t *out);
MUST_USE bool take_u32le(struct slice *rest, uint32_t *out);
MUST_USE bool take_u32be(struct slice *rest, uint32_t *out);
MUST_USE bool take_u64le(struct slice *rest, uint64_t *out);
void put_u32le(uint8_t out[4], uint32_t v);
void put_u64le(uint8_t out[8], uint64_t v);

/* Whole-slice decimal numbers: digits only (one leading '-' for i64), no blanks, no overflow, no
 * leading zeros for u64 (two readers must agree on one spelling). */
MUST_USE bool u64_parse(struct slice s, uint64_t *out);
MUST_USE bool i64_parse(struct slice s, int64_t *out);
/* Whole-slice decimal number as people and exports write it: leading zeros and an optional sign
 * are fine, blanks are not.  False on anything else or on overflow. */
MUST_USE bool i64_parse_loose(struct slice s, int64_t *out);

/*
 * Outside bytes as text.  Valid UTF-8 (RFC 3629: no surrogates, no overlong forms, at most
 * U+10FFFF) without NUL.  False (out untouched) otherwise; *at (may be NULL) is the first bad byte.
 */
MUST_USE bool text_check(struct slice s, struct text *out, size_t *at);
/* Decode one code point at the front of valid text and advance; 0 at the end. */
uint32_t text_next(struct text *rest);
/* Longest prefix of at most max bytes that does not split a code point. */
struct text text_prefix(struct text t, size_t max);
/* The longest such prefix that fits into out[size] (size >= 1) with a NUL behind it. */
void text_copy(char *out, size_t size, struct text t);
/* The longest such prefix of at most max bytes, standing in room[max] instead; absent gives
 * absent.  For what is said again and again, which an arena would keep each time. */
struct text text_hold(char *room, size_t max, struct text t);

#endif
