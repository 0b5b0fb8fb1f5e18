/* tests/read/meta_battered.h
 * A good file of Meta's, read in small pieces, cut off and damaged: the rules of a reader hold, and
 * it ends as readers end. */
#ifndef TESTS_READ_META_BATTERED_H
#define TESTS_READ_META_BATTERED_H

#include "read/format.h"

/* 1, 7 and 61 bytes a read give what all at once gives. */
void meta_read_in_pieces(const struct format *format, const char *path);
/* Cut after every 64th part; and `flips` times one bit turned over. */
void meta_read_damaged(const struct format *format, const char *path, size_t flips);

#endif
