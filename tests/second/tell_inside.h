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
	TELL_READINGS = 256,
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
	uint64_t readings[TELL_READINGS]; /* entries of that kind, met on the way */
	size_t reading_count;
	struct object_check objects[TELL_OBJECTS]; /* in order of id */
	size_t object_count;
};

/* One more line of `problems`. */
void tell_problem(struct telling *t, const char *format, ...) PRINTF_LIKE(2, 3);
void tell_hex(struct telling *t, const char *key, const uint8_t *p, size_t n);
/* "objects": every file of o/, read whole. */
void tell_objects(struct telling *t);
/* "readings": those of t->readings. */
void tell_readings(struct telling *t);

#endif
