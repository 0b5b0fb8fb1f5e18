/* src/cli/cmd_keys.c
 * keys: the ways into the vault, changed one by one, and a new key for all of it. */
#include "cli/cmd_keys.h"

enum { WORDS_BYTES = SLOTS_WORDS_TEXT_BYTES, DATE_CHARS = 10 };

static const struct arg_spec specs[] = {{"new-passphrase-file", false}, {"generate", true},
    {"words-file", false}, {"out", false}, {"label", false}, {"yes", true}, {NULL, false}};

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

void
keys_json_begin(struct keys *k)
{
	k->json = cli_json(k->cli);
	json_object_begin(&k->json);
}

void
keys_json_end(struct keys *k)
{
	json_object_end(&k->json);
	cli_json_end(k->cli);
}

void
keys_json_secret(struct keys *k, const char *key, const struct secret *secret)
{
	json_key_text(&k->json, key, (struct text){(const char *)secret->p, secret->n});
}

void
keys_put_shown(struct keys *k, const char *what, const struct secret *words)
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

	keys_json_begin(k);
	json_key_u64(&k->json, "number", slot->number);
	json_key_c(&k->json, "kind", kind_name(slot->kind));
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
	json_key_bool(&k->json, "used_now", slot->opened);
	keys_json_end(k);
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

enum status
keys_new_passphrase(struct keys *k, struct err *err)
{
	return cli_new_passphrase(
	    k->cli, args_value(&k->cli->args, "new-passphrase-file"), &k->passphrase, err);
}

static void
passphrase_said(struct keys *k)
{
	if (k->cli->json) {
		keys_json_begin(k);
		json_key_u64(&k->json, "number", SLOTS_PASSPHRASE);
		if (k->passphrase.drawn)
			keys_json_secret(k, "passphrase", &k->passphrase.secret);
		keys_json_end(k);
		return;
	}
	if (k->passphrase.drawn)
		keys_put_shown(k, "The new passphrase", &k->passphrase.secret);
	buf_put_c(&k->cli->out, "The passphrase is changed; the old one no longer opens this vault."
				"  The twelve words still do.\n");
	buf_put_c(&k->cli->out, old_copies);
	cli_flush(k->cli);
}

static enum status
do_passphrase(struct keys *k, struct err *err)
{
	enum status status = keys_new_passphrase(k, err);

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
enum status
keys_words_offer(struct keys *k, struct err *err)
{
	enum status status = words_draw(k, err);

	if (status != OK || !cli_asks(k->cli))
		return status;
	keys_put_shown(k, "The new recovery words", &k->words[0]);
	buf_put_c(
	    &k->cli->out, "Write them on paper.  The old ones cease once these were typed.\n");
	cli_flush(k->cli);
	return cli_words_again(k->cli, secret_slice(&k->words[0]), true, err);
}

static void
words_said(struct keys *k)
{
	if (k->cli->json) {
		keys_json_begin(k);
		json_key_u64(&k->json, "number", SLOTS_WORDS);
		keys_json_secret(k, "recovery_words", &k->words[0]);
		keys_json_end(k);
		return;
	}
	if (!cli_asks(k->cli))
		keys_put_shown(k, "The new recovery words", &k->words[0]);
	buf_put_c(&k->cli->out,
	    "The new words are in force; the old ones no longer open this vault, and a recovery "
	    "sheet needs\nto be printed anew (daybook keys sheet).\n");
	buf_put_c(&k->cli->out, old_copies);
	cli_flush(k->cli);
}

static enum status
do_words(struct keys *k, struct err *err)
{
	enum status status = keys_words_offer(k, err);

	if (status == OK)
		status = slots_set_words(k->app.vault, secret_slice(&k->words[0]), err);
	if (status == OK)
		words_said(k);
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
		keys_json_begin(k);
		json_key_u64(&k->json, "dropped", number);
		keys_json_end(k);
		return OK;
	}
	buf_putf(&k->cli->out, "Number %u no longer opens this vault.\n", (unsigned)number);
	buf_put_c(&k->cli->out, old_copies);
	cli_flush(k->cli);
	return OK;
}

/* --- the command --- */

static const struct {
	const char *verb;
	size_t words; /* with the command */
	enum status (*run)(struct keys *k, struct err *err);
} verbs[] = {{"passphrase", 2, do_passphrase}, {"words", 2, do_words}, {"sheet", 2, keys_do_sheet},
    {"split", 2, keys_do_split}, {"drop", 3, do_drop}, {"renew", 2, keys_do_renew}};

static int
run_verb(struct cli *cli, enum status (*verb)(struct keys *k, struct err *err))
{
	struct keys k = {.cli = cli};
	struct err err = {0};
	enum status status;

	cli->reading_will_do = verb == do_list || verb == keys_do_sheet;
	status = cli_open_with(cli, &k.app, &k.secret, &err);
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
