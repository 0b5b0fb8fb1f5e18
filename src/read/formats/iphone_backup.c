/* src/read/formats/iphone_backup.c
 * Manifest.db of an iPhone's backup: the list of its files, and which of them are here; see
 * sqlite.h and docs/formats/iphone-backup.md.  The files themselves are read each on its own. */
#include "base/buf.h"
#include "read/formats/sqlite.h"
#include "read/formats/sqlite_rows.h"

enum {
	FILES_A_RECORD = 200,
	FLAG_FILE = 1,
	FLAG_FOLDER = 2,
};

struct manifest {
	struct making *m;
	struct buf body; /* domain and path of each file, a line each */
	size_t files;    /* in the record in hand; 0: none is */
	uint64_t all_files, all_folders, others;
};

static enum status
record_end(struct manifest *x)
{
	if (x->files == 0)
		return OK;
	making_body_buf(x->m, &x->body);
	buf_reset(&x->body);
	x->files = 0;
	return making_send(x->m);
}

static enum status
file_add(struct manifest *x, struct text id, struct text domain, struct text path)
{
	struct buf name;

	if (x->files == 0)
		making_begin(x->m, KIND_SYSTEM, "iphone-backup");
	buf_init(&name, 256);
	buf_put_text(&name, text_prefix(id, 2));
	buf_put_c(&name, "/");
	buf_put_text(&name, text_prefix(id, 64));
	making_attach(x->m, buf_text(&name), TEXT_NONE, false);
	buf_fini(&name);
	if (x->files != 0)
		buf_put_c(&x->body, "\n");
	buf_put_text(&x->body, domain);
	buf_put_c(&x->body, "-");
	buf_put_text(&x->body, path);
	return ++x->files == FILES_A_RECORD ? record_end(x) : OK;
}

static enum status
row_read(void *ctx, struct sqlite_rows *rows, struct err *err)
{
	struct manifest *x = ctx;
	int64_t flags = sqlite_rows_i64(rows, "flags");

	(void)err;
	x->all_folders += flags == FLAG_FOLDER;
	x->others += flags != FLAG_FILE && flags != FLAG_FOLDER;
	if (flags != FLAG_FILE)
		return OK;
	x->all_files++;
	return file_add(x, sqlite_rows_text(rows, "fileID"), sqlite_rows_text(rows, "domain"),
	    sqlite_rows_text(rows, "relativePath"));
}

static enum status
say_counts(struct manifest *x, struct err *err)
{
	struct buf buf;
	enum status status;

	buf_init(&buf, 256);
	buf_putf(&buf, "The list of this backup names %llu files, %llu folders and %llu others.",
	    (unsigned long long)x->all_files, (unsigned long long)x->all_folders,
	    (unsigned long long)x->others);
	status = buf_check(&buf, err);
	if (status == OK)
		status = x->m->sink->note(x->m->sink->ctx, NOTE_DOUBT, "backup-list",
		    buf_text(&buf), x->m->position, err);
	buf_fini(&buf);
	return status;
}

enum status
iphone_manifest_read(struct sqlite_file *file, struct making *m, struct err *err)
{
	struct manifest x = {.m = m};
	enum status status;

	m->owner.known = true;
	making_note(m, NOTE_FORMAT, "iphone-backup", NULL);
	making_note(m, NOTE_OMITS, "not-encrypted",
	    "A backup without a password leaves out calls on current iPhones, Health and Safari's "
	    "history.");
	buf_init(&x.body, RECORD_TEXT_MAX_BYTES);
	status = sqlite_rows_each(file, "Files", row_read, &x, err);
	if (status == OK)
		status = record_end(&x);
	if (status == OK)
		status = say_counts(&x, err);
	buf_fini(&x.body);
	return status;
}
