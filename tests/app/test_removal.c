/* Tests of removing for good (docs/design/0017-removal.md): what goes with what, what stays, and
 * that nothing of it can be read any more by somebody who has every key. */
#include "tests/app/rig.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/checking.h"
#include "app/merging.h"
#include "app/removing.h"
#include "base/encode.h"
#include "keep/log_inside.h"
#include "keep/log_rewrite.h"
#include "keep/object_file.h"
#include "sys/db/db.h"

#define CANARY "Quillonby-canary"

enum { TEXTS_BYTES = 2048, OBJECTS_MAX = 32 };

/* --- doing --- */

static void
add_attached(struct diary *diary, const char *what, const char *file, char id[27])
{
	struct incident incident = {
	    .when = TEXT_LITERAL("2024-03-24"), .what = text_of_c(what), .place = text_of_c(what)};
	struct incident_saved saved;

	incident.attach[incident.attach_count++] = file;
	assert_ok(incident_add(&diary->app, &incident, &saved, &diary->err), &diary->err);
	memcpy(id, saved.id, sizeof saved.id);
}

static void
correct(struct diary *diary, const char *id, const char *what, char out[27])
{
	struct correction correction = {
	    .changes.what = text_of_c(what), .why = TEXT_LITERAL(CANARY " reason")};
	struct incident_saved saved;

	assert_ok(record_correct(&diary->app, text_of_c(id), &correction, &saved, &diary->err),
	    &diary->err);
	memcpy(out, saved.id, sizeof saved.id);
}

static enum status
plan(struct diary *diary, const char *const *ids, size_t count, bool whole_file,
    struct removal_plan *out)
{
	struct text texts[4];
	struct removal_request request = {texts, count, whole_file};

	for (size_t i = 0; i < count; i++)
		texts[i] = text_of_c(ids[i]);
	return removal_plan_make(&diary->app, &request, out, &diary->err);
}

static void
take_out(struct diary *diary, const char *id)
{
	struct removal_plan p;
	struct removal_done done;

	assert_ok(plan(diary, &id, 1, false, &p), &diary->err);
	assert_ok(removal_do(&diary->app, &p, TEXT_LITERAL("a mistake"), &done, &diary->err),
	    &diary->err);
	if (done.finished != OK)
		fail_msg("not finished: %s", done.why.text);
	removal_plan_fini(&p);
}

static void
shows(struct diary *diary, const char *texts)
{
	char found[TEXTS_BYTES];

	diary_texts(diary, found, sizeof found);
	assert_string_equal(found, texts);
}

/* Problems a check finds; *removed: entries that went. */
static uint64_t
problems(struct diary *diary, uint64_t *removed)
{
	struct verify_report *report = calloc(1, sizeof *report);
	uint64_t count;

	verify_report_init(report, "vault");
	assert_ok(vault_verify(&diary->app, false, report, &diary->err), &diary->err);
	count = report->problem_count;
	*removed = report->removed;
	verify_report_fini(report);
	free(report);
	return count;
}

static void
assert_whole(struct diary *diary, uint64_t removed)
{
	uint64_t found = 0;

	assert_int_equal(problems(diary, &found), 0);
	assert_int_equal(found, removed);
}

/* --- what goes with what --- */

static void
removal__an_incident_takes_its_versions_and_its_files(void **state)
{
	struct diary *diary = *state;
	char id[27], other[27], second[27], third[27];
	const char *ids[] = {second};
	struct removal_plan p;

	mem_io_put(diary->rig.disk, "src/photo", CANARY, sizeof CANARY - 1);
	add_attached(diary, "at the gate", "src/photo", id);
	diary_add(diary, "2024-03-25", "stays", other);
	correct(diary, id, "at the door", second);
	correct(diary, second, "in the house", third);
	/* Named by any of its versions. */
	assert_ok(plan(diary, ids, 1, false, &p), &diary->err);
	assert_int_equal(p.going, 2);
	assert_int_equal(p.part_count, 2);
	assert_int_equal(p.gone_count, 5); /* incident, 2 corrections, original, reading */
	assert_int_equal(p.parts[1].corrections, 2);
	removal_plan_fini(&p);
	take_out(diary, second);
	shows(diary, "stays");
	assert_whole(diary, 5);
	diary_reopen(diary, false);
	shows(diary, "stays");
	diary_reopen(diary, true);
	shows(diary, "stays");
	assert_whole(diary, 5);
	assert_int_equal(plan(diary, ids, 1, false, &p), E_NOTFOUND);
	assert_non_null(strstr(diary->err.text, "a mistake"));
}

static void
removal__a_file_that_another_incident_names_stays_until_that_goes(void **state)
{
	struct diary *diary = *state;
	char first[27], second[27];
	const char *both[] = {first, second, first};
	struct removal_plan p;

	mem_io_put(diary->rig.disk, "src/photo", CANARY, sizeof CANARY - 1);
	add_attached(diary, "first", "src/photo", first);
	add_attached(diary, "second", "src/photo", second);
	assert_ok(plan(diary, both, 1, false, &p), &diary->err);
	assert_int_equal(p.going, 1);
	assert_int_equal(p.part_count, 2);
	assert_int_equal(p.parts[1].stays, STAY_OTHER_INCIDENT);
	removal_plan_fini(&p);
	/* Both, and one of them named twice. */
	assert_ok(plan(diary, both, 3, false, &p), &diary->err);
	assert_int_equal(p.going, 3);
	removal_plan_fini(&p);
	take_out(diary, first);
	shows(diary, "second");
	/* It was taken in for the first one: with the second it is as good as brought in by itself.
	 */
	assert_ok(plan(diary, both + 1, 1, false, &p), &diary->err);
	assert_int_equal(p.parts[1].stays, STAY_BROUGHT_IN);
	removal_plan_fini(&p);
	take_out(diary, second);
	shows(diary, "");
	assert_whole(diary, 2);
}

static void
removal__a_file_an_incident_names_does_not_go_alone(void **state)
{
	struct diary *diary = *state;
	char id[27], file[32];
	const char *ids[] = {file, id};
	struct removal_plan p;

	mem_io_put(diary->rig.disk, "src/photo", CANARY, sizeof CANARY - 1);
	add_attached(diary, "first", "src/photo", id);
	(void)snprintf(file, sizeof file, "2.0"); /* original, incident, reading */
	assert_int_equal(plan(diary, ids, 1, false, &p), E_CONFLICT);
	assert_non_null(strstr(diary->err.text, id));
	assert_ok(plan(diary, ids, 2, false, &p), &diary->err);
	assert_int_equal(p.going, 2);
	removal_plan_fini(&p);
	assert_whole(diary, 0);
}

static void
removal__what_is_refused_changes_nothing(void **state)
{
	struct diary *diary = *state;
	char id[27];
	const char *none[] = {"nosuch"}, *mixed[] = {id, "99"}, *good[] = {id};
	struct removal_plan p;
	struct removal_done done;

	diary_add(diary, "2024-03-24", "stays", id);
	assert_int_equal(plan(diary, none, 1, false, &p), E_NOTFOUND);
	assert_int_equal(plan(diary, mixed, 2, false, &p), E_NOTFOUND);
	assert_ok(plan(diary, good, 1, false, &p), &diary->err);
	assert_int_equal(removal_do(&diary->app, &p, TEXT_NONE, &done, &diary->err), E_FORMAT);
	/* A full disk: the note cannot be written, so nothing begins. */
	mem_io_capacity(diary->rig.disk, mem_io_bytes(diary->rig.disk));
	assert_int_equal(removal_do(&diary->app, &p, TEXT_LITERAL("x"), &done, &diary->err), E_IO);
	mem_io_capacity(diary->rig.disk, UINT64_MAX);
	removal_plan_fini(&p);
	shows(diary, "stays");
	assert_int_equal(log_entries(diary->app.vault), 1);
	assert_whole(diary, 0);
}

static void
removal__the_same_bytes_can_be_taken_in_again(void **state)
{
	struct diary *diary = *state;
	char id[27], again[27];

	mem_io_put(diary->rig.disk, "src/photo", CANARY, sizeof CANARY - 1);
	add_attached(diary, "first", "src/photo", id);
	take_out(diary, id);
	add_attached(diary, "again", "src/photo", again);
	shows(diary, "again");
	assert_whole(diary, 3);
	take_out(diary, again);
	assert_whole(diary, 6);
}

/* --- what stays of it --- */

static void
tombstone__is_found_by_every_name_of_what_went(void **state)
{
	struct diary *diary = *state;
	char id[27], second[27];
	const char *names[] = {id, second, "0", "0.0", "1"}, *others[] = {"2", "7", "nosuch", ""};
	struct tombstone found;
	struct buf storage;

	diary_add(diary, "2024-03-24", "at the gate", id);
	correct(diary, id, "at the door", second);
	take_out(diary, id);
	buf_init(&storage, TOMBSTONE_STORAGE_BYTES);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		assert_ok(
		    tombstone_find(&diary->app, text_of_c(names[i]), &storage, &found, &diary->err),
		    &diary->err);
		assert_int_equal(found.entry, 2);
		assert_text(found.why, "a mistake");
		assert_int_equal(found.written.n, 20);
	}
	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_int_equal(tombstone_find(&diary->app, text_of_c(others[i]), &storage, &found,
				     &diary->err),
		    E_NOTFOUND);
	buf_fini(&storage);
}

static void
tombstone__cannot_name_itself_or_another_or_what_is_not_content(void **state)
{
	struct diary *diary = *state;
	char id[27], stays[27], note[27];
	struct gone gone[4] = {0};
	uint64_t number;

	diary_add(diary, "2024-03-24", "goes", id);
	diary_add(diary, "2024-03-25", "stays", stays);
	take_out(diary, id); /* entry 2 */
	/* The note itself; one that says another id than stands there; a later one; itself. */
	for (size_t i = 0; i < COUNT_OF(gone); i++)
		memcpy(gone[i].id, stays, sizeof stays);
	gone[0].number = 2;
	gone[1].number = 1;
	memcpy(gone[1].id, id, sizeof id);
	gone[2].number = 4;
	gone[3].number = 3;
	assert_ok(
	    tombstone_append(&diary->app, gone, 4, TEXT_LITERAL("x"), note, &number, &diary->err),
	    &diary->err);
	assert_ok(log_settle(diary->app.vault, &diary->err), &diary->err);
	diary_reopen(diary, false);
	shows(diary, "stays");
	assert_whole(diary, 1);
}

static void
check__an_entry_emptied_without_a_note_is_told(void **state)
{
	struct diary *diary = *state;
	char id[27];
	uint64_t removed;

	diary_add(diary, "2024-03-24", "goes", id);
	diary_add(diary, "2024-03-25", "stays", id);
	assert_ok(log_stub(diary->app.vault, (const uint64_t[]){0}, 1, &diary->err), &diary->err);
	assert_int_equal(problems(diary, &removed), 1);
	assert_int_equal(removed, 0);
}

/* --- nothing of it can be read --- */

/* Everything somebody with all the keys looks for, and what was found. */
struct search {
	struct diary *diary;
	uint8_t ids[OBJECTS_MAX][OBJECT_ID_BYTES]; /* of every object there was */
	size_t id_count;
	uint8_t seeds[16][ENTRY_SEED_BYTES]; /* of what goes */
	size_t seed_count;
	struct segment_key log_key;
	uint8_t object_key[KEY_BYTES], record_key[KEY_BYTES], log_id[SEGMENT_LOG_ID_BYTES];
	size_t records, heads, texts, salts;
};

static bool
has_canary(struct slice bytes)
{
	static const char *const words[] = {CANARY, "quillonby", "QUILLONBY"};

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (slice_find(bytes, slice_of(words[i], strlen(words[i]))) != SIZE_MAX)
			return true;
	return false;
}

static enum status
note_object(void *ctx, const struct object_id *id, struct err *err)
{
	struct search *s = ctx;

	(void)err;
	assert_true(s->id_count < OBJECTS_MAX);
	assert_true(base32_decode(
	    slice_of(id->text, OBJECT_ID_CHARS), s->ids[s->id_count++], OBJECT_ID_BYTES));
	return OK;
}

static void
note_seed(struct search *s, uint64_t number)
{
	struct entry entry;
	struct buf storage;

	buf_init(&storage, LOG_READ_MAX_BYTES);
	assert_ok(log_read(s->diary->app.vault, number, &storage, &entry, &s->diary->err),
	    &s->diary->err);
	memcpy(s->seeds[s->seed_count++], entry.seed, ENTRY_SEED_BYTES);
	buf_fini(&storage);
}

static void
search_begin(struct search *s, struct diary *diary)
{
	struct segment_key key = log_key(diary->app.vault->log);

	*s = (struct search){.diary = diary, .log_key = {s->record_key, s->log_id}};
	memcpy(s->record_key, key.key, KEY_BYTES);
	memcpy(s->log_id, key.log_id, SEGMENT_LOG_ID_BYTES);
	memcpy(s->object_key, diary->app.vault->keys[KEY_OBJECT].p, KEY_BYTES);
	assert_ok(objects_each(diary->app.vault, note_object, s, NULL, &diary->err), &diary->err);
}

/* Any record that stands anywhere in the bytes. */
static void
search_records(struct search *s, struct slice bytes)
{
	struct segment_record record;
	struct buf plain;
	size_t used;

	buf_init(&plain, SEGMENT_RECORD_MAX_BYTES);
	for (size_t at = 0; at + SEGMENT_FRAME_BYTES < bytes.n; at++) {
		const uint8_t *p = bytes.p + at;

		/* Numbers here are below 256, and so are seven of the eight bytes zero. */
		if (p[5] != 0 || p[6] != 0 || p[7] != 0 || p[8] != 0 || p[9] != 0 || p[10] != 0 ||
		    segment_record_open(&s->log_key, slice_of(p, bytes.n - at), p[4], &plain,
			&record, &used, NULL) != OK)
			continue;
		s->records++;
		s->texts += has_canary(buf_slice(&plain));
		for (size_t i = 0; i < s->seed_count; i++)
			s->salts += slice_find(buf_slice(&plain),
					slice_of(s->seeds[i], ENTRY_SEED_BYTES)) != SIZE_MAX;
	}
	buf_fini(&plain);
}

/* The content of an object whose key area opens under one of the names there were. */
static void
search_object(struct search *s, struct slice bytes)
{
	static uint8_t clear[STREAM_CHUNK_BYTES];
	uint8_t key[KEY_BYTES];
	struct object_head head;
	struct stream *stream;
	size_t n = bytes.n - OBJECT_PAYLOAD_AT;

	for (size_t i = 0; i < s->id_count * OBJECT_AREAS; i++) {
		if (object_area_open(s->object_key, s->ids[i / OBJECT_AREAS],
			slice_of(bytes.p + i % OBJECT_AREAS * OBJECT_AREA_STEP, OBJECT_AREA_BYTES),
			&head, NULL) != OK)
			continue;
		s->heads++;
		keys_payload(
		    head.key, bytes.p + OBJECT_HEADER_BYTES, s->ids[i / OBJECT_AREAS], key);
		stream = stream_new(key);
		assert_true(n <= OBJECT_SEALED_BYTES); /* one chunk, in these tests */
		if (stream_open(stream, 0, true, slice_of(bytes.p + OBJECT_PAYLOAD_AT, n), clear,
			NULL) == OK)
			s->texts += has_canary(slice_of(clear, n - SEAL_TAG_BYTES));
		stream_free(stream);
	}
}

static void
search_bytes(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	struct search *s = ctx;

	(void)path;
	s->texts += has_canary(slice_of(p, n));
	search_records(s, slice_of(p, n));
	if (n > OBJECT_PAYLOAD_AT)
		search_object(s, slice_of(p, n));
}

/* Every row of every table of the index, the words' engine's own among them. */
static void
search_index(struct search *s, struct db *db)
{
	static const char *const tables[] = {"import", "record", "place", "word", "alias", "person",
	    "named", "words_data", "words_idx", "words_config"};
	struct db_statement *rows = NULL;
	char sql[64];
	bool row = true;

	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		(void)snprintf(sql, sizeof sql, "SELECT * FROM %s", tables[i]);
		assert_ok(db_prepare(db, sql, &rows, &s->diary->err), &s->diary->err);
		for (row = true; row;) {
			assert_ok(db_step(rows, &row, &s->diary->err), &s->diary->err);
			for (int column = 0; row && column < 9; column++)
				s->texts += has_canary(db_column_bytes(rows, column));
			s->records += row;
		}
		db_statement_free(rows);
	}
}

/* The disk at rest, the index as a database, and each nameless content tried as one. */
static void
search_all(struct search *s, const uint8_t index_key[KEY_BYTES])
{
	struct vault_seams seams = rig_seams(&s->diary->rig);
	struct db_options options = {.path = "v/i",
	    .io = seams.io,
	    .clock = seams.clock,
	    .entropy = seams.entropy,
	    .key = index_key};
	struct db *db = NULL;

	s->records = s->heads = s->texts = s->salts = 0;
	mem_io_each_ever(s->diary->rig.disk, search_bytes, s);
	assert_ok(db_open(&options, &db, &s->diary->err), &s->diary->err);
	search_index(s, db);
	(void)db_close(db);
}

struct old_index {
	struct diary *diary;
	const uint8_t *key;
	size_t opened, tried;
};

static void
try_as_index(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	struct old_index *o = ctx;
	struct mem_io *disk = mem_io_new();
	struct vault_seams seams = rig_seams(&o->diary->rig);
	struct db_options options = {.path = "i",
	    .io = mem_io_seam(disk),
	    .clock = seams.clock,
	    .entropy = seams.entropy,
	    .key = o->key};
	struct db *db = NULL;
	int64_t version = 0;

	(void)path;
	mem_io_put(disk, "i", p, n);
	if (n >= 4096 && n % 4096 == 0) {
		o->tried++;
		o->opened += db_open(&options, &db, NULL) == OK &&
			     db_number(db, "PRAGMA user_version", 0, &version, NULL) == OK &&
			     version != 0;
		(void)db_close(db);
	}
	mem_io_free(disk);
}

static void
removal__with_every_key_nothing_of_it_is_found(void **state)
{
	struct diary *diary = *state;
	char id[27], other[27], second[27];
	uint8_t index_key[KEY_BYTES];
	struct search search;
	struct old_index old = {.diary = diary, .key = index_key};

	memcpy(index_key, vault_index_key(diary->app.vault)->p, KEY_BYTES);
	mem_io_put(diary->rig.disk, "elsewhere", "x", 1);
	mem_io_put(diary->rig.disk, "src/Quillonby.txt", CANARY, sizeof CANARY - 1);
	add_attached(diary, CANARY " at the gate", "src/Quillonby.txt", id);
	correct(diary, id, CANARY " at the door", second);
	diary_add(diary, "2024-03-26", "stays", other);
	mem_io_put(diary->rig.disk, "src/Quillonby.txt", "-", 1); /* the person's own file */
	search_begin(&search, diary);
	for (uint64_t n = 0; n < 4; n++)
		note_seed(&search, n); /* original, incident, reading, correction */
	/* First that the search finds what is there. */
	app_close(&diary->app);
	search_all(&search, index_key);
	mem_io_each_ever(diary->rig.disk, try_as_index, &old);
	assert_true(search.texts >= 4 && search.salts >= 4 && search.heads >= 4);
	assert_true(old.opened >= 1);
	diary_open(diary);
	take_out(diary, second);
	shows(diary, "stays");
	app_close(&diary->app);
	search_all(&search, index_key);
	assert_true(search.records > 2);
	assert_int_equal(search.texts, 0);
	assert_int_equal(search.salts, 0);
	assert_int_equal(search.heads, 0);
	old.opened = 0;
	mem_io_each_ever(diary->rig.disk, try_as_index, &old);
	assert_int_equal(old.opened, 2); /* the new one, in memory and on the platter */
	diary_open(diary);
	shows(diary, "stays");
	assert_whole(diary, 4);
}

static void
removal__what_a_stop_left_behind_goes_too(void **state)
{
	struct diary *diary = *state;
	struct object_info left;
	struct object_reader *reader = NULL;
	char id[27], aside[128];
	size_t n;

	/* An object that no entry names, with the bytes of one that goes; and one with others. */
	mem_io_put(diary->rig.disk, "src/photo", CANARY, sizeof CANARY - 1);
	assert_ok(
	    object_put(diary->app.vault, SLICE_LITERAL(CANARY), &left, &diary->err), &diary->err);
	assert_ok(objects_settle(diary->app.vault, &diary->err), &diary->err);
	add_attached(diary, "first", "src/photo", id);
	(void)snprintf(aside, sizeof aside, "v/q/%016d-%016d-%026d", 0, 0, 0);
	mem_io_put(diary->rig.disk, aside, "a", 1);
	mem_io_put(diary->rig.disk, "v/q/something", "a", 1);
	take_out(diary, id);
	assert_int_equal(object_open(diary->app.vault, &left.id, &reader, &diary->err), E_NOTFOUND);
	assert_null(mem_io_file(diary->rig.disk, aside, &n));
	assert_non_null(mem_io_file(diary->rig.disk, "v/q/something", &n));
}

/* --- older proofs --- */

static void
removal__older_proofs_hold(void **state)
{
	struct diary *diary = *state;
	struct hash *hash = hash_new();
	struct merkle_path paths[3], again;
	uint8_t leaves[3][SHA256_BYTES], leaf[SHA256_BYTES];
	struct checkpoint head;
	struct buf note;
	char ids[3][27];

	buf_init(&note, NOTE_MAX_BYTES);
	for (size_t i = 0; i < 3; i++)
		diary_add(diary, "2024-03-24", "at the gate", ids[i]);
	assert_ok(log_checkpoint(diary->app.vault, &note, &diary->err), &diary->err);
	assert_ok(checkpoint_open(
		      buf_slice(&note), vault_public_key(diary->app.vault), &head, &diary->err),
	    &diary->err);
	for (uint64_t n = 0; n < 3; n++) {
		assert_ok(log_leaf(diary->app.vault, n, leaves[n], &diary->err), &diary->err);
		assert_ok(
		    log_inclusion(diary->app.vault, n, 3, &paths[n], &diary->err), &diary->err);
	}
	take_out(diary, ids[1]);
	diary_reopen(diary, true);
	for (uint64_t n = 0; n < 3; n++) {
		assert_true(merkle_inclusion_holds(hash, leaves[n], n, 3, &paths[n], head.root));
		assert_ok(log_leaf(diary->app.vault, n, leaf, &diary->err), &diary->err);
		assert_memory_equal(leaf, leaves[n], sizeof leaf);
		assert_ok(log_inclusion(diary->app.vault, n, 3, &again, &diary->err), &diary->err);
		assert_true(merkle_inclusion_holds(hash, leaf, n, 3, &again, head.root));
	}
	buf_fini(&note);
	hash_free(hash);
}

/* --- a disk that refuses --- */

/* Call number `call` from now on is refused, once.  True when it did not come to that. */
static bool
refused_at(const struct diary *whole, const char *id, uint64_t call, bool *hidden)
{
	struct diary *diary = calloc(1, sizeof *diary);
	struct removal_plan p;
	struct removal_done done = {0};
	enum status status;
	uint64_t removed, before;
	bool through;

	diary->rig = whole->rig;
	diary->rig.disk = mem_io_copy(whole->rig.disk);
	diary_open(diary);
	assert_ok(plan(diary, &id, 1, false, &p), &diary->err);
	before = mem_io_calls(diary->rig.disk);
	mem_io_fail_at(diary->rig.disk, call, EACCES);
	status = removal_do(&diary->app, &p, TEXT_LITERAL("a mistake"), &done, &diary->err);
	through = mem_io_calls(diary->rig.disk) - before < call;
	if (status == OK && diary->app.removal_unfinished) {
		*hidden = true;
		shows(diary, "stays");
		(void)problems(diary, &removed);
	}
	removal_plan_fini(&p);
	app_close(&diary->app);
	diary_open(diary);
	if (log_entries(diary->app.vault) == 5) { /* noted */
		shows(diary, "stays");
		assert_false(diary->app.removal_unfinished);
		assert_whole(diary, 3);
	} else {
		shows(diary, "goes|stays");
		assert_whole(diary, 0);
	}
	app_close(&diary->app);
	mem_io_free(diary->rig.disk);
	free(diary);
	return through;
}

static void
removal__that_the_disk_refuses_is_hidden_and_goes_on(void **state)
{
	struct diary *diary = *state;
	char id[27], other[27];
	bool hidden = false, through = false;

	mem_io_put(diary->rig.disk, "src/photo", CANARY, sizeof CANARY - 1);
	add_attached(diary, "goes", "src/photo", id);
	diary_add(diary, "2024-03-25", "stays", other);
	app_close(&diary->app);
	for (uint64_t call = 1; !through; call++)
		through = refused_at(diary, id, call, &hidden);
	assert_true(hidden);
	diary_open(diary);
}

/* --- opened for reading --- */

/* While another program holds it.  What is shown, and whether a removal is called unfinished. */
static void
read_beside(struct diary *diary, const char *texts, bool unfinished)
{
	struct app_options options = {.vault_path = "v",
	    .seams = rig_seams(&diary->rig),
	    .secret = SLICE_LITERAL(RIG_PASSPHRASE),
	    .reading_will_do = true};
	struct vault *holder = NULL;
	uint64_t calls;

	assert_ok(vault_open("v", &options.seams, options.secret, false, &holder, &diary->err),
	    &diary->err);
	calls = mem_io_calls(diary->rig.disk);
	assert_ok(app_open(&diary->app, &options, &diary->err), &diary->err);
	assert_true(diary->app.read_only);
	shows(diary, texts);
	assert_int_equal(diary->app.removal_unfinished, unfinished);
	app_close(&diary->app);
	assert_int_equal(mem_io_calls(diary->rig.disk), calls);
	vault_close(holder);
}

static void
removal__is_hidden_and_nothing_written_when_opened_for_reading(void **state)
{
	struct diary *diary = *state;
	char id[27], other[27], note[27];
	struct gone gone = {.number = 0};
	uint64_t number;

	diary_add(diary, "2024-03-24", "goes", id);
	diary_add(diary, "2024-03-25", "stays", other);
	memcpy(gone.id, id, sizeof gone.id);
	assert_ok(tombstone_append(
		      &diary->app, &gone, 1, TEXT_LITERAL("a mistake"), note, &number, &diary->err),
	    &diary->err);
	assert_ok(log_settle(diary->app.vault, &diary->err), &diary->err);
	app_close(&diary->app);
	read_beside(diary, "stays", true);
	diary_open(diary);
	shows(diary, "stays");
	assert_whole(diary, 1);
	app_close(&diary->app);
	read_beside(diary, "stays", false);
	diary_open(diary);
}

/* --- other logs --- */

static void
take_in(struct diary *here, struct diary *there, enum other_how how)
{
	struct merging merging = {.how = how, .name = TEXT_LITERAL("a friend")};
	struct vault_seams seams = rig_seams(&there->rig);
	struct merge_sum sum;
	struct err err = {0};

	app_close(&there->app);
	assert_ok(vault_open("v", &seams, SLICE_LITERAL(RIG_PASSPHRASE), true, &merging.from, &err),
	    &err);
	if (how == OTHER_DEVICE)
		merging.name = TEXT_NONE;
	assert_ok(vault_merge(&here->app, &merging, &sum, &err), &err);
	vault_close(merging.from);
	diary_open(there);
}

static void
removal__reaches_across_the_logs_of_one_person_and_no_further(void **state)
{
	struct diary *friend = *state, *here = calloc(1, sizeof *here);
	char ours[27], theirs[27];

	for (int how = OTHER_DEVICE; how <= OTHER_PERSON; how++) {
		diary_start_seeded(here, (uint8_t)(20 + how));
		diary_add(friend, "2024-03-24", "theirs", theirs);
		take_in(here, friend, (enum other_how)how);
		diary_add(here, "2024-03-25", "ours", ours);
		take_out(friend, theirs);
		take_in(here, friend, (enum other_how)how);
		shows(here, how == OTHER_DEVICE ? "ours" : "theirs|ours");
		diary_reopen(here, true);
		shows(here, how == OTHER_DEVICE ? "ours" : "theirs|ours");
		/* One's own removal empties what came from elsewhere. */
		if (how == OTHER_PERSON)
			take_out(here, theirs);
		shows(here, "ours");
		diary_reopen(here, true);
		shows(here, "ours");
		assert_int_equal(here->app.passed_over, 0);
		diary_stop(here);
	}
	free(here);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, diary_setup, diary_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(removal__an_incident_takes_its_versions_and_its_files),
	    TEST(removal__a_file_that_another_incident_names_stays_until_that_goes),
	    TEST(removal__a_file_an_incident_names_does_not_go_alone),
	    TEST(removal__what_is_refused_changes_nothing),
	    TEST(removal__the_same_bytes_can_be_taken_in_again),
	    TEST(tombstone__is_found_by_every_name_of_what_went),
	    TEST(tombstone__cannot_name_itself_or_another_or_what_is_not_content),
	    TEST(check__an_entry_emptied_without_a_note_is_told),
	    TEST(removal__with_every_key_nothing_of_it_is_found),
	    TEST(removal__what_a_stop_left_behind_goes_too),
	    TEST(removal__older_proofs_hold),
	    TEST(removal__that_the_disk_refuses_is_hidden_and_goes_on),
	    TEST(removal__is_hidden_and_nothing_written_when_opened_for_reading),
	    TEST(removal__reaches_across_the_logs_of_one_person_and_no_further),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
