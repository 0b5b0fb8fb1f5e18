/* src/read/formats/sqlite.c
 * The format "sqlite": a database of an app, known by the tables it has.  One that nobody here
 * knows is kept like any other file.  Not for: the pages and rows (sqlite_file.h). */
#include "read/formats/sqlite.h"

#include "base/buf.h"
#include "read/formats/formats.h"

enum {
	TABLE_ARENA_BYTES = 4 * 1024 * 1024,
	TABLES_WANTED_MAX = 3,
	NAME_MAX_BYTES = 255, /* of a file */
	WAL_SLOT = 0
};

/* The write-ahead log, if it is at hand. */
struct log {
	struct source source;
	struct sqlite_wal wal;
	bool found, bad;
};

static const struct {
	const char *tables[TABLES_WANTED_MAX]; /* all of them; NULL: no more */
	enum status (*read)(struct sqlite_file *file, struct making *m, struct err *err);
} families[] = {
    {{"message", "handle", "chat"}, imessage_read},
    {{"ZCALLRECORD"}, iphone_calls_read},
    {{"voicemail"}, iphone_voicemail_read},
    {{"ABPerson", "ABMultiValue"}, iphone_contacts_read},
    {{"Files", "Properties"}, iphone_manifest_read},
    {{"ZWAMESSAGE", "ZWACHATSESSION"}, whatsapp_ios_read},
    {{"message", "jid", "chat"}, whatsapp_android_read},
    {{"ZWAADDRESSBOOKCONTACT"}, whatsapp_contacts_iphone_read},
    {{"wa_contacts"}, whatsapp_contacts_android_read},
    {{"call"}, iphone_call_history_read},
};

static int
sqlite_probe(struct slice head)
{
	return head.n >= 100 && memcmp(head.p, "SQLite format 3", 16) == 0 ? 90 : 0;
}

static enum status
has_all(struct sqlite_file *file, const char *const *tables, bool *has, struct err *err)
{
	struct sqlite_table table;
	struct arena arena;
	enum status status = OK;

	*has = true;
	arena_init(&arena, TABLE_ARENA_BYTES);
	for (size_t i = 0; i < TABLES_WANTED_MAX && tables[i] != NULL && *has; i++) {
		arena_reset(&arena);
		status = sqlite_table_find(file, tables[i], &arena, &table, err);
		*has = status == OK && table.root != 0;
	}
	arena_fini(&arena);
	return status;
}

/* "chat.db-wal" beside "chat.db". */
static enum status
log_find(struct log *log, const struct sqlite_file *file, const struct reading_options *options,
    struct err *err)
{
	struct buf name;
	enum status status = OK;

	if (!file->has_wal || options->look == NULL || options->name.n == 0 ||
	    options->name.n > NAME_MAX_BYTES)
		return OK;
	buf_init(&name, 2 * NAME_MAX_BYTES);
	buf_put_text(&name, options->name);
	buf_put_c(&name, "-wal");
	status = buf_check(&name, err);
	if (status == OK)
		status = options->look->file(
		    options->look->ctx, buf_text(&name), WAL_SLOT, &log->source, &log->found, err);
	buf_fini(&name);
	return status;
}

/* One that is empty has nothing in it; one that is none, or another's, is left aside. */
static enum status
log_open(struct log *log, struct sqlite_file *file, const struct reading_options *options,
    struct err *err)
{
	enum status status = log_find(log, file, options, err);

	if (status != OK || !log->found || log->source.bytes == 0)
		return status;
	status = sqlite_wal_init(&log->wal, &log->source, file->page_bytes, err);
	if (status == OK)
		sqlite_file_with(file, &log->wal);
	log->bad = status == E_FORMAT;
	return log->bad ? OK : status;
}

/* What is known about the file as a whole. */
static void
say_file(struct making *m, const struct sqlite_file *file, const struct log *log)
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
	if (file->cut)
		making_note(m, NOTE_UNREAD, "cut-off", "The end of this database is missing.");
	if (file->damaged != 0)
		making_note(m, NOTE_UNREAD, "pages-damaged",
		    "Some pages of this database are damaged; what stood on them was not read.");
}

static enum status
family_read(struct sqlite_file *file, const struct log *log, size_t family,
    const struct reading_options *options, const struct sink *sink, struct err *err)
{
	struct making m;
	enum status status = making_init(&m, options, sink, err);

	if (status == OK)
		status = families[family].read(file, &m, err);
	if (status == OK) {
		say_file(&m, file, log);
		status = making_finish(&m);
	}
	making_fini(&m);
	return status;
}

static enum status
sqlite_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct sqlite_file file;
	struct log log = {.found = false};
	bool has = false;
	size_t i = 0;
	enum status status = sqlite_file_init(&file, source, err);

	if (status == OK)
		status = log_open(&log, &file, options, err);
	while (status == OK && i < COUNT_OF(families)) {
		status = has_all(&file, families[i].tables, &has, err);
		if (has)
			break;
		i++;
	}
	if (status == OK)
		status = has ? family_read(&file, &log, i, options, sink, err)
			     : file_format.read(source, options, sink, err);
	sqlite_file_fini(&file);
	sqlite_wal_fini(&log.wal);
	return status;
}

const struct format sqlite_format = {
    .name = "sqlite", .probe = sqlite_probe, .read = sqlite_read, .prepare = NULL};
