/* src/cli/cmd_keys_renew.c
 * keys renew: a new key for everything; see cmd_keys.c. */
#include "cli/cmd_keys.h"

/* Who opened it with the passphrase goes on with it; else a new one is asked for. */
static enum status
passphrase_kept(struct keys *k, struct err *err)
{
	bool asked = args_value(&k->cli->args, "new-passphrase-file") != NULL ||
		     args_flag(&k->cli->args, "generate");

	if (asked || slots_opened(k->app.vault) != SLOTS_PASSPHRASE)
		return keys_new_passphrase(k, err);
	return secret_copy(&k->passphrase.secret, k->secret.p, k->secret.n, err);
}

/* From here on the new words are the ones that count, whatever comes. */
static void
renew_began(void *ctx)
{
	struct keys *k = ctx;

	k->renewing = true;
	if (k->cli->json) {
		keys_json_begin(k);
		keys_json_secret(k, "recovery_words", &k->words[0]);
		if (k->passphrase.drawn)
			keys_json_secret(k, "passphrase", &k->passphrase.secret);
		keys_json_end(k);
		return;
	}
	if (k->passphrase.drawn)
		keys_put_shown(k, "The new passphrase", &k->passphrase.secret);
	if (!cli_asks(k->cli))
		keys_put_shown(k, "The new recovery words", &k->words[0]);
	cli_flush(k->cli);
	cli_say(k->cli, "The new key is in force.  Everything is sealed anew under it; this may be "
			"stopped and goes on at the next start.");
}

static void
renew_said(struct keys *k, const struct renew_counts *counts)
{
	if (k->cli->json) {
		keys_json_begin(k);
		json_key_u64(&k->json, "files", counts->objects);
		json_key_u64(&k->json, "damaged_files", counts->damaged);
		json_key_u64(&k->json, "entries", counts->entries);
		json_key_u64(&k->json, "set_aside_removed", counts->removed);
		keys_json_end(k);
		return;
	}
	buf_putf(&k->cli->out,
	    "Everything is under the new key: %llu files and %llu entries.  The old twelve words, "
	    "halves and\nsheets open nothing here any more; print a new sheet with daybook keys "
	    "sheet.\nCopies made before still open with what opened them then; make the next one "
	    "in an empty "
	    "folder.\n",
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

enum status
keys_do_renew(struct keys *k, struct err *err)
{
	struct renew_counts counts = {0};
	struct renewal renewal = {.began = renew_began, .ctx = k};
	enum status status = passphrase_kept(k, err);

	if (status == OK)
		status = keys_words_offer(k, err);
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
