/* src/base/word.h
 * Eight bytes looked at together, for what has to go over whole files.  A mask has the highest bit
 * set of each byte that is meant; only the LOWEST one that is set is certain to be right, those
 * above it may be set by a borrow: ask whether there is any, and which is the first. */
#ifndef BASE_WORD_H
#define BASE_WORD_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define WORD_BYTES 8
#define WORD_ONES  UINT64_C(0x0101010101010101)
#define WORD_HIGHS UINT64_C(0x8080808080808080)

/* Eight bytes at p, the first in the lowest place on every machine. */
static inline uint64_t
word_load(const void *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

/* Mask of the bytes that are c. */
static inline uint64_t
word_is(uint64_t word, uint8_t c)
{
	uint64_t x = word ^ (WORD_ONES * c);

	return (x - WORD_ONES) & ~x & WORD_HIGHS;
}

/* Mask of the bytes below c (c <= 128). */
static inline uint64_t
word_below(uint64_t word, uint8_t c)
{
	return (word - WORD_ONES * c) & ~word & WORD_HIGHS;
}

/* Which byte the lowest bit of something that is not 0 belongs to, from 0. */
static inline size_t
word_first(uint64_t mask)
{
	return (size_t)__builtin_ctzll(mask) / WORD_BYTES;
}

/* Of a mask, or of anything else: what belongs to the first n (< 8) bytes. */
static inline uint64_t
word_head(uint64_t mask, size_t n)
{
	return mask & ((UINT64_C(1) << (8 * n)) - 1);
}

#endif
