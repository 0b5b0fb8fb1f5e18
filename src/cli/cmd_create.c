/* src/cli/cmd_create.c
 * create: a new vault; the recovery words are printed once. */
#include "cli/asking.h"

static const struct arg_spec specs[] = {{"memory", false}, {"generate", true}, {NULL, false}};

static void
print_words(struct cli *cli, const char *path, const struct new_passphrase *passphrase,
    const struct buf *words)
{
	struct json json;

	if (cli->json) {
		json = cli_json(cli);
		json_object_begin(&json);
		json_key(&json, "vault");
		cli_json_path(&json, path);
		json_key_text(&json, "recovery_words", buf_text(words));
		if (passphrase->drawn) {
			json_key_text(&json, "passphrase",
			    (struct text){
				(const char *)passphrase->secret.p, passphrase->secret.n});
		}
		json_object_end(&json);
		cli_json_end(cli);
		return;
	}
	buf_put_c(&cli->out, "The vault is ready: ");
	buf_put_c(&cli->out, path);
	if (passphrase->drawn) {
		buf_put_c(&cli->out, "\n\nIts passphrase, shown this once:\n\n    ");
		buf_put_slice(&cli->out, secret_slice(&passphrase->secret));
	}
	buf_put_c(&cli->out, "\n\nYour twelve recovery words, shown this once:\n\n    ");
	buf_put_text(&cli->out, buf_text(words));
	buf_put_c(&cli->out, "\n\nWrite them on paper and keep it where only you, or somebody you "
			     "trust, can find it.\n"
			     "They open the vault when the passphrase is lost.  Without both, "
			     "nobody can open it again,\n"
			     "and nobody can reset it for you.\n");
	cli_flush(cli);
}

static enum status
memory_option(struct cli *cli, struct vault_options *options, struct err *err)
{
	const char *value = args_value(&cli->args, "memory");
	uint64_t mib;

	if (value == NULL)
		return OK;
	if (!u64_parse(slice_of(value, strlen(value)), &mib) || mib < 64 || mib > 1024)
		return fail(err, E_FORMAT, "--memory is a number of MiB from 64 to 1024");
	options->memory_kib = (uint32_t)mib * 1024;
	if (mib < 256)
		options->passes = 3;
	return OK;
}

/* Before anything is asked. */
static enum status
place_check(const char *path, struct err *err)
{
	return system_exists_in(path, "h0")
		   ? fail(err, E_CONFLICT, "there is a vault at %.100s already", path)
		   : OK;
}

static enum status
create(struct cli *cli, const struct vault_options *options, const char *path,
    struct new_passphrase *passphrase, struct buf *words, struct err *err)
{
	struct vault_seams seams = system_seams();
	struct vault *vault = NULL;
	enum status status = place_check(path, err);

	if (status == OK)
		status = cli_new_passphrase(cli, cli_secret_file(cli), passphrase, err);
	if (status == OK)
		status = system_make_parent(path, err);
	if (status == OK)
		status = vault_create(
		    path, &seams, secret_slice(&passphrase->secret), options, words, &vault, err);
	vault_close(vault);
	return status;
}

static int
run(struct cli *cli)
{
	struct vault_options options = {0};
	struct new_passphrase passphrase = {0};
	struct buf words, path;
	struct err err = {0};
	const char *where;
	enum status status = memory_option(cli, &options, &err);

	if (status != OK || cli->args.word_count != 1) {
		if (status == OK)
			(void)fail(&err, E_FORMAT, "it takes no further words");
		return cli_usage(cli, &err);
	}
	buf_init(&words, 1024);
	buf_init(&path, 4096);
	where = cli_vault_path(cli, &path);
	if (system_is_terminal(0))
		cli_say(cli, "The new vault will be at %s.", where);
	status = create(cli, &options, where, &passphrase, &words, &err);
	if (status == OK) {
		print_words(cli, where, &passphrase, &words);
		/* The vault stands, whatever becomes of this. */
		(void)!cli_words_again(cli, buf_slice(&words), false, NULL);
	}
	secret_fini(&passphrase.secret);
	secret_wipe(words.p, words.n);
	buf_fini(&words);
	buf_fini(&path);
	if (status == E_CONFLICT)
		return cli_fail_next(cli, status, &err,
		    "Use the vault that is there, or name another place with --vault.");
	return status == OK ? EXIT_DONE : cli_fail(cli, status, &err);
}

const struct command cmd_create = {"create", "[--memory MIB] [--generate]",
    "make a new, encrypted vault; prints twelve recovery words once", specs, run,
    "It stands at --vault DIR, else $DAYBOOK_VAULT, else $XDG_DATA_HOME/daybook.  Six words drawn "
    "by "
    "chance\n"
    "are offered as passphrase; another one is asked for twice.  --passphrase-file FILE (or\n"
    "$DAYBOOK_PASSPHRASE_FILE): the first line of a file; --generate: six words, printed once, "
    "nothing asked.\n"
    "--memory 64 to 1024: what one guess at the passphrase costs.\n"};
