/* src/keep/index.c
 * Opening, making and closing the index, its state, and the changes outside of imports. */
#include "keep/index.h"

#include "base/mem.h"
#include "keep/index_inside.h"

#include "index_sql.inc"

enum { PATH_BYTES = 4096, SCRATCH_BYTES = 8 * 1024 * 1024, FOLD_BYTES = 64 * 1024 };

enum status
index_sql(struct index *index, unsigned name, struct db_statement **out, struct err *err)
{
	enum status status = OK;

	if (index->statements[name] == NULL)
		status = db_prepare(index->db, index_sql_text[name], &index->statements[name], err);
	if (status == OK)
		*out = index->statements[name];
	return status;
}

enum status
index_ready(const struct index *index, bool importing, struct err *err)
{
	if (index->spoiled)
		return fail(err, E_CONFLICT, "index: a large import was cut off; open it again");
	if (index->importing && !importing)
		return fail(err, E_CONFLICT, "index: an import is in progress");
	if (!index->importing && importing)
		return fail(err, E_CONFLICT, "index: no import is in progress");
	return OK;
}

enum status
index_change_begin(struct index *index, struct err *err)
{
	enum status status = index_ready(index, false, err);

	return status == OK ? db_begin(index->db, err) : status;
}

static enum status
listed_save(struct index *index, struct err *err)
{
	struct db_statement *statement = NULL;
	enum status status = index_sql(index, SQL_STATE_LISTED, &statement, err);

	if (status != OK)
		return status;
	db_bind_i64(statement, 1, (int64_t)index->listed);
	return db_run(statement, err);
}

static enum status
listed_load(struct index *index, struct err *err)
{
	int64_t listed = 0;
	enum status status = db_number(
	    index->db, "SELECT listed FROM state WHERE id = 1", 0, &listed, err);

	if (status == OK)
		index->listed = (uint64_t)listed;
	return status;
}

enum status
index_change_end(struct index *index, enum status status, struct err *err)
{
	stored_release(index);
	if (status == OK)
		status = rollup_flush(index, err);
	if (status == OK)
		status = listed_save(index, err);
	if (status == OK)
		status = db_commit(index->db, err);
	if (status != OK) {
		db_rollback(index->db);
		word_map_clear(&index->map);
		rollup_forget(&index->rollup);
		if (listed_load(index, NULL) != OK)
			index->spoiled = true;
	}
	return status;
}

static enum status
schema_make(struct index *index, struct err *err)
{
	enum status status = db_begin(index->db, err);

	if (status != OK)
		return status;
	status = db_exec(index->db, index_sql_schema, err);
	if (status == OK)
		status = db_exec(index->db, "PRAGMA user_version=9", err);
	if (status == OK)
		return db_commit(index->db, err);
	db_rollback(index->db);
	return status;
}

_Static_assert((int)SQL_COUNT <= (int)STATEMENTS_MAX, "room for every statement");
_Static_assert(INDEX_VERSION == 9, "the pragma above and below names it");

/* What stands in the file: *version 0 when it is new. */
static enum status
look(struct index *index, int64_t *version, int64_t *bulk, struct err *err)
{
	enum status status = db_number(index->db, "PRAGMA user_version", 0, version, err);

	*bulk = 0;
	if (status == OK && *version == INDEX_VERSION)
		status = db_number(index->db, "SELECT bulk FROM state WHERE id = 1", 1, bulk, err);
	return status;
}

/* What is not to be trusted does not stay: the next opening makes it anew. */
static void
parts_close(struct index *index)
{
	bool trusted = db_close(index->db);

	if (!trusted) /* what cannot be erased now is found to be damaged again then */
		(void)(db_erase((const char *)index->path.p, &index->io, NULL) == OK);
	index->db = NULL;
	memset(index->statements, 0, sizeof index->statements);
}

/*
 * Open the file and say whether it is of use: *fresh is INDEX_KEPT, or why it is not.
 */
static enum status
try_open(
    struct index *index, const struct db_options *options, enum index_fresh *fresh, struct err *err)
{
	int64_t version = 0, bulk = 0;
	enum status status = db_open(options, &index->db, err);

	if (status == OK)
		status = look(index, &version, &bulk, err);
	if (status == E_FORMAT) {
		*fresh = INDEX_DAMAGED;
		return OK;
	}
	if (status != OK)
		return status;
	*fresh = INDEX_KEPT;
	if (version == 0)
		*fresh = INDEX_ABSENT;
	else if (version != INDEX_VERSION)
		*fresh = INDEX_OLD;
	else if (bulk != 0)
		*fresh = INDEX_DAMAGED;
	return OK;
}

static enum status
open_or_make(
    struct index *index, const struct db_options *options, enum index_fresh *fresh, struct err *err)
{
	enum status status = try_open(index, options, fresh, err);

	if (status != OK || *fresh == INDEX_KEPT)
		return status;
	if (*fresh != INDEX_ABSENT) {
		parts_close(index);
		status = db_erase(options->path, &options->io, err);
		if (status == OK)
			status = db_open(options, &index->db, err);
	}
	return status == OK ? schema_make(index, err) : status;
}

/* Imports that were not complete when the program ended. */
static enum status
drop_unfinished(struct index *index, struct err *err)
{
	int64_t number = 0;
	enum status status = OK;

	while (status == OK && number >= 0) {
		status = db_number(
		    index->db, index_sql_text[SQL_IMPORT_UNFINISHED], -1, &number, err);
		if (status == OK && number >= 0)
			status = index_drop_import(index, (uint64_t)number, err);
	}
	return status;
}

static enum status
open_and_load(
    struct index *index, const struct db_options *options, enum index_fresh *fresh, struct err *err)
{
	enum status status = open_or_make(index, options, fresh, err);

	if (status == OK)
		status = listed_load(index, err);
	return status == OK ? drop_unfinished(index, err) : status;
}

enum status
index_open(const struct index_options *options, struct index **out, enum index_fresh *fresh,
    struct err *err)
{
	const struct db_options db_options = {.path = options->path,
	    .io = options->io,
	    .clock = options->clock,
	    .entropy = options->entropy,
	    .key = options->key,
	    .cache_kib = options->cache_kib};
	enum index_fresh found = INDEX_ABSENT;
	struct index *index = mem_new(1, sizeof *index);
	enum status status;

	if (index == NULL)
		return fail(err, E_NOMEM, "index: no memory");
	arena_init(&index->scratch, SCRATCH_BYTES);
	buf_init(&index->text, TEXT_MAX_BYTES);
	buf_init(&index->fold, FOLD_BYTES);
	buf_init(&index->known, TEXT_MAX_BYTES);
	buf_init(&index->person, FOLD_BYTES);
	buf_init(&index->group, ROLLUP_GROUP_MAX_BYTES);
	rollup_init(&index->rollup, &options->entropy);
	buf_init(&index->path, PATH_BYTES);
	index->io = options->io;
	buf_put(&index->path, options->path, strlen(options->path) + 1);
	status = buf_check(&index->path, err);
	if (status == OK)
		status = word_map_init(&index->map, &options->entropy, err);
	if (status == OK)
		status = open_and_load(index, &db_options, &found, err);
	if (status == E_FORMAT && index->db != NULL && db_distrusted(index->db)) {
		parts_close(index);
		status = open_and_load(index, &db_options, &found, err);
		found = INDEX_DAMAGED;
	}
	if (status != OK) {
		index_close(index);
		return status;
	}
	*fresh = found;
	*out = index;
	return OK;
}

void
index_close(struct index *index)
{
	if (index == NULL)
		return;
	/* An import in progress is rolled back, or dropped when the index is opened again. */
	parts_close(index);
	batch_fini(&index->batch);
	word_map_fini(&index->map);
	arena_fini(&index->scratch);
	buf_fini(&index->text);
	buf_fini(&index->fold);
	buf_fini(&index->known);
	buf_fini(&index->person);
	buf_fini(&index->group);
	rollup_fini(&index->rollup);
	buf_fini(&index->path);
	mem_free(index);
}

bool
index_distrusted(const struct index *index)
{
	return index->db != NULL && db_distrusted(index->db);
}

enum status
index_erase(const char *path, const struct io *io, struct err *err)
{
	return db_erase(path, io, err);
}

enum status
index_state(struct index *index, struct index_state *out, struct err *err)
{
	struct index_state state = {0};
	struct db_statement *statement = NULL;
	struct text log_id;
	struct slice root;
	bool row = false;
	enum status status = index_sql(index, SQL_STATE_GET, &statement, err);

	if (status == OK)
		status = db_step(statement, &row, err);
	if (status != OK)
		return status;
	log_id = row ? db_column_text(statement, 2) : TEXT_NONE;
	root = row ? db_column_bytes(statement, 4) : slice_of(NULL, 0);
	if (log_id.p == NULL || log_id.n >= sizeof state.log_id || root.n != sizeof state.root) {
		db_reset(statement);
		return fail(err, E_FORMAT, "index: its state is damaged");
	}
	memcpy(state.log_id, log_id.p, log_id.n);
	memcpy(state.root, root.p, root.n);
	state.entries = (uint64_t)db_column_i64(statement, 3);
	db_reset(statement);
	*out = state;
	return OK;
}

enum status
index_reflect(struct index *index, const struct index_state *state, struct err *err)
{
	struct db_statement *statement = NULL;
	enum status status = index_change_begin(index, err);

	if (status != OK)
		return status;
	status = index_sql(index, SQL_STATE_REFLECT, &statement, err);
	if (status == OK) {
		db_bind_text(statement, 1, text_of_c(state->log_id));
		db_bind_i64(statement, 2, (int64_t)state->entries);
		db_bind_bytes(statement, 3, slice_of(state->root, sizeof state->root));
		status = db_run(statement, err);
	}
	return index_change_end(index, status, err);
}

static struct text
storage_text(struct buf *storage, struct text text)
{
	if (text.p == NULL)
		return TEXT_NONE;
	buf_put_text(storage, text);
	return (struct text){(const char *)storage->p + storage->n - text.n, text.n};
}

enum status
index_import_of(struct index *index, uint64_t number, struct buf *storage, struct index_import *out,
    struct err *err)
{
	struct index_import import = {.number = number};
	struct text *const texts[] = {&import.entry_id, &import.original, &import.name,
	    &import.format, &import.zone, &import.detail};
	struct db_statement *statement = NULL;
	size_t need = 1;
	bool row = false;
	enum status status = index_sql(index, SQL_IMPORT_GET, &statement, err);

	if (status != OK)
		return status;
	db_bind_i64(statement, 1, (int64_t)number);
	status = db_step(statement, &row, err);
	if (status != OK)
		return status;
	if (!row)
		return fail(err, E_NOTFOUND, "index: no such import");
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		need += db_column_text(statement, (int)i).n;
	buf_reset(storage);
	buf_reserve(storage, need); /* one block: what is borrowed from it stays where it is */
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		*texts[i] = storage_text(storage, db_column_text(statement, (int)i));
	db_reset(statement);
	status = buf_check(storage, err);
	if (status == OK)
		*out = import;
	return status;
}

static enum status
import_by(struct index *index, unsigned name, struct text text, uint64_t *number, struct err *err)
{
	struct db_statement *statement = NULL;
	bool row = false;
	enum status status = index_sql(index, name, &statement, err);

	if (status != OK)
		return status;
	db_bind_text(statement, 1, text);
	status = db_step(statement, &row, err);
	if (status == OK && row)
		*number = (uint64_t)db_column_i64(statement, 0);
	db_reset(statement);
	return status == OK && !row ? fail(err, E_NOTFOUND, "index: no such import") : status;
}

enum status
index_import_by_original(
    struct index *index, struct text original, uint64_t *number, struct err *err)
{
	return import_by(index, SQL_IMPORT_OF_ORIGINAL, original, number, err);
}

enum status
index_imports_saying(
    struct index *index, struct text words, index_import_fn each, void *ctx, struct err *err)
{
	struct db_statement *statement = NULL;
	bool row = true;
	enum status status = index_ready(index, false, err);

	if (status == OK)
		status = db_prepare(index->db, index_sql_text[SQL_IMPORT_SAYING], &statement, err);
	if (status != OK)
		return status;
	db_bind_text(statement, 1, words);
	while (status == OK) {
		struct index_import import;

		status = db_step(statement, &row, err);
		if (status != OK || !row)
			break;
		import = (struct index_import){
		    .number = (uint64_t)db_column_i64(statement, 0),
		    .entry_id = db_column_text(statement, 1),
		    .original = db_column_text(statement, 2),
		    .name = db_column_text(statement, 3),
		    .format = db_column_text(statement, 4),
		    .zone = db_column_text(statement, 5),
		    .detail = db_column_text(statement, 6),
		};
		status = each(ctx, &import, err);
	}
	db_statement_free(statement);
	return status;
}

enum status
index_note(struct index *index, const struct index_import *import, struct err *err)
{
	uint64_t older;
	enum status status = index_import_by_original(index, import->original, &older, err);

	if (status == OK && older < import->number)
		status = index_drop_import(index, older, err);
	if (status == OK || status == E_NOTFOUND)
		status = index_begin_import(index, import, err);
	return status == OK ? index_end(index, err) : status;
}

enum status
index_import_by_entry(struct index *index, struct text entry_id, uint64_t *number, struct err *err)
{
	return import_by(index, SQL_IMPORT_OF_ENTRY, entry_id, number, err);
}
