/* src/html/html.h
 * The only way text becomes HTML: escaped for where it stands.  There is no raw form for outside
 * text.  Control characters are shown as U+FFFD and bidirectional overrides are dropped, so that
 * a message cannot rearrange the page around it. */
#ifndef HTML_HTML_H
#define HTML_HTML_H

#include "base/buf.h"

/* Escaped HTML under way; never holds anything that did not pass through here. */
struct html {
	struct buf *buf; /* borrowed */
};

/* Text between tags.  LF becomes <br>. */
void html_text(struct html *html, struct text text);
/* A double-quoted attribute value, quotes not included. */
void html_value(struct html *html, struct text text);
/* Markup of our own: a literal in the source, nothing else. */
void html_markup(struct html *html, const char *literal);
void html_u64(struct html *html, uint64_t value);

#endif
