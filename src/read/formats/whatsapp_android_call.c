/* src/read/formats/whatsapp_android_call.c
 * One row of call_log; see whatsapp_android.h. */
#include "read/formats/whatsapp_android.h"

enum { PEOPLE_MAX = 500 };

/* Who else was in a call of a group. */
static enum status
claim_people(struct whatsapp_android *w, struct sqlite_rows *rows, struct err *err)
{
	size_t count;
	const struct sqlite_link *link = sqlite_links_of(&w->callers, rows->row.rowid, &count);
	struct sqlite_found person;
	struct text jid;
	enum status status = OK;

	for (size_t i = 0; i < count && i < PEOPLE_MAX && status == OK; i++) {
		arena_reset(&w->scratch);
		status = sqlite_found_row(
		    w->file, &w->call_people, link[i].to, &w->scratch, &person, err);
		if (status == OK)
			status = whatsapp_android_jid(
			    w, sqlite_found_i64(&person, "jid_row_id"), &w->scratch, &jid, err);
		if (status == OK)
			making_claim(w->m, "participant", jid);
	}
	w->m->many = w->m->many || count > PEOPLE_MAX;
	return status;
}

enum status
whatsapp_android_call(struct whatsapp_android *w, struct sqlite_rows *rows, struct err *err)
{
	struct making *m = w->m;
	bool out = sqlite_rows_i64(rows, "from_me") != 0;
	int64_t seconds = sqlite_rows_i64(rows, "duration");
	struct text jid, group, number;
	enum status status;

	making_begin(m, KIND_CALL, "whatsapp");
	status = whatsapp_android_jid(
	    w, sqlite_rows_i64(rows, "jid_row_id"), &rows->row_arena, &jid, err);
	if (status == OK)
		status = whatsapp_android_jid(
		    w, sqlite_rows_i64(rows, "group_jid_row_id"), &rows->row_arena, &group, err);
	if (status != OK)
		return status;
	whatsapp_android_when(m, rows);
	number = whatsapp_jid_number(m, jid);
	m->record.conversation = making_name(m, group.n != 0    ? group
						: number.n != 0 ? number
								: jid);
	m->record.direction = out ? DIRECTION_OUT : DIRECTION_IN;
	if (out)
		whatsapp_jid_to(m, jid, TEXT_NONE);
	else if (jid.n != 0)
		whatsapp_jid_from(m, jid, TEXT_NONE, DIRECTION_IN);
	else
		making_doubt(m, "sender-unknown", TEXT_NONE);
	if (seconds >= 0)
		m->record.duration_s = seconds;
	/* Nobody spoke: declined, or not taken. */
	if (!out && seconds == 0)
		making_mark(m, "missed");
	making_claim(m, "call",
	    sqlite_rows_i64(rows, "video_call") != 0 ? TEXT_LITERAL("video")
						     : TEXT_LITERAL("voice"));
	making_claim_i64(m, "call-result", sqlite_rows_i64(rows, "call_result"));
	making_claim(m, "call-id", sqlite_rows_text(rows, "call_id"));
	making_claim_i64(m, "row", rows->row.rowid);
	if (rows->row.cut)
		making_doubt(m, "row-damaged", TEXT_LITERAL("Part of this row could not be read."));
	status = claim_people(w, rows, err);
	return status == OK ? making_send(m) : status;
}
