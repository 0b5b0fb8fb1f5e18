/* src/read/formats/whatsapp_mark.c
 * WhatsApp's notes inside a message; see whatsapp_mark.h. */
#include "read/formats/whatsapp_mark.h"

#include "read/formats/whatsapp_text.h"
#include "read/formats/whatsapp_words.h"

enum {
	NOTE_MAX_BYTES = 200, /* WhatsApp's own notes are short */
	NAME_MAX_BYTES = 512, /* a file name of 255 characters */
	EXTENSION_MAX_BYTES = 10,
	PLACE_AT_MAX = 60, /* words before the link of a place */
	PLACE_LINES = 2,   /* lines before it: what the place is called, and where it is */
	CAMERA_NAME_BYTES = 19,
};

static bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter_or_digit(uint8_t c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The first line, and what stands after it (without the line's end). */
static struct slice
first_line(struct slice text, struct slice *rest)
{
	struct slice line = text;

	*rest = slice_of(NULL, 0);
	if (cut(&text, '\n', &line))
		*rest = text;
	if (line.n != 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

static struct slice
trim_blanks(struct slice s)
{
	size_t n;

	while ((n = whatsapp_text_blank(s)) != 0 || (n = whatsapp_text_mark(s)) != 0)
		s = slice_from(s, n);
	for (;;) {
		if (s.n >= 1 && s.p[s.n - 1] == ' ')
			s.n -= 1;
		else if (s.n >= 3 && whatsapp_text_mark(slice_of(s.p + s.n - 3, 3)) != 0)
			s.n -= 3;
		else
			return s;
	}
}

/* "IMG-20240324-WA0003.jpg", "Lettre.pdf": a name with a short ending. */
static bool
has_extension(struct slice name)
{
	size_t n = 0;

	while (n < name.n && is_letter_or_digit(name.p[name.n - 1 - n]))
		n++;
	return n != 0 && n <= EXTENSION_MAX_BYTES && n < name.n - 1 &&
	       name.p[name.n - 1 - n] == '.';
}

/* "IMG-20240324-WA0003": what Android calls the files it saves. */
static bool
is_camera_name(struct slice name)
{
	if (name.n < CAMERA_NAME_BYTES || name.p[3] != '-' || name.p[12] != '-' ||
	    name.p[13] != 'W' || name.p[14] != 'A')
		return false;
	for (size_t i = 4; i < 12; i++)
		if (!is_digit(name.p[i]))
			return false;
	return true;
}

/* "AUD-20190101-WA0000.": such a name of a file whose kind the telephone did not know. */
static bool
is_camera_name_alone(struct slice name)
{
	if (!is_camera_name(name) || name.n > CAMERA_NAME_BYTES + 1 ||
	    (name.n > CAMERA_NAME_BYTES && name.p[CAMERA_NAME_BYTES] != '.'))
		return false;
	for (size_t i = 15; i < CAMERA_NAME_BYTES; i++)
		if (!is_digit(name.p[i]))
			return false;
	return true;
}

/* Android: "NAME (file attached)"; old: "NAME <attached>".  Known words, or a name only WhatsApp
 * gives, or the mark before it with any words in brackets. */
static bool
attached_after(struct slice line, bool lrm, struct whatsapp_mark *mark)
{
	size_t n = whatsapp_words_end(line, WHATSAPP_WORDS_ATTACHED);
	struct slice name;

	if (n == 0) {
		const uint8_t *open = line.p[line.n - 1] == ')' ? memrchr(line.p, '(', line.n)
								: NULL;

		if (open == NULL || open == line.p)
			return false;
		n = line.n - (size_t)(open - line.p);
	}
	if (line.n <= n + 1 || line.p[line.n - n - 1] != ' ')
		return false;
	name = trim_blanks(slice_of(line.p, line.n - n - 1));
	if ((!has_extension(name) && !is_camera_name_alone(name)) || name.n > NAME_MAX_BYTES)
		return false;
	if (whatsapp_words_end(line, WHATSAPP_WORDS_ATTACHED) == 0 && !lrm && !is_camera_name(name))
		return false;
	mark->name = name;
	return true;
}

/* iPhone: "<attached: NAME>", perhaps with the title of a document before it. */
static bool
attached_inside(struct slice line, struct slice *before, struct whatsapp_mark *mark)
{
	const uint8_t *open = line.p[line.n - 1] == '>' ? memrchr(line.p, '<', line.n) : NULL;
	struct slice inner, word;

	if (open == NULL)
		return false;
	inner = slice_of(open + 1, line.n - (size_t)(open - line.p) - 2);
	if (!cut(&inner, ':', &word) || word.n == 0 || word.n > 40)
		return false;
	inner = trim_blanks(inner);
	if (!has_extension(inner) || inner.n > NAME_MAX_BYTES)
		return false;
	mark->name = inner;
	*before = trim_blanks(slice_of(line.p, (size_t)(open - line.p)));
	return true;
}

/* The mark U+200E directly before the last '<' of the line. */
static bool
lrm_before_angle(struct slice line)
{
	const uint8_t *open = memrchr(line.p, '<', line.n);

	return open != NULL && open - line.p >= 3 && memcmp(open - 3, WHATSAPP_LRM, 3) == 0;
}

/* What stands before the name describes the document, and nobody wrote it: "letter.pdf • 2 pages",
 * or "letter.docx" before 00000004-letter.docx. */
static bool
is_title(struct slice before, struct slice name)
{
	if (slice_find(before, SLICE_LITERAL("•")) != SIZE_MAX)
		return true;
	return has_extension(before) && name.n > before.n && name.p[name.n - before.n - 1] == '-' &&
	       memcmp(name.p + name.n - before.n, before.p, before.n) == 0;
}

static struct slice
last_line(struct slice text)
{
	const uint8_t *end;

	text = trim_blanks(text);
	end = text.n != 0 ? memrchr(text.p, '\n', text.n) : NULL;
	return end == NULL ? text : slice_of(end + 1, text.n - (size_t)(end + 1 - text.p));
}

/* iPhone: a caption of several lines, "<attached: NAME>" at the end of the last. */
static bool
find_attached_last(struct slice text, struct whatsapp_mark *mark)
{
	struct slice line = last_line(text), before;
	const uint8_t *open;

	if (line.n < 5 || line.p == text.p || !lrm_before_angle(line) ||
	    !attached_inside(line, &before, mark))
		return false;
	open = memrchr(line.p, '<', line.n);
	mark->kind = WHATSAPP_MARK_ATTACHED;
	mark->words = slice_of(open, line.n - (size_t)(open - line.p));
	mark->body = trim_blanks(slice_of(text.p, (size_t)(open - text.p)));
	return true;
}

static bool
find_attached(struct slice text, bool own_marked, struct whatsapp_mark *mark)
{
	struct slice caption, line = first_line(text, &caption), before = {NULL, 0};
	bool lrm = slice_starts(line, WHATSAPP_LRM);

	line = trim_blanks(line);
	if (line.n < 5 || (line.p[line.n - 1] != '>' && line.p[line.n - 1] != ')'))
		return false;
	if (own_marked && !lrm && !lrm_before_angle(line))
		return false;
	if (!attached_inside(line, &before, mark) && !attached_after(line, lrm, mark))
		return false;
	mark->kind = WHATSAPP_MARK_ATTACHED;
	mark->words = line;
	mark->body = caption;
	if (before.n != 0 && caption.n == 0 && !is_title(before, mark->name))
		mark->body = before;
	mark->typed = !lrm && !lrm_before_angle(line) && !is_camera_name(mark->name);
	if (mark->typed)
		mark->body = text;
	return true;
}

/* "image omitted", "letter.pdf • 2 pages document omitted". */
static bool
find_left_out(struct slice line, struct whatsapp_mark *mark)
{
	size_t bullet = slice_find(line, SLICE_LITERAL("•"));
	struct slice name;

	if (whatsapp_words_end(line, WHATSAPP_WORDS_LEFT_OUT) == 0)
		return false;
	mark->kind = WHATSAPP_MARK_OMITTED;
	if (bullet != SIZE_MAX) {
		name = trim_blanks(slice_of(line.p, bullet));
		if (has_extension(name) && name.n <= NAME_MAX_BYTES)
			mark->name = name;
	}
	return true;
}

/* The same behind a caption, or behind the name of a document: "letter.pdf • 2 pages", the mark,
 * "document omitted". */
static bool
find_left_out_last(struct slice line, struct whatsapp_mark *mark)
{
	struct slice before = line, tail, name;

	while (before.n >= 3 && memcmp(before.p + before.n - 3, WHATSAPP_LRM, 3) != 0)
		before.n--;
	tail = slice_from(line, before.n);
	if (before.n < 3 || tail.n > NOTE_MAX_BYTES / 4 ||
	    whatsapp_words_end(tail, WHATSAPP_WORDS_LEFT_OUT) == 0)
		return false;
	before = trim_blanks(before);
	(void)find_left_out(line, mark);
	name = mark->name.n != 0 ? mark->name : before;
	mark->words = tail;
	mark->body = before;
	if (mark->name.n != 0 || (has_extension(name) && name.n <= NAME_MAX_BYTES)) {
		mark->name = name;
		mark->words = line;
		mark->body = slice_of(NULL, 0);
	}
	return true;
}

static int64_t
unit_seconds(struct slice word)
{
	if (slice_starts(word, "s"))
		return 1;
	if (slice_starts(word, "m"))
		return 60;
	return slice_starts(word, "h") ? 3600 : 0;
}

/* "Voice call, 1 hr 5 min": seconds, or -1. */
static int64_t
find_duration(struct slice line)
{
	int64_t total = 0, value;
	struct slice word;
	bool any = false;
	size_t i = 0;

	while (i < line.n) {
		if (!is_digit(line.p[i])) {
			i++;
			continue;
		}
		for (value = 0; i < line.n && is_digit(line.p[i]) && value < 100000; i++)
			value = value * 10 + (line.p[i] - '0');
		word = trim_blanks(slice_from(line, i));
		if (unit_seconds(word) == 0)
			return -1;
		total += value * unit_seconds(word);
		any = true;
	}
	return any ? total : -1;
}

static bool
begins_bracket(struct slice s)
{
	return slice_starts(s, "<") || slice_starts(s, "‹");
}

/* "<…>", as Android writes notes; in some languages the first bracket is another one. */
static bool
is_bracketed(struct slice line)
{
	return line.n > 4 && begins_bracket(line) &&
	       (line.p[line.n - 1] == '>' || memcmp(line.p + line.n - 3, "›", 3) == 0) &&
	       memchr(line.p + 1, '<', line.n - 1) == NULL;
}

/* All of WhatsApp's words, or its first ones where it put its mark, or its brackets, around them.
 */
static bool
is_note(struct slice line, enum whatsapp_words words, bool sure)
{
	return whatsapp_words_is(line, words) || (sure && whatsapp_words_begin(line, words) != 0);
}

/* Notes that are the whole of a short text. */
static bool
find_note(struct slice line, bool own, struct whatsapp_mark *mark)
{
	bool sure = own || mark->bracketed;

	if (whatsapp_words_is(line, WHATSAPP_WORDS_DELETED) ||
	    slice_starts(line, "This message was deleted by admin "))
		mark->kind = WHATSAPP_MARK_DELETED;
	else if (whatsapp_words_is(line, WHATSAPP_WORDS_DELETED_BY_YOU))
		mark->kind = WHATSAPP_MARK_DELETED_BY_YOU;
	else if (whatsapp_words_is(
		     line, mark->bracketed ? WHATSAPP_WORDS_OMITTED : WHATSAPP_WORDS_OMITTED_BARE))
		mark->kind = WHATSAPP_MARK_OMITTED;
	else if (line.n < NOTE_MAX_BYTES / 4 && is_note(line, WHATSAPP_WORDS_VIEW_ONCE, sure))
		mark->kind = WHATSAPP_MARK_VIEW_ONCE;
	else if (whatsapp_words_is(line, WHATSAPP_WORDS_LIVE))
		mark->kind = WHATSAPP_MARK_LIVE_PLACE;
	else if (is_note(line, WHATSAPP_WORDS_WAITING, sure))
		mark->kind = WHATSAPP_MARK_WAITING;
	else if (slice_eq(line, SLICE_LITERAL("null")))
		mark->kind = WHATSAPP_MARK_NULL;
	else if (mark->bracketed && !own)
		mark->kind = WHATSAPP_MARK_UNKNOWN;
	return mark->kind != WHATSAPP_MARK_NONE;
}

/* Calls are believed only in WhatsApp's own words: as text anybody writes "Missed call". */
static bool
find_call(struct slice line, struct whatsapp_mark *mark)
{
	if (whatsapp_words_begin(line, WHATSAPP_WORDS_MISSED) != 0) {
		mark->kind = WHATSAPP_MARK_MISSED;
	} else if (whatsapp_words_begin(line, WHATSAPP_WORDS_CALL) != 0) {
		mark->kind = WHATSAPP_MARK_CALL;
		mark->duration_s = find_duration(line);
	}
	return mark->kind != WHATSAPP_MARK_NONE;
}

/* "location: https://maps.google.com/?q=51.501364,-0.141890" */
static bool
find_place(struct slice line, struct whatsapp_mark *mark)
{
	static const char link[] = "https://maps.google.com/?q=";
	/* Where it can stand at most. */
	struct slice front = slice_of(
	    line.p, line.n < PLACE_AT_MAX + sizeof link ? line.n : PLACE_AT_MAX + sizeof link);
	size_t at, n = 0;

	if (front.n == 0 || memchr(front.p, '=', front.n) == NULL)
		return false;
	at = slice_find(front, SLICE_LITERAL(link));
	if (at == SIZE_MAX || at < 2 || at > PLACE_AT_MAX || line.p[at - 1] != ' ' ||
	    line.p[at - 2] != ':')
		return false;
	at += sizeof link - 1;
	while (at + n < line.n && (is_digit(line.p[at + n]) || line.p[at + n] == '.' ||
				      line.p[at + n] == ',' || line.p[at + n] == '-'))
		n++;
	if (n < 3 || n > 60 || at + n != line.n)
		return false;
	mark->kind = WHATSAPP_MARK_PLACE;
	mark->place = slice_of(line.p + at, n);
	return true;
}

/* "… <This message was edited>" at the very end; taken off the text. */
static struct slice
edited_cut(struct slice text, bool own_marked, struct whatsapp_mark *mark)
{
	struct slice end = trim_blanks(text);
	size_t n;

	if (end.n == 0 || end.p[end.n - 1] != '>' || (own_marked && !lrm_before_angle(end)))
		return text;
	n = whatsapp_words_end(end, WHATSAPP_WORDS_EDITED);
	if (n == 0)
		return text;
	mark->edited = true;
	mark->edited_marked = lrm_before_angle(end);
	end.n -= n;
	mark->edited_words = slice_of(end.p + end.n, n);
	while (end.n >= 3 && whatsapp_text_mark(slice_of(end.p + end.n - 3, 3)) != 0)
		end.n -= 3;
	if (end.n != 0 && end.p[end.n - 1] == ' ')
		end.n--;
	return end.n != 0 ? slice_of(text.p, (size_t)(end.p + end.n - text.p)) : slice_of(end.p, 0);
}

/* Notes with more lines: Android's "<Media omitted>" and a caption, and a place with its name. */
static bool
find_in_lines(struct slice text, struct slice line, struct slice more, struct whatsapp_mark *mark)
{
	struct slice last = last_line(text), rest = text, head;
	size_t lines = 0;

	if (begins_bracket(line) && whatsapp_words_is(line, WHATSAPP_WORDS_OMITTED)) {
		mark->bracketed = true;
		mark->kind = WHATSAPP_MARK_OMITTED;
		mark->words = line;
		mark->body = more;
		return true;
	}
	while (lines <= PLACE_LINES && cut(&rest, '\n', &head))
		lines++;
	return lines <= PLACE_LINES && find_place(last, mark);
}

struct whatsapp_mark
whatsapp_mark_find(struct slice text, bool own_marked)
{
	bool own = slice_starts(text, WHATSAPP_LRM);
	struct whatsapp_mark mark = {.body = text, .duration_s = -1, .marked = own};
	struct slice more, line;

	if (text.n == 0 || (own_marked && find_attached_last(text, &mark)))
		return mark;
	if (find_attached(text, own_marked, &mark)) {
		if (!mark.typed)
			mark.body = edited_cut(mark.body, own_marked, &mark);
		return mark;
	}
	text = edited_cut(text, own_marked, &mark);
	mark.body = text;
	line = trim_blanks(first_line(text, &more));
	if ((own || !own_marked) && slice_eq(line, SLICE_LITERAL("POLL:")) && more.n != 0) {
		mark.kind = WHATSAPP_MARK_POLL;
		mark.body = whatsapp_text_skip_marks(text);
		return mark;
	}
	if (more.n != 0 && (own || !own_marked) && find_in_lines(text, line, more, &mark))
		return mark;
	mark.bracketed = more.n == 0 && is_bracketed(line);
	if (more.n == 0 && !own && own_marked && find_left_out_last(line, &mark))
		return mark;
	if (more.n == 0 && line.n <= NOTE_MAX_BYTES && (own || !own_marked) &&
	    !find_place(line, &mark) &&
	    (find_note(line, own, &mark) ||
		(own && (find_call(line, &mark) || find_left_out(line, &mark))))) {
		mark.words = line;
		if (mark.kind != WHATSAPP_MARK_NULL && mark.kind != WHATSAPP_MARK_UNKNOWN)
			mark.body = slice_of(NULL, 0);
	}
	if (mark.kind == WHATSAPP_MARK_PLACE)
		mark.body = line;
	if (own && mark.kind == WHATSAPP_MARK_NONE)
		mark.kind = WHATSAPP_MARK_OWN;
	return mark;
}
