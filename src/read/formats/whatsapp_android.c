/* src/read/formats/whatsapp_android.c
 * WhatsApp's database on Android: all messages, and the list of calls; see whatsapp_android.h. */
#include "read/formats/whatsapp_android.h"

#include "base/buf.h"
#include "read/formats/sqlite.h"
#include "read/formats/sqlite_gaps.h"
#include "read/formats/sqlite_when.h"

enum { TABLE_ARENA_BYTES = 8 * 1024 * 1024, SCRATCH_BYTES = 24 * 1024 * 1024 };

static enum status
tables_find(struct whatsapp_android *w, struct err *err)
{
	const struct {
		const char *name;
		struct sqlite_table *table;
	} tables[] = {{"chat", &w->chat}, {"jid", &w->jid}, {"message_media", &w->media},
	    {"message_location", &w->location}, {"message_quoted", &w->quoted},
	    {"message_system", &w->system}, {"message_system_block_contact", &w->block},
	    {"message_system_number_change", &w->number}, {"message_revoked", &w->revoked},
	    {"message_edit_info", &w->edit}, {"message_forwarded", &w->forwarded},
	    {"message_add_on", &w->add_on}, {"message_add_on_reaction", &w->reaction},
	    {"message_vcard", &w->vcard}, {"message_poll_option", &w->option},
	    {"call_log", &w->calls}, {"call_log_participant_v2", &w->call_people},
	    {"message", &w->message}, {"chat_list", &w->chat_list},
	    {"messages_quotes", &w->old_quoted}};
	enum status status = OK;

	for (size_t i = 0; i < COUNT_OF(tables) && status == OK; i++)
		status = sqlite_table_find(
		    w->file, tables[i].name, &w->arena, tables[i].table, err);
	return status;
}

static enum status
links_read(struct whatsapp_android *w, struct err *err)
{
	enum status status = sqlite_links_read(
	    w->file, "message_add_on", "parent_message_row_id", NULL, &w->add_ons, err);

	if (status == OK)
		status = sqlite_links_read(
		    w->file, "message_vcard", "message_row_id", NULL, &w->vcards, err);
	if (status == OK)
		status = sqlite_links_read(
		    w->file, "message_poll_option", "message_row_id", NULL, &w->options, err);
	if (status == OK)
		status = sqlite_links_read(w->file, "message_system_chat_participant",
		    "message_row_id", "user_jid_row_id", &w->participants, err);
	if (status == OK)
		status = sqlite_links_read(
		    w->file, "jid_map", "lid_row_id", "jid_row_id", &w->numbers, err);
	if (status == OK)
		status = sqlite_links_read(
		    w->file, "call_log_participant_v2", "call_log_row_id", NULL, &w->callers, err);
	if (status == OK)
		status = whatsapp_android_chats(w, err);
	return status;
}

enum status
whatsapp_android_jid_stored(const struct whatsapp_android *w, int64_t rowid, struct arena *arena,
    struct text *out, struct err *err)
{
	struct sqlite_found jid;
	struct text user, server;
	struct buf buf;
	enum status status = OK;

	*out = TEXT_NONE;
	if (rowid <= 0)
		return OK;
	status = sqlite_found_row(w->file, &w->jid, rowid, arena, &jid, err);
	if (status != OK)
		return status;
	*out = sqlite_found_text(&jid, "raw_string");
	user = sqlite_found_text(&jid, "user");
	server = sqlite_found_text(&jid, "server");
	if (out->n != 0 || user.n == 0)
		return OK;
	buf_init(&buf, 2 * (size_t)RECORD_NAME_MAX_BYTES + 1);
	buf_put_text(&buf, text_prefix(user, RECORD_NAME_MAX_BYTES));
	buf_put_byte(&buf, '@');
	buf_put_text(&buf, text_prefix(server, RECORD_NAME_MAX_BYTES));
	if (!arena_text(arena, buf_text(&buf), out))
		status = fail(err, E_NOMEM, "no memory for a name");
	buf_fini(&buf);
	return status;
}

enum status
whatsapp_android_jid(const struct whatsapp_android *w, int64_t rowid, struct arena *arena,
    struct text *out, struct err *err)
{
	struct text number;
	size_t count;
	const struct sqlite_link *link;
	enum status status = whatsapp_android_jid_stored(w, rowid, arena, out, err);

	if (status != OK || !whatsapp_jid_is_lid(*out))
		return status;
	link = sqlite_links_of(&w->numbers, rowid, &count);
	/* Two numbers for one person: which one is meant is not known. */
	if (link == NULL || link[0].to != link[count - 1].to)
		return OK;
	status = whatsapp_android_jid_stored(w, link->to, arena, &number, err);
	if (status != OK || whatsapp_jid_number(w->m, number).n == 0)
		return status;
	whatsapp_jid_claim_lid(w->m, *out);
	*out = number;
	return OK;
}

void
whatsapp_android_when(struct making *m, struct sqlite_rows *rows)
{
	int64_t at_ms = sqlite_rows_i64(rows, "timestamp");

	if (at_ms > 0)
		making_instant_ms(m, &m->record.when, at_ms, TEXT_NONE);
	else
		sqlite_when_unread(
		    m, rows->file, sqlite_rows_value(rows, "timestamp"), &rows->row_arena);
}

static void
say_begin(struct making *m)
{
	m->owner.known = true; /* each row says which way it went */
	making_note(m, NOTE_FORMAT, "whatsapp-android", NULL);
	making_note(m, NOTE_OMITS, "deleted-text",
	    "WhatsApp keeps that a message was deleted for everybody, but not what it said.");
	making_note(m, NOTE_OMITS, "deleted-here",
	    "Messages that were deleted on this telephone are not in it any more.");
	making_note(m, NOTE_OMITS, "names",
	    "The names that the owner gave to people stand in another file, wa.db; here people are "
	    "numbers.");
}

struct walking {
	struct whatsapp_android *w;
	struct sqlite_gaps gaps;
	bool old; /* the table "messages" has rows */
};

static enum status
old_message_read(void *ctx, struct sqlite_rows *rows, struct err *err)
{
	struct walking *walking = ctx;

	sqlite_gaps_see(&walking->gaps, rows->row.rowid);
	walking->old = true;
	/* As below. */
	if (text_eq_c(sqlite_rows_text(rows, "key_remote_jid"), "-1") &&
	    text_eq_c(sqlite_rows_text(rows, "key_id"), "-1"))
		return OK;
	return whatsapp_android_old_message(walking->w, rows, err);
}

static enum status
message_read(void *ctx, struct sqlite_rows *rows, struct err *err)
{
	struct walking *walking = ctx;

	/* Until all rows of "messages" stand here, those that do not are not missing. */
	if (!walking->old)
		sqlite_gaps_see(&walking->gaps, rows->row.rowid);
	/* WhatsApp's own first row, so that numbers begin at 2: no message of anybody's. */
	if (sqlite_rows_i64(rows, "chat_row_id") == -1 &&
	    text_eq_c(sqlite_rows_text(rows, "key_id"), "-1") &&
	    sqlite_rows_text(rows, "text_data").n == 0)
		return OK;
	return whatsapp_android_message(walking->w, rows, err);
}

static enum status
call_read(void *ctx, struct sqlite_rows *rows, struct err *err)
{
	const struct walking *walking = ctx;

	return whatsapp_android_call(walking->w, rows, err);
}

static void
links_fini(struct whatsapp_android *w)
{
	sqlite_links_fini(&w->add_ons);
	sqlite_links_fini(&w->vcards);
	sqlite_links_fini(&w->options);
	sqlite_links_fini(&w->participants);
	sqlite_links_fini(&w->numbers);
	sqlite_links_fini(&w->callers);
	sqlite_links_fini(&w->chats);
	sqlite_links_fini(&w->old_chats);
}

static bool
links_many(const struct whatsapp_android *w)
{
	return w->add_ons.many || w->vcards.many || w->options.many || w->participants.many ||
	       w->numbers.many || w->callers.many || w->chats.many || w->old_chats.many;
}

enum status
whatsapp_android_read(struct sqlite_file *file, struct making *m, struct err *err)
{
	struct whatsapp_android w = {.file = file, .m = m};
	struct walking walking = {.w = &w};
	enum status status;

	arena_init(&w.arena, TABLE_ARENA_BYTES);
	arena_init(&w.scratch, SCRATCH_BYTES);
	say_begin(m);
	status = tables_find(&w, err);
	if (status == OK)
		status = links_read(&w, err);
	if (status == OK && links_many(&w))
		making_note(m, NOTE_UNREAD, "links-many",
		    "There is more in it than can be matched with its messages.");
	if (status == OK)
		status = sqlite_rows_each(file, "messages", old_message_read, &walking, err);
	if (status == OK)
		status = sqlite_rows_each(file, "message", message_read, &walking, err);
	if (status == OK)
		sqlite_gaps_say(&walking.gaps, file, m);
	if (status == OK)
		status = sqlite_gaps_end(
		    &walking.gaps, file, walking.old ? "messages" : "message", m, err);
	if (status == OK)
		status = sqlite_rows_each(file, "call_log", call_read, &walking, err);
	links_fini(&w);
	arena_fini(&w.scratch);
	arena_fini(&w.arena);
	return status == OK ? m->status : status;
}
