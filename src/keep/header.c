/* src/keep/header.c
 * The bytes of a header copy; see header.h and docs/format/vault.md, section 3. */
#include "keep/header.h"

#include <assert.h>

#include "sys/crypto/hash.h"
#include "sys/crypto/secret.h"

enum {
	HEADER_VERSION = 1,
	AT_VERSION = 0,
	AT_MEMORY = 4,
	AT_PASSES = 8,
	AT_ZERO = 12,
	AT_SEQUENCE = 16,
	AT_SALT = 24,
	AT_LOG_ID = 40,
	AT_SIGNING_NONCE = 56,
	AT_SIGNING = 80,
	AT_SLOTS = 128,
	AT_FILL = 2176,
	AT_MAC = 4032,
	AT_SHA = 4064,

	SLOT_AT_NONCE = 32,
	SLOT_AT_SEALED = 56,
	SLOT_PLAIN_BYTES = 184,
	PLAIN_AT_KIND = 32,
	PLAIN_AT_CREATED = 40,
	PLAIN_AT_LABEL = 48,
};

_Static_assert(AT_SLOTS + HEADER_SLOTS * HEADER_SLOT_BYTES == AT_FILL, "slots end at the fill");
_Static_assert(AT_FILL + HEADER_FILL_BYTES == AT_MAC, "the fill ends at the MAC");
_Static_assert(
    SLOT_AT_SEALED + SLOT_PLAIN_BYTES + SEAL_TAG_BYTES == HEADER_SLOT_BYTES, "a slot is full");

static uint32_t
u32_at(const uint8_t *p)
{
	struct slice s = slice_of(p, 4);
	uint32_t v = 0;

	(void)!take_u32le(&s, &v); /* four bytes are there */
	return v;
}

static uint64_t
u64_at(const uint8_t *p)
{
	struct slice s = slice_of(p, 8);
	uint64_t v = 0;

	(void)!take_u64le(&s, &v); /* eight bytes are there */
	return v;
}

static enum status
header_check(const uint8_t *p, struct err *err)
{
	uint8_t sha[SHA256_BYTES];
	uint32_t memory = u32_at(p + AT_MEMORY), passes = u32_at(p + AT_PASSES);
	uint64_t sequence = u64_at(p + AT_SEQUENCE);

	sha256_of(slice_of(p, AT_SHA), sha);
	if (!hash_equal(sha, p + AT_SHA, sizeof sha))
		return fail_at(err, E_FORMAT, AT_SHA, "this copy of the header is damaged");
	if (u32_at(p + AT_VERSION) != HEADER_VERSION)
		return fail_at(err, E_FORMAT, AT_VERSION,
		    "this vault was made by a later version of the program");
	if (u32_at(p + AT_ZERO) != 0 || sequence == 0 || sequence >= HEADER_MAX_SEQUENCE)
		return fail_at(err, E_FORMAT, AT_ZERO, "this copy of the header is malformed");
	if (memory < STRETCH_MIN_MEMORY_KIB || memory > STRETCH_MAX_MEMORY_KIB ||
	    passes < STRETCH_MIN_PASSES || passes > STRETCH_MAX_PASSES)
		return fail_at(err, E_LIMIT, AT_MEMORY,
		    "this header asks for more, or less, key derivation than is accepted");
	return OK;
}

enum status
header_parse(struct slice bytes, struct header *out, struct err *err)
{
	const uint8_t *p = bytes.p;
	enum status status;

	if (bytes.n != HEADER_BYTES)
		return fail_at(err, E_FORMAT, bytes.n,
		    "this copy of the header has %zu bytes instead of %d", bytes.n, HEADER_BYTES);
	status = header_check(p, err);
	if (status != OK)
		return status;
	out->memory_kib = u32_at(p + AT_MEMORY);
	out->passes = u32_at(p + AT_PASSES);
	out->sequence = u64_at(p + AT_SEQUENCE);
	memcpy(out->salt, p + AT_SALT, sizeof out->salt);
	memcpy(out->log_id, p + AT_LOG_ID, sizeof out->log_id);
	memcpy(out->signing_nonce, p + AT_SIGNING_NONCE, sizeof out->signing_nonce);
	memcpy(out->signing, p + AT_SIGNING, sizeof out->signing);
	memcpy(out->slots, p + AT_SLOTS, sizeof out->slots);
	memcpy(out->fill, p + AT_FILL, sizeof out->fill);
	return OK;
}

void
header_put(
    const struct header *header, const uint8_t header_key[KEY_BYTES], uint8_t out[HEADER_BYTES])
{
	put_u32le(out + AT_VERSION, HEADER_VERSION);
	put_u32le(out + AT_MEMORY, header->memory_kib);
	put_u32le(out + AT_PASSES, header->passes);
	put_u32le(out + AT_ZERO, 0);
	put_u64le(out + AT_SEQUENCE, header->sequence);
	memcpy(out + AT_SALT, header->salt, sizeof header->salt);
	memcpy(out + AT_LOG_ID, header->log_id, sizeof header->log_id);
	memcpy(out + AT_SIGNING_NONCE, header->signing_nonce, sizeof header->signing_nonce);
	memcpy(out + AT_SIGNING, header->signing, sizeof header->signing);
	memcpy(out + AT_SLOTS, header->slots, sizeof header->slots);
	memcpy(out + AT_FILL, header->fill, sizeof header->fill);
	hmac_sha256(slice_of(header_key, KEY_BYTES), slice_of(out, AT_MAC), out + AT_MAC);
	sha256_of(slice_of(out, AT_SHA), out + AT_SHA);
}

bool
header_mac_holds(struct slice bytes, const uint8_t header_key[KEY_BYTES])
{
	uint8_t mac[SHA256_BYTES];

	if (bytes.n != HEADER_BYTES)
		return false;
	hmac_sha256(slice_of(header_key, KEY_BYTES), slice_of(bytes.p, AT_MAC), mac);
	return hash_equal(mac, bytes.p + AT_MAC, sizeof mac);
}

/* What binds a slot's wrap to its place: salt and number. */
static struct slice
slot_bound(const struct header *header, unsigned number, uint8_t bound[STRETCH_SALT_BYTES + 1])
{
	memcpy(bound, header->salt, STRETCH_SALT_BYTES);
	bound[STRETCH_SALT_BYTES] = (uint8_t)number;
	return slice_of(bound, STRETCH_SALT_BYTES + 1);
}

static enum status
slot_parse(const uint8_t plain[SLOT_PLAIN_BYTES], struct slot *out, struct err *err)
{
	uint8_t kind = plain[PLAIN_AT_KIND], n = plain[PLAIN_AT_LABEL];
	const uint8_t *label = plain + PLAIN_AT_LABEL + 1;
	struct text text;

	if (kind < SLOT_PASSPHRASE || kind > SLOT_HALVES ||
	    !slice_all_zero(slice_of(plain + PLAIN_AT_KIND + 1, 7)) || n > SLOT_LABEL_MAX_BYTES ||
	    !slice_all_zero(slice_of(label + n, (size_t)SLOT_LABEL_MAX_BYTES - n)) ||
	    !text_check(slice_of(label, n), &text, NULL))
		return fail(err, E_FORMAT, "a slot of the header is malformed");
	memcpy(out->vault_key, plain, KEY_BYTES);
	out->kind = (enum slot_kind)kind;
	out->created_us = (int64_t)u64_at(plain + PLAIN_AT_CREATED);
	out->label_bytes = n;
	memcpy(out->label, label, SLOT_LABEL_MAX_BYTES);
	return OK;
}

void
header_slot_seal(struct header *header, unsigned number, const uint8_t stretched[STRETCH_OUT_BYTES],
    const uint8_t nonce[WRAP_NONCE_BYTES], const struct slot *slot)
{
	uint8_t plain[SLOT_PLAIN_BYTES] = {0}, key[KEY_BYTES], bound[STRETCH_SALT_BYTES + 1];
	uint8_t *p;

	assert(number < HEADER_SLOTS && slot->label_bytes <= SLOT_LABEL_MAX_BYTES);
	p = header->slots[number];
	memcpy(plain, slot->vault_key, KEY_BYTES);
	plain[PLAIN_AT_KIND] = (uint8_t)slot->kind;
	put_u64le(plain + PLAIN_AT_CREATED, (uint64_t)slot->created_us);
	plain[PLAIN_AT_LABEL] = slot->label_bytes;
	memcpy(plain + PLAIN_AT_LABEL + 1, slot->label, slot->label_bytes);
	keys_slot(stretched, header->salt, number, key);
	keys_commitment(key, p);
	memcpy(p + SLOT_AT_NONCE, nonce, WRAP_NONCE_BYTES);
	wrap_seal(key, nonce, slot_bound(header, number, bound), slice_of(plain, sizeof plain),
	    p + SLOT_AT_SEALED);
	secret_wipe(plain, sizeof plain);
	secret_wipe(key, sizeof key);
}

enum status
header_slot_open(const struct header *header, const uint8_t stretched[STRETCH_OUT_BYTES],
    struct slot *out, unsigned *number, struct err *err)
{
	uint8_t plain[SLOT_PLAIN_BYTES], key[KEY_BYTES], commitment[KEY_BYTES];
	uint8_t bound[STRETCH_SALT_BYTES + 1];
	enum status status = E_AUTH;
	const uint8_t *p;

	for (unsigned i = 0; i < HEADER_SLOTS && status != OK; i++) {
		p = header->slots[i];
		keys_slot(stretched, header->salt, i, key);
		keys_commitment(key, commitment);
		if (!hash_equal(commitment, p, sizeof commitment))
			continue;
		status = wrap_open(key, p + SLOT_AT_NONCE, slot_bound(header, i, bound),
		    slice_of(p + SLOT_AT_SEALED, SLOT_PLAIN_BYTES + SEAL_TAG_BYTES), plain, err);
		if (status == OK)
			status = slot_parse(plain, out, err);
		if (status == OK)
			*number = i;
	}
	secret_wipe(plain, sizeof plain);
	secret_wipe(key, sizeof key);
	return status == OK ? OK : fail(err, E_AUTH, "this secret opens no slot");
}
