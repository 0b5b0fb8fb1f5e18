/* src/read/formats/whatsapp_ios_person.c
 * Whose number a hidden one is on an iPhone: a conversation that is kept under "…@lid" has the
 * number beside it; see whatsapp_ios.h. */
#include "read/formats/sqlite_found.h"
#include "read/formats/whatsapp_ios.h"

enum { SESSIONS_MAX = 50 };

static enum status
session_add(void *ctx, struct sqlite_rows *rows, struct err *err)
{
	struct whatsapp_ios *w = ctx;
	struct text jid = sqlite_rows_text(rows, "ZCONTACTJID");

	if (!whatsapp_jid_is_lid(jid) || sqlite_rows_text(rows, "ZCONTACTIDENTIFIER").n == 0)
		return OK;
	return sqlite_links_add(&w->numbers, whatsapp_jid_hash(jid), rows->row.rowid, err);
}

enum status
whatsapp_ios_numbers(struct whatsapp_ios *w, struct err *err)
{
	enum status status = sqlite_rows_each(w->file, "ZWACHATSESSION", session_add, w, err);

	sqlite_links_sort(&w->numbers);
	return status;
}

enum status
whatsapp_ios_person(
    const struct whatsapp_ios *w, struct arena *arena, struct text *jid, struct err *err)
{
	size_t count;
	const struct sqlite_link *link;
	struct sqlite_found session;
	struct text number = TEXT_NONE, other;
	enum status status = OK;

	if (!whatsapp_jid_is_lid(*jid))
		return OK;
	link = sqlite_links_of(&w->numbers, whatsapp_jid_hash(*jid), &count);
	if (count > SESSIONS_MAX)
		return OK;
	for (size_t i = 0; i < count && status == OK; i++) {
		status = sqlite_found_row(w->file, &w->session, link[i].to, arena, &session, err);
		if (status != OK || !text_eq(sqlite_found_text(&session, "ZCONTACTJID"), *jid))
			continue;
		other = sqlite_found_text(&session, "ZCONTACTIDENTIFIER");
		if (whatsapp_jid_number(w->m, other).n == 0)
			continue;
		/* Two numbers for one person: which one is meant is not known. */
		if (number.n != 0 && !text_eq(number, other))
			return OK;
		number = other;
	}
	if (status != OK || number.n == 0)
		return status;
	whatsapp_jid_claim_lid(w->m, *jid);
	*jid = number;
	return OK;
}
