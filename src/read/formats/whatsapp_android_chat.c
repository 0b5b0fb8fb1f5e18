/* src/read/formats/whatsapp_android_chat.c
 * What conversations are called, by their jid: the table "messages" names that alone; see
 * whatsapp_android.h. */
#include "read/formats/whatsapp_android.h"

static enum status
chat_add(void *ctx, struct sqlite_rows *rows, struct err *err)
{
	struct whatsapp_android *w = ctx;
	struct text jid;
	enum status status;

	if (sqlite_rows_text(rows, "subject").n == 0)
		return OK;
	status = whatsapp_android_jid_stored(
	    w, sqlite_rows_i64(rows, "jid_row_id"), &rows->row_arena, &jid, err);
	if (status != OK || jid.n == 0)
		return status;
	return sqlite_links_add(&w->chats, whatsapp_jid_hash(jid), rows->row.rowid, err);
}

static enum status
old_chat_add(void *ctx, struct sqlite_rows *rows, struct err *err)
{
	struct whatsapp_android *w = ctx;
	struct text jid = sqlite_rows_text(rows, "key_remote_jid");

	if (jid.n == 0 || sqlite_rows_text(rows, "subject").n == 0)
		return OK;
	return sqlite_links_add(&w->old_chats, whatsapp_jid_hash(jid), rows->row.rowid, err);
}

enum status
whatsapp_android_chats(struct whatsapp_android *w, struct err *err)
{
	enum status status = sqlite_rows_each(w->file, "chat", chat_add, w, err);

	if (status == OK)
		status = sqlite_rows_each(w->file, "chat_list", old_chat_add, w, err);
	sqlite_links_sort(&w->chats);
	sqlite_links_sort(&w->old_chats);
	return status;
}

/* The only one of that hash; two of them are as good as none. */
static int64_t
only_one(const struct sqlite_links *links, struct text jid)
{
	size_t count;
	const struct sqlite_link *link = sqlite_links_of(links, whatsapp_jid_hash(jid), &count);

	return count == 1 ? link->to : 0;
}

enum status
whatsapp_android_subject(const struct whatsapp_android *w, struct text jid, struct arena *arena,
    struct text *out, struct err *err)
{
	int64_t rowid = only_one(&w->chats, jid), old = only_one(&w->old_chats, jid);
	struct sqlite_found chat;
	struct text stored = TEXT_NONE;
	enum status status = OK;

	*out = TEXT_NONE;
	if (rowid != 0) {
		status = sqlite_found_row(w->file, &w->chat, rowid, arena, &chat, err);
		if (status == OK)
			status = whatsapp_android_jid_stored(
			    w, sqlite_found_i64(&chat, "jid_row_id"), arena, &stored, err);
	} else if (old != 0) {
		status = sqlite_found_row(w->file, &w->chat_list, old, arena, &chat, err);
		if (status == OK)
			stored = sqlite_found_text(&chat, "key_remote_jid");
	}
	if (status == OK && stored.n != 0 && text_eq(stored, jid))
		*out = sqlite_found_text(&chat, "subject");
	return status;
}
