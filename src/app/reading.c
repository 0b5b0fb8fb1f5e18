/* src/app/reading.c
 * One original read in the worker and its reading stored; see reading.h. */
#include "app/reading.h"

#include "app/chosen_days.h"
#include "app/expected.h"
#include "app/parts.h"
#include "app/reading_report.h"
#include "app/reading_store.h"
#include "app/reading_zones.h"
#include "app/remembering.h"
#include "base/mem.h"
#include "diary/settle.h"
#include "keep/log.h"
#include "read/reading.h"

enum {
	SETTLE_ARENA_BYTES = 32 * 1024 * 1024,
	EXTRACTS_MAX = 1000000,
	FOLDER_BYTES = 16 * 1024,
	SENTENCE_BYTES = 1024
};

struct extracted {
	uint64_t bytes;
	uint8_t sha256[SHA256_BYTES];
};

struct making {
	struct app *app;
	struct siblings *siblings;
	struct text folder;             /* it stood in */
	char missed[IMPORT_NAME_BYTES]; /* a file that the reader looked for beside it in vain */
	uint64_t entry;                 /* of the original */
	struct import_report *report;
	struct act act; /* the reading's entry; its seed salts the records */
	struct reading_writer *writer;
	struct indexing *indexing; /* NULL: the index is filled later, from what is stored */
	/* Of a table: the names of its columns, and what was said of such a one before. */
	char header[REMEMBERING_MARK_BYTES];
	struct buf columns;
	struct object_writer *extract;
	struct buf extract_name, extract_type;
	struct extracted *extracts;
	size_t extract_count, extract_size;
	struct chosen_days days;
	/* Who the person is, was answered for this source: then the file is first asked whom it
	 * knows, and nothing else of it is taken. */
	struct me_known *known;
	const struct me_said *said; /* found so */
	struct me_given given;
	struct me_asked asked;
	bool archive; /* the one name of an archive was said: which of its files know it? */
	struct reading_zones zones;
	struct settle_state settle;
	struct arena arena;
	struct buf bytes;
	bool feed;
	bool remembers; /* nothing was said of the table before */
	bool extract_named, extract_typed;
	bool asking;
};

/* Where a record of an archive stood: the archive's folder, and the folders in it. */
static struct text
folder_of(struct making *making, const struct record *record, struct buf *storage)
{
	struct text inside = record->inside;
	const char *slash = inside.n != 0 ? memrchr(inside.p, '/', inside.n) : NULL;

	if (slash == NULL)
		return making->folder;
	buf_put_text(storage, making->folder);
	buf_put_byte(storage, '/');
	buf_put(storage, inside.p, (size_t)(slash - inside.p));
	return storage->failed == OK ? buf_text(storage) : making->folder;
}

static enum status
sibling_look(struct making *making, struct text folder, struct text name,
    const struct sibling **found, struct err *err)
{
	enum status status;

	*found = siblings_find(making->siblings, folder, name, making->entry, &status, err);
	if (status != OK || *found != NULL || making->siblings->whole)
		return status;
	status = siblings_load(making->siblings, making->app, err);
	if (status == OK)
		*found = siblings_find(making->siblings, folder, name, making->entry, &status, err);
	return status;
}

/* A file that a record names, among those that came together with it, then among all. */
static enum status
beside_complete(
    struct making *making, const struct record *record, struct attachment *a, struct err *err)
{
	const struct sibling *found = NULL;
	struct buf storage;
	enum status status;

	buf_init(&storage, FOLDER_BYTES);
	status = sibling_look(making, folder_of(making, record, &storage), a->name, &found, err);
	buf_fini(&storage);
	if (status != OK || found == NULL) {
		a->source = ATTACHMENT_MISSING;
		return status;
	}
	memcpy(a->sha256, found->sha256, sizeof a->sha256);
	a->bytes = found->bytes;
	a->hashed = true;
	return OK;
}

/* Digests for what the reader took out, what stands beside, and the original itself. */
static enum status
attachment_complete(
    struct making *making, const struct record *record, struct attachment *a, struct err *err)
{
	switch (a->source) {
	case ATTACHMENT_EXTRACTED:
		if (a->extract >= making->extract_count)
			return fail(err, E_FORMAT, "a record names bytes that never came");
		memcpy(a->sha256, making->extracts[a->extract].sha256, sizeof a->sha256);
		a->bytes = making->extracts[a->extract].bytes;
		break;
	case ATTACHMENT_BESIDE: return beside_complete(making, record, a, err);
	case ATTACHMENT_SELF:
		memcpy(a->sha256, making->report->sha256, sizeof a->sha256);
		a->bytes = making->report->bytes;
		break;
	case ATTACHMENT_MISSING:
	case ATTACHMENT_COUNT: return OK;
	}
	a->hashed = true;
	return OK;
}

static bool
needs_work(const struct record *record)
{
	return record->attachments_count != 0 || record->when.basis == BASIS_LOCAL ||
	       record->when.basis == BASIS_DATE || record->until.basis == BASIS_LOCAL ||
	       record->until.basis == BASIS_DATE;
}

static enum status
record_store(struct making *making, struct slice canonical, struct err *err)
{
	enum status status = reading_writer_record(making->writer, canonical, err);

	if (status == OK && making->indexing != NULL)
		status = indexing_record(making->indexing, canonical, err);
	return status;
}

/* By the clock of the zone that its times are settled in, as lists show it. */
static bool
day_in_zone(const struct making *making, const struct moment *moment, struct civil *out)
{
	if (moment->local_known)
		*out = moment->local;
	return moment->local_known ||
	       (moment->at_known && zone_local(making->zones.zone, moment->at_us, out, NULL));
}

/* Of the owner's movements, only those of chosen days. */
static enum status
is_taken(struct making *making, const struct record *record, bool *taken, struct err *err)
{
	struct civil from, until;

	*taken = true;
	if (!chosen_days_concern(record))
		return OK;
	if (!day_in_zone(making, &record->when, &from)) {
		*taken = chosen_days_undated(&making->days, record);
		return OK;
	}
	if (!day_in_zone(making, &record->until, &until))
		until = from;
	return chosen_days_take(&making->days, &from, &until, taken, err);
}

static enum status
take_record(void *ctx, struct slice canonical, const struct record *parsed, struct err *err)
{
	struct making *making = ctx;
	struct record record = *parsed;
	enum status status = OK;
	bool taken = true;

	if (making->asking)
		return OK;
	if (needs_work(parsed)) {
		arena_reset(&making->arena);
		for (size_t i = 0; status == OK && i < record.attachments_count; i++)
			status = attachment_complete(making, &record, &record.attachments[i], err);
		if (status == OK)
			status = expected_check(&record, &making->arena, err);
		if (status == OK)
			status = settle_record(
			    &record, &making->arena, &making->zones.diary, &making->settle, err);
		buf_reset(&making->bytes);
		if (status == OK)
			status = record_put(&making->bytes, &record, err);
		canonical = buf_slice(&making->bytes);
	}
	if (status == OK)
		status = is_taken(making, &record, &taken, err);
	if (status != OK || !taken)
		return status;
	report_record(making->report, &record);
	return record_store(making, canonical, err);
}

static enum status
take_extract_begin(void *ctx, uint32_t number, struct text name, struct text type, struct err *err)
{
	struct making *making = ctx;

	(void)number; /* reading_run() has checked that they come in order */
	if (making->asking)
		return OK;
	buf_reset(&making->extract_name);
	buf_reset(&making->extract_type);
	buf_put_text(&making->extract_name, text_prefix(name, RECORD_NAME_MAX_BYTES));
	buf_put_text(&making->extract_type, text_prefix(type, RECORD_NAME_MAX_BYTES));
	making->extract_named = name.p != NULL;
	making->extract_typed = type.p != NULL;
	return object_begin(making->app->vault, &making->extract, err);
}

static enum status
take_extract_data(void *ctx, struct slice data, struct err *err)
{
	struct making *making = ctx;

	return making->asking ? OK : object_write(making->extract, data, err);
}

static enum status
extracts_add(struct making *making, const struct object_info *object, struct err *err)
{
	struct extracted *bigger;

	if (making->extract_count == EXTRACTS_MAX)
		return fail(err, E_LIMIT, "more than %d attachments in one file", EXTRACTS_MAX);
	bigger = mem_more(
	    making->extracts, making->extract_count, &making->extract_size, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for the list of attachments");
	making->extracts = bigger;
	making->extracts[making->extract_count].bytes = object->bytes;
	memcpy(making->extracts[making->extract_count++].sha256, object->sha256, SHA256_BYTES);
	return OK;
}

static enum status
take_extract_end(void *ctx, bool whole, struct err *err)
{
	struct making *making = ctx;
	struct extract extract = {.number = making->extract_count, .whole = whole};
	enum status status;

	if (making->asking)
		return OK;
	status = object_finish(making->extract, &extract.object, err);
	making->extract = NULL;
	if (status != OK)
		return status;
	if (making->extract_named)
		extract.name = buf_text(&making->extract_name);
	if (making->extract_typed)
		extract.type = buf_text(&making->extract_type);
	status = reading_writer_extract(making->writer, &extract, err);
	return status == OK ? extracts_add(making, &extract.object, err) : status;
}

/* While it is asked whom it knows: its format, and whom it offers. */
static void
note_asked(struct making *making, enum note_kind kind, struct text code, struct text detail)
{
	struct arena *arena = &making->report->arena;

	if (kind == NOTE_FORMAT)
		(void)!arena_text(arena, code, &making->report->format);
	else if (kind == NOTE_QUESTION && text_eq_c(code, "me"))
		me_asked_add(&making->asked, detail, arena);
	else if (kind == NOTE_QUESTION && text_eq_c(code, "me-handles"))
		me_asked_add_handles(&making->asked, detail, arena);
}

/* Where an earlier answer fits, the reading is begun again with it: nothing but notes has come. */
static enum status
take_header(struct making *making, struct text header, struct err *err)
{
	enum status status = OK;

	if (making->header[0] != '\0')
		return OK;
	remembering_mark(header, making->header);
	if (making->remembers && making->report->records == 0 && making->extract_count == 0)
		status = remembering_columns(making->app, making->header, &making->columns, err);
	if (status == OK && making->columns.n != 0)
		status = fail(err, E_CONFLICT, "a table like an earlier one");
	return status;
}

static enum status
take_note(void *ctx, enum note_kind kind, struct text code, struct text detail, uint64_t position,
    struct err *err)
{
	struct making *making = ctx;

	(void)position;
	if (kind == NOTE_FORMAT && making->known != NULL)
		making->asking = making->given.now.n != 0 || me_known_for(making->known, code);
	if (kind == NOTE_FORMAT && making->given.alone && !making->archive && me_names_fit(code)) {
		making->archive = making->asking = true;
		return fail(err, E_CONFLICT, "an archive is asked first whom it knows");
	}
	if (kind == NOTE_HEADER)
		return making->asking ? OK : take_header(making, detail, err);
	if (making->asking)
		note_asked(making, kind, code, detail);
	else if (kind != NOTE_QUESTION || !text_eq_c(code, "me-handles"))
		report_note(making->report, kind, code, detail);
	return OK;
}

static void
take_progress(void *ctx, uint64_t bytes_read, uint64_t records)
{
	struct making *making = ctx;

	(void)records;
	/* What was read of other parts is not of this file. */
	if (bytes_read > making->report->bytes)
		bytes_read = making->report->bytes;
	app_progress_within(making->app, "reading", bytes_read, making->report->bytes);
}

static enum status
read_object(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	return object_read_at(ctx, at, p, n, got, err);
}

/* One record that names the file itself, so that it is listed with what there is to say of it. */
static enum status
record_of_file(struct making *making, const char *doubt, struct text detail, struct err *err)
{
	struct import_report *report = making->report;
	struct attachment self = {.name = report->name,
	    .bytes = report->bytes,
	    .source = ATTACHMENT_SELF,
	    .hashed = true};
	struct record record;
	enum status status;

	record_init(&record);
	record.kind = KIND_DOCUMENT;
	record.channel = TEXT_LITERAL("file");
	record.position = 1;
	memcpy(self.sha256, report->sha256, sizeof self.sha256);
	record.attachments = &self;
	record.attachments_count = 1;
	arena_reset(&making->arena);
	buf_reset(&making->bytes);
	status = record_add_doubt(&record, &making->arena, doubt, detail, err);
	if (status == OK)
		status = record_put(&making->bytes, &record, err);
	if (status != OK)
		return status;
	report_record(report, &record);
	return record_store(making, buf_slice(&making->bytes), err);
}

/* Nothing could be read. */
static enum status
record_unread(struct making *making, struct err *err)
{
	making->report->status = IMPORT_KEPT;
	return record_of_file(making, "not-read", making->report->why, err);
}

/* What the file holds of days that were not chosen: how much, and when. */
static enum status
tell_days(struct making *making, struct err *err)
{
	struct import_report *report = making->report;
	struct buf sentence;
	enum status status;

	buf_init(&sentence, SENTENCE_BYTES);
	chosen_days_sentence(&making->days, &sentence);
	status = sentence.n != 0 ? buf_check(&sentence, err) : OK;
	if (status != OK || sentence.n == 0) {
		buf_fini(&sentence);
		return status;
	}
	if (!arena_text(&report->arena, buf_text(&sentence), &report->left_out))
		report->left_out = TEXT_LITERAL("Some days were not taken in.");
	status = record_of_file(making, "days-left-out", report->left_out, err);
	buf_reset(&sentence);
	chosen_days_choices(&making->days, &sentence);
	if (!making->days.chosen && making->days.left_out != 0)
		report_note(report, NOTE_QUESTION, TEXT_LITERAL("days"), buf_text(&sentence));
	buf_fini(&sentence);
	return status;
}

static enum date_order
date_order_of(struct text word)
{
	if (text_eq_c(word, "dmy"))
		return DATE_ORDER_DMY;
	if (text_eq_c(word, "mdy"))
		return DATE_ORDER_MDY;
	return text_eq_c(word, "ymd") ? DATE_ORDER_YMD : DATE_ORDER_UNKNOWN;
}

/* How the worker ended is a result, said in the report. */
static enum status
tell_result(struct making *making, const struct reading_result *result, enum status ran,
    const struct err *why, struct err *err)
{
	struct import_report *report = making->report;
	enum status status;

	/* Of any other file there is one record, which only names it. */
	if (result->status == READING_PARTLY)
		report->status = text_eq_c(report->format, "file") ? IMPORT_KEPT : IMPORT_PARTLY;
	if (result->status == READING_KEPT)
		report->status = IMPORT_KEPT;
	report->again = ran == E_DENIED;
	report_why(report, result->why[0] != '\0' ? result->why : why->text);
	report->dated = report->timed &&
			zone_local(
			    making->zones.zone, report->first_us, &report->first_day, NULL) &&
			zone_local(making->zones.zone, report->last_us, &report->last_day, NULL);
	status = tell_days(making, err);
	report_settle(report);
	return status == OK && report->records == 0 && report->status != IMPORT_READ
		   ? record_unread(making, err)
		   : status;
}

/* A failing reader is a result; a failing vault is passed on. */
static enum status
run_once(struct making *making, const struct reading_answers *answers, struct object_reader *object,
    const struct parts *parts, struct reading_result *result, struct err *err)
{
	struct reading_job job = {
	    .source = {read_object, making->report->bytes, object},
	    .options = {.format = answers->format,
		.me = answers->me,
		.zone = answers->zone,
		.name = making->report->name,
		.folder = original_folder_name(making->folder),
		.columns = answers->columns,
		.days = answers->days,
		.password = answers->password,
		.parts = parts->source,
		.parts_count = parts->count,
		.look = &parts->look,
		.date_order = date_order_of(answers->date_order)},
	    .cancel = making->app->cancelled,
	    .path = making->app->program,
	};
	struct reading_handler handler = {take_record, take_extract_begin, take_extract_data,
	    take_extract_end, take_note, take_progress, making};

	return reading_run(&job, &handler, result, err);
}

/* A failing reader is a result, said in the report; a failing vault is passed on.  What was said of
 * an earlier table of the same kind becomes part of the answers. */
static enum status
run_worker(struct making *making, struct reading_answers *answers, struct object_reader *object,
    const struct parts *parts, struct err *err)
{
	struct reading_result result = {0};
	struct err why = {0};
	enum status status;

	making->remembers = answers->columns.n == 0;
	status = run_once(making, answers, object, parts, &result, &why);
	if (status == E_CONFLICT && making->columns.n != 0 && making->remembers) {
		answers->columns = buf_text(&making->columns);
		why = (struct err){0};
		status = run_once(making, answers, object, parts, &result, &why);
		report_note(making->report, NOTE_DOUBT, TEXT_LITERAL("columns-remembered"),
		    answers->columns);
	}
	if (status != OK && status != E_DENIED) {
		if (err != NULL)
			*err = why;
		return status;
	}
	return making->asking ? OK : tell_result(making, &result, status, &why, err);
}

/* It was asked whom it knows: is that one who said, of this file or for this source, that she is
 * the owner? */
static void
take_said(struct making *making, struct reading_answers *answers)
{
	struct import_report *report = making->report;

	answers->me = me_known_given(
	    report->format, &making->given, &making->asked, &report->arena);
	if (answers->me.n == 0 && making->known != NULL)
		making->said = me_known_pick(
		    making->known, report->format, &making->asked, &report->arena, &answers->me);
	making->known = NULL;
	making->asking = false;
	if (making->said == NULL)
		return;
	report->me_timed = making->said->timed;
	report->me_said_us = making->said->said_us;
	if (!arena_text(&report->arena, answers->me, &report->me) ||
	    !arena_text(&report->arena, making->said->file, &report->me_file))
		report->me_file = TEXT_NONE;
}

static enum status
run_with_parts(struct making *making, struct reading_answers *answers, struct object_reader *object,
    struct err *err)
{
	struct sibling self = {.entry = making->entry};
	struct parts parts;
	enum status status;

	memcpy(self.sha256, making->report->sha256, sizeof self.sha256);
	status = parts_open(&parts, making->app, making->siblings, making->folder,
	    making->report->name, &self, err);
	if (status == OK)
		status = run_worker(making, answers, object, &parts, err);
	if (status == E_CONFLICT && making->archive) {
		answers->me = TEXT_NONE;
		status = run_worker(making, answers, object, &parts, err);
	}
	if (status == OK && making->asking) {
		take_said(making, answers);
		status = run_worker(making, answers, object, &parts, err);
	}
	if (status == OK && parts.damaged)
		report_note(making->report, NOTE_UNREAD, TEXT_LITERAL("part-damaged"),
		    TEXT_LITERAL(
			"A file that belongs to this one is damaged inside the vault, so "
			"what it held is missing here. The check names it: put it back from "
			"a copy of the vault, or bring the file in again."));
	text_copy(making->missed, sizeof making->missed, text_of_c(parts.missed));
	parts_close(&parts);
	return status;
}

/* The newest reading of the same bytes, which a reading with new answers takes the place of. */
static void
put_superseded(struct making *making, const struct pending *pending)
{
	struct index_import import;
	struct buf hex, storage;
	uint64_t number;

	if (pending->answers_entry == pending->entry)
		return;
	buf_init(&hex, 128);
	buf_init(&storage, 128 * 1024);
	buf_put_hex(&hex, making->report->sha256, SHA256_BYTES);
	if (index_import_by_original(making->app->index, buf_text(&hex), &number, NULL) == OK &&
	    index_import_of(making->app->index, number, &storage, &import, NULL) == OK)
		act_line(&making->act, FIELD_RELATIONS, "supersedes", import.entry_id);
	buf_fini(&hex);
	buf_fini(&storage);
}

static void
put_answers(struct act *act, const struct reading_answers *answers, const struct making *making)
{
	const struct import_report *report = making->report;

	act_line(act, FIELD_DERIVED, "tool", TEXT_LITERAL("daybook 0.1.0"));
	act_line(act, FIELD_DERIVED, "format", report->format);
	act_line(act, FIELD_DERIVED, "status", text_of_c(import_status_name(report->status)));
	me_names_put(act, FIELD_DERIVED, "me", answers->me);
	if (making->said != NULL)
		act_line(act, FIELD_DERIVED, "me-from", making->said->reading);
	act_line(act, FIELD_DERIVED, "zone", making->zones.diary.name);
	act_line(act, FIELD_DERIVED, "date-order", answers->date_order);
	act_line(act, FIELD_DERIVED, "columns", answers->columns);
	act_line(act, FIELD_DERIVED, "header", text_of_c(making->header));
	act_line(act, FIELD_DERIVED, "days", answers->days);
	for (size_t i = 0; i < report->question_count; i++)
		act_line(act, FIELD_DERIVED, "open", report->questions[i].code);
	if (report->question_count == 0)
		act_line(act, FIELD_DERIVED, "open", TEXT_LITERAL("none"));
	act_line(act, FIELD_DERIVED, "why", report->why);
	if (report->again)
		act_line(act, FIELD_DERIVED, "again", TEXT_LITERAL("yes"));
	act_line(act, FIELD_DERIVED, "missed", text_of_c(making->missed));
}

static enum status
log_reading(struct making *making, const struct pending *pending,
    const struct reading_answers *answers, const struct reading_sum *sum, struct err *err)
{
	struct act *act = &making->act;
	struct buf line;
	enum status status;

	buf_init(&line, 1024);
	act_content(act, making->report->sha256, making->report->bytes);
	act_text(act, FIELD_NAME, making->report->name);
	act_line(act, FIELD_RELATIONS, "reads", text_of_c(pending->id));
	act_line(act, FIELD_RELATIONS, "answers", text_of_c(pending->answers_id));
	put_superseded(making, pending);
	put_answers(act, answers, making);
	buf_putf(&line, "records %llu\nroot ", (unsigned long long)sum->records);
	buf_put_hex(&line, sum->root, SHA256_BYTES);
	buf_put_c(&line, "\nobject ");
	buf_put_c(&line, sum->object.id.text);
	buf_put_byte(&line, '\n');
	act_text_of(act, FIELD_READING, &line);
	status = objects_settle(making->app->vault, err);
	if (status == OK)
		status = act_append(act, making->app, &making->report->entry, err);
	if (status == OK)
		status = log_settle(making->app->vault, err);
	buf_fini(&line);
	return status;
}

/* The zone that was said, else the diary's.  Somebody else's answer may name one that only a newer
 * machine knows: then the diary's is used, and said to be. */
static enum status
zones_start(struct making *making, const struct app *app, struct text said, struct err *err)
{
	struct text own = text_of_c(app->zone_name);
	enum status status;

	if (said.n == 0)
		return reading_zones_open(&making->zones, own, true, err);
	status = reading_zones_open(&making->zones, said, false, err);
	if (status != E_NOTFOUND)
		return status;
	report_note(making->report, NOTE_DOUBT, TEXT_LITERAL("zone-not-applied"), said);
	return reading_zones_open(&making->zones, own, true, err);
}

static enum status
making_start(
    struct making *making, struct app *app, const struct reading_answers *answers, struct err *err)
{
	enum status status;

	act_init(&making->act, app, "reading");
	arena_init(&making->arena, SETTLE_ARENA_BYTES);
	buf_init(&making->bytes, RECORD_MAX_BYTES);
	buf_init(&making->columns, RECORD_NAME_MAX_BYTES);
	buf_init(&making->extract_name, 2 * RECORD_NAME_MAX_BYTES);
	buf_init(&making->extract_type, 2 * RECORD_NAME_MAX_BYTES);
	status = chosen_days_init(&making->days, answers->days, err);
	if (status == OK)
		status = zones_start(making, app, answers->zone, err);
	return status == OK
		   ? reading_writer_new(app->vault, making->act.entry.seed, &making->writer, err)
		   : status;
}

static void
making_fini(struct making *making)
{
	indexing_abandon(making->indexing);
	object_abort(making->extract);
	reading_writer_abort(making->writer);
	act_fini(&making->act);
	reading_zones_close(&making->zones);
	arena_fini(&making->arena);
	buf_fini(&making->bytes);
	buf_fini(&making->columns);
	buf_fini(&making->extract_name);
	buf_fini(&making->extract_type);
	chosen_days_fini(&making->days);
	mem_free(making->extracts);
}

/* The reading's entry will be the next one: nobody else writes to the log. */
static enum status
indexing_start(struct making *making, const struct pending *pending, struct err *err)
{
	const struct indexing_options options = {
	    .number = log_entries(making->app->vault), .bytes = making->report->bytes};

	if (!making->feed || pending->answers_entry != pending->entry)
		return OK;
	return indexing_new(making->app, &options, &making->indexing, err);
}

static enum status
make_reading(struct making *making, const struct pending *pending, struct reading_answers *answers,
    const struct object_id *object, struct err *err)
{
	struct object_reader *reader = NULL;
	struct reading_sum sum;
	enum status status = making_start(making, making->app, answers, err);

	if (status == OK)
		status = object_open(making->app->vault, object, &reader, err);
	if (status == OK) {
		making->report->bytes = object_reader_info(reader)->bytes;
		memcpy(making->report->sha256, object_reader_info(reader)->sha256, SHA256_BYTES);
		status = indexing_start(making, pending, err);
	}
	if (status == OK)
		status = run_with_parts(making, answers, reader, err);
	object_close(reader);
	if (status != OK)
		return status;
	status = reading_writer_end(making->writer, &sum, err);
	making->writer = NULL;
	return status == OK ? log_reading(making, pending, answers, &sum, err) : status;
}

/* Nothing of the index can be asked once records go into it. */
static enum status
known_load(
    struct making *making, struct me_known *known, struct reading_answers *answers, struct err *err)
{
	making->given = (struct me_given){.now = answers->me,
	    .before = answers->me_else,
	    .alone = answers->me.n != 0 && !answers->me_offered};
	if (making->given.alone)
		return OK;
	answers->me = TEXT_NONE;
	making->known = known;
	return me_known_load(known, making->app, err);
}

enum status
original_read(struct app *app, const struct pending *pending, struct reading_sources *sources,
    struct import_report *report, struct indexing **fed, struct err *err)
{
	struct making making = {
	    .app = app, .siblings = &sources->siblings, .report = report, .feed = fed != NULL};
	struct reading_answers answers;
	struct buf original_bytes, answer_bytes;
	struct entry original, answer;
	struct object_id object;
	enum status status;

	buf_init(&original_bytes, ENTRY_MAX_BYTES + 4096);
	buf_init(&answer_bytes, ENTRY_MAX_BYTES + 4096);
	status = log_read(app->vault, pending->entry, &original_bytes, &original, err);
	if (status == OK)
		status = log_read(app->vault, pending->answers_entry, &answer_bytes, &answer, err);
	if (status == OK &&
	    !object_id_parse(
		slice_of_text(act_find(original.fields[FIELD_PRIVATE], "object")), &object))
		status = fail(err, E_FORMAT, "an original's entry does not name its object");
	if (status == OK) {
		answers_of_entry(&answer, &report->arena, &answers);
		if (act_find(original.fields[FIELD_SOURCE], "changed").n != 0)
			report_note(report, NOTE_UNREAD, TEXT_LITERAL("changed-while-read"),
			    TEXT_LITERAL("The file changed while it was read, so its end may be "
					 "missing; what was read is kept. Add it again when "
					 "nothing writes to it."));
		making.folder = act_find(original.fields[FIELD_PRIVATE], "folder");
		making.entry = pending->entry;
		if (!arena_text(&report->arena, act_field(&original, FIELD_NAME), &report->name))
			report->name = TEXT_NONE;
		status = known_load(&making, &sources->known, &answers, err);
		if (status == OK)
			status = make_reading(&making, pending, &answers, &object, err);
		if (status == OK && fed != NULL) {
			*fed = making.indexing;
			making.indexing = NULL;
		}
		making_fini(&making);
	}
	buf_fini(&original_bytes);
	buf_fini(&answer_bytes);
	return status;
}
