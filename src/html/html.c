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
