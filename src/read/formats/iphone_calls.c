/* src/read/formats/iphone_calls.c
 * Calls (CallHistory.storedata), voicemail (voicemail.db) and the address book
 * (AddressBook.sqlitedb) of an iPhone; see sqlite.h and docs/formats/iphone-backup.md. */
#include "base/buf.h"
#include "read/formats/apple_backup.h"
#include "read/formats/apple_time.h"
#include "read/formats/sqlite.h"

enum {
	TABLE_ARENA_BYTES = 4 * 1024 * 1024,
	ROW_ARENA_BYTES = 24 * 1024 * 1024,
	VALUES_MAX = 200000, /* numbers and addresses of one address book */
};

/* One table being read row by row. */
struct rows {
	struct sqlite_file *file;
	struct arena arena, row_arena;
	struct sqlite_table table;
	struct sqlite_walk walk;
	struct sqlite_row row;
};

static enum status
rows_init(struct rows *rows, struct sqlite_file *file, const char *name, struct err *err)
{
	enum status status;

	*rows = (struct rows){.file = file};
	arena_init(&rows->arena, TABLE_ARENA_BYTES);
	arena_init(&rows->row_arena, ROW_ARENA_BYTES);
	status = sqlite_table_find(file, name, &rows->arena, &rows->table, err);
	if (status == OK && rows->table.root != 0)
		sqlite_walk_init(&rows->walk, file, rows->table.root);
	return status;
}

static void
rows_fini(struct rows *rows)
{
	arena_fini(&rows->row_arena);
	arena_fini(&rows->arena);
}

static enum status
rows_next(struct rows *rows, bool *more, struct err *err)
{
	*more = false;
	if (rows->table.root == 0)
		return OK;
	arena_reset(&rows->row_arena);
	return sqlite_walk_next(&rows->walk, &rows->row_arena, &rows->row, more, err);
}

static const struct sqlite_value *
value(const struct rows *rows, const char *column)
{
	return sqlite_value_of(&rows->table, &rows->row, column);
}

static struct text
words(struct rows *rows, const char *column)
{
	return sqlite_text(rows->file, value(rows, column), &rows->row_arena);
}

static int64_t
number(const struct rows *rows, const char *column)
{
	int64_t n = 0;

	return sqlite_i64(value(rows, column), &n) ? n : 0;
}

static void
doubt_cut(struct making *m, const struct rows *rows)
{
	if (rows->row.cut)
		making_doubt(m, "row-damaged", TEXT_LITERAL("Part of this row could not be read."));
}

/* --- calls --- */

static const char *
call_channel(struct text service)
{
	if (text_eq_c(service, "com.apple.FaceTime"))
		return "facetime";
	if (text_eq_c(service, "net.whatsapp.WhatsApp"))
		return "whatsapp";
	return "call";
}

static void
call_other(struct making *m, struct rows *rows, bool out)
{
	struct text address = words(rows, "ZADDRESS"), name = words(rows, "ZNAME");

	if (out)
		m->record.direction = DIRECTION_OUT;
	else
		m->record.direction = DIRECTION_IN;
	if (address.n == 0) {
		making_mark(m, "withheld");
		return;
	}
	if (out)
		making_to(m, address, name);
	else
		making_from(m, address, name);
	m->record.direction = out ? DIRECTION_OUT : DIRECTION_IN;
}

static void
call_make(struct making *m, struct rows *rows)
{
	bool out = number(rows, "ZORIGINATED") != 0, answered = number(rows, "ZANSWERED") != 0;
	struct text service = words(rows, "ZSERVICE_PROVIDER");
	int64_t us;

	making_begin(m, KIND_CALL, call_channel(service));
	if (sqlite_seconds_us(value(rows, "ZDATE"), &us) && us > -APPLE_TIME_EPOCH_US * 60 &&
	    us < APPLE_TIME_EPOCH_US * 250)
		making_instant_us(m, &m->record.when, APPLE_TIME_EPOCH_US + us, TEXT_NONE);
	else
		making_doubt(m, "no-time", TEXT_NONE);
	if (sqlite_seconds_us(value(rows, "ZDURATION"), &us) && us >= 0)
		m->record.duration_s = us / US_PER_SECOND;
	call_other(m, rows, out);
	if (!out && !answered)
		making_mark(m, "missed");
	making_claim(m, "service", service);
	making_claim_i64(m, "call-type", number(rows, "ZCALLTYPE"));
	making_claim(m, "country", words(rows, "ZISO_COUNTRY_CODE"));
	making_claim_i64(m, "row", rows->row.rowid);
	doubt_cut(m, rows);
	(void)!making_send(m);
}

enum status
iphone_calls_read(struct sqlite_file *file, struct making *m, struct err *err)
{
	struct rows rows;
	bool more = true;
	enum status status;

	m->owner.known = true;
	making_note(m, NOTE_FORMAT, "iphone-calls", NULL);
	making_note(m, NOTE_OMITS, "old-calls",
	    "An iPhone keeps about the last thousand calls; blocked callers may leave no trace.");
	making_note(m, NOTE_OMITS, "withheld",
	    "A withheld number is not in it; the network knows it, and the police can ask.");
	status = rows_init(&rows, file, "ZCALLRECORD", err);
	while (status == OK && m->status == OK) {
		status = rows_next(&rows, &more, err);
		if (status != OK || !more)
			break;
		call_make(m, &rows);
	}
	rows_fini(&rows);
	return status == OK ? m->status : status;
}

/* --- voicemail --- */

static void
voicemail_sound(struct making *m, int64_t rowid)
{
	struct buf path, name;

	buf_init(&path, 128);
	buf_init(&name, 128);
	buf_putf(&path, "Library/Voicemail/%lld.amr", (long long)rowid);
	apple_backup_put(&name, "HomeDomain", buf_text(&path));
	making_attach(m, buf_text(&name), TEXT_NONE, false);
	buf_fini(&name);
	buf_fini(&path);
}

static void
voicemail_make(struct making *m, struct rows *rows)
{
	struct text sender = words(rows, "sender");
	int64_t trashed = 0, at_us;

	making_begin(m, KIND_VOICEMAIL, "voicemail");
	making_instant_s(m, &m->record.when, number(rows, "date"), TEXT_NONE);
	if (sender.n == 0)
		sender = words(rows, "callback_num");
	if (sender.n != 0)
		making_from(m, sender, TEXT_NONE);
	else
		making_mark(m, "withheld");
	m->record.direction = DIRECTION_IN;
	making_mark(m, "voicemail");
	if (number(rows, "duration") >= 0)
		m->record.duration_s = number(rows, "duration");
	trashed = number(rows, "trashed_date");
	if (apple_time_us(trashed, &at_us)) {
		making_mark(m, "deleted");
		making_claim_ms(m, "deleted-at", at_us / 1000);
	}
	making_claim_i64(m, "flags", number(rows, "flags"));
	making_claim_i64(m, "row", rows->row.rowid);
	voicemail_sound(m, rows->row.rowid);
	doubt_cut(m, rows);
	(void)!making_send(m);
}

enum status
iphone_voicemail_read(struct sqlite_file *file, struct making *m, struct err *err)
{
	struct rows rows;
	bool more = true;
	enum status status;

	m->owner.known = true;
	making_note(m, NOTE_FORMAT, "iphone-voicemail", NULL);
	making_note(m, NOTE_OMITS, "old-voicemail",
	    "Voicemail that was deleted for good, or that only the network keeps, is not in it.");
	status = rows_init(&rows, file, "voicemail", err);
	while (status == OK && m->status == OK) {
		status = rows_next(&rows, &more, err);
		if (status != OK || !more)
			break;
		voicemail_make(m, &rows);
	}
	rows_fini(&rows);
	return status == OK ? m->status : status;
}

/* --- the address book --- */

/* Numbers and addresses of one person.  The table has no order by person that could be relied on,
 * so it is walked for each; an address book is small, and VALUES_MAX ends a large one. */
static enum status
contact_values(struct making *m, struct sqlite_file *file, int64_t person, struct text name,
    uint64_t *left, struct err *err)
{
	struct rows rows;
	bool more = true;
	enum status status = rows_init(&rows, file, "ABMultiValue", err);

	while (status == OK && *left != 0) {
		status = rows_next(&rows, &more, err);
		if (status != OK || !more)
			break;
		--*left;
		if (number(&rows, "record_id") == person && words(&rows, "value").n != 0)
			making_to(m, words(&rows, "value"), name);
	}
	rows_fini(&rows);
	return status;
}

static void
name_put(struct buf *name, struct text part)
{
	if (part.n == 0)
		return;
	if (name->n != 0)
		buf_put_c(name, " ");
	buf_put_text(name, part);
}

static enum status
contact_make(struct making *m, struct rows *rows, uint64_t *left, struct err *err)
{
	struct buf name;
	enum status status;

	making_begin(m, KIND_CONTACT, "contacts");
	buf_init(&name, 2 * RECORD_NAME_MAX_BYTES);
	name_put(&name, words(rows, "First"));
	name_put(&name, words(rows, "Middle"));
	name_put(&name, words(rows, "Last"));
	if (name.n == 0)
		name_put(&name, words(rows, "Organization"));
	m->record.subject = making_name(m, buf_text(&name));
	making_claim(m, "organisation", words(rows, "Organization"));
	making_claim(m, "note", words(rows, "Note"));
	making_claim_i64(m, "row", rows->row.rowid);
	status = contact_values(m, rows->file, rows->row.rowid, buf_text(&name), left, err);
	buf_fini(&name);
	doubt_cut(m, rows);
	return status == OK ? making_send(m) : status;
}

enum status
iphone_contacts_read(struct sqlite_file *file, struct making *m, struct err *err)
{
	uint64_t left = (uint64_t)VALUES_MAX * 100;
	struct rows rows;
	bool more = true;
	enum status status;

	m->owner.known = true;
	making_note(m, NOTE_FORMAT, "iphone-contacts", NULL);
	making_note(m, NOTE_OMITS, "address-book",
	    "These are names that the owner of the telephone gave to numbers; they prove nobody's "
	    "identity.");
	status = rows_init(&rows, file, "ABPerson", err);
	while (status == OK) {
		status = rows_next(&rows, &more, err);
		if (status != OK || !more)
			break;
		status = contact_make(m, &rows, &left, err);
	}
	if (status == OK && left == 0)
		making_note(m, NOTE_UNREAD, "contacts-many",
		    "The address book is too large; some numbers were left out.");
	rows_fini(&rows);
	return status == OK ? m->status : status;
}
