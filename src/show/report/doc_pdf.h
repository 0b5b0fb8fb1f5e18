/* src/show/report/doc_pdf.h
 * A document as A4 PDF by pango and cairo: English, Urdu, Polish, Chinese and emoji print.
 * Not yet: tags, PDF/A and text behind colour emoji, which cairo 1.16 cannot give; another writer
 * can take this place behind the same doc_ops (docs/design/0009-report.md). */
#ifndef SHOW_DOC_PDF_H
#define SHOW_DOC_PDF_H

#include "show/report/doc.h"

struct doc_pdf_info {
	struct text title;
	struct text foot;   /* at the foot of every page; the title when absent */
	int64_t created_us; /* printed into the file instead of the clock: the same input gives the
			     * same bytes */
};

/* `out` is borrowed until doc_end(), `info` for the call.  E_NOMEM. */
MUST_USE enum status doc_pdf_new(
    struct doc **doc, const struct out *out, const struct doc_pdf_info *info, struct err *err);

#endif
