/* src/keep/object_file.c
 * Key areas of an object file; see object_file.h. */
#include "keep/object_file.h"

#include "sys/crypto/secret.h"

enum {
	AREA_VERSION = 1,
	AREA_PLAIN_BYTES = OBJECT_AREA_BYTES - WRAP_NONCE_BYTES - SEAL_TAG_BYTES,
	AREA_AT_KEY = 8,
	AREA_AT_LENGTH = 40,
	AREA_AT_SHA = 48,
	AREA_AT_ZERO = 80,
};

void
object_area_seal(const uint8_t object_use_key[KEY_BYTES], const uint8_t id[OBJECT_ID_BYTES],
    const uint8_t nonce[WRAP_NONCE_BYTES], const struct object_head *head,
    uint8_t out[OBJECT_AREA_BYTES])
{
	uint8_t plain[AREA_PLAIN_BYTES] = {0};

	put_u32le(plain, AREA_VERSION);
	memcpy(plain + AREA_AT_KEY, head->key, KEY_BYTES);
	put_u64le(plain + AREA_AT_LENGTH, head->bytes);
	memcpy(plain + AREA_AT_SHA, head->sha256, SHA256_BYTES);
	memcpy(out, nonce, WRAP_NONCE_BYTES);
	wrap_seal(object_use_key, nonce, slice_of(id, OBJECT_ID_BYTES),
	    slice_of(plain, sizeof plain), out + WRAP_NONCE_BYTES);
	secret_wipe(plain, sizeof plain);
}

static enum status
area_parse(const uint8_t plain[AREA_PLAIN_BYTES], struct object_head *out, struct err *err)
{
	struct slice version = slice_of(plain, 4), length = slice_of(plain + AREA_AT_LENGTH, 8);
	uint32_t v;
	uint64_t bytes;

	if (!take_u32le(&version, &v) || v != AREA_VERSION)
		return fail_at(err, E_FORMAT, 0, "this object is of a later version");
	if (!take_u64le(&length, &bytes) || bytes > PAD_MAX_BYTES ||
	    !slice_all_zero(slice_of(plain + 4, 4)) ||
	    !slice_all_zero(slice_of(plain + AREA_AT_ZERO, AREA_PLAIN_BYTES - AREA_AT_ZERO)))
		return fail_at(err, E_FORMAT, AREA_AT_LENGTH, "this object's head is malformed");
	memcpy(out->key, plain + AREA_AT_KEY, KEY_BYTES);
	out->bytes = bytes;
	memcpy(out->sha256, plain + AREA_AT_SHA, SHA256_BYTES);
	return OK;
}

enum status
object_area_open(const uint8_t object_use_key[KEY_BYTES], const uint8_t id[OBJECT_ID_BYTES],
    struct slice area, struct object_head *out, struct err *err)
{
	uint8_t plain[AREA_PLAIN_BYTES];
	enum status status;

	if (area.n != OBJECT_AREA_BYTES)
		return fail(err, E_FORMAT, "this object's head is cut off");
	status = wrap_open(object_use_key, area.p, slice_of(id, OBJECT_ID_BYTES),
	    slice_of(area.p + WRAP_NONCE_BYTES, OBJECT_AREA_BYTES - WRAP_NONCE_BYTES), plain, err);
	if (status == OK)
		status = area_parse(plain, out, err);
	secret_wipe(plain, sizeof plain);
	return status;
}
