/* src/keep/renew_inside.h
 * What renew.c and renew_objects.c share. */
#ifndef KEEP_RENEW_INSIDE_H
#define KEEP_RENEW_INSIDE_H

#include "keep/renew.h"

struct renewing {
	struct vault *vault;
	const struct renew_progress *progress;
	struct renew_counts counts;
	uint64_t done; /* of what is being gone through, for progress */
};

/* One more is done.  E_CANCELLED when the caller wants to stop. */
MUST_USE enum status renew_step(
    struct renewing *r, const char *what, uint64_t total, const char *unit, struct err *err);

/* keep/renew_objects.c: area 1 of all objects, then area 0; durable. */
MUST_USE enum status renew_objects(struct renewing *r, struct err *err);

#endif
