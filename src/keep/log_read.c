/* src/keep/log_read.c
 * Reading entries and leaves back; see log.h. */
#include "keep/log_inside.h"
#include "sys/crypto/secret.h"

enum status
log_view_load(struct log *log, size_t which, struct err *err)
{
	struct segment_key key = log_key(log);
	struct log_view *view = &log->view;
	enum status status;

	/* A segment that has grown since, or is cut, is loaded again. */
	if (view->loaded && view->segment == which &&
	    (which + 1 < log->segments ? view->entries >= log->firsts[which + 1]
				       : view->entries == log->now.entries))
		return OK;
	view->loaded = false;
	status = log_flush(log, err);
	if (status == OK)
		status = log_segment_load(log, log->firsts[which], &view->bytes, NULL, err);
	if (status == OK)
		status = segment_walk(&key, buf_slice(&view->bytes), log->firsts[which], log->hash,
		    &log->plain, &view->map, err);
	if (status != OK)
		return status;
	view->loaded = true;
	view->segment = which;
	view->entries = log->now.entries;
	return OK;
}

size_t
log_segment_of(const struct log *log, uint64_t number)
{
	size_t low = 0, high = log->segments, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (log->firsts[middle] <= number)
			low = middle + 1;
		else
			high = middle;
	}
	return low != 0 ? low - 1 : log->segments;
}

static enum status
damaged(struct err *err, uint64_t number)
{
	return fail(err, E_AUTH, "log entry %llu is damaged", (unsigned long long)number);
}

/* The slot of an entry, its segment in view. */
static enum status
slot_find(struct log *log, uint64_t number, const struct segment_slot **out, struct err *err)
{
	size_t which = log_segment_of(log, number);
	enum status status;

	if (number >= log->now.entries)
		return fail(
		    err, E_NOTFOUND, "there is no log entry %llu", (unsigned long long)number);
	if (which == log->segments)
		return damaged(err, number);
	status = log_view_load(log, which, err);
	if (status != OK)
		return status;
	if (number - log->firsts[which] >= log->view.map.count)
		return damaged(err, number);
	*out = &log->view.map.slots[number - log->firsts[which]];
	return OK;
}

/* The record of an entry, decrypted into `storage`. */
static enum status
record_find(struct log *log, uint64_t number, struct buf *storage, struct segment_record *out,
    struct err *err)
{
	struct segment_key key = log_key(log);
	const struct segment_slot *slot = NULL;
	struct log_view *view = &log->view;
	enum status status = slot_find(log, number, &slot, err);
	size_t used;

	if (status != OK)
		return status;
	if (!slot->whole)
		return damaged(err, number);
	return segment_record_open(
	    &key, slice_from(buf_slice(&view->bytes), slot->at), number, storage, out, &used, err);
}

enum status
log_record(struct vault *vault, uint64_t number, struct buf *storage, struct segment_record *out,
    struct err *err)
{
	struct log *log = NULL;
	enum status status = log_of(vault, number, &log, err);

	return status == OK ? record_find(log, log_number_in(number), storage, out, err) : status;
}

enum status
log_read(
    struct vault *vault, uint64_t number, struct buf *storage, struct entry *out, struct err *err)
{
	struct segment_record record;
	enum status status = log_record(vault, number, storage, &record, err);

	if (status != OK)
		return status;
	if (record.kind == RECORD_STUB)
		return fail(err, E_NOTFOUND, "log entry %llu was removed",
		    (unsigned long long)log_number_in(number));
	*out = record.entry;
	return OK;
}

enum status
log_leaf_of(struct log *log, uint64_t number, uint8_t out[SHA256_BYTES], struct err *err)
{
	const struct segment_slot *slot = NULL;
	size_t which;
	enum status status;

	if (number < tree_leaves(&log->tree)) {
		tree_leaf(&log->tree, number, out);
		return OK;
	}
	status = slot_find(log, number, &slot, err);
	if (status == OK && slot->leaf_known) {
		memcpy(out, slot->leaf, SHA256_BYTES);
		return OK;
	}
	if (status != OK && status != E_AUTH)
		return status;
	/* The last entry of a segment is named by the first of the next. */
	which = log_segment_of(log, number + 1);
	if (number + 1 >= log->now.entries || which == log->segments ||
	    log->firsts[which] != number + 1)
		return damaged(err, number);
	status = log_view_load(log, which, err);
	if (status != OK)
		return status;
	if (!log->view.map.before_known)
		return damaged(err, number);
	memcpy(out, log->view.map.before, SHA256_BYTES);
	return OK;
}

enum status
log_leaf(struct vault *vault, uint64_t number, uint8_t out[SHA256_BYTES], struct err *err)
{
	struct log *log = NULL;
	enum status status = log_of(vault, number, &log, err);

	return status == OK ? log_leaf_of(log, log_number_in(number), out, err) : status;
}
