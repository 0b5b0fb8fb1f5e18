/* src/cli/asking.c
 * Questions about new passphrases and recovery words; see asking.h. */
#include "cli/asking.h"

#include "app/keys.h"

enum { OFFER_BYTES = 1024, WORDS_MAX = 24, TOO_MANY = 31 };

const char *
cli_secret_file(const struct cli *cli)
{
	const char *file = args_value(&cli->args, "passphrase-file");

	return file != NULL ? file : system_env("DAYBOOK_PASSPHRASE_FILE");
}

bool
cli_asks(const struct cli *cli)
{
	return !cli->json && cli_secret_file(cli) == NULL && system_is_terminal(0);
}

static enum status
passphrase_draw(struct secret *out, struct err *err)
{
	struct entropy entropy = system_seams().entropy;
	uint8_t bytes[SLOTS_WORDS_TEXT_BYTES];
	struct buf text = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	enum status status;

	slots_draw_passphrase(&entropy, &text);
	status = secret_copy(out, text.p, text.n, err);
	secret_wipe(bytes, sizeof bytes);
	return status;
}

/* The offer and the question below it. */
static enum status
offer_say(struct slice words, struct err *err)
{
	uint8_t bytes[OFFER_BYTES];
	struct buf text = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	enum status status;

	buf_put_c(&text,
	    "Six words drawn by chance are easy to keep in mind and hard to guess, also for "
	    "somebody who\nknows you:\n\n    ");
	buf_put_slice(&text, words);
	buf_put_c(&text, "\n\n");
	status = system_say(buf_slice(&text), err);
	secret_wipe(bytes, sizeof bytes);
	return status;
}

static enum status
asked_again(const struct secret *first, struct err *err)
{
	struct secret again = {0};
	enum status status = system_ask("The same again: ", false, &again, err);

	if (status == OK && !slice_eq(secret_slice(first), secret_slice(&again)))
		status = fail(
		    err, E_FORMAT, "the two passphrases were not the same, so nothing was changed");
	secret_fini(&again);
	return status;
}

static enum status
passphrase_ask(struct new_passphrase *out, struct err *err)
{
	struct secret drawn = {0}, typed = {0};
	enum status status = passphrase_draw(&drawn, err);

	if (status == OK)
		status = offer_say(secret_slice(&drawn), err);
	if (status == OK)
		status = system_ask(
		    "Press Enter to take these, or type your own: ", false, &typed, err);
	if (status == E_NOTFOUND)
		status = fail(err, E_NOTFOUND,
		    "there is no terminal to ask for the new passphrase; it can be read from a "
		    "file, or drawn with --generate");
	if (status == OK && typed.n != 0)
		status = asked_again(&typed, err);
	if (status == OK) {
		out->secret = typed.n != 0 ? typed : drawn;
		out->drawn = false; /* they stand on the screen */
		secret_fini(typed.n != 0 ? &drawn : &typed);
		return OK;
	}
	secret_fini(&typed);
	secret_fini(&drawn);
	return status;
}

enum status
cli_new_passphrase(struct cli *cli, const char *file, struct new_passphrase *out, struct err *err)
{
	enum status status;

	*out = (struct new_passphrase){0};
	if (file != NULL)
		return system_secret_from_file(file, &out->secret, err);
	if (!args_flag(&cli->args, "generate"))
		return passphrase_ask(out, err);
	status = passphrase_draw(&out->secret, err);
	out->drawn = status == OK;
	return status;
}

/* "Word 3 is", "Words 3, 7 and 9 are". */
static void
wrong_put(struct buf *out, uint32_t wrong)
{
	unsigned numbers[WORDS_MAX], count = 0;

	for (unsigned i = 0; i < WORDS_MAX; i++)
		if ((wrong >> i & 1) != 0)
			numbers[count++] = i + 1;
	if (count == 0) {
		buf_put_c(out, "There are more words than were shown.\n");
		return;
	}
	buf_put_c(out, count == 1 ? "Word " : "Words ");
	for (unsigned i = 0; i < count; i++) {
		if (i != 0)
			buf_put_c(out, i + 1 == count ? " and " : ", ");
		buf_put_u64(out, numbers[i]);
	}
	buf_put_c(out, count == 1 ? " is" : " are");
	buf_put_c(out, " not what was shown.\n");
}

static enum status
wrong_say(uint32_t wrong, struct err *err)
{
	uint8_t bytes[OFFER_BYTES];
	struct buf text = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	wrong_put(&text, wrong);
	return system_say(buf_slice(&text), err);
}

enum status
cli_words_again(struct cli *cli, struct slice words, bool needed, struct err *err)
{
	struct secret typed = {0};
	uint32_t wrong = 0;
	enum status status = OK;
	bool right = !cli_asks(cli);

	while (status == OK && !right) {
		status = system_ask(needed ? "Type them from your paper (Enter alone stops): "
					   : "Type them from your paper (Enter alone leaves it "
					     "out): ",
		    true, &typed, err);
		if (status != OK || typed.n == 0)
			break;
		right = slots_words_same(words, secret_slice(&typed), &wrong);
		if (!right)
			status = wrong_say(wrong, err);
		secret_fini(&typed);
	}
	secret_fini(&typed);
	if (status != OK || right)
		return status;
	if (needed)
		return fail(err, E_CANCELLED, "the words were not typed, so nothing was changed");
	cli_say(cli, "Left out.  Compare your paper with the screen now: when the passphrase is "
		     "lost, these words are\nthe only way in.");
	return OK;
}
