/* src/cli/cmd_demo.c
 * demo: the main job on the sample case, from exports to a checked pack, nothing asked. */
#include "app/checking.h"
#include "app/last_copy.h"
#include "app/packing.h"
#include "app/sample_case.h"
#include "base/encode.h"
#include "base/mem.h"
#include "cli/picture_text.h"
#include "show/when.h"

enum { DEMO_TRIES = 1000, PATH_BYTES = 4096 };

static const struct arg_spec specs[] = {{NULL, false}};
static const char passphrase[] = "walnut harbour seven lanterns";

struct demo {
	struct cli *cli;
	struct app app;
	struct buf folder, exports, vault, secret_file, pack, programs;
	struct buf reports; /* JSON of the imports, for the report at the end */
	struct json json;
	struct sample_sum sum;
	struct packing_sum packed;
	struct picture picture;
	struct subjects subjects;
	struct verify_report report;
	struct last_copy last_copy;
	uint64_t records;
	int verify_exit;
	bool drawn;
};

static const char *
path_of(struct buf *out, const struct buf *folder, const char *name)
{
	buf_reset(out);
	buf_put(out, folder->p,
	    folder->n != 0 && folder->p[folder->n - 1] == '\0' ? folder->n - 1 : folder->n);
	buf_put_c(out, name);
	buf_put_byte(out, '\0');
	return out->failed == OK ? (const char *)out->p : "";
}

/* The folder named, or the first free "daybook-demo", "daybook-demo-2" …: nothing is overwritten.
 */
static enum status
choose_folder(struct demo *d, struct err *err)
{
	const struct args *args = &d->cli->args;

	for (int i = 1; i < DEMO_TRIES; i++) {
		buf_reset(&d->folder);
		if (args->word_count > 1)
			buf_put_c(&d->folder, args->words[1]);
		else if (i == 1)
			buf_put_c(&d->folder, "daybook-demo");
		else
			buf_putf(&d->folder, "daybook-demo-%d", i);
		buf_put_byte(&d->folder, '\0');
		if (buf_check(&d->folder, err) != OK)
			return E_LIMIT;
		if (!system_exists((const char *)d->folder.p))
			return system_make_folder((const char *)d->folder.p, err);
		if (args->word_count > 1)
			break;
	}
	return fail(
	    err, E_CONFLICT, "%.200s exists already; name a new folder", (const char *)d->folder.p);
}

static enum status
run_program(struct demo *d, const char *name, const char *argument, int *code, struct err *err)
{
	struct buf path;
	const char *argv[4] = {name, argument, "--quiet", NULL};
	enum status status;

	if (strcmp(name, "daybook-sample") == 0)
		argv[2] = NULL;
	buf_init(&path, PATH_BYTES);
	status = system_run(path_of(&path, &d->programs, name), argv, true, code, err);
	if (status == E_NOTFOUND)
		(void)fail(err, E_NOTFOUND, "%s is not beside this program; run ./run build", name);
	buf_fini(&path);
	return status;
}

static enum status
write_exports(struct demo *d, struct err *err)
{
	int code = 0;
	enum status status = system_program_folder(&d->programs, err);

	if (status == OK)
		status = run_program(
		    d, "daybook-sample", path_of(&d->exports, &d->folder, "/sample"), &code, err);
	if (status == OK && code != 0)
		status = fail(err, E_IO, "the sample case could not be written");
	return status;
}

static enum status
open_vault(struct demo *d, struct err *err)
{
	struct app_options options = cli_app_options(d->cli);
	struct vault *vault = NULL;
	struct buf words;
	enum status status = system_save(path_of(&d->secret_file, &d->folder, "/passphrase.txt"),
	    slice_of(passphrase, sizeof passphrase - 1), err);

	buf_init(&words, 1024);
	if (status == OK)
		status = vault_create(path_of(&d->vault, &d->folder, "/vault"), &options.seams,
		    slice_of(passphrase, sizeof passphrase - 1), &(struct vault_options){0}, &words,
		    &vault, err);
	buf_fini(&words);
	return status == OK ? app_start(&d->app, &options, vault, err) : status;
}

static void
on_report(void *ctx, const struct import_report *report)
{
	struct demo *d = ctx;

	import_report_json(report, &d->json);
	if (d->cli->json || d->cli->quiet)
		return;
	buf_put_c(&d->cli->out, "  ");
	cli_put_plain(d->cli, text_prefix(report->name, 60));
	buf_putf(&d->cli->out, ": %s, ", import_status_name(report->status));
	count_put(&d->cli->out, report->records);
	buf_put_c(&d->cli->out, report->records == 1 ? " record" : " records");
	if (report->why.n != 0) {
		buf_put_c(&d->cli->out, "; ");
		cli_put_plain(d->cli, text_prefix(report->why, 120));
	}
	buf_put_byte(&d->cli->out, '\n');
	cli_flush(d->cli);
}

static enum status
make_pack(struct demo *d, struct err *err)
{
	struct packing_options options = {.path = path_of(&d->pack, &d->folder, "/pack"),
	    .made_for = TEXT_LITERAL("police"),
	    .exhibit_prefix = TEXT_LITERAL("MH")};
	enum status status = index_count(d->app.index, NULL, &d->records, err);

	if (status == OK)
		status = subjects_find(&d->app, NULL, 0, &d->subjects, err);
	if (status == OK) {
		status = picture_draw(&d->app, &d->subjects, NULL, &d->picture, err);
		d->drawn = status == OK;
	}
	return status == OK ? pack_make(&d->app, &options, &d->packed, err) : status;
}

static enum status
verify_pack(struct demo *d, struct err *err)
{
	struct app_options options = cli_app_options(d->cli);
	const char *path = (const char *)d->pack.p;
	enum status status = pack_check(&options.seams, path, &options.progress, &d->report, err);

	return status == OK ? run_program(d, "daybook-verify", path, &d->verify_exit, err) : status;
}

static enum status
run_demo(struct demo *d, struct err *err)
{
	struct import_options listener = {.report = on_report, .ctx = d};
	enum status status = choose_folder(d, err);

	if (status == OK)
		status = write_exports(d, err);
	if (status == OK)
		status = open_vault(d, err);
	json_init(&d->json, &d->reports);
	json_array_begin(&d->json);
	if (status == OK)
		status = sample_case_take(
		    &d->app, (const char *)d->exports.p, &listener, &d->sum, err);
	json_array_end(&d->json);
	if (status == OK)
		status = make_pack(d, err);
	if (status == OK)
		status = verify_pack(d, err);
	return status == OK ? last_copy_find(&d->app, &d->last_copy, err) : status;
}

static void
print_json(struct demo *d)
{
	struct json json = cli_json(d->cli);

	json_object_begin(&json);
	json_key(&json, "vault");
	cli_json_path(&json, (const char *)d->vault.p);
	json_key(&json, "passphrase_file");
	cli_json_path(&json, (const char *)d->secret_file.p);
	json_key(&json, "pack");
	cli_json_path(&json, (const char *)d->pack.p);
	json_key_u64(&json, "records", d->records);
	json_key(&json, "imports");
	json_ready(&json, buf_slice(&d->reports));
	json_key(&json, "picture");
	picture_json(&d->picture, &json);
	json_key(&json, "verify");
	verify_report_json(&d->report, &json);
	json_key(&json, "verify_exit");
	json_i64(&json, d->verify_exit);
	json_key(&json, "last_copy");
	last_copy_json(&d->last_copy, &json);
	json_object_end(&json);
	cli_json_end(d->cli);
}

static void
print_text(struct demo *d)
{
	struct buf *out = &d->cli->out;

	buf_put_c(out, "\nThe sample case (nobody in it exists): ");
	count_put(out, d->records);
	buf_putf(out, " records, %llu files, %llu diary entries\n\n",
	    (unsigned long long)d->sum.imported.kept, (unsigned long long)d->sum.incidents);
	picture_text_put(d->cli, &d->picture);
	buf_putf(out, "\nPack      %s\n          open data/00-read-first.html or .pdf in it\n",
	    (const char *)d->pack.p);
	buf_putf(out, "Checked   by daybook-verify: %s\nHead code ",
	    d->verify_exit == 0 ? "everything holds" : "NOT everything holds");
	code_put(out, text_of_c(d->packed.head_code));
	buf_putf(out, "\nVault     %s\n          its passphrase is in %s\n",
	    (const char *)d->vault.p, (const char *)d->secret_file.p);
	buf_put_c(out, "Copy      ");
	last_copy_sentence(&d->app, &d->last_copy, out);
	buf_put_byte(out, '\n');
	cli_flush(d->cli);
}

static int
finish(struct demo *d, enum status status, const struct err *err)
{
	int code = EXIT_DONE;

	if (status != OK)
		code = cli_fail(d->cli, status, err);
	else if (d->cli->json)
		print_json(d);
	else
		print_text(d);
	if (code == EXIT_DONE && (d->verify_exit != 0 || !verify_report_ok(&d->report)))
		code = EXIT_FAILED;
	return code;
}

static int
run(struct cli *cli)
{
	struct demo *d = mem_new(1, sizeof *d);
	struct err err = {0};
	struct buf *paths[7];
	int code;

	if (d == NULL)
		return cli_fail(cli, E_NOMEM, &(struct err){.text = "out of memory"});
	if (cli->args.word_count > 2) {
		mem_free(d);
		(void)fail(&err, E_FORMAT, "it takes one folder, or none");
		return cli_usage(cli, &err);
	}
	d->cli = cli;
	memcpy(paths,
	    (struct buf *[]){&d->folder, &d->exports, &d->vault, &d->secret_file, &d->pack,
		&d->programs, &d->reports},
	    sizeof paths);
	for (size_t i = 0; i < COUNT_OF(paths); i++)
		buf_init(paths[i], i == 6 ? 64 * 1024 * 1024 : PATH_BYTES);
	verify_report_init(&d->report, "pack");
	code = finish(d, run_demo(d, &err), &err);
	app_close(&d->app);
	if (d->drawn)
		picture_fini(&d->picture);
	subjects_fini(&d->subjects);
	verify_report_fini(&d->report);
	for (size_t i = 0; i < COUNT_OF(paths); i++)
		buf_fini(paths[i]);
	mem_free(d);
	return code;
}

const struct command cmd_demo = {"demo", "[DIR]",
    "build a vault from the sample case, show its picture, write and check its pack", specs, run};
