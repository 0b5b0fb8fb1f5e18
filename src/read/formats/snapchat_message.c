/* src/read/formats/snapchat_message.c
 * One message, snap or call of a Snapchat download; see snapchat.h and docs/formats/snapchat.md. */
#include "read/formats/snapchat.h"

#include "base/buf.h"
#include "base/time.h"

#define CREATED_NUMBER "Created(microseconds)"
/* A number is seconds below the first, milliseconds below the second: both mean the year 5138. */
#define SECONDS_BELOW INT64_C(100000000000)
#define MILLIS_BELOW  INT64_C(100000000000000)

enum { DATE_BYTES = 10 };

/* The units that a number can be in, the likeliest first. */
static const struct {
	int64_t us;
	const char *name;
} units[] = {{1000, "milliseconds"}, {1, "microseconds"}, {US_PER_SECOND, "seconds"}};

/* Within the second that "Created" says, which is written without fractions. */
static bool
agrees(int64_t number, int64_t unit_us, int64_t created_us)
{
	int64_t at_us;

	if (number > INT64_MAX / unit_us || number < INT64_MIN / unit_us)
		return false;
	at_us = number * unit_us;
	return at_us > created_us - US_PER_SECOND && at_us - US_PER_SECOND < created_us;
}

static size_t
unit_by_size(int64_t number)
{
	int64_t size = number < 0 ? -(number + 1) : number;

	return size < SECONDS_BELOW ? 2 : size < MILLIS_BELOW ? 0 : 1;
}

static void
say_unit(struct making *m, size_t unit)
{
	if (unit == 1)
		return;
	making_claim(m, "time-unit", text_of_c(units[unit].name));
	if (unit == 0)
		making_note(m, NOTE_DOUBT, "milliseconds",
		    "The field \"" CREATED_NUMBER
		    "\" really holds milliseconds: read so, it is the time that \"Created\" says.");
}

/* The number is finer than the text, and its name lies about its unit: the text decides. */
static void
fill_when(struct making *m, const struct json_node *message)
{
	struct text created = chat_get(message, "Created");
	struct text written = chat_get(message, CREATED_NUMBER);
	int64_t number, created_us = 0;
	bool has_text = chat_utc_parse(created, &created_us);
	size_t unit = 0;

	if (!json_tree_i64(json_tree_get(message, CREATED_NUMBER), &number) ||
	    (number == 0 && has_text)) {
		chat_utc(m, &m->record.when, created);
		if (written.n != 0 && !text_eq_c(written, "0"))
			making_doubt(m, "date-unreadable", written);
		return;
	}
	while (has_text && unit < COUNT_OF(units) && !agrees(number, units[unit].us, created_us))
		unit++;
	if (unit == COUNT_OF(units)) {
		chat_utc(m, &m->record.when, created);
		making_doubt(m, "times-differ", written);
		return;
	}
	if (!has_text) {
		unit = unit_by_size(number);
		if (created.n != 0)
			making_doubt(m, "date-unreadable", created);
		making_doubt(m, "unit-assumed", text_of_c(units[unit].name));
	}
	if (number > INT64_MAX / units[unit].us || number < INT64_MIN / units[unit].us)
		making_doubt(m, "date-implausible", written);
	else
		making_instant_us(m, &m->record.when, number * units[unit].us, written);
	say_unit(m, unit);
}

static bool
begins(struct text word, const char *with)
{
	return slice_starts(slice_of_text(word), with);
}

static bool
is_calls(struct text section)
{
	static const char tail[] = "Calls";
	size_t n = sizeof tail - 1;

	return section.n >= n && memcmp(section.p + section.n - n, tail, n) == 0;
}

/* "b~AAAA | b~BBBB": the files are called by the date and that. */
static void
fill_media(struct making *m, const struct json_node *message)
{
	struct text ids = chat_get(message, "Media IDs"), type = chat_get(message, "Media Type");
	struct text date = text_prefix(chat_get(message, "Created"), DATE_BYTES);
	struct slice rest = slice_of_text(ids), id;
	struct buf buf;

	if (slice_trim(rest).n == 0) {
		if (!text_eq_c(type, "MEDIA") && !text_eq_c(type, "NOTE"))
			return;
		making_attach(m, TEXT_NONE, TEXT_NONE, true);
		making_doubt(m, "media-not-named",
		    TEXT_LITERAL(
			"Snapchat does not say which file this is; if it is in the download, "
			"its name begins with the same day."));
		return;
	}
	buf_init(&buf, RECORD_NAME_MAX_BYTES + 64);
	while (cut_last(&rest, '|', &id)) {
		id = slice_trim(id);
		if (id.n == 0)
			continue;
		buf_reset(&buf);
		buf_put_c(&buf, "chat_media/");
		buf_put_text(&buf, date);
		buf_put_c(&buf, "_");
		buf_put_text(&buf,
		    text_prefix((struct text){(const char *)id.p, id.n}, RECORD_NAME_MAX_BYTES));
		making_attach(m, buf_text(&buf), TEXT_NONE, false);
		making_claim(m, "media-id", (struct text){(const char *)id.p, id.n});
	}
	buf_fini(&buf);
}

static void
fill_text(struct making *m, const struct json_node *message)
{
	const struct json_node *content = json_tree_get(message, "Content");
	struct text text = json_tree_written(content), type = chat_get(message, "Media Type");

	if (content == NULL)
		text = chat_get(message, "Text");
	if (text.n != 0)
		making_body(m, chat_plain(m, text));
	else if (text_eq_c(type, "TEXT") && json_tree_true(json_tree_get(message, "IsSaved")))
		making_doubt(m, "words-missing",
		    TEXT_LITERAL("Somebody saved this message, and its words are not there."));
	else if (text_eq_c(type, "TEXT"))
		making_doubt(m, "not-saved",
		    TEXT_LITERAL("Nobody saved this message, so Snapchat did not keep its words."));
}

/* Who wrote, as far as the file says: by "IsSender", by the section, or by whose list it is in. */
static void
fill_parties(struct snapchat *s, const struct json_node *message)
{
	struct making *m = &s->m;
	const struct json_node *sender = json_tree_get(message, "IsSender");
	struct text from = chat_get(message, "From"), to = chat_get(message, "To");
	enum direction direction = s->direction;

	if (sender != NULL && (sender->type == JSON_TRUE || sender->type == JSON_FALSE))
		direction = sender->type == JSON_TRUE ? DIRECTION_OUT : DIRECTION_IN;
	else if (direction == DIRECTION_UNKNOWN && from.n != 0 && text_eq(from, s->section))
		direction = DIRECTION_IN;
	if (direction != DIRECTION_UNKNOWN)
		chat_from(m, from, TEXT_NONE, direction);
	else if (from.n != 0)
		making_from(m, from, TEXT_NONE);
	else
		m->record.direction = DIRECTION_UNKNOWN;
	if (to.n != 0)
		making_to(m, to, TEXT_NONE);
	else if (direction == DIRECTION_OUT && !s->by_section &&
		 chat_get(message, "Conversation Title").n == 0)
		making_to(m, s->section, TEXT_NONE);
	chat_ids(m);
}

/* The list a message is in, or the other side where the lists are "Received" and "Sent". */
static void
fill_conversation(struct snapchat *s, const struct json_node *message)
{
	struct making *m = &s->m;
	struct text title = chat_get(message, "Conversation Title");
	struct text from = chat_get(message, "From"), to = chat_get(message, "To");

	if (s->by_section) {
		m->record.conversation = making_name(m, to.n != 0 ? to : from);
		making_claim(m, "section", s->section);
		return;
	}
	m->record.conversation = making_name(m, title.n != 0 ? chat_plain(m, title) : s->section);
	if (title.n != 0)
		making_claim(m, "conversation-id", s->section);
}

/* A snap has no words, no file and, in its list, not even a place for them. */
static bool
is_snap(const struct json_node *message, struct text type)
{
	return (text_eq_c(type, "IMAGE") || text_eq_c(type, "VIDEO")) &&
	       json_tree_get(message, "Content") == NULL &&
	       json_tree_get(message, "Text") == NULL &&
	       json_tree_get(message, "Media IDs") == NULL;
}

static bool
holds(struct text word, const char *part)
{
	return slice_find(slice_of_text(word), slice_of(part, strlen(part))) != SIZE_MAX;
}

/* "STATUSCALLMISSEDAUDIO", "STATUSCALLENDEDVIDEO": an entry of the chat that tells of a call.  By
 * whom the entry is, it says; whether that one called, it does not. */
static void
fill_call(struct making *m, struct text type)
{
	if (holds(type, "MISSED"))
		making_mark(m, "missed");
	else if (holds(type, "DECLINED") || holds(type, "REJECTED"))
		making_mark(m, "rejected");
	if (holds(type, "VIDEO"))
		making_claim(m, "call-type", TEXT_LITERAL("video"));
	else if (holds(type, "AUDIO"))
		making_claim(m, "call-type", TEXT_LITERAL("audio"));
	if (m->record.direction != DIRECTION_UNKNOWN)
		making_doubt(m, "caller-assumed",
		    TEXT_LITERAL("Snapchat says by whom this entry is, not who called."));
}

/* What the message says of itself beside its words. */
static void
fill_details(struct making *m, const struct json_node *message, struct text type)
{
	const struct json_node *saved = json_tree_get(message, "IsSaved");

	if (begins(type, "STATUSERASED"))
		making_mark(m, "deleted");
	if (text_eq_c(type, "NOTE"))
		making_mark(m, "voice-note");
	making_claim(m, "media-type", type);
	making_claim(m, "is-sender", chat_get(message, "IsSender"));
	if (saved != NULL)
		making_claim(
		    m, "saved", json_tree_true(saved) ? TEXT_LITERAL("yes") : TEXT_LITERAL("no"));
	if (is_snap(message, type)) {
		making_mark(m, "view-once");
		making_attach(m, TEXT_NONE, TEXT_NONE, true);
	}
}

void
snapchat_message(struct snapchat *s, const struct json_taken *taken)
{
	static const char *const known[] = {"From", "To", "Media Type", "Created", "Content",
	    "Text", CREATED_NUMBER, "Media IDs", "Conversation Title", "IsSender", "IsSaved"};
	struct making *m = &s->m;
	const struct json_node *message = taken->tree.root;
	struct text type = chat_get(message, "Media Type");
	bool call = begins(type, "STATUSCALL"), status = !call && begins(type, "STATUS");

	if (message->type != JSON_OBJECT) {
		chat_strange(m, "snapchat", taken, "Here a message should stand.");
		return;
	}
	making_begin(m, KIND_MESSAGE, "snapchat");
	m->record.kind = call ? KIND_CALL : status ? KIND_SYSTEM : KIND_MESSAGE;
	json_record_odd(m, taken->tree.odd);
	chat_check(m, taken, message, known, COUNT_OF(known));
	fill_conversation(s, message);
	fill_when(m, message);
	fill_parties(s, message);
	fill_text(m, message);
	if (status && m->record.body.n == 0)
		making_body(m, type);
	if (call)
		fill_call(m, type);
	fill_details(m, message, type);
	fill_media(m, message);
	chat_other(m, taken, message, known, COUNT_OF(known));
	(void)!making_send(m);
}

void
snapchat_call(struct snapchat *s, const struct json_taken *taken)
{
	static const char *const plain[][2] = {
	    {"Type", "call-type"},
	    {"Result", "call-result"},
	    {"People in Chat", "people-in-call"},
	    {"City", "city"},
	    {"Country", "country"},
	    {"Network", "network"},
	};
	static const char *const known[] = {"Type", "Result", "People in Chat", "City", "Country",
	    "Network", "Date & Time", "Length (sec)"};
	struct making *m = &s->m;
	const struct json_node *call = taken->tree.root;
	struct text result = chat_get(call, "Result");
	bool is_call = is_calls(s->section);
	int64_t seconds;

	if (call->type != JSON_OBJECT) {
		chat_strange(m, "snapchat", taken, "Here a call should stand.");
		return;
	}
	making_begin(m, is_call ? KIND_CALL : KIND_SYSTEM, "snapchat");
	json_record_odd(m, taken->tree.odd);
	chat_check(m, taken, call, known, COUNT_OF(known));
	chat_utc(m, &m->record.when, chat_get(call, "Date & Time"));
	m->record.direction = is_call ? s->direction : DIRECTION_NONE;
	if (json_tree_i64(json_tree_get(call, "Length (sec)"), &seconds) && seconds >= 0)
		m->record.duration_s = seconds;
	if (begins(result, "Missed") || begins(result, "Call Missed"))
		making_mark(m, "missed");
	else if (begins(result, "Declined") || begins(result, "Call Declined"))
		making_mark(m, "rejected");
	making_claim(m, "section", s->section);
	for (size_t i = 0; i < COUNT_OF(plain); i++)
		making_claim(m, plain[i][1], chat_get(call, plain[i][0]));
	if (is_call)
		making_doubt(m, "no-contact",
		    TEXT_LITERAL("Snapchat does not say with whom this call was."));
	else
		making_body(m, s->section);
	chat_other(m, taken, call, known, COUNT_OF(known));
	(void)!making_send(m);
}
