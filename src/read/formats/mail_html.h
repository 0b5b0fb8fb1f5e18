/* src/read/formats/mail_html.h
 * The words of an HTML mail, and what it would have fetched from elsewhere.  Not a browser: nothing
 * is loaded, nothing is drawn, styles are not followed, so words hidden by a style come out too. */
#ifndef READ_FORMATS_MAIL_HTML_H
#define READ_FORMATS_MAIL_HTML_H

#include "base/buf.h"
#include "base/slice.h"

enum { MAIL_REMOTE_MAX = 20, MAIL_REMOTE_URL_BYTES = 1024 };

/* Called for each address the page would load by itself (pictures, styles, frames). */
typedef void mail_remote_found(void *ctx, struct text url);

/* Append the words of `html` as text; `found` may be NULL.  Time is linear in its length. */
void mail_html_text(struct text html, struct buf *out, mail_remote_found *found, void *ctx);
/* The character set a page names for itself in its first kilobyte; empty when it does not. */
struct slice mail_html_charset(struct slice page);
/* The character reference at the front ('&' included); *bytes is its length.  0: a plain ampersand.
 */
uint32_t mail_html_reference(struct slice s, size_t *bytes);
/* The next name and value of a tag's inside, both as written; false at the end. */
bool mail_html_attribute(struct slice *rest, struct slice *name, struct slice *value);
/* The same, and what the page has in place of its pictures appended to `pictures` (may be NULL). */
void mail_html_words(
    struct text html, struct buf *out, struct buf *pictures, mail_remote_found *found, void *ctx);
/* A page and the text beside it have the same words, whatever case; the text may have more of what
 * only a text needs: addresses of links, "[image: …]", numbers of lists.  Never without words. */
bool mail_words_same(struct text page, struct text plain);
/* Every word of `a` stands in `b`, in the same order. */
bool mail_words_within(struct text a, struct text b);

#endif
