/* src/app/checking.c
 * The vault checked; see checking.h. */
#include "app/checking.h"

#include "app/act.h"
#include "app/erasing.h"
#include "app/object_checks.h"
#include "app/other_logs.h"
#include "app/reading_store.h"
#include "app/sampling.h"
#include "app/traces.h"
#include "base/mem.h"
#include "keep/log_other.h"
#include "prove/pack_verify.h"
#include "prove/value.h"

enum { NAME_SHOWN_BYTES = 60 };

struct checking {
	struct app *app;
	unsigned share; /* of the bytes of objects, in parts of SAMPLING_ALL; 0: their heads only */
	struct verify_report *report;
	struct hash *hash;
	struct object_checks *checks;
	struct sampling sampling;
	uint64_t total, total_bytes; /* objects there are; of those bytes about `share` are read */
	uint64_t answered, missing;
	struct erased erased; /* what every removal names */
	struct text name;     /* of the original at hand, in app->storage; absent: none */
	char unit[64];
};

static void
on_bytes_read(void *ctx, uint64_t bytes)
{
	struct checking *c = ctx;
	struct buf unit = {.p = (uint8_t *)c->unit, .size = sizeof c->unit, .max = sizeof c->unit};
	uint64_t total = c->total_bytes / SAMPLING_ALL * c->share;

	buf_putf(&unit, "bytes, %llu of %llu files", (unsigned long long)c->answered,
	    (unsigned long long)c->total);
	buf_put_byte(&unit, '\0');
	app_progress(c->app, "checking", bytes, total > bytes ? total : bytes, c->unit);
}

/* A name came with its file: in a report it is one line, and nothing that a terminal obeys. */
static void
put_name(char out[CHECKED_NAME_BYTES], struct text name)
{
	struct buf buf = {
	    .p = (uint8_t *)out, .size = CHECKED_NAME_BYTES, .max = CHECKED_NAME_BYTES};

	buf_put_one_line(&buf, text_prefix(name, NAME_SHOWN_BYTES));
	buf_put_byte(&buf, '\0');
}

static void
object_problem(struct checking *c, const struct checked_object *job, const char *what)
{
	c->report->levels[LEVEL_ORIGINALS].failed++;
	verify_problem_add(c->report, LEVEL_ORIGINALS, text_of_c(job->id.text),
	    "%s (entry %llu, %s)", what, (unsigned long long)log_number_in(job->entry), job->name);
}

/* The object was read, or its head was: it is there, opens, and is what the entry says. */
static enum status
on_answer(void *ctx, const struct checked_object *job, struct err *err)
{
	struct checking *c = ctx;

	c->answered++;
	if (job->status == E_NOMEM)
		return fail(err, E_NOMEM, "%s", job->err.text);
	c->missing += job->status == E_NOTFOUND;
	if (job->status != OK)
		object_problem(c, job, job->err.text);
	else if (!job->check.content_whole)
		object_problem(c, job, "part of it can no longer be read as it was written");
	else if (job->sha256_known &&
		 memcmp(job->check.info.sha256, job->sha256, SHA256_BYTES) != 0)
		object_problem(c, job, "it is not what its entry says");
	else if (job->check.damaged_areas != 0)
		verify_problem_add(c->report, LEVEL_ORIGINALS, text_of_c(job->id.text),
		    "it is whole, but one of its two keys is damaged: make a backup (entry %llu, "
		    "%s)",
		    (unsigned long long)log_number_in(job->entry), job->name);
	return OK;
}

/* Its head alone; *chosen tells whether the whole of it is to be read. */
static enum status
head_check(struct checking *c, struct checked_object *job, bool *chosen, struct err *err)
{
	struct object_reader *reader = NULL;

	*chosen = false;
	job->status = object_open(c->app->vault, &job->id, &reader, &job->err);
	if (job->status == OK) {
		job->check = (struct object_check){
		    .info = *object_reader_info(reader), .content_whole = true};
		*chosen = c->share != 0 && sampling_takes(&c->sampling, job->check.info.bytes);
	}
	object_close(reader);
	return *chosen ? OK : on_answer(c, job, err);
}

/* *whole (may be NULL): all of it is read, now or soon. */
static enum status
check_object(struct checking *c, const struct object_id *object, const uint8_t *sha256,
    uint64_t number, bool *whole, struct err *err)
{
	struct checked_object job = {
	    .id = *object, .entry = number, .sha256_known = sha256 != NULL};
	bool chosen = c->share == SAMPLING_ALL;
	enum status status = OK;

	c->report->levels[LEVEL_ORIGINALS].checked++;
	if (sha256 != NULL)
		memcpy(job.sha256, sha256, SHA256_BYTES);
	put_name(job.name, c->name);
	if (!chosen)
		status = head_check(c, &job, &chosen, err);
	if (whole != NULL)
		*whole = chosen;
	return status == OK && chosen ? object_checks_add(c->checks, &job, err) : status;
}

/* One way through a stored reading: what was taken out of the original on the way is checked, and
 * the records give the root that the entry names. */
struct going_through {
	struct checking *c;
	uint64_t number;
	const struct entry *entry;
	struct merkle merkle;
	uint64_t records;
};

static void
take_record(struct going_through *g, struct slice canonical)
{
	uint8_t salt[SHA256_BYTES], leaf[SHA256_BYTES];

	record_salt(slice_of(g->entry->seed, sizeof g->entry->seed), g->records++, salt);
	record_leaf(g->c->hash, salt, canonical, leaf);
	merkle_add(&g->merkle, g->c->hash, leaf);
}

/* *reads tells whether the reading could be read to its end.  Not OK only for what ends the check.
 */
static enum status
go_through(struct going_through *g, const struct object_id *object, bool *reads, struct err *err)
{
	struct reading_reader *reader = NULL;
	struct extract extract;
	struct slice canonical;
	enum reading_piece piece = PIECE_RECORD;
	enum status status = OK, got = reading_reader_new(g->c->app->vault, object, &reader, NULL);

	while (got == OK && status == OK && piece != PIECE_END) {
		got = reading_reader_next(reader, &piece, &canonical, &extract, NULL);
		if (got == OK && piece == PIECE_RECORD)
			take_record(g, canonical);
		else if (got == OK && piece == PIECE_EXTRACT)
			status = check_object(
			    g->c, &extract.object.id, extract.object.sha256, g->number, NULL, err);
		if (app_cancelled(g->c->app))
			status = fail(err, E_CANCELLED, "stopped");
	}
	reading_reader_free(reader);
	*reads = got == OK;
	return got == E_NOMEM && status == OK ? fail(err, E_NOMEM, "out of memory") : status;
}

static void
reading_problem(struct checking *c, uint64_t number)
{
	c->report->levels[LEVEL_READINGS].failed++;
	verify_problem_add(c->report, LEVEL_READINGS, TEXT_NONE,
	    "the reading of entry %llu is not what was entered",
	    (unsigned long long)log_number_in(number));
}

static enum status
check_records(struct checking *c, const struct entry *entry, uint64_t number,
    const struct reading_value *value, const struct object_id *object, struct err *err)
{
	struct going_through g = {.c = c, .number = number, .entry = entry};
	uint8_t root[SHA256_BYTES];
	bool reads = false;
	enum status status;

	merkle_init(&g.merkle);
	status = go_through(&g, object, &reads, err);
	if (status != OK)
		return status;
	c->report->levels[LEVEL_READINGS].checked++;
	c->report->records += g.records;
	merkle_root(&g.merkle, c->hash, root);
	if (reads && g.records == value->records && memcmp(root, value->root, sizeof root) == 0)
		return OK;
	reading_problem(c, number);
	return OK;
}

static enum status
check_reading(struct checking *c, const struct entry *entry, uint64_t number, struct err *err)
{
	struct reading_value value;
	struct object_id object;
	bool whole = false;
	enum status status = OK;

	if (reading_value_parse(entry->fields[FIELD_READING], &value, NULL) == OK &&
	    object_id_parse(value.object, &object)) {
		status = check_object(c, &object, NULL, number, &whole, err);
		return status == OK && whole ? check_records(c, entry, number, &value, &object, err)
					     : status;
	}
	if (c->share == 0)
		return OK;
	c->report->levels[LEVEL_READINGS].checked++;
	reading_problem(c, number);
	return OK;
}

/* An entry that is a stub.  In another log it may also have been damaged where it came from. */
static void
check_removed(struct checking *c, uint64_t number)
{
	if (erased_has(&c->erased, number) || log_slot_in(number) != 0) {
		c->report->removed++;
		return;
	}
	c->report->levels[LEVEL_ENTRIES].checked++;
	c->report->levels[LEVEL_ENTRIES].failed++;
	verify_problem_add(c->report, LEVEL_ENTRIES, TEXT_NONE,
	    "entry %llu was emptied, and no note of a removal names it",
	    (unsigned long long)number);
}

/* Noted as removed, and still to be read. */
static void
not_removed(struct checking *c, uint64_t number)
{
	c->report->levels[LEVEL_ENTRIES].checked++;
	c->report->levels[LEVEL_ENTRIES].failed++;
	verify_problem_add(c->report, LEVEL_ENTRIES, TEXT_NONE,
	    "the removal of entry %llu was not finished: %.120s",
	    (unsigned long long)log_number_in(number),
	    c->app->removal_unfinished ? c->app->removal_why.text : "it goes on at the next start");
}

static enum status
check_entry(struct checking *c, uint64_t number, struct err *err)
{
	struct entry entry;
	struct object_id object;
	struct content content;
	struct slice contents;
	struct text kind, named;
	struct err why = {0};
	enum status status = log_read(c->app->vault, number, &c->app->storage, &entry, &why);

	if (status == E_NOMEM)
		return fail(err, E_NOMEM, "%s", why.text);
	if (status == E_NOTFOUND || (status == OK && erased_has(&c->erased, number))) {
		if (status == OK)
			not_removed(c, number);
		else
			check_removed(c, number);
		return OK;
	}
	c->report->levels[LEVEL_ENTRIES].checked++;
	if (status != OK) {
		c->report->levels[LEVEL_ENTRIES].failed++;
		verify_problem_add(c->report, LEVEL_ENTRIES, TEXT_NONE, "entry %llu: %s",
		    (unsigned long long)log_number_in(number), why.text);
		return OK;
	}
	kind = act_field(&entry, FIELD_KIND);
	c->name = act_field(&entry, FIELD_NAME);
	if (c->name.n == 0)
		c->name = TEXT_LITERAL("without a name");
	contents = entry.fields[FIELD_CONTENT];
	named = act_find(entry.fields[FIELD_PRIVATE], "object");
	if (text_eq_c(kind, "original") && object_id_parse(slice_of_text(named), &object) &&
	    content_next(&contents, &content))
		return check_object(c, &object, content.sha256, number, NULL, err);
	return text_eq_c(kind, "reading") ? check_reading(c, &entry, number, err) : OK;
}

/* All entries of the log in `slot`. */
static enum status
check_entries(struct checking *c, unsigned slot, uint64_t count, struct err *err)
{
	enum status status = OK;

	for (uint64_t n = 0; status == OK && n < count; n++) {
		if (app_cancelled(c->app))
			status = fail(err, E_CANCELLED, "stopped");
		if (status == OK)
			status = check_entry(c, LOG_NUMBER(slot, n), err);
	}
	return status;
}

static enum status
check_log(struct checking *c, struct err *err)
{
	struct log_check check;
	struct checkpoint head;
	struct buf note;
	enum status status = log_check(c->app->vault, &check, err);

	if (status != OK)
		return status;
	c->report->levels[LEVEL_LOG].checked = check.entries;
	c->report->levels[LEVEL_LOG].failed = check.damaged;
	if (check.damaged != 0)
		verify_problem_add(c->report, LEVEL_LOG, TEXT_NONE,
		    "%llu entries can no longer be read, the first is number %llu",
		    (unsigned long long)check.damaged,
		    (unsigned long long)log_number_in(check.first_damaged));
	if (check.missing_logs != 0)
		verify_problem_add(c->report, LEVEL_LOG, TEXT_NONE,
		    "%llu logs that were taken in are not there: the copy of this folder may not "
		    "be finished",
		    (unsigned long long)check.missing_logs);
	if (check.long_segments != 0)
		verify_problem_add(c->report, LEVEL_LOG, TEXT_NONE,
		    "%llu parts of the log are longer than their entries: something was added to "
		    "them "
		    "that is no entry",
		    (unsigned long long)check.long_segments);
	if (check.damaged_checkpoints != 0 || !check.tree_whole)
		verify_problem_add(c->report, LEVEL_LOG, TEXT_NONE,
		    "the signed heads and the entries do not agree");
	buf_init(&note, CHECKPOINT_MAX_BYTES);
	status = log_newest_checkpoint(c->app->vault, 0, &note, &head, err);
	if (status == OK) {
		checkpoint_head_code(&head, c->report->head_code);
		c->report->log_entries = head.entries;
	}
	buf_fini(&note);
	return status;
}

static void
say_what_was_read(struct checking *c)
{
	const struct sampling *s = &c->sampling;
	uint64_t share = s->seen_bytes != 0 ? s->taken_bytes * 1000 / s->seen_bytes : 0;

	c->report->shallow = c->share != SAMPLING_ALL;
	if (c->share == 0)
		verify_not_checked_add(
		    c->report, "the bytes of the originals: daybook check reads every one of them");
	else if (c->share != SAMPLING_ALL)
		verify_not_checked_add(c->report,
		    "the bytes of %llu of %llu originals and readings: chosen by chance, %llu.%llu "
		    "%% "
		    "of all bytes were read this time; daybook check without --sample reads the "
		    "rest as well",
		    (unsigned long long)(s->seen - s->taken), (unsigned long long)s->seen,
		    (unsigned long long)(share / 10), (unsigned long long)(share % 10));
	verify_not_checked_add(c->report, "time stamps: none were taken");
}

static void
say_what_the_vault_knows(struct checking *c)
{
	const struct vault_state *state = vault_state(c->app->vault);

	if (state->missing_entries != 0 || state->root_differs)
		verify_problem_add(c->report, LEVEL_LOG, TEXT_NONE,
		    "this copy is older than its newest signed head; it may have been restored");
	if (state->damaged_header != 0)
		verify_problem_add(c->report, LEVEL_FILES, TEXT_NONE,
		    "one of the two copies of the header was damaged");
}

static enum status
measure_one(void *ctx, const struct object_id *id, struct err *err)
{
	struct checking *c = ctx;
	const struct io *io = &c->app->seams.io;
	char name[OBJECT_NAME_BYTES];
	struct io_stat st;
	struct buf path;

	object_name(id, name);
	buf_init(&path, 4096);
	vault_path(c->app->vault, name, &path);
	if (buf_check(&path, err) == OK && io->ops->stat(io->ctx, (const char *)path.p, &st) == 0)
		c->total_bytes += st.bytes;
	c->total++;
	buf_fini(&path);
	return OK;
}

static enum status
checking_start(struct checking *c, struct err *err)
{
	struct object_checks_options options = {.vault = c->app->vault,
	    .parallel = c->app->seams.parallel,
	    .cancelled = c->app->cancelled,
	    .progress = on_bytes_read,
	    .answer = on_answer,
	    .ctx = c};

	sampling_init(&c->sampling, &c->app->seams.entropy, c->share);
	c->hash = hash_new();
	if (c->hash == NULL)
		return fail(err, E_NOMEM, "no memory for a check");
	if (c->share != 0 && c->app->progress.report != NULL)
		(void)!objects_each(c->app->vault, measure_one, c, NULL, NULL);
	return object_checks_new(&options, &c->checks, err);
}

static enum status
check_all_entries(struct checking *c, struct err *err)
{
	struct vault *vault = c->app->vault;
	enum status status = check_entries(c, 0, log_settled(vault), err);

	for (unsigned slot = 1; status == OK && slot <= log_others(vault); slot++)
		status = check_entries(c, slot, log_other(vault, slot)->entries, err);
	return status == OK ? object_checks_finish(c->checks, err) : status;
}

enum status
vault_verify_part(struct app *app, unsigned share, struct verify_report *report, struct err *err)
{
	struct checking c = {.app = app, .share = share, .report = report};
	enum status status = checking_start(&c, err);

	if (status == OK)
		status = check_log(&c, err);
	if (status == OK)
		status = erased_gather(app, 0, &c.erased, err);
	if (status == OK)
		status = check_all_entries(&c, err);
	erased_fini(&c.erased);
	object_checks_free(c.checks);
	hash_free(c.hash);
	if (status != OK)
		return status;
	say_what_was_read(&c);
	say_what_the_vault_knows(&c);
	return traces_report(app, c.missing, report, err);
}

enum status
vault_verify(struct app *app, bool quick, struct verify_report *report, struct err *err)
{
	return vault_verify_part(app, quick ? 0 : SAMPLING_ALL, report, err);
}

/* Without an index nobody has told which other logs were taken in. */
static enum status
others_meet(struct app *app, struct err *err)
{
	struct entry entry;
	struct merge merge;
	enum status status = OK, got;

	for (uint64_t n = 0; status == OK && n < log_settled(app->vault); n++) {
		got = log_read(app->vault, n, &app->storage, &entry, NULL);
		if (got == OK && text_eq_c(act_field(&entry, FIELD_KIND), "merge") &&
		    merge_of_entry(&entry, &merge, NULL) == OK)
			got = other_log_meet(app, &merge, NULL);
		if (got == E_NOMEM || got == E_IO)
			status = fail(err, got, "the log cannot be read");
	}
	return status;
}

enum status
vault_look(struct app *app, const struct app_options *options, struct err *err)
{
	enum status status;

	*app = (struct app){.seams = options->seams,
	    .progress = options->progress,
	    .cancelled = options->cancelled};
	buf_init(&app->storage, ENTRY_MAX_BYTES + 4096);
	status = vault_open(
	    options->vault_path, &options->seams, options->secret, true, &app->vault, err);
	if (status == OK)
		status = others_meet(app, err);
	if (status != OK)
		app_close(app);
	return status;
}

static void
on_bytes(void *ctx, uint64_t done, uint64_t total)
{
	const struct progress *progress = ctx;

	progress->report(progress->ctx, "checking", done, total, "bytes");
}

enum status
pack_check(const struct vault_seams *seams, const char *path, const struct progress *progress,
    struct verify_report *report, struct err *err)
{
	struct pack_verify_options options = PACK_VERIFY_OPTIONS_INIT;
	struct progress copy = *progress;

	options.threads = seams->parallel ? 2 : 1;
	if (copy.report != NULL) {
		options.progress = on_bytes;
		options.ctx = &copy;
	}
	return pack_verify(&seams->io, path, &options, report, err);
}
