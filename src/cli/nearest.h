/* src/cli/nearest.h
 * The word that was probably meant, when a command or an option is mistyped.  Pure. */
#ifndef CLI_NEAREST_H
#define CLI_NEAREST_H

#include "base/compiler.h"
#include "base/slice.h"

enum { NEAREST_WORD_BYTES = 32 };

/*
 * How many letters are wrong, missing, too many or swapped with their neighbour between two words.
 * Words longer than NEAREST_WORD_BYTES are far from everything: SIZE_MAX.
 */
size_t nearest_distance(struct slice typed, struct slice word);

/* Keeps the best word of those shown to it; a word that is too different is never kept. */
struct nearest {
	struct slice typed;
	const char *word; /* NULL when nothing is near */
	size_t distance;
};

void nearest_init(struct nearest *nearest, struct slice typed);
/* `word` is borrowed for as long as `nearest` is used. */
void nearest_try(struct nearest *nearest, const char *word);

#endif
