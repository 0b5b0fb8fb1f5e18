/* src/prove/pack_check.h
 * What the parts of the pack check share: the pack, what is known of each file and each entry, and
 * the report.  Only for pack_verify.c and pack_check_*.c. */
#ifndef PROVE_PACK_CHECK_H
#define PROVE_PACK_CHECK_H

#include "prove/log_number.h"
#include "prove/pack_reader.h"
#include "prove/pack_verify.h"
#include "prove/shown.h"
#include "prove/value.h"

enum {
	/* What is read is hashed while it is still near the processor: 1 MiB pieces cost half as
	 * much time again. */
	CHECK_BUFFER_BYTES = 64 * 1024,
	CHECK_SMALL_MAX_BYTES = ENTRY_VALUE_MAX_BYTES + 1024, /* entry, field, key, proof */
};

enum file_known {
	FILE_UNLISTED,   /* in no manifest */
	FILE_LISTED,     /* not hashed yet */
	FILE_SOUND,      /* its hash is the one listed */
	FILE_CHANGED,    /* another hash */
	FILE_UNREADABLE, /* could not be read */
};

struct file_state {
	enum file_known known;
	uint8_t listed[SHA256_BYTES];
	uint8_t actual[SHA256_BYTES]; /* FILE_SOUND, FILE_CHANGED */
};

struct entry_state {
	uint64_t number;
	bool sound;    /* entry.txt could be read: `leaf` is its leaf */
	bool doubtful; /* some shown field does not belong to it */
	bool reading_shown;
	uint8_t leaf[SHA256_BYTES];
	uint64_t records;
	uint8_t root[SHA256_BYTES];
};

/* A file somebody names: an entry's content line, or a record's attachment. */
struct named_file {
	uint8_t sha256[SHA256_BYTES];
	uint64_t bytes; /* UINT64_MAX: not said */
	bool is_here;
};

struct named_files {
	struct named_file *items;
	size_t count, room;
};

struct check {
	const struct pack_verify_options *options;
	struct pack *pack;
	struct verify_report *report;
	struct hash *hash;
	struct file_state *files;    /* one for each file of the pack */
	struct entry_state *entries; /* by number */
	size_t entry_count, entry_room;
	struct named_files originals, attachments;
	struct buf small;   /* one small file */
	struct buf second;  /* another */
	struct buf window;  /* a stream being read */
	struct arena arena; /* one record */
};

/* Each part looks at its level and adds to the report; not OK only when the check must stop
 * (E_NOMEM). */
MUST_USE enum status check_files(struct check *check, struct err *err);
MUST_USE enum status check_entries(struct check *check, struct err *err);
MUST_USE enum status check_readings(struct check *check, struct err *err);
MUST_USE enum status check_named(struct check *check, struct err *err);
MUST_USE enum status check_log(struct check *check, struct err *err);

/* --- shared --- */
struct text check_name(const struct check *check, size_t file);
/* A small file into `out`.  False, with the reason reported, when it cannot be had whole. */
MUST_USE bool check_load(
    struct check *check, enum verify_level level, size_t file, size_t max_bytes, struct buf *out);
/* The reading of `file` failed: a problem of this level, or a doubt when it was the system. */
void check_load_failed(struct check *check, enum verify_level level, size_t file,
    enum status status, const struct err *why);
/*
 * The number in "<folder>NNNNNN<rest>", as it is written in packs (six digits, more when needed),
 * or in "<folder>S-NNNNNN<rest>" of another log's; as log_number.h has it. False when the name is
 * not of that form; *rest follows the number.
 */
MUST_USE bool check_number(
    struct slice name, const char *folder, uint64_t *number, struct slice *rest);
/* NULL when there is no such entry. */
struct entry_state *check_entry_find(const struct check *check, uint64_t number);
MUST_USE enum status named_add(
    struct named_files *named, const struct named_file *file, struct err *err);

#endif
