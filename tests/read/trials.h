/* tests/read/trials.h
 * What every reader has to stand: reads of any size, files cut off anywhere, bytes turned over.
 * With cmocka. */
#ifndef TESTS_READ_TRIALS_H
#define TESTS_READ_TRIALS_H

#include "tests/read/collect.h"

/* A file of the corpus in memory, to be freed; fails the test when it is not there. */
struct slice trials_load(const char *path);
void trials_free(struct slice bytes);
/* Read the file; the reading must end well and hold all rules. */
void trials_read(struct collect *collect, const struct format *format, const char *path);
/* 1, 7 and 61 bytes a read give what one read gives. */
void trials_pieces(const struct format *format, const char *path);
/* Cut at every 64th of its length: OK or E_FORMAT, rules held. */
void trials_cuts(const struct format *format, const char *path);
/* 2,000 single bytes turned over, one at a time: the same. */
void trials_flips(const struct format *format, const char *path);

#endif
