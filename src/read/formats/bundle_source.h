/* src/read/formats/bundle_source.h
 * An entry of an archive as a source for another reader.  Small entries are held in memory and can
 * be read anywhere; larger ones are unpacked from the front, and again from the front when a reader
 * goes back behind their first part, a few times.  Not for: entries of any size read here and
 * there; such a reader is not given them. */
#ifndef READ_FORMATS_BUNDLE_SOURCE_H
#define READ_FORMATS_BUNDLE_SOURCE_H

#include "base/buf.h"
#include "read/formats/bundle_stream.h"
#include "read/source.h"

enum {
	BUNDLE_HELD_BYTES = 16 * 1024 * 1024,  /* held in memory up to here */
	BUNDLE_INNER_BYTES = 64 * 1024 * 1024, /* an archive inside the archive */
	BUNDLE_REWINDS_MAX = 16,
};

struct bundle_source {
	struct bundle *bundle;
	size_t i;
	struct buf held; /* all of it, or its first part, which is looked at more than once */
	bool is_held;
	struct bundle_stream stream;
	bool open;
	struct slice block; /* unpacked, not yet given */
	uint64_t at;        /* place of block.p in the entry */
	unsigned rewinds;
	const char *damage;       /* what was wrong with what was read; NULL when nothing */
	enum status outer_status; /* what the archive's own source said, when it failed */
};

/*
 * hold_bytes: hold the entry in memory when it is not longer (0: never).
 * OK        *bs is to be given to bundle_source_fini() and must stay in place while it is used.
 * E_FORMAT  the entry cannot be unpacked; err->text is a plain sentence.   E_NOMEM, or what the
 * archive's source returned.  Nothing to free then.
 */
MUST_USE enum status bundle_source_init(
    struct bundle_source *bs, struct bundle *bundle, size_t i, size_t hold_bytes, struct err *err);
/* As other readers see it: bytes is the length when the entry is held, else UINT64_MAX. */
struct source bundle_source_of(struct bundle_source *bs);
void bundle_source_fini(struct bundle_source *bs);

#endif
