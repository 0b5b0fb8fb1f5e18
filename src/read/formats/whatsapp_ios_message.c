/* src/read/formats/whatsapp_ios_message.c
 * One row of ZWAMESSAGE; see whatsapp_ios.h and docs/formats/whatsapp-database.md. */
#include "base/buf.h"
#include "read/formats/apple_backup.h"
#include "read/formats/apple_time.h"
#include "read/formats/protobuf.h"
#include "read/formats/sqlite_found.h"
#include "read/formats/sqlite_when.h"
#include "read/formats/whatsapp_event.h"
#include "read/formats/whatsapp_ios.h"
#include "read/formats/whatsapp_place.h"

enum { FLAG_FORWARDED = 1 << 7, PATH_MAX_BYTES = 4096, REACTIONS_MAX = 500 };

/* Fields of ZMETADATA, and of ZRECEIPTINFO. */
enum {
	META_QUOTED_ID = 5,
	META_QUOTED_SENDER = 6,
	META_QUOTED = 19,
	META_CALL = 87,
	RECEIPT_REACTIONS = 7,
	RECEIPT_POLL = 8,
};

/* The row in hand, with the rows that hang on it. */
struct message {
	struct whatsapp_ios *w;
	struct sqlite_rows *rows;
	struct sqlite_found session, member, media, info;
	struct text jid; /* of the conversation */
	bool group, from_me;
	int64_t type, event;
};

static enum status
find_all(struct message *msg, struct err *err)
{
	struct whatsapp_ios *w = msg->w;
	struct sqlite_rows *rows = msg->rows;
	enum status status;

	status = sqlite_found_of(rows, &w->session, "ZCHATSESSION", &msg->session, err);
	if (status == OK)
		status = sqlite_found_of(rows, &w->member, "ZGROUPMEMBER", &msg->member, err);
	if (status == OK)
		status = sqlite_found_of(rows, &w->media, "ZMEDIAITEM", &msg->media, err);
	if (status == OK)
		status = sqlite_found_of(rows, &w->info, "ZMESSAGEINFO", &msg->info, err);
	return status;
}

/* --- when --- */

/* Seconds since 2001, whole or with a fraction.  False for none, and past every calendar. */
static bool
time_of(struct message *msg, const char *column, int64_t *at_us)
{
	int64_t us;

	if (!sqlite_seconds_us(sqlite_rows_value(msg->rows, column), &us) || us == 0 ||
	    us <= -APPLE_TIME_EPOCH_US * 60 || us >= APPLE_TIME_EPOCH_US * 250)
		return false;
	*at_us = APPLE_TIME_EPOCH_US + us;
	return true;
}

static void
fill_when(struct message *msg)
{
	struct making *m = msg->w->m;
	int64_t at_us;

	sqlite_when_apple(m, msg->rows, "ZMESSAGEDATE");
	if (time_of(msg, "ZSENTDATE", &at_us))
		making_claim_ms(m, "sent", at_us / 1000);
}

/* --- who and where --- */

/* Somebody's post for all of their contacts: nobody in particular was written to, and it stands
 * beside the conversation with them. */
static void
fill_status_people(struct message *msg, struct text jid, struct text name)
{
	struct making *m = msg->w->m;

	making_mark(m, "status-post");
	m->record.conversation = making_name(m, msg->jid);
	if (whatsapp_jid_is_status(jid) && whatsapp_jid_number(m, jid).n == 0)
		jid = TEXT_NONE; /* where it stands, not who wrote it */
	if (msg->from_me)
		m->record.direction = DIRECTION_OUT;
	else if (jid.n != 0 || name.n != 0)
		whatsapp_jid_from(m, jid, name, DIRECTION_NONE);
	else
		making_doubt(m, "sender-unknown", TEXT_NONE);
}

static enum status
fill_people(struct message *msg, struct err *err)
{
	struct whatsapp_ios *w = msg->w;
	struct making *m = w->m;
	struct text name = TEXT_NONE, jid = sqlite_rows_text(msg->rows, "ZFROMJID");
	struct text partner = TEXT_NONE;
	enum status status = whatsapp_ios_person(w, &msg->rows->row_arena, &msg->jid, err);

	if (msg->session.is)
		partner = sqlite_found_text(&msg->session, "ZPARTNERNAME");
	else
		making_doubt(m, "no-conversation",
		    TEXT_LITERAL("The message hangs on no conversation any more."));
	m->record.conversation = making_name(m, partner.n != 0 ? partner : msg->jid);
	if (msg->member.is) {
		jid = sqlite_found_text(&msg->member, "ZMEMBERJID");
		name = sqlite_found_text(&msg->member, "ZCONTACTNAME");
		if (name.n == 0)
			name = sqlite_found_text(&msg->member, "ZFIRSTNAME");
	} else if (whatsapp_jid_is_status(msg->jid)) {
		name = partner;
		if (jid.n == 0)
			jid = msg->jid;
	} else if (!msg->group && msg->session.is) {
		jid = msg->jid;
		name = partner;
	} else if (whatsapp_jid_is_group(jid)) {
		jid = TEXT_NONE; /* that is the group, not who wrote in it */
	}
	if (status == OK)
		status = whatsapp_ios_person(w, &msg->rows->row_arena, &jid, err);
	making_claim(m, "chat", msg->jid);
	if (whatsapp_jid_is_status(msg->jid)) {
		fill_status_people(msg, jid, name);
		return status;
	}
	m->record.direction = msg->from_me ? DIRECTION_OUT : DIRECTION_IN;
	if (!msg->from_me && (jid.n != 0 || name.n != 0))
		whatsapp_jid_from(m, jid, name, DIRECTION_IN);
	else if (!msg->from_me)
		making_doubt(m, "sender-unknown", TEXT_NONE);
	else if (!msg->group)
		whatsapp_jid_to(m, jid.n != 0 ? jid : msg->jid, name);
	return status;
}

/* --- what hangs on it --- */

static void
fill_place(struct message *msg)
{
	making_mark(msg->w->m, "location");
	whatsapp_place(msg->w->m, sqlite_found_value(&msg->media, "ZLATITUDE"),
	    sqlite_found_value(&msg->media, "ZLONGITUDE"));
}

/* The label under which the file may stand: in a backup of the telephone its number there, beside a
 * database that was taken out its own path. */
static void
attach_path(struct message *msg, struct text path)
{
	struct buf full, label;

	while (path.n != 0 && path.p[0] == '/')
		path = (struct text){path.p + 1, path.n - 1};
	buf_init(&full, PATH_MAX_BYTES);
	buf_init(&label, 2 * PATH_MAX_BYTES);
	buf_put_c(&full, slice_starts(slice_of_text(path), "Message/") ? "" : "Message/");
	buf_put_text(&full, text_prefix(path, PATH_MAX_BYTES - 16));
	if (msg->w->domain != NULL)
		apple_backup_put(&label, msg->w->domain, buf_text(&full));
	else
		buf_put_text(&label, buf_text(&full));
	making_attach(msg->w->m, buf_text(&label), TEXT_NONE, false);
	buf_fini(&label);
	buf_fini(&full);
}

static bool
ends_with(struct text text, const char *end)
{
	size_t n = strlen(end);

	return text.n >= n && slice_eq_nocase(slice_of(text.p + text.n - n, n), slice_of(end, n));
}

/* Pictures, videos, sounds, documents, stickers. */
static void
fill_file(struct message *msg)
{
	struct making *m = msg->w->m;
	struct text path = sqlite_found_text(&msg->media, "ZMEDIALOCALPATH"),
		    url = sqlite_found_text(&msg->media, "ZMEDIAURL");
	struct text title = sqlite_found_text(&msg->media, "ZTITLE");
	int64_t seconds = sqlite_found_i64(&msg->media, "ZMOVIEDURATION");

	if (path.n != 0)
		attach_path(msg, path);
	else
		making_attach(
		    m, msg->type == WHATSAPP_IOS_DOCUMENT ? title : TEXT_NONE, TEXT_NONE, true);
	making_claim(m, "attachment-path", path);
	making_claim(m, "declared-type", sqlite_found_text(&msg->media, "ZVCARDSTRING"));
	making_claim(m, "media-address", url);
	if (seconds != 0)
		making_claim_i64(m, "media-seconds", seconds);
	if (msg->type == WHATSAPP_IOS_DOCUMENT)
		making_claim(m, "attachment-name", title);
	else if (m->record.body.n == 0)
		making_body(m, title.n != 0 ? title : TEXT_NONE);
	if (msg->type == WHATSAPP_IOS_AUDIO && ends_with(path, ".opus"))
		chat_mark(m, "voice-note");
}

static void
fill_quoted(struct message *msg)
{
	struct making *m = msg->w->m;
	struct slice metadata = sqlite_found_blob(&msg->media, "ZMETADATA");

	making_claim(m, "reply-to", protobuf_text(metadata, META_QUOTED_ID));
	making_claim(m, "reply-to-sender", protobuf_text(metadata, META_QUOTED_SENDER));
	making_claim(m, "quoted-text", protobuf_text(protobuf_bytes(metadata, META_QUOTED), 1));
	if (sqlite_rows_i64(msg->rows, "ZPARENTMESSAGE") != 0)
		making_claim_i64(m, "reply-to-row", sqlite_rows_i64(msg->rows, "ZPARENTMESSAGE"));
}

/* {2: who, 3: sign} of others, {2: sign} of the owner. */
static void
claim_reaction(struct making *m, const struct protobuf_field *reaction)
{
	struct text pieces[2] = {protobuf_text(reaction->bytes, reaction->number == 1 ? 3 : 2),
	    reaction->number == 1 ? protobuf_text(reaction->bytes, 2) : TEXT_LITERAL("me")};

	if (pieces[0].n != 0)
		chat_claim(m, "reaction", pieces, COUNT_OF(pieces));
}

static void
fill_info(struct message *msg)
{
	struct slice info, rest, options;
	struct protobuf_field field;
	struct making *m = msg->w->m;

	info = sqlite_found_blob(&msg->info, "ZRECEIPTINFO");
	rest = protobuf_bytes(info, RECEIPT_REACTIONS);
	for (size_t i = 0; i < REACTIONS_MAX && protobuf_next(&rest, &field); i++)
		if (field.number == 1 || field.number == 2)
			claim_reaction(m, &field);
	m->many = m->many || protobuf_next(&rest, &field);
	if (msg->type != WHATSAPP_IOS_POLL)
		return;
	options = protobuf_bytes(info, RECEIPT_POLL);
	making_body(m, protobuf_text(options, 2));
	for (size_t i = 0; i < REACTIONS_MAX && protobuf_next(&options, &field); i++)
		if (field.number == 3)
			making_claim(m, "poll-option", protobuf_text(field.bytes, 1));
	m->many = m->many || protobuf_next(&options, &field);
}

/* --- what kind of row it is --- */

/* A call in the list of a chat; its length stands in the metadata. */
static void
fill_call(struct message *msg)
{
	struct making *m = msg->w->m;
	struct slice call;
	uint64_t seconds;

	m->record.kind = KIND_CALL;
	call = protobuf_bytes(sqlite_found_blob(&msg->media, "ZMETADATA"), META_CALL);
	if (protobuf_number(protobuf_bytes(call, 1), 3, &seconds) && seconds < INT32_MAX)
		m->record.duration_s = (int64_t)seconds;
}

/* Two people, and the row does not say which of them did it to whom: neither is the sender. */
static void
fill_two(struct message *msg, struct text other)
{
	struct making *m = msg->w->m;

	making_claim(m, "group-member", sqlite_found_text(&msg->member, "ZMEMBERJID"));
	making_claim(m, "group-member-name", sqlite_found_text(&msg->member, "ZCONTACTNAME"));
	making_claim(m, "event-text", other);
	making_doubt(
	    m, "who-did-it", TEXT_LITERAL("Who did this, and to whom, is not known for sure."));
	m->record.from = (struct party){.name = TEXT_NONE};
	m->record.direction = DIRECTION_NONE;
}

/* What WhatsApp itself says in a chat: people come and go, calls were missed, a contact blocked. */
static void
fill_event(struct message *msg)
{
	struct making *m = msg->w->m;
	const struct whatsapp_event *event = whatsapp_event_ios(msg->type, msg->event);
	struct text text = m->record.body;
	/* Somebody rang: that is no note of the app's. */
	bool missed = event != NULL && event->missed;

	if (whatsapp_event_ios_has_two(msg->type, msg->event)) {
		fill_two(msg, text);
		text = TEXT_NONE;
	}
	m->record.kind = missed ? KIND_CALL : KIND_SYSTEM;
	making_mark(m, missed ? "missed" : "system");
	making_claim_i64(m, "event", msg->event);
	m->record.body = TEXT_NONE;
	if (event != NULL)
		making_body(m, text_of_c(event->words));
	if (text.n != 0)
		making_body(m, text);
}

static void
fill_kind(struct message *msg)
{
	const struct whatsapp_sort *sort = whatsapp_event_ios_sort(msg->type);
	struct making *m = msg->w->m;

	making_claim_i64(m, "type", msg->type);
	if (sort == NULL) {
		making_doubt(m, "type-unknown", TEXT_NONE);
		if (msg->media.is)
			fill_file(msg);
		return;
	}
	if (sort->mark != NULL)
		making_mark(m, sort->mark);
	switch (sort->what) {
	case WHATSAPP_WORDS: break;
	case WHATSAPP_FILE: fill_file(msg); break;
	case WHATSAPP_PLACE: fill_place(msg); break;
	case WHATSAPP_CONTACT:
		making_claim(m, "shared-contact", sqlite_found_text(&msg->media, "ZVCARDSTRING"));
		making_claim(
		    m, "shared-contact-name", sqlite_found_text(&msg->media, "ZVCARDNAME"));
		break;
	case WHATSAPP_LINK:
		making_claim(m, "link-title", sqlite_found_text(&msg->media, "ZTITLE"));
		making_claim(m, "link", sqlite_found_text(&msg->media, "ZMEDIAURL"));
		break;
	case WHATSAPP_CALL: fill_call(msg); break;
	case WHATSAPP_EVENT: fill_event(msg); break;
	}
}

static bool
id_is_twice(const struct whatsapp_ios *w, struct text id)
{
	uint64_t mark = whatsapp_ios_id(id);
	size_t low = 0, high = w->ids_count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (w->ids[middle] < mark)
			low = middle + 1;
		else
			high = middle;
	}
	return mark != 0 && low + 1 < w->ids_count && w->ids[low] == mark &&
	       w->ids[low + 1] == mark;
}

static void
fill_claims(struct message *msg)
{
	struct making *m = msg->w->m;
	struct text id = sqlite_rows_text(msg->rows, "ZSTANZAID");

	making_claim(m, "message-id", id);
	if (id_is_twice(msg->w, id))
		making_doubt(m, "message-id-twice",
		    TEXT_LITERAL(
			"Another row has the same number of WhatsApp's: one may be a copy."));
	if (sqlite_rows_i64(msg->rows, "ZSTARRED") != 0)
		making_claim(m, "starred", TEXT_LITERAL("yes"));
	if ((sqlite_rows_i64(msg->rows, "ZFLAGS") & FLAG_FORWARDED) != 0)
		making_mark(m, "forwarded");
	if (sqlite_rows_i64(msg->rows, "ZMESSAGEERRORSTATUS") != 0)
		making_claim_i64(m, "error", sqlite_rows_i64(msg->rows, "ZMESSAGEERRORSTATUS"));
	if (sqlite_rows_value(msg->rows, "ZMESSAGESTATUS") != NULL)
		making_claim_i64(m, "status", sqlite_rows_i64(msg->rows, "ZMESSAGESTATUS"));
	making_claim_i64(m, "row", msg->rows->row.rowid);
	if (msg->rows->row.cut)
		making_doubt(m, "row-damaged", TEXT_LITERAL("Part of this row could not be read."));
}

enum status
whatsapp_ios_message(struct whatsapp_ios *w, struct sqlite_rows *rows, struct err *err)
{
	struct message msg = {.w = w, .rows = rows};
	struct making *m = w->m;
	struct text text;
	enum status status = find_all(&msg, err);

	if (status != OK)
		return status;
	msg.type = sqlite_rows_i64(rows, "ZMESSAGETYPE");
	msg.event = sqlite_rows_i64(rows, "ZGROUPEVENTTYPE");
	msg.from_me = sqlite_rows_i64(rows, "ZISFROMME") != 0;
	if (msg.session.is)
		msg.jid = sqlite_found_text(&msg.session, "ZCONTACTJID");
	msg.group = whatsapp_jid_is_group(msg.jid);
	making_begin(m, KIND_MESSAGE, "whatsapp");
	fill_when(&msg);
	status = fill_people(&msg, err);
	if (status != OK)
		return status;
	text = sqlite_rows_text(rows, "ZTEXT");
	if (text.n != 0)
		making_body(m, text);
	fill_kind(&msg);
	fill_quoted(&msg);
	fill_info(&msg);
	fill_claims(&msg);
	return making_send(m);
}
