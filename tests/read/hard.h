/* tests/read/hard.h
 * What every reader has to bear: its file in pieces, cut off, and with one byte wrong.
 * Not for: what it should understand then. */
#ifndef TESTS_READ_HARD_H
#define TESTS_READ_HARD_H

#include "read/format.h"

/* The same is heard however few bytes a read gives. */
void hard_pieces(const struct format *format, struct slice bytes);
/* Cut off at each 64th of its length, it is read to there or refused, by the rules of a reader. */
void hard_cuts(const struct format *format, struct slice bytes);
/* With one byte changed, 2,000 times, the same. */
void hard_flips(const struct format *format, struct slice bytes);
/* All three. */
void hard_all(const struct format *format, struct slice bytes);
/* All three over a file of the repository. */
void hard_seed(const struct format *format, const char *path);

#endif
