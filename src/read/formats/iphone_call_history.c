/* src/read/formats/iphone_call_history.c
 * Calls of an iPhone up to iOS 7 (call_history.db); see sqlite.h and docs/formats/iphone-backup.md.
 * Not for: those of iOS 8 and later (iphone_calls.c). */
#include "read/formats/chat.h"
#include "read/formats/sqlite.h"
#include "read/formats/sqlite_rows.h"
#include "read/formats/sqlite_when.h"

/* The column "flags".  It has other values too, of video calls and of calls that came to nothing,
 * which differ from one iOS to the next: they say no direction here. */
enum { CALL_CAME = 4, CALL_MADE = 5 };

static void
fill_other(struct making *m, struct sqlite_rows *rows, int64_t flags)
{
	struct text address = sqlite_rows_text(rows, "address");
	struct text name = sqlite_rows_text(rows, "name");

	if (flags == CALL_MADE) {
		m->record.direction = DIRECTION_OUT;
		if (address.n != 0)
			making_to(m, address, name);
	} else if (flags == CALL_CAME) {
		chat_from(m, address, name, DIRECTION_IN);
		if (address.n == 0)
			making_mark(m, "withheld");
		if (m->record.duration_s == 0)
			making_mark(m, "missed");
	} else {
		m->record.direction = DIRECTION_UNKNOWN;
		making_claim(m, "other-handle", address);
		making_claim(m, "contact-name", name);
		making_doubt(m, "direction-unknown",
		    TEXT_LITERAL("The number by which the telephone says what kind of call it was "
				 "is not one of those that are known."));
	}
	if (address.n == 0 && flags != CALL_CAME)
		making_doubt(m, "number-unknown",
		    TEXT_LITERAL("The telephone does not say which number it was."));
}

static enum status
call_make(void *ctx, struct sqlite_rows *rows, struct err *err)
{
	struct making *m = ctx;
	int64_t at = sqlite_rows_i64(rows, "date"), flags = sqlite_rows_i64(rows, "flags");
	int64_t duration;

	(void)err;
	making_begin(m, KIND_CALL, "call");
	if (at != 0)
		making_instant_s(m, &m->record.when, at, TEXT_NONE);
	else
		sqlite_when_unread(
		    m, rows->file, sqlite_rows_value(rows, "date"), &rows->row_arena);
	duration = sqlite_rows_i64(rows, "duration");
	if (duration >= 0)
		m->record.duration_s = duration;
	fill_other(m, rows, flags);
	making_claim_i64(m, "flags", flags);
	making_claim(m, "country", sqlite_rows_text(rows, "country_code"));
	making_claim(m, "network", sqlite_rows_text(rows, "network_code"));
	making_claim_i64(m, "row", rows->row.rowid);
	if (rows->row.cut)
		making_doubt(m, "row-damaged", TEXT_LITERAL("Part of this row could not be read."));
	return making_send(m);
}

enum status
iphone_call_history_read(struct sqlite_file *file, struct making *m, struct err *err)
{
	m->owner.known = true;
	making_note(m, NOTE_FORMAT, "iphone-calls", NULL);
	making_note(
	    m, NOTE_OMITS, "old-calls", "An iPhone of those years keeps the last hundred calls.");
	making_note(m, NOTE_OMITS, "withheld",
	    "A withheld number is not in it; the network knows it, and the police can ask.");
	return sqlite_rows_each(file, "call", call_make, m, err);
}
