/* src/html/html.c
 * Escaping; see html.h. */
#include "html/html.h"

/* What may not reach a page: overrides and isolates left open (Unicode TR9), and controls. */
static bool
is_bidi_control(uint32_t cp)
{
	return (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}

static bool
is_control(uint32_t cp)
{
	return (cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x7f && cp <= 0x9f);
}

static void
put_escaped(struct buf *buf, uint32_t cp)
{
	switch (cp) {
	case '&': buf_put_c(buf, "&amp;"); break;
	case '<': buf_put_c(buf, "&lt;"); break;
	case '>': buf_put_c(buf, "&gt;"); break;
	case '"': buf_put_c(buf, "&quot;"); break;
	case '\'': buf_put_c(buf, "&#39;"); break;
	default:
		if (is_bidi_control(cp))
			break;
		buf_put_code_point(buf, is_control(cp) ? 0xfffd : cp);
	}
}

void
html_text(struct html *html, struct text text)
{
	uint32_t cp;

	while (text.n != 0) {
		cp = text_next(&text);
		if (cp == '\n')
			buf_put_c(html->buf, "<br>");
		else
			put_escaped(html->buf, cp);
	}
}

void
html_value(struct html *html, struct text text)
{
	while (text.n != 0)
		put_escaped(html->buf, text_next(&text));
}

void
html_markup(struct html *html, const char *literal)
{
	buf_put_c(html->buf, literal);
}

void
html_u64(struct html *html, uint64_t value)
{
	buf_put_u64(html->buf, value);
}

static bool
is_url(struct text url)
{
	static const char others[] = "/_.?=&#%-+";
	bool tel = slice_starts(slice_of_text(url), "tel:");
	size_t i = tel ? 4 : 1;

	if (url.n <= i || (!tel && (url.p[0] != '/' || url.p[1] == '/')))
		return tel ? false : url.n == 1 && url.p[0] == '/';
	for (; i < url.n; i++) {
		char c = url.p[i];
		bool digit = c >= '0' && c <= '9';
		bool other = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     memchr(others, c, sizeof others - 1) != NULL;

		if (!digit && (tel ? c != '+' : !other))
			return false;
	}
	return true;
}

void
html_url(struct html *html, struct text url)
{
	if (is_url(url))
		html_value(html, url);
	else
		buf_put_byte(html->buf, '#');
}

void
html_part(struct html *html, const struct html *part)
{
	if (part->buf->failed != OK)
		html->buf->failed = part->buf->failed;
	buf_put_slice(html->buf, buf_slice(part->buf));
}

struct text
html_word(const struct html *html, size_t word)
{
	return text_of_c(html->words[word] != NULL ? html->words[word] : html->words_else[word]);
}

typedef void (*put_fn)(struct html *html, struct text text);

static void
say(struct html *html, put_fn put, size_t word, const struct text *texts, size_t count)
{
	const char *rest = html_word(html, word).p;
	const char *brace;

	while ((brace = strchr(rest, '{')) != NULL) {
		size_t place = (size_t)(brace[1] - '1');

		put(html, (struct text){rest, (size_t)(brace - rest)});
		assert(place < count && brace[2] == '}'); /* as tools/templates saw to */
		put(html, texts[place]);
		rest = brace + 3;
	}
	put(html, text_of_c(rest));
}

void
html_say(struct html *html, size_t word, const struct text *texts, size_t count)
{
	say(html, html_text, word, texts, count);
}

void
html_say_value(struct html *html, size_t word, const struct text *texts, size_t count)
{
	say(html, html_value, word, texts, count);
}
