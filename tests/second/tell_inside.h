/* tests/second/tell_inside.h
 * A telling under way, shared by the tell*.c files. */
#ifndef TESTS_SECOND_TELL_INSIDE_H
#define TESTS_SECOND_TELL_INSIDE_H

#include "base/json.h"
#include "keep/log.h"
#include "keep/object.h"
#include "tests/second/tell.h"

enum {
	TELL_PATH_BYTES = 4096,
	TELL_OBJECTS = 4096,
	TELL_NOTED = 4096,
	TELL_PROBLEM_BYTES = 128,
};

struct telling {
	const struct vault_seams *seams;
	const char *path;
	struct vault *vault;
	struct json json;
	struct json problems; /* a list of its own, joined on at the end */
	struct buf problem_text;
	struct buf storage; /* log_read() */
	struct hash *hash;
	uint64_t noted[TELL_NOTED]; /* entries of kind original or reading, met on the way */
	size_t noted_count;
	struct object_check objects[TELL_OBJECTS]; /* in order of id */
	size_t object_count;
};

/* One more line of `problems`. */
void tell_problem(struct telling *t, const char *format, ...) PRINTF_LIKE(2, 3);
void tell_hex(struct telling *t, const char *key, const uint8_t *p, size_t n);
void tell_number(struct telling *t, const char *key, uint64_t n);
/* A file below the vault, whole, into `out` (emptied); false when it cannot be had or is longer. */
bool tell_load(struct telling *t, const char *below, struct buf *out);
/* "logs": the own one, then those that were taken in, in order of slot. */
void tell_logs(struct telling *t);
/* "objects": every file of o/, read whole. */
void tell_objects(struct telling *t);
/* "readings", and originals that are not what their entries say: those of t->noted. */
void tell_noted(struct telling *t);

#endif
