/* src/app/app.h
 * An open diary: vault, index, zone, and how to report progress.  Every write goes through this
 * folder, one file per act.  Not for: talking to a terminal (cli/) or a browser (web/). */
#ifndef APP_APP_H
#define APP_APP_H

#include <stdatomic.h>

#include "base/seam.h"
#include "diary/record.h"
#include "keep/index.h"
#include "keep/log.h"
#include "keep/vault.h"
#include "show/pdf/font_source.h"

struct fonts;
struct ram_io;
struct zone;

enum { APP_PIECE_BYTES = 1024 * 1024 };

/* What is going on, for anything that may last over a second.  `total` 0: not known.  `unit` is a
 * plural; after "bytes" counts may follow: "bytes, 3 of 40 files". */
struct progress {
	void (*report)(
	    void *ctx, const char *what, uint64_t done, uint64_t total, const char *unit);
	void *ctx;
};

/* Many files under way, one of them now: what progress tells of all of them. */
struct many_files {
	uint64_t files, all;   /* behind us, and altogether; 0: not many */
	uint64_t bytes, total; /* of those behind us, and of all; total 0: not known */
	uint64_t failed;
	const char *failing; /* "not taken in" */
};

struct app_options {
	const char *vault_path; /* NUL-terminated */
	struct vault_seams seams;
	struct slice secret; /* passphrase or recovery words; borrowed for the call */
	const char *program; /* path of this executable, for the worker; borrowed for good */
	struct progress progress;
	struct text zone;             /* IANA name for wall times; empty: Europe/London */
	const atomic_bool *cancelled; /* set from outside (Ctrl-C); may be NULL */
	bool reading_will_do; /* when another program holds it, or nothing can be written there, it
			       * is opened for reading only: see app->read_only */
};

struct app {
	struct vault *vault;
	struct err read_why;   /* why it is read_only */
	struct ram_io *memory; /* where the index then is */
	uint64_t unread;       /* originals that wait for a reading, which takes writing */
	struct index *index;   /* NULL only after app_index_renew() failed */
	struct zone *zone;
	struct fonts *fonts; /* app_fonts(); NULL until then */
	char zone_name[64];
	const char *program;
	struct vault_seams seams;
	struct progress progress;
	const atomic_bool *cancelled;
	uint64_t catching_up_from;  /* entries the index lacked when it was opened */
	uint64_t finished_readings; /* of an import that had been cut off */
	struct err renew_why;       /* why a new key could not be finished this time; else OK */
	struct many_files many;
	uint64_t passed_over;    /* entries whose object is missing or damaged: not shown */
	struct err removal_why;  /* why removal_unfinished; what it names is not shown either */
	struct buf storage;      /* for log_read() */
	char (*other_from)[256]; /* of each log taken in, who it is from, or "" */
	uint8_t *piece;          /* APP_PIECE_BYTES to copy files through; made when needed */
	unsigned others;         /* logs taken in from elsewhere: other_logs.h */
	bool read_only; /* nothing is written; the index is made anew in memory each time */
	bool index_rebuilt;
	bool renew_finished;     /* a new key that had been begun (app/keys.h) */
	bool removal_unfinished; /* a removal was noted and could not be carried out wholly */
};

/*
 * Open vault and index, finish giving it a new key when that was begun, bring the index up to the
 * log, and finish an import that was cut off.
 * Errors of vault_open() and index_open(); E_NOTFOUND also for a zone that does not exist.
 */
MUST_USE enum status app_open(struct app *app, const struct app_options *options, struct err *err);
/* For a vault just made: takes over `vault`. */
MUST_USE enum status app_start(
    struct app *app, const struct app_options *options, struct vault *vault, struct err *err);
/* Sign the head when something was added, close everything.  NULL members are fine. */
void app_close(struct app *app);

/* Throw the index away and begin an empty one; `wipe`: its bytes are overwritten first, as far as
 * the disk lets them be. */
MUST_USE enum status app_index_renew(struct app *app, bool wipe, struct err *err);
/* There is an index: opened now when renewing it failed, which leaves none. */
MUST_USE enum status app_index_ensure(struct app *app, struct err *err);
/* The signed head of the log in `slot`; the own one (0) is signed now unless nothing may be
 * written. *out borrows from `note`.  Errors of log_checkpoint() and log_newest_checkpoint(). */
MUST_USE enum status app_head(
    struct app *app, unsigned slot, struct buf *note, struct checkpoint *out, struct err *err);
bool app_cancelled(const struct app *app);
void app_progress(
    const struct app *app, const char *what, uint64_t done, uint64_t total, const char *unit);
/* The same of one file, `at` of its `bytes` being done; of many files what all of them come to. */
void app_progress_within(const struct app *app, const char *what, uint64_t at, uint64_t bytes);
int64_t app_now_us(const struct app *app);
/* Those of the system, kept until app_close().  E_NOMEM. */
MUST_USE enum status app_fonts(struct app *app, struct font_source *out, struct err *err);

#endif
