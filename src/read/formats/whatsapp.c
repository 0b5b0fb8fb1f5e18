/* src/read/formats/whatsapp.c
 * A WhatsApp text export ("Export chat"), Android and iPhone, in any language: the second pass,
 * which gathers the lines of each message, and the format object.  Two passes, one window, one
 * message in memory; a message is cut at 1 MiB and the file is read on. Not for: shapes and orders
 * of dates (whatsapp_survey.h), records (whatsapp_chat.h), zones. */
#include "read/formats/whatsapp.h"

#include "base/mem.h"
#include "read/formats/formats.h"
#include "read/formats/sms_utf16.h"
#include "read/formats/whatsapp_chat.h"
#include "read/formats/whatsapp_text.h"
#include "read/formats/whatsapp_words.h"

enum {
	MESSAGE_MAX_BYTES = RECORD_TEXT_MAX_BYTES + 4096, /* text, and the sender before it */
	ARENA_RECORD_BYTES = 16 * 1024 * 1024,
	ARENA_CHAT_BYTES = 4 * 1024 * 1024,
	PROBE_LINES = 400,
	SCORE_FIRST = 55,
	SCORE_INSIDE = 10, /* less than any table */
};

/* What the first lines of a file are. */
struct looked {
	uint64_t lines, stamps, named, logged; /* logged: named, in the spelling of logs */
	bool first;                            /* the first line is one of a chat */
	bool own_words;
};

/* A diary line "24/03/2024, 21:05 - he rang" looks the same as one line of a chat: only a name, or
 * WhatsApp's own words, speak for a chat. */
static int
looked_score(const struct looked *looked)
{
	int score;

	if (looked->stamps == 0 || (looked->named == 0 && !looked->own_words))
		return 0;
	score = looked->first ? SCORE_FIRST : 30;
	score += looked->own_words ? 25 : 0;
	score += looked->named * 2 >= looked->stamps ? 10 : 0;
	score += looked->stamps * 3 >= looked->lines ? 5 : 0;
	return score;
}

static bool
speaks_own_words(struct slice rest)
{
	struct slice after;

	return slice_find(rest, SLICE_LITERAL(": " WHATSAPP_LRM)) != SIZE_MAX ||
	       whatsapp_words_inside(rest, WHATSAPP_WORDS_SECURED, &after) ||
	       whatsapp_words_end(rest, WHATSAPP_WORDS_ATTACHED) != 0 ||
	       whatsapp_words_end(rest, WHATSAPP_WORDS_OMITTED) != 0 ||
	       whatsapp_words_end(rest, WHATSAPP_WORDS_OMITTED_BARE) != 0;
}

/* The byte order mark of a chat that an editor saved again as UTF-16. */
static bool
is_utf16(struct slice head, bool *big)
{
	if (head.n < 2 ||
	    !((head.p[0] == 0xff && head.p[1] == 0xfe) || (head.p[0] == 0xfe && head.p[1] == 0xff)))
		return false;
	*big = head.p[0] == 0xfe;
	return true;
}

static struct looked
look_at_text(struct slice rest)
{
	struct looked looked = {.lines = 0};
	struct whatsapp_stamp stamp;
	struct slice line, after;
	bool named;

	while (looked.lines < PROBE_LINES && cut_last(&rest, '\n', &line)) {
		if (slice_trim(line).n == 0)
			continue;
		looked.lines++;
		if (!whatsapp_stamp_cut(line, &stamp, &after) || stamp.end == WHATSAPP_END_NONE)
			continue;
		after = slice_trim(after);
		looked.first = looked.first || looked.lines == 1;
		looked.stamps++;
		named = slice_find(after, SLICE_LITERAL(": ")) != SIZE_MAX;
		/* It takes more than a colon to make a log a chat. */
		looked.named += named && !whatsapp_stamp_is_log(&stamp);
		looked.logged += named && whatsapp_stamp_is_log(&stamp);
		looked.own_words = looked.own_words || speaks_own_words(after);
	}
	return looked;
}

static struct looked
look_at(struct slice head)
{
	struct looked looked;
	struct buf text;
	bool big;

	if (!is_utf16(head, &big))
		return look_at_text(head);
	buf_init(&text, 2 * FORMAT_HEAD_BYTES);
	buf_put_utf16(&text, slice_of(head.p + 2, (head.n - 2) & ~(size_t)1), big);
	looked = look_at_text(buf_slice(&text));
	buf_fini(&text);
	return looked;
}

int
whatsapp_probe_named(struct slice head)
{
	struct looked looked = look_at(head);

	looked.named += looked.logged;
	return looked_score(&looked);
}

/* Markup, or a kind of file that its first bytes name: what looks like a chat stands inside of it.
 * A chat whose begin is cut off may begin with a note of WhatsApp's. */
static bool
begins_otherwise(struct slice head)
{
	struct slice rest, line;
	enum record_kind kind;

	if (file_type_of(head, &kind).n != 0)
		return true;
	rest = slice_trim(whatsapp_text_skip_marks(head));
	if (rest.n < 2 || rest.p[0] != '<' || !cut_last(&rest, '\n', &line))
		return false;
	return !whatsapp_words_is(slice_trim(line), WHATSAPP_WORDS_OMITTED);
}

/* Lines of a chat further down may be what somebody pasted into any other file: they count where
 * nothing else claims it. */
static int
txt_probe(struct slice head)
{
	struct looked looked = look_at(head);
	int score = looked_score(&looked);

	if (looked.first || score == 0)
		return score;
	return begins_otherwise(head) ? 0 : SCORE_INSIDE;
}

/* Where the second pass is. */
struct pass {
	struct whatsapp_chat *chat;
	struct window window;
	struct arena arena; /* of the record being made */
	struct whatsapp_message message;
	bool in_hand; /* `message` holds something */
	bool gap_said;
};

static void
keep_line(struct pass *pass, struct slice line)
{
	pass->message.dropped += buf_put_most(&pass->message.text, line);
}

static void
keep_lookalike(struct pass *pass, size_t n)
{
	struct whatsapp_message *message = &pass->message;

	if (message->text.n + n > message->text.max)
		return;
	if (message->lookalikes < WHATSAPP_LOOKALIKES_MAX) {
		message->lookalike[message->lookalikes].at = message->text.n;
		message->lookalike[message->lookalikes].n = n;
	}
	message->lookalikes++;
}

static enum status
say_once_disappearing(struct pass *pass, struct err *err)
{
	const struct sink *sink = pass->chat->sink;
	struct slice text = buf_slice(&pass->message.text), after;

	if (pass->gap_said || text.n > 1000 || pass->message.shape == NULL ||
	    (slice_find(text, SLICE_LITERAL(": ")) != SIZE_MAX && !pass->chat->survey.own_marked) ||
	    !whatsapp_words_inside(text, WHATSAPP_WORDS_DISAPPEARING, &after))
		return OK;
	pass->gap_said = true;
	return sink->note(sink->ctx, NOTE_GAP, "disappearing-messages",
	    TEXT_LITERAL("Disappearing messages were switched on here: some messages may have gone "
			 "before the export was made."),
	    pass->message.position, err);
}

/* Send the message in hand, if there is one. */
static enum status
finish(struct pass *pass, struct err *err)
{
	struct whatsapp_message *message = &pass->message;
	const struct sink *sink = pass->chat->sink;
	enum status status;

	if (!pass->in_hand)
		return OK;
	pass->in_hand = false;
	/* Blank lines and a BOM before the first stamp say nothing. */
	if (message->shape == NULL &&
	    slice_trim(whatsapp_text_skip_marks(buf_slice(&message->text))).n == 0)
		return OK;
	message->position++;
	status = buf_check(&message->text, err);
	if (status == OK && message->dropped != 0)
		status = sink->note(sink->ctx, NOTE_UNREAD, "long-message",
		    TEXT_LITERAL("A message is longer than a million characters; its end is only "
				 "in the original."),
		    message->position, err);
	if (status == OK)
		status = say_once_disappearing(pass, err);
	if (status == OK)
		status = whatsapp_chat_record(pass->chat, message, &pass->arena, err);
	return status;
}

static void
start(struct pass *pass, const struct whatsapp_shape *shape, const struct whatsapp_stamp *stamp)
{
	struct whatsapp_message *message = &pass->message;

	buf_reset(&message->text);
	message->dropped = 0;
	message->lookalikes = 0;
	message->shape = shape;
	if (shape != NULL) {
		message->stamp = *stamp;
		memcpy(message->written_bytes, stamp->written.p, stamp->written.n);
		message->stamp.written.p = message->written_bytes;
	}
	pass->in_hand = true;
}

/* A line from its begin: a new message, or more of the one in hand. */
static enum status
line_read(struct pass *pass, struct slice line, bool after_crlf, struct err *err)
{
	const struct whatsapp_shape *shape = NULL;
	struct whatsapp_stamp stamp;
	struct slice rest = line;
	bool stamped = whatsapp_stamp_cut(line, &stamp, &rest);
	enum status status;

	if (stamped && stamp.end != WHATSAPP_END_NONE)
		shape = whatsapp_survey_shape(&pass->chat->survey, &stamp, after_crlf);
	if (shape != NULL) {
		status = finish(pass, err);
		if (status != OK)
			return status;
		start(pass, shape, &stamp);
		keep_line(pass, rest);
		return OK;
	}
	if (!pass->in_hand)
		start(pass, NULL, NULL);
	else
		keep_line(pass, SLICE_LITERAL("\n"));
	if ((stamped || whatsapp_stamp_alike(line, &rest)) &&
	    slice_find(rest, SLICE_LITERAL(": ")) != SIZE_MAX)
		keep_lookalike(pass, line.n);
	keep_line(pass, line);
	return OK;
}

static enum status
lines_read(struct pass *pass, struct err *err)
{
	bool whole = true, line_start = true, after_crlf = true;
	struct slice line;
	enum status status;

	while ((status = window_line(&pass->window, &line, &whole, NULL, err)) == OK) {
		if (line_start)
			status = line_read(pass, line, after_crlf, err);
		else
			keep_line(pass, line);
		if (status != OK)
			return status;
		line_start = whole;
		after_crlf = line.n != 0 && line.p[line.n - 1] == '\r';
	}
	return status == E_NOTFOUND ? finish(pass, err) : status;
}

static enum status
second_pass(struct whatsapp_chat *chat, const struct source *source, struct err *err)
{
	struct pass pass = {.chat = chat};
	enum status status;

	arena_init(&pass.arena, ARENA_RECORD_BYTES);
	buf_init(&pass.message.text, MESSAGE_MAX_BYTES);
	status = window_init(&pass.window, source, LINES_BUFFER_BYTES, err);
	if (status == OK)
		status = lines_read(&pass, err);
	window_fini(&pass.window);
	buf_fini(&pass.message.text);
	arena_fini(&pass.arena);
	return status;
}

/* The file as UTF-8, from its begin: each pass asks for its own. */
struct opened {
	const struct source *file;
	struct sms_utf16 *utf16; /* NULL: it is no UTF-16 */
	bool big;
	struct source source;
};

static const struct source *
opened_again(struct opened *opened)
{
	if (opened->utf16 == NULL)
		return opened->file;
	opened->source = sms_utf16_init(opened->utf16, opened->file, 2, opened->big);
	return &opened->source;
}

static enum status
opened_init(struct opened *opened, const struct source *file, struct err *err)
{
	uint8_t head[2];
	size_t n;
	enum status status = source_read_full(file, 0, head, sizeof head, &n, err);

	*opened = (struct opened){.file = file};
	if (status != OK || !is_utf16(slice_of(head, n), &opened->big))
		return status;
	opened->utf16 = mem_new(1, sizeof *opened->utf16);
	return opened->utf16 != NULL ? OK : fail(err, E_NOMEM, "no memory for a reader");
}

static enum status
say_encoding(const struct opened *opened, const struct sink *sink, struct err *err)
{
	if (opened->utf16 == NULL)
		return OK;
	return sink->note(sink->ctx, NOTE_DOUBT, "re-encoded",
	    TEXT_LITERAL("Another program has saved the file again, as UTF-16."), 0, err);
}

static enum status
opened_read(struct opened *opened, const struct reading_options *options, const struct sink *sink,
    const char *format_name, struct err *err)
{
	struct whatsapp_chat chat = {.options = options, .sink = sink};
	enum status status = whatsapp_survey_read(
	    &chat.survey, opened_again(opened), options->date_order, err);

	if (status != OK)
		return status;
	arena_init(&chat.arena, ARENA_CHAT_BYTES);
	if (format_name != NULL)
		status = sink->note(sink->ctx, NOTE_FORMAT, format_name, TEXT_NONE, 0, err);
	if (status == OK)
		status = say_encoding(opened, sink, err);
	if (status == OK)
		status = whatsapp_chat_begin(&chat, err);
	if (status == OK)
		status = whatsapp_chat_notes(&chat, err);
	if (status == OK)
		status = second_pass(&chat, opened_again(opened), err);
	arena_fini(&chat.arena);
	whatsapp_survey_fini(&chat.survey);
	return status;
}

enum status
whatsapp_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, const char *format_name, struct err *err)
{
	struct opened opened;
	enum status status = opened_init(&opened, source, err);

	if (status == OK)
		status = opened_read(&opened, options, sink, format_name, err);
	mem_free(opened.utf16);
	return status;
}

static enum status
txt_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return whatsapp_read(source, options, sink, "whatsapp-txt", err);
}

const struct format whatsapp_txt_format = {
    .name = "whatsapp-txt", .probe = txt_probe, .read = txt_read, .prepare = NULL};
