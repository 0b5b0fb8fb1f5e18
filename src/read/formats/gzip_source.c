/* src/read/formats/gzip_source.c
 * Unpacking a gzip from its begin on; see gzip_source.h. */
#include "read/formats/gzip_source.h"

#define ZLIB_CONST
#include <zlib.h>

#include "base/mem.h"

enum {
	BLOCK_BYTES = 64 * 1024,
	GZIP = 16 + 15, /* zlib: a gzip header and its checksum, window of 32 KiB */
	MARK_BYTES = 2,
};

enum status
gzip_source_init(struct gzip_source *gzip, const struct source *packed, struct err *err)
{
	*gzip = (struct gzip_source){.packed = packed};
	gzip->block = mem_new(1, BLOCK_BYTES);
	gzip->zlib = mem_new(1, sizeof *gzip->zlib);
	if (gzip->block != NULL && gzip->zlib != NULL && inflateInit2(gzip->zlib, GZIP) == Z_OK)
		return OK;
	mem_free(gzip->zlib);
	gzip->zlib = NULL;
	gzip_source_fini(gzip);
	return fail(err, E_NOMEM, "no memory to unpack");
}

void
gzip_source_fini(struct gzip_source *gzip)
{
	if (gzip->zlib != NULL)
		(void)inflateEnd(gzip->zlib);
	mem_free(gzip->zlib);
	mem_free(gzip->block);
	gzip->zlib = NULL;
	gzip->block = NULL;
}

/* More packed bytes behind those in hand; *got is 0 at their end. */
static enum status
more(struct gzip_source *gzip, size_t *got, struct err *err)
{
	struct z_stream_s *zlib = gzip->zlib;
	size_t left = zlib->avail_in;
	enum status status;

	if (left != 0)
		memmove(gzip->block, zlib->next_in, left);
	status = gzip->packed->read_at(
	    gzip->packed->ctx, gzip->packed_at, gzip->block + left, BLOCK_BYTES - left, got, err);
	if (status != OK)
		return status;
	if (*got > BLOCK_BYTES - left)
		return fail(err, E_IO, "a source gave more than was asked for");
	gzip->packed_at += *got;
	zlib->next_in = gzip->block;
	zlib->avail_in = (uInt)(left + *got);
	return OK;
}

/* Several gzips one behind the other are one file; whatever else follows is none of it. */
static enum status
member_next(struct gzip_source *gzip, struct err *err)
{
	struct z_stream_s *zlib = gzip->zlib;
	size_t got = 1;
	enum status status = OK;

	while (status == OK && got != 0 && zlib->avail_in < MARK_BYTES)
		status = more(gzip, &got, err);
	if (status != OK)
		return status;
	gzip->ended = zlib->avail_in < MARK_BYTES ||
		      !slice_starts(slice_of(zlib->next_in, zlib->avail_in), "\x1f\x8b") ||
		      inflateReset(zlib) != Z_OK;
	return OK;
}

static enum status
step(struct gzip_source *gzip, struct err *err)
{
	struct z_stream_s *zlib = gzip->zlib;
	size_t got = 1;
	enum status status = OK;
	int result;

	if (zlib->avail_in == 0)
		status = more(gzip, &got, err);
	if (status != OK)
		return status;
	result = inflate(zlib, Z_NO_FLUSH);
	if (result == Z_STREAM_END)
		return member_next(gzip, err);
	if (result == Z_MEM_ERROR)
		return fail(err, E_NOMEM, "no memory to unpack");
	if (result == Z_OK || (result == Z_BUF_ERROR && got != 0))
		return OK;
	gzip->ended = true;
	gzip->damage = got == 0 ? "cut off" : "damaged: bytes were changed or lost";
	return OK;
}

enum status
gzip_source_read(struct gzip_source *gzip, void *p, size_t n, size_t *got, struct err *err)
{
	enum status status = OK;

	*got = 0;
	if (n > BLOCK_BYTES)
		n = BLOCK_BYTES;
	gzip->zlib->next_out = p;
	gzip->zlib->avail_out = (uInt)n;
	while (status == OK && !gzip->ended && gzip->zlib->avail_out == n && n != 0)
		status = step(gzip, err);
	if (status != OK)
		return status;
	*got = n - gzip->zlib->avail_out;
	gzip->at += *got;
	return OK;
}

static enum status
gzip_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	struct gzip_source *gzip = ctx;

	*got = 0;
	if (at != gzip->at)
		return fail(err, E_LIMIT, "a packed file is read from its begin to its end");
	return gzip_source_read(gzip, p, n, got, err);
}

struct source
gzip_source_of(struct gzip_source *gzip)
{
	return (struct source){gzip_read_at, UINT64_MAX, gzip};
}

size_t
gzip_source_head(struct slice head, uint8_t *out, size_t size)
{
	struct z_stream_s zlib = {.next_in = Z_NULL};

	if (inflateInit2(&zlib, GZIP) != Z_OK)
		return 0;
	zlib.next_in = head.p;
	zlib.avail_in = (uInt)head.n;
	zlib.next_out = out;
	zlib.avail_out = (uInt)size;
	(void)inflate(&zlib, Z_SYNC_FLUSH);
	(void)inflateEnd(&zlib);
	return size - zlib.avail_out;
}
