/* src/cli/cmd_keys.c
 * keys: the ways into the vault, changed one by one, and a new key for all of it. */
#include "app/keys.h"

#include "cli/asking.h"

enum { WORDS_BYTES = SLOTS_WORDS_TEXT_BYTES, SHEET_PAGE_BYTES = 4 * 1024 * 1024, DATE_CHARS = 10 };

static const struct arg_spec specs[] = {{"new-passphrase-file", false}, {"generate", true},
    {"words-file", false}, {"out", false}, {"label", false}, {"yes", true}, {NULL, false}};

/* What every verb works with. */
struct keys {
	struct cli *cli;
	struct app app;
	struct secret secret;   /* that it was opened with */
	struct secret words[2]; /* drawn: recovery words, or two halves */
	struct new_passphrase passphrase;
	struct json json;
	bool renewing; /* the new key is in force */
};

static const char *
kind_name(enum slots_kind kind)
{
	switch (kind) {
	case SLOTS_KIND_PASSPHRASE: return "passphrase";
	case SLOTS_KIND_WORDS: return "recovery words";
	case SLOTS_KIND_HALVES: return "two halves";
	}
	return "unknown";
}

/* --- answers --- */

static void
json_begin(struct keys *k)
{
	k->json = cli_json(k->cli);
	json_object_begin(&k->json);
}

static void
json_end(struct keys *k)
{
	json_object_end(&k->json);
	cli_json_end(k->cli);
}

static void
json_secret(struct keys *k, const char *key, const struct secret *secret)
{
	json_key(&k->json, key);
	json_text(&k->json, (struct text){(const char *)secret->p, secret->n});
}

static void
put_shown(struct keys *k, const char *what, const struct secret *words)
{
	buf_put_c(&k->cli->out, what);
	buf_put_c(&k->cli->out, ", shown this once:\n\n    ");
	buf_put_slice(&k->cli->out, secret_slice(words));
	buf_put_c(&k->cli->out, "\n\n");
}

static const char old_copies[] =
    "Whoever has an older copy of this folder and what opened it then can still open that copy, "
    "and,\nsince the key inside stays the same, what is copied from here later.  daybook keys "
    "renew gives a new key.\n";

/* --- list --- */

static void
slot_text(struct cli *cli, const struct slot_info *slot)
{
	buf_putf(&cli->out, "  %u  %-15s made ", slot->number, kind_name(slot->kind));
	{
		uint8_t bytes[64];
		struct buf when = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

		if (time_put(&when, slot->made_us))
			buf_put(&cli->out, bytes, DATE_CHARS);
	}
	if (slot->label.n != 0) {
		buf_put_c(&cli->out, "  ");
		cli_put_plain(cli, slot->label);
	}
	buf_put_c(&cli->out, slot->opened ? "  (used now)\n" : "\n");
}

static void
slot_json(struct keys *k, const struct slot_info *slot)
{
	uint8_t bytes[64];
	struct buf when = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	json_begin(k);
	json_key(&k->json, "number");
	json_u64(&k->json, slot->number);
	json_key(&k->json, "kind");
	json_c(&k->json, kind_name(slot->kind));
	json_key(&k->json, "label");
	if (slot->label.n != 0)
		json_text(&k->json, slot->label);
	else
		json_null(&k->json);
	json_key(&k->json, "made");
	if (time_put(&when, slot->made_us))
		json_text(&k->json, buf_text(&when));
	else
		json_null(&k->json);
	json_key(&k->json, "used_now");
	json_bool(&k->json, slot->opened);
	json_end(k);
}

static enum status
do_list(struct keys *k, struct err *err)
{
	struct slots_list list;
	enum status status = slots_list(k->app.vault, &list, err);

	if (status != OK)
		return status;
	for (size_t i = 0; i < list.count; i++) {
		if (k->cli->json)
			slot_json(k, &list.slots[i]);
		else
			slot_text(k->cli, &list.slots[i]);
	}
	cli_flush(k->cli);
	return OK;
}

/* --- passphrase --- */

static enum status
new_passphrase(struct keys *k, struct err *err)
{
	return cli_new_passphrase(
	    k->cli, args_value(&k->cli->args, "new-passphrase-file"), &k->passphrase, err);
}

static void
passphrase_said(struct keys *k)
{
	if (k->cli->json) {
		json_begin(k);
		json_key(&k->json, "number");
		json_u64(&k->json, SLOTS_PASSPHRASE);
		if (k->passphrase.drawn)
			json_secret(k, "passphrase", &k->passphrase.secret);
		json_end(k);
		return;
	}
	if (k->passphrase.drawn)
		put_shown(k, "The new passphrase", &k->passphrase.secret);
	buf_put_c(&k->cli->out, "The passphrase is changed; the old one no longer opens this vault."
				"  The twelve words still do.\n");
	buf_put_c(&k->cli->out, old_copies);
	cli_flush(k->cli);
}

static enum status
do_passphrase(struct keys *k, struct err *err)
{
	enum status status = new_passphrase(k, err);

	if (status == OK)
		status = slots_set_passphrase(
		    k->app.vault, secret_slice(&k->passphrase.secret), err);
	if (status == OK)
		passphrase_said(k);
	return status;
}

/* --- words --- */

static enum status
words_draw(struct keys *k, struct err *err)
{
	uint8_t bytes[WORDS_BYTES];
	struct buf text = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	enum status status;

	slots_draw_words(&k->app.seams.entropy, &text);
	status = secret_copy(&k->words[0], text.p, text.n, err);
	secret_wipe(bytes, sizeof bytes);
	return status;
}

/* Before they are in force: somebody who did not write them down must not lose the old ones. */
static enum status
words_offer(struct keys *k, struct err *err)
{
	enum status status = words_draw(k, err);

	if (status != OK || !cli_asks(k->cli))
		return status;
	put_shown(k, "The new recovery words", &k->words[0]);
	buf_put_c(
	    &k->cli->out, "Write them on paper.  The old ones cease once these were typed.\n");
	cli_flush(k->cli);
	return cli_words_again(k->cli, secret_slice(&k->words[0]), true, err);
}

static void
words_said(struct keys *k)
{
	if (k->cli->json) {
		json_begin(k);
		json_key(&k->json, "number");
		json_u64(&k->json, SLOTS_WORDS);
		json_secret(k, "recovery_words", &k->words[0]);
		json_end(k);
		return;
	}
	if (!cli_asks(k->cli))
		put_shown(k, "The new recovery words", &k->words[0]);
	buf_put_c(&k->cli->out,
	    "The new words are in force; the old ones no longer open this vault, and a recovery "
	    "sheet needs\nto be printed anew (daybook keys sheet).\n");
	buf_put_c(&k->cli->out, old_copies);
	cli_flush(k->cli);
}

static enum status
do_words(struct keys *k, struct err *err)
{
	enum status status = words_offer(k, err);

	if (status == OK)
		status = slots_set_words(k->app.vault, secret_slice(&k->words[0]), err);
	if (status == OK)
		words_said(k);
	return status;
}

/* --- halves --- */

static enum status
halves_draw(struct keys *k, struct err *err)
{
	uint8_t bytes[2][WORDS_BYTES];
	struct buf first = {.p = bytes[0], .size = WORDS_BYTES, .max = WORDS_BYTES};
	struct buf second = {.p = bytes[1], .size = WORDS_BYTES, .max = WORDS_BYTES};
	enum status status;

	slots_draw_halves(&k->app.seams.entropy, &first, &second);
	status = secret_copy(&k->words[0], first.p, first.n, err);
	if (status == OK)
		status = secret_copy(&k->words[1], second.p, second.n, err);
	secret_wipe(bytes, sizeof bytes);
	return status;
}

static enum status
halves_offer(struct keys *k, struct err *err)
{
	static const char *const whose[] = {
	    "The first half, for somebody you trust", "The second half, for paper"};
	enum status status = halves_draw(k, err);

	for (size_t i = 0; i < COUNT_OF(whose) && status == OK && cli_asks(k->cli); i++) {
		put_shown(k, whose[i], &k->words[i]);
		cli_flush(k->cli);
		status = cli_words_again(k->cli, secret_slice(&k->words[i]), true, err);
	}
	return status;
}

static void
halves_said(struct keys *k, unsigned number)
{
	if (k->cli->json) {
		json_begin(k);
		json_key(&k->json, "number");
		json_u64(&k->json, number);
		json_key(&k->json, "halves");
		json_array_begin(&k->json);
		for (size_t i = 0; i < COUNT_OF(k->words); i++)
			json_text(
			    &k->json, (struct text){(const char *)k->words[i].p, k->words[i].n});
		json_array_end(&k->json);
		json_end(k);
		return;
	}
	if (!cli_asks(k->cli)) {
		put_shown(k, "The first half, for somebody you trust", &k->words[0]);
		put_shown(k, "The second half, for paper", &k->words[1]);
	}
	buf_putf(&k->cli->out,
	    "Both halves together open this vault (number %u): type all twenty-four words where "
	    "the "
	    "passphrase is\nasked for, either half first.  One half alone tells nothing.\n",
	    number);
	cli_flush(k->cli);
}

static enum status
do_split(struct keys *k, struct err *err)
{
	struct text label = TEXT_NONE;
	unsigned number = 0;
	enum status status = args_text(&k->cli->args, "label", &label, err);

	if (status == OK && label.n > SLOTS_LABEL_MAX_BYTES)
		status = fail(
		    err, E_LIMIT, "a label is at most %d bytes long", SLOTS_LABEL_MAX_BYTES);
	if (status == OK)
		status = halves_offer(k, err);
	if (status == OK)
		status = slots_add_halves(k->app.vault, secret_slice(&k->words[0]),
		    secret_slice(&k->words[1]), label, &number, err);
	if (status == OK)
		halves_said(k, number);
	return status;
}

/* --- drop --- */

static enum status
agreed(struct keys *k, const char *question, struct err *err)
{
	struct secret answer = {0};
	enum status status;
	bool yes;

	if (args_flag(&k->cli->args, "yes"))
		return OK;
	if (!cli_asks(k->cli))
		return fail(err, E_CANCELLED, "nobody is there to be asked; --yes answers");
	status = system_ask(question, true, &answer, err);
	yes = status == OK && answer.n != 0 && (answer.p[0] == 'y' || answer.p[0] == 'Y');
	secret_fini(&answer);
	if (status != OK)
		return status;
	return yes ? OK : fail(err, E_CANCELLED, "not agreed, so nothing was changed");
}

static enum status
do_drop(struct keys *k, struct err *err)
{
	const char *word = k->cli->args.words[2];
	uint64_t number = SLOTS_MAX;
	enum status status;

	(void)!u64_parse(slice_of(word, strlen(word)), &number);
	if (number >= SLOTS_MAX)
		return fail(err, E_NOTFOUND, "there is no way in with the number %.20s", word);
	status = agreed(
	    k, "Whoever holds it cannot open the vault with it any more.  Drop it? (y/n) ", err);
	if (status == OK)
		status = slots_drop(k->app.vault, (unsigned)number, err);
	if (status != OK)
		return status;
	if (k->cli->json) {
		json_begin(k);
		json_key(&k->json, "dropped");
		json_u64(&k->json, number);
		json_end(k);
		return OK;
	}
	buf_putf(&k->cli->out, "Number %u no longer opens this vault.\n", (unsigned)number);
	buf_put_c(&k->cli->out, old_copies);
	cli_flush(k->cli);
	return OK;
}

/* --- sheet --- */

/* The words the vault was opened with, of a file, or asked for. */
static enum status
words_given(struct keys *k, struct err *err)
{
	const char *file = args_value(&k->cli->args, "words-file");

	if (file != NULL)
		return system_secret_from_file(file, &k->words[0], err);
	if (slots_opened(k->app.vault) == SLOTS_WORDS)
		return secret_copy(&k->words[0], k->secret.p, k->secret.n, err);
	if (!cli_asks(k->cli))
		return fail(err, E_NOTFOUND,
		    "the twelve recovery words are needed; --words-file reads them from a file");
	return system_secret_from_terminal("The twelve recovery words: ", &k->words[0], err);
}

static bool
ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n >= m && strcmp(name + n - m, end) == 0;
}

static enum status
sheet_save(struct keys *k, const struct sheet *sheet, const char *path, struct err *err)
{
	struct buf page;
	enum status status;

	if (system_exists(path))
		return fail(err, E_CONFLICT, "something stands at %.120s already", path);
	buf_init(&page, SHEET_PAGE_BYTES);
	status = ends_with(path, ".pdf") ? sheet_page_pdf(sheet, app_now_us(&k->app), &page, err)
					 : sheet_page_text(sheet, app_now_us(&k->app), &page, err);
	if (status == OK)
		status = system_save(path, buf_slice(&page), err);
	buf_fini(&page);
	return status;
}

static void
sheet_json(struct keys *k, const struct sheet *sheet, const char *path)
{
	struct buf line;

	buf_init(&line, 64);
	json_begin(k);
	json_key(&k->json, "path");
	if (path != NULL)
		cli_json_path(&k->json, path);
	else
		json_null(&k->json);
	json_key(&k->json, "lines");
	json_array_begin(&k->json);
	for (unsigned i = 1; i <= SHEET_LINES; i++) {
		buf_reset(&line);
		sheet_line_put(&line, sheet, i);
		json_text(&k->json, buf_text(&line));
	}
	json_array_end(&k->json);
	json_end(k);
	buf_fini(&line);
}

static enum status
do_sheet(struct keys *k, struct err *err)
{
	const char *path = args_value(&k->cli->args, "out");
	struct sheet sheet;
	enum status status = words_given(k, err);

	if (status == OK)
		status = vault_sheet(k->app.vault, secret_slice(&k->words[0]), &sheet, err);
	if (status == OK && path != NULL)
		status = sheet_save(k, &sheet, path, err);
	if (status != OK)
		return status;
	if (k->cli->json) {
		sheet_json(k, &sheet, path);
	} else if (path == NULL) {
		status = sheet_page_text(&sheet, app_now_us(&k->app), &k->cli->out, err);
	} else {
		buf_put_c(&k->cli->out, "The recovery sheet is written: ");
		buf_put_c(&k->cli->out, path);
		buf_put_c(&k->cli->out,
		    "\nPrint it, keep it apart from the twelve words, and delete the file.\n");
	}
	cli_flush(k->cli);
	return status;
}

/* --- renew --- */

/* Who opened it with the passphrase goes on with it; else a new one is asked for. */
static enum status
passphrase_kept(struct keys *k, struct err *err)
{
	bool asked = args_value(&k->cli->args, "new-passphrase-file") != NULL ||
		     args_flag(&k->cli->args, "generate");

	if (asked || slots_opened(k->app.vault) != SLOTS_PASSPHRASE)
		return new_passphrase(k, err);
	return secret_copy(&k->passphrase.secret, k->secret.p, k->secret.n, err);
}

/* From here on the new words are the ones that count, whatever comes. */
static void
renew_began(void *ctx)
{
	struct keys *k = ctx;

	k->renewing = true;
	if (k->cli->json) {
		json_begin(k);
		json_secret(k, "recovery_words", &k->words[0]);
		if (k->passphrase.drawn)
			json_secret(k, "passphrase", &k->passphrase.secret);
		json_end(k);
		return;
	}
	if (k->passphrase.drawn)
		put_shown(k, "The new passphrase", &k->passphrase.secret);
	if (!cli_asks(k->cli))
		put_shown(k, "The new recovery words", &k->words[0]);
	cli_flush(k->cli);
	cli_say(k->cli, "The new key is in force.  Everything is sealed anew under it; this may be "
			"stopped and goes on at the next start.");
}

static void
renew_said(struct keys *k, const struct renew_counts *counts)
{
	if (k->cli->json) {
		json_begin(k);
		json_key(&k->json, "files");
		json_u64(&k->json, counts->objects);
		json_key(&k->json, "damaged_files");
		json_u64(&k->json, counts->damaged);
		json_key(&k->json, "entries");
		json_u64(&k->json, counts->entries);
		json_key(&k->json, "set_aside_removed");
		json_u64(&k->json, counts->removed);
		json_end(k);
		return;
	}
	buf_putf(&k->cli->out,
	    "Everything is under the new key: %llu files and %llu entries.  The old twelve words, "
	    "halves and\nsheets open nothing here any more; print a new sheet with daybook keys "
	    "sheet.\nCopies made before still open with what opened them then.\n",
	    (unsigned long long)counts->objects, (unsigned long long)counts->entries);
	if (counts->removed != 0)
		buf_putf(&k->cli->out,
		    "%llu pieces that had been set aside are removed: nothing could read them any "
		    "more.\n",
		    (unsigned long long)counts->removed);
	if (counts->damaged != 0)
		buf_putf(&k->cli->out,
		    "%llu files were damaged before and stay as they are; daybook check names "
		    "them.\n",
		    (unsigned long long)counts->damaged);
	cli_flush(k->cli);
}

/* The index is made anew by opening once more, so that the next start is not the slow one. */
static enum status
opened_again(struct keys *k, struct err *err)
{
	struct app_options options = cli_app_options(k->cli);
	struct buf path;
	enum status status;

	app_close(&k->app);
	buf_init(&path, CLI_PATH_BYTES);
	options.vault_path = cli_vault_path(k->cli, &path);
	options.secret = secret_slice(&k->passphrase.secret);
	status = app_open(&k->app, &options, err);
	buf_fini(&path);
	return status;
}

static enum status
do_renew(struct keys *k, struct err *err)
{
	struct renew_counts counts = {0};
	struct renewal renewal = {.began = renew_began, .ctx = k};
	enum status status = passphrase_kept(k, err);

	if (status == OK)
		status = words_offer(k, err);
	if (status != OK)
		return status;
	renewal.passphrase = secret_slice(&k->passphrase.secret);
	renewal.words = secret_slice(&k->words[0]);
	status = keys_renew(&k->app, &renewal, &counts, err);
	if (status == OK)
		status = opened_again(k, err);
	if (status == OK)
		renew_said(k, &counts);
	return status;
}

/* --- the command --- */

static const struct {
	const char *verb;
	size_t words; /* with the command */
	enum status (*run)(struct keys *k, struct err *err);
} verbs[] = {{"passphrase", 2, do_passphrase}, {"words", 2, do_words}, {"sheet", 2, do_sheet},
    {"split", 2, do_split}, {"drop", 3, do_drop}, {"renew", 2, do_renew}};

static int
run_verb(struct cli *cli, enum status (*verb)(struct keys *k, struct err *err))
{
	struct keys k = {.cli = cli};
	struct err err = {0};
	enum status status = cli_open_with(cli, &k.app, &k.secret, &err);

	if (status == OK)
		status = verb(&k, &err);
	app_close(&k.app);
	secret_fini(&k.secret);
	secret_fini(&k.passphrase.secret);
	for (size_t i = 0; i < COUNT_OF(k.words); i++)
		secret_fini(&k.words[i]);
	if (status == E_CANCELLED)
		return cli_fail_next(cli, status, &err,
		    k.renewing ? "Any command goes on with it." : "The vault opens as before.");
	return status == OK ? EXIT_DONE : cli_fail(cli, status, &err);
}

static int
run(struct cli *cli)
{
	const struct args *args = &cli->args;
	struct err err = {0};

	if (args->word_count == 1)
		return run_verb(cli, do_list);
	for (size_t i = 0; i < COUNT_OF(verbs); i++)
		if (strcmp(args->words[1], verbs[i].verb) == 0 &&
		    args->word_count == verbs[i].words)
			return run_verb(cli, verbs[i].run);
	if (strcmp(args->words[1], "drop") == 0)
		(void)fail(&err, E_FORMAT, "name one number of the list: keys drop 2");
	else
		(void)fail(&err, E_FORMAT,
		    "keys alone lists; else passphrase, words, sheet, split, drop or renew");
	return cli_usage(cli, &err);
}

const struct command cmd_keys = {"keys",
    "[passphrase | words | sheet | split | drop N | renew] [options]",
    "the ways into the vault: list, change, add, and a new key", specs, run,
    "keys                 lists them, without any secret\n"
    "keys passphrase      changes the passphrase (--new-passphrase-file FILE, or --generate)\n"
    "keys words           makes new recovery words; the old ones cease\n"
    "keys sheet           a page that opens the vault together with the words when its beginning "
    "is\n"
    "                     damaged: --out FILE.pdf or FILE.txt; --words-file FILE\n"
    "keys split           two halves of twelve words: one for somebody you trust, one for paper; "
    "only\n"
    "                     both together open the vault (--label TEXT says who has them)\n"
    "keys drop N          takes a pair of halves away again (--yes)\n"
    "keys renew           a new key and new words: for when somebody may have a copy of the folder "
    "and\n"
    "                     knew the passphrase.  What they copied before stays open to them\n"};
