/* src/app/sampling.h
 * A part of many things, chosen by chance so that together they hold about the share asked for of
 * all the bytes, whichever sizes there are and in whichever order they come.  Nobody who knows the
 * files can tell which will be looked at.  Pure but for the entropy it draws. */
#ifndef APP_SAMPLING_H
#define APP_SAMPLING_H

#include <stdbool.h>

#include "base/seam.h"

enum { SAMPLING_ALL = 10000, SAMPLING_MAX_SHIFT = 48 };

struct sampling {
	struct entropy entropy;
	unsigned share; /* in parts of SAMPLING_ALL */
	int64_t owed;   /* bytes * SAMPLING_ALL that should have been taken and were not */
	uint64_t taken, taken_bytes, seen, seen_bytes;
};

void sampling_init(struct sampling *sampling, const struct entropy *entropy, unsigned share);
/* Whether the next thing, of so many bytes (less than 2^SAMPLING_MAX_SHIFT), is among them. */
bool sampling_takes(struct sampling *sampling, uint64_t bytes);

#endif
