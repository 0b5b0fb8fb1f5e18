/* src/app/crew.h
 * Inside app/ only: jobs done two at a time when the seams allow threads.  Answers come in the
 * order of the jobs, in the caller's thread; memory does not grow with the number of jobs. Not for:
 * what a job is. */
#ifndef APP_CREW_H
#define APP_CREW_H

#include <stdbool.h>

#include "base/err.h"

struct crew_options {
	bool parallel;
	size_t job_bytes; /* of one, which is copied bit by bit */
	size_t waiting;   /* how many may be begun and not answered */
	/* In any thread, one job at a time in each. */
	void (*work)(void *ctx, void *job);
	/* In the caller's thread; takes over what the job holds.  Not OK ends the crew. */
	enum status (*answer)(void *ctx, void *job, struct err *err);
	/* A job that is never answered lets go of what it holds; may be NULL. */
	void (*drop)(void *ctx, void *job);
	/* In the caller's thread, while it waits: now and then, at the latest after crew_tell();
	 * may be NULL. */
	void (*meanwhile)(void *ctx);
	void *ctx;
};

struct crew;

/* E_NOMEM. */
MUST_USE enum status crew_new(
    const struct crew_options *options, struct crew **out, struct err *err);
/* The job is copied; what it holds is the crew's then, whatever comes back.  May wait, and may
 * answer earlier ones.  What `answer` returned. */
MUST_USE enum status crew_add(struct crew *crew, const void *job, struct err *err);
/* Answers all that are left.  As above. */
MUST_USE enum status crew_finish(struct crew *crew, struct err *err);
/* Waits for those that are worked at.  NULL is fine. */
void crew_free(struct crew *crew);
/* From within `work`: there is something to tell meanwhile. */
void crew_tell(struct crew *crew);

#endif
