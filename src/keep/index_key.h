/* src/keep/index_key.h
 * Inside keep/: the key of a record, whose order is time order.
 *   dated    2^40 + (seconds since 0001-01-01T00:00:00Z << 16 | millisecond << 6 | running number)
 *   undated  1, 2, 3 … below 2^40
 * 64 records fit in a millisecond; what is more than that spills into the next milliseconds, so
 * records with the same second (65,536 of them) stay together and in the order they came. */
#ifndef KEEP_INDEX_KEY_H
#define KEEP_INDEX_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"

#define KEY_FIRST_DATED (INT64_C(1) << 40)
#define KEY_LAST        INT64_MAX
#define KEYS_PER_MS     64

/* The first key of that millisecond; false (out untouched) outside years 1..9999. */
MUST_USE bool key_of_us(int64_t at_us, int64_t *out);

#endif
