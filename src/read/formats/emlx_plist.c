/* src/read/formats/emlx_plist.c
 * The property list of Apple Mail; see emlx_plist.h.  A mail's own words stand in it (subject,
 * sender), so nothing in it is trusted: tags are looked for, and that is all. */
#include "read/formats/emlx_plist.h"

enum { ENTITY_MAX = 12 };

size_t
emlx_plist_start(struct slice bytes)
{
	static const char *const starts[] = {"<?xml", "<!DOCTYPE plist", "<plist", "bplist0"};
	size_t at = 0;
	struct slice rest;

	while (at < bytes.n && memchr(" \t\r\n", bytes.p[at], 4) != NULL)
		at++;
	rest = slice_from(bytes, at);
	for (size_t i = 0; i < COUNT_OF(starts); i++)
		if (slice_starts(rest, starts[i]))
			return at;
	return SIZE_MAX;
}

static uint32_t
entity_number(struct slice digits)
{
	bool hex = digits.n != 0 && (digits.p[0] == 'x' || digits.p[0] == 'X');
	uint32_t value = 0, digit;

	for (size_t i = hex ? 1 : 0; i < digits.n; i++) {
		uint8_t c = digits.p[i];

		if (c >= '0' && c <= '9')
			digit = c - '0';
		else if (hex && c >= 'a' && c <= 'f')
			digit = 10U + c - 'a';
		else if (hex && c >= 'A' && c <= 'F')
			digit = 10U + c - 'A';
		else
			return 0;
		value = value * (hex ? 16 : 10) + digit;
		if (value > 0x10FFFF)
			return 0;
	}
	return value;
}

/* What stands between '&' and ';'; 0 when it is nothing known. */
static uint32_t
entity_of(struct slice name)
{
	static const struct {
		const char *name;
		uint32_t cp;
	} known[] = {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};

	if (name.n > 1 && name.p[0] == '#')
		return entity_number(slice_from(name, 1));
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (slice_eq(name, slice_of(known[i].name, strlen(known[i].name))))
			return known[i].cp;
	return 0;
}

static void
unescape(struct slice bytes, struct buf *out)
{
	for (size_t i = 0; i < bytes.n; i++) {
		struct slice rest = slice_from(bytes, i + 1), name;
		uint32_t cp = 0;

		if (rest.n > ENTITY_MAX)
			rest.n = ENTITY_MAX;
		if (bytes.p[i] == '&' && cut(&rest, ';', &name))
			cp = entity_of(name);
		if (cp == 0) {
			buf_put_byte(out, bytes.p[i]);
			continue;
		}
		buf_put_code_point(out, cp);
		i += name.n + 1;
	}
}

/* Up to `mark`, which is stepped over. */
static bool
up_to(struct slice *rest, struct slice mark, struct slice *head)
{
	size_t at = slice_find(*rest, mark);

	if (at == SIZE_MAX)
		return false;
	*head = slice_of(rest->p, at);
	*rest = slice_from(*rest, at + mark.n);
	return true;
}

/* "<integer>5</integer>", "<true/>"; empty for what holds other things. */
static struct slice
value_take(struct slice *rest)
{
	struct slice ahead = *rest, tag, text;

	if (!up_to(&ahead, SLICE_LITERAL("<"), &text) || slice_trim(text).n != 0 ||
	    !cut(&ahead, '>', &tag))
		return slice_of(NULL, 0);
	tag = slice_trim(tag);
	if (slice_eq(tag, SLICE_LITERAL("dict")) || slice_eq(tag, SLICE_LITERAL("array")) ||
	    slice_starts(tag, "key"))
		return slice_of(NULL, 0); /* what is inside comes next */
	if (tag.n != 0 && tag.p[tag.n - 1] == '/') {
		*rest = ahead;
		return slice_trim(slice_of(tag.p, tag.n - 1));
	}
	if (!cut(&ahead, '<', &text))
		return slice_of(NULL, 0);
	*rest = slice_of(ahead.p - 1, ahead.n + 1);
	return text;
}

bool
emlx_plist_next(struct slice *rest, struct buf *scratch, struct slice *key, struct slice *value)
{
	struct slice skipped, name, text;
	size_t n;

	buf_reset(scratch);
	if (!up_to(rest, SLICE_LITERAL("<key>"), &skipped) ||
	    !up_to(rest, SLICE_LITERAL("</key>"), &name))
		return false;
	text = value_take(rest);
	unescape(name, scratch);
	n = scratch->n;
	unescape(text, scratch);
	if (scratch->failed != OK)
		return false;
	*key = slice_of(scratch->p, n);
	*value = slice_from(buf_slice(scratch), n);
	return true;
}

void
emlx_flags_put(uint64_t flags, struct buf *out)
{
	static const struct {
		unsigned bit;
		const char *word;
	} words[] = {{0, "read"}, {1, "deleted"}, {2, "answered"}, {3, "encrypted"}, {4, "flagged"},
	    {5, "recent"}, {6, "draft"}, {8, "forwarded"}, {9, "redirected"}, {23, "signed"},
	    {24, "junk"}, {25, "not junk"}};
	unsigned attachments = (unsigned)(flags >> 10) & 63;
	size_t start = out->n;

	if ((flags & EMLX_READ) == 0)
		buf_put_c(out, "not read");
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if ((flags >> words[i].bit & 1) == 0)
			continue;
		if (out->n != start)
			buf_put_c(out, ", ");
		buf_put_c(out, words[i].word);
	}
	if (attachments != 0 && attachments != 63)
		buf_putf(
		    out, ", %u %s", attachments, attachments == 1 ? "attachment" : "attachments");
}
