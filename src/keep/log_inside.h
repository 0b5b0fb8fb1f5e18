/* src/keep/log_inside.h
 * The open log, shared by the log_*.c files and nobody else. */
#ifndef KEEP_LOG_INSIDE_H
#define KEEP_LOG_INSIDE_H

#include "keep/log.h"
#include "keep/log_other.h"
#include "keep/segment.h"
#include "keep/tree.h"
#include "keep/vault_inside.h"

enum {
	LOG_NAME_CHARS = 16, /* numbers as file names: lower-case hex */
	LOG_FLUSH_BYTES = 1024 * 1024,
};

/* Where the log stands: all of it that has to be taken back together when a write fails. */
struct log_mark {
	uint64_t entries;
	uint64_t bytes; /* of the newest segment, records not yet written to the file included */
	struct merkle sum;
	uint8_t last_leaf[SHA256_BYTES]; /* zero when there is no entry */
};

/* One segment in memory, for reading. */
struct log_view {
	bool loaded;
	size_t segment;   /* index into firsts */
	uint64_t entries; /* of the log when it was loaded: only the newest segment grows */
	struct buf bytes;
	struct segment_map map;
};

struct log {
	struct vault *vault; /* that it stands in; never owned */
	uint8_t id[HEADER_LOG_ID_BYTES];
	char id_text[VAULT_ID_CHARS + 1];
	uint8_t public_key[SIGN_PUBLIC_BYTES];
	unsigned slot;              /* 0: this vault's own; else the others', see log_other.h */
	uint8_t root[SHA256_BYTES]; /* of another log: over all its entries, as this one names it */

	struct hash *hash;
	struct buf plain; /* decrypted records pass through here; wiped after use */

	uint64_t *firsts; /* first entry of each segment, ascending */
	size_t segments, segments_room;

	struct log_mark now, durable;
	const char *refusal; /* why no entry may be added, or NULL */

	int handle;         /* newest segment, or -1 when not open */
	uint64_t written;   /* bytes of it written to the file */
	struct buf pending; /* records after `written` */
	bool folder_dirty;  /* the newest segment's name is not known to be durable */
	bool path_settled;  /* the names of the folders above it are */

	uint64_t signed_entries; /* of the newest checkpoint that holds */
	bool signed_known;

	struct tree tree; /* leaves of the first tree_leaves() entries, filled when asked for */
	struct log_view view;
};

void log_name(uint64_t number, char out[LOG_NAME_CHARS + 1]);
MUST_USE bool log_name_parse(const char *name, uint64_t *out);
/* Numbers that name files in <folder>/<log id>/, ascending; the caller frees *out with mem_free().
 * A missing folder has none. */
MUST_USE enum status log_names(
    struct log *log, const char *folder, uint64_t **out, size_t *count, struct err *err);
struct segment_key log_key(const struct log *log);
/* The segment whose name says it holds entry `number`; log->segments when none does. */
size_t log_segment_of(const struct log *log, uint64_t number);
/* Entries of segment `which`, by the names. */
uint64_t log_segment_entries(const struct log *log, size_t which);

/* Read one segment whole (at most SEGMENT_FILE_MAX_BYTES of it) into `out` (emptied).  *bytes (may
 * be NULL) is the file's true length. */
MUST_USE enum status log_segment_load(
    struct log *log, uint64_t first, struct buf *out, uint64_t *bytes, struct err *err);

/* keep/log_start.c */
MUST_USE enum status log_new(struct vault *vault, const uint8_t id[HEADER_LOG_ID_BYTES],
    const uint8_t public_key[SIGN_PUBLIC_BYTES], struct log **out, struct err *err);
void log_free(struct log *log); /* NULL is fine */
/* keep/log_other.c: the log that an entry number belongs to, opened when it was not yet.
 * E_NOTFOUND: no such log. */
MUST_USE enum status log_of(
    struct vault *vault, uint64_t number, struct log **out, struct err *err);
/* What the root over all entries has to be. */
void log_head_root(const struct log *log, uint8_t root[SHA256_BYTES]);
/* The record itself, of a removed entry too; `storage` and errors as for log_read(). */
MUST_USE enum status log_record(struct vault *vault, uint64_t number, struct buf *storage,
    struct segment_record *out, struct err *err);
/* log_leaf() and log_root_at() of one log, numbers from 0. */
MUST_USE enum status log_leaf_of(
    struct log *log, uint64_t number, uint8_t out[SHA256_BYTES], struct err *err);
MUST_USE enum status log_root_of(
    struct log *log, uint64_t size, uint8_t root[SHA256_BYTES], struct err *err);

/* keep/log.c: settle the objects, then write pending records to the file, not durable.  On failure
 * all is as at `durable`. */
MUST_USE enum status log_flush(struct log *log, struct err *err);
/* keep/log.c: back to what is durable. */
void log_take_back(struct log *log);
/* keep/log_read.c: the view shows segment `which`, and all of it that is in the file. */
MUST_USE enum status log_view_load(struct log *log, size_t which, struct err *err);
/* keep/log_proof.c: the tree has at least `size` leaves. */
MUST_USE enum status log_tree_fill(struct log *log, uint64_t size, struct err *err);

/* keep/log_checkpoint.c: the note over `entries`, its signature checked.  `note` is emptied. */
MUST_USE enum status log_note_load(
    struct log *log, uint64_t entries, struct buf *note, struct checkpoint *out, struct err *err);
/* The newest note whose signature holds; counts the others in the vault's state. */
MUST_USE enum status log_note_newest(
    struct log *log, struct buf *note, bool *found, struct checkpoint *out, struct err *err);

#endif
