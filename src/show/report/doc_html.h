/* src/show/report/doc_html.h
 * A document as one HTML page that needs no script, no network and no other file. */
#ifndef SHOW_DOC_HTML_H
#define SHOW_DOC_HTML_H

#include "show/report/doc.h"

/* `out` is borrowed until doc_end().  E_NOMEM. */
MUST_USE enum status doc_html_new(
    struct doc **doc, const struct out *out, struct text title, struct err *err);
/* The same for a document with images.  Its policy lets the page show what stands in the page
 * itself (data:), and still nothing from anywhere else.  In a page without, the words of an image
 * stand in its place. */
MUST_USE enum status doc_html_new_with_images(
    struct doc **doc, const struct out *out, struct text title, struct err *err);
/* Only what stands between a page's begin and end, for a page that somebody else makes, whose style
 * sheet has the classes of doc_html_style.h; without images. */
MUST_USE enum status doc_html_part_new(struct doc **doc, const struct out *out, struct err *err);

#endif
