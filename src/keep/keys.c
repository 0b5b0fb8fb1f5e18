/* src/keep/keys.c
 * Pure key derivations; see keys.h.  Every info string stands in docs/format/vault.md. */
#include "keep/keys.h"

#include <assert.h>
#include <string.h>

#include "base/slice.h"
#include "sys/crypto/hash.h"

static const struct slice no_salt = {NULL, 0};

void
keys_slot(const uint8_t stretched[STRETCH_OUT_BYTES], const uint8_t salt[STRETCH_SALT_BYTES],
    unsigned slot, uint8_t out[KEY_BYTES])
{
	char info[] = "daybook v1 slot 0";

	assert(slot < 8);
	info[sizeof info - 2] = (char)('0' + slot);
	hkdf_sha256(slice_of(stretched, STRETCH_OUT_BYTES), slice_of(salt, STRETCH_SALT_BYTES),
	    slice_of(info, sizeof info - 1), out, KEY_BYTES);
}

void
keys_commitment(const uint8_t slot_key[KEY_BYTES], uint8_t out[KEY_BYTES])
{
	hkdf_sha256(slice_of(slot_key, KEY_BYTES), no_salt, SLICE_LITERAL("daybook v1 commit"), out,
	    KEY_BYTES);
}

void
keys_use(const uint8_t vault_key[KEY_BYTES], enum key_use use, uint8_t out[KEY_BYTES])
{
	static const char *const infos[KEY_USES] = {
	    [KEY_HEADER] = "daybook v1 header",
	    [KEY_OBJECT] = "daybook v1 object",
	    [KEY_LOG] = "daybook v1 log",
	    [KEY_SIGNING] = "daybook v1 signing",
	    [KEY_INDEX] = "daybook v1 index",
	    [KEY_SLOTS] = "daybook v1 slots",
	    [KEY_BACKUP] = "daybook v1 backup",
	};

	assert(use < KEY_USES);
	hkdf_sha256(slice_of(vault_key, KEY_BYTES), no_salt,
	    slice_of(infos[use], strlen(infos[use])), out, KEY_BYTES);
}

void
keys_sheet(const uint8_t slot_key[KEY_BYTES], const uint8_t log_id[16], uint8_t out[KEY_BYTES])
{
	static const char label[] = "daybook v1 sheet";
	uint8_t info[sizeof label - 1 + 16];

	memcpy(info, label, sizeof label - 1);
	memcpy(info + sizeof label - 1, log_id, 16);
	hkdf_sha256(
	    slice_of(slot_key, KEY_BYTES), no_salt, slice_of(info, sizeof info), out, KEY_BYTES);
}

void
keys_payload(const uint8_t object_key[KEY_BYTES], const uint8_t payload_nonce[16],
    const uint8_t object_id[16], uint8_t out[KEY_BYTES])
{
	static const char label[] = "daybook object v1";
	uint8_t info[sizeof label - 1 + 16];

	memcpy(info, label, sizeof label - 1);
	memcpy(info + sizeof label - 1, object_id, 16);
	hkdf_sha256(slice_of(object_key, KEY_BYTES), slice_of(payload_nonce, 16),
	    slice_of(info, sizeof info), out, KEY_BYTES);
}
