/* src/show/pdf/pdf_put.h
 * The small things a PDF is spelt with (ISO 32000-1, 7.3): numbers, references, strings, names.
 * Lengths of this writer are thousandths of a PDF point (`_mpt`), whole numbers throughout, so
 * that nothing hangs on a locale or on how a processor rounds.  Failures stick in the buffer. */
#ifndef SHOW_PDF_PUT_H
#define SHOW_PDF_PUT_H

#include "base/buf.h"

/* What a string may hold at most (ISO 19005-3 6.1.13: 32,767 bytes). */
enum { PDF_STRING_BYTES = 32767 };

/* Thousandths as a number: 7500 is "7.5", -20 is "-.02". */
void pdf_put_mpt(struct buf *out, int64_t mpt);
/* The same and a blank. */
void pdf_put_number(struct buf *out, int64_t mpt);
/* "12 0 R" */
void pdf_put_ref(struct buf *out, uint32_t id);
/* Bytes as a literal string, "(…)". */
void pdf_put_string(struct buf *out, struct slice bytes);
/* Text as a text string (7.9.2.2), UTF-16BE in hex; of long text the beginning. */
void pdf_put_text(struct buf *out, struct text text);
/* The same from code points. */
void pdf_put_chars(struct buf *out, const uint32_t *chars, size_t count);
/* UTF-16BE in hex without a mark in front, as a ToUnicode CMap has it (9.10.3). */
void pdf_put_utf16(struct buf *out, uint32_t cp);
/* "/text#2Fcsv" of at most 127 bytes. */
void pdf_put_name(struct buf *out, struct text name);
/* A byte of a literal string, escaped where it must be. */
void pdf_put_escaped(struct buf *out, uint8_t byte);
/* "D:20240324210507Z", in brackets (7.9.4). */
void pdf_put_date(struct buf *out, int64_t at_us);

#endif
