/* src/prove/checkpoint.h
 * The signed head of a log: a C2SP signed-note checkpoint (c2sp.org/signed-note,
 * c2sp.org/tlog-checkpoint) with one Ed25519 signature; and the inclusion proof file
 * (c2sp.org/tlog-proof).  docs/format/log.md rules both. */
#ifndef PROVE_CHECKPOINT_H
#define PROVE_CHECKPOINT_H

#include "base/buf.h"
#include "prove/merkle.h"
#include "sys/crypto/sign.h"

enum { CHECKPOINT_MAX_BYTES = 4096, HEAD_CODE_CHARS = 24, CHECKPOINT_ORIGIN_MAX_BYTES = 64 };

struct checkpoint {
	struct slice origin; /* "v1/" and 26 base32 characters; borrowed */
	uint64_t entries;
	uint8_t root[SHA256_BYTES];
};

/* Text and signature, ready to be written to a file. */
MUST_USE enum status checkpoint_sign(struct buf *out, const struct checkpoint *checkpoint,
    const uint8_t seed[SIGN_SEED_BYTES], struct err *err);
/*
 * Parse a signed note and check the signature of `public_key` on it.  Unknown signature lines are
 * passed over, as the standard says.  out->origin is borrowed from `note`.
 * E_FORMAT, E_LIMIT, E_AUTH (no signature by that key, or it does not hold).
 */
MUST_USE enum status checkpoint_open(struct slice note, const uint8_t public_key[SIGN_PUBLIC_BYTES],
    struct checkpoint *out, struct err *err);
/* The verifier key text "<origin>+<hex id>+<base64>" (signed-note "vkey"), written and read. */
void vkey_put(struct buf *out, struct slice origin, const uint8_t public_key[SIGN_PUBLIC_BYTES]);
MUST_USE enum status vkey_parse(struct slice text, struct slice *origin,
    uint8_t public_key[SIGN_PUBLIC_BYTES], struct err *err);
/* 24 base32 characters of SHA-256 of the note's text (what the signature covers): can be read out
 * over a telephone.  Grouped in fours by the caller. */
void head_code(struct slice note_text, char out[HEAD_CODE_CHARS + 1]);

/* --- tlog-proof: one entry in one signed head --- */
void proof_put(struct buf *out, uint64_t index, const struct merkle_path *path, struct slice note);
/* E_FORMAT, E_LIMIT.  *note is borrowed from `bytes`. */
MUST_USE enum status proof_parse(struct slice bytes, uint64_t *index, struct merkle_path *path,
    struct slice *note, struct err *err);

#endif
