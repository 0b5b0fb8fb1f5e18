/* src/read/formats/xml_scan.c
 * Tags and text; see xml_scan.h. */
#include "read/formats/xml_scan.h"

enum { CHUNK_BYTES = 16 * 1024, LONGEST_MARK = 9 };

enum status
xml_scan_init(struct xml_scan *scan, const struct source *source, struct err *err)
{
	*scan = (struct xml_scan){.used = 0};
	return window_init(&scan->window, source, LINES_BUFFER_BYTES, err);
}

void
xml_scan_fini(struct xml_scan *scan)
{
	window_fini(&scan->window);
}

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool
begins_name(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
	       c >= 0x80;
}

/* Over everything up to and with `end`; *there is false when the input ends first. */
static enum status
skip_past(struct xml_scan *scan, const char *end, bool *there, struct err *err)
{
	struct slice mark = slice_of(end, strlen(end)), view;
	enum status status;
	size_t hit;

	for (;;) {
		status = window_peek(&scan->window, CHUNK_BYTES, &view, err);
		if (status != OK)
			return status;
		hit = slice_find(view, mark);
		*there = hit != SIZE_MAX;
		if (*there) {
			window_skip(&scan->window, hit + mark.n);
			return OK;
		}
		if (scan->window.ended) {
			window_skip(&scan->window, view.n);
			return OK;
		}
		window_skip(&scan->window, view.n - (mark.n - 1));
	}
}

/* "<!DOCTYPE … [ … ]>": nothing in it is obeyed, so an entity bomb is only bytes. */
static enum status
skip_declaration(struct xml_scan *scan, bool *there, struct err *err)
{
	bool subset = false;
	uint8_t quote = 0, c;
	struct slice view;
	enum status status;

	scan->declared = true;
	*there = true;
	for (;;) {
		status = window_peek(&scan->window, LONGEST_MARK, &view, err);
		*there = view.n != 0;
		if (status != OK || !*there)
			return status;
		if (quote == 0 && slice_starts(view, "<!--")) {
			status = skip_past(scan, "-->", there, err);
			if (status != OK || !*there)
				return status;
			continue;
		}
		c = view.p[0];
		window_skip(&scan->window, 1);
		if (quote != 0)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '[' || c == ']')
			subset = c == '[';
		else if (c == '>' && !subset)
			return OK;
	}
}

/* Where the tag at the front of the view ends: at its '>', or before the '<' that breaks it. */
static size_t
tag_end(struct slice view)
{
	uint8_t quote = 0;

	for (size_t i = 1; i < view.n; i++) {
		uint8_t c = view.p[i];

		if (c == '<' || (c == '>' && quote == 0))
			return i;
		if (quote != 0)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
	}
	return SIZE_MAX;
}

static void
tag_parse(struct slice tag, struct xml_token *token)
{
	bool close = tag.p[1] == '/';
	struct slice inner = slice_of(tag.p + (close ? 2 : 1), tag.n - (close ? 3 : 2));
	size_t n = 0;

	token->event = close ? XML_CLOSE : XML_OPEN;
	while (n < inner.n && !is_blank(inner.p[n]) && (inner.p[n] != '/' || n + 1 < inner.n))
		n++;
	token->name = slice_of(inner.p, n);
	inner = slice_trim(slice_from(inner, n));
	if (!close && inner.n != 0 && inner.p[inner.n - 1] == '/') {
		token->empty = true;
		inner.n--;
	}
	if (!close)
		token->attributes = inner;
}

static enum status
tag_next(struct xml_scan *scan, struct xml_token *token, struct err *err)
{
	size_t need = CHUNK_BYTES, end;
	struct slice view;
	enum status status;

	for (;;) {
		status = window_peek(&scan->window, need, &view, err);
		if (status != OK)
			return status;
		end = tag_end(view);
		if (end != SIZE_MAX || scan->window.ended || view.n == scan->window.size)
			break;
		need = 2 * view.n;
	}
	token->event = end == SIZE_MAX && scan->window.ended ? XML_CUT : XML_BROKEN;
	scan->used = end == SIZE_MAX ? view.n : end;
	if (end != SIZE_MAX && view.p[end] == '>') {
		scan->used = end + 1;
		tag_parse(slice_of(view.p, scan->used), token);
	}
	token->raw = slice_of(view.p, scan->used);
	return OK;
}

static void
text_next_piece(struct xml_scan *scan, struct slice view, struct xml_token *token)
{
	struct slice mark = scan->cdata ? SLICE_LITERAL("]]>") : SLICE_LITERAL("<");
	size_t hit = slice_find(slice_from(view, scan->cdata ? 0 : 1), mark);
	size_t n = hit == SIZE_MAX ? view.n : hit + (scan->cdata ? 0 : 1);

	/* The mark itself may be cut in two by the view. */
	if (hit == SIZE_MAX && scan->cdata && !scan->window.ended)
		n -= mark.n - 1;
	token->event = XML_TEXT;
	token->literal = scan->cdata;
	token->raw = slice_of(view.p, n);
	scan->used = n;
}

/* At a '<': what is stepped over.  *done when the token in hand is to be given out. */
static enum status
markup_next(
    struct xml_scan *scan, struct slice view, struct xml_token *token, bool *done, struct err *err)
{
	bool there = true;
	enum status status = OK;

	*done = false;
	if (slice_starts(view, "<![CDATA[")) {
		scan->cdata = true;
		scan->used = LONGEST_MARK;
		return OK;
	}
	if (slice_starts(view, "<!--")) {
		window_skip(&scan->window, 4);
		status = skip_past(scan, "-->", &there, err);
	} else if (slice_starts(view, "<?")) {
		status = skip_past(scan, "?>", &there, err);
	} else if (slice_starts(view, "<!")) {
		status = skip_declaration(scan, &there, err);
	} else {
		*done = true;
		if (view.n > 1 && (view.p[1] == '/' || begins_name(view.p[1])))
			return tag_next(scan, token, err);
		if (view.n == 1) {
			there = false;
			scan->used = 1;
		} else {
			text_next_piece(scan, view, token);
		}
	}
	if (!there) {
		*done = true;
		token->event = XML_CUT;
	}
	return status;
}

enum status
xml_scan_next(struct xml_scan *scan, struct xml_token *token, struct err *err)
{
	struct slice view;
	enum status status;
	bool done;

	for (;;) {
		window_skip(&scan->window, scan->used);
		scan->used = 0;
		status = window_peek(&scan->window, CHUNK_BYTES, &view, err);
		*token = (struct xml_token){.event = XML_END, .at = scan->window.at};
		if (status != OK)
			return status;
		if (view.n == 0) {
			token->event = scan->cdata ? XML_CUT : XML_END;
			scan->cdata = false;
			return OK;
		}
		if (scan->cdata && slice_starts(view, "]]>")) {
			scan->cdata = false;
			scan->used = 3;
			continue;
		}
		if (scan->cdata || view.p[0] != '<') {
			text_next_piece(scan, view, token);
			return OK;
		}
		status = markup_next(scan, view, token, &done, err);
		if (status != OK || done)
			return status;
	}
}

/* In quotes, or up to the next blank. */
static struct slice
value_take(struct slice *rest)
{
	struct slice value = *rest;
	uint8_t quote = rest->n != 0 ? rest->p[0] : 0;
	size_t n = 0;

	if (quote == '"' || quote == '\'') {
		*rest = slice_from(*rest, 1);
		if (cut(rest, quote, &value))
			return value;
		value = *rest;
		*rest = slice_of(NULL, 0);
		return value;
	}
	while (n < rest->n && !is_blank(rest->p[n]))
		n++;
	value.n = n;
	*rest = slice_from(*rest, n);
	return value;
}

bool
xml_attribute_next(struct slice *rest, struct slice *name, struct slice *value)
{
	struct slice s = slice_trim(*rest);
	size_t n = 0;

	if (s.n == 0)
		return false;
	while (n < s.n && s.p[n] != '=' && !is_blank(s.p[n]))
		n++;
	*name = slice_of(s.p, n);
	s = slice_trim(slice_from(s, n));
	*value = slice_of(NULL, 0);
	if (s.n != 0 && s.p[0] == '=') {
		s = slice_trim(slice_from(s, 1));
		*value = value_take(&s);
	}
	*rest = s;
	return true;
}

bool
xml_attribute(const struct xml_token *token, const char *name, struct slice *value)
{
	struct slice rest = token->attributes, wanted = slice_of(name, strlen(name)), key, found;

	while (xml_attribute_next(&rest, &key, &found)) {
		if (!slice_eq(key, wanted))
			continue;
		*value = found;
		return true;
	}
	return false;
}

bool
xml_tag_holds(struct slice head, const char *words)
{
	struct slice wanted = slice_of(words, strlen(words));
	bool in_tag = false;
	size_t hit;

	while ((hit = slice_find(head, wanted)) != SIZE_MAX) {
		for (size_t i = 0; i < hit; i++)
			if (head.p[i] == '<' || head.p[i] == '>')
				in_tag = head.p[i] == '<';
		if (in_tag)
			return true;
		head = slice_from(head, hit);
		in_tag = head.p[0] == '<';
		head = slice_from(head, 1);
	}
	return false;
}

struct slice
xml_local(struct slice name)
{
	for (size_t i = name.n; i > 0; i--)
		if (name.p[i - 1] == ':')
			return slice_from(name, i);
	return name;
}

/* As much as there is room for, in however many pieces it comes; the buffer has failed then. */
static void
put_text(struct buf *out, struct slice s)
{
	size_t left = buf_put_most(out, s);

	buf_put_slice(out, slice_from(s, s.n - left));
}

void
xml_text_put(struct buf *out, const struct xml_token *token)
{
	struct slice rest = token->raw, head;

	if (!token->literal) {
		put_text(out, rest);
		return;
	}
	while (cut(&rest, '&', &head)) {
		put_text(out, head);
		buf_put_c(out, "&amp;");
	}
	put_text(out, rest);
}
