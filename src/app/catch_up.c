/* src/app/catch_up.c
 * The index brought up to the log; see catch_up.h.  Every entry can be applied twice with the same
 * outcome, so a stop anywhere is mended by starting again at the last reflected entry. */
#include "app/catch_up.h"

#include "app/erasing.h"
#include "app/incident.h"
#include "app/indexing.h"
#include "app/last_copy.h"
#include "app/other_logs.h"
#include "app/reading.h"
#include "app/reading_store.h"
#include "app/settings.h"
#include "base/mem.h"
#include "keep/index_names.h"
#include "keep/index_roles.h"
#include "keep/log.h"
#include "sys/os/os_zone.h"

enum { RECORD_ARENA_BYTES = 32 * 1024 * 1024 };

struct catching {
	struct app *app;
	const struct catch_up_listener *listener;
	struct pending *pending;
	size_t pending_count, pending_size;
	struct reading_sources sources;
	bool feed;            /* records go into the index while a file is read */
	struct indexing *fed; /* of the reading just made: all its records, not yet ended */
	bool spoiled;         /* that was cut off, and left an index of no use */
	uint64_t merged[LOG_OTHERS_MAX]; /* by slot: the entry that took it in, or more of it */
	struct erased erased; /* named by removals: not there any more, or not for long */
	uint64_t whole;       /* entries before the first one whose object is missing or damaged */
	struct arena arena;
	struct buf bytes;
};

/* One object that is missing or damaged does not shut the whole diary.  The check names it; it is
 * tried again at every start, since somebody may have put it back. */
static enum status
pass_over(struct catching *c, enum status status, uint64_t number)
{
	if (status != E_NOTFOUND && status != E_AUTH && status != E_FORMAT)
		return status;
	c->app->passed_over++;
	/* Of another log: from the entry on that took it in. */
	if (log_slot_in(number) != 0)
		number = c->merged[log_slot_in(number) - 1];
	c->whole = number < c->whole ? number : c->whole;
	return OK;
}

static enum status
pending_add(struct catching *c, const struct pending *item, struct err *err)
{
	struct pending *bigger;

	bigger = mem_more(c->pending, c->pending_count, &c->pending_size, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for the list of files to read");
	c->pending = bigger;
	c->pending[c->pending_count++] = *item;
	return OK;
}

static void
pending_done(struct catching *c, struct text answers_id)
{
	for (size_t i = 0; i < c->pending_count; i++)
		if (text_eq_c(answers_id, c->pending[i].answers_id))
			c->pending[i].id[0] = '\0';
}

/* --- one record into the index --- */

/* The import under way goes; the failure before it is the one to tell. */
static void
abandon(struct catching *c)
{
	enum status status = index_abort(c->app->index, NULL);

	(void)status; /* the next opening drops it in any case */
}

/* A whole import of one record that is not in any reading. */
static enum status
add_single(
    struct catching *c, const struct index_import *import, struct record *record, struct err *err)
{
	enum status status;

	buf_reset(&c->bytes);
	status = record_put(&c->bytes, record, err);
	if (status == OK)
		status = index_begin_import(c->app->index, import, err);
	if (status != OK)
		return status;
	status = indexing_item(c->app, 0, buf_slice(&c->bytes), record, err);
	if (status == OK)
		return index_end(c->app->index, err);
	abandon(c);
	return status;
}

static struct index_import
import_of_entry(const struct entry *entry, uint64_t number)
{
	return (struct index_import){.number = number,
	    .entry_id = act_field(entry, FIELD_ID),
	    .detail = act_find(entry->fields[FIELD_WRITTEN], "utc")};
}

/* --- entries, one kind each --- */

static enum status
apply_incident(struct catching *c, const struct entry *entry, uint64_t number, struct err *err)
{
	struct index_import import = import_of_entry(entry, number);
	struct record record;
	enum status status;

	arena_reset(&c->arena);
	status = record_of_incident(entry, &c->arena, &record, err);
	if (status == OK && record.observer.n == 0)
		record.observer = other_log_from(c->app, number);
	return status == OK ? add_single(c, &import, &record, err) : status;
}

struct superseded {
	struct catching *catching;
	struct record record;
	struct buf bytes;
};

static enum status
take_superseded(void *ctx, const struct index_row *row, struct err *err)
{
	struct superseded *old = ctx;
	enum status status;

	buf_reset(&old->bytes);
	buf_put_slice(&old->bytes, row->bytes);
	status = buf_check(&old->bytes, err);
	return status == OK
		   ? record_parse(buf_slice(&old->bytes), &old->catching->arena, &old->record, err)
		   : status;
}

static enum status
find_superseded(struct catching *c, struct text target, struct index_id *id, struct err *err)
{
	struct slice rest = slice_of_text(target), head;

	*id = (struct index_id){0};
	if (cut(&rest, '.', &head)) {
		if (!u64_parse(rest, &id->number))
			return E_NOTFOUND;
	} else {
		head = slice_of_text(target);
	}
	return index_import_by_entry(
	    c->app->index, (struct text){(const char *)head.p, head.n}, &id->import, err);
}

/* Usually one; several when it settles what two devices said of one record. */
static enum status
retire_all(struct catching *c, const struct entry *entry, uint64_t number, struct err *err)
{
	struct slice lines = entry->fields[FIELD_RELATIONS];
	struct text name, target;
	struct index_id id;
	enum status status = OK;

	while (status == OK && value_next_line(&lines, &name, &target)) {
		if (!text_eq_c(name, "supersedes"))
			continue;
		status = find_superseded(c, target, &id, err);
		if (status == OK)
			status = index_retire(c->app->index, id, number, err);
		if (status == E_NOTFOUND)
			status = OK; /* not here, or not any more */
	}
	return status;
}

/* A correction of something this log does not hold (any more) leaves nothing to show. */
static enum status
apply_correction(struct catching *c, const struct entry *entry, uint64_t number, struct err *err)
{
	struct index_import import = import_of_entry(entry, number);
	struct superseded old = {.catching = c};
	struct index_id id;
	enum status status;

	import.corrects = true;
	arena_reset(&c->arena);
	buf_init(&old.bytes, RECORD_MAX_BYTES);
	status = find_superseded(
	    c, act_find(entry->fields[FIELD_RELATIONS], "supersedes"), &id, err);
	if (status == OK)
		status = index_get(c->app->index, id, take_superseded, &old, err);
	if (status == OK)
		status = record_apply_correction(entry, &c->arena, &old.record, err);
	if (status == OK)
		status = add_single(c, &import, &old.record, err);
	if (status == OK)
		status = retire_all(c, entry, number, err);
	buf_fini(&old.bytes);
	return status == E_NOTFOUND ? OK : status;
}

static enum status
apply_person(struct catching *c, const struct entry *entry, struct err *err)
{
	struct text handle = act_find(entry->fields[FIELD_PEOPLE], "handle");
	struct text person = act_find(entry->fields[FIELD_PEOPLE], "person");
	struct text role = act_find(entry->fields[FIELD_PEOPLE], "role");

	if (role.n != 0)
		return index_set_role(
		    c->app->index, person, text_eq_c(role, "none") ? TEXT_NONE : role, err);
	return index_name_person(c->app->index, handle, person, err);
}

static enum status
apply_original(struct catching *c, const struct entry *entry, uint64_t number, struct err *err)
{
	struct index_import import = import_of_entry(entry, number);
	struct pending pending = {.entry = number, .answers_entry = number};
	struct slice contents = entry->fields[FIELD_CONTENT];
	struct content content;
	struct text name = text_prefix(act_field(entry, FIELD_NAME), IMPORT_NAME_BYTES - 1);
	enum status status;

	import.name = name;
	text_copy(pending.id, sizeof pending.id, import.entry_id);
	text_copy(pending.answers_id, sizeof pending.answers_id, import.entry_id);
	if (!content_next(&contents, &content))
		return OK; /* not an original of ours; the check says so */
	pending.bytes = content.bytes;
	status = siblings_add_entry(&c->sources.siblings, number, entry, err);
	if (status == OK)
		status = index_begin_import(c->app->index, &import, err);
	if (status == OK)
		status = index_end(c->app->index, err);
	return status == OK ? pending_add(c, &pending, err) : status;
}

/* A request to read an original again with new answers: the newest reading of it is replaced. */
static enum status
apply_answer(struct catching *c, const struct entry *entry, uint64_t number, struct err *err)
{
	struct text id = act_find(entry->fields[FIELD_RELATIONS], "reads");
	struct index_import import = import_of_entry(entry, number);
	struct pending pending = {.answers_entry = number};
	enum status status;

	status = index_import_by_entry(c->app->index, id, &pending.entry, err);
	if (status != OK)
		return status == E_NOTFOUND ? OK : status;
	text_copy(pending.id, sizeof pending.id, id);
	text_copy(pending.answers_id, sizeof pending.answers_id, act_field(entry, FIELD_ID));
	/* So that it is found when there are further answers. */
	status = index_begin_import(c->app->index, &import, err);
	if (status == OK)
		status = index_end(c->app->index, err);
	return status == OK ? pending_add(c, &pending, err) : status;
}

static enum status
index_pieces(
    struct catching *c, struct reading_reader *reader, struct indexing *indexing, struct err *err)
{
	struct slice canonical;
	struct extract extract;
	enum reading_piece piece;
	uint64_t number = 0;
	enum status status;

	for (;;) {
		status = reading_reader_next(reader, &piece, &canonical, &extract, err);
		if (status != OK || piece == PIECE_END)
			return status;
		if (piece == PIECE_EXTRACT)
			continue;
		status = indexing_record(indexing, canonical, err);
		if (status != OK)
			return status;
		if (++number % 4096 == 0) {
			app_progress(c->app, "indexing", number, 0, "records");
			if (app_cancelled(c->app))
				return fail(err, E_CANCELLED, "stopped");
		}
	}
}

/* From the reading as it is stored: when the index is made anew, or a stop came between reading
 * and indexing. */
static enum status
index_stored(struct catching *c, const struct index_import *import, const struct object_id *object,
    struct err *err)
{
	const struct indexing_options options = {
	    .number = import->number, .expected = import->expected};
	struct reading_reader *reader = NULL;
	struct indexing *indexing = NULL;
	enum status status = reading_reader_new(c->app->vault, object, &reader, err);

	if (status == OK)
		status = indexing_new(c->app, &options, &indexing, err);
	if (status == OK)
		status = index_pieces(c, reader, indexing, err);
	if (status == OK)
		status = indexing_end(indexing, import, err);
	else
		indexing_abandon(indexing);
	reading_reader_free(reader);
	return status;
}

/* Its records are on their way already when it was made just now. */
static enum status
index_reading(struct catching *c, const struct index_import *import, const struct object_id *object,
    struct err *err)
{
	struct indexing *fed = c->fed;

	if (fed == NULL || indexing_number(fed) != import->number)
		return index_stored(c, import, object, err);
	c->fed = NULL;
	return indexing_end(fed, import, err);
}

/* How many records the reading's entry says there are; it only chooses the index's way of writing.
 */
static uint64_t
records_expected(const struct entry *entry)
{
	struct text records = act_find(entry->fields[FIELD_READING], "records");
	uint64_t n;

	return u64_parse(slice_of_text(records), &n) ? n : 0;
}

/* The reading that an answer asked for takes the place of every older one of that original. */
static enum status
drop_older(struct catching *c, const struct entry *entry, uint64_t number, struct err *err)
{
	struct text older = act_find(entry->fields[FIELD_RELATIONS], "supersedes");
	uint64_t import;
	enum status status;

	pending_done(c, act_find(entry->fields[FIELD_RELATIONS], "answers"));
	if (older.n == 0)
		return OK;
	me_known_forget(&c->sources.known);
	status = index_import_by_entry(c->app->index, older, &import, err);
	if (status == OK && import < number)
		status = index_drop_import(c->app->index, import, err);
	return status == E_NOTFOUND ? OK : status;
}

/* A file that was looked for beside the original, and was not there. */
static void
put_missed(struct text name, struct buf *detail)
{
	if (name.n == 0)
		return;
	buf_put_c(detail, "missed ");
	buf_put_text(detail, name);
	buf_put_byte(detail, '\n');
}

/* Who the person said she is in this file; not what was taken over from another, and not what
 * somebody else said in a log of theirs. */
static void
put_me(struct catching *c, const struct entry *entry, uint64_t number, struct buf *detail)
{
	struct slice derived = entry->fields[FIELD_DERIVED];
	struct text key, me;

	if (act_find(derived, "me-from").n != 0 || other_log_from(c->app, number).n != 0)
		return;
	while (value_next_line(&derived, &key, &me)) {
		if (!text_eq_c(key, "me") || me.n == 0 || me.n > ME_NAME_MAX_BYTES)
			continue;
		value_put_line(detail, "me", me);
		me_known_forget(&c->sources.known);
	}
}

static enum status
apply_reading(struct catching *c, const struct entry *entry, uint64_t number, struct err *err)
{
	struct index_import import = import_of_entry(entry, number);
	struct slice derived = entry->fields[FIELD_DERIVED];
	struct object_id object;
	struct buf detail, hex;
	struct slice contents = entry->fields[FIELD_CONTENT];
	struct content content;
	enum status status;

	if (!object_id_parse(
		slice_of_text(act_find(entry->fields[FIELD_READING], "object")), &object) ||
	    !content_next(&contents, &content))
		return OK;
	status = drop_older(c, entry, number, err);
	if (status != OK)
		return status;
	buf_init(&hex, 128);
	buf_init(&detail, 4096);
	buf_put_hex(&hex, content.sha256, SHA256_BYTES);
	buf_put_c(&detail, "reads ");
	buf_put_text(&detail, act_find(entry->fields[FIELD_RELATIONS], "reads"));
	buf_put_c(&detail, "\nwritten ");
	buf_put_text(&detail, act_find(entry->fields[FIELD_WRITTEN], "utc"));
	buf_putf(&detail, "\nbytes %llu\n", (unsigned long long)content.bytes);
	if (act_find(derived, "again").n != 0)
		buf_put_c(&detail, "again yes\n");
	put_missed(act_find(derived, "missed"), &detail);
	put_me(c, entry, number, &detail);
	import.original = buf_text(&hex);
	import.name = act_field(entry, FIELD_NAME);
	import.format = act_find(derived, "format");
	import.zone = act_find(derived, "zone");
	import.detail = buf_text(&detail);
	import.expected = records_expected(entry);
	status = index_reading(c, &import, &object, err);
	buf_fini(&detail);
	buf_fini(&hex);
	return status;
}

static enum status apply(struct catching *c, uint64_t number, struct err *err);

/* All that was taken in of another log, in its order, and then this log goes on.  What a merge in
 * another log says is between its own vaults. */
static enum status
apply_merge(struct catching *c, const struct entry *entry, uint64_t number, struct err *err)
{
	struct merge merge;
	enum status status;

	if (log_slot_in(number) != 0 || merge_of_entry(entry, &merge, NULL) != OK)
		return OK;
	status = other_log_meet(c->app, &merge, err);
	if (status == OK || status == E_AUTH)
		c->merged[merge.slot - 1] = number;
	/* Some of it is damaged: the rest is shown, and the check tells. */
	if (status == E_AUTH)
		status = pass_over(c, status, number);
	for (uint64_t n = merge.first; status == OK && n < merge.log.entries; n++)
		status = apply(c, LOG_NUMBER(merge.slot, n), err);
	if (status == OK)
		status = other_log_remember(c->app, &merge, number, err);
	return pass_over(c, status, number);
}

static enum status
apply(struct catching *c, uint64_t number, struct err *err)
{
	struct entry entry;
	struct text kind;
	enum status status = erased_has(&c->erased, number)
				 ? E_NOTFOUND
				 : log_read(c->app->vault, number, &c->app->storage, &entry, err);

	/* A damaged entry stays damaged, and the check names it; of a removed one nothing is left.
	 */
	if (status == E_AUTH || status == E_NOTFOUND)
		return OK;
	if (status != OK)
		return status;
	kind = act_field(&entry, FIELD_KIND);
	if (text_eq_c(kind, "merge"))
		return apply_merge(c, &entry, number, err);
	if (text_eq_c(kind, "original"))
		return apply_original(c, &entry, number, err);
	if (text_eq_c(kind, "again"))
		return siblings_add_entry(&c->sources.siblings, number, &entry, err);
	if (text_eq_c(kind, "reading"))
		return pass_over(c, apply_reading(c, &entry, number, err), number);
	if (text_eq_c(kind, "incident"))
		return apply_incident(c, &entry, number, err);
	if (text_eq_c(kind, "correction"))
		return apply_correction(c, &entry, number, err);
	if (text_eq_c(kind, "person"))
		return apply_person(c, &entry, err);
	if (text_eq_c(kind, "answer"))
		return apply_answer(c, &entry, number, err);
	if (text_eq_c(kind, "backup"))
		return last_copy_apply(c->app, &entry, number, err);
	if (text_eq_c(kind, "setting"))
		return setting_apply(c->app, &entry, number, err);
	return OK;
}

static enum status
apply_from(struct catching *c, uint64_t *next, struct err *err)
{
	enum status status = OK;

	while (status == OK && *next < log_settled(c->app->vault)) {
		status = apply(c, *next, err);
		if (status == OK)
			(*next)++;
	}
	return status;
}

/* One file: read, logged and indexed, or passed over. */
static enum status
read_one(struct catching *c, const struct pending *pending, struct import_report *report,
    uint64_t *next, bool *read, struct err *err)
{
	enum status status = original_read(
	    c->app, pending, &c->sources, report, c->feed ? &c->fed : NULL, err);

	*read = status == OK;
	status = *read ? apply_from(c, next, err) : pass_over(c, status, pending->entry);
	indexing_abandon(c->fed);
	c->fed = NULL;
	c->spoiled = status == OK && index_spoiled(c->app->index);
	return c->spoiled ? fail(err, E_CONFLICT, "the index has to be made anew") : status;
}

static void
many_begin(struct catching *c)
{
	struct many_files many = {.failing = "not fully read"};

	for (size_t i = 0; i < c->pending_count; i++) {
		many.all += c->pending[i].id[0] != '\0';
		many.total += c->pending[i].id[0] != '\0' ? c->pending[i].bytes : 0;
	}
	c->app->many = many;
}

static void
many_next(struct catching *c, const struct pending *pending, const struct import_report *report)
{
	c->app->many.files++;
	c->app->many.bytes += pending->bytes;
	c->app->many.failed += report->status != IMPORT_READ;
}

/* Read what waits.  Each reading is logged and indexed before the next begins. */
static enum status
read_pending(struct catching *c, uint64_t *next, struct err *err)
{
	struct import_report *report;
	enum status status = OK;
	bool read;

	many_begin(c);
	for (size_t i = 0; status == OK && i < c->pending_count; i++) {
		if (c->pending[i].id[0] == '\0')
			continue;
		if (c->app->read_only) {
			c->app->unread++;
			continue;
		}
		if (app_cancelled(c->app))
			return fail(err, E_CANCELLED,
			    "stopped; what was kept will be read at the next start");
		report = mem_new(1, sizeof *report);
		if (report == NULL)
			return fail(err, E_NOMEM, "no memory for a report");
		arena_init(&report->arena, 4 * 1024 * 1024);
		app_progress_within(c->app, "reading", 0, c->pending[i].bytes);
		status = read_one(c, &c->pending[i], report, next, &read, err);
		if (status == OK && read && c->listener != NULL)
			c->listener->report(c->listener->ctx, report);
		c->app->finished_readings += read;
		many_next(c, &c->pending[i], report);
		arena_fini(&report->arena);
		mem_free(report);
	}
	return status;
}

/* Does the index reflect a beginning of this log? */
static enum status
state_check(struct app *app, struct index_state *state, bool *fits, struct err *err)
{
	uint8_t root[SHA256_BYTES];
	struct slice log_id = vault_log_id(app->vault);
	enum status status = index_state(app->index, state, err);

	*fits = false;
	if (status != OK)
		return status;
	if (state->log_id[0] == '\0') {
		*fits = state->entries == 0;
		return OK;
	}
	if (strlen(state->log_id) != log_id.n || memcmp(state->log_id, log_id.p, log_id.n) != 0 ||
	    state->entries > log_settled(app->vault))
		return OK;
	status = log_root_at(app->vault, state->entries, root, err);
	*fits = status == OK && memcmp(root, state->root, sizeof root) == 0;
	return status;
}

static enum status
reflect(struct app *app, uint64_t entries, struct err *err)
{
	struct index_state state = {.entries = entries};
	struct slice log_id = vault_log_id(app->vault);
	enum status status = log_root_at(app->vault, state.entries, state.root, err);

	memcpy(
	    state.log_id, log_id.p, log_id.n < INDEX_NAME_BYTES ? log_id.n : INDEX_NAME_BYTES - 1);
	return status == OK ? index_reflect(app->index, &state, err) : status;
}

/* Removals that the index does not reflect are carried out before anything is applied: what they
 * name may be gone in part.  *next is where the index, made anew if need be, then stands. */
static enum status
carry_out_removals(struct catching *c, uint64_t *next, struct err *err)
{
	struct app *app = c->app;
	bool shown = false;
	enum status status = erased_gather(app, *next, &c->erased, err);

	app->removal_unfinished = false;
	if (status != OK || c->erased.count == 0)
		return status;
	app->removal_why = (struct err){0};
	status = erased_carry_out(app, &c->erased, &app->removal_why);
	if (status == E_NOMEM)
		return fail(err, status, "%s", app->removal_why.text);
	/* A disk that refuses must not shut the diary: it is tried again at every start. */
	app->removal_unfinished = status != OK;
	if (status != OK && c->erased.first < c->whole)
		c->whole = c->erased.first;
	status = erased_in_index(app, &c->erased, &shown, err);
	if (status != OK || !shown)
		return status;
	*next = 0;
	return app_index_renew(app, true, err);
}

static enum status
catch_up_once(struct app *app, const struct catch_up_listener *listener, bool feed, bool *spoiled,
    struct err *err)
{
	struct catching c = {.app = app, .listener = listener, .feed = feed, .whole = UINT64_MAX};
	struct index_state state;
	uint64_t next;
	bool fits = false;
	enum status status = app_index_ensure(app, err);

	if (status == OK)
		status = state_check(app, &state, &fits, err);
	if (status == OK && !fits)
		status = app_index_renew(app, false, err);
	if (status != OK)
		return status;
	next = fits ? state.entries : 0;
	if (fits && next == log_settled(app->vault))
		return OK;
	app->passed_over = 0;
	arena_init(&c.arena, RECORD_ARENA_BYTES);
	buf_init(&c.bytes, RECORD_MAX_BYTES);
	status = carry_out_removals(&c, &next, err);
	if (status == OK)
		status = apply_from(&c, &next, err);
	if (status == OK)
		status = read_pending(&c, &next, err);
	if (status == OK)
		status = reflect(app, c.whole < next ? c.whole : next, err);
	*spoiled = c.spoiled;
	arena_fini(&c.arena);
	buf_fini(&c.bytes);
	siblings_fini(&c.sources.siblings);
	me_known_fini(&c.sources.known);
	erased_fini(&c.erased);
	mem_free(c.pending);
	return status;
}

/* A damaged file of many records may be noticed when half of them are in the index, without a
 * journal; or the index itself is found to be damaged.  It is then made anew, and every file is
 * read to its end before it is indexed. */
enum status
catch_up(struct app *app, const struct catch_up_listener *listener, struct err *err)
{
	bool spoiled = false;
	enum status status = catch_up_once(app, listener, true, &spoiled, err);

	app->many = (struct many_files){.all = 0};
	if (status == E_FORMAT && app->index != NULL && index_distrusted(app->index))
		spoiled = true;
	if (!spoiled)
		return status;
	status = app_index_renew(app, false, err);
	return status == OK ? catch_up_once(app, listener, false, &spoiled, err) : status;
}
