/* src/read/formats/hangouts_event.c
 * One event of Hangouts; see hangouts.h and docs/formats/hangouts.md. */
#include "base/buf.h"
#include "read/formats/geo.h"
#include "read/formats/hangouts.h"

/* Microseconds since 1970 have 15 digits from 1973 on; fewer are milliseconds, or seconds. */
#define US_LEAST INT64_C(100000000000000)
#define MS_LEAST INT64_C(100000000000)

/* Of a conversation of two: the same person may be there under another number. */
enum {
	PAIR_MAX = 4,
	RINGING_MAX_S = 120,       /* a call's length may leave out that it rang */
	LENGTH_MAX_S = 31 * 86400, /* a longer one is none */
};

static void
fill_when(struct making *m, const struct json_node *event)
{
	const struct json_node *node = json_tree_get(event, "timestamp");
	struct text written = text_prefix(json_tree_written(node), 256);
	struct moment *when = &m->record.when;
	int64_t at;

	if (written.n == 0) {
		making_doubt(m, "no-time", TEXT_NONE);
	} else if (!json_tree_i64(node, &at)) {
		making_time(m, when, written);
	} else if (at >= US_LEAST || at <= -US_LEAST) {
		making_instant_us(m, when, at, written);
	} else if (at >= MS_LEAST || at <= -MS_LEAST) {
		making_doubt(
		    m, "time-unit", TEXT_LITERAL("So small a number was taken for milliseconds."));
		making_instant_ms(m, when, at, written);
	} else {
		making_doubt(
		    m, "time-unit", TEXT_LITERAL("So small a number was taken for seconds."));
		making_instant_s(m, when, at, written);
	}
}

/* From `id`, if that is known.  The event says itself whose copy it is in: "self_event_state". */
static void
fill_sender(struct making *m, const struct hangouts_chat *chat, const struct json_node *event,
    struct text id)
{
	struct text self = hangouts_id(
	    json_tree_get(json_tree_get(event, "self_event_state"), "user_id"));
	const struct hangouts_person *person = hangouts_person(chat, id);

	m->record.direction = DIRECTION_UNKNOWN;
	self = self.n != 0 ? self : chat->self;
	/* One account for all conversations of a file: those that do not say it are its too. */
	if (self.n != 0)
		owner_tell(&m->owner, self);
	if (id.n != 0) {
		making_from(m, id, person != NULL ? person->name : TEXT_NONE);
		if (self.n != 0)
			m->record.direction = text_eq(id, self) ? DIRECTION_OUT : DIRECTION_IN;
	}
	if (person != NULL)
		making_claim(m, "phone", person->phone);
	if (m->record.direction != DIRECTION_OUT || !chat->one_to_one ||
	    chat->people_count > PAIR_MAX)
		return;
	for (size_t i = 0; i < chat->people_count; i++)
		if (!text_eq(chat->people[i].id, id))
			making_to(m, chat->people[i].id, chat->people[i].name);
}

static void
fill_conversation(struct making *m, const struct hangouts_chat *chat)
{
	const struct hangouts_person *person;
	struct text name = chat->name;
	bool told = chat->self.n != 0 || m->owner.me.n != 0;

	/* Two people have no name for what they say to each other: it is called by the other. */
	for (size_t i = 0; name.n == 0 && told && chat->one_to_one && i < chat->people_count; i++) {
		person = &chat->people[i];
		if (!text_eq(person->id, chat->self) &&
		    !owner_is(&m->owner, person->id, person->name))
			name = person->name;
	}
	m->record.conversation = making_name(m, name.n != 0 ? name : chat->id);
	if (name.n != 0)
		making_claim(m, "conversation-id", chat->id);
}

static void
fill_segments(struct making *m, const struct json_taken *taken, const struct json_node *segments)
{
	struct buf buf;
	struct text words;

	static const char *const known[] = {"type", "text", "formatting", "link_data"};

	if (segments == NULL)
		return;
	buf_init(&buf, JSON_WALK_VALUE_BYTES);
	for (const struct json_node *at = segments->first; at != NULL; at = at->next) {
		if (at->type != JSON_OBJECT)
			google_claim_words(m, "other-words", at);
		words = json_tree_text(google_part(m, taken, at, "text", JSON_STRING));
		if (words.n == 0 && text_eq_c(chat_get(at, "type"), "LINE_BREAK"))
			words = TEXT_LITERAL("\n");
		buf_put_text(&buf, words);
		making_claim(m, "link", chat_get(json_tree_get(at, "link_data"), "link_target"));
		chat_other(m, taken, at, known, COUNT_OF(known));
	}
	making_body_buf(m, &buf);
	buf_fini(&buf);
}

/* The last part of the address: under that name the photograph stands beside the file, mostly. */
static struct text
name_of_url(struct text url)
{
	struct slice rest = slice_of_text(url), part;

	while (cut(&rest, '/', &part))
		;
	if (cut(&rest, '?', &part))
		rest = part;
	return (struct text){(const char *)rest.p, rest.n};
}

static void
fill_photo(struct making *m, const struct json_taken *taken, const struct json_node *photo)
{
	static const char *const known[] = {"original_content_url", "url", "media_type",
	    "thumbnail", "owner_obfuscated_id", "album_id", "photo_id", "stream_id",
	    "data_download_url"};
	struct text url = chat_get(photo, "original_content_url");
	struct text name;

	if (url.n == 0)
		url = chat_get(photo, "url");
	name = name_of_url(url);
	making_attach(m, name, TEXT_NONE, name.n == 0);
	making_claim(m, "link", url);
	making_claim(m, "media-type", chat_get(photo, "media_type"));
	chat_other(m, taken, photo, known, COUNT_OF(known));
}

/* A place with its name and address; its position where it has one. */
static void
fill_place(struct making *m, const struct json_taken *taken, const struct json_node *place)
{
	static const char *const known[] = {"name", "address", "url", "geo", "representative_image",
	    "place_id", "cluster_id", "reference_id", "type", "id"};
	const struct json_node *geo = json_tree_get(place, "geo");
	struct text latitude, longitude;

	geo = json_tree_get(geo, "geo_coordinates_v2") != NULL
		  ? json_tree_get(geo, "geo_coordinates_v2")
		  : geo;
	latitude = chat_get(geo, "latitude");
	longitude = chat_get(geo, "longitude");
	making_mark(m, "location");
	if (latitude.n != 0 || longitude.n != 0)
		geo_place(m, latitude, longitude);
	making_claim(m, "place-name", chat_get(place, "name"));
	google_claim_words(m, "place-address", json_tree_get(place, "address"));
	making_claim(m, "link", chat_get(place, "url"));
	chat_other(m, taken, place, known, COUNT_OF(known));
}

static void
fill_attachments(struct making *m, const struct json_taken *taken, const struct json_node *list)
{
	static const char *const known[] = {"embed_item", "id"};
	const struct json_node *item, *in;

	for (const struct json_node *at = list != NULL ? list->first : NULL; at != NULL;
	     at = at->next) {
		item = json_tree_get(at, "embed_item");
		in = json_tree_typed(item, JSON_OBJECT) != NULL ? item->first : NULL;
		if (in == NULL)
			google_claim_words(m, "attachment", at);
		for (; in != NULL; in = in->next) {
			if (text_eq_c(in->key, "plus_photo"))
				fill_photo(m, taken, in);
			else if (text_eq_c(in->key, "place_v2") || text_eq_c(in->key, "place"))
				fill_place(m, taken, in);
			else if (!text_eq_c(in->key, "type") && !text_eq_c(in->key, "id"))
				google_claim_words(m, "attachment", in);
		}
		if (item != NULL)
			chat_other(m, taken, at, known, COUNT_OF(known));
	}
}

static void
fill_message(struct making *m, const struct json_taken *taken, const struct json_node *message)
{
	static const char *const known[] = {"message_content", "annotation"};
	static const char *const of_content[] = {"segment", "attachment"};
	const struct json_node *content = google_part(
	    m, taken, message, "message_content", JSON_OBJECT);

	fill_segments(m, taken, google_part(m, taken, content, "segment", JSON_ARRAY));
	fill_attachments(m, taken, google_part(m, taken, content, "attachment", JSON_ARRAY));
	google_claim_words(m, "annotation", json_tree_get(message, "annotation"));
	chat_other(m, taken, message, known, COUNT_OF(known));
	chat_other(m, taken, content, of_content, COUNT_OF(of_content));
}

/* Names where they are known, separated by commas. */
static void
put_people(struct buf *buf, const struct hangouts_chat *chat, const struct json_node *list)
{
	const struct hangouts_person *person;
	const struct json_node *first;
	struct text id;

	list = json_tree_typed(list, JSON_ARRAY);
	first = list != NULL ? list->first : NULL;
	for (const struct json_node *at = first; at != NULL; at = at->next) {
		id = hangouts_id(at);
		person = hangouts_person(chat, id);
		buf_put_c(buf, at == first ? ": " : ", ");
		buf_put_text(buf, person != NULL && person->name.n != 0 ? person->name : id);
	}
}

static void
fill_act(struct making *m, struct text what, const struct hangouts_chat *chat,
    const struct json_node *people)
{
	struct buf buf;

	m->record.kind = KIND_SYSTEM;
	buf_init(&buf, RECORD_TEXT_MAX_BYTES);
	buf_put_text(&buf, text_prefix(what, RECORD_NAME_MAX_BYTES));
	put_people(&buf, chat, people);
	making_body_buf(m, &buf);
	buf_fini(&buf);
}

static void
fill_rename(struct making *m, const struct json_node *rename)
{
	struct buf buf;

	m->record.kind = KIND_SYSTEM;
	buf_init(&buf, RECORD_TEXT_MAX_BYTES);
	buf_put_c(&buf, "RENAME_CONVERSATION: ");
	buf_put_text(&buf, text_prefix(chat_get(rename, "old_name"), RECORD_NAME_MAX_BYTES));
	buf_put_c(&buf, " \xe2\x86\x92 ");
	buf_put_text(&buf, text_prefix(chat_get(rename, "new_name"), RECORD_NAME_MAX_BYTES));
	making_body_buf(m, &buf);
	buf_fini(&buf);
}

/* It ended when the event says: its time is that of its begin.  Its length
 * is known already. */
static void
reckon_start(struct making *m)
{
	struct record *record = &m->record;
	const struct moment end = record->when;

	if (end.at_known)
		making_claim_ms(m, "call-ended", end.at_us / 1000);
	if (end.basis != BASIS_INSTANT || record->duration_s < 0 ||
	    record->duration_s > LENGTH_MAX_S) {
		making_doubt(m, "start-unknown", TEXT_NONE);
		return;
	}
	record->when.at_us -= record->duration_s * US_PER_SECOND;
	making_doubt(m, "start-reckoned", TEXT_NONE);
}

/* The start that was met is another call's, perhaps, where the length does not fit. */
static void
check_length(struct making *m)
{
	const struct record *record = &m->record;
	int64_t span = (record->until.at_us - record->when.at_us) / US_PER_SECOND;

	if (record->duration_s >= 0 && (span - record->duration_s > RINGING_MAX_S ||
					   record->duration_s - span > RINGING_MAX_S))
		making_doubt(m, "times-differ",
		    TEXT_LITERAL("The call was longer or shorter than from its start to its end."));
}

/* A call says its length when it ends; that it began is an event of its own.  Its start is set
 * already where that was met. */
static void
fill_call(struct making *m, const struct hangouts_chat *chat, const struct json_node *call)
{
	struct text what = chat_get(call, "event_type");
	const struct json_node *seconds = json_tree_get(call, "hangout_duration_secs");
	int64_t value;

	fill_act(m, what, chat, json_tree_get(call, "participant_id"));
	if (json_tree_i64(seconds, &value) && value >= 0)
		m->record.duration_s = value;
	else
		making_claim(m, "duration", json_tree_written(seconds));
	making_claim(m, "media-type", chat_get(call, "media_type"));
	if (!text_eq_c(what, "END_HANGOUT"))
		return;
	m->record.kind = KIND_CALL;
	if (m->record.until.basis == BASIS_NONE)
		reckon_start(m);
	else
		check_length(m);
}

static void
fill_membership(struct making *m, const struct hangouts_chat *chat, const struct json_node *change)
{
	fill_act(m, chat_get(change, "type"), chat, json_tree_get(change, "participant_id"));
	making_claim(m, "leave-reason", chat_get(change, "leave_reason"));
}

static bool
is_call(const struct json_node *event, const char *what)
{
	return text_eq_c(chat_get(json_tree_get(event, "hangout_event"), "event_type"), what);
}

static void
call_started(struct hangouts_chat *chat, const struct moment *when, struct text sender)
{
	chat->started_n = sender.n <= sizeof chat->started ? sender.n : 0;
	if (chat->started_n != 0)
		memcpy(chat->started, sender.p, sender.n);
	chat->started_when = *when;
}

/* Who ended a call need not be who called: that is whoever sent its start.  Each start is good for
 * one end, and for none before it. */
static struct text
call_ended(struct making *m, struct hangouts_chat *chat, struct text sender)
{
	const struct moment *begin = &chat->started_when, *end = &m->record.when;
	const struct hangouts_person *person = hangouts_person(chat, sender);
	struct text caller = making_keep(m, (struct text){chat->started, chat->started_n});
	bool after = !begin->at_known || !end->at_known || begin->at_us <= end->at_us;

	making_claim(m, "ended-by", sender);
	if (person != NULL)
		making_claim(m, "ended-by-name", person->name);
	if (chat->started_n != 0 && after) {
		chat->started_n = 0;
		if (begin->at_known && end->at_known) {
			m->record.until = *end;
			m->record.when = *begin;
		}
		return caller;
	}
	making_doubt(m, "caller-unknown",
	    TEXT_LITERAL("The export says who ended this call, not who called."));
	return TEXT_NONE;
}

static void
fill_people(struct making *m, struct hangouts_chat *chat, const struct json_node *event)
{
	struct text sender = hangouts_id(json_tree_get(event, "sender_id"));

	if (is_call(event, "START_HANGOUT"))
		call_started(chat, &m->record.when, sender);
	else if (is_call(event, "END_HANGOUT"))
		sender = call_ended(m, chat, sender);
	fill_sender(m, chat, event, sender);
}

/* What the event is, by the member it has; false when it has none that is known. */
static bool
fill_kind(struct making *m, const struct hangouts_chat *chat, const struct json_taken *taken)
{
	static const char *const names[] = {
	    "chat_message", "membership_change", "conversation_rename", "hangout_event"};
	const struct json_node *event = taken->tree.root, *part;
	bool any = false;

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		any = any || json_tree_get(event, names[i]) != NULL;
		part = google_part(m, taken, event, names[i], JSON_OBJECT);
		if (part == NULL)
			continue;
		if (i == 0)
			fill_message(m, taken, part);
		else if (i == 1)
			fill_membership(m, chat, part);
		else if (i == 2)
			fill_rename(m, part);
		else
			fill_call(m, chat, part);
	}
	return any;
}

static void
fill_details(struct making *m, const struct json_node *event)
{
	static const char *const plain[][2] = {{"event_type", "event-type"},
	    {"event_id", "event-id"}, {"event_otr", "off-the-record"},
	    {"delivery_medium", "delivery-medium"}};

	for (size_t i = 0; i < COUNT_OF(plain); i++)
		google_claim_words(m, plain[i][1], json_tree_get(event, plain[i][0]));
	if (text_eq_c(chat_get(event, "event_type"), "VOICEMAIL"))
		making_mark(m, "voicemail");
}

/* What is held beside the members that are looked at, in the event and in the parts of it. */
static void
others(struct making *m, const struct json_taken *taken)
{
	static const char *const of_event[] = {"timestamp", "event_id", "event_type", "event_otr",
	    "delivery_medium", "advances_sort_timestamp", "event_version", "conversation_id",
	    "sender_id", "self_event_state", "chat_message", "membership_change",
	    "conversation_rename", "hangout_event"};
	/* No more than four of each. */
	static const struct {
		const char *member;
		const char *known[4];
	} below[] = {
	    {"self_event_state", {"user_id", "notification_level", "client_generated_id"}},
	    {"membership_change", {"type", "participant_id", "leave_reason"}},
	    {"conversation_rename", {"old_name", "new_name"}},
	    {"hangout_event",
		{"event_type", "participant_id", "hangout_duration_secs", "media_type"}},
	};

	chat_other(m, taken, taken->tree.root, of_event, COUNT_OF(of_event));
	for (size_t i = 0; i < COUNT_OF(below); i++) {
		size_t n = 0;

		while (n < COUNT_OF(below[i].known) && below[i].known[n] != NULL)
			n++;
		chat_other(
		    m, taken, json_tree_get(taken->tree.root, below[i].member), below[i].known, n);
	}
}

void
hangouts_event(struct making *m, const struct json_taken *taken, void *ctx)
{
	struct hangouts_chat *chat = ctx;
	const struct json_node *event = taken->tree.root;

	making_begin(m, KIND_MESSAGE, "hangouts");
	json_record_odd(m, taken->tree.odd);
	fill_conversation(m, chat);
	fill_when(m, event);
	fill_people(m, chat, event);
	if (!fill_kind(m, chat, taken)) {
		m->record.kind = KIND_SYSTEM;
		json_record_strange(m, taken, "It is an event of a kind that is not known here.");
		making_note(m, NOTE_UNREAD, "unsupported",
		    "Some events are of a kind that is not known here; their bytes are kept.");
	}
	fill_details(m, event);
	others(m, taken);
	(void)!making_send(m);
}
