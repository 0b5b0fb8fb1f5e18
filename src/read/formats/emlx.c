/* src/read/formats/emlx.c
 * The format "emlx": one mail as Apple Mail keeps it (docs/formats/emlx.md): a line with the number
 * of bytes, the mail, and a property list with what the program noted about it.
 * Not for: the mail itself (mail.h). */
#include "read/formats/emlx_plist.h"
#include "read/formats/formats.h"
#include "read/formats/mail.h"
#include "read/formats/owner_look.h"

enum {
	WINDOW_BYTES = 256 * 1024,
	PLIST_BYTES = 256 * 1024, /* of it that is read */
	COUNT_LINE_BYTES = 64,
};

/* First and last second whose years have two and nineteen, or two and twenty, in front. */
#define FIRST_S UINT64_C(631152000)
#define LAST_S  UINT64_C(4102444799)

struct emlx {
	const struct source *file;
	uint64_t from, to; /* the mail in the file */
	struct buf plist, scratch, line, decoded;
	bool count_wrong; /* the first line says another length */
	bool cut_off;     /* it says a longer one than there is */
	bool partial;     /* attachments were left out by Apple Mail */
	struct mail *mail;
};

/* The number of bytes, and where the mail begins.  False when there is no such line. */
static bool
count_line(struct slice head, uint64_t *count, size_t *at)
{
	struct slice rest = head, line, digits;

	if (rest.n > COUNT_LINE_BYTES)
		rest.n = COUNT_LINE_BYTES;
	if (!cut(&rest, '\n', &line))
		return false;
	digits = slice_trim(line);
	while (digits.n > 1 && digits.p[0] == '0')
		digits = slice_from(digits, 1);
	*at = line.n + 1;
	return u64_parse(digits, count);
}

static int
emlx_probe(struct slice head)
{
	uint64_t count;
	size_t at;

	if (!count_line(head, &count, &at))
		return 0;
	return mail_probe_header(slice_from(head, at)) != 0 ? 95 : 0;
}

/* Up to n bytes at an offset into an empty buffer. */
static enum status
bytes_at(const struct source *file, uint64_t at, size_t n, struct buf *out, struct err *err)
{
	enum status status;
	size_t have;
	uint8_t *p;

	buf_reset(out);
	p = buf_extend(out, n);
	if (p == NULL)
		return buf_check(out, err);
	status = source_read_full(file, at, p, n, &have, err);
	out->n = have;
	return status;
}

static void
plist_cut(struct emlx *emlx, size_t at)
{
	buf_drop(&emlx->plist, at);
}

/* The length is not what it should be: the property list is looked for at the end. */
static enum status
plist_search(struct emlx *emlx, struct err *err)
{
	const struct source *file = emlx->file;
	uint64_t at = emlx->from;
	struct slice rest;
	size_t hit, last = SIZE_MAX;
	enum status status;

	emlx->count_wrong = true;
	if (file->bytes == UINT64_MAX) {
		emlx->to = UINT64_MAX;
		buf_reset(&emlx->plist);
		return OK;
	}
	if (file->bytes > PLIST_BYTES && file->bytes - PLIST_BYTES > at)
		at = file->bytes - PLIST_BYTES;
	status = bytes_at(file, at, PLIST_BYTES, &emlx->plist, err);
	rest = buf_slice(&emlx->plist);
	while ((hit = slice_find(rest, SLICE_LITERAL("\n<?xml"))) != SIZE_MAX) {
		rest = slice_from(rest, hit + 1);
		if (slice_find(rest, SLICE_LITERAL("<plist")) != SIZE_MAX)
			last = emlx->plist.n - rest.n;
	}
	emlx->to = last != SIZE_MAX ? at + last : file->bytes;
	plist_cut(emlx, last != SIZE_MAX ? last : emlx->plist.n);
	return status;
}

/* Where the mail ends, and what Apple Mail noted behind it. */
static enum status
layout_find(struct emlx *emlx, struct err *err)
{
	uint64_t count = 0;
	size_t at = 0;
	enum status status = bytes_at(emlx->file, 0, COUNT_LINE_BYTES, &emlx->plist, err);

	if (status != OK)
		return status;
	if (!count_line(buf_slice(&emlx->plist), &count, &at))
		return fail(err, E_FORMAT, "not a mail of Apple Mail: no number in its first line");
	emlx->from = at;
	if (count > INT64_MAX)
		return plist_search(emlx, err);
	emlx->to = at + count;
	status = bytes_at(emlx->file, emlx->to, PLIST_BYTES, &emlx->plist, err);
	if (status != OK)
		return status;
	at = emlx_plist_start(buf_slice(&emlx->plist));
	if (at != SIZE_MAX) {
		plist_cut(emlx, at);
		return OK;
	}
	emlx->cut_off = emlx->file->bytes != UINT64_MAX && emlx->to > emlx->file->bytes;
	return plist_search(emlx, err);
}

/* -- what Apple Mail noted ----------------------------------------------------------------------
 */

static void
flags_say(struct emlx *emlx, struct slice value)
{
	struct buf *out = &emlx->line;
	uint64_t flags;

	buf_reset(out);
	buf_put_slice(out, value);
	if (u64_parse(value, &flags)) {
		buf_put_c(out, " (");
		emlx_flags_put(flags, out);
		buf_put_c(out, ")");
		if ((flags & EMLX_DRAFT) != 0)
			mail_say_mark(emlx->mail, "draft");
		if ((flags & EMLX_DELETED) != 0)
			mail_say_mark(emlx->mail, "deleted");
	}
	mail_say(emlx->mail, "apple-flags", buf_slice(out));
}

/* "apple-date-received: 1283764000 (2010-09-06T09:06:40Z)". */
static void
value_say(struct emlx *emlx, const char *key, bool date, struct slice value)
{
	struct buf *out = &emlx->line;
	uint64_t seconds;

	buf_reset(out);
	buf_put_slice(out, value);
	if (date && u64_parse(value, &seconds) && seconds >= FIRST_S && seconds <= LAST_S) {
		buf_put_c(out, " (");
		(void)time_put(out, (int64_t)seconds * US_PER_SECOND);
		buf_put_c(out, ")");
	}
	mail_say(emlx->mail, key, buf_slice(out));
}

/* What the program is known to note; anything else is kept as "apple-note: key: value". */
static void
note_say(struct emlx *emlx, struct slice key, struct slice value)
{
	static const struct {
		const char *key, *claim;
		bool date;
	} known[] = {
	    {"date-received", "apple-date-received", true},
	    {"date-sent", "apple-date-sent", true},
	    {"date-last-viewed", "apple-date-last-viewed", true},
	    {"sender", "apple-sender", false},
	    {"subject", "apple-subject", false},
	    {"to", "apple-to", false},
	    {"original-mailbox", "apple-original-mailbox", false},
	    {"remote-id", "apple-remote-id", false},
	    {"conversation-id", "apple-conversation-id", false},
	    {"message-id", "apple-message-id", false},
	};
	struct buf *out = &emlx->decoded;

	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (slice_eq(key, slice_of(known[i].key, strlen(known[i].key)))) {
			value_say(emlx, known[i].claim, known[i].date, value);
			return;
		}
	buf_reset(out);
	buf_put_slice(out, key);
	buf_put_c(out, ": ");
	buf_put_slice(out, value);
	value_say(emlx, "apple-note", false, buf_slice(out));
}

static void
plist_say(struct emlx *emlx)
{
	struct slice rest = buf_slice(&emlx->plist), key, value;

	while (emlx_plist_next(&rest, &emlx->scratch, &key, &value)) {
		if (value.n == 0)
			continue;
		if (slice_eq(key, SLICE_LITERAL("flags")))
			flags_say(emlx, value);
		else
			note_say(emlx, key, value);
	}
	if (slice_starts(buf_slice(&emlx->plist), "bplist"))
		mail_say_doubt(emlx->mail, "notes-unread",
		    SLICE_LITERAL(
			"Apple Mail's notes about this mail are in a form that is not read."));
	else if (emlx->plist.n == 0)
		mail_say_doubt(emlx->mail, "notes-missing",
		    SLICE_LITERAL("Apple Mail's notes about this mail are missing."));
	if (emlx->count_wrong)
		mail_say_doubt(emlx->mail, "length-differs",
		    SLICE_LITERAL("The first line says another length than the mail has."));
}

/* -- the mail -----------------------------------------------------------------------------------
 */

static enum status
part_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	const struct emlx *emlx = ctx;
	uint64_t length = emlx->to - emlx->from;

	*got = 0;
	if (at >= length)
		return OK;
	if (n > length - at)
		n = (size_t)(length - at);
	return emlx->file->read_at(emlx->file->ctx, emlx->from + at, p, n, got, err);
}

/* Apple Mail puts this into the header of a part whose bytes it keeps elsewhere. */
static bool
is_left_out(struct slice line)
{
	struct slice name;

	return cut(&line, ':', &name) &&
	       slice_eq_nocase(name, SLICE_LITERAL("X-Apple-Content-Length"));
}

static enum status
lines_read(struct emlx *emlx, struct err *err)
{
	struct source part = {part_read_at, emlx->to - emlx->from, emlx};
	struct window window;
	struct mail_line line = {.last = true};
	enum status status = window_init(&window, &part, WINDOW_BYTES, err);

	while (status == OK) {
		line.first = line.last;
		status = window_line(&window, &line.bytes, &line.last, &line.lf, err);
		if (status != OK)
			break;
		emlx->partial |= line.first && is_left_out(line.bytes);
		status = mail_put(emlx->mail, &line, err);
	}
	window_fini(&window);
	return status == E_NOTFOUND ? OK : status;
}

/* The name is a hint, the header of the parts is proof. */
static bool
named_partial(struct text name)
{
	static const char end[] = ".partial.emlx";
	size_t n = sizeof end - 1;

	return name.n > n && slice_eq_nocase(slice_of(name.p + name.n - n, n), slice_of(end, n));
}

static enum status
notes_say(struct emlx *emlx, const struct sink *sink, struct err *err)
{
	enum status status = OK;

	if (emlx->partial) {
		mail_say_doubt(emlx->mail, "attachments-left-out",
		    SLICE_LITERAL("Apple Mail kept the attachments of this mail elsewhere."));
		status = sink->note(sink->ctx, NOTE_GAP, "attachments-left-out",
		    TEXT_LITERAL(
			"Apple Mail keeps this mail without its attachments "
			"(.partial.emlx); they may lie in a folder Attachments beside it."),
		    1, err);
	}
	if (status == OK && emlx->cut_off)
		status = sink->note(sink->ctx, NOTE_UNREAD, "cut-off",
		    TEXT_LITERAL("The end of this file is missing; what comes before it was read."),
		    1, err);
	return status;
}

static enum status
mail_read(struct emlx *emlx, const struct reading_options *options, const struct sink *sink,
    struct err *err)
{
	enum status status = mail_new(options, sink, &emlx->mail, err);

	if (status == OK)
		status = mail_notes(emlx->mail, "emlx", err);
	if (status != OK)
		return status;
	mail_begin(emlx->mail, 1);
	plist_say(emlx);
	emlx->partial = named_partial(options->name);
	status = lines_read(emlx, err);
	if (status == OK)
		status = notes_say(emlx, sink, err);
	if (status == OK)
		status = mail_end(emlx->mail, err);
	return status == OK ? mail_questions(emlx->mail, err) : status;
}

/* What follows the number must look like a mail, unless the person says that it is one. */
static enum status
start(struct emlx *emlx, const struct reading_options *options, struct err *err)
{
	enum status status = layout_find(emlx, err);

	if (status != OK || text_eq_c(options->format, "emlx"))
		return status;
	status = bytes_at(emlx->file, emlx->from, FORMAT_HEAD_BYTES, &emlx->scratch, err);
	if (status == OK && mail_probe_header(buf_slice(&emlx->scratch)) == 0)
		return fail(err, E_FORMAT, "not a mail of Apple Mail: no header in it");
	return status;
}

static enum status
read_once(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct emlx emlx = {.file = source};
	enum status status;

	buf_init(&emlx.plist, PLIST_BYTES);
	buf_init(&emlx.scratch, 4 * PLIST_BYTES);
	buf_init(&emlx.line, 4 * PLIST_BYTES);
	buf_init(&emlx.decoded, 4 * PLIST_BYTES);
	status = start(&emlx, options, err);
	if (status == OK)
		status = mail_read(&emlx, options, sink, err);
	mail_free(emlx.mail);
	buf_fini(&emlx.plist);
	buf_fini(&emlx.scratch);
	buf_fini(&emlx.line);
	buf_fini(&emlx.decoded);
	return status;
}

static enum status
emlx_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return owner_look_met(read_once, source, options, sink, err);
}

const struct format emlx_format = {
    .name = "emlx", .probe = emlx_probe, .read = emlx_read, .prepare = mail_prepare};
