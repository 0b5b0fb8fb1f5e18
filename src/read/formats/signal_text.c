/* src/read/formats/signal_text.c
 * The format "signal-text": what the program signal-export writes for a chat of Signal Desktop,
 * "[2019-05-29, 15:04] Me: words" (docs/formats/signal-text.md).
 * Not for: Signal's own export (signal.c), nor WhatsApp's, which has seconds between the brackets.
 */
#include "base/buf.h"
#include "read/formats/chat.h"
#include "read/formats/formats.h"

enum {
	STAMP_BYTES = 20, /* "[2019-05-29, 15:04] " */
	NAME_BYTES = 512, /* a longer name is none */
	PROBE_LINES = 200,
	MEDIA_MAX = 64,
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

struct header {
	struct slice stamp, name, rest;
};

/* "[2019-05-29, 15:04] ": digits where digits stand. */
static bool
is_stamp(struct slice line)
{
	static const char shape[] = "[0000-00-00, 00:00] ";

	if (line.n < STAMP_BYTES)
		return false;
	for (size_t i = 0; i < STAMP_BYTES; i++)
		if (shape[i] == '0' ? line.p[i] < '0' || line.p[i] > '9'
				    : line.p[i] != (uint8_t)shape[i])
			return false;
	return true;
}

/* False when the line begins no message. */
static bool
header_read(struct slice line, struct header *out)
{
	struct slice rest, name;

	if (!is_stamp(line))
		return false;
	rest = slice_of(line.p + STAMP_BYTES, line.n - STAMP_BYTES);
	out->stamp = slice_of(line.p + 1, STAMP_BYTES - 3);
	if (!cut(&rest, ':', &name) || name.n == 0 || name.n > NAME_BYTES)
		return false;
	if (rest.n != 0 && rest.p[0] != ' ' && rest.p[0] != '\r')
		return false;
	out->name = name;
	out->rest = rest.n != 0 ? slice_of(rest.p + 1, rest.n - 1) : rest;
	return true;
}

static int
text_probe(struct slice bytes)
{
	struct slice rest = bytes, line;
	struct header header;
	size_t lines = 0, headers = 0;

	if (slice_starts(rest, "\xef\xbb\xbf"))
		rest = slice_of(rest.p + 3, rest.n - 3);
	while (lines < PROBE_LINES && cut_last(&rest, '\n', &line)) {
		if (slice_trim(line).n == 0)
			continue;
		if (header_read(line, &header))
			headers++;
		else if (lines == 0)
			return 0;
		lines++;
	}
	return headers != 0 ? 97 : 0;
}

struct reading {
	struct window window;
	struct making m;
	struct buf body, scratch;
	bool open;     /* a record is in hand */
	bool fresh;    /* and no line of it has come yet */
	bool odd;      /* some of its bytes are no UTF-8 */
	bool has_last; /* the message before had a time */
	struct civil last;
	struct err *err;
};

/* "![door.jpg](./media/door.jpg)": the file stands beside, in that folder. */
static void
fill_media(struct making *m, struct slice body)
{
	struct slice name;
	size_t at, count = 0;

	while (count < MEDIA_MAX && (at = slice_find(body, SLICE_LITERAL("](./"))) != SIZE_MAX) {
		body = slice_of(body.p + at + 4, body.n - at - 4);
		if (!cut(&body, ')', &name))
			return;
		if (memchr(name.p, '\n', name.n) != NULL)
			continue;
		making_attach(m, (struct text){(const char *)name.p, name.n}, TEXT_NONE, false);
		count++;
	}
}

static enum status
record_end(struct reading *r)
{
	if (!r->open)
		return r->m.status;
	r->open = false;
	if (r->odd)
		making_doubt(&r->m, "not-utf8", TEXT_LITERAL("Some bytes are no UTF-8."));
	while (
	    r->body.n != 0 && (r->body.p[r->body.n - 1] == '\n' || r->body.p[r->body.n - 1] == ' '))
		r->body.n--;
	fill_media(&r->m, buf_slice(&r->body));
	making_body_buf(&r->m, &r->body);
	return making_send(&r->m);
}

static void
record_start(struct reading *r, enum record_kind kind)
{
	making_begin(&r->m, kind, "signal");
	buf_reset(&r->body);
	r->open = r->fresh = true;
	r->odd = false;
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

	buf_reset(&r->scratch);
	buf_put(&r->scratch, stamp.p, 10);
	buf_put_slice(&r->scratch, slice_of(stamp.p + 11, stamp.n - 11));
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

static enum status
header_take(struct reading *r, const struct header *header)
{
	enum status status = record_end(r);

	if (status != OK)
		return status;
	record_start(r, KIND_MESSAGE);
	fill_when(r, header->stamp);
	buf_reset(&r->scratch);
	buf_put_repaired(&r->scratch, header->name, 0xfffd);
	status = buf_check(&r->scratch, r->err);
	if (status != OK)
		return status;
	making_from(&r->m, TEXT_NONE, buf_text(&r->scratch));
	body_add(r, header->rest, true);
	return r->m.status;
}

static enum status
line_take(struct reading *r, struct slice line, bool first_piece)
{
	struct header header;

	if (first_piece && header_read(line, &header))
		return header_take(r, &header);
	if (!r->open) {
		if (slice_trim(line).n == 0)
			return OK;
		record_start(r, KIND_NOTE);
		making_doubt(&r->m, "no-header",
		    TEXT_LITERAL("This stands before the first message of the file."));
	}
	body_add(r, line, first_piece);
	return r->m.status;
}

/* Every line goes to `take`; `owner` only looks for a sender called "Me". */
static enum status
lines_walk(struct reading *r, bool owner, bool *met)
{
	struct slice line;
	struct header header;
	bool whole = true, first_piece = true;
	enum status status = OK;

	while (status == OK) {
		bool top = r->window.at == 0;

		status = window_line(&r->window, &line, &whole, NULL, r->err);
		if (status != OK)
			break;
		if (top && slice_starts(line, "\xef\xbb\xbf"))
			line = slice_of(line.p + 3, line.n - 3);
		if (!owner)
			status = line_take(r, line, first_piece);
		else if (first_piece && header_read(line, &header) &&
			 slice_eq(header.name, SLICE_LITERAL("Me")))
			*met = true;
		first_piece = whole;
	}
	return status == E_NOTFOUND ? OK : status;
}

static enum status
chat_read(struct reading *r)
{
	struct slice head;
	bool met = false;
	enum status status = window_peek(&r->window, NAME_BYTES, &head, r->err);

	if (status == OK && head.n == 0)
		return fail(r->err, E_FORMAT, "not a text of signal-export: it is empty");
	if (status == OK)
		status = lines_walk(r, true, &met);
	if (status != OK)
		return status;
	making_note(&r->m, NOTE_FORMAT, "signal-text", NULL);
	chat_omits(&r->m, text_omits, COUNT_OF(text_omits));
	/* signal-export calls the owner so; where nobody is, it is asked. */
	if (met)
		owner_tell(&r->m.owner, TEXT_LITERAL("Me"));
	window_seek(&r->window, 0);
	status = lines_walk(r, false, &met);
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
	if (status == OK)
		status = chat_read(&r);
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
