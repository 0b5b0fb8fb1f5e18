/* src/app/copying.h
 * The files of a vault from one folder to another, byte for byte: every file by way of `t/`,
 * synced, read back from the disk and compared before it gets its name.  Runs again over what an
 * earlier run left and copies what is new; memory does not grow with the vault.  Knows no key and
 * no direction: backup and restore both use it. Not for: the copy note, or judging whether the two
 * folders belong together (backup.h). docs/design/0019-backup.md has the reasons,
 * docs/format/vault.md section 10 the order.
 *
 *   copying_new → copying_folders → copying_objects → copying_log → copying_headers → copying_free
 *
 * When a step fails, what was copied before stays, is whole, and is found again by the next run. */
#ifndef APP_COPYING_H
#define APP_COPYING_H

#include "app/app.h"
#include "keep/object.h"

struct copying;

/* An object file that stands in both folders. */
struct copying_both {
	struct object_id id;
	uint64_t from_bytes, to_bytes; /* of the files */
};

struct copying_options {
	struct io io;
	const char *from, *to; /* folders, NUL-terminated; borrowed until copying_free() */
	bool parallel;         /* a second thread syncs and reads back; `io` must allow that */
	bool distrust_from; /* files of l/ and r/ that differ in `to`, otherwise than by being the
			     * beginning, are left as they are there */
	struct progress progress;
	const atomic_bool *cancelled; /* may be NULL */
	/* Whether an object that stands in both folders is copied again.  NULL: when the lengths
	 * differ.  In the caller's thread; not OK ends the copying. */
	enum status (*stands)(
	    void *ctx, const struct copying_both *both, bool *copy, struct err *err);
	/* A file that did not arrive whole, by its name below the folder.  May be NULL. */
	void (*problem)(void *ctx, const char *name, const char *why);
	void *ctx;
};

struct copying_sum {
	uint64_t objects, object_bytes; /* in `from`; files, with their padding */
	uint64_t copied, copied_bytes;  /* files of every kind that were written now */
	uint64_t lacking; /* files of `from` that could not be read, or only in parts: those parts
			   * are zeros in the copy */
	uint64_t left;    /* files of `to` left as they are, see distrust_from */
	uint64_t strange; /* names in `from` that no vault has */
	uint64_t room_bytes; /* after a failure for want of room: about so many more are needed */
};

/* E_NOMEM, E_LIMIT (a path is too long). */
MUST_USE enum status copying_new(
    const struct copying_options *options, struct copying **out, struct err *err);
/* Removes what is unfinished in t/ as far as possible.  NULL is fine. */
void copying_free(struct copying *copying);
/* Borrowed until copying_free(). */
const struct copying_sum *copying_sum(const struct copying *copying);

/*
 * Every step: OK when all that can be read has arrived and is durable under its name; what could
 * not be read is in the sum and was told to `problem`. E_IO        `to` took no more
 * (err->sys_errno; sum->room_bytes when it was full), or a sync failed. E_AUTH      a file did not
 * read back as it was written: that disk cannot be trusted. E_CANCELLED, E_DENIED, E_NOMEM; what
 * `stands` returned.
 */

/* t below `to`, which is there itself; it is emptied.  The other folders are made by the steps that
 * fill them, so that a note can be put first. */
MUST_USE enum status copying_folders(struct copying *copying, struct err *err);
/* Objects that `to` lacks. */
MUST_USE enum status copying_objects(struct copying *copying, struct err *err);
/* Segments of every log, then its checkpoints: those that differ. */
MUST_USE enum status copying_log(struct copying *copying, struct err *err);
/* h1, then h0. */
MUST_USE enum status copying_headers(struct copying *copying, struct err *err);
/* One object again, whatever stands in `to`.  Durable when it returns. */
MUST_USE enum status copying_object(
    struct copying *copying, const struct object_id *id, struct err *err);
/* A small file of these bytes in `to` itself. */
MUST_USE enum status copying_put(
    struct copying *copying, const char *name, struct slice bytes, struct err *err);

/* Objects of `to` that `from` has no file for; `each` must not change either folder. */
MUST_USE enum status copying_extra(struct copying *copying,
    enum status (*each)(void *ctx, const struct object_id *id, struct err *err), void *ctx,
    struct err *err);
/* Remove one object from `to`: its key areas are overwritten and synced first.  Its folder is
 * synced by the next step. */
MUST_USE enum status copying_remove(
    struct copying *copying, const struct object_id *id, struct err *err);
/* What was removed or put since the last step is durable. */
MUST_USE enum status copying_settle(struct copying *copying, struct err *err);

#endif
