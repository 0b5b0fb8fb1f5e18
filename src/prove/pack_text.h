/* src/prove/pack_text.h
 * The fixed names in a pack's proof folder, and the two explanations every pack carries, made from
 * src/prove/pack/ when the program is built. */
#ifndef PROVE_PACK_TEXT_H
#define PROVE_PACK_TEXT_H

#include "base/buf.h"
#include "sys/crypto/sign.h"

/* Of each log, in its proof folder. */
#define PACK_CHECKPOINT "checkpoint.txt"
#define PACK_BODY       "checkpoint-body.txt"
#define PACK_SIGNATURE  "checkpoint-sig.bin"
#define PACK_VKEY       "log.vkey"
#define PACK_PEM        "log.pub.pem"
#define PACK_FORMAT     "proof/format.txt"
#define PACK_VERIFY     "proof/verify.sh"

/* proof/format.txt and proof/verify.sh.  Static storage, ASCII. */
struct slice pack_text_format(void);
struct slice pack_text_verify(void);

/* "proof/" for the own log, "proof/3/" for the one in slot 3; and a file in it. */
enum { PACK_PROOF_NAME_BYTES = 64 };
void pack_proof_folder(unsigned slot, char out[static 32]);
void pack_log_name(unsigned slot, const char *file, char out[static PACK_PROOF_NAME_BYTES]);

/* The log's key as PEM, for openssl (log.md section 7). */
void pack_pem_put(struct buf *out, const uint8_t public_key[SIGN_PUBLIC_BYTES]);

#endif
