/* src/read/formats/zip_stream.c
 * Unpacking one entry; see zip_stream.h. */
#include "read/formats/zip_stream.h"

#include <zlib.h>

#include "base/mem.h"
#include "read/formats/bundle.h"
#include "read/formats/zip_locked.h"

enum {
	LOCAL_BYTES = 30, /* local header, APPNOTE.TXT 4.3.7 */
	BLOCK_BYTES = 128 * 1024,
	METHOD_STORED = 0,
	METHOD_DEFLATED = 8,
	RAW_DEFLATE = -15, /* zlib: no header of its own, window of 32 KiB */
};

const char *
zip_stream_refusal(const struct zip_entry *entry, bool password)
{
	bool locked = (entry->flags & ZIP_FLAG_ENCRYPTED) != 0;

	if ((entry->flags & ZIP_FLAG_STRONG) != 0 || (locked && !password))
		return "locked with a password";
	if (locked && !zip_locked_knows(entry))
		return "locked with a password in a way that cannot be opened here";
	if (entry->overlaps)
		return "shares its bytes with another part of the zip, as zip bombs do";
	if (!entry->sizes_unknown && entry->bytes > BUNDLE_ENTRY_MAX_BYTES)
		return "larger than 8 GiB when unpacked";
	if (!entry->sizes_unknown && entry->bytes > BUNDLE_RATIO_FREE_BYTES &&
	    entry->bytes / BUNDLE_RATIO_MAX > entry->packed_bytes)
		return "unpacks to more than a thousand times its size, as zip bombs do";
	if (entry->method != METHOD_STORED && entry->method != METHOD_DEFLATED &&
	    !zip_locked_knows(entry))
		return "packed in a way that cannot be unpacked here";
	return NULL;
}

/* The packed bytes begin behind the header in the file, whose names may have any length. */
static enum status
data_find(
    const struct source *source, const struct zip_entry *entry, uint64_t *out, struct err *err)
{
	uint8_t local[LOCAL_BYTES];
	uint64_t at;
	size_t n;
	enum status status = source_read_full(
	    source, entry->header_at, local, sizeof local, &n, err);

	if (status != OK)
		return status;
	if (n != sizeof local)
		return fail(err, E_FORMAT, "stands outside the file");
	if (!slice_starts(slice_of(local, n), "PK\3\4"))
		return fail(err, E_FORMAT, "is not where the list of the zip says");
	at = entry->header_at + LOCAL_BYTES + (unsigned)(local[26] | local[27] << 8) +
	     (unsigned)(local[28] | local[29] << 8);
	if (at > entry->limit_at || entry->packed_bytes > entry->limit_at - at)
		return fail(err, E_FORMAT, "shares its bytes with another part of the zip");
	*out = at;
	return OK;
}

static enum status
inflate_begin(struct zip_stream *stream, struct err *err)
{
	struct z_stream_s *zlib = mem_new(1, sizeof *zlib);

	stream->plain = mem_new(1, BLOCK_BYTES);
	if (stream->plain == NULL || zlib == NULL || inflateInit2(zlib, RAW_DEFLATE) != Z_OK) {
		mem_free(zlib);
		return fail(err, E_NOMEM, "no memory to unpack");
	}
	stream->zlib = zlib;
	return OK;
}

static bool
is_for_library(const struct zip_entry *entry)
{
	return (entry->flags & ZIP_FLAG_ENCRYPTED) != 0 ||
	       (entry->method != METHOD_STORED && entry->method != METHOD_DEFLATED);
}

static enum status
locked_begin(struct zip_stream *stream, struct text password, struct err *err)
{
	struct zip_locked *locked = mem_new(1, sizeof *locked);
	enum status status;

	if (locked == NULL)
		return fail(err, E_NOMEM, "no memory to unpack");
	status = zip_locked_open(locked, stream->source, stream->entry, stream->at, password, err);
	if (status == OK)
		stream->locked = locked;
	else
		mem_free(locked);
	return status;
}

enum status
zip_stream_open(struct zip_stream *stream, const struct source *source,
    const struct zip_entry *entry, struct text password, struct err *err)
{
	const char *refusal = zip_stream_refusal(entry, password.n != 0);
	enum status status;

	*stream = (struct zip_stream){.source = source, .entry = entry};
	if (refusal != NULL)
		return fail(err, E_FORMAT, "%s", refusal);
	status = data_find(source, entry, &stream->at, err);
	if (status != OK)
		return status;
	stream->left = entry->packed_bytes;
	if (is_for_library(entry))
		return locked_begin(stream, password, err);
	stream->packed = mem_new(1, BLOCK_BYTES);
	if (stream->packed == NULL)
		status = fail(err, E_NOMEM, "no memory to unpack");
	else if (entry->method == METHOD_DEFLATED)
		status = inflate_begin(stream, err);
	if (status != OK)
		zip_stream_close(stream);
	return status;
}

enum status
zip_stream_plain(const struct source *source, const struct zip_entry *entry, uint64_t *at,
    bool *is_plain, struct err *err)
{
	enum status status;

	if (is_for_library(entry) || entry->method != METHOD_STORED || entry->cut ||
	    entry->sizes_unknown || entry->bytes != entry->packed_bytes)
		return OK;
	status = data_find(source, entry, at, err);
	*is_plain = status == OK;
	return status == E_FORMAT ? OK : status; /* said where it is unpacked */
}

/* The next packed bytes; none at their end. */
static enum status
packed_read(struct zip_stream *stream, size_t *got, struct err *err)
{
	size_t want = stream->left < BLOCK_BYTES ? (size_t)stream->left : BLOCK_BYTES;
	enum status status;

	*got = 0;
	if (want == 0)
		return OK;
	status = stream->source->read_at(
	    stream->source->ctx, stream->at, stream->packed, want, got, err);
	if (status != OK)
		return status;
	if (*got > want)
		return fail(err, E_IO, "a source gave more than was asked for");
	stream->at += *got;
	stream->left -= *got;
	if (*got == 0)
		stream->left = 0; /* the file is shorter than it was */
	return OK;
}

static void
end(struct zip_stream *stream, const char *damage)
{
	stream->ended = true;
	if (stream->damage == NULL)
		stream->damage = damage;
}

static enum status
stored_next(struct zip_stream *stream, struct slice *out, struct err *err)
{
	size_t got;
	enum status status = packed_read(stream, &got, err);

	if (status == OK && got == 0)
		end(stream, stream->entry->cut ? "cut off" : NULL);
	*out = slice_of(stream->packed, got);
	return status;
}

/* Inflate until there is something to give or nothing more to come. */
static enum status
inflated_next(struct zip_stream *stream, struct slice *out, struct err *err)
{
	struct z_stream_s *zlib = stream->zlib;
	enum status status;
	size_t got;
	int result = Z_OK;

	zlib->next_out = stream->plain;
	zlib->avail_out = BLOCK_BYTES;
	while (!stream->ended && zlib->avail_out == BLOCK_BYTES) {
		if (zlib->avail_in == 0) {
			status = packed_read(stream, &got, err);
			if (status != OK)
				return status;
			zlib->next_in = stream->packed;
			zlib->avail_in = (uInt)got;
		}
		result = inflate(zlib, Z_NO_FLUSH);
		if (result == Z_STREAM_END)
			end(stream, NULL);
		else if (result == Z_MEM_ERROR)
			return fail(err, E_NOMEM, "no memory to unpack");
		else if (result != Z_OK)
			end(stream,
			    zlib->avail_in == 0 && stream->left == 0 ? "cut off" : "damaged");
	}
	*out = slice_of(stream->plain, BLOCK_BYTES - zlib->avail_out);
	return OK;
}

/* The first way of locking has one byte to tell a wrong password by: one in 256 passes. */
static const char *
locked_damage(const struct zip_entry *entry, const char *damage)
{
	if (damage == NULL || (entry->flags & ZIP_FLAG_ENCRYPTED) == 0 ||
	    entry->method == ZIP_METHOD_AES || strstr(damage, "password") != NULL)
		return damage;
	return "locked with another password than the one that was given, or damaged";
}

static enum status
locked_next(struct zip_stream *stream, struct slice *out, struct err *err)
{
	const char *damage = NULL;
	enum status status = zip_locked_next(stream->locked, out, &damage, err);

	if (status != E_NOTFOUND)
		return status;
	end(stream, locked_damage(stream->entry, damage));
	*out = slice_of(NULL, 0);
	return OK;
}

/* At the end: is it what the list of the zip says? */
static void
check_whole(struct zip_stream *stream)
{
	const struct zip_entry *entry = stream->entry;

	bool crc = !zip_locked_has_no_crc(entry);

	if (stream->damage == NULL && !entry->sizes_unknown &&
	    (stream->given != entry->bytes || (crc && stream->crc != entry->crc)))
		stream->damage = locked_damage(
		    entry, "does not match its checksum: bytes were changed or lost");
}

enum status
zip_stream_next(struct zip_stream *stream, struct slice *out, struct err *err)
{
	struct slice block = {NULL, 0};
	enum status status = OK;

	if (!stream->ended && stream->locked != NULL)
		status = locked_next(stream, &block, err);
	else if (!stream->ended)
		status = stream->zlib != NULL ? inflated_next(stream, &block, err)
					      : stored_next(stream, &block, err);
	if (status != OK)
		return status;
	if (block.n == 0) {
		check_whole(stream);
		return fail(err, E_NOTFOUND, "the end of the entry");
	}
	stream->given += block.n;
	stream->crc = (uint32_t)crc32_z(stream->crc, block.p, block.n);
	*out = block;
	return OK;
}

/* Another one that stands where `from` does, with nothing in hand. */
static struct z_stream_s *
inflate_copy(struct z_stream_s *from)
{
	struct z_stream_s *zlib = mem_new(1, sizeof *zlib);

	if (zlib == NULL || inflateCopy(zlib, from) != Z_OK) {
		mem_free(zlib);
		return NULL;
	}
	zlib->next_in = Z_NULL;
	zlib->next_out = Z_NULL;
	zlib->avail_in = zlib->avail_out = 0;
	return zlib;
}

static void
inflate_free(struct z_stream_s *zlib)
{
	if (zlib != NULL)
		(void)inflateEnd(zlib);
	mem_free(zlib);
}

enum status
zip_stream_mark(
    const struct zip_stream *stream, struct zip_mark *mark, bool *marked, struct err *err)
{
	*marked = stream->zlib != NULL && !stream->ended;
	if (!*marked)
		return OK;
	*mark = (struct zip_mark){.zlib = inflate_copy(stream->zlib),
	    .at = stream->at - stream->zlib->avail_in,
	    .left = stream->left + stream->zlib->avail_in,
	    .given = stream->given,
	    .crc = stream->crc};
	*marked = mark->zlib != NULL;
	return *marked ? OK : fail(err, E_NOMEM, "no memory to unpack");
}

enum status
zip_stream_back(struct zip_stream *stream, const struct zip_mark *mark, struct err *err)
{
	struct z_stream_s *zlib = inflate_copy(mark->zlib);

	stream->ended = zlib == NULL;
	if (zlib == NULL)
		return fail(err, E_NOMEM, "no memory to unpack");
	inflate_free(stream->zlib);
	stream->zlib = zlib;
	stream->at = mark->at;
	stream->left = mark->left;
	stream->given = mark->given;
	stream->crc = mark->crc;
	stream->damage = NULL;
	return OK;
}

void
zip_mark_free(struct zip_mark *mark)
{
	inflate_free(mark->zlib);
	mark->zlib = NULL;
}

void
zip_stream_close(struct zip_stream *stream)
{
	inflate_free(stream->zlib);
	if (stream->locked != NULL)
		zip_locked_close(stream->locked);
	mem_free(stream->locked);
	mem_free(stream->packed);
	mem_free(stream->plain);
	stream->zlib = NULL;
	stream->locked = NULL;
	stream->packed = stream->plain = NULL;
}
