/* src/read/formats/sha1.h
 * SHA-1 (RFC 3174) of a short text: an iPhone backup names its files so.  A name, never a proof. */
#ifndef READ_FORMATS_SHA1_H
#define READ_FORMATS_SHA1_H

#include "base/slice.h"

enum { SHA1_BYTES = 20 };

void sha1_of(struct slice bytes, uint8_t out[SHA1_BYTES]);

#endif
