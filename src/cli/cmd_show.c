/* src/cli/cmd_show.c
 * show: one record with all that is written in it, its history, its origin and how it is proved. */
#include "app/checking.h"
#include "app/history.h"
#include "app/listing.h"
#include "app/tombstone.h"
#include "base/encode.h"
#include "cli/cli.h"
#include "diary/detail.h"
#include "show/report/report.h"
#include "show/when.h"

static const struct arg_spec specs[] = {{NULL, false}};

struct showing {
	struct cli *cli;
	uint64_t entry;
	bool corrected;
	struct json json;
	struct buf id; /* of the record as it was found */
};

static void
put_line(struct cli *cli, const char *label, struct text value)
{
	if (value.n == 0)
		return;
	buf_put_c(&cli->out, label);
	cli_put_plain(cli, value);
	buf_put_byte(&cli->out, '\n');
}

static void
put_each(struct cli *cli, const char *label, const struct text *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put_line(cli, label, items[i]);
}

static void
put_times(struct cli *cli, const struct listed *listed)
{
	const struct record *r = listed->record;
	struct buf line;

	buf_init(&line, 1024);
	when_put(&line, &r->when);
	put_line(cli, "when:      ", buf_text(&line));
	buf_reset(&line);
	if (r->until.basis != BASIS_NONE)
		when_put(&line, &r->until);
	put_line(cli, "until:     ", buf_text(&line));
	put_line(cli, "entered:   ", listed->written_at);
	buf_fini(&line);
}

static void
put_parties(struct cli *cli, const struct listed *listed)
{
	const struct record *r = listed->record;
	struct buf line;

	buf_init(&line, 128 * 1024);
	if (r->direction != DIRECTION_NONE)
		put_line(cli, "direction: ", text_of_c(direction_name(r->direction)));
	if (r->direction != DIRECTION_OUT)
		party_put(&line, &r->from, listed->from_person);
	if (r->direction != DIRECTION_NONE && r->direction != DIRECTION_OUT)
		put_line(cli, "from:      ", buf_text(&line));
	for (size_t i = 0; i < r->to_count; i++) {
		buf_reset(&line);
		party_put(&line, &r->to[i], i == 0 ? listed->to_person : TEXT_NONE);
		put_line(cli, "to:        ", buf_text(&line));
	}
	buf_fini(&line);
}

static void
put_doubts(struct cli *cli, const struct record *r)
{
	for (size_t i = 0; i < r->doubts_count; i++) {
		buf_put_c(&cli->out, "doubt:     ");
		cli_put_plain(cli, r->doubts[i].code);
		if (r->doubts[i].detail.n != 0) {
			buf_put_c(&cli->out, " (");
			cli_put_plain(cli, text_prefix(r->doubts[i].detail, 300));
			buf_put_byte(&cli->out, ')');
		}
		buf_put_byte(&cli->out, '\n');
	}
}

static void
put_origin(struct cli *cli, const struct listed *listed)
{
	const struct record *r = listed->record;

	put_line(cli, "original:  ", listed->original_name);
	put_line(cli, "inside:    ", r->inside);
	if (listed->original.n != 0 && r->position != 0)
		buf_putf(&cli->out, "position:  %llu\n", (unsigned long long)r->position);
	put_line(cli, "sha256:    ", listed->original);
}

static void
put_details(struct cli *cli, const struct record *r)
{
	struct buf label;

	buf_init(&label, 64);
	for (size_t i = 0; i < DETAIL_COUNT; i++) {
		const char *name = detail_name((enum detail)i);

		buf_reset(&label);
		buf_putf(&label, "%s:%*s", name, 10 - (int)strlen(name), "");
		buf_put_byte(&label, '\0');
		if (label.failed == OK)
			put_line(cli, (const char *)label.p, detail_of(r, (enum detail)i));
	}
	buf_fini(&label);
}

static void
put_record(struct cli *cli, const struct listed *listed)
{
	const struct record *r = listed->record;

	put_line(cli, "id:        ", listed->id);
	put_line(cli, "kind:      ", text_of_c(record_kind_name(r->kind)));
	put_line(cli, "channel:   ", r->channel);
	put_times(cli, listed);
	put_parties(cli, listed);
	put_each(cli, "by:        ", r->by, r->by_count);
	put_each(cli, "behaviour: ", r->kinds, r->kinds_count);
	put_line(cli, "place:     ", r->place);
	put_line(cli, "subject:   ", r->subject);
	put_line(cli, "text:      ", r->body);
	put_line(cli, "effect:    ", r->effect);
	put_line(cli, "changed:   ", r->changed);
	put_line(cli, "known:     ", r->known);
	put_line(cli, "observer:  ", r->observer);
	put_each(cli, "witness:   ", r->witnesses, r->witnesses_count);
	put_details(cli, r);
	for (size_t i = 0; i < r->attachments_count; i++)
		put_line(cli,
		    r->attachments[i].source == ATTACHMENT_MISSING ? "missing:   " : "attached:  ",
		    r->attachments[i].name.n != 0 ? r->attachments[i].name
						  : TEXT_LITERAL("(without a name)"));
	put_each(cli, "mark:      ", r->marks, r->marks_count);
	put_doubts(cli, r);
	put_origin(cli, listed);
}

static enum status
show_row(void *ctx, const struct listed *listed, uint64_t cursor, struct err *err)
{
	struct showing *showing = ctx;

	(void)cursor;
	showing->entry = listed->entry;
	buf_put_text(&showing->id, listed->id);
	if (showing->cli->json)
		record_json_members(listed, &showing->json);
	else
		put_record(showing->cli, listed);
	return buf_check(&showing->cli->out, err);
}

/* The same message in another original. */
static enum status
show_other(void *ctx, const struct listed *listed, uint64_t cursor, struct err *err)
{
	struct showing *showing = ctx;
	struct cli *cli = showing->cli;
	struct json *json = &showing->json;

	(void)cursor;
	if (text_eq(listed->id, buf_text(&showing->id)))
		return OK;
	if (cli->json) {
		json_object_begin(json);
		json_key_text(json, "id", listed->id);
		json_key_text(json, "original", listed->original);
		json_key_text(json, "name", listed->original_name);
		json_key_text(json, "inside", listed->record->inside);
		json_key_u64(json, "position", listed->record->position);
		json_object_end(json);
		return buf_check(&cli->out, err);
	}
	put_line(cli, "also in:   ", listed->original_name);
	put_line(cli, "inside:    ", listed->record->inside);
	buf_putf(&cli->out, "position:  %llu  [", (unsigned long long)listed->record->position);
	cli_put_plain(cli, listed->id);
	buf_put_c(&cli->out, "]\n");
	put_line(cli, "sha256:    ", listed->original);
	return buf_check(&cli->out, err);
}

static enum status
show_others(struct showing *showing, struct app *app, struct err *err)
{
	enum status status;

	if (showing->cli->json) {
		json_key(&showing->json, "also_in");
		json_array_begin(&showing->json);
	}
	status = buf_check(&showing->id, err);
	if (status == OK)
		status = listing_origins(app, buf_text(&showing->id), show_other, showing, err);
	if (showing->cli->json)
		json_array_end(&showing->json);
	return status;
}

static void
history_json(struct json *json, const struct history_item *item)
{
	json_object_begin(json);
	json_key_text(json, "id", item->id);
	json_key_u64(json, "entry", item->entry);
	json_key_text(json, "kind", item->kind);
	json_key_text(json, "written_at", item->written);
	json_key_text(json, "why", item->why);
	json_key_text(json, "supersedes", item->supersedes);
	json_key_text(json, "private", item->note);
	json_object_end(json);
}

/* A private note is shown to the person it belongs to, here and nowhere else. */
static enum status
show_history(void *ctx, const struct history_item *item, struct err *err)
{
	struct showing *showing = ctx;
	struct cli *cli = showing->cli;

	if (cli->json) {
		history_json(&showing->json, item);
		return buf_check(&cli->out, err);
	}
	if (item->supersedes.p != NULL || showing->corrected) {
		buf_putf(&cli->out, "history:   entry %llu, ", (unsigned long long)item->entry);
		cli_put_plain(cli, item->written);
		buf_put_c(
		    &cli->out, item->supersedes.p != NULL ? ", corrected: " : ", as first entered");
		cli_put_plain(cli, item->why);
		buf_put_c(&cli->out, " [");
		cli_put_plain(cli, item->id);
		buf_put_c(&cli->out, "]\n");
	}
	put_line(cli, "private:   ", item->note);
	return buf_check(&cli->out, err);
}

static void
proof_json(struct json *json, const struct proof_level *proof)
{
	json_key(json, "proof");
	json_object_begin(json);
	json_key_u64(json, "entry", proof->entry);
	json_key_bool(json, "entry_whole", proof->entry_whole);
	json_key_bool(json, "in_log", proof->in_log);
	json_key_u64(json, "log_entries", proof->log_entries);
	json_key_c(json, "head_code", proof->head_code);
	json_object_end(json);
}

static void
put_proof(struct cli *cli, const struct proof_level *proof)
{
	if (proof->in_log)
		buf_putf(&cli->out,
		    "proof:     entry %llu is unchanged; it is one of %llu under the head ",
		    (unsigned long long)proof->entry, (unsigned long long)proof->log_entries);
	else
		buf_putf(&cli->out,
		    "proof:     entry %llu is not what was entered; daybook check says more; head ",
		    (unsigned long long)proof->entry);
	code_put(&cli->out, text_of_c(proof->head_code));
	buf_put_byte(&cli->out, '\n');
}

static enum status
count_history(void *ctx, const struct history_item *item, struct err *err)
{
	(void)err;
	if (item->supersedes.p != NULL)
		*(bool *)ctx = true;
	return OK;
}

static enum status
show(struct showing *showing, struct app *app, struct text id, struct proof_level *proof,
    struct err *err)
{
	struct cli *cli = showing->cli;
	enum status status;

	if (cli->json)
		json_object_begin(&showing->json);
	status = listing_one(app, id, show_row, showing, err);
	if (status == OK)
		status = show_others(showing, app, err);
	if (status == OK)
		status = record_history(app, id, count_history, &showing->corrected, err);
	if (status == OK && cli->json) {
		json_key(&showing->json, "history");
		json_array_begin(&showing->json);
	}
	if (status == OK)
		status = record_history(app, id, show_history, showing, err);
	if (status == OK && cli->json)
		json_array_end(&showing->json);
	return status == OK ? proof_of_entry(app, showing->entry, proof, err) : status;
}

/* One that was removed is told by what stays of it: when, and why. */
static bool
show_removed(struct cli *cli, struct app *app, struct text id)
{
	struct tombstone tombstone;
	struct buf storage;
	struct json json;
	bool removed;

	buf_init(&storage, TOMBSTONE_STORAGE_BYTES);
	removed = tombstone_find(app, id, &storage, &tombstone, NULL) == OK;
	if (removed)
		buf_reset(&cli->out);
	if (removed && cli->json) {
		json = cli_json(cli);
		json_object_begin(&json);
		json_key_text(&json, "id", id);
		json_key(&json, "removed");
		json_object_begin(&json);
		json_key_text(&json, "at", tombstone.written);
		json_key_text(&json, "why", tombstone.why);
		json_key_u64(&json, "entry", tombstone.entry);
		json_object_end(&json);
		json_object_end(&json);
		buf_put_byte(&cli->out, '\n');
	} else if (removed) {
		put_line(cli, "id:        ", id);
		put_line(cli, "removed:   ", tombstone.written);
		put_line(cli, "why:       ", tombstone.why);
		buf_putf(&cli->out,
		    "proof:     what was in it is gone for good; entry %llu says so, and its place "
		    "in the log stays\n",
		    (unsigned long long)tombstone.entry);
	}
	buf_fini(&storage);
	return removed;
}

static int
run(struct cli *cli)
{
	struct showing showing = {.cli = cli};
	struct proof_level proof;
	struct app app = {0};
	struct text id;
	struct err err = {0};
	enum status status;

	if (cli->args.word_count != 2 ||
	    !text_check(slice_of(cli->args.words[1], strlen(cli->args.words[1])), &id, NULL)) {
		(void)fail(&err, E_FORMAT, "name one record by the id that list and search print");
		return cli_usage(cli, &err);
	}
	json_init(&showing.json, &cli->out);
	buf_init(&showing.id, 128);
	status = cli_open_to_read(cli, &app, &err);
	if (status == OK)
		status = show(&showing, &app, id, &proof, &err);
	if (status == E_NOTFOUND && cli->stage == CLI_OPEN && show_removed(cli, &app, id)) {
		app_close(&app);
		buf_fini(&showing.id);
		cli_flush(cli);
		return EXIT_FAILED;
	}
	app_close(&app);
	buf_fini(&showing.id);
	if (status != OK)
		return cli_fail_next(cli, status, &err,
		    status == E_NOTFOUND && cli->stage == CLI_OPEN
			? "list and search print the ids of records, in [brackets]."
			: NULL);
	if (cli->json) {
		proof_json(&showing.json, &proof);
		json_object_end(&showing.json);
		buf_put_byte(&cli->out, '\n');
	} else {
		put_proof(cli, &proof);
	}
	cli_flush(cli);
	return proof.in_log ? EXIT_DONE : EXIT_FAILED;
}

const struct command cmd_show = {"show", "ID",
    "one record with its history, its origin and how it is proved", specs, run,
    "ID is what list and search print in [brackets].  Private notes are shown here; they never\n"
    "leave in a pack.  Where the same message stands in several files that were brought in, all of "
    "them\n"
    "are named.\n"
    "Of a record that was removed, its id, the date and the reason are shown; exit 1, and with "
    "--json\n"
    "{\"id\",\"removed\":{\"at\",\"why\",\"entry\"}}.\n"};
