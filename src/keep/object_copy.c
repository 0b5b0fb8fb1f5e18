/* src/keep/object_copy.c
 * An object of another vault taken over into this one; see object.h. */
#include "base/mem.h"
#include "keep/object_inside.h"
#include "sys/crypto/secret.h"

enum { COPY_PIECE_BYTES = 256 * 1024 };

/* Names are random, so one that is here already is the same object, or a trick. */
static enum status
same_check(struct vault *vault, const struct object_info *there, bool *here, struct err *err)
{
	struct object_reader *reader = NULL;
	enum status status = object_open(vault, &there->id, &reader, err);
	const struct object_info *info;

	*here = status == OK;
	if (status != OK)
		return status == E_NOTFOUND ? OK : status;
	info = object_reader_info(reader);
	if (info->bytes != there->bytes || memcmp(info->sha256, there->sha256, SHA256_BYTES) != 0)
		status = fail(err, E_CONFLICT, "object %s is another one here", there->id.text);
	object_close(reader);
	return status;
}

static enum status
content_copy(struct object_reader *from, struct object_writer *to, struct err *err)
{
	uint8_t *piece = mem_new(1, COPY_PIECE_BYTES);
	enum status status = OK;
	uint64_t at = 0;
	size_t got = 1;

	if (piece == NULL)
		return fail(err, E_NOMEM, "out of memory");
	while (status == OK && got != 0) {
		status = object_read_at(from, at, piece, COPY_PIECE_BYTES, &got, err);
		if (status == OK)
			status = object_write(to, slice_of(piece, got), err);
		at += got;
	}
	secret_wipe(piece, COPY_PIECE_BYTES);
	mem_free(piece);
	return status;
}

static enum status
copy_under(struct vault *vault, struct object_reader *from, uint64_t *bytes, struct err *err)
{
	const struct object_info *info = object_reader_info(from);
	struct object_writer *writer = NULL;
	struct object_info copied;
	uint8_t sha256[SHA256_BYTES];
	enum status status = object_begin_as(vault, &info->id, &writer, err);

	if (status == OK)
		status = content_copy(from, writer, err);
	if (status == OK) {
		object_writer_sha256(writer, sha256);
		if (memcmp(sha256, info->sha256, sizeof sha256) != 0)
			status = fail(
			    err, E_AUTH, "object %s: its content was changed", info->id.text);
	}
	if (status != OK) {
		object_abort(writer);
		return status;
	}
	*bytes = info->bytes;
	return object_finish(writer, &copied, err);
}

enum status
object_copy(struct vault *vault, struct vault *from, const struct object_id *id, bool *copied,
    uint64_t *bytes, struct err *err)
{
	struct object_reader *reader = NULL;
	bool here = false;
	enum status status = object_open(from, id, &reader, err);

	*copied = false;
	*bytes = 0;
	if (status == OK)
		status = same_check(vault, object_reader_info(reader), &here, err);
	if (status == OK && !here)
		status = copy_under(vault, reader, bytes, err);
	*copied = status == OK && !here;
	object_close(reader);
	return status;
}
