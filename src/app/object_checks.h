/* src/app/object_checks.h
 * Inside app/ only: objects read and hashed from end to end, two at a time when the seams allow
 * threads (crew.h).  Not for: what an answer means. */
#ifndef APP_OBJECT_CHECKS_H
#define APP_OBJECT_CHECKS_H

#include "app/app.h"
#include "keep/object.h"

enum { CHECKED_NAME_BYTES = 256 };

struct checked_object {
	struct object_id id;
	uint64_t entry;    /* of the log, that names it */
	bool sha256_known; /* what the entry says of its content */
	uint8_t sha256[SHA256_BYTES];
	char name[CHECKED_NAME_BYTES]; /* to be told by; NUL-terminated */

	/* The answer. */
	enum status status; /* of object_check() */
	struct err err;
	struct object_check check; /* when OK */
};

struct object_checks_options {
	const struct vault *vault; /* open, or only its keys: vault_beside() */
	bool parallel;
	const atomic_bool *cancelled; /* may be NULL */
	/* Now and then, with the bytes read so far; may be NULL. */
	void (*progress)(void *ctx, uint64_t bytes);
	/* In the order in which they were added, in the caller's thread; not OK ends all. */
	enum status (*answer)(void *ctx, const struct checked_object *object, struct err *err);
	void *ctx;
};

struct object_checks;

/* E_NOMEM. */
MUST_USE enum status object_checks_new(
    const struct object_checks_options *options, struct object_checks **out, struct err *err);
/* The object is copied.  May wait, and may answer earlier ones.  E_CANCELLED, or what `answer`
 * returned. */
MUST_USE enum status object_checks_add(
    struct object_checks *checks, const struct checked_object *object, struct err *err);
/* Answers all that are left.  As above. */
MUST_USE enum status object_checks_finish(struct object_checks *checks, struct err *err);
/* What was not answered is dropped.  NULL is fine. */
void object_checks_free(struct object_checks *checks);

#endif
