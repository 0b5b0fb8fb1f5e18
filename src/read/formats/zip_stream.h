/* src/read/formats/zip_stream.h
 * The bytes of one entry of a zip, unpacked from the front, with limits against bombs.
 *
 * Stored and deflated entries with zlib: what phones, WhatsApp, Google and Windows write.  Those
 * that are locked, or packed otherwise, by the library for other archives (zip_locked.h). A place
 * in a deflated entry can be marked and come back to.  Not for: which places; see bundle_marks.h.
 */
#ifndef READ_FORMATS_ZIP_STREAM_H
#define READ_FORMATS_ZIP_STREAM_H

#include "base/slice.h"
#include "read/formats/zip_directory.h"

struct z_stream_s;
struct zip_locked;

struct zip_stream {
	const struct source *source;
	const struct zip_entry *entry; /* borrowed */
	struct z_stream_s *zlib;       /* NULL for one that is not deflated */
	struct zip_locked *locked;     /* NULL for one that zlib, or nobody, has to unpack */
	uint8_t *packed, *plain;       /* a block of each; plain is NULL for a stored entry */
	uint64_t at, left;             /* the next packed byte, and how many there are */
	uint64_t given;                /* unpacked bytes so far */
	uint32_t crc;                  /* of the bytes given */
	bool ended;
	const char *damage; /* why it is not whole, a plain sentence; NULL while all is well */
};

/* A place in a deflated entry: zlib as it stood there, some 40 KiB. */
struct zip_mark {
	struct z_stream_s *zlib;
	uint64_t at, left, given;
	uint32_t crc;
};

/* Why an entry cannot be unpacked at all: a plain sentence, or NULL when it can be tried.
 * `password`: there is one to try. */
const char *zip_stream_refusal(const struct zip_entry *entry, bool password);

/*
 * Begin.  OK: *stream is to be closed.  E_FORMAT: refused, err->text is a plain sentence.  E_NOMEM,
 * or what the source returned.  Nothing to close then.
 */
MUST_USE enum status zip_stream_open(struct zip_stream *stream, const struct source *source,
    const struct zip_entry *entry, struct text password, struct err *err);
/* Whether the entry, which is not refused, stands in the zip as it is: *is_plain is set only then,
 * and *at to the place of its first byte; it has entry->bytes.  What the source returned. */
MUST_USE enum status zip_stream_plain(const struct source *source, const struct zip_entry *entry,
    uint64_t *at, bool *is_plain, struct err *err);
/*
 * The next unpacked bytes (at least one), borrowed until the next call.  E_NOTFOUND: the end;
 * stream->damage says whether it is the right one.  Other: what the source returned.
 */
MUST_USE enum status zip_stream_next(struct zip_stream *stream, struct slice *out, struct err *err);
/* Where *stream stands now.  *marked is false for an entry that is not deflated, and at the end;
 * else *mark is to be given to zip_mark_free().  E_NOMEM. */
MUST_USE enum status zip_stream_mark(
    const struct zip_stream *stream, struct zip_mark *mark, bool *marked, struct err *err);
/* On with what followed there; a mark of the same stream, which stays as it is.  E_NOMEM: *stream
 * gives nothing more. */
MUST_USE enum status zip_stream_back(
    struct zip_stream *stream, const struct zip_mark *mark, struct err *err);
void zip_mark_free(struct zip_mark *mark);
void zip_stream_close(struct zip_stream *stream);

#endif
