/* src/read/formats/google_voice.c
 * The format "google-voice": one page of XHTML for each conversation and each call, as Google
 * Takeout writes them (docs/formats/google-voice.md).
 * Not for: other HTML. */
#include "read/formats/google_voice.h"

#include "base/mem.h"
#include "read/formats/formats.h"
#include "read/formats/xml_encoding.h"

static int
google_voice_probe(struct slice head)
{
	if (!xml_encoding_begins(head, "html"))
		return 0;
	if (xml_tag_holds(head, "class=\"hChatLog"))
		return 95;
	return xml_tag_holds(head, "class=\"haudio\"") && xml_tag_holds(head, "class=\"contributor")
		   ? 95
		   : 0;
}

/* Words as they come; the first time through they are of no record. */
static struct text
page_words(struct voice *v, struct slice raw)
{
	if (v->survey)
		making_empty(&v->m);
	return xml_value_trim(&v->m, &v->values, raw);
}

/* A number or name of whoever is being named; nobody's before. */
static struct text
party_words(struct voice *v, struct slice raw)
{
	struct text words = text_prefix(page_words(v, raw), RECORD_NAME_MAX_BYTES), out = TEXT_NONE;

	if (!arena_text(&v->party_arena, words, &out) && v->m.status == OK)
		v->m.status = fail(v->err, E_NOMEM, "no memory for a name");
	return out;
}

static void
party_forget(struct voice *v)
{
	v->party = (struct voice_party){.own = false};
	arena_reset(&v->party_arena);
}

/* Nobody is looked for: everything that names somebody was met before. */
static bool
party_known(const struct voice *v)
{
	return !v->survey && (v->has_party || v->record == VOICE_NONE);
}

static void
page_keep(struct voice *v, struct text text, struct text *out)
{
	struct buf line;

	buf_init(&line, RECORD_NAME_MAX_BYTES);
	buf_put_one_line(&line, text_prefix(text, RECORD_NAME_MAX_BYTES));
	/* When the page names more people than fit, the later ones are only where they write. */
	(void)!arena_text(&v->arena, buf_text(&line), out);
	buf_fini(&line);
}

static void
other_add(struct voice *v)
{
	const struct voice_party *party = &v->party;
	struct text *slot;

	if (party->own) {
		if (!owner_is(&v->m.owner, party->handle, TEXT_NONE))
			owner_tell(&v->m.owner, party->handle);
		return;
	}
	/* They are named with every message that went out: what is no name is not. */
	if (v->others_count == VOICE_OTHERS_MAX || party->handle.n + party->name.n == 0 ||
	    party->handle.n + party->name.n > VOICE_NAME_BYTES)
		return;
	for (size_t i = 0; i < v->others_count; i++)
		if (text_eq(v->others[i][0], party->handle) &&
		    (party->handle.n != 0 || text_eq(v->others[i][1], party->name)))
			return;
	slot = v->others[v->others_count++];
	page_keep(v, party->handle, &slot[0]);
	page_keep(v, party->name, &slot[1]);
}

/* A name is complete: with its number, or without one. */
static void
party_done(struct voice *v)
{
	if (v->survey && (v->record == VOICE_MESSAGE || voice_inside(v, VOICE_PARTICIPANTS)))
		other_add(v);
	else if (!v->survey && v->record != VOICE_NONE)
		voice_record_party(v);
	if (v->survey || !v->has_party)
		party_forget(v);
}

static void
label_done(struct voice *v)
{
	struct text label = page_words(v, buf_slice(&v->values.text));

	if (v->labels.n != 0)
		buf_put_c(&v->labels, ", ");
	buf_put_one_line(&v->labels, label);
}

/* The first time through. */
static void
survey_words(struct voice *v, enum voice_role role)
{
	struct slice raw = buf_slice(&v->values.text);

	if (role == VOICE_TITLE && v->title.p == NULL)
		page_keep(v, page_words(v, raw), &v->title);
	else if (role == VOICE_LABEL)
		label_done(v);
	else if (role == VOICE_DELETED)
		v->user_deleted = slice_find(raw, SLICE_LITERAL("True")) != SIZE_MAX;
}

static void
name_done(struct voice *v, enum voice_role role)
{
	struct slice raw = buf_slice(&v->values.text);

	if (party_known(v) || v->party.name.n != 0)
		return;
	if (v->record == VOICE_CALL && !voice_inside(v, VOICE_TEL))
		return; /* the heading */
	v->party.name = party_words(v, raw);
	v->party.own = role == VOICE_OWN_NAME;
	if (!voice_inside(v, VOICE_TEL))
		party_done(v);
}

/* The element at the top of the stack, whose words were wanted, ends. */
static void
words_done(struct voice *v, enum voice_role role)
{
	if (v->survey)
		survey_words(v, role);
	else if (v->record != VOICE_NONE)
		voice_record_words(v, role);
	if (role == VOICE_NAME || role == VOICE_OWN_NAME)
		name_done(v, role);
	v->wanted = 0;
}

/* The element whose words are wanted does not end before another record begins, or the file ends.
 */
static void
words_cut(struct voice *v)
{
	if (v->wanted != 0)
		words_done(v, v->open[v->wanted - 1].role);
}

static void
tel_open(struct voice *v, const struct xml_token *token)
{
	struct slice href = slice_of(NULL, 0);

	if (party_known(v) || !xml_attribute(token, "href", &href))
		return;
	if (slice_starts(href, "tel:"))
		href = slice_from(href, 4);
	party_forget(v);
	v->party.handle = party_words(v, href);
}

static void
role_open(struct voice *v, enum voice_role role, const struct xml_token *token)
{
	struct slice href;

	v->found = v->found || role == VOICE_CHAT || role == VOICE_CALL;
	if (role == VOICE_MESSAGE || role == VOICE_CALL) {
		words_cut(v);
		if (!v->survey)
			voice_record_begin(v, role);
		v->record = role;
	} else if (role == VOICE_TEL) {
		tel_open(v, token);
	} else if (role == VOICE_LABEL && v->survey && xml_attribute(token, "href", &href)) {
		v->labelled |= voice_label_of(href);
	} else if (role == VOICE_BREAK && v->wanted != 0) {
		buf_put_byte(&v->values.text, '\n');
	}
	if (!v->survey && v->record != VOICE_NONE)
		voice_record_open(v, role, token);
}

static void
element_open(struct voice *v, const struct xml_token *token)
{
	enum voice_role role = voice_role_of(token);
	struct voice_open *open;
	size_t n = token->name.n < VOICE_TAG_BYTES - 1 ? token->name.n : VOICE_TAG_BYTES - 1;

	role_open(v, role, token);
	if (token->empty || voice_is_void(token->name))
		return;
	if (v->depth < VOICE_DEPTH_MAX) {
		open = &v->open[v->depth];
		*open = (struct voice_open){.role = role};
		memcpy(open->tag, token->name.p, n);
	}
	v->depth++;
	if (v->wanted == 0 && voice_wants_words(role) && v->depth <= VOICE_DEPTH_MAX) {
		v->wanted = v->depth;
		buf_reset(&v->values.text);
	}
}

static void
top_close(struct voice *v)
{
	enum voice_role role = v->depth <= VOICE_DEPTH_MAX ? v->open[v->depth - 1].role
							   : VOICE_NONE;

	if (v->wanted == v->depth)
		words_done(v, role);
	if (role == VOICE_TEL)
		party_done(v);
	if (role == VOICE_MESSAGE || role == VOICE_CALL) {
		if (!v->survey && v->record != VOICE_NONE)
			voice_record_send(v, true);
		v->record = VOICE_NONE;
	}
	v->depth--;
}

static bool
is_tag(const struct voice_open *open, const uint8_t *name, size_t n)
{
	return strlen(open->tag) == n && memcmp(open->tag, name, n) == 0;
}

static bool
is_record(enum voice_role role)
{
	return role == VOICE_MESSAGE || role == VOICE_CALL;
}

static bool
ends_page(struct slice name)
{
	return slice_eq(name, SLICE_LITERAL("body")) || slice_eq(name, SLICE_LITERAL("html"));
}

/* An end ends whatever was left open inside; one that ends nothing, or nothing in the record in
 * hand, is passed over. */
static void
element_close(struct voice *v, const struct xml_token *token)
{
	size_t n = token->name.n < VOICE_TAG_BYTES - 1 ? token->name.n : VOICE_TAG_BYTES - 1;
	unsigned depth = v->depth;

	if (depth > VOICE_DEPTH_MAX) {
		v->depth--;
		return;
	}
	for (; depth != 0 && !is_tag(&v->open[depth - 1], token->name.p, n); depth--)
		if (is_record(v->open[depth - 1].role) && !ends_page(token->name))
			return;
	while (depth != 0 && v->depth >= depth)
		top_close(v);
}

static void
text_in(struct voice *v, const struct xml_token *token)
{
	if (v->wanted != 0)
		xml_text_put(&v->values.text, token);
	else if (!v->survey && (v->record == VOICE_MESSAGE ||
				   (v->record == VOICE_NONE && voice_inside(v, VOICE_CHAT))))
		xml_text_put(&v->left, token);
}

static void
walk_end(struct voice *v, bool cut)
{
	words_cut(v);
	if (v->survey)
		return;
	if (v->record != VOICE_NONE)
		voice_record_send(v, false);
	voice_record_left(v);
	if (cut || v->depth != 0)
		making_note(&v->m, NOTE_UNREAD, "cut-off",
		    "The end of this file is missing; what comes before it was read.");
}

/* Once through the page. */
static enum status
walk(struct voice *v, const struct source *source, bool survey)
{
	struct xml_token token;
	enum status status;

	v->survey = survey;
	v->depth = v->wanted = 0;
	v->record = VOICE_NONE;
	v->has_party = false;
	party_forget(v);
	status = xml_scan_init(&v->scan, source, v->err);
	if (status != OK)
		return status;
	do {
		status = xml_scan_next(&v->scan, &token, v->err);
		if (status != OK)
			break;
		if (token.event == XML_OPEN)
			element_open(v, &token);
		else if (token.event == XML_CLOSE)
			element_close(v, &token);
		else if (token.event == XML_TEXT)
			text_in(v, &token);
		else if (token.event == XML_BROKEN && !survey)
			voice_record_broken(v, &token);
	} while (token.event != XML_END && token.event != XML_CUT && v->m.status == OK);
	if (status == OK)
		walk_end(v, token.event == XML_CUT);
	xml_scan_fini(&v->scan);
	return status != OK ? status : v->m.status;
}

static void
say_format(struct making *m)
{
	making_note(m, NOTE_FORMAT, "google-voice", NULL);
	making_note(m, NOTE_OMITS, "other-numbers",
	    "An export of Google Voice holds calls and messages of the Google number only, not "
	    "those of the telephone's own number.");
	making_note(m, NOTE_OMITS, "erased",
	    "What was erased for good, and what was taken for spam more than a month ago, is not "
	    "in "
	    "it.");
}

static enum status
read_page(struct voice *v, const struct source *source)
{
	enum status status = walk(v, source, true);

	/* The page marks what the owner wrote itself: nothing is asked. */
	v->m.owner.known = true;
	if (status == OK && !v->found)
		status = fail(v->err, E_FORMAT, "not a page of Google Voice");
	if (status != OK)
		return status;
	say_format(&v->m);
	status = v->m.status;
	if (status == OK)
		status = walk(v, source, false);
	return status == OK ? making_finish(&v->m) : status;
}

static enum status
google_voice_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct voice *v = mem_new(1, sizeof *v);
	enum status status;

	if (v == NULL)
		return fail(err, E_NOMEM, "no memory to read a page of Google Voice");
	v->err = err;
	xml_values_init(&v->values);
	buf_init(&v->left, RECORD_TEXT_MAX_BYTES);
	buf_init(&v->labels, RECORD_NAME_MAX_BYTES);
	arena_init(&v->arena, VOICE_ARENA_BYTES);
	arena_init(&v->party_arena, VOICE_ARENA_BYTES);
	status = making_init(&v->m, options, sink, err);
	if (status == OK)
		status = read_page(v, source);
	making_fini(&v->m);
	arena_fini(&v->party_arena);
	arena_fini(&v->arena);
	buf_fini(&v->labels);
	buf_fini(&v->left);
	xml_values_fini(&v->values);
	mem_free(v);
	return status;
}

const struct format google_voice_format = {.name = "google-voice",
    .probe = google_voice_probe,
    .read = google_voice_read,
    .prepare = NULL};
