/* src/app/crew.h
 * Inside app/ only: objects read and hashed from end to end, two at a time when the seams allow
 * threads.  Answers come in the order of the jobs, in the caller's thread; memory does not grow
 * with the number of jobs. Not for: what an answer means. */
#ifndef APP_CREW_H
#define APP_CREW_H

#include "app/app.h"
#include "keep/object.h"

enum { CREW_NAME_BYTES = 256 };

struct crew_job {
	struct object_id id;
	uint64_t entry;    /* of the log, that names it */
	bool sha256_known; /* what the entry says of its content */
	uint8_t sha256[SHA256_BYTES];
	char name[CREW_NAME_BYTES]; /* to be told by; NUL-terminated */

	/* The answer. */
	enum status status; /* of object_check() */
	struct err err;
	struct object_check check; /* when OK */
};

struct crew_options {
	const struct vault *vault; /* open, or only its keys: vault_beside() */
	bool parallel;
	const atomic_bool *cancelled; /* may be NULL */
	/* Now and then, with the bytes read so far; may be NULL. */
	void (*progress)(void *ctx, uint64_t bytes);
	/* Not OK ends the crew. */
	enum status (*answer)(void *ctx, const struct crew_job *job, struct err *err);
	void *ctx;
};

struct crew;

/* E_NOMEM. */
MUST_USE enum status crew_new(
    const struct crew_options *options, struct crew **out, struct err *err);
/* The job is copied.  May wait, and may answer earlier ones.  E_CANCELLED, or what `answer`
 * returned. */
MUST_USE enum status crew_add(struct crew *crew, const struct crew_job *job, struct err *err);
/* Answers all that are left.  As above. */
MUST_USE enum status crew_finish(struct crew *crew, struct err *err);
/* What was not answered is dropped.  NULL is fine. */
void crew_free(struct crew *crew);

#endif
