/* src/prove/pack_text.h
 * The fixed names in a pack's proof folder, and the two explanations every pack carries, made from
 * src/prove/pack/ when the program is built. */
#ifndef PROVE_PACK_TEXT_H
#define PROVE_PACK_TEXT_H

#include "base/buf.h"
#include "sys/crypto/sign.h"

#define PACK_CHECKPOINT "proof/checkpoint.txt"
#define PACK_BODY       "proof/checkpoint-body.txt"
#define PACK_SIGNATURE  "proof/checkpoint-sig.bin"
#define PACK_VKEY       "proof/log.vkey"
#define PACK_PEM        "proof/log.pub.pem"
#define PACK_FORMAT     "proof/format.txt"
#define PACK_VERIFY     "proof/verify.sh"

/* proof/format.txt and proof/verify.sh.  Static storage, ASCII. */
struct slice pack_text_format(void);
struct slice pack_text_verify(void);

/* The log's key as PEM, for openssl (log.md section 7). */
void pack_pem_put(struct buf *out, const uint8_t public_key[SIGN_PUBLIC_BYTES]);

#endif
