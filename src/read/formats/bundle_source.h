/* src/read/formats/bundle_source.h
 * An entry of an archive as a source for another reader.  Small entries are held in memory and can
 * be read anywhere, as can those of any size that stand in the archive as they are; other large
 * ones are unpacked from the front, and again from the front when a reader goes back behind their
 * first part, a few times.  For a reader that goes here and there they are unpacked once more
 * before, and marked on the way, where the archive has marks; without, such a reader refuses them.
 */
#ifndef READ_FORMATS_BUNDLE_SOURCE_H
#define READ_FORMATS_BUNDLE_SOURCE_H

#include "base/buf.h"
#include "read/formats/bundle_marks.h"
#include "read/formats/bundle_stream.h"
#include "read/source.h"

enum {
	BUNDLE_HELD_BYTES = 16 * 1024 * 1024,  /* held in memory up to here */
	BUNDLE_INNER_BYTES = 64 * 1024 * 1024, /* an archive inside the archive */
	BUNDLE_REWINDS_MAX = 16,
};

/* Of an archive's bytes, read to and fro for all its entries with marks: so many times as it has,
 * and some more, but only for some minutes of work.  The parent allows much more (reading.h), so
 * that it ends in words. */
enum { BUNDLE_AGAIN_TIMES = 96, BUNDLE_AGAIN_FREE_BYTES = 32 * 1024 * 1024 };
#define BUNDLE_AGAIN_MAX_BYTES (UINT64_C(32) << 30)

struct bundle_source {
	struct bundle *bundle;
	size_t i;
	struct buf held; /* all of it, or its first part, which is looked at more than once */
	bool is_held;
	bool is_plain; /* it stands in the archive as it is, plain_bytes at plain_at */
	uint64_t plain_at, plain_bytes;
	struct bundle_stream stream;
	bool open;
	struct slice block; /* unpacked, not yet given */
	uint64_t at;        /* place of block.p in the entry */
	unsigned rewinds;
	struct bundle_marks marks; /* none: it is read from the front */
	uint64_t marked_bytes;     /* its length, when there are */
	struct bundle_mark here;   /* where `block` begins; `place` is NULL when it is not marked */
	uint64_t packed;           /* stream.packed, as far as it is counted */
	const char *damage;        /* what was wrong with what was read; NULL when nothing */
	enum status outer_status;  /* what the archive's own source said, when it failed */
};

/*
 * hold_bytes: hold the entry in memory when it is not longer (0: never).
 * OK        *bs is to be given to bundle_source_fini() and must stay in place while it is used.
 * E_FORMAT  the entry cannot be unpacked; err->text is a plain sentence.   E_NOMEM, or what the
 * archive's source returned.  Nothing to free then.
 */
MUST_USE enum status bundle_source_init(
    struct bundle_source *bs, struct bundle *bundle, size_t i, size_t hold_bytes, struct err *err);
/* The same for who may read it here and there: one that is not to be held is read where it stands,
 * if it stands there as it is.  Its checksum is looked at by bundle_source_check() only. */
MUST_USE enum status bundle_source_init_anywhere(
    struct bundle_source *bs, struct bundle *bundle, size_t i, size_t hold_bytes, struct err *err);
/* For a reader that goes here and there: it can be read so afterwards, if its archive has marks,
 * and bs->damage says all that is wrong with it.  E_NOMEM, or what the archive's source returned.
 */
MUST_USE enum status bundle_source_make_anywhere(struct bundle_source *bs, struct err *err);
/* Whether all of it can be read here and there. */
bool bundle_source_is_anywhere(const struct bundle_source *bs);
/* Go through one that stands as it is, for bs->damage.  What the archive's source returned. */
MUST_USE enum status bundle_source_check(struct bundle_source *bs, struct err *err);
/* As other readers see it: bytes is the length when it can be read anywhere, else UINT64_MAX. */
struct source bundle_source_of(struct bundle_source *bs);
void bundle_source_fini(struct bundle_source *bs);

#endif
