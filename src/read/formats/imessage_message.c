/* src/read/formats/imessage_message.c
 * One row of the table "message"; see imessage.h and docs/formats/imessage.md. */
#include "base/buf.h"
#include "read/formats/apple_backup.h"
#include "read/formats/apple_time.h"
#include "read/formats/imessage.h"
#include "read/formats/imessage_chat.h"
#include "read/formats/imessage_deleted.h"
#include "read/formats/imessage_history.h"
#include "read/formats/sqlite_when.h"
#include "read/formats/typedstream.h"

enum {
	APPS_FIRST = 2, /* what an app made, and money: plain messages */
	APPS_LAST = 3,
	STICKER_ON = 1000, /* laid upon another message */
	POLL_VOTE = 4000,
	TAPBACK_FIRST = 2000,
	TAPBACK_LAST = 2007,
	TAPBACK_GONE_FIRST = 3000,
	TAPBACK_GONE_LAST = 3007,
	ITEM_PEOPLE = 1,
	ITEM_PLACE = 4,
	ACTION_ADDED = 0,
	ACTION_REMOVED = 1,
	SCHEDULE_SEND_LATER = 2,
	ATTACHMENTS_MAX = 200, /* looked at for one message */
	PATH_MAX_BYTES = 4096,
};

/* False (untouched) when it is not there: older databases have fewer columns. */
static bool
stored(const struct imessage *im, const struct sqlite_row *row, const char *column, int64_t *out)
{
	return sqlite_i64(sqlite_value_of(&im->message, row, column), out);
}

static int64_t
number(const struct imessage *im, const struct sqlite_row *row, const char *column)
{
	int64_t value = 0;

	return stored(im, row, column, &value) ? value : 0;
}

static void
claim_stored(
    const struct imessage *im, const struct sqlite_row *row, const char *column, const char *key)
{
	int64_t value;

	if (stored(im, row, column, &value))
		making_claim_i64(im->m, key, value);
}

static void
claim_words(struct imessage *im, const struct sqlite_row *row, const char *column, const char *key)
{
	making_claim(im->m, key, imessage_words(im, &im->message, row, column));
}

/* A time of a column as a claim, when there is one. */
static void
claim_time(struct imessage *im, const struct sqlite_row *row, const char *column, const char *key)
{
	int64_t at_us;

	if (apple_time_us(number(im, row, column), &at_us))
		making_claim_ms(im->m, key, at_us / 1000);
}

/* --- who and where --- */

/* What goes out into a group goes to all who were in it then; who is in it now is all that the
 * database knows. */
static enum status
claim_members(struct imessage *im, int64_t group)
{
	const struct sqlite_link *link;
	struct text handle;
	size_t count;
	enum status status = OK;

	link = sqlite_links_of(&im->members, group, &count);
	for (size_t i = 0; i < count && i < RECORD_MAX_ITEMS && status == OK; i++) {
		status = imessage_handle(im, link[i].to, &handle);
		if (status == OK)
			making_claim(im->m, "member-when-copied", handle);
	}
	im->m->many = im->m->many || count > RECORD_MAX_ITEMS;
	making_doubt(im->m, "recipients-unclear",
	    TEXT_LITERAL("It went to those who were in the group then. The database says only who "
			 "was in it when it was copied."));
	return status;
}

static enum status
fill_place(struct imessage *im, const struct sqlite_row *row, struct imessage_place *place)
{
	struct making *m = im->m;
	enum status status = imessage_place(im, row->rowid, place);

	if (status != OK)
		return status;
	m->record.conversation = making_name(m, place->name);
	making_claim(m, "chat", place->guid);
	if (!place->known)
		making_doubt(m, "no-conversation",
		    TEXT_LITERAL("The message hangs on no conversation any more; conversations "
				 "that were deleted leave such messages."));
	if (place->misleads)
		making_doubt(m, "chat-name-unclear", place->name);
	return OK;
}

static enum status
fill_people(struct imessage *im, const struct sqlite_row *row)
{
	struct making *m = im->m;
	struct text handle;
	struct imessage_place place;
	enum status status = imessage_handle(im, number(im, row, "handle_id"), &handle);

	if (status == OK)
		status = fill_place(im, row, &place);
	if (status != OK)
		return status;
	if (number(im, row, "is_from_me") != 0) {
		m->record.direction = DIRECTION_OUT;
		making_claim(m, "sent-as", imessage_words(im, &im->message, row, "account"));
		if (place.group != 0)
			return number(im, row, "item_type") == 0 ? claim_members(im, place.group)
								 : OK;
		if (handle.n == 0)
			handle = place.other;
		if (handle.n != 0)
			making_to(m, handle, TEXT_NONE);
		return OK;
	}
	/* In a chat of two it may have been either of them. */
	if (handle.n == 0)
		making_doubt(m, "sender-unknown", TEXT_NONE);
	chat_from(m, handle, TEXT_NONE, handle.n != 0 ? DIRECTION_IN : DIRECTION_UNKNOWN);
	return OK;
}

/* --- what was said --- */

/* What the telephone heard in a recording, and wrote down by itself. */
static void
fill_transcripts(struct imessage *im, struct slice body)
{
	struct typedstream_value value;
	struct slice rest = body;
	bool whole = true;

	while (typedstream_value(&rest, "IMAudioTranscription", &value)) {
		making_claim(im->m, "transcript", value.words);
		if (value.words.n != 0)
			making_claim(im->m, "transcript-by", TEXT_LITERAL("the telephone"));
		whole = whole && value.whole;
	}
	if (whole)
		return;
	making_doubt(im->m, "transcript-not-understood",
	    TEXT_LITERAL("What the telephone heard in a recording is in a form that is not "
			 "understood, or not to its end; the bytes are kept."));
	making_raw(im->m, body);
}

static void
fill_text(struct imessage *im, const struct sqlite_row *row)
{
	struct text text = imessage_words(im, &im->message, row, "text"), found;
	struct slice body = sqlite_blob(sqlite_value_of(&im->message, row, "attributedBody"));

	if (text.n == 0 && body.n != 0) {
		if (typedstream_text(body, &found)) {
			text = found;
		} else {
			making_doubt(im->m, "text-not-understood",
			    TEXT_LITERAL("The words of this message are in a form that is not "
					 "understood; the bytes are kept."));
			making_raw(im->m, body);
		}
	}
	if (text.n != 0)
		making_body(im->m, text);
	fill_transcripts(im, body);
}

static void
fill_summary(struct imessage *im, const struct sqlite_row *row, struct imessage_history *history)
{
	struct slice bytes = sqlite_blob(
	    sqlite_value_of(&im->message, row, "message_summary_info"));

	*history = (struct imessage_history){.understood = true};
	if (bytes.n == 0)
		return;
	imessage_history(im->m, bytes, history);
	if (!history->understood)
		making_doubt(im->m, "history-not-understood",
		    TEXT_LITERAL("What is noted about changes of this message is not understood."));
}

static void
fill_changes(struct imessage *im, const struct sqlite_row *row)
{
	bool retracted = number(im, row, "date_retracted") != 0, unsent;
	struct imessage_history history;

	fill_summary(im, row, &history);
	unsent = retracted || history.unsent;
	if (im->m->record.body.n == 0 && history.last.n != 0)
		making_body(im->m, history.last);
	if (unsent) {
		making_mark(im->m, "unsent");
		claim_time(im, row, retracted ? "date_retracted" : "date_edited", "unsent-at");
	}
	/* Taking a message back counts as a change of it. */
	if (history.edited || (number(im, row, "date_edited") != 0 && !unsent)) {
		making_mark(im->m, "edited");
		claim_time(im, row, "date_edited", "edited-at");
	}
}

/* --- attachments --- */

/* Where an export has the file: below the database on a Mac, under its hash in a backup of an
 * iPhone.  Neither is more than a label to look for. */
static void
reference_put(struct buf *out, struct text path)
{
	static const char mac[] = "/Library/Messages/", phone[] = "/Library/SMS/";
	struct slice s = slice_of_text(path);
	size_t at = slice_find(s, SLICE_LITERAL("/Library/Messages/"));

	if (at != SIZE_MAX) {
		at += sizeof mac - 1;
		buf_put_text(out, (struct text){path.p + at, path.n - at});
		return;
	}
	at = slice_find(s, slice_of(phone, sizeof phone - 1));
	if (at != SIZE_MAX)
		apple_backup_put(
		    out, "MediaDomain", (struct text){path.p + at + 1, path.n - at - 1});
}

static enum status
fill_attachment(struct imessage *im, int64_t rowid)
{
	struct sqlite_row row;
	struct text path, name;
	struct buf buf;
	bool found;
	enum status status = imessage_row(im, &im->attachment, rowid, &row, &found);

	if (status != OK)
		return status;
	if (!found) {
		making_attach(im->m, TEXT_NONE, TEXT_NONE, true);
		making_doubt(im->m, "attachment-row-missing", TEXT_NONE);
		return OK;
	}
	path = imessage_words(im, &im->attachment, &row, "filename");
	name = imessage_words(im, &im->attachment, &row, "transfer_name");
	making_claim(im->m, "attachment-name", name);
	making_claim(im->m, "attachment-path", path);
	making_claim(im->m, "attachment-claimed-type",
	    imessage_words(im, &im->attachment, &row, "mime_type"));
	buf_init(&buf, PATH_MAX_BYTES);
	reference_put(&buf, path);
	if (buf.n != 0 && buf.failed == OK)
		making_attach(im->m, buf_text(&buf), TEXT_NONE, false);
	else
		making_attach(im->m, name.n != 0 ? name : path, TEXT_NONE, true);
	buf_fini(&buf);
	return OK;
}

static enum status
fill_attachments(struct imessage *im, const struct sqlite_row *row)
{
	size_t count;
	const struct sqlite_link *link = sqlite_links_of(&im->attachments, row->rowid, &count);
	enum status status = OK;

	if (count > ATTACHMENTS_MAX) {
		making_doubt(im->m, "attachments-many", TEXT_NONE);
		count = ATTACHMENTS_MAX;
	}
	for (size_t i = 0; i < count && status == OK; i++)
		status = fill_attachment(im, link[i].to);
	return status;
}

/* --- what kind of row it is --- */

/* Answers with a sign: "loved", "laughed at". */
static void
fill_tapback(struct imessage *im, const struct sqlite_row *row, int64_t type)
{
	static const char *const names[] = {"loved", "liked", "disliked", "laughed at",
	    "emphasised", "questioned", "emoji", "sticker"};
	bool gone = type >= TAPBACK_GONE_FIRST;
	int64_t which = type - (gone ? TAPBACK_GONE_FIRST : TAPBACK_FIRST);

	making_mark(im->m, gone ? "reaction-removed" : "reaction");
	making_claim(im->m, "reaction", text_of_c(names[which]));
	claim_words(im, row, "associated_message_emoji", "reaction-emoji");
	claim_words(im, row, "associated_message_guid", "reaction-to");
}

/* What belongs to another message: an answer with a sign, a sticker upon it, a vote. */
static void
fill_associated(struct imessage *im, const struct sqlite_row *row)
{
	int64_t type = number(im, row, "associated_message_type");
	struct text to = imessage_words(im, &im->message, row, "associated_message_guid");

	if ((type >= TAPBACK_FIRST && type <= TAPBACK_LAST) ||
	    (type >= TAPBACK_GONE_FIRST && type <= TAPBACK_GONE_LAST)) {
		fill_tapback(im, row, type);
	} else if (type == STICKER_ON) {
		making_mark(im->m, "reaction");
		making_claim(im->m, "reaction", TEXT_LITERAL("sticker"));
		making_claim(im->m, "reaction-to", to);
	} else if (type == POLL_VOTE) {
		making_mark(im->m, "poll-vote");
		making_claim(im->m, "reaction-to", to);
	} else {
		if (!text_eq(to, imessage_words(im, &im->message, row, "guid")))
			making_claim(im->m, "belongs-to", to);
		if (type != 0 && (type < APPS_FIRST || type > APPS_LAST)) {
			making_claim_i64(im->m, "associated-type", type);
			making_doubt(im->m, "type-unknown", TEXT_NONE);
		}
	}
}

/* Who was added to a group or removed.  NULL: the row does not say which. */
static const char *
act_of_people(const struct imessage *im, const struct sqlite_row *row)
{
	int64_t action, other = number(im, row, "other_handle");

	if (!stored(im, row, "group_action_type", &action))
		return NULL;
	if (action == ACTION_REMOVED)
		return "Somebody was removed";
	if (action != ACTION_ADDED)
		return NULL;
	/* Messages says it so, too, when somebody goes on under another number. */
	return other != 0 && other == number(im, row, "handle_id")
		   ? "Somebody was added, or has a new number"
		   : "Somebody was added";
}

/* Whether sharing of a place began or stopped, and who shared, is left to the claims: what those
 * numbers mean is nowhere written down, and what is said of them differs. */
static void
claim_place(const struct imessage *im, const struct sqlite_row *row)
{
	int64_t direction;

	claim_stored(im, row, "share_status", "share-status");
	claim_stored(im, row, "share_direction", "share-direction");
	if (number(im, row, "is_from_me") == 0 && number(im, row, "other_handle") != 0 &&
	    stored(im, row, "share_direction", &direction) && direction == 0)
		making_doubt(im->m, "sender-unclear",
		    TEXT_LITERAL("It may have been the owner of the telephone who shared."));
}

/* Whom it happened to: the number or address, or the number of a row that is not there. */
static enum status
claim_other(struct imessage *im, const struct sqlite_row *row)
{
	int64_t rowid = number(im, row, "other_handle");
	struct text handle;
	enum status status = imessage_handle(im, rowid, &handle);

	if (handle.n != 0)
		making_claim(im->m, "other-handle", handle);
	else if (rowid != 0)
		making_claim_i64(im->m, "other-handle-row", rowid);
	return status;
}

/* What happened to a group, or between two. */
static enum status
fill_act(struct imessage *im, const struct sqlite_row *row, int64_t type)
{
	static const char *const acts[] = {NULL, "added or removed somebody",
	    "changed the name of the group", "left, or changed the group's picture",
	    "shared a place, or stopped", "audio was kept", "FaceTime"};
	struct text title = imessage_words(im, &im->message, row, "group_title");
	const char *act = NULL;

	im->m->record.kind = KIND_SYSTEM;
	making_claim_i64(im->m, "item-type", type);
	claim_stored(im, row, "group_action_type", "group-action-type");
	making_claim(im->m, "group-title", title);
	if (type == ITEM_PEOPLE)
		act = act_of_people(im, row);
	if (type == ITEM_PLACE)
		claim_place(im, row);
	if (act == NULL && type >= 1 && type < (int64_t)COUNT_OF(acts))
		act = acts[type];
	if (im->m->record.body.n == 0) {
		if (act != NULL)
			making_body(im->m, text_of_c(act));
		making_body(im->m, title.n != 0 ? title : TEXT_NONE);
	}
	return claim_other(im, row);
}

/* Written to be sent later (iOS 18): such a row may never have reached anybody. */
static void
fill_schedule(struct imessage *im, const struct sqlite_row *row)
{
	int64_t type, sent;

	if (!stored(im, row, "schedule_type", &type) || type == 0)
		return;
	making_claim_i64(im->m, "schedule-type", type);
	claim_stored(im, row, "schedule_state", "schedule-state");
	if (type == SCHEDULE_SEND_LATER && number(im, row, "is_from_me") != 0 &&
	    stored(im, row, "is_sent", &sent) && sent == 0)
		making_doubt(im->m, "not-sent", TEXT_NONE);
}

static enum status
fill_kind(struct imessage *im, const struct sqlite_row *row)
{
	int64_t item = number(im, row, "item_type");
	enum status status = OK;

	if (item != 0)
		status = fill_act(im, row, item);
	fill_associated(im, row);
	if (number(im, row, "is_audio_message") != 0)
		making_mark(im->m, "voice-note");
	if (number(im, row, "expire_state") != 0)
		making_claim_i64(im->m, "expire-state", number(im, row, "expire_state"));
	if (number(im, row, "error") != 0) {
		making_mark(im->m, "failed");
		making_claim_i64(im->m, "error", number(im, row, "error"));
	}
	if (number(im, row, "was_downgraded") != 0)
		making_claim(im->m, "sent-as-sms", TEXT_LITERAL("yes"));
	if (number(im, row, "is_spam") != 0)
		making_claim(im->m, "marked-as-spam", TEXT_LITERAL("yes"));
	return status;
}

static void
fill_when(struct imessage *im, const struct sqlite_row *row)
{
	int64_t at_us;

	if (apple_time_us(number(im, row, "date"), &at_us))
		making_instant_us(im->m, &im->m->record.when, at_us, TEXT_NONE);
	else
		sqlite_when_unread(
		    im->m, im->file, sqlite_value_of(&im->message, row, "date"), &im->row);
	claim_time(im, row, "date_read", "read");
	claim_time(im, row, "date_delivered", "delivered");
}

static const char *
channel_of(struct text service)
{
	if (text_eq_c(service, "SMS"))
		return "sms";
	return text_eq_c(service, "RCS") ? "rcs" : "imessage";
}

enum status
imessage_message(struct imessage *im, const struct sqlite_row *row)
{
	struct making *m = im->m;
	struct text service = imessage_words(im, &im->message, row, "service");
	enum status status;

	making_begin(m, KIND_MESSAGE, channel_of(service));
	m->record.subject = making_name(m, imessage_words(im, &im->message, row, "subject"));
	if (m->record.subject.n == 0)
		m->record.subject = TEXT_NONE;
	making_claim(m, "service", service);
	making_claim_i64(m, "row", row->rowid);
	claim_words(im, row, "guid", "guid");
	claim_words(im, row, "thread_originator_guid", "reply-to");
	claim_words(im, row, "balloon_bundle_id", "app");
	claim_words(im, row, "destination_caller_id", "own-number");
	fill_when(im, row);
	status = fill_people(im, row);
	fill_text(im, row);
	if (status == OK)
		status = fill_kind(im, row);
	fill_schedule(im, row);
	fill_changes(im, row);
	imessage_app(im, row);
	if (status == OK)
		status = imessage_deleted(im, row->rowid);
	if (status == OK)
		status = fill_attachments(im, row);
	if (row->cut)
		making_doubt(m, "row-damaged", TEXT_LITERAL("Part of this row could not be read."));
	return status == OK ? making_send(m) : status;
}
