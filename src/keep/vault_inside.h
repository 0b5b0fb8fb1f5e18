/* src/keep/vault_inside.h
 * What the files of src/keep share and nobody else includes: the open vault and its small helpers.
 */
#ifndef KEEP_VAULT_INSIDE_H
#define KEEP_VAULT_INSIDE_H

#include "keep/header.h"
#include "keep/vault.h"
#include "sys/crypto/sign.h"
#include "sys/os/file.h"

struct log;
struct log_slot;
struct settle;

enum {
	VAULT_ID_BYTES = 16,
	VAULT_ID_CHARS = 26,
	VAULT_BELOW_MAX_BYTES = 128, /* longest name below the vault folder */
	VAULT_FOLDERS = 5,
};

/* What a making has put on the disk and may take back. */
struct vault_made {
	bool folder;    /* the vault folder itself */
	bool header[2]; /* h0, h1: somebody else may be making a vault here too */
};

struct vault {
	struct vault_seams seams;
	struct buf path; /* of the folder, NUL-terminated */
	struct vault_state state;
	struct secret vault_key;
	struct secret keys[KEY_USES];
	/* While the vault key is being renewed (keep/renew.h), what the previous one was for; else
	 * empty. */
	struct secret before_object, before_log;
	struct secret signing_seed;
	struct header header; /* the copy it was opened with */
	unsigned slot;        /* that the secret opened */
	int64_t slot_created_us;
	bool copies_alike; /* both copies on the disk are `header`: one may be changed */
	uint8_t public_key[SIGN_PUBLIC_BYTES];
	uint8_t log_id[HEADER_LOG_ID_BYTES];
	char log_id_text[VAULT_ID_CHARS + 1];
	bool poisoned;           /* a sync failed: nothing is written any more */
	int lock;                /* handle on h0, or -1 */
	struct log *log;         /* keep/log_inside.h */
	struct log_slot *others; /* keep/log_other.c: logs of other devices and people */
	size_t other_count;
	struct settle *settle; /* keep/object_settle.c: objects finished and not yet settled */
};

/* 16 random bytes and their text. */
void vault_id_new(
    const struct vault *vault, uint8_t id[VAULT_ID_BYTES], char text[VAULT_ID_CHARS + 1]);
void vault_id_text(const uint8_t id[VAULT_ID_BYTES], char text[VAULT_ID_CHARS + 1]);

/* "<path>/<part>/<part>…" with a NUL into `out` (emptied); parts end with NULL. */
MUST_USE enum status vault_join(const struct vault *vault, struct buf *out, struct err *err,
    const char *first, ...) __attribute__((sentinel));
static inline const char *
path_z(const struct buf *path)
{
	return (const char *)path->p;
}

/* What stands below the vault's folder under that name; *out is valid when it is *there.  E_IO. */
MUST_USE enum status vault_look_at(
    const struct vault *vault, const char *name, bool *there, struct io_stat *out, struct err *err);

/* Sync; a failure poisons the vault. */
MUST_USE enum status vault_sync(struct vault *vault, int handle, struct err *err);
MUST_USE enum status vault_sync_folder(struct vault *vault, const char *path, struct err *err);
/* mkdir that is content with a folder that stands there; *made (may be NULL) tells. */
MUST_USE enum status vault_mkdir(
    struct vault *vault, const char *path, bool *made, struct err *err);
/* A new file with these bytes, <above>/<name>, or <above>/<below>/<name> unless `below` is NULL, by
 * way of t/<name>: written, synced, renamed, and its folder synced. */
MUST_USE enum status vault_save(struct vault *vault, const char *above, const char *below,
    const char *name, struct slice bytes, struct err *err);

/* What a slot is sealed under: the one spelling of words that have one, else the bytes as given. */
MUST_USE enum status vault_secret_spell(struct slice secret, struct secret *out, struct err *err);

/* keep/vault_header.c: read both copies, unlock one, mend the other (unless read-only). */
MUST_USE enum status vault_header_open(struct vault *vault, struct slice secret, struct err *err);
/* Keys, signing key and log id out of an unlocked header. */
MUST_USE enum status vault_header_adopt(struct vault *vault, const struct header *header,
    const uint8_t vault_key[KEY_BYTES], struct err *err);
/*
 * Put `header` in the place of both copies, one after the other (docs/format/vault.md, section
 * 3.2), and adopt it.  On failure vault->header is as before; which of the two a later opening
 * finds depends on the secret it is given.  E_IO, E_CONFLICT: one copy could not be mended before.
 */
MUST_USE enum status vault_header_change(struct vault *vault, const struct header *header,
    const uint8_t vault_key[KEY_BYTES], struct err *err);

/* keep/vault_create.c: o, l, r, t, q and the own log's folders, durable; what stands there is fine.
 */
MUST_USE enum status vault_folders_make(struct vault *vault, struct err *err);
/* keep/vault_unmake.c: o, l, r, t, q. */
extern const char *const vault_folders[VAULT_FOLDERS];
/* Take back a making that failed half way, as far as the disk lets us. */
void vault_unmake(const struct vault *vault, const struct vault_made *made);
/* Whether a vault may be made in the folder that stands there: it is empty, or a making was
 * interrupted in it before there was a header, and what it left is removed.  E_IO, E_NOMEM. */
MUST_USE enum status vault_clear_half(const struct vault *vault, bool *clear, struct err *err);
/* keep/vault_create.c: the names in the vault's folder, and its own name, durable. */
MUST_USE enum status vault_sync_self(struct vault *vault, struct err *err);
/* keep/vault_create.c: h1, then h0, both new, and locked; *made tells which were. */
MUST_USE enum status vault_headers_put(
    struct vault *vault, const uint8_t bytes[HEADER_BYTES], bool made[2], struct err *err);

/* An empty vault structure: path, seams and nothing open.  vault_close() frees it. */
MUST_USE enum status vault_new(
    const char *path, const struct vault_seams *seams, struct vault **out, struct err *err);
/* Lock h0, which must be there (or may be made when `create`). */
MUST_USE enum status vault_lock(struct vault *vault, unsigned flags, struct err *err);

/* keep/log.c */
MUST_USE enum status log_start(struct vault *vault, struct err *err);
void log_stop(struct vault *vault);
/* keep/object_settle.c */
MUST_USE enum status settle_start(struct vault *vault, struct err *err);
void settle_stop(struct vault *vault);

#endif
