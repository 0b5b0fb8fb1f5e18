/* src/show/report/doc_pdf.h
 * A document as A4 PDF: tagged, in its language, with the text behind every glyph, PDF/A-3b
 * (docs/design/0035-pdf.md).  Pages go out as they are finished; what is kept grows by a few dozen
 * bytes a page, four bytes a row of a table still open, and eight bytes an object. */
#ifndef SHOW_DOC_PDF_H
#define SHOW_DOC_PDF_H

#include "show/pdf/font_source.h"
#include "show/pdf/pdf_meta.h"
#include "show/report/doc.h"

struct doc_pdf_info {
	struct text title;
	struct text foot;     /* at the foot of every page; the title when absent */
	struct text language; /* BCP 47; absent: "en-GB" */
	int64_t created_us;   /* printed into the file instead of the clock: the same input gives
			       * the same bytes */
	const struct font_source *fonts;
	const struct pdf_attachment *attachments; /* files that go with it; may be none */
	size_t attachment_count;
	uint64_t *page_count; /* doc_end() leaves here how many there are; may be NULL */
};

/* `out`, info->fonts and info->page_count are borrowed until doc_end(), all else for the call.
 * E_NOMEM; E_NOTFOUND when the plain fonts are not there. */
MUST_USE enum status doc_pdf_new(
    struct doc **doc, const struct out *out, const struct doc_pdf_info *info, struct err *err);

#endif
