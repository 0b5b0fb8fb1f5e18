/* src/read/formats/xml_encoding.c
 * XML as UTF-8; see xml_encoding.h. */
#include "read/formats/xml_encoding.h"

#include "base/buf.h"
#include "read/formats/xml_scan.h"

enum { HEAD_BYTES = 1024, NARROW_BYTES = 4096, REPLACEMENT = 0xfffd };

enum shape { SHAPE_BYTES, SHAPE_LITTLE, SHAPE_BIG };

static enum shape
shape_of(struct slice head, uint64_t *mark)
{
	*mark = 2;
	if (slice_starts(head, "\xff\xfe"))
		return SHAPE_LITTLE;
	if (slice_starts(head, "\xfe\xff"))
		return SHAPE_BIG;
	*mark = 0;
	if (head.n >= 4 && head.p[0] == '<' && head.p[1] == 0 && head.p[2] != 0)
		return SHAPE_LITTLE;
	if (head.n >= 4 && head.p[0] == 0 && head.p[1] == '<' && head.p[2] == 0)
		return SHAPE_BIG;
	*mark = slice_starts(head, "\xef\xbb\xbf") ? 3 : 0;
	return SHAPE_BYTES;
}

/* The beginning as UTF-8, as far as ASCII goes. */
static struct slice
head_narrow(struct slice head, uint8_t *narrow, size_t n)
{
	uint64_t mark;
	enum shape shape = shape_of(head, &mark);
	size_t count = 0;

	head = slice_of(head.p + mark, head.n - (size_t)mark);
	if (shape == SHAPE_BYTES)
		return head;
	for (size_t i = shape == SHAPE_BIG ? 1 : 0; i < head.n && count < n; i += 2)
		narrow[count++] = head.p[i];
	return slice_of(narrow, count);
}

bool
xml_encoding_begins(struct slice head, const char *name)
{
	uint8_t narrow[NARROW_BYTES];
	struct slice view = head.n != 0 ? head_narrow(head, narrow, sizeof narrow) : head;
	struct slice first = slice_trim(view), wanted = slice_of(name, strlen(name));
	struct source source = source_of_slice(&view);
	struct xml_token token = {.event = XML_END};
	struct xml_scan scan;
	bool begins = false;

	if (first.n == 0 || first.p[0] != '<' || xml_scan_init(&scan, &source, NULL) != OK)
		return false;
	do {
		if (xml_scan_next(&scan, &token, NULL) != OK)
			break;
	} while (token.event == XML_TEXT && slice_trim(token.raw).n == 0);
	begins = token.event == XML_OPEN && slice_eq(xml_local(token.name), wanted);
	xml_scan_fini(&scan);
	return begins;
}

/* encoding="…" of "<?xml … ?>"; empty when it names none. */
static struct slice
declared_in(struct slice head)
{
	struct slice inner, value;
	size_t at;

	if (!slice_starts(head, "<?xml") || !cut(&head, '>', &inner))
		return slice_of(NULL, 0);
	at = slice_find(inner, SLICE_LITERAL("encoding"));
	if (at == SIZE_MAX)
		return slice_of(NULL, 0);
	inner = slice_trim(slice_from(inner, at + 8));
	if (inner.n < 2 || inner.p[0] != '=')
		return slice_of(NULL, 0);
	inner = slice_trim(slice_from(inner, 1));
	if (inner.n < 2 || (inner.p[0] != '"' && inner.p[0] != '\''))
		return slice_of(NULL, 0);
	at = inner.p[0];
	inner = slice_from(inner, 1);
	return cut(&inner, (uint8_t)at, &value) ? value : slice_of(NULL, 0);
}

static bool
is_one_of(struct slice name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_eq_nocase(name, slice_of(names[i], strlen(names[i]))))
			return true;
	return false;
}

static bool
is_latin(struct slice name)
{
	static const char *const names[] = {
	    "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "windows-1252", "cp1252"};

	return is_one_of(name, names, COUNT_OF(names));
}

/* A file of single bytes that calls itself UTF-16 was converted by somebody: it is UTF-8. */
static bool
is_utf8(struct slice name)
{
	static const char *const names[] = {"utf-8", "utf8", "us-ascii", "ascii", "utf-16", ""};

	return is_one_of(name, names, COUNT_OF(names));
}

static void
name_keep(struct xml_encoding *encoding, struct slice name)
{
	size_t n = 0;

	for (size_t i = 0; i < name.n && n + 1 < sizeof encoding->name; i++)
		if (name.p[i] > ' ' && name.p[i] < 0x7f)
			encoding->name[n++] = (char)name.p[i];
	encoding->name[n] = '\0';
}

/* windows-1252, 0x80 to 0x9f; 0 where it has nothing. */
static uint32_t
latin_code_point(uint8_t c)
{
	static const uint16_t high[32] = {0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d,
	    0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178};

	if (c < 0x80 || c > 0x9f)
		return c;
	return high[c - 0x80] != 0 ? high[c - 0x80] : REPLACEMENT;
}

static enum status
latin_fill(struct xml_latin *latin, struct err *err)
{
	struct buf out = {.p = latin->out, .size = sizeof latin->out, .max = sizeof latin->out};
	enum status status;
	size_t got;

	latin->out_from = latin->out_to = 0;
	if (latin->in_from == latin->in_to) {
		status = latin->under->read_at(
		    latin->under->ctx, latin->under_at, latin->in, sizeof latin->in, &got, err);
		if (status != OK)
			return status;
		if (got > sizeof latin->in)
			return fail(err, E_IO, "a source gave more than was asked for");
		latin->under_at += got;
		latin->in_from = 0;
		latin->in_to = got;
		if (got == 0)
			return OK;
	}
	buf_put_code_point(&out, latin_code_point(latin->in[latin->in_from++]));
	latin->out_to = out.n;
	return OK;
}

static enum status
latin_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	struct xml_latin *latin = ctx;
	uint8_t *out = p;
	enum status status;

	if (at != latin->at)
		return fail(err, E_IO, "XML: read out of order");
	for (*got = 0; *got < n;) {
		if (latin->out_from == latin->out_to) {
			status = latin_fill(latin, err);
			if (status != OK)
				return status;
			if (latin->out_to == 0)
				break;
		}
		out[(*got)++] = latin->out[latin->out_from++];
	}
	latin->at += *got;
	return OK;
}

/* The file behind its byte order mark. */
static enum status
shifted_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	const struct xml_encoding *encoding = ctx;

	return encoding->under.read_at(encoding->under.ctx, at + encoding->mark, p, n, got, err);
}

enum status
xml_encoding_init(
    struct xml_encoding *encoding, const struct source *under, struct source *out, struct err *err)
{
	uint8_t head[HEAD_BYTES];
	struct slice view, name;
	enum shape shape;
	enum status status;
	size_t n;

	status = source_read_full(under, 0, head, sizeof head, &n, err);
	if (status != OK)
		return status;
	encoding->under = *under;
	encoding->known = true;
	shape = shape_of(slice_of(head, n), &encoding->mark);
	if (shape != SHAPE_BYTES) {
		*out = sms_utf16_init(
		    &encoding->utf16, &encoding->under, encoding->mark, shape == SHAPE_BIG);
		name_keep(encoding, SLICE_LITERAL("UTF-16"));
		return OK;
	}
	view = slice_of(head + encoding->mark, n - (size_t)encoding->mark);
	name = slice_trim(declared_in(view));
	name_keep(encoding, name);
	if (encoding->mark == 0 && is_latin(name)) {
		encoding->latin.under = &encoding->under;
		encoding->latin.under_at = encoding->latin.at = 0;
		encoding->latin.out_from = encoding->latin.out_to = 0;
		encoding->latin.in_from = encoding->latin.in_to = 0;
		*out = (struct source){latin_read_at, UINT64_MAX, &encoding->latin};
		return OK;
	}
	encoding->known = encoding->mark != 0 || is_utf8(name);
	*out = (struct source){shifted_read_at, UINT64_MAX, encoding};
	return OK;
}
