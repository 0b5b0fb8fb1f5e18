/* tests/show/pdf_read.h
 * What stands in a PDF once its streams are unpacked, for tests that look for words of it.  Not a
 * reader of PDFs: that is tests/tools/pdf_check.py, and qpdf and poppler in tests/scenario/pdf.py.
 */
#ifndef TESTS_SHOW_PDF_READ_H
#define TESTS_SHOW_PDF_READ_H

#include "base/buf.h"

/* All compressed streams, unpacked, one after the other; a stream that cannot be unpacked fails
 * the test. */
void pdf_read_streams(struct slice pdf, struct buf *out);
/* How often `words` stand in them. */
size_t pdf_read_count(struct slice pdf, const char *words);

#endif
