/* src/cli/cmd_keys_paper.c
 * keys split and keys sheet: what is kept on paper, or with somebody; see cmd_keys.c. */
#include "cli/cmd_keys.h"

enum { WORDS_BYTES = SLOTS_WORDS_TEXT_BYTES, SHEET_PAGE_BYTES = 4 * 1024 * 1024 };

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
		keys_put_shown(k, whose[i], &k->words[i]);
		cli_flush(k->cli);
		status = cli_words_again(k->cli, secret_slice(&k->words[i]), true, err);
	}
	return status;
}

static void
halves_said(struct keys *k, unsigned number)
{
	if (k->cli->json) {
		keys_json_begin(k);
		json_key_u64(&k->json, "number", number);
		json_key(&k->json, "halves");
		json_array_begin(&k->json);
		for (size_t i = 0; i < COUNT_OF(k->words); i++)
			json_text(
			    &k->json, (struct text){(const char *)k->words[i].p, k->words[i].n});
		json_array_end(&k->json);
		keys_json_end(k);
		return;
	}
	if (!cli_asks(k->cli)) {
		keys_put_shown(k, "The first half, for somebody you trust", &k->words[0]);
		keys_put_shown(k, "The second half, for paper", &k->words[1]);
	}
	buf_putf(&k->cli->out,
	    "Both halves together open this vault (number %u): type all twenty-four words where "
	    "the "
	    "passphrase is\nasked for, either half first.  One half alone tells nothing.\n",
	    number);
	cli_flush(k->cli);
}

enum status
keys_do_split(struct keys *k, struct err *err)
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
	keys_json_begin(k);
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
	keys_json_end(k);
	buf_fini(&line);
}

enum status
keys_do_sheet(struct keys *k, struct err *err)
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
