/* src/app/reading_store.h
 * Readings written to and read from the vault; docs/format/reading.md rules the bytes.
 * Not for: running a reader (reading.h), or the entry that names a reading. */
#ifndef APP_READING_STORE_H
#define APP_READING_STORE_H

#include "diary/record.h"
#include "keep/object.h"
#include "prove/entry.h"
#include "prove/merkle.h"

/* Bytes a reader took out of an original, kept as an object of their own. */
struct extract {
	uint64_t number;
	struct object_info object;
	bool whole;
	struct text name, type; /* may be absent */
};

struct reading_writer;

struct reading_sum {
	uint64_t records, extracts;
	uint8_t root[SHA256_BYTES];
	struct object_info object;
};

/* `seed` is the seed of the entry that will name the reading.  Errors of object_begin(). */
MUST_USE enum status reading_writer_new(struct vault *vault, const uint8_t seed[ENTRY_SEED_BYTES],
    struct reading_writer **out, struct err *err);
MUST_USE enum status reading_writer_extract(
    struct reading_writer *writer, const struct extract *extract, struct err *err);
MUST_USE enum status reading_writer_record(
    struct reading_writer *writer, struct slice canonical, struct err *err);
/* Finish the object (objects_settle() makes it durable) and free the writer, also on failure. */
MUST_USE enum status reading_writer_end(
    struct reading_writer *writer, struct reading_sum *out, struct err *err);
void reading_writer_abort(struct reading_writer *writer); /* NULL is fine */

struct reading_reader;

enum reading_piece { PIECE_EXTRACT, PIECE_RECORD, PIECE_END };

MUST_USE enum status reading_reader_new(struct vault *vault, const struct object_id *object,
    struct reading_reader **out, struct err *err);
/*
 * The next piece.  PIECE_RECORD fills *canonical, PIECE_EXTRACT fills *extract; both are borrowed
 * until the next call.  E_FORMAT when the bytes are not a reading.
 */
MUST_USE enum status reading_reader_next(struct reading_reader *reader, enum reading_piece *piece,
    struct slice *canonical, struct extract *extract, struct err *err);
void reading_reader_free(struct reading_reader *reader); /* NULL is fine */

#endif
