/* src/read/formats/google_voice_record.c
 * One message or call of Google Voice; see google_voice.h and docs/formats/google-voice.md. */
#include "diary/handle.h"
#include "read/formats/google_voice.h"

enum { NUMBER_MIN_DIGITS = 7, NUMBER_MAX_DIGITS = 15 };

/* Words of a conversation that stand in none of the elements known: ":" is only drawn between them.
 */
static void
finish_left(struct voice *v, const char *key)
{
	struct text left;

	if (v->left.n == 0)
		return;
	left = xml_value_trim(&v->m, &v->values, buf_slice(&v->left));
	while (left.n != 0 && strchr(": \r\n\t", left.p[0]) != NULL)
		left = (struct text){left.p + 1, left.n - 1};
	making_claim(&v->m, key, left);
	if (v->left.failed != OK)
		making_doubt(&v->m, "text-cut", TEXT_LITERAL("The original holds more of this."));
	buf_reset(&v->left);
}

void
voice_record_begin(struct voice *v, enum voice_role role)
{
	struct making *m = &v->m;

	if (v->record != VOICE_NONE)
		voice_record_send(v, false);
	making_begin(m, role == VOICE_CALL ? KIND_CALL : KIND_MESSAGE, "google-voice");
	m->record.direction = DIRECTION_UNKNOWN;
	v->record = role;
	v->party = (struct voice_party){.own = false};
	v->timed = v->has_party = v->withheld = false;
	finish_left(v, "words-before");
}

/* The exact time stands in the title; what is shown is a local wall time in words. */
static void
fill_time(struct voice *v, const struct xml_token *token)
{
	struct making *m = &v->m;
	struct slice title = slice_of(NULL, 0);
	struct text written;

	if (v->timed || !xml_attribute(token, "title", &title))
		return;
	written = xml_value_trim(m, &v->values, title);
	if (written.n == 0)
		return;
	v->timed = true;
	making_time(m, &m->record.when, written);
	if (m->record.when.basis == BASIS_INSTANT && written.p[written.n - 1] != 'Z')
		making_claim(m, "written-time", written);
}

static void
fill_duration(struct voice *v, const struct xml_token *token)
{
	struct making *m = &v->m;
	struct slice title = slice_of(NULL, 0);
	struct text written;

	if (!xml_attribute(token, "title", &title))
		return;
	written = xml_value_trim(m, &v->values, title);
	if (!voice_seconds(written, &m->record.duration_s))
		making_doubt(m, "duration-unreadable", written);
}

static bool
attached_already(const struct record *record, struct text name)
{
	for (size_t i = 0; i < record->attachments_count; i++)
		if (text_eq(record->attachments[i].name, name))
			return true;
	return false;
}

/* Names of files have no extension in "src"; addresses on the network are no files. */
static void
fill_media(struct voice *v, const struct xml_token *token, const char *attribute)
{
	struct slice raw = slice_of(NULL, 0);
	struct text name;

	if (!xml_attribute(token, attribute, &raw))
		return;
	name = xml_value_trim(&v->m, &v->values, raw);
	if (name.n == 0 || name.p[0] == '#' || slice_starts(slice_of_text(name), "tel:"))
		return;
	if (voice_inside(v, VOICE_WORDS) ||
	    slice_find(slice_of_text(name), SLICE_LITERAL("://")) != SIZE_MAX)
		making_claim(&v->m, "link", name);
	else if (!attached_already(&v->m.record, name))
		making_attach(&v->m, name, TEXT_NONE, false);
}

void
voice_record_open(struct voice *v, enum voice_role role, const struct xml_token *token)
{
	if (role == VOICE_TIME)
		fill_time(v, token);
	else if (role == VOICE_DURATION)
		fill_duration(v, token);
	else if (role == VOICE_MEDIA)
		fill_media(v, token, "src");
	else if (role == VOICE_LINK)
		fill_media(v, token, "href");
}

/* "Missed call from\nDaniel Reed": line ends of HTML are blanks. */
static struct text
heading_of(struct voice *v)
{
	struct text words = xml_value_text(&v->m, &v->values, true), out;
	struct buf line;

	buf_init(&line, RECORD_NAME_MAX_BYTES);
	buf_put_one_line(&line, text_prefix(words, RECORD_NAME_MAX_BYTES));
	out = making_keep(&v->m, buf_text(&line));
	buf_fini(&line);
	return out;
}

void
voice_record_words(struct voice *v, enum voice_role role)
{
	struct making *m = &v->m;

	if (role == VOICE_WORDS) {
		making_body(m, xml_value_text(m, &v->values, false));
	} else if (role == VOICE_TRANSCRIPT) {
		making_body(m, xml_value_text(m, &v->values, true));
		making_claim(m, "transcript-by", TEXT_LITERAL("Google"));
	} else if (role == VOICE_TIME && !v->timed) {
		v->timed = true;
		making_time(m, &m->record.when, heading_of(v));
	} else if (role == VOICE_NAME && v->record == VOICE_CALL && !v->has_party &&
		   !voice_inside(v, VOICE_TEL)) {
		making_claim(m, "heading", heading_of(v));
	}
}

void
voice_record_party(struct voice *v)
{
	if (v->has_party)
		return;
	v->has_party = true;
	v->withheld = handle_says_withheld(v->party.handle);
	if (handle_is_withheld(v->party.handle))
		v->party.handle = TEXT_NONE;
}

/* Everybody else in the conversation. */
static void
fill_to(struct voice *v)
{
	for (size_t i = 0; i < v->others_count; i++)
		making_to(
		    &v->m, v->others[i][0].n != 0 ? v->others[i][0] : TEXT_NONE, v->others[i][1]);
}

/* Of "Daniel Reed - Text - 2024-03-24T21_05_07Z.html" what stands before the kind and the time;
 * absent when the file is called otherwise. */
static struct text
file_name_front(struct text name)
{
	size_t n = name.n;

	for (int dashes = 0; dashes < 2; dashes++) {
		while (n >= 3 && memcmp(name.p + n - 3, " - ", 3) != 0)
			n--;
		if (n <= 3)
			return TEXT_NONE;
		n -= 3;
	}
	return text_prefix(name, n);
}

/* "+447700900202", as Google calls the file where no contact has the number. */
static bool
is_number(struct text s)
{
	if (s.n < NUMBER_MIN_DIGITS + 1 || s.n > NUMBER_MAX_DIGITS + 1 || s.p[0] != '+')
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

/* A page with nothing but the owner's own messages names nobody else: what Google called the file
 * is all there is.  A name there is a label, and nobody's handle. */
static void
fill_to_by_file_name(struct voice *v)
{
	struct making *m = &v->m;
	struct text name = m->options->name, front = file_name_front(name);

	making_doubt(m, "recipient-unknown",
	    TEXT_LITERAL("The page names nobody but the owner. What the file is called may say to "
			 "whom it went."));
	making_claim(m, "file-name", name);
	if (front.n != 0) {
		m->record.conversation = making_name(m, front);
		making_claim(m, "title", v->title);
	}
	if (is_number(front) && !owner_is(&m->owner, front, TEXT_NONE))
		making_to(m, front, TEXT_NONE);
}

static void
finish_message(struct voice *v)
{
	struct making *m = &v->m;
	const struct voice_party *party = &v->party;
	struct text *other = v->others[0];

	if (v->others_count == 1)
		m->record.conversation = making_name(m, other[1].n != 0 ? other[1] : other[0]);
	else
		m->record.conversation = making_name(m, v->title);
	if (party->handle.n != 0 || party->name.n != 0)
		making_from(m, party->handle.n != 0 ? party->handle : TEXT_NONE, party->name);
	if (!v->has_party)
		m->record.direction = DIRECTION_UNKNOWN; /* the page ends before it says more */
	if (party->own) {
		m->record.direction = DIRECTION_OUT;
	} else if (text_eq_c(party->name, "Me") && m->record.direction != DIRECTION_OUT) {
		m->record.direction = DIRECTION_UNKNOWN;
		making_doubt(m, "sender-unclear",
		    TEXT_LITERAL("Somebody else's name may be \"Me\", or this is the owner."));
	}
	if (m->record.direction == DIRECTION_OUT && v->others_count == 0)
		fill_to_by_file_name(v);
	else if (m->record.direction == DIRECTION_OUT)
		fill_to(v);
}

static unsigned
call_label(const struct voice *v)
{
	const struct record *record = &v->m.record;
	unsigned label = v->labelled;

	for (size_t i = 0; label == 0 && i < record->claims_count; i++)
		if (text_eq_c(record->claims[i].key, "heading"))
			label = voice_label_of_heading(record->claims[i].value);
	return label;
}

static void
finish_call(struct voice *v)
{
	struct making *m = &v->m;
	const struct voice_party *party = &v->party;
	struct text handle = party->handle.n != 0 ? party->handle : TEXT_NONE;
	unsigned label = call_label(v);
	bool nobody = party->handle.n == 0 && party->name.n == 0;

	m->record.conversation = making_name(m, party->name.n != 0 ? party->name : handle);
	if (label == 0)
		making_doubt(m, "call-kind-unknown",
		    TEXT_LITERAL("The file does not say whether the call was made, taken or "
				 "missed."));
	if ((label & VOICE_IS_VOICEMAIL) != 0)
		m->record.kind = KIND_VOICEMAIL;
	if ((label & VOICE_IS_MISSED) != 0)
		making_mark(m, "missed");
	if ((label & VOICE_IS_PLACED) != 0) {
		if (!nobody)
			making_to(m, handle, party->name);
		m->record.direction = DIRECTION_OUT;
		return;
	}
	if (!nobody)
		making_from(m, handle, party->name);
	else if (v->withheld)
		making_mark(m, "withheld");
	else
		making_doubt(m, "number-unknown",
		    TEXT_LITERAL("The page shows no number. It may have been withheld."));
	m->record.direction = label != 0 ? DIRECTION_IN : DIRECTION_UNKNOWN;
}

void
voice_record_send(struct voice *v, bool whole)
{
	struct making *m = &v->m;

	if (v->record == VOICE_CALL)
		finish_call(v);
	else
		finish_message(v);
	finish_left(v, "other-words");
	if (!v->timed)
		making_doubt(m, "no-time", TEXT_NONE);
	if (!whole)
		making_doubt(m, "cut-off", TEXT_LITERAL("The end of this record is missing."));
	making_claim(m, "labels", buf_text(&v->labels));
	if (v->labels.failed != OK)
		making_doubt(m, "text-cut", TEXT_LITERAL("The page has more labels."));
	if (v->user_deleted)
		making_mark(m, "deleted");
	v->record = VOICE_NONE;
	(void)!making_send(m);
}

void
voice_record_left(struct voice *v)
{
	if (slice_trim(buf_slice(&v->left)).n == 0)
		return;
	making_begin(&v->m, KIND_NOTE, "google-voice");
	making_doubt(
	    &v->m, "not-understood", TEXT_LITERAL("These words stand in no message or call."));
	finish_left(v, "other-words");
	(void)!making_send(&v->m);
}

void
voice_record_broken(struct voice *v, const struct xml_token *token)
{
	struct making *m = &v->m;
	bool own = v->record == VOICE_NONE;

	if (own)
		making_begin(m, KIND_NOTE, "google-voice");
	making_doubt(m, "not-understood", TEXT_LITERAL("It is not what XHTML may be."));
	if (m->record.raw.n == 0)
		making_raw(m, token->raw);
	making_claim_i64(m, "byte", (int64_t)token->at);
	if (own)
		(void)!making_send(m);
	making_note(m, NOTE_UNREAD, "broken-tag",
	    "Part of the file is not as it should be and could not be read.");
}
