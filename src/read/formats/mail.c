/* src/read/formats/mail.c
 * The format "eml": one mail in one file (RFC 5322, MIME), as mail programs save it.  mail.h does
 * the reading.  Not for: mailboxes (mbox.c), .msg and .emlx. */
#include "read/formats/mail.h"

#include "read/formats/formats.h"
#include "read/formats/mail_charset.h"
#include "read/formats/mail_head.h"
#include "read/formats/mail_source.h"
#include "read/formats/mbox_line.h"
#include "read/formats/owner_look.h"

enum {
	EML_WINDOW_BYTES = 256 * 1024,
	EML_LOOK_BYTES = 16 * 1024,
	EML_BLANK_LINES_MAX = 16,
	PROBE_BROKEN_MAX = 3,
	FROM_LINE_SCORE_MAX = 80
};

/* What mail headers are called; two of them, or one that nothing else has, make a mail. */
static const struct {
	const char *name;
	bool strong;
} known_fields[] = {
    {"from", false},
    {"to", false},
    {"cc", false},
    {"subject", false},
    {"date", false},
    {"sender", false},
    {"reply-to", false},
    {"content-type", false},
    {"received", true},
    {"return-path", true},
    {"message-id", true},
    {"mime-version", true},
    {"delivered-to", true},
    {"in-reply-to", true},
    {"references", false},
    {"dkim-signature", true},
    {"x-mailer", true},
    {"authentication-results", true},
    {"x-gmail-labels", true},
    {"x-gm-thrid", true},
    {"x-mozilla-status", true},
    {"x-originating-ip", true},
    {"arc-seal", true},
};

static bool
is_blank_line(struct slice line)
{
	return slice_trim(line).n == 0;
}

/* The score of one field: 0 not known, 1 known, 2 strong; `seen` counts each name once. */
static int
field_score(struct slice line, uint32_t *seen)
{
	struct slice name;

	if (!cut(&line, ':', &name))
		return 0;
	name = slice_trim(name);
	for (size_t i = 0; i < COUNT_OF(known_fields); i++) {
		if (!slice_eq_nocase(
			name, slice_of(known_fields[i].name, strlen(known_fields[i].name))))
			continue;
		if ((*seen & (1U << i)) != 0)
			return 0;
		*seen |= 1U << i;
		return known_fields[i].strong ? 2 : 1;
	}
	return 0;
}

int
mail_probe_header(struct slice head)
{
	struct slice line;
	uint32_t seen = 0;
	int score = 0;
	size_t lines = 0, broken = 0;

	while (cut_last(&head, '\n', &line)) {
		if (is_blank_line(line))
			break;
		if (mail_line_is_field(line))
			score += field_score(line, &seen);
		else if (lines == 0 ||
			 (line.p[0] != ' ' && line.p[0] != '\t' && ++broken > PROBE_BROKEN_MAX))
			break;
		lines++;
	}
	if (score < 2)
		return 0;
	return score > 8 ? 90 : 50 + 5 * score;
}

/* Lines that stand before the header: blank ones, and the "From " of the mailbox it came from. */
static struct slice
header_start(struct slice head)
{
	struct slice rest, line;

	if (slice_starts(head, "\xef\xbb\xbf"))
		head = slice_from(head, 3);
	for (rest = head; cut(&rest, '\n', &line); head = rest)
		if (!is_blank_line(line) && !mail_line_is_from(line))
			break;
	return head;
}

/* What begins with "From " may well be a mailbox, which only mbox.c can tell: it goes before. */
static int
eml_probe(struct slice head)
{
	uint8_t room[MAIL_SOURCE_HEAD_BYTES];
	struct slice rest = mail_source_head(head, room), line = rest;
	int score = mail_probe_header(header_start(rest));

	if (slice_starts(rest, "\xef\xbb\xbf"))
		rest = slice_from(rest, 3);
	while (cut(&rest, '\n', &line) && is_blank_line(line))
		continue;
	return slice_starts(line, "From ") && score > FROM_LINE_SCORE_MAX ? FROM_LINE_SCORE_MAX
									  : score;
}

/* What stands before the header is stepped over; what follows must look like one. */
static enum status
eml_start(struct window *window, const struct reading_options *options, struct err *err)
{
	struct slice head, rest, line;
	enum status status = window_peek(window, EML_WINDOW_BYTES, &head, err);

	if (status != OK)
		return status;
	rest = head;
	if (slice_starts(rest, "\xef\xbb\xbf"))
		rest = slice_from(rest, 3);
	window_skip(window, head.n - rest.n);
	for (size_t i = 0; i < EML_BLANK_LINES_MAX; i++) {
		line = rest;
		if (!cut(&rest, '\n', &line) || !is_blank_line(line))
			break;
		window_skip(window, line.n + 1);
	}
	if (!mail_line_is_field(line) && !mail_line_is_from(line))
		return fail(err, E_FORMAT, "not a mail: no header (RFC 5322, section 2.2)");
	if (!text_eq_c(options->format, "eml") && eml_probe(head) == 0)
		return fail(err, E_FORMAT, "not a mail: no header field of mail in it");
	return OK;
}

/* Behind a blank line "From " and the header of another mail: it may be a mailbox whose separators
 * nobody knows, and all of it is read as the words of the first mail. */
static enum status
separator_look(struct window *window, struct mail *mail, bool *said, struct err *err)
{
	struct slice head, line;
	enum status status = window_look(window, EML_LOOK_BYTES, &head, err);

	if (status != OK || !slice_starts(head, "From ") || !cut(&head, '\n', &line) ||
	    !mbox_header_follows(head))
		return status;
	mail_say_doubt(mail, "separator-in-text", slice_trim(line));
	*said = true;
	return OK;
}

static enum status
eml_lines(
    struct window *window, const struct mail_source *again, struct mail *mail, struct err *err)
{
	struct mail_line line = {.last = true};
	enum status status = OK;
	bool after_blank = false, said = false;

	for (;;) {
		line.first = line.last;
		if (after_blank && line.first && !said && !mail_awaits_header(mail))
			status = separator_look(window, mail, &said, err);
		if (status == OK)
			status = window_line(window, &line.bytes, &line.last, &line.lf, err);
		if (status == E_NOTFOUND && again->recoded && again->utf16.replaced)
			mail_say_doubt(mail, "not-utf8", slice_of(NULL, 0));
		if (status == E_NOTFOUND)
			return mail_end(mail, err);
		after_blank = status == OK && line.first && line.last && is_blank_line(line.bytes);
		if (status == OK)
			status = mail_put(mail, &line, err);
		if (status != OK)
			return status;
	}
}

/* A Maildir notes in the file's name what became of a mail: "…:2,FRS" (flagged, replied, seen);
 * other systems write '!' or ';'.  Whoever named the file says so: a claim. */
static void
say_flags(struct mail *mail, struct text name)
{
	struct slice s = slice_of_text(name), flags;
	size_t n = 0;

	while (n < s.n && s.p[s.n - 1 - n] >= 'A' && s.p[s.n - 1 - n] <= 'Z')
		n++;
	if (n == 0 || s.n < n + 3 || memcmp(s.p + s.n - n - 2, "2,", 2) != 0 ||
	    memchr(":!;", s.p[s.n - n - 3], 3) == NULL)
		return;
	flags = slice_of(s.p + s.n - n, n);
	mail_say(mail, "maildir-flags", flags);
	if (memchr(flags.p, 'D', n) != NULL)
		mail_say_mark(mail, "draft");
	if (memchr(flags.p, 'T', n) != NULL)
		mail_say_mark(mail, "deleted");
}

/* The window on a file that some program saved again is one on the lines that it was. */
static enum status
window_on_lines(struct window *window, const struct source *source, struct mail_source *again,
    struct source *lines, struct err *err)
{
	struct slice head;
	enum status status = window_init(window, source, EML_WINDOW_BYTES, err);

	if (status == OK)
		status = window_look(window, EML_WINDOW_BYTES, &head, err);
	if (status != OK || !mail_source_init(again, source, head, lines))
		return status;
	window_fini(window);
	*window = (struct window){.p = NULL};
	return window_init(window, lines, EML_WINDOW_BYTES, err);
}

static enum status
read_once(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct window window = {.p = NULL};
	struct mail_source again;
	struct source lines;
	struct mail *mail = NULL;
	enum status status = window_on_lines(&window, source, &again, &lines, err);

	if (status == OK)
		status = eml_start(&window, options, err);
	if (status == OK)
		status = mail_new(options, sink, &mail, err);
	if (status == OK)
		status = mail_notes(mail, "eml", err);
	if (status == OK) {
		mail_begin(mail, 1);
		say_flags(mail, options->name);
		if (again.recoded)
			mail_say_recoded(mail);
		status = eml_lines(&window, &again, mail, err);
	}
	if (status == OK)
		status = mail_questions(mail, err);
	mail_free(mail);
	window_fini(&window);
	return status;
}

static enum status
eml_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return owner_look_met(read_once, source, options, sink, err);
}

void
mail_prepare(void)
{
	mail_charsets_prepare();
}

const struct format eml_format = {
    .name = "eml", .probe = eml_probe, .read = eml_read, .prepare = mail_prepare};
