/* src/keep/header_inner.h
 * The inner part of a header (docs/format/vault.md, section 3.3): which slots there are, and the
 * previous vault key while it is being renewed.  Sealed under the vault key in header.fill.  Pure
 * functions of bytes. */
#ifndef KEEP_HEADER_INNER_H
#define KEEP_HEADER_INNER_H

#include "keep/header.h"

struct inner_slot {
	enum slot_kind kind; /* SLOT_UNUSED: the rest means nothing */
	int64_t created_us;
	uint8_t label_bytes; /* at most SLOT_LABEL_MAX_BYTES */
	char label[SLOT_LABEL_MAX_BYTES];
};

/* Wiped by whoever opened it. */
struct header_inner {
	bool renewing;
	uint8_t before[KEY_BYTES]; /* the previous vault key while renewing */
	struct inner_slot slots[HEADER_SLOTS];
};

/* Into header->fill; salt and log id must be final.  `nonce` is new each time. */
void header_inner_seal(struct header *header, const uint8_t slots_key[KEY_BYTES],
    const uint8_t nonce[WRAP_NONCE_BYTES], const struct header_inner *inner);
/*
 * Out of a header whose MAC holds.
 * E_NOTFOUND  there is none: no slot was changed since the vault was made.
 * E_FORMAT    malformed or of a later version.  *out is unchanged on failure.
 */
MUST_USE enum status header_inner_open(const struct header *header,
    const uint8_t slots_key[KEY_BYTES], struct header_inner *out, struct err *err);

#endif
