/* src/keep/header_inner.c
 * The bytes of a header's inner part; see header_inner.h. */
#include "keep/header_inner.h"

#include <assert.h>

#include "sys/crypto/secret.h"

enum {
	INNER_VERSION = 1,
	INNER_PLAIN_BYTES = HEADER_FILL_BYTES - WRAP_NONCE_BYTES - SEAL_TAG_BYTES,
	AT_RENEWING = 4,
	AT_BEFORE = 8,
	AT_SLOTS = 40,
	SLOT_BYTES = 152,
	AT_ZERO = AT_SLOTS + HEADER_SLOTS * SLOT_BYTES,
	SLOT_AT_CREATED = 8,
	SLOT_AT_LABEL = 16,
	BOUND_BYTES = STRETCH_SALT_BYTES + HEADER_LOG_ID_BYTES,
};

_Static_assert(AT_ZERO < INNER_PLAIN_BYTES, "eight slots fit");
_Static_assert(SLOT_AT_LABEL + SLOT_LABEL_MAX_BYTES < SLOT_BYTES, "a label fits");

static struct slice
inner_bound(const struct header *header, uint8_t bound[BOUND_BYTES])
{
	memcpy(bound, header->salt, STRETCH_SALT_BYTES);
	memcpy(bound + STRETCH_SALT_BYTES, header->log_id, HEADER_LOG_ID_BYTES);
	return slice_of(bound, BOUND_BYTES);
}

static void
slot_put(uint8_t *p, const struct inner_slot *slot)
{
	if (slot->kind == SLOT_UNUSED)
		return;
	assert(slot->label_bytes <= SLOT_LABEL_MAX_BYTES);
	p[0] = (uint8_t)slot->kind;
	p[1] = slot->label_bytes;
	put_u64le(p + SLOT_AT_CREATED, (uint64_t)slot->created_us);
	memcpy(p + SLOT_AT_LABEL, slot->label, slot->label_bytes);
}

void
header_inner_seal(struct header *header, const uint8_t slots_key[KEY_BYTES],
    const uint8_t nonce[WRAP_NONCE_BYTES], const struct header_inner *inner)
{
	uint8_t plain[INNER_PLAIN_BYTES] = {0}, bound[BOUND_BYTES];

	put_u32le(plain, INNER_VERSION);
	plain[AT_RENEWING] = inner->renewing;
	if (inner->renewing)
		memcpy(plain + AT_BEFORE, inner->before, KEY_BYTES);
	for (size_t i = 0; i < HEADER_SLOTS; i++)
		slot_put(plain + AT_SLOTS + i * SLOT_BYTES, &inner->slots[i]);
	memcpy(header->fill, nonce, WRAP_NONCE_BYTES);
	wrap_seal(slots_key, nonce, inner_bound(header, bound), slice_of(plain, sizeof plain),
	    header->fill + WRAP_NONCE_BYTES);
	secret_wipe(plain, sizeof plain);
}

static bool
slot_parse(const uint8_t *p, struct inner_slot *out)
{
	struct slice created = slice_of(p + SLOT_AT_CREATED, 8);
	const uint8_t *label = p + SLOT_AT_LABEL;
	struct text text;
	uint64_t us = 0;

	if (p[0] == SLOT_UNUSED)
		return slice_all_zero(slice_of(p, SLOT_BYTES));
	if (p[0] > SLOT_HALVES || p[1] > SLOT_LABEL_MAX_BYTES ||
	    !slice_all_zero(slice_of(p + 2, 6)) ||
	    !slice_all_zero(slice_of(label + p[1], (size_t)(SLOT_BYTES - SLOT_AT_LABEL) - p[1])) ||
	    !text_check(slice_of(label, p[1]), &text, NULL) || !take_u64le(&created, &us))
		return false;
	out->kind = (enum slot_kind)p[0];
	out->created_us = (int64_t)us;
	out->label_bytes = p[1];
	memcpy(out->label, label, SLOT_LABEL_MAX_BYTES);
	return true;
}

static bool
inner_parse(const uint8_t plain[INNER_PLAIN_BYTES], struct header_inner *out)
{
	struct slice version = slice_of(plain, 4);
	uint32_t v;
	bool good = take_u32le(&version, &v) && v == INNER_VERSION && plain[AT_RENEWING] <= 1 &&
		    slice_all_zero(slice_of(plain + AT_RENEWING + 1, 3)) &&
		    slice_all_zero(slice_of(plain + AT_ZERO, INNER_PLAIN_BYTES - AT_ZERO)) &&
		    (plain[AT_RENEWING] == 1 ||
			slice_all_zero(slice_of(plain + AT_BEFORE, KEY_BYTES)));

	out->renewing = plain[AT_RENEWING] == 1;
	memcpy(out->before, plain + AT_BEFORE, KEY_BYTES);
	for (size_t i = 0; good && i < HEADER_SLOTS; i++)
		good = slot_parse(plain + AT_SLOTS + i * SLOT_BYTES, &out->slots[i]);
	return good;
}

enum status
header_inner_open(const struct header *header, const uint8_t slots_key[KEY_BYTES],
    struct header_inner *out, struct err *err)
{
	uint8_t plain[INNER_PLAIN_BYTES], bound[BOUND_BYTES];
	struct header_inner inner = {0};
	enum status status = OK;

	if (wrap_open(slots_key, header->fill, inner_bound(header, bound),
		slice_of(header->fill + WRAP_NONCE_BYTES, INNER_PLAIN_BYTES + SEAL_TAG_BYTES),
		plain, NULL) != OK)
		return fail(err, E_NOTFOUND, "no slot was changed since this vault was made");
	if (inner_parse(plain, &inner))
		*out = inner;
	else
		status = fail(err, E_FORMAT,
		    "the list of ways into this vault was made by a later version of the program");
	secret_wipe(plain, sizeof plain);
	secret_wipe(&inner, sizeof inner);
	return status;
}
