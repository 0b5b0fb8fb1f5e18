/* src/read/formats/iphone_cipher.h
 * A file of a locked backup as a source of what is in it: AES-256 in CBC mode without an initial
 * vector (Apple Platform Security, "Data Protection"), read here and there. */
#ifndef READ_FORMATS_IPHONE_CIPHER_H
#define READ_FORMATS_IPHONE_CIPHER_H

#include "read/formats/iphone_keybag.h"
#include "read/source.h"

struct iphone_cipher;

/*
 * `bytes` is how long the file is said to be; it ends no later than the blocks of `locked` do,
 * which must outlive it.  E_NOMEM.
 */
MUST_USE enum status iphone_cipher_new(const struct source *locked,
    const uint8_t key[IPHONE_KEY_BYTES], uint64_t bytes, struct iphone_cipher **out,
    struct err *err);
struct source iphone_cipher_source(struct iphone_cipher *cipher);
void iphone_cipher_free(struct iphone_cipher *cipher); /* NULL is fine */

#endif
