/* src/keep/log_copy.c
 * Entries of another vault's log copied into this one, sealed anew; see log_other.h.
 * The segments are those a log of our own would have: at most 1,024 entries or 8 MiB each. */
#include <errno.h>

#include "base/encode.h"
#include "base/mem.h"
#include "keep/log_inside.h"
#include "keep/log_other.h"
#include "sys/crypto/entropy.h"
#include "sys/crypto/secret.h"

/* One copying under way. */
struct copier {
	struct vault *vault;
	const struct log_copying *what;
	struct log *log;        /* here: names, folders; its own segments are not open */
	struct checkpoint head; /* what is copied up to */
	struct buf note;
	struct buf plain;   /* decrypted records pass through here */
	struct buf segment; /* of the newest segment, not yet written */
	uint64_t segment_first, segment_entries;
	bool segment_begun;
	struct merkle sum; /* over what stands here so far */
	uint8_t last_leaf[SHA256_BYTES];
	uint64_t damaged;
};

/* Durable under its name before the next one begins, as when a log is written. */
static enum status
segment_save(struct copier *c, struct err *err)
{
	char name[LOG_NAME_CHARS + 1];

	if (!c->segment_begun)
		return OK;
	log_name(c->segment_first, name);
	c->segment_begun = false;
	return vault_save(c->vault, "l", c->log->id_text, name, buf_slice(&c->segment), err);
}

static enum status
record_add(struct copier *c, struct segment_record *record, struct err *err)
{
	struct segment_key key = log_key(c->log);
	uint8_t nonce[WRAP_NONCE_BYTES];
	size_t n = segment_record_bytes(&record->entry, record->number);
	enum status status = OK;

	if (c->segment_begun &&
	    (c->segment_entries == SEGMENT_MAX_ENTRIES || c->segment.n + n > SEGMENT_MAX_BYTES))
		status = segment_save(c, err);
	if (status == OK && !c->segment_begun) {
		buf_reset(&c->segment);
		c->segment_first = record->number;
		c->segment_entries = 0;
		c->segment_begun = true;
	}
	memcpy(record->before, c->last_leaf, SHA256_BYTES);
	entropy_fill(&c->vault->seams.entropy, nonce, sizeof nonce);
	if (status == OK)
		status = segment_record_put(&c->segment, &key, record, &c->sum, nonce, err);
	if (status != OK)
		return status;
	c->segment_entries++;
	merkle_add(&c->sum, c->log->hash, record->leaf);
	memcpy(c->last_leaf, record->leaf, SHA256_BYTES);
	return OK;
}

/* What cannot be read over there keeps its leaf, so that everything after it can be proved. */
static enum status
record_fetch(struct copier *c, uint64_t number, struct segment_record *record, struct err *err)
{
	uint64_t there = LOG_NUMBER(c->what->from_slot, number);
	enum status status = log_record(c->what->from, there, &c->plain, record, err);

	if (status != E_AUTH)
		return status;
	*record = (struct segment_record){
	    .number = number, .kind = RECORD_STUB, .settled = c->segment_first};
	c->damaged++;
	return log_leaf(c->what->from, there, record->leaf, err);
}

/* The segment that `first` falls into is taken up again with the entries before it. */
static enum status
begin_where(struct copier *c, uint64_t *number, struct err *err)
{
	uint64_t *firsts = NULL;
	size_t count = 0;
	enum status status = log_names(c->log, "l", &firsts, &count, err);

	*number = 0;
	for (size_t i = 0; i < count && status == OK; i++)
		if (firsts[i] <= c->what->first)
			*number = firsts[i];
	mem_free(firsts);
	return status;
}

/* Segments that begin after what this log is taken in to: of a copying that was cut off. */
static enum status
rest_remove(struct copier *c, struct err *err)
{
	const struct io *io = &c->vault->seams.io;
	uint64_t *firsts = NULL;
	size_t count = 0;
	char name[LOG_NAME_CHARS + 1];
	struct buf path;
	enum status status = log_names(c->log, "l", &firsts, &count, err);

	buf_init(&path, FILE_PATH_BYTES);
	for (size_t i = 0; i < count && status == OK; i++) {
		if (firsts[i] <= c->what->first)
			continue;
		log_name(firsts[i], name);
		status = vault_join(c->vault, &path, err, "l", c->log->id_text, name, NULL);
		if (status == OK && io->ops->unlink(io->ctx, path_z(&path)) != 0)
			status = fail(err, E_IO, "cannot replace %.100s", path_z(&path));
	}
	buf_fini(&path);
	mem_free(firsts);
	return status;
}

/* Both logs have the same entries before `first`: by their leaves, one by one. */
static enum status
sum_until(struct copier *c, uint64_t end, struct err *err)
{
	unsigned here = log_other_slot(c->vault, slice_of(c->log->id_text, VAULT_ID_CHARS));
	uint8_t ours[SHA256_BYTES];
	enum status status = OK;

	for (uint64_t n = 0; n < c->what->first && status == OK; n++) {
		status = log_leaf(
		    c->what->from, LOG_NUMBER(c->what->from_slot, n), c->last_leaf, err);
		if (status == OK)
			status = log_leaf(c->vault, LOG_NUMBER(here, n), ours, err);
		if (status == OK && memcmp(ours, c->last_leaf, sizeof ours) != 0)
			return fail(err, E_CONFLICT,
			    "entry %llu of the log %s is another one there than here: one of the "
			    "two "
			    "is probably a restored copy that was written to",
			    (unsigned long long)n, c->log->id_text);
		if (status == OK && n < end)
			merkle_add(&c->sum, c->log->hash, c->last_leaf);
	}
	return status;
}

/* The entries of the segment at hand that are here already: as they stand here, stubs and all. */
static enum status
record_here(struct copier *c, uint64_t number, struct segment_record *record, struct err *err)
{
	unsigned here = log_other_slot(c->vault, slice_of(c->log->id_text, VAULT_ID_CHARS));

	return log_record(c->vault, LOG_NUMBER(here, number), &c->plain, record, err);
}

static enum status
entries_copy(struct copier *c, struct err *err)
{
	const struct log_copying *what = c->what;
	struct segment_record record;
	uint64_t number = 0;
	enum status status = begin_where(c, &number, err);

	if (status == OK)
		status = sum_until(c, number, err);
	if (status == OK && number != 0)
		status = log_leaf(
		    what->from, LOG_NUMBER(what->from_slot, number - 1), c->last_leaf, err);
	else
		memset(c->last_leaf, 0, sizeof c->last_leaf);
	for (; number < c->head.entries && status == OK; number++) {
		status = number < what->first ? record_here(c, number, &record, err)
					      : record_fetch(c, number, &record, err);
		if (status == OK)
			status = record_add(c, &record, err);
		if (status == OK && what->go_on != NULL && number % 256 == 0 &&
		    !what->go_on(what->ctx, number, c->head.entries))
			status = fail(err, E_CANCELLED, "stopped");
	}
	return status == OK ? segment_save(c, err) : status;
}

static enum status
folder_make(struct copier *c, const char *above, struct err *err)
{
	struct buf path;
	bool made = false;
	enum status status;

	buf_init(&path, FILE_PATH_BYTES);
	status = vault_join(c->vault, &path, err, above, c->log->id_text, NULL);
	if (status == OK)
		status = vault_mkdir(c->vault, path_z(&path), &made, err);
	if (status == OK)
		status = vault_join(c->vault, &path, err, above, NULL);
	if (status == OK && made)
		status = vault_sync_folder(c->vault, path_z(&path), err);
	buf_fini(&path);
	return status;
}

static enum status
head_save(struct copier *c, struct err *err)
{
	char name[LOG_NAME_CHARS + 1];
	uint8_t root[SHA256_BYTES];

	merkle_root(&c->sum, c->log->hash, root);
	if (!hash_equal(root, c->head.root, sizeof root))
		return fail(err, E_AUTH, "the entries are not those that their signed head covers");
	log_name(c->head.entries, name);
	return vault_save(c->vault, "r", c->log->id_text, name, buf_slice(&c->note), err);
}

static enum status
copier_run(struct copier *c, struct err *err)
{
	enum status status = folder_make(c, "l", err);

	if (status == OK)
		status = folder_make(c, "r", err);
	if (status == OK)
		status = rest_remove(c, err);
	if (status == OK)
		status = entries_copy(c, err);
	return status == OK ? head_save(c, err) : status;
}

/* The head that bounds the copy, and whose log it is. */
static enum status
source_head(struct copier *c, struct err *err)
{
	const struct log_copying *what = c->what;
	struct log *there = NULL;
	enum status status = log_of(what->from, LOG_NUMBER(what->from_slot, 0), &there, err);

	if (status == OK)
		status = log_newest_checkpoint(
		    what->from, what->from_slot, &c->note, &c->head, err);
	if (status == OK && c->head.entries < what->first)
		status = fail(
		    err, E_CONFLICT, "the log %s is shorter there than here", there->id_text);
	return status == OK ? log_new(c->vault, there->id, there->public_key, &c->log, err)
			    : status;
}

enum status
log_other_copy(
    struct vault *vault, const struct log_copying *copying, struct log_copied *out, struct err *err)
{
	struct copier c = {.vault = vault, .what = copying};
	enum status status = vault_writable(vault, err);

	if (status != OK)
		return status;
	buf_init(&c.note, NOTE_MAX_BYTES);
	buf_init(&c.plain, SEGMENT_RECORD_MAX_BYTES);
	buf_init(&c.segment, SEGMENT_FILE_MAX_BYTES);
	merkle_init(&c.sum);
	status = source_head(&c, err);
	if (status == OK)
		status = copier_run(&c, err);
	if (status == OK) {
		*out = (struct log_copied){.entries = c.head.entries, .damaged = c.damaged};
		memcpy(out->root, c.head.root, sizeof out->root);
	}
	if (c.plain.p != NULL)
		secret_wipe(c.plain.p, c.plain.size);
	log_free(c.log);
	buf_fini(&c.note);
	buf_fini(&c.plain);
	buf_fini(&c.segment);
	return status;
}
