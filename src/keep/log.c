/* src/keep/log.c
 * Adding entries and making them durable; see log.h.  Opening: log_start.c; reading: log_read.c. */
#include "keep/log.h"

#include <assert.h>

#include "base/mem.h"
#include "keep/log_inside.h"
#include "keep/object.h"
#include "sys/crypto/entropy.h"

uint64_t
log_entries(const struct vault *vault)
{
	return vault->log->now.entries;
}

uint64_t
log_settled(const struct vault *vault)
{
	return vault->log->durable.entries;
}

/*
 * The newest segment is cut to its durable length, so that the next record stands where a reader
 * looks for it.  After a failed sync nothing is touched any more: what is on the disk is unknown,
 * and the next opening finds out.
 */
void
log_take_back(struct log *log)
{
	struct vault *vault = log->vault;
	const struct io *io = &vault->seams.io;

	buf_reset(&log->pending);
	if (!vault->poisoned && log->handle >= 0 && log->written > log->durable.bytes &&
	    io->ops->truncate(io->ctx, log->handle, log->durable.bytes) != 0)
		vault->poisoned = true;
	log->written = log->durable.bytes;
	log->now = log->durable;
	tree_cut(&log->tree, log->now.entries);
	log->view.loaded = false;
}

enum status
log_flush(struct log *log, struct err *err)
{
	struct vault *vault = log->vault;
	enum status status;

	if (log->pending.n == 0)
		return OK;
	/* What is in the file may outlive a crash, so the objects that it names come first. */
	status = objects_settle(vault, err);
	if (status != OK) {
		log_take_back(log);
		return status;
	}
	/* Whatever part of it is written, taking back has to cut it off. */
	status = file_write_full(
	    &vault->seams.io, log->handle, log->written, log->pending.p, log->pending.n, err);
	log->written += log->pending.n;
	if (status != OK) {
		log_take_back(log);
		return status;
	}
	buf_reset(&log->pending);
	return OK;
}

/* l/<below>, or l itself when `below` is NULL. */
static enum status
folder_sync(struct vault *vault, const char *below, struct err *err)
{
	enum status status;
	struct buf path;

	buf_init(&path, FILE_PATH_BYTES);
	status = vault_join(vault, &path, err, "l", below, NULL);
	if (status == OK)
		status = vault_sync_folder(vault, path_z(&path), err);
	buf_fini(&path);
	return status;
}

/* The names of the folders above the log's own.  A program that was killed leaves names that can be
 * read and that nobody has synced, so they are once in each session. */
static enum status
path_settle(struct log *log, struct err *err)
{
	enum status status;

	if (log->path_settled)
		return OK;
	status = folder_sync(log->vault, NULL, err);
	if (status == OK)
		status = vault_sync_self(log->vault, err);
	log->path_settled = status == OK;
	return status;
}

static enum status
folder_settle(struct log *log, struct err *err)
{
	enum status status;

	if (!log->folder_dirty)
		return OK;
	status = folder_sync(log->vault, log->id_text, err);
	if (status == OK)
		status = path_settle(log, err);
	log->folder_dirty = status != OK;
	return status;
}

enum status
log_settle(struct vault *vault, struct err *err)
{
	struct log *log = vault->log;
	enum status status = vault_writable(vault, err);

	if (status != OK || log->now.entries == log->durable.entries)
		return status;
	status = log_flush(log, err);
	if (status != OK)
		return status;
	status = vault_sync(vault, log->handle, err);
	if (status == OK)
		status = folder_settle(log, err);
	if (status == OK)
		log->durable = log->now;
	else
		log_take_back(log);
	return status;
}

static enum status
segment_begin(struct log *log, struct err *err)
{
	struct vault *vault = log->vault;
	char name[LOG_NAME_CHARS + 1];
	enum status status;
	struct buf path;
	uint64_t *more;

	more = mem_more(log->firsts, log->segments, &log->segments_room, sizeof *more);
	if (more == NULL)
		return fail(err, E_NOMEM, "out of memory");
	log->firsts = more;
	log_name(log->now.entries, name);
	buf_init(&path, FILE_PATH_BYTES);
	status = vault_join(vault, &path, err, "l", log->id_text, name, NULL);
	if (status == OK)
		status = file_open(
		    &vault->seams.io, path_z(&path), IO_WRITE | IO_NEW, &log->handle, err);
	buf_fini(&path);
	if (status != OK)
		return status;
	log->firsts[log->segments++] = log->now.entries;
	log->now.bytes = log->durable.bytes = log->written = 0;
	log->folder_dirty = true;
	return OK;
}

static enum status
segment_reopen(struct log *log, struct err *err)
{
	struct vault *vault = log->vault;
	char name[LOG_NAME_CHARS + 1];
	enum status status;
	struct buf path;

	log_name(log->firsts[log->segments - 1], name);
	buf_init(&path, FILE_PATH_BYTES);
	status = vault_join(vault, &path, err, "l", log->id_text, name, NULL);
	if (status == OK)
		status = file_open(&vault->seams.io, path_z(&path), IO_WRITE, &log->handle, err);
	buf_fini(&path);
	return status;
}

/* Make sure the newest segment is open and has room for a record of n bytes. */
static enum status
segment_ready(struct log *log, size_t n, struct err *err)
{
	struct vault *vault = log->vault;
	enum status status;
	uint64_t entries;

	if (log->segments == 0)
		return segment_begin(log, err);
	entries = log_segment_entries(log, log->segments - 1);
	if (entries == 0 ||
	    (entries < SEGMENT_MAX_ENTRIES && log->now.bytes + n <= SEGMENT_MAX_BYTES))
		return log->handle >= 0 ? OK : segment_reopen(log, err);
	/* The old one is durable before the new one begins: only the newest can be torn. */
	status = log_settle(vault, err);
	if (status != OK)
		return status;
	file_close(&vault->seams.io, log->handle);
	log->handle = -1;
	return segment_begin(log, err);
}

static enum status
append_check(const struct vault *vault, const struct entry *entry, struct err *err)
{
	enum status status = vault_writable(vault, err);

	if (status != OK)
		return status;
	if (vault->log->refusal != NULL)
		return fail(err, E_CONFLICT, "%s", vault->log->refusal);
	if (vault->log->now.entries >= SEGMENT_MAX_NUMBER)
		return fail(err, E_LIMIT, "the log is full");
	return entry_check(entry, err);
}

enum status
log_append(struct vault *vault, const struct entry *entry, uint64_t *number, struct err *err)
{
	struct segment_record record = {.kind = RECORD_ENTRY};
	struct log *log = vault->log;
	struct segment_key key = log_key(log);
	uint8_t nonce[WRAP_NONCE_BYTES];
	size_t n;
	enum status status = append_check(vault, entry, err);

	if (status != OK)
		return status;
	n = segment_record_bytes(entry, log->now.entries);
	status = segment_ready(log, n, err);
	if (status != OK)
		return status;
	record.number = log->now.entries;
	record.settled = log->durable.entries;
	record.entry = *entry;
	memcpy(record.before, log->now.last_leaf, SHA256_BYTES);
	entry_leaf(log->hash, entry, record.leaf);
	entropy_fill(&vault->seams.entropy, nonce, sizeof nonce);
	status = segment_record_put(&log->pending, &key, &record, &log->now.sum, nonce, err);
	if (status != OK) {
		log_take_back(log);
		return status;
	}
	merkle_add(&log->now.sum, log->hash, record.leaf);
	memcpy(log->now.last_leaf, record.leaf, SHA256_BYTES);
	log->now.entries++;
	log->now.bytes += n;
	if (number != NULL)
		*number = record.number;
	return log->pending.n > LOG_FLUSH_BYTES ? log_flush(log, err) : OK;
}
