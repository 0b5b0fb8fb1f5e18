/* src/read/formats/mail_html_load.c
 * See mail_html_load.h.  Addresses are looked at as a mail program would read them: references and
 * escapes are undone before the scheme is asked for, since a sender chooses how he spells it. */
#include "read/formats/mail_html_load.h"

#include "base/ascii.h"

enum { VALUE_MAX_BYTES = 8 * 1024 * 1024 };

void
mail_html_load_init(struct mail_html_load *load, mail_remote_found *found, void *ctx)
{
	load->found = found;
	load->ctx = ctx;
	load->base_bytes = 0;
	buf_init(&load->value, VALUE_MAX_BYTES);
	buf_init(&load->style, VALUE_MAX_BYTES);
}

void
mail_html_load_fini(struct mail_html_load *load)
{
	buf_fini(&load->value);
	buf_fini(&load->style);
}

static bool
is_word(struct slice name, const char *word)
{
	return slice_eq_nocase(name, slice_of(word, strlen(word)));
}

static bool
starts_nocase(struct slice s, const char *word)
{
	size_t n = strlen(word);

	return s.n >= n && is_word(slice_of(s.p, n), word);
}

struct slice
mail_html_load_value(struct mail_html_load *load, struct slice raw)
{
	struct buf *out = &load->value;
	size_t n;
	uint32_t cp;

	if (raw.n == 0 || memchr(raw.p, '&', raw.n) == NULL)
		return raw;
	buf_reset(out);
	for (size_t i = 0; i < raw.n; i += n) {
		n = 1;
		cp = raw.p[i] == '&' ? mail_html_reference(slice_from(raw, i), &n) : 0;
		n = cp != 0 ? n : 1;
		if (cp != 0)
			buf_put_code_point(out, cp);
		else
			buf_put_byte(out, raw.p[i]);
	}
	return buf_slice(out);
}

/* -- addresses ----------------------------------------------------------------------------------
 */

static bool
is_slash(uint8_t c)
{
	return c == '/' || c == '\\';
}

/* "https:" or "//" in front: somewhere else.  Behind these schemes slashes may be backslashes, or
 * be missing (URL Living Standard, section 4.4). */
static bool
is_remote(struct slice url)
{
	return (starts_nocase(url, "http:") && url.n > 5) ||
	       (starts_nocase(url, "https:") && url.n > 6) ||
	       (starts_nocase(url, "ftp:") && url.n > 4) ||
	       (url.n > 2 && is_slash(url.p[0]) && is_slash(url.p[1]));
}

/* "cid:", "data:" and whatever else names its own scheme. */
static bool
has_scheme(struct slice url)
{
	size_t n = 0;

	while (n < url.n && (ascii_is_letter(url.p[n]) || ascii_is_digit(url.p[n]) ||
				url.p[n] == '+' || url.p[n] == '-' || url.p[n] == '.'))
		n++;
	return n != 0 && n < url.n && url.p[n] == ':';
}

/* What of the base stands before an address that hangs on it. */
static struct slice
base_front(const struct mail_html_load *load, bool root)
{
	struct slice base = slice_of(load->base, load->base_bytes);
	size_t host = 0, n;

	while (host < base.n && !is_slash(base.p[host]))
		host++;
	while (host < base.n && is_slash(base.p[host]))
		host++;
	while (host < base.n && !is_slash(base.p[host]))
		host++;
	for (n = base.n; n > host && !is_slash(base.p[n - 1]);)
		n--;
	return slice_of(base.p, root ? host : n);
}

/* As it is read: without what stands around it, and without line breaks and tabs in it. */
static struct slice
url_read(const struct mail_html_load *load, struct slice url, struct buf *out)
{
	struct slice front;
	bool whole;

	while (url.n != 0 && url.p[0] <= ' ')
		url = slice_from(url, 1);
	while (url.n != 0 && url.p[url.n - 1] <= ' ')
		url.n--;
	for (size_t i = 0; i < url.n && out->n < MAIL_REMOTE_URL_BYTES; i++)
		if (url.p[i] != '\t' && url.p[i] != '\n' && url.p[i] != '\r')
			buf_put_byte(out, url.p[i]);
	whole = is_remote(buf_slice(out));
	if (whole || load->base_bytes == 0 || out->n == 0 || out->p[0] == '#' ||
	    has_scheme(buf_slice(out)))
		return whole ? buf_slice(out) : slice_of(NULL, 0);
	front = base_front(load, is_slash(out->p[0]));
	if (out->n > MAIL_REMOTE_URL_BYTES - front.n)
		out->n = MAIL_REMOTE_URL_BYTES - front.n;
	memmove(out->p + front.n, out->p, out->n);
	memcpy(out->p, front.p, front.n);
	out->n += front.n;
	return buf_slice(out);
}

static void
url_found(struct mail_html_load *load, struct slice url)
{
	uint8_t bytes[MAIL_REMOTE_URL_BYTES];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	struct slice read = url_read(load, url, &buf);
	struct text text;

	while (read.n != 0 && !text_check(read, &text, NULL))
		read.n--; /* the cut went through a character */
	if (read.n != 0 && load->found != NULL)
		load->found(load->ctx, text);
}

static void
base_set(struct mail_html_load *load, struct slice url)
{
	struct buf buf = {.p = load->base, .size = sizeof load->base, .max = sizeof load->base};

	if (load->base_bytes == 0) /* the first one counts */
		load->base_bytes = url_read(load, url, &buf).n;
}

/* -- styles -------------------------------------------------------------------------------------
 */

/* "\68" and "\h": a letter by its number, or any other sign (CSS Syntax, section 4.3.7). */
static size_t
escape_put(struct slice s, struct buf *out)
{
	uint32_t cp = 0;
	size_t n = 1;

	for (; n < s.n && n < 7 && ascii_hex_value(s.p[n]) >= 0; n++)
		cp = cp << 4 | (uint32_t)ascii_hex_value(s.p[n]);
	if (n == 1) {
		if (s.n > 1 && s.p[1] != '\n')
			buf_put_byte(out, s.p[1]);
		return s.n > 1 ? 2 : 1;
	}
	buf_put_code_point(out, cp == 0 || cp > 0x10ffff ? 0xfffd : cp);
	return n + (n < s.n && ascii_is_blank(s.p[n]) ? 1 : 0);
}

static struct slice
style_read(struct mail_html_load *load, struct slice style)
{
	struct buf *out = &load->style;
	size_t n;

	if (style.n == 0 || memchr(style.p, '\\', style.n) == NULL)
		return style;
	buf_reset(out);
	for (size_t i = 0; i < style.n; i += n) {
		n = 1;
		if (style.p[i] == '\\')
			n = escape_put(slice_from(style, i), out);
		else
			buf_put_byte(out, style.p[i]);
	}
	return buf_slice(out);
}

/* Blanks and comments. */
static struct slice
style_skip(struct slice s)
{
	size_t end;

	for (;;) {
		while (s.n != 0 && ascii_is_blank(s.p[0]))
			s = slice_from(s, 1);
		if (!slice_starts(s, "/*"))
			return s;
		end = slice_find(slice_from(s, 2), SLICE_LITERAL("*/"));
		s = slice_from(s, end == SIZE_MAX ? s.n : end + 4);
	}
}

/* A string at the front, its quotes off; the end of the style ends it, too. */
static bool
string_take(struct slice *s, struct slice *out)
{
	uint8_t quote = s->n != 0 ? s->p[0] : 0;

	if (quote != '"' && quote != '\'')
		return false;
	*s = slice_from(*s, 1);
	*out = slice_of(s->p, 0);
	(void)!cut_last(s, quote, out);
	return true;
}

/* Behind "url(". */
static void
style_url(struct mail_html_load *load, struct slice *s)
{
	struct slice url;

	*s = slice_trim(*s);
	if (!string_take(s, &url) && !cut_last(s, ')', &url))
		return;
	url_found(load, url);
}

void
mail_html_load_style(struct mail_html_load *load, struct slice style)
{
	struct slice s = style_read(load, style), string;
	bool loads = false; /* a string here is an address, and loaded */

	while (s.n != 0) {
		uint8_t c = s.p[0];

		if ((c | 0x20) == 'u' && starts_nocase(s, "url(")) {
			s = slice_from(s, 4);
			style_url(load, &s);
		} else if (c == '@' && starts_nocase(s, "@import")) {
			s = style_skip(slice_from(s, 7));
			loads = true;
		} else if ((c | 0x20) == 'i' && starts_nocase(s, "image-set(")) {
			s = slice_from(s, 10);
			loads = true;
		} else if (loads && string_take(&s, &string)) {
			url_found(load, string);
		} else {
			loads = loads && c != ')' && c != ';' && c != '}';
			s = slice_from(s, 1);
		}
	}
}

/* -- elements -----------------------------------------------------------------------------------
 */

/* "a.png 1x, b.png 2x": each up to a blank; a comma at its end ends it, too. */
static void
srcset_urls(struct mail_html_load *load, struct slice value)
{
	struct slice url, size;

	while (value.n != 0) {
		if (ascii_is_blank(value.p[0]) || value.p[0] == ',') {
			value = slice_from(value, 1);
			continue;
		}
		if (!cut_any(&value, " \t\r\n\f", &url))
			return;
		if (url.p[url.n - 1] != ',')
			(void)!cut_last(&value, ',', &size);
		while (url.n != 0 && url.p[url.n - 1] == ',')
			url.n--;
		url_found(load, url);
	}
}

/* "0;url=https://…" (section 4.2.5.3). */
static void
refresh_url(struct mail_html_load *load, struct slice value)
{
	struct slice url, rest;

	value = slice_trim(value);
	while (value.n != 0 && (ascii_is_digit(value.p[0]) || value.p[0] == '.'))
		value = slice_from(value, 1);
	value = slice_trim(value);
	if (value.n == 0 || (value.p[0] != ';' && value.p[0] != ','))
		return;
	value = slice_trim(slice_from(value, 1));
	rest = starts_nocase(value, "url") ? slice_trim(slice_from(value, 3)) : value;
	if (rest.n != 0 && rest.p[0] == '=')
		value = slice_trim(slice_from(rest, 1));
	url_found(load, string_take(&value, &url) ? url : value);
}

enum loads { LOADS_NOTHING, LOADS_URL, LOADS_SET, LOADS_STYLE, LOADS_BASE, LOADS_REFRESH };

static bool
is_any(struct slice name, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_word(name, list[i]))
			return true;
	return false;
}

static enum loads
attribute_loads(struct slice tag, struct slice name)
{
	static const char *const urls[] = {
	    "src", "background", "poster", "data", "lowsrc", "dynsrc"};
	static const char *const linked[] = {"link", "image", "use", "feimage"};
	static const char *const styles[] = {"style", "fill", "stroke", "filter", "mask",
	    "clip-path", "marker-start", "marker-mid", "marker-end"};

	if (is_any(name, urls, COUNT_OF(urls)))
		return LOADS_URL;
	if (is_word(name, "href") || is_word(name, "xlink:href")) {
		if (is_word(tag, "base"))
			return LOADS_BASE;
		return is_any(tag, linked, COUNT_OF(linked)) ? LOADS_URL : LOADS_NOTHING;
	}
	if (is_any(name, styles, COUNT_OF(styles)))
		return LOADS_STYLE;
	if (is_word(name, "srcset") || is_word(name, "imagesrcset"))
		return LOADS_SET;
	return is_word(name, "content") && is_word(tag, "meta") ? LOADS_REFRESH : LOADS_NOTHING;
}

void
mail_html_load_attribute(
    struct mail_html_load *load, struct slice tag, struct slice name, struct slice raw)
{
	enum loads loads = raw.n != 0 ? attribute_loads(tag, name) : LOADS_NOTHING;
	struct slice value;

	if (loads == LOADS_NOTHING)
		return;
	value = mail_html_load_value(load, raw);
	switch (loads) {
	case LOADS_URL: url_found(load, value); break;
	case LOADS_SET: srcset_urls(load, value); break;
	case LOADS_STYLE: mail_html_load_style(load, value); break;
	case LOADS_BASE: base_set(load, value); break;
	case LOADS_REFRESH: refresh_url(load, value); break;
	case LOADS_NOTHING: break;
	}
}
