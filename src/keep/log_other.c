/* src/keep/log_other.c
 * Logs that came from elsewhere, read like the vault's own; see log_other.h.  Taking one in:
 * log_copy.c. */
#include "keep/log_other.h"

#include "base/encode.h"
#include "base/mem.h"
#include "keep/log_inside.h"

/* The log is opened when its first entry is asked for. */
struct log_slot {
	struct log_other other;
	struct log *log; /* NULL: not yet */
};

unsigned
log_others(const struct vault *vault)
{
	return (unsigned)vault->other_count;
}

const struct log_other *
log_other(const struct vault *vault, unsigned slot)
{
	return slot >= 1 && slot <= vault->other_count ? &vault->others[slot - 1].other : NULL;
}

unsigned
log_other_slot(const struct vault *vault, struct slice id)
{
	for (unsigned slot = 1; slot <= vault->other_count; slot++)
		if (slice_eq(id, slice_of(vault->others[slot - 1].other.id, VAULT_LOG_ID_CHARS)))
			return slot;
	return 0;
}

static enum status
slot_add(struct vault *vault, const struct log_other *other, struct err *err)
{
	struct log_slot *more;

	if (vault->other_count == LOG_OTHERS_MAX)
		return fail(err, E_LIMIT, "no more than %d logs are taken in", LOG_OTHERS_MAX);
	more = mem_resize(vault->others, vault->other_count + 1, sizeof *more);
	if (more == NULL)
		return fail(err, E_NOMEM, "out of memory");
	vault->others = more;
	more[vault->other_count++] = (struct log_slot){.other = *other};
	return OK;
}

enum status
log_other_know(struct vault *vault, unsigned slot, const struct log_other *other, struct err *err)
{
	struct slice id = slice_of(other->id, strlen(other->id));
	uint8_t raw[HEADER_LOG_ID_BYTES];
	struct log_slot *there;

	if (!base32_decode(id, raw, sizeof raw) || other->entries > SEGMENT_MAX_NUMBER ||
	    slice_eq(id, vault_log_id(vault)) || slot < 1 || slot > vault->other_count + 1 ||
	    (slot > vault->other_count && log_other_slot(vault, id) != 0))
		return fail(err, E_FORMAT, "another log cannot be taken in under this name");
	if (slot > vault->other_count)
		return slot_add(vault, other, err);
	there = &vault->others[slot - 1];
	if (strcmp(there->other.id, other->id) != 0 || other->entries < there->other.entries)
		return fail(err, E_FORMAT, "another log is taken in under this name already");
	there->other = *other;
	log_free(there->log);
	there->log = NULL;
	return OK;
}

/* The segments that hold the entries taken in; what was copied beyond them is not looked at. */
static enum status
slot_open(struct vault *vault, unsigned slot, struct err *err)
{
	struct log_slot *there = &vault->others[slot - 1];
	const struct log_other *other = &there->other;
	uint8_t id[HEADER_LOG_ID_BYTES];
	struct log *log = NULL;
	enum status status;

	if (!base32_decode(slice_of(other->id, strlen(other->id)), id, sizeof id))
		return fail(err, E_FORMAT, "the log's name is not one");
	status = log_new(vault, id, other->public_key, &log, err);
	if (status != OK)
		return status;
	log->slot = slot;
	memcpy(log->root, other->root, sizeof log->root);
	status = log_names(log, "l", &log->firsts, &log->segments, err);
	while (log->segments != 0 && log->firsts[log->segments - 1] >= other->entries)
		log->segments--;
	log->segments_room = log->segments;
	log->now.entries = other->entries;
	log->durable = log->now;
	if (status == OK && log->segments == 0 && other->entries != 0)
		status = fail(err, E_NOTFOUND,
		    "the %llu entries of the log %s are not there: the copy of this folder may "
		    "not be finished",
		    (unsigned long long)other->entries, other->id);
	if (status == OK)
		there->log = log;
	else
		log_free(log);
	return status;
}

enum status
log_of(struct vault *vault, uint64_t number, struct log **out, struct err *err)
{
	unsigned slot = log_slot_in(number);
	enum status status = OK;

	if (slot == 0) {
		*out = vault->log;
		return OK;
	}
	if (slot > vault->other_count)
		return fail(err, E_NOTFOUND, "there is no log in slot %u", slot);
	if (vault->others[slot - 1].log == NULL)
		status = slot_open(vault, slot, err);
	if (status == OK)
		*out = vault->others[slot - 1].log;
	return status;
}

void
log_others_forget(struct vault *vault)
{
	for (size_t i = 0; i < vault->other_count; i++)
		log_free(vault->others[i].log);
	mem_free(vault->others);
	vault->others = NULL;
	vault->other_count = 0;
}

void
log_head_root(const struct log *log, uint8_t root[SHA256_BYTES])
{
	if (log->slot != 0)
		memcpy(root, log->root, SHA256_BYTES);
	else
		merkle_root(&log->now.sum, log->hash, root);
}

enum status
log_other_root(
    struct vault *vault, unsigned slot, uint64_t size, uint8_t root[SHA256_BYTES], struct err *err)
{
	struct log *log = NULL;
	enum status status = log_of(vault, LOG_NUMBER(slot, 0), &log, err);

	return status == OK ? log_root_of(log, size, root, err) : status;
}

enum status
log_other_check(struct vault *vault, unsigned slot, struct err *err)
{
	const struct log_other *other = log_other(vault, slot);
	uint8_t root[SHA256_BYTES];
	enum status status;

	if (other == NULL)
		return fail(err, E_NOTFOUND, "there is no log in slot %u", slot);
	status = log_other_root(vault, slot, other->entries, root, err);
	if (status == OK && !hash_equal(root, other->root, sizeof root))
		status = fail(
		    err, E_AUTH, "the log %s is not the one that was taken in", other->id);
	return status;
}
