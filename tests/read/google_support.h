/* tests/read/google_support.h
 * What every reader of Google's files must stand: small reads, files that were cut off, flipped
 * bytes. Not for: what is read. */
#ifndef TESTS_READ_GOOGLE_SUPPORT_H
#define TESTS_READ_GOOGLE_SUPPORT_H

#include "read/format.h"

/* Bytes of a file of the test data, to be given back. */
struct slice google_bytes(const char *path);
void google_bytes_free(struct slice bytes);
/* The same is heard whatever a single read gives. */
void google_small_reads(const struct format *format, struct slice bytes);
/* Cut at every 64th part of it: OK or E_FORMAT, and every rule held. */
void google_cut_off(const struct format *format, struct slice bytes);
/* 2,000 copies with one byte changed. */
void google_flipped(const struct format *format, struct slice bytes);

#endif
