/* src/read/formats/imessage_field.c
 * The format "imessage-field": one field out of the database of Apple's Messages, as tools that
 * take such databases apart save it: the words of a message ("attributedBody", a typedstream), or
 * what is noted about its changes ("message_summary_info").  Not for: whole databases, see
 * imessage.c; other property lists and archives of Apple's, which are kept as files. */
#include "read/formats/formats.h"
#include "read/formats/imessage_history.h"
#include "read/formats/typedstream.h"

enum { FIELD_MAX_BYTES = 1024 * 1024, KEYS_BYTES = 4096 };

static bool
is_words(struct slice head)
{
	return slice_starts(head, "\x04\x0b"
				  "streamtyped");
}

/* Two names that all such lists have, as a binary property list writes them: near its begin. */
static bool
is_history(struct slice head)
{
	if (head.n > KEYS_BYTES)
		head.n = KEYS_BYTES;
	return slice_starts(head, "bplist00") &&
	       slice_find(head, SLICE_LITERAL("Sust")) != SIZE_MAX &&
	       slice_find(head, SLICE_LITERAL("Sotr")) != SIZE_MAX;
}

static int
imessage_field_probe(struct slice head)
{
	return is_words(head) || is_history(head) ? 85 : 0;
}

static void
words_read(struct making *m, struct slice bytes)
{
	struct text text;

	if (typedstream_text(bytes, &text))
		making_body(m, text);
	else if (m->status == OK)
		m->status = fail(m->err, E_FORMAT, "an archive of Apple's without words in it");
}

static void
history_read(struct making *m, struct slice bytes)
{
	struct imessage_history history;

	imessage_history(m, bytes, &history);
	if (!history.understood) {
		if (m->status == OK)
			m->status = fail(m->err, E_FORMAT, "a property list that is damaged");
		return;
	}
	making_body(m, history.last);
	making_claim(m, "edited-part", history.parts);
	if (history.sent_known)
		making_instant_us(m, &m->record.when, history.sent_us, TEXT_NONE);
	if (history.unsent)
		making_mark(m, "unsent");
	if (history.edited)
		making_mark(m, "edited");
	if (history.edited_known)
		making_claim_ms(m, "edited-at", history.edited_us / 1000);
}

static enum status
record_make(struct making *m, const struct source *source, struct slice bytes)
{
	struct attachment self = {.name = text_prefix(m->options->name, RECORD_NAME_MAX_BYTES),
	    .source = ATTACHMENT_SELF,
	    .bytes = source->bytes != UINT64_MAX ? source->bytes : 0};

	making_note(m, NOTE_FORMAT, "imessage-field", NULL);
	making_begin(m, KIND_MESSAGE, "imessage");
	m->record.direction = DIRECTION_UNKNOWN;
	if (is_words(bytes))
		words_read(m, bytes);
	else
		history_read(m, bytes);
	making_doubt(m, "out-of-its-database",
	    TEXT_LITERAL("This is one field of a database of Messages: who wrote to whom, and "
			 "mostly when, stands there and not here."));
	if (m->record.when.basis == BASIS_NONE)
		making_doubt(m, "no-time", TEXT_NONE);
	if (m->status == OK)
		m->status = record_add_attachment(&m->record, &m->arena, &self, m->err);
	return making_send(m);
}

static enum status
field_make(struct making *m, const struct source *source)
{
	struct window window;
	struct slice bytes = {NULL, 0};

	m->owner.known = true; /* nobody is named: there is nothing to ask */
	m->status = window_init(&window, source, FIELD_MAX_BYTES + 1, m->err);
	if (m->status != OK)
		return m->status;
	m->status = window_peek(&window, FIELD_MAX_BYTES + 1, &bytes, m->err);
	if (m->status == OK && (bytes.n > FIELD_MAX_BYTES || imessage_field_probe(bytes) == 0))
		m->status = fail(m->err, E_FORMAT, "not a field of a database of Messages");
	if (m->status == OK && record_make(m, source, bytes) == OK)
		m->status = making_finish(m);
	window_fini(&window);
	return m->status;
}

static enum status
imessage_field_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct making m;
	enum status status = making_init(&m, options, sink, err);

	if (status == OK)
		status = field_make(&m, source);
	making_fini(&m);
	return status;
}

const struct format imessage_field_format = {.name = "imessage-field",
    .probe = imessage_field_probe,
    .read = imessage_field_read,
    .prepare = NULL};
