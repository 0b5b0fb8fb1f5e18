/* src/show/doc_pdf.h
 * A document as A4 PDF by pango and cairo: English, Urdu, Polish, Chinese and emoji print.
 * Not yet: tags, PDF/A and text behind colour emoji, which cairo 1.16 cannot give; another writer
 * can take this place behind the same doc_ops (docs/design/0009-report.md). */
#ifndef SHOW_DOC_PDF_H
#define SHOW_DOC_PDF_H

#include "show/doc.h"

/* `out` is borrowed until doc_end().  `created_us` is printed into the file instead of the clock,
 * so that the same input gives the same bytes.  E_NOMEM. */
MUST_USE enum status doc_pdf_new(struct doc **doc, const struct out *out, struct text title,
    int64_t created_us, struct err *err);

#endif
