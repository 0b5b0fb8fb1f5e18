/* src/read/formats/content_line.c
 * Lines of address books and calendars; see content_line.h. */
#include "read/formats/content_line.h"

#include "base/mem.h"
#include "read/formats/sms_utf16.h"

enum { WINDOW_BYTES = 64 * 1024, AHEAD_BYTES = 1024, BLANKS_MAX = 64, HEAD_BYTES = 4096 };

struct content_lines {
	struct window window;
	struct source source; /* borrows utf16 */
	struct sms_utf16 utf16;
	struct buf line;
	uint64_t number, dropped;
};

/* -- the file -----------------------------------------------------------------------------------
 */

/* Past a byte order mark; UTF-16 gets its own way of reading. */
static enum status
lines_start(struct content_lines *lines, const struct source *source, struct err *err)
{
	struct slice head;
	enum status status = window_init(&lines->window, source, WINDOW_BYTES, err);

	if (status == OK)
		status = window_peek(&lines->window, 4, &head, err);
	if (status != OK)
		return status;
	if (slice_starts(head, "\xef\xbb\xbf"))
		window_skip(&lines->window, 3);
	if (!slice_starts(head, "\xff\xfe") && !slice_starts(head, "\xfe\xff"))
		return OK;
	lines->source = sms_utf16_init(&lines->utf16, source, 2, head.p[0] == 0xfe);
	window_fini(&lines->window);
	return window_init(&lines->window, &lines->source, WINDOW_BYTES, err);
}

enum status
content_lines_new(const struct source *source, struct content_lines **out, struct err *err)
{
	struct content_lines *lines = mem_new(1, sizeof *lines);
	enum status status;

	if (lines == NULL)
		return fail(err, E_NOMEM, "no memory to read lines");
	buf_init(&lines->line, CONTENT_LINE_MAX_BYTES);
	status = lines_start(lines, source, err);
	if (status == OK)
		*out = lines;
	else
		content_lines_free(lines);
	return status;
}

void
content_lines_free(struct content_lines *lines)
{
	if (lines == NULL)
		return;
	window_fini(&lines->window);
	buf_fini(&lines->line);
	mem_free(lines);
}

/* Append one line of the file.  What is too much is counted. */
static enum status
line_add(struct content_lines *lines, struct err *err)
{
	struct slice piece;
	bool whole = false;
	size_t room;
	enum status status = OK;

	while (status == OK && !whole) {
		status = window_line(&lines->window, &piece, &whole, NULL, err);
		if (status != OK)
			return status;
		while (whole && piece.n != 0 && piece.p[piece.n - 1] == '\r')
			piece.n--; /* one, or two where a file was converted once too often */
		room = CONTENT_LINE_MAX_BYTES - lines->line.n;
		if (piece.n > room) {
			lines->dropped += piece.n - room;
			piece.n = room;
		}
		buf_put_slice(&lines->line, piece);
		status = buf_check(&lines->line, err);
	}
	lines->number++;
	return status;
}

/* Is what comes next a fold?  Blank lines in front of one belong to it: some writers break so. */
static bool
fold_ahead(struct content_lines *lines, struct slice ahead)
{
	size_t n = 0;

	while (n < ahead.n && n < BLANKS_MAX && (ahead.p[n] == '\r' || ahead.p[n] == '\n'))
		n++;
	if (n == ahead.n || (ahead.p[n] != ' ' && ahead.p[n] != '\t'))
		return false;
	for (size_t i = 0; i < n; i++)
		lines->number += ahead.p[i] == '\n';
	window_skip(&lines->window, n + 1);
	return true;
}

static bool
is_border(struct slice line)
{
	struct slice name;

	return cut(&line, ':', &name) && (slice_eq_nocase(name, SLICE_LITERAL("BEGIN")) ||
					     slice_eq_nocase(name, SLICE_LITERAL("END")));
}

static bool
is_base64(struct slice line)
{
	for (size_t i = 0; i < line.n; i++) {
		uint8_t c = line.p[i];

		if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    c != '+' && c != '/' && c != '=')
			return false;
	}
	return line.n != 0;
}

/* vCard 2.1: '=' at the end goes on in the next line, and base64 in lines of its own. */
static bool
goes_on(struct content_lines *lines, struct slice ahead)
{
	struct slice line = ahead, rest = ahead;
	struct buf *held = &lines->line;
	struct content content;

	/* Only the head of what is held is looked at: a line may have a million such ends. */
	if (ahead.n == 0 || held->n == 0 ||
	    !content_parse(
		slice_of(held->p, held->n < HEAD_BYTES ? held->n : HEAD_BYTES), &content))
		return false;
	if (!cut(&rest, '\n', &line) && ahead.n == AHEAD_BYTES)
		line = ahead;
	while (line.n != 0 && line.p[line.n - 1] == '\r')
		line.n--;
	if (content.quoted && held->p[held->n - 1] == '=') {
		if (is_border(line))
			return false;
		held->n--;
		return true;
	}
	return content.base64 && line.n < AHEAD_BYTES && is_base64(line);
}

enum status
content_lines_next(struct content_lines *lines, struct content_raw *out, struct err *err)
{
	struct slice ahead = {NULL, 0};
	enum status status = OK;

	buf_reset(&lines->line);
	lines->dropped = 0;
	do {
		out->number = lines->number + 1;
		status = line_add(lines, err);
	} while (status == OK && lines->line.n == 0);
	while (status == OK) {
		status = window_look(&lines->window, AHEAD_BYTES, &ahead, err);
		if (status != OK || (!goes_on(lines, ahead) && !fold_ahead(lines, ahead)))
			break;
		status = line_add(lines, err);
		if (status == E_NOTFOUND)
			status = OK; /* a fold at the very end */
	}
	if (status != OK)
		return status;
	out->bytes = buf_slice(&lines->line);
	out->dropped = lines->dropped;
	return OK;
}

/* -- one line -----------------------------------------------------------------------------------
 */

static bool
is_name(struct slice name)
{
	for (size_t i = 0; i < name.n; i++) {
		uint8_t c = name.p[i];

		if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    c != '-' && c != '_')
			return false;
	}
	return name.n != 0 && name.n <= CONTENT_NAME_MAX_BYTES;
}

/* Up to the first of ';' and ':' outside of quotes; *stop is which, 0 at the end. */
static struct slice
part_take(struct slice *rest, uint8_t *stop)
{
	struct slice part = *rest;
	bool inside = false;
	size_t n = 0;

	for (; n < rest->n; n++) {
		if (rest->p[n] == '"')
			inside = !inside;
		else if (!inside && (rest->p[n] == ';' || rest->p[n] == ':'))
			break;
	}
	part.n = n;
	*stop = n < rest->n ? rest->p[n] : 0;
	*rest = n < rest->n ? slice_from(*rest, n + 1) : slice_of(NULL, 0);
	return slice_trim(part);
}

static bool
is_quoted(struct slice value)
{
	return value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"';
}

/* What the parameter says about how the value is written. */
static void
param_use(struct content *content, const struct content_param *param)
{
	bool encoding = param->name.n == 0 ||
			slice_eq_nocase(param->name, SLICE_LITERAL("ENCODING"));

	if (slice_eq_nocase(param->name, SLICE_LITERAL("CHARSET")))
		content->charset = param->value;
	if (!encoding)
		return;
	if (slice_eq_nocase(param->value, SLICE_LITERAL("QUOTED-PRINTABLE")))
		content->quoted = true;
	else if (slice_eq_nocase(param->value, SLICE_LITERAL("BASE64")) ||
		 (param->name.n != 0 && slice_eq_nocase(param->value, SLICE_LITERAL("B"))))
		content->base64 = true;
}

static void
param_add(struct content *content, struct slice part)
{
	struct content_param *param;
	struct slice name;

	if (content->params_count == CONTENT_PARAMS_MAX) {
		content->params_many = true;
		return;
	}
	param = &content->params[content->params_count++];
	*param = (struct content_param){slice_of(NULL, 0), part};
	if (cut(&part, '=', &name))
		*param = (struct content_param){slice_trim(name), slice_trim(part)};
	if (is_quoted(param->value))
		param->value = slice_of(param->value.p + 1, param->value.n - 2);
	param_use(content, param);
}

bool
content_parse(struct slice line, struct content *out)
{
	struct slice part, rest, head;
	uint8_t stop;

	out->group = out->charset = slice_of(NULL, 0);
	out->params_count = 0;
	out->params_many = out->quoted = out->base64 = false;
	part = part_take(&line, &stop);
	rest = part;
	while (cut(&rest, '.', &head))
		out->group = slice_trim(slice_of(part.p, (size_t)(rest.p - part.p) - 1));
	out->name = slice_trim(rest);
	while (stop == ';') {
		part = part_take(&line, &stop);
		param_add(out, part);
	}
	out->value = line;
	return stop == ':' && is_name(out->name);
}

bool
content_is(const struct content *content, const char *name)
{
	return slice_eq_nocase(content->name, slice_of(name, strlen(name)));
}

struct slice
content_param(const struct content *content, const char *name)
{
	for (size_t i = 0; i < content->params_count; i++)
		if (slice_eq_nocase(content->params[i].name, slice_of(name, strlen(name))))
			return content->params[i].value;
	return slice_of(NULL, 0);
}

bool
content_begins(struct slice head, const char *name)
{
	char narrow[32];
	struct slice rest;
	struct content content;
	size_t wide = slice_starts(head, "\xff\xfe") || slice_starts(head, "\xfe\xff") ? 2 : 0;
	size_t n = 0, at = slice_starts(head, "\xfe\xff") ? 3 : wide;

	if (slice_starts(head, "\xef\xbb\xbf"))
		at = 3;
	for (; at < head.n && n < sizeof narrow; at += wide == 0 ? 1 : wide) {
		if (n == 0 && memchr(" \t\r\n", head.p[at], 4) != NULL)
			continue;
		if (head.p[at] == '\r' || head.p[at] == '\n')
			break;
		narrow[n++] = (char)head.p[at];
	}
	rest = slice_of(narrow, n);
	return content_parse(rest, &content) && content_is(&content, "BEGIN") &&
	       slice_eq_nocase(slice_trim(content.value), slice_of(name, strlen(name)));
}

/* The character behind a backslash, or 0 when the two stand for themselves. */
static char
escaped(char c, bool old)
{
	if (old)
		return c == ';' ? ';' : 0;
	if (c == 'n' || c == 'N')
		return '\n';
	return c == ',' || c == ';' || c == ':' || c == '\\' || c == '"' ? c : 0;
}

bool
content_piece(struct text *rest, char stop, bool old, struct buf *out)
{
	size_t at = 0;
	char c;

	if (rest->p == NULL)
		return false;
	while (at < rest->n && (stop == 0 || rest->p[at] != stop)) {
		c = rest->p[at] == '\\' && at + 1 < rest->n ? escaped(rest->p[at + 1], old) : 0;
		buf_put_byte(out, (uint8_t)(c != 0 ? c : rest->p[at]));
		at += c != 0 ? 2 : 1;
	}
	*rest = at < rest->n ? (struct text){rest->p + at + 1, rest->n - at - 1} : TEXT_NONE;
	return true;
}
