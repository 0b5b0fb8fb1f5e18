/* src/app/checking.c
 * The vault checked; see checking.h. */
#include "app/checking.h"

#include "app/act.h"
#include "app/erasing.h"
#include "app/other_logs.h"
#include "app/reading_store.h"
#include "base/mem.h"
#include "keep/log.h"
#include "prove/pack_verify.h"
#include "prove/value.h"

enum { NAME_SHOWN_BYTES = 60 };

struct checking {
	struct app *app;
	bool quick;
	struct verify_report *report;
	struct hash *hash;
	uint64_t done;
	struct erased erased; /* what every removal names */
	struct text name;     /* of the original at hand, in app->storage; absent: none */
};

/* A name came with its file: in a report it is one line, and nothing that a terminal obeys. */
static void
put_name(struct buf *out, struct text name)
{
	name = text_prefix(name, NAME_SHOWN_BYTES);
	while (name.n != 0) {
		uint32_t cp = text_next(&name);

		buf_put_code_point(out, cp < 0x20 || (cp >= 0x7f && cp <= 0x9f) ? ' ' : cp);
	}
}

static void
object_problem(
    struct checking *c, const struct object_id *object, uint64_t number, const char *what)
{
	struct buf name;

	buf_init(&name, 4 * NAME_SHOWN_BYTES);
	put_name(&name, c->name);
	c->report->levels[LEVEL_ORIGINALS].failed++;
	verify_problem_add(c->report, LEVEL_ORIGINALS, text_of_c(object->text),
	    "%s (entry %llu, %.*s)", what, (unsigned long long)log_number_in(number), (int)name.n,
	    (const char *)name.p);
	buf_fini(&name);
}

/* The object is there, opens, and is what the entry says. */
static enum status
check_object(struct checking *c, const struct object_id *object, const uint8_t *sha256,
    uint64_t number, struct err *err)
{
	struct object_check check;
	struct err why = {0};
	enum status status;

	c->report->levels[LEVEL_ORIGINALS].checked++;
	app_progress(c->app, "checking", ++c->done, 0, "objects");
	if (c->quick) {
		struct object_reader *reader = NULL;

		status = object_open(c->app->vault, object, &reader, &why);
		if (status == OK && sha256 != NULL &&
		    memcmp(object_reader_info(reader)->sha256, sha256, SHA256_BYTES) != 0)
			object_problem(c, object, number, "it is not what its entry says");
		object_close(reader);
	} else {
		status = object_check(c->app->vault, object, &check, &why);
		if (status == OK && !check.content_whole)
			object_problem(c, object, number,
			    "part of it can no longer be read as it was written");
		else if (status == OK && sha256 != NULL &&
			 memcmp(check.info.sha256, sha256, SHA256_BYTES) != 0)
			object_problem(c, object, number, "it is not what its entry says");
	}
	if (status == E_NOMEM || status == E_CANCELLED)
		return fail(err, status, "%s", why.text);
	if (status != OK)
		object_problem(c, object, number, why.text);
	return OK;
}

static enum status
check_extracts(struct checking *c, const struct object_id *object, uint64_t number, struct err *err)
{
	struct reading_reader *reader = NULL;
	struct extract extract;
	struct slice canonical;
	enum reading_piece piece = PIECE_RECORD;
	struct err why = {0};
	enum status status = reading_reader_new(c->app->vault, object, &reader, &why);

	while (status == OK && piece != PIECE_END) {
		status = reading_reader_next(reader, &piece, &canonical, &extract, &why);
		if (status == OK && piece == PIECE_EXTRACT &&
		    check_object(c, &extract.object.id, extract.object.sha256, number, err) != OK)
			break;
	}
	reading_reader_free(reader);
	if (status != OK)
		object_problem(c, object, number, why.text);
	return OK;
}

/* The records give the root that the entry names. */
static void
check_reading(struct checking *c, const struct entry *entry, uint64_t number)
{
	struct reading_reader *reader = NULL;
	struct merkle merkle;
	uint64_t records = 0;
	struct reading_value value;
	struct object_id object;
	struct extract extract;
	struct slice canonical;
	enum reading_piece piece = PIECE_RECORD;
	uint8_t salt[SHA256_BYTES], leaf[SHA256_BYTES], root[SHA256_BYTES];
	bool opened;
	enum status status = reading_value_parse(entry->fields[FIELD_READING], &value, NULL);

	c->report->levels[LEVEL_READINGS].checked++;
	merkle_init(&merkle);
	if (status == OK && object_id_parse(value.object, &object))
		status = reading_reader_new(c->app->vault, &object, &reader, NULL);
	while (status == OK && reader != NULL && piece != PIECE_END) {
		status = reading_reader_next(reader, &piece, &canonical, &extract, NULL);
		if (status != OK || piece != PIECE_RECORD)
			continue;
		record_salt(slice_of(entry->seed, sizeof entry->seed), records++, salt);
		record_leaf(c->hash, salt, canonical, leaf);
		merkle_add(&merkle, c->hash, leaf);
	}
	opened = reader != NULL;
	reading_reader_free(reader);
	merkle_root(&merkle, c->hash, root);
	c->report->records += records;
	if (status == OK && opened && records == value.records &&
	    memcmp(root, value.root, sizeof root) == 0)
		return;
	c->report->levels[LEVEL_READINGS].failed++;
	verify_problem_add(c->report, LEVEL_READINGS, TEXT_NONE,
	    "the reading of entry %llu is not what was entered",
	    (unsigned long long)log_number_in(number));
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
	struct reading_value value;
	struct err why = {0};
	enum status status = log_read(c->app->vault, number, &c->app->storage, &entry, &why);

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
		return check_object(c, &object, content.sha256, number, err);
	if (!text_eq_c(kind, "reading"))
		return OK;
	if (reading_value_parse(entry.fields[FIELD_READING], &value, NULL) == OK &&
	    object_id_parse(value.object, &object)) {
		status = check_object(c, &object, NULL, number, err);
		if (status == OK && !c->quick)
			status = check_extracts(c, &object, number, err);
	}
	if (status == OK && !c->quick)
		check_reading(c, &entry, number);
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
		    "be "
		    "finished",
		    (unsigned long long)check.missing_logs);
	if (check.damaged_checkpoints != 0 || !check.tree_whole)
		verify_problem_add(c->report, LEVEL_LOG, TEXT_NONE,
		    "the signed heads and the entries do not agree");
	buf_init(&note, CHECKPOINT_MAX_BYTES);
	status = log_newest_checkpoint(c->app->vault, &note, err);
	if (status == OK)
		status = checkpoint_open(
		    buf_slice(&note), vault_public_key(c->app->vault), &head, err);
	if (status == OK) {
		checkpoint_head_code(&head, c->report->head_code);
		c->report->log_entries = head.entries;
	}
	buf_fini(&note);
	return status;
}

static void
say_what_was_left_out(struct checking *c)
{
	const struct vault_state *state = vault_state(c->app->vault);

	c->report->shallow = c->quick;
	if (c->quick)
		verify_not_checked_add(
		    c->report, "the bytes of the originals: daybook check reads every one of them");
	verify_not_checked_add(c->report, "time stamps: none were taken");
	if (state->missing_entries != 0 || state->root_differs)
		verify_problem_add(c->report, LEVEL_LOG, TEXT_NONE,
		    "this copy is older than its newest signed head; it may have been restored");
	if (state->damaged_header != 0)
		verify_problem_add(c->report, LEVEL_FILES, TEXT_NONE,
		    "one of the two copies of the header was damaged");
}

static enum status
check_entries(struct checking *c, unsigned slot, uint64_t entries, struct err *err)
{
	enum status status = OK;

	for (uint64_t n = 0; status == OK && n < entries; n++)
		status = app_cancelled(c->app) ? fail(err, E_CANCELLED, "stopped")
					       : check_entry(c, LOG_NUMBER(slot, n), err);
	return status;
}

enum status
vault_verify(struct app *app, bool quick, struct verify_report *report, struct err *err)
{
	struct checking c = {.app = app, .quick = quick, .report = report, .hash = hash_new()};
	enum status status = c.hash != NULL ? check_log(&c, err)
					    : fail(err, E_NOMEM, "no memory for a check");

	if (status == OK)
		status = erased_gather(app, 0, &c.erased, err);
	if (status == OK)
		status = check_entries(&c, 0, log_settled(app->vault), err);
	for (unsigned slot = 1; status == OK && slot <= log_others(app->vault); slot++)
		status = check_entries(&c, slot, log_other(app->vault, slot)->entries, err);
	if (status == OK)
		say_what_was_left_out(&c);
	erased_fini(&c.erased);
	hash_free(c.hash);
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
