/* src/keep/pad.h
 * Padded lengths (docs/format/vault.md, sections 4.3 and 5): pure arithmetic. */
#ifndef KEEP_PAD_H
#define KEEP_PAD_H

#include <stdint.h>

#define PAD_MAX_BYTES (UINT64_C(1) << 46) /* longest content of an object */

/* Padmé: at least n, at most 12 % more.  n is 1 to 2^62. */
uint64_t pad_padme(uint64_t n);
/* Of the content of an object, 0 to PAD_MAX_BYTES. */
uint64_t pad_object(uint64_t n);
/* Of the body of a log record, 1 to 2^32. */
uint64_t pad_record(uint64_t n);

#endif
