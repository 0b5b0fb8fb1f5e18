/* src/prove/shown.h
 * The two files a pack holds for a reading: leaves.txt, every record's leaf hash in order (a run of
 * records that are not shown may be one line), and records.txt, the records that are shown.
 * docs/format/pack.md section 5 rules them.  Pure; made for streams: takers work on what has been
 * read so far. */
#ifndef PROVE_SHOWN_H
#define PROVE_SHOWN_H

#include "base/buf.h"
#include "prove/entry.h"
#include "prove/merkle.h"

enum {
	SHOWN_LINE_MAX_BYTES = 128,
	/* salt, length and version line before the canonical bytes, and our own line before that */
	SHOWN_ITEM_MAX_BYTES = RECORD_PREIMAGE_MAX_BYTES + 512,
};

/* The first line of each file, with its line feed. */
extern const char leaves_head[], records_head[];

/* One line of leaves.txt: a leaf (level 0) or the root of 2^level leaves. */
struct leaf_line {
	unsigned level;
	uint8_t hash[SHA256_BYTES];
};
void leaf_line_put(struct buf *out, const struct leaf_line *line);
/*
 * Take one line off the front of what has been read.  OK with *got false: there is no whole line
 * yet, *rest is untouched.  E_FORMAT: this can never become a line.
 */
MUST_USE enum status leaf_line_take(
    struct slice *rest, struct leaf_line *out, bool *got, struct err *err);

/* One shown record: its number and the bytes its leaf covers (entry.h, record_preimage_parse). */
struct shown_record {
	uint64_t index;
	struct slice preimage; /* borrowed */
};
/* What comes before and after the preimage, so that it need not be copied. */
void shown_record_head_put(struct buf *out, uint64_t index, size_t preimage_bytes);
void shown_record_put(struct buf *out, const struct shown_record *record);
/* As leaf_line_take(); E_LIMIT: over SHOWN_ITEM_MAX_BYTES. */
MUST_USE enum status shown_record_take(
    struct slice *rest, struct shown_record *out, bool *got, struct err *err);

/*
 * Makes the lines of leaves.txt: shown records keep a line of their own, runs of the others become
 * as few lines as the tree allows.
 */
struct leaf_lister {
	uint64_t next; /* leaves added */
	unsigned depth;
	struct leaf_line pending[2 * MERKLE_MAX_PATH]; /* the run so far, first leaf first */
};
void leaf_lister_init(struct leaf_lister *lister);
/* Adds one leaf; lines that are settled are put to `out`. */
void leaf_lister_add(struct leaf_lister *lister, struct hash *hash,
    const uint8_t leaf[SHA256_BYTES], bool shown, struct buf *out);
/* The rest of the lines. */
void leaf_lister_end(struct leaf_lister *lister, struct buf *out);

#endif
