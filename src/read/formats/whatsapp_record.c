/* src/read/formats/whatsapp_record.c
 * One message in hand becomes one record; see whatsapp_chat.h.  Nothing is dropped: what WhatsApp
 * wrote instead of a person's words stays as the claim "mark-text", the stamp as "written-time". */
#include "read/formats/whatsapp_chat.h"
#include "read/formats/whatsapp_mark.h"
#include "read/formats/whatsapp_text.h"
#include "read/formats/whatsapp_words.h"

enum {
	FIRST_YEAR = 2009, /* nothing was written on WhatsApp before */
	/* No clock is at hand.  Short years of the Buddhist calendar begin at 52 (2009). */
	LAST_YEAR = 2040,
	DETAIL_MAX_BYTES = 240,
};

/* What is passed around while one record is made.  The first failure sticks. */
struct making {
	struct whatsapp_chat *chat;
	const struct whatsapp_message *message;
	struct arena *arena;
	struct record record;
	enum status status;
	struct err *err;
};

static struct text
text_of(struct slice s)
{
	return (struct text){s.n != 0 ? (const char *)s.p : "", s.n}; /* a cut of checked text */
}

static void
no_memory(struct making *m)
{
	if (m->status == OK)
		m->status = fail(m->err, E_NOMEM, "one message needs too much memory");
}

static void
doubt(struct making *m, const char *code, struct text detail)
{
	if (m->status == OK)
		m->status = record_add_doubt(
		    &m->record, m->arena, code, text_prefix(detail, DETAIL_MAX_BYTES), m->err);
}

static void
mark(struct making *m, const char *word)
{
	if (m->status == OK)
		m->status = record_add_mark(&m->record, m->arena, word, m->err);
}

static void
claim(struct making *m, const char *key, struct text value)
{
	if (m->status == OK)
		m->status = record_add_claim(
		    &m->record, m->arena, key, text_prefix(value, RECORD_NAME_MAX_BYTES), m->err);
}

/* "05/06/2024" is the same day either way only when both fields are equal. */
static bool
order_matters(const struct making *m, const struct civil *chosen)
{
	struct civil other;

	for (unsigned o = DATE_ORDER_DMY; o <= DATE_ORDER_YMD; o++)
		if ((m->message->shape->choices & 1u << o) != 0 &&
		    whatsapp_stamp_civil(&m->message->stamp, (enum date_order)o, &other) &&
		    civil_compare(&other, chosen) != 0)
			return true;
	return false;
}

/* An hour comes twice in autumn. */
static void
check_order(struct making *m, const struct civil *local)
{
	struct whatsapp_chat *chat = m->chat;
	int64_t us = civil_to_us(local);

	if (chat->timed && us < chat->last_us - 3600 * US_PER_SECOND &&
	    m->message->shape->choices == 0)
		doubt(m, "clock-goes-back",
		    TEXT_LITERAL("This time is before that of the message above. A line that looks "
				 "like a message may be part of the one above."));
	chat->timed = true;
	chat->last_us = us;
}

static void
claim_calendar(struct making *m)
{
	switch (m->message->stamp.calendar) {
	case WHATSAPP_CALENDAR_BUDDHIST: claim(m, "calendar", TEXT_LITERAL("Buddhist")); break;
	case WHATSAPP_CALENDAR_JAPANESE: claim(m, "calendar", TEXT_LITERAL("Japanese")); break;
	case WHATSAPP_CALENDAR_ISLAMIC: claim(m, "calendar", TEXT_LITERAL("Islamic")); break;
	case WHATSAPP_CALENDAR_COMMON: break;
	}
}

static void
fill_when(struct making *m)
{
	const struct whatsapp_stamp *stamp = &m->message->stamp;
	struct text written = {(const char *)stamp->written.p, stamp->written.n};
	struct moment *when = &m->record.when;

	claim(m, "written-time", written);
	claim_calendar(m);
	if (stamp->calendar == WHATSAPP_CALENDAR_ISLAMIC) {
		doubt(m, "calendar-unknown", written);
		return;
	}
	if (!whatsapp_stamp_civil(stamp, m->message->shape->order, &when->local)) {
		doubt(m, "date-implausible", written);
		return;
	}
	when->basis = BASIS_LOCAL;
	when->local_known = true;
	when->precision = stamp->has_second ? PRECISION_SECOND : PRECISION_MINUTE;
	if (when->local.year < FIRST_YEAR || when->local.year > LAST_YEAR)
		doubt(m, "date-implausible", written);
	if (m->message->shape->choices != 0 && order_matters(m, &when->local))
		doubt(m, "date-order", written);
	if (stamp->odd_hour)
		doubt(m, "odd-hour", written);
	check_order(m, &when->local);
}

/* A name that could be meant as a path is no name of a file beside the original. */
static bool
name_is_safe(struct text name)
{
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '/' || name.p[i] == '\\' || (uint8_t)name.p[i] < 0x20)
			return false;
	return name.n != 0 && name.p[0] != '.';
}

static struct text
name_clean(struct making *m, struct text name)
{
	char *copy = arena_z(m->arena, slice_of_text(name));

	if (copy == NULL) {
		no_memory(m);
		return TEXT_NONE;
	}
	for (size_t i = 0; i < name.n; i++)
		if (copy[i] == '/' || copy[i] == '\\' || (uint8_t)copy[i] < 0x20 ||
		    (i == 0 && copy[i] == '.'))
			copy[i] = '_';
	return (struct text){copy, name.n};
}

/* left_out: WhatsApp says itself that the file is not in the export. */
static void
attach(struct making *m, struct slice name, bool left_out)
{
	struct attachment a = {.source = ATTACHMENT_MISSING};

	if (name.n != 0) {
		a.name = text_of(name);
		if (!name_is_safe(a.name)) {
			doubt(m, "unsafe-name", a.name);
			a.name = name_clean(m, a.name);
		} else if (!left_out) {
			a.source = ATTACHMENT_BESIDE;
		}
	}
	if (m->status == OK)
		m->status = record_add_attachment(&m->record, m->arena, &a, m->err);
}

static void
fill_body(struct making *m, struct slice body)
{
	struct text text = text_of(body);

	if (body.n == 0)
		return;
	m->record.body = text_prefix(text, RECORD_TEXT_MAX_BYTES);
	if (m->message->dropped != 0 || m->record.body.n != text.n)
		doubt(m, "text-cut", TEXT_LITERAL("The original holds more of this message."));
}

static void
fill_person(struct making *m, const struct whatsapp_split *split)
{
	const struct whatsapp_chat *chat = m->chat;
	struct record *record = &m->record;

	if (!whatsapp_chat_party(m->arena, text_of(split->sender), &record->from)) {
		no_memory(m);
		return;
	}
	if (chat->me.p == NULL)
		record->direction = chat->received ? DIRECTION_IN : DIRECTION_UNKNOWN;
	else if (text_eq(record->from.handle, chat->me))
		record->direction = DIRECTION_OUT;
	else
		record->direction = DIRECTION_IN;
	if (record->direction == DIRECTION_OUT && chat->other.as_written.p != NULL &&
	    m->status == OK)
		m->status = record_add_to(record, m->arena, &chat->other, m->err);
	if (chat->received)
		doubt(m, "direction-by-title", chat->conversation);
	if (split->colon_in_name)
		doubt(m, "sender-colon", text_of(split->sender));
	if (split->longer.n != 0)
		doubt(m, "sender-unclear", text_of(split->longer));
	if (split->looks_system)
		doubt(m, "sender-looks-system", text_of(split->sender));
}

/* A line nobody sent: Android writes it without a sender. */
static void
fill_system(struct making *m, const struct whatsapp_split *split)
{
	struct slice line = whatsapp_text_skip_marks(split->text);

	m->record.kind = KIND_SYSTEM;
	if (whatsapp_words_begin(line, WHATSAPP_WORDS_MISSED) != 0) {
		m->record.kind = KIND_CALL;
		m->record.direction = DIRECTION_IN;
		m->record.from = m->chat->other;
		mark(m, "missed");
	}
	if (split->maybe.n != 0)
		doubt(m, "sender-unclear", text_of(split->maybe));
	fill_body(m, split->text);
}

/* Words that a person may have typed too, the mark before them: neither about secrecy, nor about
 * their sender by name. */
static bool
may_be_typed(const struct whatsapp_split *split, struct slice words)
{
	struct slice name = whatsapp_text_skip_marks(split->sender), rest = words, head, after;

	return split->writes && !whatsapp_words_inside(words, WHATSAPP_WORDS_SECURED, &after) &&
	       !whatsapp_words_inside(words, WHATSAPP_WORDS_DISAPPEARING, &after) &&
	       !(take(&rest, name.n, &head) && slice_eq(head, name));
}

/* "Daniel Reed added Sam", "You removed Sam" under the name of who did it: what follows may be
 * anything, so it stays under his name. */
static bool
tells_what_he_did(const struct whatsapp_split *split, struct slice words)
{
	struct slice name = whatsapp_text_skip_marks(split->sender), rest = words, head;

	if (slice_starts(words, "You"))
		name = SLICE_LITERAL("You");
	return name.n != 0 && take(&rest, name.n, &head) && slice_eq(head, name) &&
	       whatsapp_words_begin(rest, WHATSAPP_WORDS_DONE) != 0;
}

/* "Daniel Reed left": his name, those words and nothing else. */
static bool
tells_of_him(const struct whatsapp_split *split, struct slice words)
{
	struct slice name = whatsapp_text_skip_marks(split->sender), rest = words, head;

	return name.n != 0 && take(&rest, name.n, &head) && slice_eq(head, name) &&
	       whatsapp_words_is(rest, WHATSAPP_WORDS_OF_NAME);
}

/* Words that nobody wrote, under the name of the group. */
static void
fill_group_words(struct making *m, const struct whatsapp_split *split, struct slice words)
{
	struct slice after;

	m->record.kind = KIND_SYSTEM;
	claim(m, "pseudo-sender", text_of(split->sender));
	if (!whatsapp_words_own(words) &&
	    !whatsapp_words_inside(words, WHATSAPP_WORDS_DONE, &after) &&
	    whatsapp_words_end(words, WHATSAPP_WORDS_OF_NAME) == 0)
		doubt(m, "mark-unknown", text_of(words));
	fill_body(m, words);
}

/* WhatsApp's own words under somebody's name (iPhone).  Anybody can type the mark, and keyboards of
 * languages written from right to left do; and a person who only ever sent pictures or rang has no
 * other lines: words that are not known as WhatsApp's are those of the sender, unless that is the
 * group. */
static void
fill_own_words(struct making *m, const struct whatsapp_split *split)
{
	struct slice words = whatsapp_text_skip_marks(split->text);
	bool bracket = m->message->stamp.end == WHATSAPP_END_BRACKET;
	bool known = whatsapp_words_own(words) || tells_of_him(split, words);

	if (bracket && whatsapp_chat_is_group(m->chat, text_of(split->sender))) {
		fill_group_words(m, split, words);
		return;
	}
	if (bracket && !known && tells_what_he_did(split, words)) {
		m->record.kind = KIND_SYSTEM;
		fill_person(m, split);
		doubt(m, "sender-unclear", text_of(split->sender));
		fill_body(m, words);
		return;
	}
	if (!bracket || !known) {
		doubt(m, "mark-unknown", text_of(words));
		fill_person(m, split);
		fill_body(m, split->text);
		return;
	}
	m->record.kind = KIND_SYSTEM;
	claim(m, "pseudo-sender", text_of(split->sender));
	if (may_be_typed(split, words)) {
		fill_person(m, split);
		doubt(m, "sender-unclear", text_of(split->sender));
	}
	fill_body(m, words);
}

/* Android marks none of its notes, and old iPhones did not: what anybody can type is said to be
 * just that.  But for what stands in every export without files, where the doubt would say nothing.
 */
static bool
may_be_words(const struct making *m, const struct whatsapp_mark *found)
{
	bool iphone = m->message->stamp.end == WHATSAPP_END_BRACKET;

	if (found->marked || m->chat->survey.own_marked)
		return false;
	switch (found->kind) {
	case WHATSAPP_MARK_NONE:
	case WHATSAPP_MARK_NULL:
	case WHATSAPP_MARK_UNKNOWN:
	case WHATSAPP_MARK_OWN: return false;
	case WHATSAPP_MARK_ATTACHED: return found->typed;
	case WHATSAPP_MARK_OMITTED: return !found->bracketed && !iphone;
	case WHATSAPP_MARK_VIEW_ONCE: return !found->bracketed;
	case WHATSAPP_MARK_DELETED:
	case WHATSAPP_MARK_DELETED_BY_YOU:
	case WHATSAPP_MARK_MISSED:
	case WHATSAPP_MARK_CALL:
	case WHATSAPP_MARK_POLL:
	case WHATSAPP_MARK_PLACE:
	case WHATSAPP_MARK_LIVE_PLACE:
	case WHATSAPP_MARK_WAITING: break;
	}
	return true;
}

static void
doubt_words(struct making *m, const struct whatsapp_mark *found)
{
	bool edited = found->edited && !found->edited_marked && !m->chat->survey.own_marked;

	if (may_be_words(m, found))
		doubt(
		    m, "told-by-words", text_of(found->words.n != 0 ? found->words : found->body));
	if (edited)
		doubt(m, "told-by-words", text_of(found->edited_words));
}

static void
fill_kind(struct making *m, const struct whatsapp_mark *found)
{
	switch (found->kind) {
	case WHATSAPP_MARK_ATTACHED: attach(m, found->name, false); break;
	case WHATSAPP_MARK_OMITTED: attach(m, found->name, true); break;
	case WHATSAPP_MARK_VIEW_ONCE:
		mark(m, "view-once");
		attach(m, found->name, true);
		break;
	case WHATSAPP_MARK_DELETED:
	case WHATSAPP_MARK_DELETED_BY_YOU: mark(m, "deleted"); break;
	case WHATSAPP_MARK_MISSED:
		mark(m, "missed");
		m->record.kind = KIND_CALL;
		break;
	case WHATSAPP_MARK_CALL:
		m->record.kind = KIND_CALL;
		m->record.duration_s = found->duration_s;
		break;
	case WHATSAPP_MARK_POLL: mark(m, "poll"); break;
	case WHATSAPP_MARK_PLACE:
		mark(m, "location");
		m->record.place = text_of(found->place);
		break;
	case WHATSAPP_MARK_LIVE_PLACE: mark(m, "live-location"); break;
	case WHATSAPP_MARK_WAITING: mark(m, "waiting"); break;
	case WHATSAPP_MARK_NULL:
		doubt(m, "null-text",
		    TEXT_LITERAL("WhatsApp writes \"null\" for what it cannot export; it may also "
				 "be the word."));
		break;
	case WHATSAPP_MARK_UNKNOWN: doubt(m, "mark-unknown", text_of(found->words)); break;
	case WHATSAPP_MARK_NONE:
	case WHATSAPP_MARK_OWN: break;
	}
}

static void
fill_mark(struct making *m, const struct whatsapp_mark *found)
{
	if (found->edited) {
		mark(m, "edited");
		claim(m, "mark-text", text_of(found->edited_words));
	}
	if (found->words.n != 0 && !found->typed && found->kind != WHATSAPP_MARK_UNKNOWN)
		claim(m, "mark-text", text_of(found->words));
	fill_kind(m, found);
	doubt_words(m, found);
}

/* "You deleted this message" is said to the owner alone: under any other name somebody typed it. */
static bool
is_no_note(const struct making *m, const struct whatsapp_mark *found)
{
	return found->kind == WHATSAPP_MARK_DELETED_BY_YOU && !found->marked &&
	       m->record.direction == DIRECTION_IN;
}

static void
fill_message(struct making *m, const struct whatsapp_split *split)
{
	struct whatsapp_mark found = whatsapp_mark_find(split->text, m->chat->survey.own_marked);

	if (found.kind == WHATSAPP_MARK_OWN) {
		fill_own_words(m, split);
		return;
	}
	fill_person(m, split);
	if (is_no_note(m, &found)) {
		fill_body(m, split->text);
		return;
	}
	/* No telephone of that kind writes these words: they stay where somebody typed them. */
	if (may_be_words(m, &found) &&
	    (found.kind == WHATSAPP_MARK_OMITTED || found.kind == WHATSAPP_MARK_VIEW_ONCE)) {
		found.typed = true;
		found.body = split->text;
	}
	fill_mark(m, &found);
	fill_body(m, found.body);
}

/* Lines that look like the begin of a message and are not taken for one. */
static void
fill_lookalikes(struct making *m, struct text all)
{
	const struct whatsapp_message *message = m->message;
	struct slice line;

	for (size_t i = 0; i < message->lookalikes && i < WHATSAPP_LOOKALIKES_MAX; i++) {
		line = slice_of(NULL, 0);
		/* Places hold only while no byte had to be replaced. */
		if (all.n == message->text.n)
			line = slice_of(all.p + message->lookalike[i].at, message->lookalike[i].n);
		doubt(m, "header-lookalike", text_of(line));
	}
}

/* What stands before the first stamp. */
static void
fill_preamble(struct making *m, struct text all)
{
	m->record.kind = KIND_NOTE;
	doubt(m, "no-header", TEXT_LITERAL("These lines stand before the first message."));
	fill_body(m, slice_of_text(all));
}

static struct slice
without_line_end(struct slice s)
{
	if (s.n != 0 && s.p[s.n - 1] == '\r')
		s.n--;
	return s;
}

enum status
whatsapp_chat_record(struct whatsapp_chat *chat, const struct whatsapp_message *message,
    struct arena *arena, struct err *err)
{
	struct making m = {.chat = chat, .message = message, .arena = arena, .err = err};
	struct slice bytes = without_line_end(buf_slice(&message->text));
	struct whatsapp_split split;
	struct text all;
	bool changed;

	arena_reset(arena);
	record_init(&m.record);
	if (!whatsapp_text_loose(arena, bytes, &all, &changed))
		return fail(err, E_NOMEM, "one message needs too much memory");
	m.record.kind = KIND_MESSAGE;
	m.record.channel = TEXT_LITERAL("whatsapp");
	m.record.conversation = chat->conversation;
	m.record.inside = chat->options->inside;
	m.record.position = message->position;
	if (changed) {
		doubt(&m, "not-utf8", TEXT_NONE);
		m.record.raw = slice_of(
		    bytes.p, bytes.n < RECORD_TEXT_MAX_BYTES ? bytes.n : RECORD_TEXT_MAX_BYTES);
	}
	if (message->shape == NULL) {
		fill_preamble(&m, all);
	} else {
		fill_when(&m);
		if (chat->survey.mixed)
			doubt(&m, "mixed-headers", TEXT_NONE);
		split = whatsapp_senders_split(&chat->survey.senders, slice_of_text(all));
		if (split.by_person)
			fill_message(&m, &split);
		else
			fill_system(&m, &split);
	}
	fill_lookalikes(&m, all);
	if (m.status != OK)
		return m.status;
	return chat->sink->record(chat->sink->ctx, &m.record, err);
}
