/* src/app/import.c
 * Import: walk what was named, keep every original, then catch up; see import.h. */
#include "app/import.h"

#include "app/answered.h"
#include "app/catch_up.h"
#include "app/original.h"
#include "base/mem.h"
#include "keep/log.h"
#include "read/format.h"
#include "sys/os/file.h"
#include "sys/os/os_io.h"

enum {
	BATCH_FILES = 1024,
	BATCH_BYTES_MIB = 512,
	READ_AHEAD_FILES = 8,
	ALIKE_BYTES = 3,
	ANSWERS_ARENA_BYTES = 16 * 1024 * 1024
};

struct import {
	struct app *app;
	const struct import_options *options;
	struct reading_answers answers;
	struct import_sum sum;
	struct kept_original *duplicates; /* reported after everything is durable */
	size_t duplicate_count, duplicate_size;
	struct siblings siblings; /* where originals came from; filled when it is asked */
	struct siblings all;      /* the same when all files are in */
	uint64_t unsettled_files, unsettled_bytes;
};

static void
refuse(struct import *import, const char *path, const struct err *why)
{
	import->sum.refused++;
	import->app->many.failed++;
	if (import->options->refused != NULL)
		import->options->refused(import->options->ctx, path, why);
}

static enum status
note_duplicate(struct import *import, const struct kept_original *kept, struct err *err)
{
	struct kept_original *bigger;

	bigger = mem_more(
	    import->duplicates, import->duplicate_count, &import->duplicate_size, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for the list of files");
	import->duplicates = bigger;
	import->duplicates[import->duplicate_count++] = *kept;
	import->sum.duplicates++;
	return OK;
}

static enum status
settle_batch(struct import *import, struct err *err)
{
	enum status status = originals_settle(import->app, err);

	import->unsettled_files = import->unsettled_bytes = 0;
	return status;
}

/* A failing file is refused and named; a failing vault stops the import. */
static bool
is_files_fault(const struct import *import, enum status status)
{
	return (status == E_NOTFOUND || status == E_DENIED || status == E_IO ||
		   status == E_CONFLICT) &&
	       vault_writable(import->app->vault, NULL) == OK;
}

/* What is said of several files at once need not be meant for each; nor is each of several names.
 */
static bool
is_me_offered(const struct import *import, bool named)
{
	struct text me = import->options->me;

	return !named || import->options->path_count > 1 ||
	       (me.n != 0 && memchr(me.p, '\n', me.n) != NULL);
}

static enum status
import_file(struct import *import, const char *path, bool named, struct err *err)
{
	struct reading_answers answers = import->answers;
	struct kept_original kept;
	struct err why = {0};
	enum status status;

	answers.me_offered = is_me_offered(import, named);
	status = original_keep(import->app, path, &answers, &kept, &why);
	import->app->many.files++;
	import->app->many.bytes += kept.bytes;
	if (status != OK && why.sys_errno != 28 && is_files_fault(import, status)) {
		refuse(import, path, &why);
		return OK;
	}
	if (status != OK) {
		if (err != NULL)
			*err = why;
		return status;
	}
	kept.named = named;
	if (kept.duplicate) {
		status = original_again(import->app, path, &kept, &import->siblings, err);
		return status == OK ? note_duplicate(import, &kept, err) : status;
	}
	import->sum.kept++;
	import->sum.kept_bytes += kept.bytes;
	import->unsettled_bytes += kept.bytes;
	if (++import->unsettled_files >= BATCH_FILES ||
	    import->unsettled_bytes >= (uint64_t)BATCH_BYTES_MIB << 20)
		return settle_batch(import, err);
	return OK;
}

/* The folder "tmp" of a Maildir, beside "cur" and "new": a mail stands there only while it is being
 * delivered, and whole in one of the others afterwards, unless the delivery broke off. */
static bool
is_half_delivered(const struct import *import, const char *path)
{
	static const char *const beside[] = {"cur", "new"};
	const struct io *io = &import->app->seams.io;
	const char *slash = strrchr(path, '/');
	size_t n = slash != NULL ? (size_t)(slash - path) : 0;
	struct io_stat st;
	struct buf buf;
	bool all = n > 4 && memcmp(path + n - 4, "/tmp", 4) == 0;

	buf_init(&buf, FILE_PATH_BYTES);
	for (size_t i = 0; i < COUNT_OF(beside) && all; i++) {
		buf_reset(&buf);
		buf_put(&buf, path, n - 3);
		buf_put_c(&buf, beside[i]);
		buf_put_byte(&buf, '\0');
		all = buf.failed == OK && io->ops->stat(io->ctx, (const char *)buf.p, &st) == 0 &&
		      st.is_folder;
	}
	buf_fini(&buf);
	return all;
}

static enum status
import_walked(void *ctx, const struct walk_entry *entry, struct err *err)
{
	struct import *import = ctx;
	struct err why = {0};

	if (app_cancelled(import->app))
		return fail(err, E_CANCELLED, "stopped");
	switch (entry->kind) {
	case WALK_FILE:
		if (!is_half_delivered(import, entry->path))
			return import_file(import, entry->path, false, err);
		(void)fail(&why, E_CONFLICT,
		    "it was still being delivered; the whole mail may be in a folder beside it: if "
		    "not, bring in this file by itself");
		break;
	case WALK_LINK: (void)fail(&why, E_DENIED, "it is a link; links are not followed"); break;
	case WALK_OTHER:
		(void)fail(&why, E_DENIED, "it is a device, pipe or socket, not a file");
		break;
	case WALK_LOOP:
		(void)fail(&why, E_CONFLICT, "the folder contains itself; it is read once");
		break;
	case WALK_DEEP: (void)fail(&why, E_LIMIT, "too many folders inside folders"); break;
	case WALK_UNREADABLE: why = *entry->why; break;
	}
	refuse(import, entry->path, &why);
	return OK;
}

static enum status
import_path(struct import *import, const char *path, struct err *err)
{
	const struct io *io = &import->app->seams.io;
	struct walk_options walk = WALK_OPTIONS_INIT;
	struct io_stat st;
	struct buf real;
	struct err why = {0};
	enum status status;
	int code;

	buf_init(&real, FILE_PATH_BYTES);
	status = os_path_real(path, &real, &why);
	code = status == OK ? io->ops->stat(io->ctx, (const char *)real.p, &st) : 0;
	if (status == OK && code != 0)
		status = file_fail(&why, code, "cannot look at", path);
	if (status != OK) {
		refuse(import, path, &why);
		status = OK;
	} else if (st.is_folder) {
		walk.read_ahead = READ_AHEAD_FILES;
		status = file_walk(io, (const char *)real.p, &walk, import_walked, import, err);
	} else {
		status = import_file(import, (const char *)real.p, true, err);
	}
	buf_fini(&real);
	return status;
}

static void
count_report(void *ctx, const struct import_report *report)
{
	struct import *import = ctx;

	import->sum.records += report->records;
	import->sum.read += report->status == IMPORT_READ;
	import->sum.partly += report->status == IMPORT_PARTLY;
	import->sum.unread += report->status == IMPORT_KEPT;
	if (import->options->report != NULL)
		import->options->report(import->options->ctx, report);
}

static enum status
log_answer(struct import *import, const struct kept_original *kept,
    const struct reading_answers *answers, struct err *err)
{
	struct act act;
	enum status status;

	act_init(&act, import->app, "answer");
	act_line(&act, FIELD_RELATIONS, "reads", text_of_c(kept->id));
	answers_put(&act, answers);
	status = act_append(&act, import->app, NULL, err);
	act_fini(&act);
	return status;
}

static void
report_duplicate(
    struct import *import, const struct kept_original *kept, const struct answered *before)
{
	struct import_report *report = mem_new(1, sizeof *report);
	struct text codes[REPORT_MAX_QUESTIONS];

	if (report == NULL)
		return;
	memcpy(report->sha256, kept->sha256, SHA256_BYTES);
	report->bytes = kept->bytes;
	report->name = text_of_c(kept->name);
	report->status = IMPORT_READ;
	report->duplicate_of = text_of_c(kept->id);
	report->entry = kept->entry;
	answers_open(before, codes, COUNT_OF(codes), &report->question_count);
	for (size_t i = 0; i < report->question_count; i++)
		report->questions[i].code = codes[i];
	if (import->options->report != NULL)
		import->options->report(import->options->ctx, report);
	mem_free(report);
}

/* A file that is there already is read again when it could not be read at all, when a file came
 * that its reader looked for, or there is an answer that it was not read with; of a whole folder,
 * only files that left that open. */
static enum status
import_duplicate(struct import *import, const struct kept_original *kept, struct err *err)
{
	struct reading_answers now = import->answers;
	struct answered before;
	struct arena arena;
	struct buf storage;
	bool came = false;
	enum status status;

	buf_init(&storage, LOG_READ_MAX_BYTES);
	arena_init(&arena, ANSWERS_ARENA_BYTES);
	status = answers_before(import->app, kept, &storage, &arena, &before, err);
	if (status == OK)
		status = original_missed_came(import->app, kept, &import->all, &came, err);
	if (status == OK) {
		now.me_offered = is_me_offered(import, kept->named);
		answers_fill(&now, &before);
		if (kept->again || came || answers_matter(&before, &now, !kept->named))
			status = log_answer(import, kept, &now, err);
		else
			report_duplicate(import, kept, &before);
	}
	arena_fini(&arena);
	buf_fini(&storage);
	return status;
}

static enum status
import_duplicates(struct import *import, struct err *err)
{
	enum status status = OK;

	for (size_t i = 0; status == OK && i < import->duplicate_count; i++)
		status = import_duplicate(import, &import->duplicates[i], err);
	return status == OK ? log_settle(import->app->vault, err) : status;
}

/* How much there is, so that it can be said how long it will take; what cannot be looked at is met
 * again, and then named. */
static enum status
count_walked(void *ctx, const struct walk_entry *entry, struct err *err)
{
	struct import *import = ctx;

	if (app_cancelled(import->app))
		return fail(err, E_CANCELLED, "stopped");
	if (entry->kind == WALK_FILE) {
		import->app->many.all++;
		import->app->many.total += entry->stat->bytes;
	}
	return OK;
}

static void
count_path(struct import *import, const char *path)
{
	const struct io *io = &import->app->seams.io;
	struct walk_options walk = WALK_OPTIONS_INIT;
	struct io_stat st;
	struct buf real;
	bool there;

	buf_init(&real, FILE_PATH_BYTES);
	there = os_path_real(path, &real, NULL) == OK &&
		io->ops->stat(io->ctx, (const char *)real.p, &st) == 0;
	if (there && st.is_folder) {
		/* Whatever ends this walk ends the other one, too. */
		(void)!file_walk(io, (const char *)real.p, &walk, count_walked, import, NULL);
	} else if (there) {
		import->app->many.all++;
		import->app->many.total += st.bytes;
	}
	buf_fini(&real);
}

enum status
import_format_check(struct text name, struct err *err)
{
	struct text begin = text_prefix(name, ALIKE_BYTES);
	const struct format *format = format_by_name(name);
	struct buf names;
	enum status status;

	if (format != NULL && format_makes_records(format))
		return OK;
	buf_init(&names, 4096);
	for (size_t i = 0; formats_all[i] != NULL; i++) {
		struct text known = text_of_c(formats_all[i]->name);

		if (known.n < begin.n || memcmp(known.p, begin.p, begin.n) != 0)
			continue;
		buf_put_c(&names, names.n == 0 ? " There is " : ", ");
		buf_put_text(&names, known);
	}
	buf_put_c(&names, names.n == 0 ? "" : ".");
	status = buf_check(&names, err);
	if (status == OK)
		status = fail(err, E_FORMAT,
		    "there is no format \"%.*s\".%.*s Without --format, files are known by what is "
		    "in them",
		    (int)text_prefix(name, 40).n, name.p, (int)names.n,
		    names.n == 0 ? "" : (const char *)names.p);
	buf_fini(&names);
	return status;
}

enum status
import_files(
    struct app *app, const struct import_options *options, struct import_sum *sum, struct err *err)
{
	struct import import = {.app = app,
	    .options = options,
	    .answers = {.format = options->format,
		.me = options->me,
		.zone = options->zone,
		.date_order = options->date_order,
		.columns = options->columns,
		.days = options->days,
		.password = options->password}};
	struct catch_up_listener listener = {count_report, &import};
	struct err later = {0};
	enum status status = OK, settled;

	app->many = (struct many_files){.failing = "not taken in"};
	for (size_t i = 0; i < options->path_count; i++)
		count_path(&import, options->paths[i]);
	for (size_t i = 0; status == OK && i < options->path_count; i++)
		status = import_path(&import, options->paths[i], err);
	app->many = (struct many_files){.all = 0};
	settled = settle_batch(&import, status == OK ? err : &later);
	status = status == OK ? settled : status;
	if (status == OK)
		status = import_duplicates(&import, err);
	if (status == OK && !options->keep_only)
		status = catch_up(app, &listener, err);
	siblings_fini(&import.siblings);
	siblings_fini(&import.all);
	mem_free(import.duplicates);
	*sum = import.sum;
	return status;
}
