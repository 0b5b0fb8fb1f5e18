/* src/read/formats/sqlite.c
 * The format "sqlite": a database of an app, known by the tables it has.  One that nobody here
 * knows is kept like any other file.  Not for: the pages and rows (sqlite_file.h). */
#include "read/formats/sqlite.h"

#include "read/formats/formats.h"
#include "read/formats/sqlite_log.h"

enum { TABLE_ARENA_BYTES = 4 * 1024 * 1024, TABLES_WANTED_MAX = 3, COLUMNS_WANTED_MAX = 4 };

static const struct {
	const char *tables[TABLES_WANTED_MAX]; /* all of them; NULL: no more */
	/* That the first has to have, where its name says little: all of them. */
	const char *columns[COLUMNS_WANTED_MAX];
	enum status (*read)(struct sqlite_file *file, struct making *m, struct err *err);
} families[] = {
    {{"message", "handle", "chat"}, {NULL}, imessage_read},
    {{"ZCALLRECORD"}, {NULL}, iphone_calls_read},
    {{"voicemail"}, {NULL}, iphone_voicemail_read},
    {{"ABPerson", "ABMultiValue"}, {NULL}, iphone_contacts_read},
    {{"Files", "Properties"}, {NULL}, iphone_manifest_read},
    {{"ZWAMESSAGE", "ZWACHATSESSION"}, {NULL}, whatsapp_ios_read},
    {{"message", "jid", "chat"}, {NULL}, whatsapp_android_read},
    {{"messages"}, {"key_remote_jid"}, whatsapp_android_read},
    {{"ZWACDCALLEVENT"}, {NULL}, whatsapp_ios_calls_read},
    {{"ZWAADDRESSBOOKCONTACT"}, {NULL}, whatsapp_contacts_iphone_read},
    {{"wa_contacts"}, {NULL}, whatsapp_contacts_android_read},
    {{"call"}, {"address", "date", "duration", "flags"}, iphone_call_history_read},
};

static int
sqlite_probe(struct slice head)
{
	return head.n >= 100 && memcmp(head.p, "SQLite format 3", 16) == 0 ? 90 : 0;
}

static bool
has_columns(const struct sqlite_table *table, const char *const *columns)
{
	bool has = true;

	for (size_t k = 0; k < COLUMNS_WANTED_MAX && columns[k] != NULL && has; k++) {
		has = false;
		for (size_t i = 0; i < table->count && !has; i++)
			has = text_eq_c(table->column[i], columns[k]);
	}
	return has;
}

static enum status
has_all(struct sqlite_file *file, const char *const *tables, const char *const *columns, bool *has,
    struct err *err)
{
	struct sqlite_table table;
	struct arena arena;
	enum status status = OK;

	*has = true;
	arena_init(&arena, TABLE_ARENA_BYTES);
	for (size_t i = 0; i < TABLES_WANTED_MAX && tables[i] != NULL && *has; i++) {
		arena_reset(&arena);
		status = sqlite_table_find(file, tables[i], &arena, &table, err);
		*has = status == OK && table.root != 0 && (i != 0 || has_columns(&table, columns));
	}
	arena_fini(&arena);
	return status;
}

/* What is known about the file as a whole. */
static void
say_file(struct making *m, const struct sqlite_file *file, const struct sqlite_log *log)
{
	sqlite_log_say(log, file, m);
	if (file->cut)
		making_note(m, NOTE_UNREAD, "cut-off", "The end of this database is missing.");
	if (file->damaged != 0)
		making_note(m, NOTE_UNREAD, "pages-damaged",
		    "Some pages of this database are damaged; what stood on them was not read.");
}

static enum status
family_read(struct sqlite_file *file, const struct sqlite_log *log, size_t family,
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
	struct sqlite_log log = {.found = false};
	bool has = false;
	size_t i = 0;
	enum status status = sqlite_file_init(&file, source, err);

	if (status == OK)
		status = sqlite_log_open(&log, &file, options, err);
	while (status == OK && i < COUNT_OF(families)) {
		status = has_all(&file, families[i].tables, families[i].columns, &has, err);
		if (has)
			break;
		i++;
	}
	if (status == OK)
		status = has ? family_read(&file, &log, i, options, sink, err)
			     : file_format.read(source, options, sink, err);
	sqlite_file_fini(&file);
	sqlite_log_fini(&log);
	return status;
}

const struct format sqlite_format = {.name = "sqlite",
    .probe = sqlite_probe,
    .read = sqlite_read,
    .prepare = NULL,
    .anywhere = true};
