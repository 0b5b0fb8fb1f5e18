/* src/sys/db/db.c
 * Opening and closing one encrypted database, and its transactions.
 * The encryption fails open by itself (a wrong cipher name or an empty key writes a plain file), so
 * everything about it is set by C calls, read back, and the file's first bytes are looked at. */
#include "sys/db/db.h"

#include <errno.h>

#include "base/buf.h"
#include "base/mem.h"
#include "sys/db/db_inside.h"
#include "sys/db/mutex.h"

enum {
	HEADER_BYTES = 16,
	RAW_PREFIX_BYTES = 4,
	PATH_BYTES = 4096,
	AEGIS_256 = 4, /* its number in the cipher's "algorithm" parameter */
};

static const char plain_header[HEADER_BYTES] = "SQLite format 3";
static const char *const beside[] = {"-journal", "-wal", "-shm"};

static enum status
status_of(int rc, int sys_errno)
{
	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE: return OK;
	case SQLITE_NOMEM: return E_NOMEM;
	case SQLITE_IOERR: return sys_errno == ENOMEM ? E_NOMEM : E_IO;
	case SQLITE_FULL:
	case SQLITE_CANTOPEN: return E_IO;
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT: return E_FORMAT;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_CONSTRAINT: return E_CONFLICT;
	case SQLITE_TOOBIG: return E_LIMIT;
	case SQLITE_INTERRUPT: return E_CANCELLED;
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH: return E_DENIED;
	/* SQLITE_ERROR, SQLITE_MISUSE and the rest: a virtual table's word for damage, or ours. */
	default: return E_FORMAT;
	}
}

enum status
db_fail(struct db *db, int rc, const char *what, struct err *err)
{
	int sys_errno = db->vfs != NULL ? vfs_take_errno(db->vfs) : 0;
	enum status status = status_of(rc, sys_errno);

	if (status == OK)
		return OK;
	if ((rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_NOTADB) {
		db->damaged = true;
		return fail(err, status,
		    "the index is damaged; the next command makes it anew from the diary, and "
		    "nothing is lost (%s: %s)",
		    what, sqlite3_errstr(rc));
	}
	if (status == E_IO && sys_errno != 0)
		return fail_errno(err, E_IO, sys_errno, "database: %s", what);
	return fail(err, status, "database: %s: %s", what, sqlite3_errstr(rc));
}

/* A plain database must neither be read nor come into being. */
static enum status
header_check(const struct db_options *options, bool must_exist, struct err *err)
{
	const struct io *io = &options->io;
	char head[HEADER_BYTES] = {0};
	int64_t got;
	int handle = io->ops->open(io->ctx, options->path, IO_READ);

	if (handle == -ENOENT && !must_exist)
		return OK;
	if (handle < 0)
		return fail_errno(err, E_IO, -handle, "database: cannot be opened");
	got = io->ops->pread(io->ctx, handle, head, sizeof head, 0);
	(void)io->ops->close(io->ctx, handle);
	if (got < 0)
		return fail_errno(err, E_IO, (int)-got, "database: cannot be read");
	if (must_exist && got != HEADER_BYTES)
		return fail(err, E_DENIED, "database: its first page was not written");
	if (got == HEADER_BYTES && memcmp(head, plain_header, HEADER_BYTES) == 0)
		return fail(
		    err, must_exist ? E_DENIED : E_FORMAT, "database: the file is not encrypted");
	return OK;
}

static enum status
set_cipher(struct db *db, struct err *err)
{
	int aegis = sqlite3mc_cipher_index("aegis");

	if (aegis <= 0 || sqlite3mc_config(db->sqlite, "cipher", aegis) != aegis ||
	    sqlite3mc_config(db->sqlite, "cipher", -1) != aegis ||
	    sqlite3mc_config_cipher(db->sqlite, "aegis", "algorithm", AEGIS_256) != AEGIS_256 ||
	    sqlite3mc_config_cipher(db->sqlite, "aegis", "plaintext_header_size", 0) != 0)
		return fail(err, E_DENIED, "database: the cipher cannot be set");
	return OK;
}

static enum status
set_key(struct db *db, const uint8_t *key, struct err *err)
{
	uint8_t raw[RAW_PREFIX_BYTES + DB_KEY_BYTES] = {'r', 'a', 'w', ':'};
	int rc;

	memcpy(raw + RAW_PREFIX_BYTES, key, DB_KEY_BYTES);
	rc = sqlite3_key_v2(db->sqlite, "main", raw, (int)sizeof raw);
	explicit_bzero(raw, sizeof raw);
	if (rc != SQLITE_OK)
		return fail(
		    err, E_DENIED, "database: the key cannot be set: %s", sqlite3_errstr(rc));
	return OK;
}

/* Distrust the file's schema; leave nothing switched on that is not used. */
static enum status
set_limits(struct db *db, struct err *err)
{
	static const struct {
		int what, value;
	} switches[] = {
	    {SQLITE_DBCONFIG_DEFENSIVE, 1},
	    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
	    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
	    {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
	    {SQLITE_DBCONFIG_DQS_DDL, 0},
	    {SQLITE_DBCONFIG_DQS_DML, 0},
	    {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
	};

	for (size_t i = 0; i < COUNT_OF(switches); i++) {
		int rc = sqlite3_db_config(db->sqlite, switches[i].what, switches[i].value, NULL);

		if (rc != SQLITE_OK)
			return db_fail(db, rc, "a protection cannot be set", err);
	}
	(void)sqlite3_limit(db->sqlite, SQLITE_LIMIT_LENGTH, 16 * 1024 * 1024);
	(void)sqlite3_limit(db->sqlite, SQLITE_LIMIT_SQL_LENGTH, 64 * 1024);
	(void)sqlite3_limit(db->sqlite, SQLITE_LIMIT_ATTACHED, 0);
	return OK;
}

static enum status
set_cache(struct db *db, uint32_t kib, struct err *err)
{
	struct buf sql;
	enum status status;

	buf_init(&sql, 128);
	buf_put_c(&sql, "PRAGMA cache_size=-");
	buf_put_u64(&sql, kib != 0 ? kib : DB_CACHE_DEFAULT_KIB);
	buf_put_byte(&sql, '\0');
	status = buf_check(&sql, err);
	if (status == OK)
		status = db_exec(db, (const char *)sql.p, err);
	buf_fini(&sql);
	return status;
}

static enum status
set_pragmas(struct db *db, uint32_t cache_kib, struct err *err)
{
	/* Exclusive before the file is touched: then no shared memory is wanted for the write-ahead
	 * log.  Reading the schema is what tells whether the key fits. */
	static const char before[] = "PRAGMA locking_mode=EXCLUSIVE;"
				     "PRAGMA page_size=8192;"
				     "SELECT count(*) FROM sqlite_schema;";
	static const char after[] = "PRAGMA temp_store=MEMORY;"
				    "PRAGMA cell_size_check=ON;"
				    "PRAGMA mmap_size=0;"
				    "PRAGMA secure_delete=ON;"
				    "PRAGMA journal_mode=WAL;"
				    "PRAGMA synchronous=NORMAL;"
				    "PRAGMA journal_size_limit=67108864;";
	enum status status = db_exec(db, before, err);
	int64_t wal = 0;

	if (status == OK)
		status = set_cache(db, cache_kib, err);
	if (status == OK)
		status = db_exec(db, after, err);
	if (status != OK)
		return status;
	status = db_number(db,
	    "SELECT count(*) FROM pragma_journal_mode() WHERE journal_mode='wal'", 0, &wal, err);
	if (status == OK && wal != 1)
		return fail(err, E_DENIED, "database: its write-ahead log cannot be had");
	return status;
}

static enum status
open_sqlite(struct db *db, const struct db_options *options, struct err *err)
{
	enum status status;
	int rc = sqlite3_open_v2(options->path, &db->sqlite,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
		SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE,
	    vfs_name(db->vfs));

	if (rc != SQLITE_OK)
		return db_fail(db, rc, "cannot be opened", err);
	status = set_cipher(db, err);
	if (status == OK)
		status = set_key(db, options->key, err);
	if (status == OK)
		status = set_limits(db, err);
	if (status == OK)
		status = set_pragmas(db, options->cache_kib, err);
	return status;
}

enum status
db_open(const struct db_options *options, struct db **out, struct err *err)
{
	struct db *db = NULL;
	enum status status = mutex_start_sqlite(err);

	if (status != OK)
		return status;
	status = header_check(options, false, err);
	if (status != OK)
		return status;
	db = mem_new(1, sizeof *db);
	if (db == NULL)
		return fail(err, E_NOMEM, "database: no memory");
	status = vfs_new(&options->io, &options->clock, &options->entropy, &db->vfs, err);
	if (status == OK)
		status = open_sqlite(db, options, err);
	if (status == OK)
		status = header_check(options, true, err);
	if (status != OK) {
		db_close(db);
		return status;
	}
	*out = db;
	return OK;
}

bool
db_distrusted(const struct db *db)
{
	return db->damaged || vfs_sync_failed(db->vfs);
}

bool
db_close(struct db *db)
{
	bool distrusted;

	if (db == NULL)
		return true;
	while (db->statements != NULL)
		db_statement_free(db->statements);
	if (db->sqlite != NULL)
		(void)sqlite3_close(db->sqlite);
	/* Closing is when the journal is moved in, and so when most syncs are asked for. */
	distrusted = db->vfs != NULL && db_distrusted(db);
	vfs_free(db->vfs);
	mem_free(db);
	return !distrusted;
}

static enum status
erase_one(const struct io *io, const char *name, struct err *err)
{
	int result = io->ops->unlink(io->ctx, name);

	if (result != 0 && result != -ENOENT)
		return fail_errno(err, E_IO, -result, "database: cannot be removed");
	return OK;
}

static enum status
erase_durably(const char *path, const struct io *io, struct err *err)
{
	int result = vfs_sync_folder_of(io, path);

	if (result != 0 && result != -ENOENT)
		return fail_errno(err, E_IO, -result, "database: cannot be removed durably");
	return OK;
}

/* The file goes first, and durably: without its write-ahead log it may hold half of what was being
 * moved into it.  A log without its file is nothing to SQLite, but one that came back would be laid
 * over the next database of this name, so it goes durably too. */
enum status
db_erase(const char *path, const struct io *io, struct err *err)
{
	size_t n = strlen(path);
	char name[PATH_BYTES];
	enum status status = erase_one(io, path, err);

	if (status == OK)
		status = erase_durably(path, io, err);
	for (size_t i = 0; status == OK && i < COUNT_OF(beside); i++) {
		if (n + strlen(beside[i]) + 1 > sizeof name)
			return fail(err, E_LIMIT, "database: its path is too long");
		memcpy(name, path, n);
		memcpy(name + n, beside[i], strlen(beside[i]) + 1);
		status = erase_one(io, name, err);
	}
	return status == OK ? erase_durably(path, io, err) : status;
}

enum status
db_exec(struct db *db, const char *sql, struct err *err)
{
	int rc = sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL);

	return db_fail(db, rc, "a statement failed", err);
}

enum status
db_begin(struct db *db, struct err *err)
{
	return db_exec(db, "BEGIN IMMEDIATE", err);
}

enum status
db_commit(struct db *db, struct err *err)
{
	enum status status = db_exec(db, "COMMIT", err);

	if (status != OK)
		db_rollback(db);
	return status;
}

void
db_rollback(struct db *db)
{
	if (db_in_transaction(db))
		(void)sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
	(void)vfs_take_errno(db->vfs);
}

bool
db_in_transaction(const struct db *db)
{
	return sqlite3_get_autocommit(db->sqlite) == 0;
}

enum status
db_checkpoint(struct db *db, struct err *err)
{
	int rc = sqlite3_wal_checkpoint_v2(
	    db->sqlite, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

	return db_fail(db, rc, "its write-ahead log cannot be moved in", err);
}

uint64_t
db_changes(const struct db *db)
{
	return (uint64_t)sqlite3_changes64(db->sqlite);
}

/* SQLite's defensive mode refuses to go without a journal; it is let go for that one statement. */
static enum status
journal_off(struct db *db, struct err *err)
{
	int64_t off = 0;
	enum status status;
	int rc = sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);

	if (rc != SQLITE_OK)
		return db_fail(db, rc, "a protection cannot be changed", err);
	status = db_exec(db, "PRAGMA journal_mode=OFF;PRAGMA synchronous=OFF;", err);
	rc = sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (status == OK && rc != SQLITE_OK)
		status = db_fail(db, rc, "a protection cannot be changed", err);
	if (status == OK)
		status = db_number(db,
		    "SELECT count(*) FROM pragma_journal_mode() WHERE journal_mode='off'", 0, &off,
		    err);
	if (status == OK && off != 1)
		status = fail(err, E_DENIED, "database: its journal cannot be left out");
	return status;
}

static enum status
journal_on(struct db *db, struct err *err)
{
	int rc = sqlite3_db_cacheflush(db->sqlite);
	sqlite3_file *file = NULL;

	if (rc == SQLITE_OK)
		rc = sqlite3_file_control(db->sqlite, "main", SQLITE_FCNTL_FILE_POINTER, &file);
	/* What was written without syncs; the journal's own would cover only what comes after. */
	if (rc == SQLITE_OK && file != NULL && file->pMethods != NULL)
		rc = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL);
	if (rc != SQLITE_OK)
		return db_fail(db, rc, "cannot be made durable", err);
	return db_exec(db, "PRAGMA synchronous=NORMAL;PRAGMA journal_mode=WAL;", err);
}

enum status
db_unjournaled(struct db *db, bool on, struct err *err)
{
	enum status status = OK;

	if (!on)
		return journal_on(db, err);
	/* The note that the caller made has to be in the file, and synced, before. */
	status = db_checkpoint(db, err);
	return status == OK ? journal_off(db, err) : status;
}
