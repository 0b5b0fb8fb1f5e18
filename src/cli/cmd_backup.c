/* src/cli/cmd_backup.c
 * backup: a copy of the whole vault elsewhere, or how old the last one is. */
#include "app/backup.h"
#include "app/last_copy.h"
#include "cli/cli.h"
#include "show/when.h"

enum { PATH_BYTES = 4096, PROBLEMS_BYTES = 256 * 1024, PROBLEMS_SHOWN = 100 };

static const struct arg_spec specs[] = {{"verify-all", true}, {NULL, false}};

struct making {
	struct cli *cli;
	struct app app;
	struct buf vault, to;
	struct buf problems; /* JSON of them */
	struct json json;
	size_t count;
	struct backup_sum sum;
};

static void
on_problem(void *ctx, const char *name, const char *why)
{
	struct making *m = ctx;

	if (m->count++ >= PROBLEMS_SHOWN)
		return;
	json_object_begin(&m->json);
	json_key_c(&m->json, "path", name);
	json_key_c(&m->json, "what", why);
	json_object_end(&m->json);
	cli_warn(m->cli, "", name, why);
}

/* --- how old the last one is --- */

static int
print_last(struct cli *cli, struct app *app)
{
	struct last_copy copy;
	struct err err = {0};
	struct json json;
	struct buf line;
	enum status status = last_copy_find(app, &copy, &err);

	if (status != OK)
		return cli_fail(cli, status, &err);
	if (cli->json) {
		json = cli_json(cli);
		json_object_begin(&json);
		json_key(&json, "last_copy");
		last_copy_json(&copy, &json);
		json_object_end(&json);
		cli_json_end(cli);
		return EXIT_DONE;
	}
	buf_init(&line, PATH_BYTES);
	last_copy_sentence(app, &copy, &line);
	cli_put_plain(cli, buf_text(&line));
	buf_put_byte(&cli->out, '\n');
	cli_flush(cli);
	buf_fini(&line);
	return EXIT_DONE;
}

static int
run_last(struct cli *cli)
{
	struct app app = {0};
	struct err err = {0};
	enum status status = cli_open(cli, &app, &err);
	int code = status == OK ? print_last(cli, &app) : cli_fail(cli, status, &err);

	app_close(&app);
	return code;
}

/* --- what came of it --- */

static void
put_files(struct buf *out, uint64_t files, uint64_t bytes)
{
	count_put(out, files);
	buf_putf(out, files == 1 ? " file (%.1f MB)" : " files (%.1f MB)", (double)bytes / 1e6);
}

static void
put_number(struct json *json, const char *key, uint64_t n)
{
	json_key_u64(json, key, n);
}

static void
put_bool(struct json *json, const char *key, bool value)
{
	json_key_bool(json, key, value);
}

static void
print_json(struct making *m)
{
	const struct backup_sum *s = &m->sum;
	struct json json = cli_json(m->cli);

	json_object_begin(&json);
	json_key(&json, "to");
	cli_json_path(&json, (const char *)m->to.p);
	put_bool(&json, "whole", s->whole);
	put_bool(&json, "first", s->first);
	put_bool(&json, "continued", s->continued);
	put_bool(&json, "same_disk", s->same_disk);
	put_bool(&json, "logged", s->noted);
	put_number(&json, "entries", s->entries);
	put_number(&json, "objects", s->objects);
	put_number(&json, "bytes", s->bytes);
	put_number(&json, "copied", s->copied);
	put_number(&json, "copied_bytes", s->copied_bytes);
	put_number(&json, "looked_at", s->looked_at);
	put_number(&json, "looked_at_bytes", s->looked_bytes);
	put_number(&json, "mended", s->mended);
	put_number(&json, "removed", s->removed);
	put_number(&json, "lost", s->kept);
	put_number(&json, "missing", s->missing);
	put_number(&json, "unreadable", s->lacking);
	put_number(&json, "damaged_entries", s->damaged_entries);
	json_key(&json, "problems");
	json_ready(&json, buf_slice(&m->problems));
	json_object_end(&json);
	cli_json_end(m->cli);
}

static void
print_text(struct making *m)
{
	const struct backup_sum *s = &m->sum;
	struct buf *out = &m->cli->out;

	buf_put_c(out, s->whole ? "The copy is whole: " : "The copy is NOT whole: ");
	put_files(out, s->objects, s->bytes);
	buf_put_c(out, " and ");
	count_put(out, s->entries);
	buf_put_c(out, s->entries == 1 ? " entry" : " entries");
	buf_put_c(out, " of the log.\nCopied now: ");
	put_files(out, s->copied, s->copied_bytes);
	buf_put_c(out, ", each read back from the disk and compared.\n");
	if (s->looked_at != 0) {
		buf_put_c(out, "Opened and hashed in the copy: ");
		put_files(out, s->looked_at, s->looked_bytes);
		buf_put_c(out, ".\n");
	}
	if (s->removed != 0)
		buf_putf(out, "Removed from the copy, as from the vault: %llu.\n",
		    (unsigned long long)s->removed);
	cli_flush(m->cli);
}

/* What is not as it should be, and what to do; on standard error in any case. */
static void
say_doubts(struct making *m)
{
	const struct backup_sum *s = &m->sum;
	struct cli *cli = m->cli;

	if (m->count > PROBLEMS_SHOWN)
		cli_say(cli, "… and %zu more.", m->count - PROBLEMS_SHOWN);
	if (!s->whole)
		cli_say(cli,
		    "%llu files could not be copied whole, they are named above.  Keep this copy "
		    "and "
		    "every older one; the\ndisk of the vault may be failing, so use another for it "
		    "soon.  Run the same command again: what can be read\nthen is copied then.",
		    (unsigned long long)s->lacking);
	if (s->mended != 0)
		cli_say(cli,
		    "%llu files of the copy were damaged and were copied again.  That disk loses "
		    "what "
		    "it is given: use another one.",
		    (unsigned long long)s->mended);
	if (s->kept + s->missing + s->damaged_entries != 0)
		cli_say(cli, "The vault itself is damaged: daybook check tells how.  What it has "
			     "lost and the "
			     "copy still has, stays there.");
	if (s->whole && !s->noted)
		cli_say(cli, "That this copy was made could not be written into the vault's log; "
			     "the copy is "
			     "whole all the same.");
	if (s->same_disk)
		cli_say(cli,
		    "The copy is on the same disk as the vault: when the disk fails or is taken, "
		    "both are gone.");
}

static int
print_sum(struct making *m)
{
	const struct backup_sum *s = &m->sum;

	if (m->cli->json)
		print_json(m);
	else if (!m->cli->quiet)
		print_text(m);
	say_doubts(m);
	return s->whole && s->noted && s->mended + s->kept + s->missing + s->damaged_entries == 0
		   ? EXIT_DONE
		   : EXIT_DOUBTS;
}

/* NULL: the usual words. */
static const char *
next_words(const struct making *m, enum status status)
{
	const struct vault_state *state = vault_state(m->app.vault);

	if (state->missing_entries != 0 || state->root_differs)
		return "Keep every older copy.  daybook check tells what is missing here.";
	if (status == E_AUTH)
		return "Name another folder, best on another disk or stick.";
	if (status == E_CONFLICT)
		return "Name another folder; nothing at that place was changed.";
	if (status == E_NOTFOUND)
		return "Plug the disk in, or make the folder, and run the same command again.";
	return NULL;
}

static int
make_copy(struct making *m)
{
	struct backup_options options = {
	    .verify_all = args_flag(&m->cli->args, "verify-all"), .problem = on_problem, .ctx = m};
	struct err err = {0};
	struct buf storage;
	enum status status;

	buf_init(&storage, PATH_BYTES);
	status = cli_open(m->cli, &m->app, &err);
	if (status != OK) {
		buf_fini(&storage);
		return cli_fail(m->cli, status, &err);
	}
	status = system_real_path(cli_vault_path(m->cli, &storage), &m->vault, &err);
	if (status == OK)
		status = system_real_path(m->cli->args.words[1], &m->to, &err);
	options.vault_path = (const char *)m->vault.p;
	options.to = (const char *)m->to.p;
	if (status == OK)
		status = backup_make(&m->app, &options, &m->sum, &err);
	buf_fini(&storage);
	json_array_end(&m->json);
	return status == OK ? print_sum(m)
			    : cli_fail_next(m->cli, status, &err, next_words(m, status));
}

static int
run_backup(struct cli *cli)
{
	struct making m = {.cli = cli};
	struct err err = {0};
	int code;

	if (cli->args.word_count == 1 && !args_flag(&cli->args, "verify-all"))
		return run_last(cli);
	if (cli->args.word_count != 2) {
		(void)fail(&err, E_FORMAT, "name one folder for the copy");
		return cli_usage(cli, &err);
	}
	buf_init(&m.vault, PATH_BYTES);
	buf_init(&m.to, PATH_BYTES);
	buf_init(&m.problems, PROBLEMS_BYTES);
	json_init(&m.json, &m.problems);
	json_array_begin(&m.json);
	code = make_copy(&m);
	app_close(&m.app);
	buf_fini(&m.vault);
	buf_fini(&m.to);
	buf_fini(&m.problems);
	return code;
}

const struct command cmd_backup = {"backup", "[DIR [--verify-all]]",
    "copy the vault to another disk or a stick, and read the copy back", specs, run_backup,
    "DIR is a new folder, or the copy from last time, which is brought up to date.  The copy "
    "opens\n"
    "with the same passphrase and words, and is for reading: daybook check --vault DIR.\n"
    "--verify-all opens and hashes every file of the copy, not only a part of the older ones.\n"
    "Without DIR it tells how old the last copy is.\n"};
