/* src/read/formats/gzip_source.h
 * What is inside a gzip (RFC 1952), as a source that is read from its begin to its end, once.  A
 * gzip that is cut off gives all that can be had, and its checksum is looked at.
 * Not for: going back (make another one), or limits. */
#ifndef READ_FORMATS_GZIP_SOURCE_H
#define READ_FORMATS_GZIP_SOURCE_H

#include "read/source.h"

struct z_stream_s;

struct gzip_source {
	const struct source *packed;
	struct z_stream_s *zlib;
	uint8_t *block;     /* packed bytes in hand */
	uint64_t packed_at; /* of the next block */
	uint64_t at;        /* unpacked bytes given so far */
	bool ended;
	const char *damage; /* a sentence once its end was reached and is not the right one */
};

/* E_NOMEM.  OK: to be given to gzip_source_fini(); `packed` must outlive it. */
MUST_USE enum status gzip_source_init(
    struct gzip_source *gzip, const struct source *packed, struct err *err);
/* Its length is not known; a read that is not the next one is E_LIMIT.  `gzip` stays in place. */
struct source gzip_source_of(struct gzip_source *gzip);
/* The next bytes; *got is 0 at the end. */
MUST_USE enum status gzip_source_read(
    struct gzip_source *gzip, void *p, size_t n, size_t *got, struct err *err);
void gzip_source_fini(struct gzip_source *gzip);
/* The first bytes of what is inside, as many as `head` gives and there is room for. */
size_t gzip_source_head(struct slice head, uint8_t *out, size_t size);

#endif
