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
	/* Sentences of our own by number, and those that stand in for what is NULL there; only for
	 * html_say(). */
	const char *const *words, *const *words_else;
};

/* Text between tags.  LF becomes <br>. */
void html_text(struct html *html, struct text text);
/* A double-quoted attribute value, quotes not included. */
void html_value(struct html *html, struct text text);
/* Markup of our own: a literal in the source, nothing else. */
void html_markup(struct html *html, const char *literal);
void html_u64(struct html *html, uint64_t value);
/* The value of href, action or src: a path of our own ("/h?n=4") or a telephone number ("tel:" and
 * digits).  What is anything else leads to "#". */
void html_url(struct html *html, struct text url);
/* What was written through another pen. */
void html_part(struct html *html, const struct html *part);
/* A sentence as it stands in the table, places and all. */
struct text html_word(const struct html *html, size_t word);
/* A sentence between tags, and in a quoted value, with texts for its places "{1}", "{2}". */
void html_say(struct html *html, size_t word, const struct text *texts, size_t count);
void html_say_value(struct html *html, size_t word, const struct text *texts, size_t count);

#endif
