/* src/keep/object.h
 * Originals and readings as encrypted, padded, seekable files that never change (vault.md, section
 * on objects).  Everything streams; memory does not grow with the object.
 * Not for: saying what an object is; the log entry that names it does. */
#ifndef KEEP_OBJECT_H
#define KEEP_OBJECT_H

#include "keep/vault.h"
#include "sys/crypto/hash.h"

enum {
	OBJECT_ID_CHARS = 26,
	OBJECT_NAME_BYTES = 5 + OBJECT_ID_CHARS + 1, /* "o/xx/<id>" and a NUL */
};

/* Random, base32, NUL-terminated; says nothing of the content. */
struct object_id {
	char text[OBJECT_ID_CHARS + 1];
};

struct object_info {
	struct object_id id;
	uint64_t bytes; /* of the content, without padding */
	uint8_t sha256[SHA256_BYTES];
};

/* Exactly 26 characters as object_begin() gives them. */
MUST_USE bool object_id_parse(struct slice text, struct object_id *out);
/* Its file below the vault's folder, or a copy's. */
void object_name(const struct object_id *id, char out[OBJECT_NAME_BYTES]);

/* --- writing --- */

struct object_writer;

/* Several writers may be open at once.  E_IO, E_NOMEM, E_DENIED (read-only). */
MUST_USE enum status object_begin(struct vault *vault, struct object_writer **out, struct err *err);
/* Any number of bytes, any number of times; 64 KiB and more at a time is fastest.  After a failure
 * the writer can only be aborted. */
MUST_USE enum status object_write(
    struct object_writer *writer, struct slice bytes, struct err *err);
/* SHA-256 of what was written so far: to recognise bytes that are kept already before finishing. */
void object_writer_sha256(const struct object_writer *writer, uint8_t out[SHA256_BYTES]);
/*
 * Padded, sealed and written out.  The writer is used up, also on failure (nothing then remains but
 * a file in t/, which the next opening removes).  *out may be named in a log entry from now on (the
 * entry waits for it); it can be opened only after objects_settle().
 */
MUST_USE enum status object_finish(
    struct object_writer *writer, struct object_info *out, struct err *err);
/* Give up: the file is removed.  NULL is fine. */
void object_abort(struct object_writer *writer);

/*
 * Make every object finished since the last call durable (file sync, rename, folder sync) and read
 * each back from disk, decrypt it and compare its SHA-256.
 * OK          all are durable and verified.
 * E_AUTH      one did not read back as it was written; err names it.  E_IO, E_NOMEM.
 * On failure none of them may be named in an entry; they are unreferenced files, and every entry
 * that was appended since the last log_settle() is taken back, since it may name one of them.
 */
MUST_USE enum status objects_settle(struct vault *vault, struct err *err);

/* Where object_put_stream() takes its bytes from. */
struct object_stream {
	const struct io *io;
	int handle;
	uint64_t from;      /* first byte */
	uint64_t max_bytes; /* more is E_LIMIT; 0 means no limit */
	/* Called after every piece with the bytes so far; false stops with E_CANCELLED. May be
	 * NULL. */
	bool (*go_on)(void *ctx, uint64_t bytes);
	void *ctx;
};

/* object_begin() … object_finish() over an open file, to its end.  E_IO also when the file cannot
 * be read; nothing then remains. */
MUST_USE enum status object_put_stream(struct vault *vault, const struct object_stream *from,
    struct object_info *out, struct err *err);
/* The same for bytes in memory. */
MUST_USE enum status object_put(
    struct vault *vault, struct slice bytes, struct object_info *out, struct err *err);

/*
 * The object `id` of another open vault into this one, under its own name and a new key; *copied is
 * false when it is here already.  Its content is checked on the way.  Durable after
 * objects_settle(), as with object_finish().
 * E_AUTH, E_NOTFOUND, E_FORMAT: over there it is damaged or missing.  E_CONFLICT: another object
 * has that name here.
 */
MUST_USE enum status object_copy(struct vault *vault, struct vault *from,
    const struct object_id *id, bool *copied, uint64_t *bytes, struct err *err);

/* --- reading --- */

struct object_reader;

/* E_NOTFOUND: no such file.  E_AUTH: neither key area opens.  E_FORMAT: cut off or too long. */
MUST_USE enum status object_open(
    struct vault *vault, const struct object_id *id, struct object_reader **out, struct err *err);
/*
 * Up to n bytes from offset `at`; *got is less than n only at the end (0 at or past the end).
 * E_AUTH: a chunk touched was changed; err->at is the offset of that chunk in the content.
 */
MUST_USE enum status object_read_at(
    struct object_reader *reader, uint64_t at, void *p, size_t n, size_t *got, struct err *err);
/* Borrowed until object_close(). */
const struct object_info *object_reader_info(const struct object_reader *reader);
void object_close(struct object_reader *reader); /* NULL is fine */
/* Hint: it will soon be read whole, begin to fetch it.  In any thread; does nothing where that
 * cannot be. */
void object_fetch(const struct vault *vault, const struct object_id *id);

/* --- destroying --- */

/*
 * Its keys are overwritten, durably, and then the file goes: nobody can open it again, with
 * whatever key.  No entry may name it, or may be shown, any more; readers of it must be closed.
 * OK also when it is not there or is damaged.  E_IO, E_DENIED, E_NOMEM: it may be destroyed or not;
 * again is fine.
 */
MUST_USE enum status object_destroy(
    struct vault *vault, const struct object_id *id, struct err *err);

/* --- checking --- */

struct object_check {
	struct object_info info;
	unsigned damaged_areas;  /* bit 0, bit 1: one of the two key areas no longer opens */
	uint64_t damaged_chunks; /* pieces of 64 KiB that no longer open */
	uint64_t first_damage;   /* content offset of the first of them */
	bool content_whole;      /* every byte and the SHA-256 are as they were written */
};

/* Read every byte, in any thread: it needs only the vault's keys, path and io.  OK also when damage
 * was found: it stands in *out.  E_NOTFOUND, E_AUTH (both key
 * areas gone), E_FORMAT, E_IO, E_NOMEM. */
MUST_USE enum status object_check(const struct vault *vault, const struct object_id *id,
    struct object_check *out, struct err *err);
/* Called after every so many bytes of the content, with how many these were; false stops with
 * E_CANCELLED. */
struct object_watch {
	bool (*go_on)(void *ctx, uint64_t bytes);
	void *ctx;
};

/* The same, watched; E_CANCELLED. */
MUST_USE enum status object_check_watched(const struct vault *vault, const struct object_id *id,
    const struct object_watch *watch, struct object_check *out, struct err *err);
/* object_check() and E_AUTH unless everything is whole. */
MUST_USE enum status object_verify(
    struct vault *vault, const struct object_id *id, struct err *err);

/* Every object file in o/, in unspecified order; not OK from `each` stops and is returned.  Files
 * whose names are not object names are counted in *strange (may be NULL). */
MUST_USE enum status objects_each(struct vault *vault,
    enum status (*each)(void *ctx, const struct object_id *id, struct err *err), void *ctx,
    uint64_t *strange, struct err *err);

#endif
