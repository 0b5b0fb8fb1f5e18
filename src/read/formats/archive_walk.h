/* src/read/formats/archive_walk.h
 * One walk over an archive from its begin to its end, by libarchive: the only place that knows it.
 * Bytes come from a source and go to no file; names are raw bytes.
 * Not for: what an entry means, or limits (archive_forward.c, bundle_stream.c). */
#ifndef READ_FORMATS_ARCHIVE_WALK_H
#define READ_FORMATS_ARCHIVE_WALK_H

#include "read/formats/gzip_source.h"
#include "read/source.h"

struct archive;

enum archive_kind {
	ARCHIVE_KIND_TAR, /* ustar, pax, GNU; as it is, or in gzip, bzip2, xz or zstd */
	ARCHIVE_KIND_7Z,
	ARCHIVE_KIND_ZIP_ENTRY, /* a single entry, behind its own header */
};

enum { ARCHIVE_PIECE_BYTES = 64 * 1024 };

/* What stands in the header of an entry; borrowed until the next call. */
struct archive_item {
	struct slice name;   /* p NULL: it could not be had */
	struct slice target; /* of a link; p NULL when it is none */
	uint64_t bytes;
	bool bytes_known;
	bool folder;
	bool file; /* else a device, a pipe, a link, a folder */
	bool sparse, locked;
	bool timed;
	int64_t modified_us; /* when timed */
};

struct archive_walk {
	struct archive *library;
	const struct source *source;
	struct gzip_source gzip;     /* around it, when it is one */
	struct source gzip_unpacked; /* what is read then */
	bool in_gzip;
	uint8_t *block;     /* what the library was given last */
	uint64_t at;        /* in the source, of what it is given next */
	enum status failed; /* what the source answered when it was not OK: everything stops */
	struct err why;
	size_t begun;       /* headers read; the entry in hand is the last of them */
	bool fresh;         /* nothing of its bytes was read yet */
	struct slice piece; /* given by the library, not yet given on */
	uint64_t given;     /* bytes of the entry in hand */
	bool passed_over;   /* a damaged header was */
	bool odd;           /* a header was not as it should be */
	bool unopened;      /* the library does not know it; only its end may follow */
	bool locked;        /* its list is locked with a password */
	bool starved;       /* it asked for more memory than there is */
	bool spoiled;       /* they are not what the archive says they are */
};

/* Before the walls: what the library asks the system for on first use. */
void archive_walk_prepare(void);

/* `source` must outlive the walk; password may be absent.  OK: to be ended.  E_NOMEM, or what the
 * source returned.  Nothing to end then. */
MUST_USE enum status archive_walk_begin(struct archive_walk *walk, const struct source *source,
    enum archive_kind kind, struct text password, struct err *err);
/*
 * The next entry.  E_NOTFOUND: there is none.  E_FORMAT: damaged, cut off, or no such archive
 * (walk->begun is 0 then).  Else what the source returned.
 */
MUST_USE enum status archive_walk_next(
    struct archive_walk *walk, struct archive_item *item, struct err *err);
/* The next bytes of the entry in hand, ARCHIVE_PIECE_BYTES at most; borrowed until the next call.
 * E_NOTFOUND: the end; *damage is a sentence when it is not the right one.  Else what the source
 * returned. */
MUST_USE enum status archive_walk_data(
    struct archive_walk *walk, struct slice *out, const char **damage, struct err *err);
/* After the end: read on to that of the packing around it, where there is a checksum.  *damage is a
 * sentence when it is not the right one.  What the source returned. */
MUST_USE enum status archive_walk_finish(
    struct archive_walk *walk, const char **damage, struct err *err);
/* Whether it is not packed as a whole, so that skipping costs nothing. */
bool archive_walk_is_plain(const struct archive_walk *walk);
void archive_walk_end(struct archive_walk *walk);

#endif
