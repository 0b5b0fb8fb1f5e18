/* src/read/formats/sqlite_log.c
 * See sqlite_log.h. */
#include "read/formats/sqlite_log.h"

#include "base/buf.h"
#include "read/formats/apple_backup.h"

enum { NAME_MAX_BYTES = 255, SLOT = 0 };

/* What the log of the database of that name is called: "chat.db-wal"; in a backup of an iPhone,
 * where names are sums over places, "cd/cd47480f…". */
static void
name_put(struct buf *out, struct text name)
{
	const struct apple_backup_store *store = NULL;
	struct buf path;

	for (size_t i = 0; i < APPLE_BACKUP_STORES && store == NULL; i++) {
		buf_reset(out);
		apple_backup_put_store(out, i);
		if (text_eq(buf_text(out), name))
			store = &apple_backup_stores[i];
	}
	buf_reset(out);
	buf_init(&path, 2 * NAME_MAX_BYTES);
	if (store != NULL)
		buf_put_c(&path, store->path);
	else
		buf_put_text(&path, name);
	buf_put_c(&path, "-wal");
	if (store != NULL)
		apple_backup_put(out, store->domain, buf_text(&path));
	else
		buf_put_text(out, buf_text(&path));
	buf_fini(&path);
}

static enum status
log_find(struct sqlite_log *log, const struct sqlite_file *file,
    const struct reading_options *options, struct err *err)
{
	const struct looking *look = options->look;
	struct buf name;
	enum status status;

	if (!file->has_wal || look == NULL || options->name.n == 0 ||
	    options->name.n > NAME_MAX_BYTES)
		return OK;
	buf_init(&name, 2 * NAME_MAX_BYTES);
	name_put(&name, options->name);
	status = buf_check(&name, err);
	if (status == OK)
		status = look->file(
		    look->ctx, buf_text(&name), SLOT, &log->source, &log->found, err);
	buf_fini(&name);
	return status;
}

enum status
sqlite_log_open(struct sqlite_log *log, struct sqlite_file *file,
    const struct reading_options *options, struct err *err)
{
	enum status status;

	*log = (struct sqlite_log){.found = false};
	status = log_find(log, file, options, err);
	if (status != OK || !log->found || log->source.bytes == 0)
		return status;
	status = sqlite_wal_init(&log->wal, &log->source, file->page_bytes, err);
	if (status == OK)
		sqlite_file_with(file, &log->wal);
	log->bad = status == E_FORMAT;
	return log->bad ? OK : status;
}

void
sqlite_log_fini(struct sqlite_log *log)
{
	sqlite_wal_fini(&log->wal);
	*log = (struct sqlite_log){.found = false};
}

void
sqlite_log_say(const struct sqlite_log *log, const struct sqlite_file *file, struct making *m)
{
	if (file->has_wal && !log->found)
		making_note(m, NOTE_DOUBT, "write-ahead-log",
		    "The newest entries of this database may stand in a file beside it whose name "
		    "ends in -wal: put that one beside it, and bring in both.");
	if (log->bad || log->wal.more)
		making_note(m, NOTE_UNREAD, "write-ahead-log-unread",
		    "The file beside this database whose name ends in -wal is damaged or another "
		    "database's, and was not read, or not to its end: the newest entries may be "
		    "missing.");
}
