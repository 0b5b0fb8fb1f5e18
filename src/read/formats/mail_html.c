/* src/read/formats/mail_html.c
 * HTML to words; see mail_html.h.  Names and references are those of the HTML Living Standard,
 * sections 13.1 and 13.5, as far as mail uses them. */
#include "read/formats/mail_html.h"

#include "base/ascii.h"
#include "read/formats/mail_html_load.h"

enum { PICTURES_MAX_BYTES = 256 * 1024, TAG_MAX_BYTES = 16 * 1024, REFERENCE_MAX_BYTES = 32 };

struct page {
	struct slice rest;
	struct buf *out;
	size_t start;   /* out->n at the beginning */
	bool space;     /* a blank is due before the next word */
	unsigned lines; /* line breaks due before the next word */
	bool preformatted;
	bool no_tags; /* no '>' is left: every '<' is only a sign */
	bool inner;   /* a page in an attribute or a comment: its words are not shown */
	struct mail_html_load *load;
	struct buf *pictures; /* what stands for pictures that are not shown; may be NULL */
};

struct reference {
	const char *name;
	uint32_t code_point;
};

static const struct reference references[] = {
    {"amp", '&'},
    {"lt", '<'},
    {"gt", '>'},
    {"quot", '"'},
    {"apos", '\''},
    {"nbsp", 0xa0},
    {"pound", 0xa3},
    {"euro", 0x20ac},
    {"cent", 0xa2},
    {"yen", 0xa5},
    {"copy", 0xa9},
    {"reg", 0xae},
    {"trade", 0x2122},
    {"hellip", 0x2026},
    {"ndash", 0x2013},
    {"mdash", 0x2014},
    {"lsquo", 0x2018},
    {"rsquo", 0x2019},
    {"sbquo", 0x201a},
    {"ldquo", 0x201c},
    {"rdquo", 0x201d},
    {"bdquo", 0x201e},
    {"laquo", 0xab},
    {"raquo", 0xbb},
    {"bull", 0x2022},
    {"middot", 0xb7},
    {"deg", 0xb0},
    {"plusmn", 0xb1},
    {"frac12", 0xbd},
    {"frac14", 0xbc},
    {"frac34", 0xbe},
    {"times", 0xd7},
    {"divide", 0xf7},
    {"sect", 0xa7},
    {"para", 0xb6},
    {"iexcl", 0xa1},
    {"iquest", 0xbf},
    {"shy", 0xad},
    {"zwnj", 0x200c},
    {"zwj", 0x200d},
    {"lrm", 0x200e},
    {"rlm", 0x200f},
    {"ensp", 0x2002},
    {"emsp", 0x2003},
    {"thinsp", 0x2009},
    {"hearts", 0x2665},
    {"larr", 0x2190},
    {"rarr", 0x2192},
    {"check", 0x2713},
    {"Tab", '\t'},
    {"NewLine", '\n'},
    {"colon", ':'},
    {"sol", '/'},
    {"bsol", '\\'},
    {"period", '.'},
    {"comma", ','},
    {"semi", ';'},
    {"quest", '?'},
    {"excl", '!'},
    {"num", '#'},
    {"equals", '='},
    {"commat", '@'},
    {"percnt", '%'},
    {"lpar", '('},
    {"rpar", ')'},
    {"lowbar", '_'},
    {"agrave", 0xe0},
    {"aacute", 0xe1},
    {"acirc", 0xe2},
    {"atilde", 0xe3},
    {"auml", 0xe4},
    {"aring", 0xe5},
    {"aelig", 0xe6},
    {"ccedil", 0xe7},
    {"egrave", 0xe8},
    {"eacute", 0xe9},
    {"ecirc", 0xea},
    {"euml", 0xeb},
    {"igrave", 0xec},
    {"iacute", 0xed},
    {"icirc", 0xee},
    {"iuml", 0xef},
    {"ntilde", 0xf1},
    {"ograve", 0xf2},
    {"oacute", 0xf3},
    {"ocirc", 0xf4},
    {"otilde", 0xf5},
    {"ouml", 0xf6},
    {"oslash", 0xf8},
    {"ugrave", 0xf9},
    {"uacute", 0xfa},
    {"ucirc", 0xfb},
    {"uuml", 0xfc},
    {"yacute", 0xfd},
    {"szlig", 0xdf},
    {"Agrave", 0xc0},
    {"Aacute", 0xc1},
    {"Acirc", 0xc2},
    {"Atilde", 0xc3},
    {"Auml", 0xc4},
    {"Aring", 0xc5},
    {"AElig", 0xc6},
    {"Ccedil", 0xc7},
    {"Egrave", 0xc8},
    {"Eacute", 0xc9},
    {"Ecirc", 0xca},
    {"Iacute", 0xcd},
    {"Ntilde", 0xd1},
    {"Oacute", 0xd3},
    {"Ocirc", 0xd4},
    {"Ouml", 0xd6},
    {"Oslash", 0xd8},
    {"Uacute", 0xda},
    {"Uuml", 0xdc},
};

/* Numbers 128 to 159 mean windows-1252 (section 13.2.5.80). */
static uint32_t
number_meant(uint32_t v)
{
	static const uint16_t meant[32] = {0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020,
	    0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019,
	    0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d,
	    0x17e, 0x178};

	if (v == 0)
		return 0xfffd;
	return v >= 128 && v < 160 ? meant[v - 128] : v;
}

/* A decimal or hexadecimal reference without "&#" and ";"; 0 when it is none. */
static uint32_t
number_reference(struct slice s)
{
	bool hex = s.n != 0 && (s.p[0] == 'x' || s.p[0] == 'X');
	uint32_t v = 0, digit;

	if (hex)
		s = slice_from(s, 1);
	for (size_t i = 0; i < s.n; i++) {
		if (ascii_is_digit(s.p[i]))
			digit = (uint32_t)(s.p[i] - '0');
		else if (hex && ascii_is_letter(s.p[i]) && (s.p[i] | 0x20) <= 'f')
			digit = (uint32_t)((s.p[i] | 0x20) - 'a' + 10);
		else
			return 0;
		v = v * (hex ? 16 : 10) + digit;
		if (v > 0x10ffff)
			return 0xfffd;
	}
	return s.n != 0 ? number_meant(v) : 0;
}

uint32_t
mail_html_reference(struct slice s, size_t *bytes)
{
	size_t n = 1, max = s.n < REFERENCE_MAX_BYTES ? s.n : REFERENCE_MAX_BYTES;
	struct slice name;

	while (n < max &&
	       (ascii_is_letter(s.p[n]) || ascii_is_digit(s.p[n]) || (n == 1 && s.p[n] == '#')))
		n++;
	name = slice_of(s.p + 1, n - 1);
	*bytes = n + (n < s.n && s.p[n] == ';' ? 1 : 0);
	if (name.n >= 2 && name.p[0] == '#')
		return number_reference(slice_from(name, 1));
	for (size_t i = 0; *bytes > n && i < COUNT_OF(references); i++)
		if (slice_eq(name, slice_of(references[i].name, strlen(references[i].name))))
			return references[i].code_point;
	return 0;
}

/* Put what is due before the next word: one blank, or line breaks. */
static void
put_due(struct page *page)
{
	if (page->out->n != page->start) {
		for (unsigned i = 0; i < page->lines; i++)
			buf_put_byte(page->out, '\n');
		if (page->lines == 0 && page->space)
			buf_put_byte(page->out, ' ');
	}
	page->lines = 0;
	page->space = false;
}

static void
due_lines(struct page *page, unsigned lines)
{
	if (page->lines < lines)
		page->lines = lines;
}

/* Words up to the next '<' or '&'. */
static void
words(struct page *page)
{
	struct slice *rest = &page->rest;
	size_t n = 0;

	while (n < rest->n && !ascii_is_blank(rest->p[n]) && rest->p[n] != '<' && rest->p[n] != '&')
		n++;
	if (n != 0) {
		put_due(page);
		buf_put(page->out, rest->p, n);
		*rest = slice_from(*rest, n);
		return;
	}
	if (page->preformatted && rest->p[0] == '\n')
		page->lines++;
	else
		page->space = true;
	*rest = slice_from(*rest, 1);
}

static void
reference(struct page *page)
{
	size_t bytes;
	uint32_t code_point = mail_html_reference(page->rest, &bytes);

	if (code_point == 0xa0) {
		page->space = true;
	} else if (code_point != 0) {
		put_due(page);
		buf_put_code_point(page->out, code_point);
	} else {
		put_due(page);
		bytes = 1;
		buf_put_byte(page->out, '&');
	}
	page->rest = slice_from(page->rest, bytes);
}

static bool
name_is(struct slice name, const char *word)
{
	return slice_eq_nocase(name, slice_of(word, strlen(word)));
}

static bool
name_in(struct slice name, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (name_is(name, list[i]))
			return true;
	return false;
}

/* Words for a picture, its references undone. */
static void
picture_words(struct page *page, struct slice value)
{
	size_t n;
	uint32_t cp;

	if (page->pictures == NULL || slice_trim(value).n == 0 ||
	    page->pictures->n + value.n > PICTURES_MAX_BYTES)
		return;
	if (page->pictures->n != 0)
		buf_put_byte(page->pictures, ' ');
	for (size_t i = 0; i < value.n; i += n) {
		n = 0;
		cp = value.p[i] == '&' ? mail_html_reference(slice_from(value, i), &n) : 0;
		if (cp == 0 || n == 0) {
			n = 1;
			buf_put_byte(page->pictures, value.p[i]);
		} else {
			buf_put_code_point(page->pictures, cp);
		}
	}
}

bool
mail_html_attribute(struct slice *rest, struct slice *name, struct slice *value)
{
	size_t n = 0;
	uint8_t quote;

	while (
	    rest->n != 0 && (ascii_is_blank(rest->p[0]) || rest->p[0] == '/' || rest->p[0] == '='))
		*rest = slice_from(*rest, 1);
	while (n < rest->n && !ascii_is_blank(rest->p[n]) && rest->p[n] != '=' && rest->p[n] != '/')
		n++;
	*name = slice_of(rest->p, n);
	*value = slice_of(rest->p, 0);
	*rest = slice_trim(slice_from(*rest, n));
	if (rest->n == 0 || rest->p[0] != '=')
		return name->n != 0;
	*rest = slice_trim(slice_from(*rest, 1));
	quote = rest->n != 0 && (rest->p[0] == '"' || rest->p[0] == '\'') ? rest->p[0] : ' ';
	if (quote != ' ')
		*rest = slice_from(*rest, 1);
	for (n = 0;
	     n < rest->n && rest->p[n] != quote && (quote != ' ' || !ascii_is_blank(rest->p[n]));)
		n++;
	*value = slice_of(rest->p, n);
	n += n < rest->n ? 1 : 0;
	*rest = slice_from(*rest, n);
	return true;
}

/* The length of the tag at the front, '<' and '>' included; 0 when it never ends. */
static size_t
tag_bytes(struct page *page)
{
	struct slice s = page->rest;
	size_t max = s.n < TAG_MAX_BYTES ? s.n : TAG_MAX_BYTES;
	const uint8_t *hit;
	uint8_t quote = 0, before = 0; /* what stood before, but for blanks */

	if (page->no_tags)
		return 0;
	for (size_t i = 1; i < max; i++) {
		if (quote != 0)
			quote = s.p[i] == quote ? 0 : quote;
		else if ((s.p[i] == '"' || s.p[i] == '\'') && before == '=')
			quote = s.p[i];
		else if (s.p[i] == '>')
			return i + 1;
		before = ascii_is_blank(s.p[i]) ? before : s.p[i];
	}
	hit = memchr(s.p, '>', s.n);
	page->no_tags = hit == NULL;
	return hit != NULL ? (size_t)(hit - s.p) + 1 : 0;
}

/* Where "</name" stands; s.n when nowhere. */
static size_t
end_tag_find(struct slice s, struct slice name)
{
	const uint8_t *hit;
	size_t at = 0;

	while (at < s.n && (hit = memchr(s.p + at, '<', s.n - at)) != NULL) {
		at = (size_t)(hit - s.p);
		if (s.n - at >= name.n + 2 && s.p[at + 1] == '/' &&
		    slice_eq_nocase(slice_of(s.p + at + 2, name.n), name))
			return at;
		at++;
	}
	return s.n;
}

/* Step over an element whose inside is no text; the styles in it are looked at. */
static void
skip_element(struct page *page, struct slice name)
{
	struct slice s = page->rest;
	size_t end = end_tag_find(s, name);

	if (name_is(name, "style"))
		mail_html_load_style(page->load, slice_of(s.p, end));
	page->rest = slice_from(s, end);
}

static void
tag_layout(struct page *page, struct slice name, bool closing)
{
	static const char *const blocks[] = {"div", "tr", "li", "ul", "ol", "table", "blockquote",
	    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "section", "article", "header", "footer",
	    "center", "dt", "dd", "pre", "body", "form", "caption"};

	if (name_is(name, "pre"))
		page->preformatted = !closing;
	if (name_is(name, "br"))
		page->lines += page->lines < 3 ? 1 : 0;
	else if (name_is(name, "p"))
		due_lines(page, 2);
	else if (name_is(name, "td") || name_is(name, "th"))
		page->space = true;
	else if (name_in(name, blocks, COUNT_OF(blocks)))
		due_lines(page, 1);
}

static void inner_page(struct page *page, struct slice html);

/* A frame may bring its page with it (section 4.8.5). */
static void
frame_page(struct page *page, struct slice raw)
{
	struct buf html;

	if (page->inner)
		return;
	buf_init(&html, TAG_MAX_BYTES);
	buf_put_most(&html, mail_html_load_value(page->load, raw));
	inner_page(page, buf_slice(&html));
	if (html.failed == E_NOMEM)
		page->out->failed = E_NOMEM;
	buf_fini(&html);
}

static void
attributes(struct page *page, struct slice name, struct slice tag)
{
	struct slice key, value;

	while (mail_html_attribute(&tag, &key, &value)) {
		mail_html_load_attribute(page->load, name, key, value);
		if (name_is(key, "alt") && name_is(name, "img"))
			picture_words(page, value);
		else if (name_is(key, "srcdoc"))
			frame_page(page, value);
	}
}

static void
open_tag(struct page *page, struct slice tag)
{
	static const char *const silent[] = {"script", "style", "title"};
	struct slice name;
	size_t n = 0;
	bool closing = tag.n != 0 && tag.p[0] == '/';

	if (closing)
		tag = slice_from(tag, 1);
	while (n < tag.n && !ascii_is_blank(tag.p[n]) && tag.p[n] != '/')
		n++;
	name = slice_of(tag.p, n);
	tag = slice_from(tag, n);
	tag_layout(page, name, closing);
	if (closing)
		return;
	attributes(page, name, tag);
	if (name_in(name, silent, COUNT_OF(silent)))
		skip_element(page, name);
}

/* Only what it would load: tags, and no words. */
static void
inner_page(struct page *page, struct slice html)
{
	struct page inner = {.rest = html, .out = page->out, .inner = true, .load = page->load};
	const uint8_t *hit;
	size_t n;

	while (inner.rest.n > 1 && (hit = memchr(inner.rest.p, '<', inner.rest.n - 1)) != NULL) {
		inner.rest = slice_from(inner.rest, (size_t)(hit - inner.rest.p));
		n = ascii_is_letter(inner.rest.p[1]) ? tag_bytes(&inner) : 0;
		hit = inner.rest.p + 1;
		inner.rest = slice_from(inner.rest, n != 0 ? n : 1);
		if (n > 2)
			open_tag(&inner, slice_of(hit, n - 2));
	}
}

/* The comment at the front as browsers end it: "<!-->" is one, and "--!>" ends one
 * (section 13.2.5.42 and on), so that words shown there are not hidden here. */
static size_t
comment_bytes(struct slice s)
{
	const uint8_t *hit;
	struct slice rest;

	if (slice_starts(s, "<!-->"))
		return 5;
	if (slice_starts(s, "<!--->"))
		return 6;
	for (size_t at = 4; at < s.n; at++) {
		hit = memchr(s.p + at, '-', s.n - at);
		if (hit == NULL)
			break;
		at = (size_t)(hit - s.p);
		rest = slice_of(hit, s.n - at);
		if (slice_starts(rest, "-->"))
			return at + 3;
		if (slice_starts(rest, "--!>"))
			return at + 4;
	}
	return s.n;
}

/* At '<': a comment, a tag, or only a sign. */
static void
markup(struct page *page)
{
	struct slice s = page->rest;
	bool comment = slice_starts(s, "<!--");
	size_t n = comment ? comment_bytes(s) : 0;

	if (s.n > 1 && !comment &&
	    (ascii_is_letter(s.p[1]) || s.p[1] == '/' || s.p[1] == '!' || s.p[1] == '?'))
		n = tag_bytes(page);
	if (n == 0) {
		put_due(page);
		buf_put_byte(page->out, '<');
		n = 1;
	}
	page->rest = slice_from(s, n);
	if (slice_starts(s, "<!--[if")) /* Outlook shows what stands in it */
		inner_page(page, slice_of(s.p + 4, n - 4));
	if (n > 2 && (ascii_is_letter(s.p[1]) || s.p[1] == '/'))
		open_tag(page, slice_of(s.p + 1, n - 2));
}

void
mail_html_text(struct text html, struct buf *out, mail_remote_found *found, void *ctx)
{
	mail_html_words(html, out, NULL, found, ctx);
}

void
mail_html_words(
    struct text html, struct buf *out, struct buf *pictures, mail_remote_found *found, void *ctx)
{
	struct mail_html_load load;
	struct page page = {.rest = slice_of_text(html),
	    .out = out,
	    .start = out->n,
	    .load = &load,
	    .pictures = pictures};

	mail_html_load_init(&load, found, ctx);
	while (page.rest.n != 0 && out->failed == OK) {
		if (page.rest.p[0] == '<')
			markup(&page);
		else if (page.rest.p[0] == '&')
			reference(&page);
		else
			words(&page);
	}
	if (load.value.failed == E_NOMEM || load.style.failed == E_NOMEM)
		out->failed = E_NOMEM;
	mail_html_load_fini(&load);
}

struct slice
mail_html_charset(struct slice page)
{
	struct slice head = slice_of(page.p, page.n < 1024 ? page.n : 1024);
	size_t at = slice_find(head, SLICE_LITERAL("charset=")), n = 0;

	if (at == SIZE_MAX)
		return slice_of(NULL, 0);
	head = slice_from(head, at + 8);
	if (head.n != 0 && (head.p[0] == '"' || head.p[0] == '\''))
		head = slice_from(head, 1);
	while (n < head.n && (ascii_is_letter(head.p[n]) || ascii_is_digit(head.p[n]) ||
				 head.p[n] == '-' || head.p[n] == '_'))
		n++;
	return slice_of(head.p, n);
}
