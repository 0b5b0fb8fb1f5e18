/* sample/attachment.h
 * Small files that hang on messages: playable recordings of near silence in the shapes that
 * telephones send, and a one-page PDF. */
#ifndef SAMPLE_ATTACHMENT_H
#define SAMPLE_ATTACHMENT_H

#include "sample/str.h"

/* AMR-NB as RFC 4867, section 5, stores it: 50 frames a second. */
void attachment_amr(int seconds, struct str *out);

/* Ogg Opus (RFC 3533, RFC 7845): identification, comment, 20 ms packets. */
void attachment_opus(int seconds, uint32_t serial, struct str *out);

/* One page of plain lines, PDF 1.4, dated with `date` in the form D:20240926182200+01'00'. */
void attachment_pdf(
    const char *title, const char *date, const char *const *lines, size_t n, struct str *out);
#endif
