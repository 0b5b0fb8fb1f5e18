/* src/read/formats/whatsapp_android_message.c
 * One row of the table "message"; see whatsapp_android.h and docs/formats/whatsapp-database.md. */
#include "read/formats/whatsapp_android.h"
#include "read/formats/whatsapp_event.h"
#include "read/formats/whatsapp_place.h"

enum { LINKS_MAX = 500, EVENT_BLOCK = 58, OLD_STATUS_EVENT = 6 };

/* The row in hand. */
struct message {
	struct whatsapp_android *w;
	struct sqlite_rows *rows;
	struct err *err;
	int64_t rowid; /* by which other tables know it; -1: they speak of another one */
	int64_t type;
	bool from_me;
	bool old; /* a row of "messages" */
};

/* Where it stands, and whose it is. */
struct people {
	struct text jid, sender, subject;
};

/* What another table has about the message; for as long as nothing else is looked up afresh. */
static enum status
found(const struct message *msg, const struct sqlite_table *table, struct sqlite_found *out)
{
	return sqlite_found_row(msg->w->file, table, msg->rowid, &msg->w->scratch, out, msg->err);
}

static enum status
found_afresh(const struct message *msg, const struct sqlite_table *table, struct sqlite_found *out)
{
	arena_reset(&msg->w->scratch);
	return found(msg, table, out);
}

static enum status
claim_jid(const struct message *msg, const char *key, int64_t rowid)
{
	struct text jid;
	enum status status = whatsapp_android_jid(msg->w, rowid, &msg->w->scratch, &jid, msg->err);

	making_claim(msg->w->m, key, jid);
	return status;
}

static void
claim_time(struct making *m, const char *key, int64_t at_ms)
{
	if (at_ms > 0)
		making_claim_ms(m, key, at_ms);
}

/* --- who and where --- */

static enum status
find_people(const struct message *msg, struct people *people)
{
	struct whatsapp_android *w = msg->w;
	struct sqlite_found chat;
	enum status status = sqlite_found_of(msg->rows, &w->chat, "chat_row_id", &chat, msg->err);

	if (status == OK)
		status = whatsapp_android_jid(w, sqlite_found_i64(&chat, "jid_row_id"),
		    &msg->rows->row_arena, &people->jid, msg->err);
	if (status == OK)
		status = whatsapp_android_jid(w, sqlite_rows_i64(msg->rows, "sender_jid_row_id"),
		    &msg->rows->row_arena, &people->sender, msg->err);
	if (status != OK)
		return status;
	if (!chat.is)
		making_doubt(w->m, "no-conversation",
		    TEXT_LITERAL("The message hangs on no conversation any more."));
	people->subject = sqlite_found_text(&chat, "subject");
	return OK;
}

static enum status
find_old_people(const struct message *msg, struct people *people)
{
	people->jid = sqlite_rows_text(msg->rows, "key_remote_jid");
	people->sender = sqlite_rows_text(msg->rows, "remote_resource");
	return whatsapp_android_subject(
	    msg->w, people->jid, &msg->rows->row_arena, &people->subject, msg->err);
}

/* Nobody in particular was written to: it stands for itself, beside the conversations. */
static void
fill_status_people(const struct message *msg, struct text sender)
{
	struct making *m = msg->w->m;

	making_mark(m, "status-post");
	if (msg->from_me)
		m->record.direction = DIRECTION_OUT;
	else if (sender.n != 0)
		whatsapp_jid_from(m, sender, TEXT_NONE, DIRECTION_NONE);
	else
		making_doubt(m, "sender-unknown", TEXT_NONE);
}

static enum status
fill_people(const struct message *msg)
{
	struct making *m = msg->w->m;
	struct people people = {.subject = TEXT_NONE};
	struct text jid, sender, number;
	enum status status = msg->old ? find_old_people(msg, &people) : find_people(msg, &people);

	if (status != OK)
		return status;
	jid = people.jid;
	sender = people.sender;
	number = whatsapp_jid_number(m, jid);
	m->record.conversation = making_name(m, people.subject.n != 0 ? people.subject
						: number.n != 0       ? number
								      : jid);
	making_claim(m, "chat", jid);
	if (whatsapp_jid_is_status(jid)) {
		m->record.conversation = making_name(m, jid);
		fill_status_people(msg, sender);
		return OK;
	}
	if (sender.n == 0 && !whatsapp_jid_is_group(jid))
		sender = jid;
	m->record.direction = msg->from_me ? DIRECTION_OUT : DIRECTION_IN;
	if (!msg->from_me && sender.n != 0)
		whatsapp_jid_from(m, sender, TEXT_NONE, DIRECTION_IN);
	else if (!msg->from_me)
		making_doubt(m, "sender-unknown", TEXT_NONE);
	else if (!whatsapp_jid_is_group(jid))
		whatsapp_jid_to(m, jid, TEXT_NONE);
	return OK;
}

/* --- what hangs on it --- */

/* What the row itself says of its file, from the time before message_media. */
static void
claim_old_file(const struct message *msg, int64_t *seconds)
{
	struct making *m = msg->w->m;
	const struct sqlite_value *value = sqlite_rows_value(msg->rows, "thumb_image");

	making_claim(m, "declared-type", sqlite_rows_text(msg->rows, "media_mime_type"));
	making_claim(m, "media-address", sqlite_rows_text(msg->rows, "media_url"));
	if (*seconds == 0)
		*seconds = sqlite_rows_i64(msg->rows, "media_duration");
	/* Written for Java; the path of the file may stand in it. */
	if (value != NULL && sqlite_blob(value).n != 0)
		making_raw(m, sqlite_blob(value));
}

static enum status
fill_file(const struct message *msg)
{
	struct making *m = msg->w->m;
	struct sqlite_found media;
	struct text path, name, caption;
	int64_t seconds;
	enum status status = found_afresh(msg, &msg->w->media, &media);

	if (status != OK)
		return status;
	path = sqlite_found_text(&media, "file_path");
	name = sqlite_found_text(&media, "media_name");
	caption = sqlite_found_text(&media, "media_caption");
	if (msg->old && name.n == 0)
		name = sqlite_rows_text(msg->rows, "media_name");
	if (msg->old && caption.n == 0)
		caption = sqlite_rows_text(msg->rows, "media_caption");
	making_attach(m, path.n != 0 ? path : name, TEXT_NONE, path.n == 0);
	making_claim(m, "attachment-name", name);
	making_claim(m, "declared-type", sqlite_found_text(&media, "mime_type"));
	making_claim(m, "media-address", sqlite_found_text(&media, "message_url"));
	making_claim(m, "transcript", sqlite_found_text(&media, "raw_transcription_text"));
	seconds = sqlite_found_i64(&media, "media_duration");
	if (msg->old)
		claim_old_file(msg, &seconds);
	if (seconds != 0)
		making_claim_i64(m, "media-seconds", seconds);
	if (m->record.body.n == 0 && caption.n != 0)
		making_body(m, caption);
	else
		making_claim(m, "caption", caption);
	if (msg->type == WHATSAPP_ANDROID_AUDIO &&
	    slice_find(slice_of_text(path), SLICE_LITERAL("PTT-")) != SIZE_MAX)
		chat_mark(m, "voice-note");
	return OK;
}

/* Where a place that was told for a while ended. */
static void
claim_last_place(struct making *m, const struct sqlite_found *place)
{
	making_claim(m, "last-place",
	    whatsapp_place_text(m, sqlite_found_value(place, "live_location_final_latitude"),
		sqlite_found_value(place, "live_location_final_longitude")));
	claim_time(m, "last-place-at", sqlite_found_i64(place, "live_location_final_timestamp"));
}

static enum status
fill_place(const struct message *msg)
{
	struct making *m = msg->w->m;
	struct sqlite_found place;
	enum status status = found_afresh(msg, &msg->w->location, &place);

	if (status != OK)
		return status;
	making_mark(m, "location");
	if (msg->old && !place.is) {
		whatsapp_place(m, sqlite_rows_value(msg->rows, "latitude"),
		    sqlite_rows_value(msg->rows, "longitude"));
		making_claim(m, "place-name", sqlite_rows_text(msg->rows, "media_name"));
		making_claim(m, "place-link", sqlite_rows_text(msg->rows, "media_url"));
		return OK;
	}
	whatsapp_place(
	    m, sqlite_found_value(&place, "latitude"), sqlite_found_value(&place, "longitude"));
	making_claim(m, "place-name", sqlite_found_text(&place, "place_name"));
	making_claim(m, "place-address", sqlite_found_text(&place, "place_address"));
	making_claim(m, "place-link", sqlite_found_text(&place, "url"));
	claim_last_place(m, &place);
	return OK;
}

/* A claim for each row of a table that hangs on the message. */
static enum status
claim_rows(const struct message *msg, const struct sqlite_links *links,
    const struct sqlite_table *table, const char *column, const char *key)
{
	size_t count;
	const struct sqlite_link *link = sqlite_links_of(links, msg->rowid, &count);
	struct sqlite_found row;
	enum status status = OK;

	for (size_t i = 0; i < count && i < LINKS_MAX && status == OK; i++) {
		arena_reset(&msg->w->scratch);
		status = sqlite_found_row(
		    msg->w->file, table, link[i].to, &msg->w->scratch, &row, msg->err);
		if (status == OK)
			making_claim(msg->w->m, key, sqlite_found_text(&row, column));
	}
	msg->w->m->many = msg->w->m->many || count > LINKS_MAX;
	return status;
}

static enum status
fill_reactions(const struct message *msg)
{
	struct whatsapp_android *w = msg->w;
	size_t count;
	const struct sqlite_link *link = sqlite_links_of(&w->add_ons, msg->rowid, &count);
	struct sqlite_found add_on, reaction;
	struct text pieces[2];
	enum status status = OK;

	for (size_t i = 0; i < count && i < LINKS_MAX && status == OK; i++) {
		arena_reset(&w->scratch);
		status = sqlite_found_row(
		    w->file, &w->reaction, link[i].to, &w->scratch, &reaction, msg->err);
		if (status == OK)
			status = sqlite_found_row(
			    w->file, &w->add_on, link[i].to, &w->scratch, &add_on, msg->err);
		if (status == OK)
			status = whatsapp_android_jid(w,
			    sqlite_found_i64(&add_on, "sender_jid_row_id"), &w->scratch, &pieces[1],
			    msg->err);
		if (status != OK || !reaction.is)
			continue;
		pieces[0] = sqlite_found_text(&reaction, "reaction");
		if (sqlite_found_i64(&add_on, "from_me") != 0)
			pieces[1] = TEXT_LITERAL("me");
		if (pieces[0].n != 0)
			chat_claim(w->m, "reaction", pieces, COUNT_OF(pieces));
	}
	w->m->many = w->m->many || count > LINKS_MAX;
	return status;
}

static enum status
fill_old_quoted(const struct message *msg)
{
	struct making *m = msg->w->m;
	struct sqlite_found quoted;
	struct text sender;
	enum status status = sqlite_found_of(
	    msg->rows, &msg->w->old_quoted, "quoted_row_id", &quoted, msg->err);

	if (status != OK || !quoted.is)
		return status;
	sender = sqlite_found_text(&quoted, "remote_resource");
	if (sqlite_found_i64(&quoted, "key_from_me") != 0)
		sender = TEXT_LITERAL("me");
	else if (sender.n == 0)
		sender = sqlite_found_text(&quoted, "key_remote_jid");
	making_claim(m, "reply-to", sqlite_found_text(&quoted, "key_id"));
	making_claim(m, "quoted-text", sqlite_found_text(&quoted, "data"));
	making_claim(m, "reply-to-sender", sender);
	return OK;
}

static enum status
fill_quoted(const struct message *msg)
{
	struct sqlite_found quoted;
	enum status status = found_afresh(msg, &msg->w->quoted, &quoted);

	if (status != OK || !quoted.is)
		return status;
	making_claim(msg->w->m, "reply-to", sqlite_found_text(&quoted, "key_id"));
	making_claim(msg->w->m, "quoted-text", sqlite_found_text(&quoted, "text_data"));
	return claim_jid(msg, "reply-to-sender", sqlite_found_i64(&quoted, "sender_jid_row_id"));
}

/* --- what became of it --- */

static enum status
fill_changes(const struct message *msg)
{
	struct making *m = msg->w->m;
	struct sqlite_found revoked, edit, forwarded;
	enum status status = found_afresh(msg, &msg->w->revoked, &revoked);

	if (status == OK)
		status = found(msg, &msg->w->edit, &edit);
	if (status == OK)
		status = found(msg, &msg->w->forwarded, &forwarded);
	if (status != OK)
		return status;
	if (revoked.is) {
		chat_mark(m, "deleted");
		claim_time(m, "deleted-at", sqlite_found_i64(&revoked, "revoke_timestamp"));
		making_claim(m, "deleted-id", sqlite_found_text(&revoked, "revoked_key_id"));
		status = claim_jid(
		    msg, "deleted-by", sqlite_found_i64(&revoked, "admin_jid_row_id"));
	}
	if (edit.is) {
		making_mark(m, "edited");
		claim_time(m, "edited-at", sqlite_found_i64(&edit, "edited_timestamp"));
	}
	if (forwarded.is) {
		making_mark(m, "forwarded");
		making_claim_i64(m, "forward-score", sqlite_found_i64(&forwarded, "forward_score"));
	}
	return status;
}

/* --- what kind of row it is --- */

static enum status
fill_people_of_event(const struct message *msg)
{
	size_t count;
	const struct sqlite_link *link = sqlite_links_of(&msg->w->participants, msg->rowid, &count);
	struct sqlite_found number;
	enum status status = found_afresh(msg, &msg->w->number, &number);

	if (status == OK)
		status = claim_jid(msg, "old-number", sqlite_found_i64(&number, "old_jid_row_id"));
	if (status == OK)
		status = claim_jid(msg, "new-number", sqlite_found_i64(&number, "new_jid_row_id"));
	for (size_t i = 0; i < count && i < LINKS_MAX && status == OK; i++) {
		arena_reset(&msg->w->scratch);
		status = claim_jid(msg, "participant", link[i].to);
	}
	msg->w->m->many = msg->w->m->many || count > LINKS_MAX;
	return status;
}

static enum status
fill_event(const struct message *msg)
{
	struct making *m = msg->w->m;
	struct sqlite_found system, block;
	const struct whatsapp_event *event;
	struct text text = m->record.body;
	int64_t action;
	enum status status = found_afresh(msg, &msg->w->system, &system);

	if (status == OK)
		status = found(msg, &msg->w->block, &block);
	if (status != OK)
		return status;
	action = sqlite_found_i64(&system, "action_type");
	if (msg->old && !system.is)
		action = sqlite_rows_i64(msg->rows, "media_size"); /* stood there before */
	event = whatsapp_event_android(action);
	m->record.kind = KIND_SYSTEM;
	making_mark(m, "system");
	making_claim_i64(m, "event", action);
	m->record.body = TEXT_NONE;
	if (block.is && action == EVENT_BLOCK)
		making_body(m, sqlite_found_i64(&block, "is_blocked") != 0
				   ? TEXT_LITERAL("The contact was blocked.")
				   : TEXT_LITERAL("The contact is no longer blocked."));
	else if (event != NULL)
		making_body(m, text_of_c(event->words));
	if (text.n != 0)
		making_body(m, text);
	return fill_people_of_event(msg);
}

/* The list of calls tells of each; where there is none, the chat is all there is. */
static void
fill_call(const struct message *msg)
{
	struct making *m = msg->w->m;

	m->record.kind = msg->w->calls.root != 0 ? KIND_SYSTEM : KIND_CALL;
	if (msg->w->calls.root == 0)
		return;
	making_mark(m, "system");
	making_body(m, TEXT_LITERAL("A call stands here in the chat; the list of calls has it."));
}

/* The card stands where words do. */
static void
fill_old_contact(const struct message *msg)
{
	struct making *m = msg->w->m;

	making_claim(m, "shared-contact", m->record.body);
	making_claim(m, "shared-contact-name", sqlite_rows_text(msg->rows, "media_name"));
	m->record.body = TEXT_NONE;
}

/* What kind of row it is nobody knows, but there is a file with it. */
static enum status
fill_unknown_file(const struct message *msg)
{
	struct sqlite_found media;
	enum status status = found_afresh(msg, &msg->w->media, &media);
	bool is = media.is;

	if (msg->old)
		is = is || sqlite_rows_text(msg->rows, "media_mime_type").n != 0 ||
		     sqlite_rows_text(msg->rows, "media_name").n != 0;
	return status == OK && is ? fill_file(msg) : status;
}

static enum status
fill_kind(const struct message *msg)
{
	const struct whatsapp_sort *sort = whatsapp_event_android_sort(msg->type);
	struct making *m = msg->w->m;

	making_claim_i64(m, "type", msg->type);
	if (sort == NULL) {
		making_doubt(m, "type-unknown", TEXT_NONE);
		return fill_unknown_file(msg);
	}
	if (sort->mark != NULL)
		making_mark(m, sort->mark);
	switch (sort->what) {
	case WHATSAPP_LINK:
	case WHATSAPP_WORDS: break;
	case WHATSAPP_FILE: return fill_file(msg);
	case WHATSAPP_PLACE: return fill_place(msg);
	case WHATSAPP_CONTACT:
		if (msg->old)
			fill_old_contact(msg);
		return claim_rows(msg, &msg->w->vcards, &msg->w->vcard, "vcard", "shared-contact");
	case WHATSAPP_CALL: fill_call(msg); break;
	case WHATSAPP_EVENT: return fill_event(msg);
	}
	return OK;
}

static void
claim_number(const struct message *msg, const char *key, const char *column)
{
	if (sqlite_rows_i64(msg->rows, column) != 0)
		making_claim_i64(msg->w->m, key, sqlite_rows_i64(msg->rows, column));
}

static void
fill_claims(const struct message *msg)
{
	struct making *m = msg->w->m;

	claim_time(m, "received", sqlite_rows_i64(msg->rows, "received_timestamp"));
	making_claim(m, "message-id", sqlite_rows_text(msg->rows, "key_id"));
	if (sqlite_rows_i64(msg->rows, "starred") != 0)
		making_claim(m, "starred", TEXT_LITERAL("yes"));
	if (msg->old) {
		making_claim(m, "table", TEXT_LITERAL("messages"));
		claim_number(msg, "edit-version", "edit_version");
		claim_number(msg, "forwarded", "forwarded");
	}
	making_claim_i64(m, "status", sqlite_rows_i64(msg->rows, "status"));
	making_claim_i64(m, "row", msg->rows->row.rowid);
	if (msg->rows->row.cut)
		making_doubt(m, "row-damaged", TEXT_LITERAL("Part of this row could not be read."));
}

static enum status
make(const struct message *msg, struct text text)
{
	struct whatsapp_android *w = msg->w;
	enum status status;

	making_begin(w->m, KIND_MESSAGE, "whatsapp");
	whatsapp_android_when(w->m, msg->rows);
	status = fill_people(msg);
	if (text.n != 0)
		making_body(w->m, text);
	if (status == OK)
		status = fill_kind(msg);
	if (status == OK)
		status = fill_quoted(msg);
	if (status == OK && msg->old)
		status = fill_old_quoted(msg);
	if (status == OK)
		status = fill_changes(msg);
	if (status == OK)
		status = claim_rows(msg, &w->options, &w->option, "option_name", "poll-option");
	if (status == OK)
		status = fill_reactions(msg);
	fill_claims(msg);
	return status == OK ? making_send(w->m) : status;
}

enum status
whatsapp_android_message(struct whatsapp_android *w, struct sqlite_rows *rows, struct err *err)
{
	const struct message msg = {.w = w,
	    .rows = rows,
	    .err = err,
	    .rowid = rows->row.rowid,
	    .type = sqlite_rows_i64(rows, "message_type"),
	    .from_me = sqlite_rows_i64(rows, "from_me") != 0};

	return make(&msg, sqlite_rows_text(rows, "text_data"));
}

enum status
whatsapp_android_old_message(struct whatsapp_android *w, struct sqlite_rows *rows, struct err *err)
{
	struct message msg = {.w = w,
	    .rows = rows,
	    .err = err,
	    .rowid = rows->row.rowid,
	    .type = sqlite_rows_i64(rows, "media_wa_type"),
	    .from_me = sqlite_rows_i64(rows, "key_from_me") != 0,
	    .old = true};
	struct sqlite_found copy;
	enum status status;

	arena_reset(&w->scratch);
	status = sqlite_found_row(w->file, &w->message, msg.rowid, &w->scratch, &copy, err);
	if (status != OK)
		return status;
	/* Rows keep their number when WhatsApp copies them, and the sender cannot choose that:
	 * a name of a message alone, which the sender does choose, hides none. */
	if (copy.is &&
	    text_eq(sqlite_found_text(&copy, "key_id"), sqlite_rows_text(rows, "key_id")) &&
	    (sqlite_found_i64(&copy, "from_me") != 0) == msg.from_me)
		return OK;
	if (copy.is && !text_eq_c(sqlite_found_text(&copy, "key_id"), "-1"))
		msg.rowid = -1;
	if (sqlite_rows_i64(rows, "status") == OLD_STATUS_EVENT)
		msg.type = WHATSAPP_ANDROID_EVENT;
	return make(&msg, sqlite_rows_text(rows, "data"));
}
