/* src/keep/header.h
 * The 4,096 bytes of a header copy (docs/format/vault.md, section 3): parse, write, seal and open
 * slots.  Pure functions of bytes.
 * Not for: choosing between two copies or writing files (keep/vault_header.c). */
#ifndef KEEP_HEADER_H
#define KEEP_HEADER_H

#include "base/err.h"
#include "base/slice.h"
#include "keep/keys.h"
#include "sys/crypto/seal.h"

enum {
	HEADER_BYTES = 4096,
	HEADER_SLOTS = 8,
	HEADER_SLOT_BYTES = 256,
	HEADER_FILL_BYTES = 1856,
	HEADER_LOG_ID_BYTES = 16,
	HEADER_SIGNING_BYTES = 48, /* wrapped Ed25519 seed */
	SLOT_LABEL_MAX_BYTES = 135,
};

#define HEADER_MAX_SEQUENCE (UINT64_C(1) << 63)

enum slot_kind { SLOT_UNUSED = 0, SLOT_PASSPHRASE = 1, SLOT_WORDS = 2, SLOT_HALVES = 3 };

struct header {
	uint32_t memory_kib, passes;
	uint64_t sequence;
	uint8_t salt[STRETCH_SALT_BYTES];
	uint8_t log_id[HEADER_LOG_ID_BYTES];
	uint8_t signing_nonce[WRAP_NONCE_BYTES];
	uint8_t signing[HEADER_SIGNING_BYTES];
	uint8_t slots[HEADER_SLOTS][HEADER_SLOT_BYTES];
	uint8_t fill[HEADER_FILL_BYTES]; /* random, or the inner part: keep/header_inner.h */
};

/* What one slot holds.  Wiped by whoever opened it. */
struct slot {
	uint8_t vault_key[KEY_BYTES];
	enum slot_kind kind;
	int64_t created_us;
	uint8_t label_bytes; /* at most SLOT_LABEL_MAX_BYTES */
	char label[SLOT_LABEL_MAX_BYTES];
};

/*
 * A sound copy into *out.  The MAC is not checked: that takes the vault key.
 * E_FORMAT  wrong length, wrong SHA-256, zeros that are not zero, or a later version.
 * E_LIMIT   key derivation out of bounds (nothing may be derived then).
 */
MUST_USE enum status header_parse(struct slice bytes, struct header *out, struct err *err);
/* With MAC and SHA-256. */
void header_put(
    const struct header *header, const uint8_t header_key[KEY_BYTES], uint8_t out[HEADER_BYTES]);
/* Whether bytes, already parsed, carry the MAC of this key. */
MUST_USE bool header_mac_holds(struct slice bytes, const uint8_t header_key[KEY_BYTES]);

void header_slot_seal(struct header *header, unsigned number,
    const uint8_t stretched[STRETCH_OUT_BYTES], const uint8_t nonce[WRAP_NONCE_BYTES],
    const struct slot *slot);
/* The first slot this secret opens.  E_AUTH: none. */
MUST_USE enum status header_slot_open(const struct header *header,
    const uint8_t stretched[STRETCH_OUT_BYTES], struct slot *out, unsigned *number,
    struct err *err);

#endif
