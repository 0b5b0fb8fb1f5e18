/* tests/read/hard.h
 * What the tests of readers ask alike: a file is read by the rules (tests/read/collect.h); and what
 * every reader has to bear: its file in pieces, cut off, and with one byte wrong.  With cmocka. Not
 * for: what a format means. */
#ifndef TESTS_READ_HARD_H
#define TESTS_READ_HARD_H

#include "tests/read/collect.h"
#include "tests/support/load.h"

/* The reading ends well and holds all rules; `c` is initialised here. */
void hard_file(struct collect *c, const struct format *format, const char *path,
    const struct reading_options *options);
/* The same for bytes of the test's own; me NULL: nobody said who the owner is. */
void hard_text(struct collect *c, const struct format *format, const char *bytes, const char *me);
/* A known instant, this one ("2024-03-24T21:05:07.340Z"). */
void hard_instant(const struct moment *when, const char *want);
/* A wall time, this one ("2024-03-24T21:05:07"). */
void hard_local(const struct moment *when, const char *want);

/* The record that comes of that row of a database; fails the test when there is none. */
const struct record *hard_row(const struct collect *c, const char *number);

/* Read to its end, and the same is heard however few bytes a read gives. */
void hard_pieces(const struct format *format, struct slice bytes);
/* Cut off at each 64th of its length, it is read to there or refused, by the rules of a reader. */
void hard_cuts(const struct format *format, struct slice bytes);
/* With one byte changed, 2,000 times, the same. */
void hard_flips(const struct format *format, struct slice bytes);
/* One, or all three, over a file. */
void hard_seed_pieces(const struct format *format, const char *path);
void hard_seed_cuts(const struct format *format, const char *path);
void hard_seed_flips(const struct format *format, const char *path);
void hard_seed(const struct format *format, const char *path);

#endif
