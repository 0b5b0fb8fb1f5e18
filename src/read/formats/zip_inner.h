/* src/read/formats/zip_inner.h
 * The sink a reader gets for an entry of a zip: its records say where they were found, its extracts
 * go on counting where the zip's stand, "the original itself" becomes the entry's bytes, what
 * stands beside it those of another entry, and its notes name the entry. Not for: choosing the
 * reader; see zip.c. */
#ifndef READ_FORMATS_ZIP_INNER_H
#define READ_FORMATS_ZIP_INNER_H

#include "base/arena.h"
#include "read/sink.h"

enum { ZIP_OMITS_MAX = 64 };

/* What all entries of one zip share. */
struct zip_shared {
	const struct sink *sink;       /* of the zip itself */
	uint32_t extracts;             /* begun so far */
	uint64_t records;              /* sent so far */
	uint32_t omits[ZIP_OMITS_MAX]; /* hashes of sentences said already */
	size_t omits_count;
	enum status failed; /* what the sink answered when it was not OK: everything stops */
	struct arena arena; /* of the record passed on */
	uint64_t *budget;   /* unpacked bytes still allowed, in all zips within zips together */
};

struct zip_inner {
	struct zip_shared *shared;
	uint32_t base;      /* extracts begun before this entry */
	uint32_t own;       /* extracts begun by the entry's reader so far */
	struct text inside; /* for records that say nothing themselves */
	/* Extracts of the zip's own that were begun in between, in order; they have taken numbers.
	 */
	struct zip_between *between;
	size_t between_count, between_size;
	/* Send the bytes of the entry itself (ATTACHMENT_SELF), or of the one that is named
	 * (ATTACHMENT_BESIDE), as an extract, once, and say which one it is; *elsewhere when it is
	 * in another part of the same download.  One that is not found stays named. */
	enum status (*fetch)(
	    void *ctx, struct attachment *attachment, bool *elsewhere, struct err *err);
	void *fetch_ctx;
};

struct zip_between {
	uint32_t after; /* so many of the reader's own extracts had been begun */
	uint32_t count; /* of all such extracts up to and with this one */
};

void zip_shared_init(struct zip_shared *shared, const struct sink *sink, uint64_t *budget);
void zip_shared_fini(struct zip_shared *shared);
/* Straight to the zip's own sink, counted. */
MUST_USE enum status zip_shared_record(
    struct zip_shared *shared, const struct record *record, struct err *err);
MUST_USE enum status zip_shared_note(struct zip_shared *shared, enum note_kind kind,
    const char *code, struct text detail, struct err *err);
MUST_USE enum status zip_shared_extract_begin(
    struct zip_shared *shared, struct text name, struct text type, struct err *err);
MUST_USE enum status zip_shared_extract_data(
    struct zip_shared *shared, struct slice data, struct err *err);
MUST_USE enum status zip_shared_extract_end(struct zip_shared *shared, bool whole, struct err *err);

/* A sink for one entry; `inner` must stay in place while it is used. */
struct sink zip_inner_sink(struct zip_inner *inner);
void zip_inner_fini(struct zip_inner *inner);

#endif
