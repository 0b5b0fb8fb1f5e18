/* src/app/backup.h
 * A copy of the whole vault in another folder, complete and read back, that `restore` makes a vault
 * of again.  docs/design/0019-backup.md has the reasons.
 * Not for: how files are copied (copying.h), or saying it to a person (cli/cmd_backup.c). */
#ifndef APP_BACKUP_H
#define APP_BACKUP_H

#include "app/app.h"
#include "keep/copy_note.h"

struct backup_options {
	/* Both as absolute, resolved paths where that can be had: only so is one inside the other
	 * noticed in every case. */
	const char *vault_path, *to;
	bool verify_all; /* open and hash every object of the copy, not only a part of the older */
	/* One thing the person should know about one file; may be NULL. */
	void (*problem)(void *ctx, const char *name, const char *why);
	void *ctx;
};

struct backup_sum {
	bool whole;                    /* everything that the vault holds is in the copy */
	bool first;                    /* nothing stood there before */
	bool continued;                /* an earlier run had not come to its end */
	bool same_disk;                /* the copy is lost with the disk of the vault */
	uint64_t entries;              /* of the log, that the copy covers */
	uint64_t objects, bytes;       /* in the copy; bytes of their files */
	uint64_t copied, copied_bytes; /* files of every kind, now */
	uint64_t looked_at,
	    looked_bytes; /* older objects of the copy that were opened and hashed */
	uint64_t mended;  /* of those, damaged in the copy and copied again */
	uint64_t
	    removed; /* objects that were removed from the vault for good, and now from the copy */
	uint64_t kept;    /* objects that the vault has lost and the copy has */
	uint64_t missing; /* objects that entries name and neither has */
	uint64_t lacking; /* files that could not be read whole, and what was left as it was */
	uint64_t damaged_entries; /* of the vault's log */
	uint64_t strange;         /* files in the vault's folder that are none of its own */
	bool noted;               /* the log says that the copy was made */
};

/*
 * Make the copy, or bring the one that stands there up to date.  The vault's head is signed first.
 * On success an entry of kind `backup` is in the log, when the copy is whole.
 * OK          *sum says what came of it; whole or not.
 * E_CONFLICT  something else stands at `to`, or a copy of another vault, or one that knows more of
 *             the log than this vault; or one lies inside the other; or the log is not the one its
 *             head covers.  Nothing was changed.
 * E_NOTFOUND  the folder that `to` is to stand in is not there.
 * E_AUTH      the copy there was made under an earlier key; or that disk does not keep what it is
 *             given.
 * E_IO, E_DENIED, E_NOMEM, E_LIMIT, E_CANCELLED.  What was copied stays; the next run goes on.
 */
MUST_USE enum status backup_make(
    struct app *app, const struct backup_options *options, struct backup_sum *sum, struct err *err);

#endif
