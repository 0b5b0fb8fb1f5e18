/* src/read/formats/mbox.c
 * The format "mbox": many mails in one file, as Google Takeout, Thunderbird and Apple Mail write
 * it. Only the borders are found here, line by line; mail.h reads each mail.  '>' before "From " is
 * taken off for reading only: the original stays as it is.  Not for: single mails (mail.c). */
#include "read/formats/formats.h"
#include "read/formats/mail.h"
#include "read/formats/mail_head.h"
#include "read/formats/mbox_line.h"
#include "read/formats/owner_look.h"

enum {
	MBOX_WINDOW_BYTES = 256 * 1024,
	MBOX_LOOK_BYTES = 1024,
	MBOX_FAR_LOOK_BYTES = 16 * 1024,
	MBOX_BLANK_LINES_MAX = 16
};

struct mbox {
	struct window window;
	struct mail *mail;
	uint64_t position;     /* of the mail being read; 0: none yet */
	enum mbox_style style; /* of the first separator */
	bool bare;             /* no line of the mail being read has come yet */
	bool after_blank;      /* the line before was blank, or there was none */
	struct mail_line held; /* that blank line: it may belong to the separator behind it */
	uint8_t held_bytes[2];
	bool holding;
	uint64_t unquoted; /* lines that lost a '>' in this mail */
	bool above_quoted; /* the line before began with '>' */
	bool below_quoted; /* and so does the one behind the line being read */
	bool in_body;      /* a blank line of this mail has come */
};

static struct slice
without_cr(struct slice line)
{
	if (line.n != 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

static struct slice
without_bom(struct slice head)
{
	return slice_starts(head, "\xef\xbb\xbf") ? slice_from(head, 3) : head;
}

static int
mbox_probe(struct slice head)
{
	struct slice rest = without_bom(head), line;
	enum mbox_style style;
	bool needs_header;

	for (size_t i = 0; i < MBOX_BLANK_LINES_MAX && cut(&rest, '\n', &line); i++) {
		if (slice_trim(line).n == 0)
			continue;
		style = mbox_separator(without_cr(line), &needs_header);
		if (style == MBOX_NONE)
			return 0;
		if (style == MBOX_ODD)
			return mbox_header_follows(rest) ? 95 : 0;
		if (cut(&rest, '\n', &line) && (mail_line_is_field(line) || mbox_is_quoted(line)))
			return 95;
		return needs_header ? 0 : 60;
	}
	return 0;
}

/* An odd separator stands or falls with the header below it. */
static enum status
odd_look(struct mbox *mbox, enum mbox_style *style, struct slice *line, struct err *err)
{
	struct slice head;
	enum status status = window_look(&mbox->window, MBOX_FAR_LOOK_BYTES, &head, err);

	if (status != OK)
		return status;
	if (!mbox->after_blank || !cut_last(&head, '\n', line) || !mbox_header_follows(head))
		*style = MBOX_NONE;
	*line = without_cr(*line);
	return OK;
}

/* The separator at the front of the window, if there is one.  *line borrows from the window, which
 * must not move before it is used.  Without a blank line above it, as some writers leave it out, it
 * must be of a plain shape and a header must follow. */
static enum status
separator_look(struct mbox *mbox, enum mbox_style *style, struct slice *line, struct err *err)
{
	struct slice head, next;
	bool needs_header = false;
	enum status status = window_look(&mbox->window, MBOX_LOOK_BYTES, &head, err);

	*style = MBOX_NONE;
	if (status != OK || !slice_starts(head, "From "))
		return status;
	if (!cut_last(&head, '\n', line))
		return OK;
	*line = without_cr(*line);
	*style = mbox_separator(*line, &needs_header);
	if (*style == MBOX_ODD)
		return odd_look(mbox, style, line, err);
	if (!cut_last(&head, '\n', &next))
		next = head;
	if (mail_line_is_field(next) || mbox_is_quoted(next))
		needs_header = false;
	else if (!mbox->after_blank)
		needs_header = true;
	if (needs_header || (!mbox->after_blank && (*style == MBOX_BARE || mbox->bare)))
		*style = MBOX_NONE;
	return OK;
}

static enum status
mail_finish(struct mbox *mbox, struct err *err)
{
	uint8_t digits[24];
	struct buf count = {.p = digits, .size = sizeof digits, .max = sizeof digits};

	mbox->holding = false; /* the blank line above a separator, or at the end, is its own */
	if (mbox->position == 0)
		return OK;
	buf_put_u64(&count, mbox->unquoted);
	if (mbox->unquoted != 0) {
		/* A line of a letter that is answered may look the same: whose words it has is
		 * not certain. */
		mail_say(mbox->mail, "from-lines-unquoted", buf_slice(&count));
		mail_say_doubt(mbox->mail, "from-lines-unquoted", buf_slice(&count));
	}
	return mail_end(mbox->mail, err);
}

static enum status
mail_start(struct mbox *mbox, enum mbox_style style, struct slice line, struct err *err)
{
	enum status status = mail_finish(mbox, err);

	if (status != OK)
		return status;
	if (mbox->position == 0)
		mbox->style = style;
	mail_begin(mbox->mail, ++mbox->position);
	mail_say(mbox->mail, "mbox-from", line);
	if (style != mbox->style)
		mail_say_doubt(mbox->mail, "separator-differs", line);
	if (!mbox->after_blank)
		mail_say_doubt(mbox->mail, "separator-without-blank-line", line);
	mbox->bare = true;
	mbox->after_blank = mbox->above_quoted = mbox->in_body = false;
	mbox->unquoted = 0;
	return OK;
}

static enum status
held_put(struct mbox *mbox, struct err *err)
{
	if (!mbox->holding)
		return OK;
	mbox->holding = false;
	return mail_put(mbox->mail, &mbox->held, err);
}

/* A line of an answer with the words of the letter it answers. */
static bool
is_quotation(struct slice line)
{
	return slice_starts(line, ">") && !mbox_is_quoted(line);
}

/* Of the window's first two lines, where the first is marked: is the second a quotation? */
static enum status
below_look(struct mbox *mbox, struct err *err)
{
	struct slice head, line;
	enum status status = window_look(&mbox->window, MBOX_LOOK_BYTES, &head, err);

	mbox->below_quoted = false;
	if (status != OK || !mbox_is_quoted(head))
		return status;
	status = window_look(&mbox->window, MBOX_FAR_LOOK_BYTES, &head, err);
	mbox->below_quoted = status == OK && cut(&head, '\n', &line) && is_quotation(head);
	return status;
}

/* ">From " as the writer of the mailbox marks it; among other lines that begin so it is a quotation
 * and stays one. */
static void
line_unquote(struct mbox *mbox, struct mail_line *line)
{
	struct slice bytes = line->bytes;
	bool above = mbox->above_quoted;

	if (!line->first)
		return;
	mbox->above_quoted = is_quotation(bytes);
	if (!mbox_is_quoted(bytes) || (mbox->in_body && (above || mbox->below_quoted)))
		return;
	line->bytes = slice_from(bytes, 1);
	mbox->unquoted += mbox->in_body ? 1 : 0;
}

/* A line of a mail's own. */
static enum status
line_put(struct mbox *mbox, struct mail_line *line, struct err *err)
{
	struct slice bare = without_cr(line->bytes);
	enum status status = held_put(mbox, err);

	mbox->bare = false;
	mbox->after_blank = line->first && line->last && bare.n == 0;
	if (status != OK)
		return status;
	if (mbox->after_blank) {
		mbox->above_quoted = false;
		mbox->in_body = true;
		memcpy(mbox->held_bytes, line->bytes.p, line->bytes.n);
		mbox->held = *line;
		mbox->held.bytes = slice_of(mbox->held_bytes, line->bytes.n);
		mbox->holding = true;
		return OK;
	}
	line_unquote(mbox, line);
	return mail_put(mbox->mail, line, err);
}

/* The next line of the file: a separator begins a mail, any other belongs to the one being read.
 * *ended at the end. */
static enum status
line_read(struct mbox *mbox, struct mail_line *line, bool *ended, struct err *err)
{
	enum mbox_style style = MBOX_NONE;
	struct slice separator;
	enum status status = OK;

	line->first = line->last;
	if (line->first)
		status = separator_look(mbox, &style, &separator, err);
	if (status == OK && style != MBOX_NONE)
		status = mail_start(mbox, style, separator, err);
	if (status == OK && line->first)
		status = below_look(mbox, err);
	if (status != OK)
		return status;
	status = window_line(&mbox->window, &line->bytes, &line->last, &line->lf, err);
	*ended = status == E_NOTFOUND;
	if (*ended)
		return OK;
	if (status != OK || style != MBOX_NONE)
		return status;
	return line_put(mbox, line, err);
}

static enum status
lines_read(struct mbox *mbox, struct err *err)
{
	struct mail_line line = {.last = true};
	bool ended = false;
	enum status status = OK;

	while (status == OK && !ended)
		status = line_read(mbox, &line, &ended, err);
	return status;
}

/* Byte order mark and blank lines at the front are stepped over; then a separator must stand. */
static enum status
mbox_start(struct mbox *mbox, struct err *err)
{
	struct slice head, rest, line;
	enum mbox_style style;
	enum status status = window_look(&mbox->window, MBOX_LOOK_BYTES, &head, err);

	if (status != OK)
		return status;
	rest = without_bom(head);
	window_skip(&mbox->window, head.n - rest.n);
	for (size_t i = 0; i < MBOX_BLANK_LINES_MAX && cut(&rest, '\n', &line); i++) {
		if (slice_trim(line).n != 0)
			break;
		window_skip(&mbox->window, line.n + 1);
	}
	status = separator_look(mbox, &style, &line, err);
	if (status == OK && style == MBOX_NONE)
		return fail(err, E_FORMAT, "not a mailbox: it does not begin with \"From \"");
	return status;
}

static enum status
read_once(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct mbox mbox = {.after_blank = true};
	enum status status = window_init(&mbox.window, source, MBOX_WINDOW_BYTES, err);

	if (status == OK)
		status = mbox_start(&mbox, err);
	if (status == OK)
		status = mail_new(options, sink, &mbox.mail, err);
	if (status == OK)
		status = mail_notes(mbox.mail, "mbox", err);
	if (status == OK)
		status = lines_read(&mbox, err);
	if (status == OK)
		status = mail_finish(&mbox, err);
	if (status == OK)
		status = mail_questions(mbox.mail, err);
	mail_free(mbox.mail);
	window_fini(&mbox.window);
	return status;
}

static enum status
mbox_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return owner_look_met(read_once, source, options, sink, err);
}

const struct format mbox_format = {
    .name = "mbox", .probe = mbox_probe, .read = mbox_read, .prepare = mail_prepare};
