/* src/keep/object_file.h
 * The bytes of an object file (docs/format/vault.md, section 4): key areas and geometry.
 * Pure functions of bytes; for src/keep alone.  Files: object_write.c, object_read.c. */
#ifndef KEEP_OBJECT_FILE_H
#define KEEP_OBJECT_FILE_H

#include "keep/keys.h"
#include "keep/pad.h"
#include "sys/crypto/hash.h"
#include "sys/crypto/seal.h"

enum {
	OBJECT_ID_BYTES = 16,
	OBJECT_AREAS = 2,
	OBJECT_AREA_BYTES = 1024,
	OBJECT_AREA_STEP = 2048, /* area i stands at i times this; random bytes after it */
	OBJECT_HEADER_BYTES = 4096,
	OBJECT_NONCE_BYTES = 16,
	OBJECT_PAYLOAD_AT = OBJECT_HEADER_BYTES + OBJECT_NONCE_BYTES,
	OBJECT_SEALED_BYTES = STREAM_CHUNK_BYTES + SEAL_TAG_BYTES, /* of a full chunk */
};

/* What a key area holds.  Wiped by whoever opened it. */
struct object_head {
	uint8_t key[KEY_BYTES];
	uint64_t bytes; /* of the content */
	uint8_t sha256[SHA256_BYTES];
};

/* Content ‖ padding of n bytes makes this many chunks, and a file this long. */
static inline uint64_t
object_chunks(uint64_t padded)
{
	return (padded + STREAM_CHUNK_BYTES - 1) / STREAM_CHUNK_BYTES;
}

static inline uint64_t
object_file_bytes(uint64_t padded)
{
	return OBJECT_PAYLOAD_AT + padded + SEAL_TAG_BYTES * object_chunks(padded);
}

void object_area_seal(const uint8_t object_use_key[KEY_BYTES], const uint8_t id[OBJECT_ID_BYTES],
    const uint8_t nonce[WRAP_NONCE_BYTES], const struct object_head *head,
    uint8_t out[OBJECT_AREA_BYTES]);
/* E_AUTH: damaged, or of another object.  E_FORMAT: opens, but is malformed or of a later version.
 */
MUST_USE enum status object_area_open(const uint8_t object_use_key[KEY_BYTES],
    const uint8_t id[OBJECT_ID_BYTES], struct slice area, struct object_head *out, struct err *err);

#endif
