/* src/read/formats/bundle_inner.h
 * The sink a reader gets for an entry of an archive: its records say where they were found, its
 * extracts go on counting where the archive's stand, "the original itself" becomes the entry's
 * bytes, what stands beside it those of another entry, and its notes name the entry. Not for:
 * choosing the reader; see bundle_entry.c. */
#ifndef READ_FORMATS_BUNDLE_INNER_H
#define READ_FORMATS_BUNDLE_INNER_H

#include "base/arena.h"
#include "read/sink.h"

enum { BUNDLE_OMITS_MAX = 64 };

/* What all entries of one archive share. */
struct bundle_shared {
	const struct sink *sink;          /* of the archive itself */
	uint32_t extracts;                /* begun so far */
	uint64_t records;                 /* sent so far */
	uint32_t omits[BUNDLE_OMITS_MAX]; /* hashes of sentences said already */
	size_t omits_count;
	enum status failed; /* what the sink answered when it was not OK: everything stops */
	struct arena arena; /* of the record passed on */
	uint64_t
	    *budget; /* unpacked bytes still allowed, in all archives within archives together */
};

struct bundle_inner {
	struct bundle_shared *shared;
	uint32_t base;         /* extracts begun before this entry */
	uint32_t own;          /* extracts begun by the entry's reader so far */
	struct text inside;    /* for records that say nothing themselves */
	struct claim modified; /* the entry's date in the list, for records whose attachment it is;
				  its value may be absent */
	/* Extracts of the archive's own that were begun in between, in order; they have taken
	 * numbers.
	 */
	struct bundle_between *between;
	size_t between_count, between_size;
	/* Send the bytes of the entry itself (ATTACHMENT_SELF), or of the one that is named
	 * (ATTACHMENT_BESIDE), as an extract, once, and say which one it is; *elsewhere when it is
	 * in another part of the same download.  One that is not found stays named. */
	enum status (*fetch)(
	    void *ctx, struct attachment *attachment, bool *elsewhere, struct err *err);
	void *fetch_ctx;
};

struct bundle_between {
	uint32_t after; /* so many of the reader's own extracts had been begun */
	uint32_t count; /* of all such extracts up to and with this one */
};

void bundle_shared_init(struct bundle_shared *shared, const struct sink *sink, uint64_t *budget);
void bundle_shared_fini(struct bundle_shared *shared);
/* Straight to the archive's own sink, counted. */
MUST_USE enum status bundle_shared_record(
    struct bundle_shared *shared, const struct record *record, struct err *err);
MUST_USE enum status bundle_shared_note(struct bundle_shared *shared, enum note_kind kind,
    const char *code, struct text detail, struct err *err);
/* The same with a sentence that was put together; it is given back. */
MUST_USE enum status bundle_shared_say(struct bundle_shared *shared, enum note_kind kind,
    const char *code, struct buf *sentence, struct err *err);
MUST_USE enum status bundle_shared_extract_begin(
    struct bundle_shared *shared, struct text name, struct text type, struct err *err);
MUST_USE enum status bundle_shared_extract_data(
    struct bundle_shared *shared, struct slice data, struct err *err);
MUST_USE enum status bundle_shared_extract_end(
    struct bundle_shared *shared, bool whole, struct err *err);

/* A sink for one entry; `inner` must stay in place while it is used. */
struct sink bundle_inner_sink(struct bundle_inner *inner);
void bundle_inner_fini(struct bundle_inner *inner);

#endif
