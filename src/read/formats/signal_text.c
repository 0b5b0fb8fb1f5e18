/* src/read/formats/signal_text.c
 * The format "signal-text": what the program signal-export writes for a chat of Signal Desktop,
 * "[2024-03-24 21:05:07] Me: words"; older ones: "[2019-05-29, 15:04] Me: words"
 * (docs/formats/signal-text.md); the words themselves: signal_text_body.c.
 * Not for: Signal's own export (signal.c), nor WhatsApp's, which may have a comma and seconds. */
#include "read/formats/signal_text.h"

#include "read/formats/formats.h"

enum {
	DAY_BYTES = 10,
	NAME_BYTES = 512, /* a longer name is none */
	PROBE_LINES = 200,
	SURE = 97,
	LIKELY = 75, /* less than WhatsApp's own words make a chat of WhatsApp */
	/* No piece of a line ends inside of what a record takes of it. */
	WINDOW_BYTES = 2 * RECORD_TEXT_MAX_BYTES,
	BODY_BYTES = 4 * WINDOW_BYTES,
};

static const char *const text_omits[][2] = {
    {"no-numbers",
	"A text of signal-export names people as the address book did, without numbers."},
    {"deleted-text",
	"A text of signal-export does not contain messages that had disappeared or were "
	"deleted, or what a message said before it was edited."},
};

/* How a stamp is spelt; one file has one spelling. */
enum spelling {
	SPELLING_NONE = 0,
	SPELLING_COMMA = 1 << 0,
	SPELLING_SECONDS = 1 << 1,
	SPELLING_STAMP = 1 << 2, /* in any case */
};

struct header {
	unsigned spelling;
	struct slice stamp, name, rest;
};

/* Digits where `shape` has '0', else the same bytes: cut off. */
static bool
shape_cut(struct slice *rest, const char *shape)
{
	size_t n = strlen(shape);

	if (rest->n < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (shape[i] == '0' ? rest->p[i] < '0' || rest->p[i] > '9'
				    : rest->p[i] != (uint8_t)shape[i])
			return false;
	*rest = slice_from(*rest, n);
	return true;
}

/* "[2019-05-29, 15:04] ", "[2024-03-24 21:05:07] " */
static bool
stamp_cut(struct slice *rest, struct header *out)
{
	struct slice line = *rest;

	out->spelling = SPELLING_STAMP;
	if (!shape_cut(&line, "[0000-00-00"))
		return false;
	if (shape_cut(&line, ","))
		out->spelling |= SPELLING_COMMA;
	if (!shape_cut(&line, " 00:00"))
		return false;
	if (shape_cut(&line, ":00"))
		out->spelling |= SPELLING_SECONDS;
	if (!shape_cut(&line, "] "))
		return false;
	out->stamp = slice_of(rest->p + 1, rest->n - line.n - 3);
	*rest = line;
	return true;
}

/* False when the line begins no message. */
static bool
header_read(struct slice line, struct header *out)
{
	struct slice rest = line, name;

	if (!stamp_cut(&rest, out))
		return false;
	if (!cut(&rest, ':', &name) || name.n == 0 || name.n > NAME_BYTES)
		return false;
	if (rest.n != 0 && rest.p[0] != ' ' && rest.p[0] != '\r')
		return false;
	out->name = name;
	out->rest = rest.n != 0 ? slice_from(rest, 1) : rest;
	return true;
}

/* Only the old spelling is nobody else's: WhatsApp has a comma and seconds in some countries, and
 * neither of them in Sweden, and programs write their logs like the new one. */
static int
probe_score(unsigned spelling, size_t headers, size_t padded, bool owner)
{
	if (spelling == (SPELLING_STAMP | SPELLING_COMMA))
		return SURE;
	if ((spelling & SPELLING_COMMA) != 0)
		return 0;
	if (padded * 2 >= headers)
		return SURE;
	return owner ? LIKELY : 0;
}

static int
text_probe(struct slice bytes)
{
	struct slice rest = bytes, line;
	struct header header;
	unsigned spelling = SPELLING_NONE;
	size_t lines = 0, headers = 0, padded = 0;
	bool owner = false;

	if (slice_starts(rest, "\xef\xbb\xbf"))
		rest = slice_from(rest, 3);
	while (lines < PROBE_LINES && cut_last(&rest, '\n', &line)) {
		if (slice_trim(line).n == 0)
			continue;
		/* Logs and other messengers have no such blanks. */
		padded += signal_text_padded(line);
		if (header_read(line, &header)) {
			spelling = spelling == SPELLING_NONE ? header.spelling : spelling;
			headers += header.spelling == spelling;
			owner = owner || slice_eq(header.name, SLICE_LITERAL("Me"));
		} else if (lines == 0) {
			return 0;
		}
		lines++;
	}
	return headers != 0 ? probe_score(spelling, headers, padded, owner) : 0;
}

struct reading {
	struct window window;
	struct making m;
	struct buf body, scratch;
	bool open;         /* a record is in hand */
	bool fresh;        /* and no line of it has come yet */
	bool odd;          /* some of its bytes are no UTF-8 */
	bool lookalike;    /* a line with another spelling's stamp was in it */
	bool has_last;     /* the message before had a time */
	bool padded;       /* messages of this file end in two blanks */
	bool only_owner;   /* nobody but "Me" writes */
	unsigned spelling; /* of the first stamp */
	struct text chat;  /* the folder's name; absent when it is not known */
	struct civil last;
	struct err *err;
};

static enum status
record_end(struct reading *r)
{
	if (!r->open)
		return r->m.status;
	r->open = false;
	if (r->odd)
		making_doubt(&r->m, "not-utf8", TEXT_LITERAL("Some bytes are no UTF-8."));
	signal_text_body(&r->m, &r->body);
	return making_send(&r->m);
}

/* "None2", "Me (1)": that name, and what tells folders of one name apart. */
static bool
is_called(struct text folder, const char *name)
{
	size_t n = strlen(name);

	if (!slice_starts(slice_of_text(folder), name))
		return false;
	for (size_t i = n; i < folder.n; i++)
		if (memchr("0123456789 _-().", folder.p[i], 16) == NULL)
			return false;
	return true;
}

/* "NoteToSelf", "Note to Self" */
static bool
is_own_notes(struct text folder)
{
	static const char want[] = "notetoself";
	size_t n = 0;

	for (size_t i = 0; i < folder.n; i++) {
		if (memchr(" _-", folder.p[i], 3) != NULL)
			continue;
		if (n == sizeof want - 1 || (folder.p[i] | 0x20) != want[n])
			return false;
		n++;
	}
	return n == sizeof want - 1;
}

static void
doubt_nameless(struct making *m)
{
	making_doubt(m, "nameless-account",
	    TEXT_LITERAL(
		"signal-export calls everybody so who has no name in Signal; it may be more "
		"than one person."));
}

static void
record_start(struct reading *r, enum record_kind kind)
{
	making_begin(&r->m, kind, "signal");
	r->m.record.conversation = making_name(&r->m, r->chat);
	if (is_called(r->chat, "None"))
		doubt_nameless(&r->m);
	buf_reset(&r->body);
	r->open = r->fresh = true;
	r->odd = r->lookalike = false;
}

static void
body_add(struct reading *r, struct slice line, bool first_piece)
{
	struct text text;

	if (line.n != 0 && line.p[line.n - 1] == '\r')
		line.n--;
	if (!r->fresh && first_piece)
		buf_put_byte(&r->body, '\n');
	r->fresh = false;
	r->odd = r->odd || !text_check(line, &text, NULL);
	buf_put_repaired(&r->body, line, 0xfffd);
}

/* A wall time of the computer that made the export; the comma is signal-export's own. */
static void
fill_when(struct reading *r, struct slice stamp)
{
	struct making *m = &r->m;
	struct moment *when = &m->record.when;
	struct slice rest;

	buf_reset(&r->scratch);
	buf_put(&r->scratch, stamp.p, DAY_BYTES);
	rest = slice_from(stamp, DAY_BYTES);
	if (slice_starts(rest, ","))
		rest = slice_from(rest, 1);
	buf_put_slice(&r->scratch, rest);
	making_time(m, when, buf_text(&r->scratch));
	if (when->basis == BASIS_LOCAL)
		making_claim(m, "written-time", (struct text){(const char *)stamp.p, stamp.n});
	if (when->basis == BASIS_LOCAL && r->has_last && civil_compare(&when->local, &r->last) < 0)
		making_doubt(m, "clock-goes-back",
		    TEXT_LITERAL(
			"This time is before that of the message above. A line that looks like "
			"a message may be part of the one above."));
	r->has_last = when->basis == BASIS_LOCAL;
	r->last = when->local;
}

/* The program calls the owner "Me", and somebody who is called that himself as well: his chat's
 * folder gives him away, or that nobody else seems to write. */
static void
check_owner(struct reading *r)
{
	struct making *m = &r->m;

	if (is_called(r->chat, "Me")) {
		m->record.direction = DIRECTION_UNKNOWN;
		making_doubt(m, "same-name",
		    TEXT_LITERAL("signal-export calls the owner Me, and whom this chat is with is "
				 "called Me as well: whose words these are it does not say."));
	} else if (r->only_owner && !is_own_notes(r->chat)) {
		making_doubt(m, "only-owner",
		    TEXT_LITERAL("Nobody but Me writes in this chat: signal-export calls the owner "
				 "so, and anybody who chose that as a name."));
	}
}

/* "No-Sender" is what the program writes where it does not know, "None" where there is no name. */
static enum status
fill_from(struct reading *r, struct slice name)
{
	enum status status;

	if (slice_eq(name, SLICE_LITERAL("No-Sender"))) {
		r->m.record.direction = DIRECTION_UNKNOWN;
		making_doubt(&r->m, "author-unknown", TEXT_LITERAL("No-Sender"));
		return r->m.status;
	}
	buf_reset(&r->scratch);
	buf_put_repaired(&r->scratch, name, 0xfffd);
	status = buf_check(&r->scratch, r->err);
	if (status != OK)
		return status;
	making_from(&r->m, TEXT_NONE, buf_text(&r->scratch));
	if (slice_eq(name, SLICE_LITERAL("None")))
		doubt_nameless(&r->m);
	if (slice_eq(name, SLICE_LITERAL("Me")))
		check_owner(r);
	return r->m.status;
}

/* The message above had not ended: the line that looks like a beginning may be words of it, and is
 * nobody's for certain then. */
static void
doubt_header(struct reading *r, const struct header *header)
{
	making_doubt(
	    &r->m, "header-unsure", (struct text){(const char *)header->stamp.p, header->stamp.n});
}

static enum status
header_take(struct reading *r, const struct header *header)
{
	bool unsure = r->padded && r->open && r->m.record.kind == KIND_MESSAGE &&
		      !signal_text_ended(buf_slice(&r->body));
	enum status status;

	if (unsure)
		doubt_header(r, header);
	status = record_end(r);
	if (status != OK)
		return status;
	record_start(r, KIND_MESSAGE);
	fill_when(r, header->stamp);
	status = fill_from(r, header->name);
	if (status != OK)
		return status;
	if (unsure) {
		doubt_header(r, header);
		r->m.record.direction = DIRECTION_UNKNOWN;
	}
	body_add(r, header->rest, true);
	return r->m.status;
}

static enum status
line_take(struct reading *r, struct slice line, bool first_piece)
{
	struct header header;
	bool looks = first_piece && header_read(line, &header);

	if (looks && header.spelling == r->spelling)
		return header_take(r, &header);
	if (!r->open) {
		if (slice_trim(line).n == 0)
			return OK;
		record_start(r, KIND_NOTE);
		making_doubt(&r->m, "no-header",
		    TEXT_LITERAL("This stands before the first message of the file."));
	}
	if (looks && !r->lookalike)
		making_doubt(&r->m, "header-lookalike",
		    (struct text){(const char *)header.stamp.p, header.stamp.n});
	r->lookalike = r->lookalike || looks;
	body_add(r, line, first_piece);
	return r->m.status;
}

/* What the first walk finds. */
struct survey {
	bool met;              /* a sender called "Me" */
	bool others;           /* and one who is not */
	bool message;          /* one has begun */
	bool ends, added;      /* the last line that is not empty: as a message may end */
	bool run;              /* the message before had no blanks */
	uint64_t padded, bare; /* messages that end in two blanks, and those that do not */
	uint64_t runs;         /* of messages on end that do not */
};

/* A message ends here.  What ends in something of the program's own says nothing. */
static void
survey_end(struct survey *survey)
{
	if (!survey->message || survey->added)
		return;
	survey->padded += survey->ends;
	survey->bare += !survey->ends;
	survey->runs += !survey->ends && !survey->run;
	survey->run = !survey->ends;
}

/* By most messages; and many lines typed into one message are one run, however many they are. */
static bool
survey_padded(const struct survey *survey)
{
	return survey->padded != 0 &&
	       (survey->padded >= survey->bare || survey->padded / 2 > survey->runs);
}

static void
survey_name(struct survey *survey, struct slice name)
{
	bool owner = slice_eq(name, SLICE_LITERAL("Me"));

	survey->met = survey->met || owner;
	survey->others = survey->others || !owner;
}

static void
survey_line(struct reading *r, struct survey *survey, struct slice line, bool first_piece)
{
	struct header header;

	if (first_piece && header_read(line, &header)) {
		if (r->spelling == SPELLING_NONE)
			r->spelling = header.spelling;
		if (header.spelling == r->spelling) {
			survey_end(survey);
			survey->message = true;
			survey_name(survey, header.name);
		}
	}
	if (slice_trim(line).n == 0 && !signal_text_padded(line))
		return;
	survey->ends = signal_text_padded(line);
	survey->added = first_piece && signal_text_added(line);
}

/* Every line goes to line_take(), or to `survey` where that is asked for. */
static enum status
lines_walk(struct reading *r, struct survey *survey)
{
	struct slice line;
	bool whole = true, first_piece = true;
	enum status status = OK;

	while (status == OK) {
		bool top = r->window.at == 0;

		status = window_line(&r->window, &line, &whole, NULL, r->err);
		if (status != OK)
			break;
		if (top && slice_starts(line, "\xef\xbb\xbf"))
			line = slice_from(line, 3);
		if (survey == NULL)
			status = line_take(r, line, first_piece);
		else
			survey_line(r, survey, line, first_piece);
		first_piece = whole;
	}
	return status == E_NOTFOUND ? OK : status;
}

/* "Daniel Reed/chat.md": the text does not say which chat it is, its folder does. */
static struct text
chat_of_folder(const struct reading_options *options)
{
	if (!text_eq_c(options->name, "chat.md") && !text_eq_c(options->name, "index.md"))
		return TEXT_NONE;
	return options->folder.n != 0 ? options->folder : TEXT_NONE;
}

static enum status
chat_read(struct reading *r)
{
	struct slice head;
	struct survey survey = {.met = false};
	enum status status = window_peek(&r->window, NAME_BYTES, &head, r->err);

	if (status == OK && head.n == 0)
		return fail(r->err, E_FORMAT, "not a text of signal-export: it is empty");
	if (status == OK)
		status = lines_walk(r, &survey);
	if (status != OK)
		return status;
	survey_end(&survey);
	r->padded = survey_padded(&survey);
	r->only_owner = survey.met && !survey.others;
	making_note(&r->m, NOTE_FORMAT, "signal-text", NULL);
	if (r->chat.n != 0 && r->m.options->inside.n == 0)
		making_note(&r->m, NOTE_DOUBT, "chat-by-folder",
		    "Which chat it is says only what the folder is called that it lay in.");
	chat_omits(&r->m, text_omits, COUNT_OF(text_omits));
	/* signal-export calls the owner so; where nobody is, it is asked. */
	if (survey.met)
		owner_tell(&r->m.owner, TEXT_LITERAL("Me"));
	window_seek(&r->window, 0);
	status = lines_walk(r, NULL);
	return status == OK ? record_end(r) : status;
}

static enum status
text_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct reading r = {.err = err};
	enum status status = window_init(&r.window, source, WINDOW_BYTES, err);

	buf_init(&r.body, BODY_BYTES);
	buf_init(&r.scratch, RECORD_NAME_MAX_BYTES);
	if (status == OK)
		status = making_init(&r.m, options, sink, err);
	if (status == OK) {
		r.chat = chat_of_folder(r.m.options);
		status = chat_read(&r);
	}
	if (status == OK)
		status = making_finish(&r.m);
	making_fini(&r.m);
	buf_fini(&r.scratch);
	buf_fini(&r.body);
	window_fini(&r.window);
	return status;
}

const struct format signal_text_format = {
    .name = "signal-text", .probe = text_probe, .read = text_read, .prepare = NULL};
