/* src/keep/keys.h
 * The key hierarchy of docs/format/vault.md, section 2: pure derivations.
 * Not for: keeping keys (sys/crypto/secret.h) or drawing random ones. */
#ifndef KEEP_KEYS_H
#define KEEP_KEYS_H

#include <stdint.h>

#include "sys/crypto/stretch.h"

enum { KEY_BYTES = 32 };

enum key_use {
	KEY_HEADER,
	KEY_OBJECT,
	KEY_LOG,
	KEY_SIGNING,
	KEY_INDEX,
	KEY_SLOTS, /* the inner part of the header */
	KEY_BACKUP,
	KEY_USES,
};

/* `slot` is 0 to 7. */
void keys_slot(const uint8_t stretched[STRETCH_OUT_BYTES], const uint8_t salt[STRETCH_SALT_BYTES],
    unsigned slot, uint8_t out[KEY_BYTES]);
void keys_commitment(const uint8_t slot_key[KEY_BYTES], uint8_t out[KEY_BYTES]);
void keys_use(const uint8_t vault_key[KEY_BYTES], enum key_use use, uint8_t out[KEY_BYTES]);
/* The key of the recovery sheet, from the slot key of the recovery words (section 2.3). */
void keys_sheet(
    const uint8_t slot_key[KEY_BYTES], const uint8_t log_id[16], uint8_t out[KEY_BYTES]);
/* The payload key of an object (section 4.2). */
void keys_payload(const uint8_t object_key[KEY_BYTES], const uint8_t payload_nonce[16],
    const uint8_t object_id[16], uint8_t out[KEY_BYTES]);

#endif
