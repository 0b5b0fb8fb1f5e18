/* bench/prose.h
 * Endless text with word frequencies like those of a language: a few words everywhere, most words
 * seldom.  For measuring search and compression; it means nothing. */
#ifndef BENCH_PROSE_H
#define BENCH_PROSE_H

#include <stdint.h>

#include "sample/rng.h"
#include "sample/str.h"

enum { PROSE_WORDS = 24000, PROSE_TABLE = 65536, PROSE_WORD_MAX = 15 };

struct prose {
	char (*words)[PROSE_WORD_MAX + 1]; /* by rank; the first are real words */
	uint8_t *lengths;
	uint16_t *table; /* word numbers, each as often as its rank deserves */
};

/* The same words for every seed: a search finds the same things in every generated file. */
void prose_init(struct prose *p);
void prose_fini(struct prose *p);

/* Append words until at least `bytes` were added. */
void prose_add(const struct prose *p, struct rng *rng, size_t bytes, struct str *out);

/* The word that stands in nearly every text of the benches, and the pair that is rare. */
#define PROSE_COMMON    "you"
#define PROSE_RARE      "marigold"
#define PROSE_RARE_PAIR "copper marigold"
#endif
