/* src/app/backup_inside.h
 * What the backup*.c files share and nobody else includes. */
#ifndef APP_BACKUP_INSIDE_H
#define APP_BACKUP_INSIDE_H

#include "app/backup.h"
#include "app/copying.h"
#include "app/sampling.h"
#include "keep/log.h"

/* What stands at the place before anything is written. */
struct backup_place {
	bool missing; /* not even the folder */
	bool fresh;   /* nothing, or no more than a run that had just begun leaves */
	bool same_disk;
	struct copy_note note; /* unless fresh */
};

struct backup {
	struct app *app;
	const struct backup_options *options;
	struct backup_sum sum;
	struct backup_place place;
	struct copy_note note;
	struct copying *copying;
	struct vault *beside; /* the copy, for reading its objects */
	struct sampling sampling;
	bool look_at_all;
	bool done; /* the copy is finished and its note says so */
};

void backup_problem(const struct backup *b, const char *name, const char *why);

/* backup_place.c: look, refuse, write nothing.  Errors of backup_make(). */
MUST_USE enum status backup_place_judge(struct app *app, const struct backup_options *options,
    struct backup_place *out, struct err *err);

/* backup_look.c: for copying_options.stands, with the backup as ctx. */
MUST_USE enum status backup_stands(
    void *ctx, const struct copying_both *both, bool *copy, struct err *err);
/* Every object of the copy opened and hashed; what is damaged is copied again. */
MUST_USE enum status backup_look_at_all(struct backup *b, struct err *err);

/* backup_gone.c: objects of the copy that the vault lacks are removed, or kept and told; and what
 * entries name and neither has is counted. */
MUST_USE enum status backup_gone(struct backup *b, struct err *err);

#endif
