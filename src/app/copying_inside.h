/* src/app/copying_inside.h
 * What copying.c (which files) and copying_file.c (one file) share and nobody else includes. */
#ifndef APP_COPYING_INSIDE_H
#define APP_COPYING_INSIDE_H

#include <threads.h>

#include "app/copying.h"
#include "sys/crypto/hash.h"

enum {
	COPYING_ONE_NAME_BYTES = 64, /* of one name in a vault, with its NUL */
	COPYING_NAME_BYTES = 128,    /* "l/<log id>/<segment>" and a NUL */
	COPYING_BATCH_FILES = 128,
	COPYING_BATCH_BYTES = 64 * 1024 * 1024,
	COPYING_BATCHES = 2,
	COPYING_PIECE_BYTES = 1024 * 1024,
	COPYING_FOLDERS = 32 * 32,
};

/* One file in t/, written and not yet under its name. */
struct copying_part {
	char name[COPYING_NAME_BYTES]; /* below both folders */
	int handle;
	uint64_t bytes;
	uint8_t sha256[SHA256_BYTES]; /* of what was read from `from` */
	bool overwrite_old; /* what stood under the name is not to be found on the disk any more */
};

struct copying_batch {
	struct copying_part parts[COPYING_BATCH_FILES];
	size_t count;
	uint64_t bytes;
};

struct copying {
	struct copying_options o;
	struct copying_sum sum;
	uint64_t to_copy, to_copy_bytes; /* objects, as measured; for progress */
	uint64_t begun, begun_bytes;     /* of them */
	char unit[64];
	struct hash *hash;
	uint8_t *piece, *other;        /* COPYING_PIECE_BYTES each */
	bool dirty[COPYING_FOLDERS];   /* folders of o/ whose names are not durable yet */
	bool dirty_top, dirty_objects; /* `to` itself; o/ */
	struct buf from, to;           /* paths of the file at hand */

	struct copying_batch batches[COPYING_BATCHES];
	size_t filling; /* the one the caller fills; the other is the thread's */

	/* The settling side: used by the thread, or by the caller when there is none. */
	struct hash *back_hash;
	uint8_t *back_piece;
	struct buf back_from, back_to;

	bool threaded;
	thrd_t thread;
	mtx_t lock; /* guards everything below */
	cnd_t changed;
	bool busy, stop;
	enum status status; /* of the batches handed over, the first failure */
	struct err err;
	uint64_t settled, settled_bytes;
};

void copying_problem(struct copying *c, const char *name, const char *why);

/* --- copying_names.c --- */

/* Names of a folder, sorted. */
struct copying_names {
	char (*list)[COPYING_ONE_NAME_BYTES];
	size_t count, room;
	bool folders;     /* wanted are folders, not files */
	uint64_t strange; /* names that were not taken, counted up */
	bool (*fits)(const char *name);
};

/* A missing folder has no names.  The caller frees names->list, also on failure. */
MUST_USE enum status copying_names_list(struct copying *c, const char *folder, const char *below,
    struct copying_names *names, struct err *err);
bool copying_is_id(const char *name);    /* an object, a log */
bool copying_is_two(const char *name);   /* a folder of o/ */
bool copying_is_plain(const char *name); /* segments, checkpoints, what may stand beside them */
int copying_digit(char c);               /* of base32; -1: none */
static inline size_t
copying_folder_number(const char *two)
{
	return (size_t)copying_digit(two[0]) * 32 + (size_t)copying_digit(two[1]);
}
/* "<top>/<folder>/<name>"; `name` may be NULL. */
void copying_name(
    char out[COPYING_NAME_BYTES], const char *top, const char *folder, const char *name);

/* --- copying_file.c --- */

MUST_USE enum status copying_file_start(struct copying *c, struct err *err);
void copying_file_stop(struct copying *c);
/* Read and write one file; it gets its name later, at the latest in copying_flush().  What cannot
 * be read is counted and told, and is OK. `stands`: there is a file under that name. */
MUST_USE enum status copying_copy(
    struct copying *c, const char *name, bool stands, bool overwrite_old, struct err *err);
/* Every file so far has its name; the names are not durable yet. */
MUST_USE enum status copying_flush(struct copying *c, struct err *err);
/* After a failure: when it was for want of room, how much is lacking. */
void copying_measure_room(struct copying *c, const struct err *err);

#endif
