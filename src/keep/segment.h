/* src/keep/segment.h
 * The records of a log segment (docs/format/vault.md, section 5): seal one, open one, walk all of
 * them past any damage.  Pure functions of bytes.
 * Not for: files, what is durable (keep/log.c), or what an entry means. */
#ifndef KEEP_SEGMENT_H
#define KEEP_SEGMENT_H

#include "base/buf.h"
#include "base/seam.h"
#include "keep/keys.h"
#include "prove/entry.h"
#include "prove/merkle.h"
#include "sys/crypto/seal.h"

enum {
	SEGMENT_MAX_ENTRIES = 1024,
	SEGMENT_MAX_BYTES = 8 * 1024 * 1024,
	SEGMENT_FRAME_BYTES = 4 + 8 + WRAP_NONCE_BYTES,
	SEGMENT_RECORD_MAX_BYTES = 5 * 1024 * 1024, /* ciphertext and tag */
	SEGMENT_FILE_MAX_BYTES = SEGMENT_MAX_BYTES + SEGMENT_FRAME_BYTES + SEGMENT_RECORD_MAX_BYTES,
	SEGMENT_LOG_ID_BYTES = 16,
};

#define SEGMENT_MAX_NUMBER (UINT64_C(1) << 40)

enum segment_kind { RECORD_ENTRY = 1, RECORD_STUB = 2 };

/* Key and log id: what every record is sealed under.  Borrowed. */
struct segment_key {
	const uint8_t *key;    /* KEY_BYTES */
	const uint8_t *log_id; /* SEGMENT_LOG_ID_BYTES */
	const uint8_t *before; /* the previous key, that records may still be under; or NULL */
};

struct segment_record {
	uint64_t number;
	enum segment_kind kind;
	uint64_t settled;             /* entries known durable when it was written */
	uint8_t before[SHA256_BYTES]; /* leaf of the entry before; zero for entry 0 */
	uint8_t leaf[SHA256_BYTES];
	struct entry entry; /* fields borrowed */
	unsigned sum_depth;
	const uint8_t *sum; /* sum_depth * SHA256_BYTES: the tree before this entry; borrowed */
};

/* Append one record.  `sum` is the tree before it (record->sum and sum_depth are not looked at). */
MUST_USE enum status segment_record_put(struct buf *out, const struct segment_key *key,
    const struct segment_record *record, const struct merkle *sum,
    const uint8_t nonce[WRAP_NONCE_BYTES], struct err *err);
/* The bytes one more record would take. */
size_t segment_record_bytes(const struct entry *entry, uint64_t number);

/* The body of a record.  Strict.  *out borrows from `body`.  E_FORMAT, E_LIMIT. */
MUST_USE enum status segment_body_parse(
    struct slice body, uint64_t number, struct segment_record *out, struct err *err);
/*
 * The record at the front of `bytes`, which must be entry `number`: decrypted into `plain`
 * (emptied; maximum at least SEGMENT_RECORD_MAX_BYTES), from which *out borrows.  *used is its
 * whole length. E_FORMAT: no such record here.  E_AUTH: it was changed.  E_LIMIT, E_NOMEM: `plain`
 * is too small.
 */
MUST_USE enum status segment_record_open(const struct segment_key *key, struct slice bytes,
    uint64_t number, struct buf *plain, struct segment_record *out, size_t *used, struct err *err);

/* What is known of one entry after a walk. */
struct segment_slot {
	uint32_t at;     /* offset of its record, or of the damage it is lost in */
	bool whole;      /* it opens, and its successor (where there is one) names its leaf */
	bool leaf_known; /* from itself or from its successor */
	uint8_t leaf[SHA256_BYTES];
};

struct segment_map {
	uint64_t first;
	size_t count; /* entries met, damaged ones before the last whole one included */
	struct segment_slot slots[SEGMENT_MAX_ENTRIES];
	size_t end;        /* offset after the last whole record; bytes after it are bad */
	uint64_t settled;  /* greatest `settled` of any whole record; at least `first` */
	struct merkle sum; /* tree after the last whole record; sum.leaves = first + count */
	bool sum_known;    /* false only when no record is whole */
	size_t bad_slots;  /* slots that are not whole */
	bool before_known; /* slot 0 is whole, and tells the leaf of the entry before it */
	uint8_t before[SHA256_BYTES];
};

/*
 * Walk all records of a segment whose first entry is `first`.  Never fails on account of the bytes:
 * what is bad is in the map.  `plain` as for segment_record_open().  E_NOMEM only.
 */
MUST_USE enum status segment_walk(const struct segment_key *key, struct slice bytes, uint64_t first,
    struct hash *hash, struct buf *plain, struct segment_map *out, struct err *err);

/*
 * Every record of the segment `bytes` that opens under key->before alone is sealed anew in place
 * under key->key, with a nonce from `entropy`; all else stays as it stands.  *done is how many
 * there were.  `map` and `plain` as for segment_walk().  E_NOMEM only.
 */
MUST_USE enum status segment_reseal(const struct segment_key *key, const struct entropy *entropy,
    struct buf *bytes, uint64_t first, struct hash *hash, struct buf *plain,
    struct segment_map *map, uint64_t *done, struct err *err);

#endif
