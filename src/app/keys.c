/* src/app/keys.c
 * A new key for the whole diary; see keys.h. */
#include "app/keys.h"

struct reporting {
	const struct progress *progress;
	const atomic_bool *cancelled;
};

static bool
go_on(void *ctx, const char *what, uint64_t done, uint64_t total, const char *unit)
{
	const struct reporting *r = ctx;

	if (r->progress->report != NULL)
		r->progress->report(r->progress->ctx, what, done, total, unit);
	return r->cancelled == NULL || !atomic_load(r->cancelled);
}

static enum status
index_forget(struct vault *vault, struct err *err)
{
	struct buf path;
	enum status status;

	buf_init(&path, VAULT_PATH_MAX_BYTES + 8);
	vault_path(vault, "i", &path);
	status = buf_check(&path, err);
	if (status == OK)
		status = index_erase((const char *)path.p, &vault_seams(vault)->io, err);
	buf_fini(&path);
	return status;
}

static enum status
renew_rest(
    struct vault *vault, struct reporting *reporting, struct renew_counts *out, struct err *err)
{
	struct renew_progress progress = {go_on, reporting};
	struct renew_counts counts = {0};
	enum status status = vault_renew_run(vault, &progress, &counts, err);

	if (status == OK)
		status = index_forget(vault, err);
	if (status == OK)
		status = vault_renew_end(vault, err);
	if (status == OK)
		*out = counts;
	return status;
}

enum status
keys_renew(
    struct app *app, const struct renewal *renewal, struct renew_counts *out, struct err *err)
{
	struct reporting reporting = {&app->progress, app->cancelled};
	enum status status = vault_renew_begin(
	    app->vault, renewal->passphrase, renewal->words, err);

	if (status != OK)
		return status;
	if (renewal->began != NULL)
		renewal->began(renewal->ctx);
	index_close(app->index);
	app->index = NULL;
	return renew_rest(app->vault, &reporting, out, err);
}

enum status
keys_renew_finish(const struct app_options *options, struct vault *vault, struct renew_counts *out,
    struct err *err)
{
	struct reporting reporting = {&options->progress, options->cancelled};

	return renew_rest(vault, &reporting, out, err);
}
