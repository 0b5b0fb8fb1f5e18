/* src/read/formats/zip_source.h
 * An entry of a zip as a source for another reader.  Small entries are held in memory and can be
 * read anywhere; larger ones are unpacked from the front, and again from the front when a reader
 * goes back, a few times. Not for: entries of any size read here and there; such a reader is not
 * given them. */
#ifndef READ_FORMATS_ZIP_SOURCE_H
#define READ_FORMATS_ZIP_SOURCE_H

#include "base/buf.h"
#include "read/formats/zip_stream.h"

enum {
	ZIP_SOURCE_HELD_BYTES = 16 * 1024 * 1024,  /* held in memory up to here */
	ZIP_SOURCE_INNER_BYTES = 64 * 1024 * 1024, /* a zip inside the zip */
	ZIP_SOURCE_REWINDS_MAX = 16,
};

struct zip_source {
	const struct source *zip;
	struct zip_entry *entry;
	uint64_t *budget;
	struct buf held;
	bool is_held;
	struct zip_stream stream;
	bool open;
	struct slice block; /* unpacked, not yet given */
	uint64_t at;        /* place of block.p in the entry */
	unsigned rewinds;
	const char *damage;     /* what was wrong with what was read; NULL when nothing */
	enum status zip_status; /* what the zip's own source said, when it failed */
};

/*
 * hold_bytes: hold the entry in memory when it is not longer (0: never).
 * OK        *zs is to be given to zip_source_fini() and must stay in place while it is used.
 * E_FORMAT  the entry cannot be unpacked; err->text is a plain sentence.   E_NOMEM, or what the
 * zip's source returned.  Nothing to free then.
 */
MUST_USE enum status zip_source_init(struct zip_source *zs, const struct source *zip,
    struct zip_entry *entry, uint64_t *budget, size_t hold_bytes, struct err *err);
/* As other readers see it: bytes is the length when the entry is held, else UINT64_MAX. */
struct source zip_source_of(struct zip_source *zs);
void zip_source_fini(struct zip_source *zs);

#endif
