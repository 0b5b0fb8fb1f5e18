/* src/keep/object_inside.h
 * What the object_*.c files share and nobody else includes. */
#ifndef KEEP_OBJECT_INSIDE_H
#define KEEP_OBJECT_INSIDE_H

#include "keep/object.h"
#include "keep/object_file.h"
#include "keep/vault_inside.h"

enum {
	OBJECT_BATCH_CHUNKS = 4, /* read or written at once: 256 KiB */
	OBJECT_WRITE_OUT_BYTES = 8 * 1024 * 1024,
	OBJECT_READ_AHEAD_BYTES = 16 * 1024 * 1024,
};

/* "<vault>/t/<id>" and "<vault>/o/xx/<id>", "<vault>/o/xx". */
MUST_USE enum status object_path_part(
    const struct vault *vault, const struct object_id *id, struct buf *path, struct err *err);
MUST_USE enum status object_path_whole(
    const struct vault *vault, const struct object_id *id, struct buf *path, struct err *err);
MUST_USE enum status object_path_folder(
    const struct vault *vault, const char *two, struct buf *path, struct err *err);

/* keep/object_write.c: object_begin() under a name that another vault gave; NULL: a new one. */
MUST_USE enum status object_begin_as(
    struct vault *vault, const struct object_id *as, struct object_writer **out, struct err *err);
/* keep/object_settle.c: a file in t/, whole but not synced.  `handle` is given away. */
MUST_USE enum status settle_add(
    struct vault *vault, const struct object_info *info, int handle, struct err *err);
/* keep/object_read.c: the parts of a reader that object_check.c goes through by itself. */
struct object_reader {
	struct io io;
	int handle;
	struct object_info info;
	unsigned damaged_areas;
	uint64_t padded, chunks;
	struct stream *stream;
	uint8_t *sealed; /* `batch` sealed chunks as they stand in the file */
	size_t batch;
	uint8_t *clear;       /* one opened chunk */
	uint64_t clear_chunk; /* which one, or UINT64_MAX */
};

MUST_USE enum status object_reader_open(const struct vault *vault, const struct object_id *id,
    struct object_reader **out, struct err *err);
/* Sealed chunks [first, first + count), count at most reader->batch, into reader->sealed. */
MUST_USE enum status object_reader_load(
    struct object_reader *reader, uint64_t first, size_t count, struct err *err);
/* Plaintext bytes of one chunk, padding included. */
size_t object_reader_chunk_bytes(const struct object_reader *reader, uint64_t chunk);

#endif
