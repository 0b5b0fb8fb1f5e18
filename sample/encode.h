/* sample/encode.h
 * The spellings that export formats use for text and bytes: base64, quoted-printable, encoded
 * words, XML attributes as the SMS app writes them, JSON strings. */
#ifndef SAMPLE_ENCODE_H
#define SAMPLE_ENCODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sample/str.h"

/* base64 of RFC 4648; `line` > 0 breaks the text after that many characters. */
void encode_base64(struct str *out, const void *bytes, size_t n, size_t line);

/* Quoted-printable of RFC 2045, section 6.7, lines of at most 76 characters. */
void encode_qp(struct str *out, const char *text);

/* RFC 2047: `text` as it is when plain ASCII, else one or more encoded words, 'Q' or 'B'. */
void encode_words(struct str *out, const char *text, char encoding);

/* An attribute value as SMS Backup & Restore writes it: the five entities, line feeds as "&#10;",
 * and characters beyond U+FFFF as TWO decimal references to UTF-16 surrogates, which no XML parser
 * accepts.  Returns how many such pairs were written. */
uint32_t encode_sms_xml(struct str *out, const char *text);

/* The same with supplementary characters left as UTF-8. */
void encode_xml(struct str *out, const char *text);

/* A JSON string with its quotes (RFC 8259, section 7). */
void encode_json(struct str *out, const char *text);

bool encode_is_ascii(const char *text);
#endif
