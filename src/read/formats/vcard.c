/* src/read/formats/vcard.c
 * The format "vcard": an address book, versions 2.1, 3.0 and 4.0 mixed as they come
 * (RFC 2425, RFC 2426, RFC 6350; docs/formats/vcard.md).
 * Not for: who uses a number.  An address book says what its owner called somebody. */
#include "base/mem.h"
#include "read/formats/formats.h"
#include "read/formats/vcard_card.h"

enum { PLACELESS_BYTES = MAKING_RAW_BYTES };

struct reading {
	struct content_lines *lines;
	struct making m;
	struct vcard_card card;
	struct buf stray; /* lines that stand in no card */
	unsigned depth;   /* cards that are open; the second stands in an AGENT */
	bool dropped;     /* part of a line was too long to keep */
	uint64_t cards;
	struct err *err;
};

static int
vcard_probe(struct slice head)
{
	return content_begins(head, "VCARD") ? 95 : 0;
}

/* Lines outside of every card: one record for all that stand together. */
static enum status
stray_end(struct reading *r)
{
	if (r->stray.n == 0)
		return r->m.status;
	content_record_begin(&r->card.r, KIND_NOTE, VCARD_CHANNEL);
	content_record_strange(&r->card.r, "not-understood", buf_slice(&r->stray));
	buf_reset(&r->stray);
	making_note(&r->m, NOTE_UNREAD, "outside-cards",
	    "Some lines stand outside of every card and could not be understood.");
	return content_record_send(&r->card.r);
}

static enum status
stray_add(struct reading *r, struct slice line)
{
	size_t room = PLACELESS_BYTES - r->stray.n;

	if (line.n + 1 > room)
		return OK; /* the beginning of it is kept */
	buf_put_slice(&r->stray, line);
	buf_put_byte(&r->stray, '\n');
	return buf_check(&r->stray, r->err);
}

static enum status
card_begin(struct reading *r)
{
	enum status status = stray_end(r);

	if (status == OK && r->depth != 0 && !r->card.agent)
		status = vcard_card_end(&r->card, false);
	else if (status == OK && r->depth != 0) {
		r->depth++;
		return OK;
	}
	r->depth = 1;
	r->cards++;
	vcard_card_begin(&r->card);
	return status;
}

static enum status
card_end(struct reading *r)
{
	if (r->depth == 0 || --r->depth != 0)
		return r->m.status;
	return vcard_card_end(&r->card, true);
}

static bool
is_vcard(const struct content *content)
{
	return slice_eq_nocase(slice_trim(content->value), SLICE_LITERAL("VCARD"));
}

static enum status
line_put(struct reading *r, const struct content_raw *raw)
{
	struct content content;
	bool parsed = content_parse(raw->bytes, &content);

	if (parsed && content_is(&content, "BEGIN") && is_vcard(&content))
		return card_begin(r);
	if (parsed && content_is(&content, "END") && is_vcard(&content) && r->depth != 0)
		return card_end(r);
	if (r->depth == 0)
		return stray_add(r, raw->bytes);
	if (parsed)
		vcard_card_put(&r->card, &content, r->depth > 1);
	else
		vcard_card_strange(&r->card, raw->bytes);
	if (raw->dropped != 0) {
		making_doubt(&r->m, "text-cut",
		    TEXT_LITERAL(
			"One line of this card is longer than 24 MiB; its end was left out."));
		r->dropped = true;
	}
	return r->m.status;
}

static void
say_first(struct making *m)
{
	making_note(m, NOTE_FORMAT, "vcard", NULL);
	making_note(m, NOTE_OMITS, "address-book",
	    "This is an address book of the person who handed it in, as it was when it was "
	    "exported: "
	    "its names were chosen by them or by whoever sent them a card, and do not prove who "
	    "uses "
	    "a number.");
}

static enum status
cards_read(struct reading *r)
{
	struct content_raw raw;
	enum status status = OK;

	while (status == OK) {
		status = content_lines_next(r->lines, &raw, r->err);
		if (status == E_NOTFOUND)
			break;
		if (status == OK)
			status = line_put(r, &raw);
	}
	if (status != E_NOTFOUND)
		return status;
	status = stray_end(r);
	if (status == OK && r->depth != 0) {
		status = vcard_card_end(&r->card, false);
		making_note(&r->m, NOTE_UNREAD, "cut-off",
		    "The end of this file is missing; what comes before it was read.");
	}
	if (r->dropped)
		making_note(&r->m, NOTE_UNREAD, "line-long",
		    "One line is longer than 24 MiB; its end was left out.");
	return status == OK ? r->m.status : status;
}

/* Not begun by a card: then it is an address book only if the person said so. */
static enum status
start(struct reading *r, const struct reading_options *options)
{
	struct content_raw raw;
	struct content content;
	enum status status = content_lines_next(r->lines, &raw, r->err);
	bool begun = status == OK && content_parse(raw.bytes, &content) &&
		     content_is(&content, "BEGIN") && is_vcard(&content);

	if (status != OK && status != E_NOTFOUND)
		return status;
	if (!begun && (status != OK || !text_eq_c(options->format, "vcard")))
		return fail(r->err, E_FORMAT, "not an address book: it does not begin with a card");
	say_first(&r->m);
	return r->m.status == OK ? line_put(r, &raw) : r->m.status;
}

static enum status
vcard_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct reading *r = mem_new(1, sizeof *r);
	enum status status;

	if (r == NULL)
		return fail(err, E_NOMEM, "no memory for an address book");
	r->err = err;
	buf_init(&r->stray, PLACELESS_BYTES);
	content_record_init(&r->card.r, &r->m);
	status = making_init(&r->m, options, sink, err);
	if (status == OK)
		status = content_lines_new(source, &r->lines, err);
	if (status == OK)
		status = start(r, options);
	if (status == OK)
		status = cards_read(r);
	if (status == OK)
		status = making_finish(&r->m);
	content_lines_free(r->lines);
	content_record_fini(&r->card.r);
	making_fini(&r->m);
	buf_fini(&r->stray);
	mem_free(r);
	return status;
}

const struct format vcard_format = {
    .name = "vcard", .probe = vcard_probe, .read = vcard_read, .prepare = mail_charsets_prepare};
