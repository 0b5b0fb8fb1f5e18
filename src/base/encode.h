/* src/base/encode.h
 * Hex, base64 (RFC 4648 section 4, with padding) and base32 (RFC 4648 section 6 alphabet in lower
 * case, no padding).  Decoders are strict: one spelling for one value. */
#ifndef BASE_ENCODE_H
#define BASE_ENCODE_H

#include "base/buf.h"
#include "base/slice.h"

/* Exactly 2 * n lower-case hex digits into n bytes. */
MUST_USE bool hex_decode(struct slice hex, uint8_t *out, size_t n);
void base64_put(struct buf *buf, const uint8_t *p, size_t n);
/* Strict: no blanks, correct padding, zero spare bits.  Appends to out; false leaves out->n as it
 * was.  Fails too when `out` is full (see buf_check). */
MUST_USE bool base64_decode(struct slice in, struct buf *out);
/* As exports write it: blanks and line ends are skipped, missing padding is accepted.
 * False on any other byte. */
MUST_USE bool base64_decode_loose(struct slice in, struct buf *out);
/* 16 bytes give 26 characters. */
void base32_put(struct buf *buf, const uint8_t *p, size_t n);
/* Strict: exactly the characters base32_put() writes for n bytes. */
MUST_USE bool base32_decode(struct slice in, uint8_t *out, size_t n);
/* A code as people read it out and compare it: groups of four characters with blanks between. */
void code_put(struct buf *buf, struct text code);

#endif
