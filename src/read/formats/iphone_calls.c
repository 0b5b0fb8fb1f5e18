/* src/read/formats/iphone_calls.c
 * Calls (CallHistory.storedata) and voicemail (voicemail.db) of an iPhone; see sqlite.h and
 * docs/formats/iphone-backup.md.
 * Not for: the address book (iphone_contacts.c). */
#include "base/buf.h"
#include "read/formats/apple_backup.h"
#include "read/formats/apple_time.h"
#include "read/formats/chat.h"
#include "read/formats/sqlite.h"
#include "read/formats/sqlite_links.h"
#include "read/formats/sqlite_rows.h"
#include "read/formats/sqlite_when.h"

enum { TABLE_ARENA_BYTES = 4 * 1024 * 1024 };

static void
doubt_cut(struct making *m, const struct sqlite_rows *rows)
{
	if (rows->row.cut)
		making_doubt(m, "row-damaged", TEXT_LITERAL("Part of this row could not be read."));
}

/* --- calls --- */

/* Newer telephones keep whom a call was with, and all in it, in tables of their own. */
struct calls {
	struct making *m;
	struct sqlite_table handle;
	struct sqlite_links people; /* of a call */
};

/* Apps may stand under the team that signed them: "57T9237FN3.net.whatsapp.WhatsApp". */
static bool
is_app(struct text service, const char *app)
{
	size_t n = strlen(app);
	struct text end = service;

	if (service.n > n + 1 && service.p[service.n - n - 1] == '.')
		end = (struct text){service.p + (service.n - n), n};
	return text_eq_c(end, app);
}

static const char *
call_channel(struct text service)
{
	if (is_app(service, "com.apple.FaceTime"))
		return "facetime";
	if (is_app(service, "net.whatsapp.WhatsApp"))
		return "whatsapp";
	return "call";
}

/* Number i of those that a call was with; absent when there are not so many. */
static enum status
call_person(const struct calls *calls, struct sqlite_rows *rows, size_t i, struct text *out,
    struct err *err)
{
	struct sqlite_row row;
	bool found = false;
	size_t count;
	const struct sqlite_link *link = sqlite_links_of(&calls->people, rows->row.rowid, &count);
	enum status status = OK;

	*out = TEXT_NONE;
	if (i < count && calls->handle.root != 0)
		status = sqlite_row_find(rows->file, calls->handle.root, link[i].to,
		    &rows->row_arena, &row, &found, err);
	if (status == OK && found)
		*out = sqlite_text(
		    rows->file, sqlite_value_of(&calls->handle, &row, "ZVALUE"), &rows->row_arena);
	return status;
}

/* All in it who are not the one it was with. */
static enum status
call_others(const struct calls *calls, struct sqlite_rows *rows, struct text known, struct err *err)
{
	struct text person;
	size_t count;
	enum status status = OK;

	(void)sqlite_links_of(&calls->people, rows->row.rowid, &count);
	for (size_t i = 0; i < count && i < RECORD_MAX_ITEMS && status == OK; i++) {
		status = call_person(calls, rows, i, &person, err);
		if (status == OK && person.n != 0 && !text_eq(person, known))
			making_claim(calls->m, "call-participant", person);
	}
	calls->m->many = calls->m->many || count > RECORD_MAX_ITEMS;
	return status;
}

static void
call_other(
    struct making *m, struct sqlite_rows *rows, struct text address, bool telephone, bool out)
{
	struct text name = sqlite_rows_text(rows, "ZNAME");

	m->record.direction = out ? DIRECTION_OUT : DIRECTION_IN;
	if (address.n == 0 && name.n != 0) {
		address = TEXT_NONE;
		making_doubt(m, "number-unknown",
		    TEXT_LITERAL("A name is there, and no number or address beside it."));
	}
	/* Only who calls can withhold a number; whom the owner called was not hidden from them. */
	if (address.n == 0 && name.n == 0 && telephone && !out)
		making_mark(m, "withheld");
	else if (address.n == 0 && name.n == 0 && telephone)
		making_doubt(m, "number-unknown",
		    TEXT_LITERAL("The telephone does not say which number was called."));
	else if (address.n == 0 && name.n == 0)
		making_doubt(m, "caller-unknown",
		    TEXT_LITERAL("The list of calls does not say whom this call of an app was "
				 "with."));
	else if (out)
		making_to(m, address, name);
	else
		chat_from(m, address, name, DIRECTION_IN);
}

static enum status
call_make(void *ctx, struct sqlite_rows *rows, struct err *err)
{
	const struct calls *calls = ctx;
	struct making *m = calls->m;
	bool out = sqlite_rows_i64(rows, "ZORIGINATED") != 0,
	     answered = sqlite_rows_i64(rows, "ZANSWERED") != 0;
	struct text service = sqlite_rows_text(rows, "ZSERVICE_PROVIDER");
	struct text address = sqlite_rows_text(rows, "ZADDRESS");
	enum status status = OK;
	int64_t us;

	if (address.n == 0)
		status = call_person(calls, rows, 0, &address, err);
	if (status != OK)
		return status;
	making_begin(m, KIND_CALL, call_channel(service));
	sqlite_when_apple(m, rows, "ZDATE");
	if (sqlite_seconds_us(sqlite_rows_value(rows, "ZDURATION"), &us) && us >= 0)
		m->record.duration_s = us / US_PER_SECOND;
	call_other(m, rows, address, service.n == 0 || is_app(service, "com.apple.Telephony"), out);
	status = call_others(calls, rows, address, err);
	if (!out && !answered)
		making_mark(m, "missed");
	making_claim(m, "service", service);
	making_claim_i64(m, "call-type", sqlite_rows_i64(rows, "ZCALLTYPE"));
	making_claim(m, "country", sqlite_rows_text(rows, "ZISO_COUNTRY_CODE"));
	making_claim_i64(m, "row", rows->row.rowid);
	doubt_cut(m, rows);
	return status == OK ? making_send(m) : status;
}

enum status
iphone_calls_read(struct sqlite_file *file, struct making *m, struct err *err)
{
	struct calls calls = {.m = m};
	struct arena arena;
	enum status status;

	m->owner.known = true;
	making_note(m, NOTE_FORMAT, "iphone-calls", NULL);
	making_note(m, NOTE_OMITS, "old-calls",
	    "An iPhone keeps about the last thousand calls; blocked callers may leave no trace.");
	making_note(m, NOTE_OMITS, "withheld",
	    "A withheld number is not in it; the network knows it, and the police can ask.");
	arena_init(&arena, TABLE_ARENA_BYTES);
	status = sqlite_table_find(file, "ZHANDLE", &arena, &calls.handle, err);
	if (status == OK)
		status = sqlite_links_read(file, "Z_2REMOTEPARTICIPANTHANDLES",
		    "Z_2REMOTEPARTICIPANTCALLS", "Z_4REMOTEPARTICIPANTHANDLES", &calls.people, err);
	if (status == OK)
		status = sqlite_rows_each(file, "ZCALLRECORD", call_make, &calls, err);
	sqlite_links_fini(&calls.people);
	arena_fini(&arena);
	return status;
}

/* --- voicemail --- */

/* The column "flags": the telephone has written down what it heard. */
enum { VOICEMAIL_TRANSCRIBED = 256 };

static void
voicemail_attach(struct making *m, int64_t rowid, const char *ending)
{
	struct buf path, name;

	buf_init(&path, 128);
	buf_init(&name, 128);
	buf_putf(&path, "Library/Voicemail/%lld.%s", (long long)rowid, ending);
	apple_backup_put(&name, "HomeDomain", buf_text(&path));
	making_attach(m, buf_text(&name), TEXT_NONE, false);
	buf_fini(&name);
	buf_fini(&path);
}

static enum status
voicemail_make(void *ctx, struct sqlite_rows *rows, struct err *err)
{
	struct making *m = ctx;
	struct text sender = sqlite_rows_text(rows, "sender");
	int64_t at = sqlite_rows_i64(rows, "date"), trashed = 0, at_us;

	(void)err;
	making_begin(m, KIND_VOICEMAIL, "voicemail");
	if (at != 0)
		making_instant_s(m, &m->record.when, at, TEXT_NONE);
	else
		sqlite_when_unread(
		    m, rows->file, sqlite_rows_value(rows, "date"), &rows->row_arena);
	if (sender.n == 0)
		sender = sqlite_rows_text(rows, "callback_num");
	if (sender.n == 0)
		making_mark(m, "withheld");
	chat_from(m, sender, TEXT_NONE, DIRECTION_IN);
	making_mark(m, "voicemail");
	if (sqlite_rows_i64(rows, "duration") >= 0)
		m->record.duration_s = sqlite_rows_i64(rows, "duration");
	trashed = sqlite_rows_i64(rows, "trashed_date");
	if (apple_time_us(trashed, &at_us)) {
		making_mark(m, "deleted");
		making_claim_ms(m, "deleted-at", at_us / 1000);
	}
	making_claim_i64(m, "flags", sqlite_rows_i64(rows, "flags"));
	making_claim_i64(m, "row", rows->row.rowid);
	voicemail_attach(m, rows->row.rowid, "amr");
	if ((sqlite_rows_i64(rows, "flags") & VOICEMAIL_TRANSCRIBED) != 0)
		voicemail_attach(m, rows->row.rowid, "transcript");
	doubt_cut(m, rows);
	return making_send(m);
}

enum status
iphone_voicemail_read(struct sqlite_file *file, struct making *m, struct err *err)
{
	m->owner.known = true;
	making_note(m, NOTE_FORMAT, "iphone-voicemail", NULL);
	making_note(m, NOTE_OMITS, "old-voicemail",
	    "Voicemail that was deleted for good, or that only the network keeps, is not in it.");
	return sqlite_rows_each(file, "voicemail", voicemail_make, m, err);
}
