/* src/sys/db/db.h
 * One encrypted SQLite file: open, statements, transactions.  The only door to SQLite; sqlite3.h is
 * included in this folder alone.  Every byte goes through the `struct io` of the caller, time and
 * randomness through its clock and entropy; pages are sealed with AEGIS-256 under a raw 32-byte
 * key. Not for: what is stored (keep/index.h), or anything that must survive: the file is
 * disposable. A struct db and its statements belong to one thread at a time. */
#ifndef SYS_DB_DB_H
#define SYS_DB_DB_H

#include "base/err.h"
#include "base/seam.h"
#include "base/slice.h"

enum { DB_KEY_BYTES = 32, DB_CACHE_DEFAULT_KIB = 48 * 1024 };

struct db;
struct db_statement;

struct db_options {
	const char *path; /* NUL-terminated; "<path>-wal" and "<path>-journal" stand beside it */
	struct io io;
	struct clock clock;
	struct entropy entropy;
	const uint8_t *key; /* DB_KEY_BYTES, borrowed for the call */
	uint32_t cache_kib; /* page cache; 0 means DB_CACHE_DEFAULT_KIB */
};

/*
 * Open `path`, creating it when missing.  When OK comes back the key fits the file, and the file
 * does not begin with the header of an unencrypted database.
 * E_FORMAT    not a database under this key (wrong key, or damaged).
 * E_CONFLICT  open elsewhere.   E_IO, E_NOMEM.   E_DENIED  encryption is not to be had.
 */
MUST_USE enum status db_open(const struct db_options *options, struct db **out, struct err *err);
/* Closes statements still open, rolls back an open transaction.  NULL is fine.  False: the file is
 * distrusted, see below. */
bool db_close(struct db *db);
/* Damage was found, or a sync failed (after which nobody knows what is on the disk, and nothing
 * more is moved from the write-ahead log into the file): it should be erased once it is closed. */
bool db_distrusted(const struct db *db);
/* Remove the file and what SQLite keeps beside it; what is not there is fine.  Only when closed. */
MUST_USE enum status db_erase(const char *path, const struct io *io, struct err *err);

/*
 * Statuses of every call below that runs SQL:
 * E_FORMAT  the file is damaged.   E_IO  a read or write failed (err->sys_errno; ENOSPC: disk
 * full). E_CONFLICT  a constraint does not hold, or the file is locked.   E_LIMIT  a value is too
 * large. E_NOMEM.   E_DENIED  the file cannot be written.
 */

/* Statements of ours, separated by ';', without values. */
MUST_USE enum status db_exec(struct db *db, const char *sql, struct err *err);
MUST_USE enum status db_begin(struct db *db, struct err *err);
MUST_USE enum status db_commit(struct db *db, struct err *err);
/* Cannot fail usefully; nothing is open afterwards. */
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);
/* Move the write-ahead log into the file and cut it to nothing. */
MUST_USE enum status db_checkpoint(struct db *db, struct err *err);
/*
 * On: write straight into the file, without a journal and without syncs, until it is switched off,
 * which syncs.  Nothing can be rolled back meanwhile, and a crash leaves damage that shows nowhere:
 * the caller must have noted durably, before, that the file is not to be trusted.  Not inside a
 * transaction.
 */
MUST_USE enum status db_unjournaled(struct db *db, bool on, struct err *err);
/* Rows changed by the last insert, update or delete. */
uint64_t db_changes(const struct db *db);
/* One statement that gives one number; `missing` when there is no row or it is NULL. */
MUST_USE enum status db_number(
    struct db *db, const char *sql, int64_t missing, int64_t *out, struct err *err);

/* Prepare one statement.  Kept until db_statement_free() or db_close(). */
MUST_USE enum status db_prepare(
    struct db *db, const char *sql, struct db_statement **out, struct err *err);
void db_statement_free(struct db_statement *statement);

/* Values for ?1, ?2 …  Bytes are borrowed until the next db_reset().  The first failure sticks and
 * is reported by db_step() or db_run(). */
void db_bind_i64(struct db_statement *statement, int at, int64_t value);
void db_bind_bytes(struct db_statement *statement, int at, struct slice value);
/* Absent text binds NULL. */
void db_bind_text(struct db_statement *statement, int at, struct text value);
void db_bind_null(struct db_statement *statement, int at);

/* *row tells whether there is one; after the last, the statement is reset.  On failure too. */
MUST_USE enum status db_step(struct db_statement *statement, bool *row, struct err *err);
/* Run to the end and reset. */
MUST_USE enum status db_run(struct db_statement *statement, struct err *err);
/* Forget the run in progress; values stay bound but borrowed bytes are let go. */
void db_reset(struct db_statement *statement);

/* Columns of the present row, from 0; borrowed until the next step or reset. */
int64_t db_column_i64(struct db_statement *statement, int column);
bool db_column_is_null(struct db_statement *statement, int column);
struct slice db_column_bytes(struct db_statement *statement, int column);
/* Text as stored by us; absent for NULL, and absent for anything that is not valid UTF-8. */
struct text db_column_text(struct db_statement *statement, int column);

#endif
