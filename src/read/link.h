/* src/read/link.h
 * The worker's side of the conversation: a source that asks the parent for ranges, one ahead of
 * what is being read, and a sink that writes frames.  Not for: walls or formats (worker.h). */
#ifndef READ_LINK_H
#define READ_LINK_H

#include "read/frame.h"

/* Blocking; the worker's descriptors 0 and 1, or memory in tests. */
struct link_ends {
	int64_t (*read)(void *ctx, void *p, size_t n);        /* count, 0 at the end, -errno */
	int64_t (*write)(void *ctx, const void *p, size_t n); /* count, -errno */
	void *ctx;
};

struct link_block {
	uint8_t *p; /* FRAME_RANGE_HEAD_BYTES + FRAME_RANGE_BYTES */
	uint64_t at;
	size_t n; /* bytes of the original in it */
};

/* The original, or one of its parts, among the bytes that can be asked for. */
struct link_part {
	struct link *link;
	uint64_t from, bytes;
};

struct link {
	struct link_ends ends;
	struct buf out;           /* frames not yet written */
	struct buf options_bytes; /* what `options` borrows from */
	struct frame_options options;
	struct link_part part[1 + READING_PARTS_MAX]; /* the original first */
	struct link_part slot[READING_SLOTS];
	struct looking look;
	struct source parts[READING_PARTS_MAX];
	struct link_block now;   /* being read from */
	struct link_block ahead; /* where the range that was asked for will go */
	bool asked;              /* ahead.at, ahead.n are on their way */
	uint64_t records, extracts, notes;
	uint64_t extract_bytes;
	bool in_extract;
	uint64_t notes_left_out;      /* over FRAME_MAX_NOTES */
	enum note_kind left_out_kind; /* the gravest of them */
	const char *format;           /* name to give when the reader gave none */
	bool named;
};

/* E_NOMEM. */
MUST_USE enum status link_init(struct link *link, const struct link_ends *ends, struct err *err);
void link_fini(struct link *link);

/* Say which walls stand, at once. */
MUST_USE enum status link_walls(struct link *link, uint32_t walls, struct err *err);
/* Wait for OPTIONS: link->options, with the parts as sources and the
 * files beside it to be looked for.  E_FORMAT when the parent says
 * anything else, E_IO when gone. */
MUST_USE enum status link_options(struct link *link, struct err *err);
/* Valid while the link is. */
struct source link_source(struct link *link);
/* Where looks go; link_options() gives it to the reader. */
struct looking link_looking(struct link *link);
struct sink link_sink(struct link *link);
/* Last word: `status` and, unless OK, the text of `why`.  Ends an open extract, tells how many
 * notes were left out, writes everything. */
MUST_USE enum status link_done(
    struct link *link, enum status status, const struct err *why, struct err *err);

#endif
