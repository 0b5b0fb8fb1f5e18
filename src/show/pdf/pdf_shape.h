/* src/show/pdf/pdf_shape.h
 * The words that were shaped before, for pdf_text.c alone: most of a chronology is the same few
 * thousand. */
#ifndef SHOW_PDF_SHAPE_H
#define SHOW_PDF_SHAPE_H

struct pdf_words;

/* NULL: no memory. */
struct pdf_words *pdf_words_new(void);
void pdf_words_free(struct pdf_words *words);

#endif
