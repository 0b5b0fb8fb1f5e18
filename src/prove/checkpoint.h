/* src/prove/checkpoint.h
 * The signed head of a log: a C2SP signed-note checkpoint (c2sp.org/signed-note,
 * c2sp.org/tlog-checkpoint) with one Ed25519 signature; the inclusion proof file
 * (c2sp.org/tlog-proof); the consistency file.  docs/format/log.md sections 6 to 9 rule them all.
 * Pure: no I/O; the outputs are the only memory touched. */
#ifndef PROVE_CHECKPOINT_H
#define PROVE_CHECKPOINT_H

#include "base/buf.h"
#include "prove/merkle.h"
#include "sys/crypto/sign.h"

enum {
	CHECKPOINT_MAX_BYTES = 4096, /* a note we write; far above what it needs */
	NOTE_MAX_BYTES = 128 * 1024, /* a note we read: room for other parties' signature lines */
	NOTE_MAX_SIGNATURES = 100,
	PROOF_MAX_BYTES = NOTE_MAX_BYTES + 8192, /* a tlog-proof or a consistency file */
	HEAD_CODE_CHARS = 24,
	CHECKPOINT_ORIGIN_MAX_BYTES = 64,
};

struct checkpoint {
	struct slice origin; /* "v1/" and 26 base32 characters; borrowed */
	uint64_t entries;
	uint8_t root[SHA256_BYTES];
};

/* The origin of a log: "v1/" and the 26 base32 characters of its 16 random bytes. */
MUST_USE bool origin_check(struct slice origin);

/* The text alone: what the signature covers.  One checkpoint has exactly one text. */
void checkpoint_text_put(struct buf *out, const struct checkpoint *checkpoint);
/* Text and signature, ready to be written to a file.  E_FORMAT: the origin is not one of ours. */
MUST_USE enum status checkpoint_sign(struct buf *out, const struct checkpoint *checkpoint,
    const uint8_t seed[SIGN_SEED_BYTES], struct err *err);
/*
 * Parse a signed note and check the signature of `public_key` on it.  Unknown signature lines are
 * passed over, as the standard says.  out->origin is borrowed from `note`.
 * E_FORMAT, E_LIMIT, E_AUTH (no signature by that key, or it does not hold).
 */
MUST_USE enum status checkpoint_open(struct slice note, const uint8_t public_key[SIGN_PUBLIC_BYTES],
    struct checkpoint *out, struct err *err);
/* The same parts without looking at any key, for a caller that compares with a note it has opened
 * already: nothing here is to be believed.  E_FORMAT, E_LIMIT. */
MUST_USE enum status checkpoint_peek(struct slice note, struct checkpoint *out, struct err *err);
/* The text and the signature bytes of `public_key` in a note that checkpoint_open() accepted, for
 * tools that want them apart.  False when there is none. */
MUST_USE bool checkpoint_parts(struct slice note, const uint8_t public_key[SIGN_PUBLIC_BYTES],
    struct slice *text, uint8_t signature[SIGN_BYTES]);

/* The verifier key text "<origin>+<hex id>+<base64>" (signed-note "vkey"), written and read; no
 * line feed.  vkey_parse: *origin is borrowed from `text`; E_FORMAT. */
void vkey_put(struct buf *out, struct slice origin, const uint8_t public_key[SIGN_PUBLIC_BYTES]);
MUST_USE enum status vkey_parse(struct slice text, struct slice *origin,
    uint8_t public_key[SIGN_PUBLIC_BYTES], struct err *err);

/* 24 base32 characters of SHA-256 of the note's text (what the signature covers): can be read out
 * over a telephone.  Grouped in fours by the caller. */
void head_code(struct slice note_text, char out[HEAD_CODE_CHARS + 1]);
void checkpoint_head_code(const struct checkpoint *checkpoint, char out[HEAD_CODE_CHARS + 1]);

/* --- tlog-proof: one entry in one signed head --- */
void proof_put(struct buf *out, uint64_t index, const struct merkle_path *path, struct slice note);
/* E_FORMAT, E_LIMIT.  *note is borrowed from `bytes`, and not looked into. */
MUST_USE enum status proof_parse(struct slice bytes, uint64_t *index, struct merkle_path *path,
    struct slice *note, struct err *err);

/* --- consistency file: the head in `note` only adds to an older head of `old_size` entries --- */
void consistency_put(
    struct buf *out, uint64_t old_size, const struct merkle_path *path, struct slice note);
MUST_USE enum status consistency_parse(struct slice bytes, uint64_t *old_size,
    struct merkle_path *path, struct slice *note, struct err *err);

#endif
