/* src/keep/object_put.c
 * Keeping a whole open file, or bytes in memory, in one call; see object.h. */
#include "base/mem.h"
#include "keep/object_inside.h"

enum { PUT_PIECE_BYTES = 256 * 1024 };

static enum status
stream_copy(
    struct object_writer *w, const struct object_stream *from, uint8_t *piece, struct err *err)
{
	enum status status;
	uint64_t done = 0;
	size_t got = 0;

	for (;;) {
		status = file_read(
		    from->io, from->handle, from->from + done, piece, PUT_PIECE_BYTES, &got, err);
		if (status != OK || got == 0)
			return status;
		done += got;
		if (from->max_bytes != 0 && done > from->max_bytes)
			return fail(err, E_LIMIT, "the file is longer than %llu bytes",
			    (unsigned long long)from->max_bytes);
		status = object_write(w, slice_of(piece, got), err);
		if (status != OK)
			return status;
		if (from->go_on != NULL && !from->go_on(from->ctx, done))
			return fail(err, E_CANCELLED, "stopped");
	}
}

enum status
object_put_stream(
    struct vault *vault, const struct object_stream *from, struct object_info *out, struct err *err)
{
	uint8_t *piece = mem_new(1, PUT_PIECE_BYTES);
	struct object_writer *w = NULL;
	enum status status;

	if (piece == NULL)
		return fail(err, E_NOMEM, "out of memory");
	status = object_begin(vault, &w, err);
	if (status == OK)
		status = stream_copy(w, from, piece, err);
	if (status == OK)
		status = object_finish(w, out, err);
	else
		object_abort(w);
	secret_wipe(piece, PUT_PIECE_BYTES);
	mem_free(piece);
	return status;
}

enum status
object_put(struct vault *vault, struct slice bytes, struct object_info *out, struct err *err)
{
	struct object_writer *w = NULL;
	enum status status = object_begin(vault, &w, err);

	if (status == OK)
		status = object_write(w, bytes, err);
	if (status == OK)
		return object_finish(w, out, err);
	object_abort(w);
	return status;
}
