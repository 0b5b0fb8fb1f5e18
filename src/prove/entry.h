/* src/prove/entry.h
 * One entry of the log: 16 fields, each under its own salted commitment, one RFC 6962 leaf over the
 * 16.  docs/format/log.md rules names, order, value syntax and bytes.
 * Not for: storing entries (keep/log.h) or showing them. */
#ifndef PROVE_ENTRY_H
#define PROVE_ENTRY_H

#include "base/buf.h"
#include "base/err.h"
#include "base/slice.h"
#include "sys/crypto/hash.h"

enum entry_field {
	FIELD_KIND, /* "original" "reading" "incident" "correction" "person" "handover" "removal" …
		     */
	FIELD_ID,   /* 26 base32 characters, random, the entry's name for ever */
	FIELD_WRITTEN, /* clock evidence: UTC wall time, boot time, zone; one "name value" a line */
	FIELD_WHEN,    /* the claimed time of what happened */
	FIELD_SOURCE,  /* how it came: saw/heard/told/found, by whom, or "file" with its folder time
			*/
	FIELD_CONTENT, /* "sha256 bytes type" lines of originals */
	FIELD_NAME,    /* file name as it came */
	FIELD_TEXT,    /* what happened */
	FIELD_PEOPLE,  /* who did it, witnesses, who kept it */
	FIELD_PLACE,
	FIELD_RELATIONS, /* "supersedes ID", "reads ID", "attached-to ID", one a line */
	FIELD_DERIVED,   /* tool and version that made a reading */
	FIELD_READING,   /* record count, Merkle root, object of a reading */
	FIELD_RECEIPT,   /* SHA-256 of the newest time-stamp receipt */
	FIELD_EFFECT,    /* effect and what was changed because of it */
	FIELD_PRIVATE,   /* private notes and keys to objects: never leaves */
	ENTRY_FIELDS,
};

enum {
	ENTRY_SEED_BYTES = 32,
	ENTRY_VALUE_MAX_BYTES = 1024 * 1024,
	ENTRY_MAX_BYTES = 4 * 1024 * 1024, /* all values together */
	RECORD_PREIMAGE_MAX_BYTES = 4 * 1024 *
				    1024, /* canonical bytes of one record, as record.md */
};

struct entry {
	uint8_t seed[ENTRY_SEED_BYTES];    /* random; salts come from it */
	struct slice fields[ENTRY_FIELDS]; /* UTF-8 without NUL; empty = absent; borrowed */
};

/* The name of a field in the bytes, "kind" … "private".  Static storage. */
const char *entry_field_name(enum entry_field field);
MUST_USE bool entry_field_parse(struct slice name, enum entry_field *out);

/* salt = HMAC-SHA-256(seed, "salt:" name).  Shows neither the seed nor another salt. */
void entry_salt(const struct entry *entry, enum entry_field field, uint8_t out[SHA256_BYTES]);
/* The exact bytes whose SHA-256 is the commitment: so `sha256sum` reproduces it. */
void field_preimage_put(
    struct buf *out, enum entry_field field, const uint8_t salt[SHA256_BYTES], struct slice value);
/* Strict inverse.  E_FORMAT.  value is borrowed from `bytes`. */
MUST_USE enum status field_preimage_parse(struct slice bytes, enum entry_field *field,
    uint8_t salt[SHA256_BYTES], struct slice *value, struct err *err);
/* All 16 commitments, with a hash the caller keeps. */
void entry_commitments(
    struct hash *hash, const struct entry *entry, uint8_t out[ENTRY_FIELDS][SHA256_BYTES]);
/* "… entry v1\n" and 16 lines of hex: the leaf's content, also the pack's entry.txt. */
void commitments_put(struct buf *out, uint8_t commitments[ENTRY_FIELDS][SHA256_BYTES]);
MUST_USE enum status commitments_parse(
    struct slice bytes, uint8_t out[ENTRY_FIELDS][SHA256_BYTES], struct err *err);
/* SHA-256(0x00 || that text), from the commitments or from the entry. */
void commitments_leaf(
    struct hash *hash, uint8_t commitments[ENTRY_FIELDS][SHA256_BYTES], uint8_t out[SHA256_BYTES]);
void entry_leaf(struct hash *hash, const struct entry *entry, uint8_t out[SHA256_BYTES]);
/* Values are valid UTF-8 without NUL and within the limits.  E_FORMAT (err->at = field), E_LIMIT.
 */
MUST_USE enum status entry_check(const struct entry *entry, struct err *err);

/* --- records of a reading (log.md, section on readings) --- */
/* salt of record number `index` (from 0): HMAC-SHA-256(seed, "record:" decimal index). */
void record_salt(struct slice seed, uint64_t index, uint8_t out[SHA256_BYTES]);
/* The same for many records of one reading, several times faster.  NULL when out of memory; the
 * caller frees it, which wipes it. */
struct record_salter;
MUST_USE struct record_salter *record_salter_new(struct slice seed);
void record_salter_salt(struct record_salter *salter, uint64_t index, uint8_t out[SHA256_BYTES]);
void record_salter_free(struct record_salter *salter);
/* Leaf over the salted canonical bytes (docs/format/record.md). */
void record_leaf(struct hash *hash, const uint8_t salt[SHA256_BYTES], struct slice canonical,
    uint8_t out[SHA256_BYTES]);
/* The exact bytes the leaf covers after its 0x00: what a pack shows for one record. */
void record_preimage_put(struct buf *out, const uint8_t salt[SHA256_BYTES], struct slice canonical);
MUST_USE enum status record_preimage_parse(
    struct slice bytes, uint8_t salt[SHA256_BYTES], struct slice *canonical, struct err *err);

#endif
