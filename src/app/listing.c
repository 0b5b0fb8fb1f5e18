/* src/app/listing.c
 * Records asked for; see listing.h. */
#include "app/listing.h"

#include "app/act.h"
#include "app/incident.h"
#include "app/moment_text.h"
#include "app/other_logs.h"
#include "app/person.h"
#include "app/record_id.h"
#include "keep/log.h"
#include "show/query.h"
#include "sys/os/os_zone.h"

enum { LIST_ARENA_BYTES = 32 * 1024 * 1024, IMPORT_STORAGE_BYTES = 256 * 1024 };

struct lister {
	struct app *app;
	listing_fn each;
	void *ctx;
	struct arena arena;
	struct buf id, storage, from_person, to_person;
	uint64_t import; /* the one in `storage`; UINT64_MAX: none */
	struct index_import facts;
	struct buf origin_storage; /* for `origin`, the import that a corrected record came from */
	struct index_import origin;
	struct text supersedes;
};

static enum status
query_instant(void *ctx, const struct civil *local, int64_t *at_us, struct err *err)
{
	const struct app *app = ctx;
	int64_t at[2];
	unsigned count;

	(void)err;
	zone_instants(app->zone, local, at, &count);
	*at_us = at[0];
	return OK;
}

static enum status
import_facts(struct lister *lister, uint64_t import, struct err *err)
{
	enum status status;

	if (lister->import == import)
		return OK;
	lister->import = UINT64_MAX;
	buf_reset(&lister->storage);
	status = index_import_of(lister->app->index, import, &lister->storage, &lister->facts, err);
	if (status == OK)
		lister->import = import;
	return status;
}

/* A name found in the index, copied: the index lends it only until the next call. */
static enum status
person_of(struct lister *lister, const struct party *party, struct buf *copy, struct text *out,
    struct err *err)
{
	struct text identity = index_identity_of(party), person = TEXT_NONE;
	enum status status;

	*out = TEXT_NONE;
	if (identity.p == NULL)
		return OK;
	status = index_person_of(lister->app->index, identity, &person, err);
	if (status != OK || person.p == NULL)
		return status;
	buf_reset(copy);
	buf_put_text(copy, person);
	*out = buf_text(copy);
	return buf_check(copy, err);
}

/* What a correction supersedes, and the original that the first version was read from.  What cannot
 * be found (any more) stays absent: the record itself is still worth showing. */
static enum status
corrected_from(struct lister *lister, uint64_t import, struct err *err)
{
	struct app *app = lister->app;
	struct slice head, rest;
	struct entry entry;
	struct text target;
	uint64_t older = import;
	enum status status = OK;

	buf_reset(&lister->origin_storage);
	while (status == OK && lister->origin.original.p == NULL) {
		if (log_read(app->vault, older, &app->storage, &entry, NULL) != OK)
			break;
		target = act_corrected(&entry);
		if (target.n == 0)
			break;
		if (older == import && !arena_text(&lister->arena, target, &lister->supersedes))
			return fail(err, E_NOMEM, "no memory for a record");
		rest = slice_of_text(target);
		if (!cut(&rest, '.', &head))
			head = rest;
		status = index_import_by_entry(
		    app->index, (struct text){(const char *)head.p, head.n}, &older, err);
		if (status == OK)
			status = index_import_of(
			    app->index, older, &lister->origin_storage, &lister->origin, err);
	}
	return status == E_NOTFOUND ? OK : status;
}

static void
listed_import(const struct lister *lister, const struct index_row *row, struct listed *out)
{
	const struct index_import *facts = &lister->facts, *origin = facts;
	struct text written = act_find(slice_of_text(facts->detail), "written");
	const struct log_other *other;

	if (lister->origin.original.p != NULL)
		origin = &lister->origin;
	out->zone = origin->zone;
	out->reading = origin->original.p != NULL ? origin->number : 0;
	out->original = origin->original;
	out->original_name = origin->name;
	out->supersedes = lister->supersedes;
	out->written_at = written.p != NULL ? written : facts->detail;
	out->entry = row->id.import;
	out->entry_in_log = log_number_in(out->entry);
	out->handed_by = other_log_from(lister->app, out->entry);
	other = log_other(lister->app->vault, log_slot_in(out->entry));
	out->log = other != NULL ? text_of_c(other->id) : TEXT_NONE;
	out->doubles = row->doubles;
}

static enum status
list_row(void *ctx, const struct index_row *row, struct err *err)
{
	struct lister *lister = ctx;
	struct record record;
	struct listed listed = {.record = &record};
	enum status status;

	arena_reset(&lister->arena);
	status = record_parse(row->bytes, &lister->arena, &record, err);
	if (status == OK)
		status = import_facts(lister, row->id.import, err);
	lister->origin = (struct index_import){0};
	lister->supersedes = TEXT_NONE;
	if (status == OK && record_was_corrected(&record))
		status = corrected_from(lister, row->id.import, err);
	if (status != OK)
		return status;
	moment_localise(lister->app, &record.when);
	listed_import(lister, row, &listed);
	buf_reset(&lister->id);
	buf_put_text(&lister->id, lister->facts.entry_id);
	if (lister->facts.original.p != NULL) {
		buf_put_byte(&lister->id, '.');
		buf_put_u64(&lister->id, row->id.number);
	}
	listed.id = buf_text(&lister->id);
	status = person_of(lister, &record.from, &lister->from_person, &listed.from_person, err);
	if (status == OK && record.by_count != 0)
		status = person_by(lister->app, &record, &lister->arena, &listed.by_persons,
		    &listed.by_person_count, err);
	if (status == OK && record.to_count != 0)
		status = person_of(
		    lister, &record.to[0], &lister->to_person, &listed.to_person, err);
	return status == OK ? lister->each(lister->ctx, &listed, row->key, err) : status;
}

static void
lister_init(struct lister *lister, struct app *app, listing_fn each, void *ctx)
{
	*lister = (struct lister){.app = app, .each = each, .ctx = ctx, .import = UINT64_MAX};
	arena_init(&lister->arena, LIST_ARENA_BYTES);
	buf_init(&lister->id, 128);
	buf_init(&lister->storage, IMPORT_STORAGE_BYTES);
	buf_init(&lister->origin_storage, IMPORT_STORAGE_BYTES);
	buf_init(&lister->from_person, 2 * RECORD_NAME_MAX_BYTES);
	buf_init(&lister->to_person, 2 * RECORD_NAME_MAX_BYTES);
}

static void
lister_fini(struct lister *lister)
{
	arena_fini(&lister->arena);
	buf_fini(&lister->id);
	buf_fini(&lister->storage);
	buf_fini(&lister->origin_storage);
	buf_fini(&lister->from_person);
	buf_fini(&lister->to_person);
}

static enum status
take_key(void *ctx, const struct index_row *row, struct err *err)
{
	(void)err;
	*(uint64_t *)ctx = row->key;
	return OK;
}

static enum status
key_of_id(struct app *app, struct text id, uint64_t *key, struct err *err)
{
	struct index_id found;
	enum status status = record_id_find(app, id, &found, err);

	return status == OK ? index_get(app->index, found, take_key, key, err) : status;
}

enum status
listing(struct app *app, struct query *query, const struct listing_page *page, listing_fn each,
    void *ctx, bool *more, struct err *err)
{
	struct index_page index_page = {.after_set = page->after_set,
	    .after = page->after,
	    .newest_first = page->newest_first,
	    .no_limit = page->limit == 0,
	    .limit = page->limit};
	struct lister lister;
	enum status status = query_settle(query, query_instant, app, err);

	if (status == OK && page->after_id.p != NULL) {
		status = key_of_id(app, page->after_id, &index_page.after, err);
		index_page.after_set = true;
	}
	if (status != OK)
		return status;
	lister_init(&lister, app, each, ctx);
	status = index_query(app->index, query, &index_page, list_row, &lister, more, err);
	lister_fini(&lister);
	return status;
}

enum status
listing_one(struct app *app, struct text id, listing_fn each, void *ctx, struct err *err)
{
	struct index_id found;
	struct lister lister;
	enum status status = record_id_find(app, id, &found, err);

	if (status != OK)
		return status;
	lister_init(&lister, app, each, ctx);
	status = index_get(app->index, found, list_row, &lister, err);
	lister_fini(&lister);
	return status;
}

enum status
listing_origins(struct app *app, struct text id, listing_fn each, void *ctx, struct err *err)
{
	struct lister lister;
	uint64_t key = 0;
	enum status status = key_of_id(app, id, &key, err);

	if (status != OK)
		return status;
	lister_init(&lister, app, each, ctx);
	status = index_origins(app->index, key, list_row, &lister, err);
	lister_fini(&lister);
	return status;
}

enum status
proof_of_entry(struct app *app, uint64_t entry, struct proof_level *out, struct err *err)
{
	struct proof_level level = {.entry = log_number_in(entry)};
	struct merkle_path path;
	struct checkpoint head;
	struct buf note;
	struct entry read;
	uint8_t leaf[SHA256_BYTES];
	struct hash *hash = hash_new();
	enum status status;

	if (hash == NULL)
		return fail(err, E_NOMEM, "no memory for a proof");
	buf_init(&note, NOTE_MAX_BYTES);
	status = app_head(app, log_slot_in(entry), &note, &head, err);
	if (status == OK && app->read_only && log_number_in(entry) >= head.entries)
		status = fail(err, E_CONFLICT,
		    "this was just written by another program and is not under a signed head yet");
	if (status == OK)
		status = log_inclusion(app->vault, entry, head.entries, &path, err);
	if (status == OK) {
		level.log_entries = head.entries;
		level.entry_whole = log_read(app->vault, entry, &app->storage, &read, NULL) == OK;
		if (level.entry_whole)
			entry_leaf(hash, &read, leaf);
		level.in_log = level.entry_whole && merkle_inclusion_holds(hash, leaf, level.entry,
							head.entries, &path, head.root);
		checkpoint_head_code(&head, level.head_code);
		*out = level;
	}
	hash_free(hash);
	buf_fini(&note);
	return status;
}
