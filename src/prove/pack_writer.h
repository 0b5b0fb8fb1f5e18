/* src/prove/pack_writer.h
 * Writes a pack: a BagIt folder or the same as a plain ZIP, with originals byte for byte, the
 * entries with their commitments, the records that are shown, and proofs against one signed head.
 * docs/format/pack.md rules what stands where.  Streams: memory grows with the number of files, not
 * with their size.
 * Not for: what a pack should contain (app/), pages and PDF (show/), checking (pack_verify.h). */
#ifndef PROVE_PACK_WRITER_H
#define PROVE_PACK_WRITER_H

#include "base/seam.h"
#include "prove/checkpoint.h"
#include "prove/entry.h"
#include "prove/value.h"

struct pack_writer;

struct pack_options {
	struct io io;
	const char *path;  /* must not exist yet; borrowed until pack_begin() returns */
	bool zip;          /* one ZIP file instead of a folder */
	struct slice note; /* the signed head every proof stands on (checkpoint_sign); borrowed */
	uint8_t public_key[SIGN_PUBLIC_BYTES]; /* that signed it */
	struct text software;    /* "Daybook 0.1.0", for bag-info.txt; may be absent */
	struct text date;        /* "2024-06-01", for bag-info.txt; may be absent */
	struct text description; /* one line for bag-info.txt; may be absent */
};

/* What was written. */
struct pack_written {
	uint64_t files, bytes;          /* everything in the pack */
	char code[HEAD_CODE_CHARS + 1]; /* names the whole pack: pack.md section 2 */
};

/*
 * Everything is written beside `path` first, under the same name with ".part" added (whatever
 * stands there from an earlier try is an E_CONFLICT), and gets its name in pack_finish().
 * E_CONFLICT  `path` exists.   E_AUTH, E_FORMAT  the note is not signed by that key.
 * E_IO, E_DENIED, E_NOMEM, E_LIMIT (path over 4,000 bytes).
 * After any failure below the pack is of no use: call pack_abort().
 */
MUST_USE enum status pack_begin(
    const struct pack_options *options, struct pack_writer **out, struct err *err);

/*
 * Another log that entries of this pack stand in, by its slot (log_number.h): its own signed head
 * and key.  Before the first entry of it.  E_AUTH, E_FORMAT: as for pack_begin().  E_NOMEM.
 */
MUST_USE enum status pack_log_add(struct pack_writer *pack, unsigned slot, struct slice note,
    const uint8_t public_key[SIGN_PUBLIC_BYTES], struct err *err);

/* A file of the caller's: `name` is a safe name (bag.h) below "data/" and outside data/entries and
 * data/readings, in whatever pieces.  E_FORMAT: such a name is not for the caller. */
MUST_USE enum status pack_file_begin(struct pack_writer *pack, const char *name, struct err *err);
MUST_USE enum status pack_file_write(struct pack_writer *pack, struct slice bytes, struct err *err);
struct pack_file_info {
	uint64_t bytes;
	uint8_t sha256[SHA256_BYTES];
};
MUST_USE enum status pack_file_end(
    struct pack_writer *pack, struct pack_file_info *out, struct err *err);
/* The three in one, for what is in memory. */
MUST_USE enum status pack_file_add(
    struct pack_writer *pack, const char *name, struct slice bytes, struct err *err);

/*
 * One entry (`number` as in log_number.h): its sixteen commitments, the fields in `shown` (bit 1 <<
 * FIELD_…; empty ones are left out) and its proof.  FIELD_PRIVATE is never shown: E_DENIED.
 * E_FORMAT: the path does not lead to the head's root, so nobody could check it.
 */
MUST_USE enum status pack_entry_add(struct pack_writer *pack, uint64_t number,
    const struct entry *entry, uint32_t shown, const struct merkle_path *path, struct err *err);

/*
 * The records of the reading in entry `number`, all of them in order; those with a preimage
 * (record_preimage_put) are shown.  The leaf must be that of the preimage.
 */
MUST_USE enum status pack_reading_begin(struct pack_writer *pack, uint64_t number, struct err *err);
/* A record that is not shown. */
MUST_USE enum status pack_leaf_add(
    struct pack_writer *pack, const uint8_t leaf[SHA256_BYTES], struct err *err);
/* A record that is shown, with its salt (record_salt). */
MUST_USE enum status pack_record_add(struct pack_writer *pack, const uint8_t salt[SHA256_BYTES],
    struct slice canonical, struct err *err);
/* E_FORMAT: count or root are not those of the reading field (value.h). */
MUST_USE enum status pack_reading_end(
    struct pack_writer *pack, const struct reading_value *expected, struct err *err);

/* Lists, proofs and explanations, syncs, and the final name.  Frees the writer in every case; on
 * failure nothing is left behind. */
MUST_USE enum status pack_finish(
    struct pack_writer *pack, struct pack_written *out, struct err *err);
/* Removes what was written and frees.  NULL is fine. */
void pack_abort(struct pack_writer *pack);

#endif
