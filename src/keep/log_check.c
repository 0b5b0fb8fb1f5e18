/* src/keep/log_check.c
 * Reading all of a log and all its checkpoints afresh; see log.h. */
#include "base/mem.h"
#include "keep/log_inside.h"
#include "sys/crypto/secret.h"

/* A check under way: the tree as the entries themselves give it. */
struct checking {
	struct log *log;
	struct log_check *out;
	struct merkle sum;
};

static void
count_damaged(struct checking *c, uint64_t number)
{
	if (c->out->damaged++ == 0)
		c->out->first_damaged = LOG_NUMBER(c->log->slot, number);
}

/* What one whole record says against what the entries before it and it itself give. */
static bool
record_holds(struct checking *c, const struct segment_record *record)
{
	uint8_t leaf[SHA256_BYTES];

	if (record->sum_depth != c->sum.depth ||
	    (record->sum_depth != 0 &&
		memcmp(record->sum, c->sum.stack, (size_t)record->sum_depth * SHA256_BYTES) != 0))
		c->out->tree_whole = false;
	if (record->kind == RECORD_STUB)
		return true;
	entry_leaf(c->log->hash, &record->entry, leaf);
	return hash_equal(leaf, record->leaf, sizeof leaf);
}

static enum status
entry_check_one(struct checking *c, uint64_t number, struct err *err)
{
	struct log *log = c->log;
	struct segment_key key = log_key(log);
	struct log_view *view = &log->view;
	uint64_t at = number - view->map.first;
	const struct segment_slot *slot = number >= view->map.first && at < view->map.count
					      ? &view->map.slots[at]
					      : NULL;
	struct segment_record record;
	uint8_t leaf[SHA256_BYTES];
	size_t used;
	bool whole = slot != NULL && slot->whole;
	enum status status = OK;

	if (whole)
		status = segment_record_open(&key, slice_from(buf_slice(&view->bytes), slot->at),
		    number, &log->plain, &record, &used, err);
	if (status == E_NOMEM)
		return status; /* that is no damage */
	whole = whole && status == OK && record_holds(c, &record);
	if (!whole)
		count_damaged(c, number);
	else if (record.kind == RECORD_STUB)
		c->out->removed++;
	status = log_leaf_of(log, number, leaf, err);
	if (status == E_NOMEM)
		return status;
	if (status != OK) {
		c->out->tree_whole = false;
		memset(leaf, 0, sizeof leaf);
	}
	merkle_add(&c->sum, log->hash, leaf);
	return OK;
}

/* Whether anything follows the last of its entries. */
static bool
is_long(const struct log_view *view, uint64_t entries)
{
	return view->map.count > entries || view->map.end < view->bytes.n ||
	       view->bytes.n == SEGMENT_FILE_MAX_BYTES;
}

static enum status
segment_check(struct checking *c, size_t which, struct err *err)
{
	struct log *log = c->log;
	uint64_t first = log->firsts[which], end = first + log_segment_entries(log, which);
	enum status status = OK;

	/* A hole between two segments: the names alone tell it. */
	while (c->sum.leaves < first && c->sum.leaves < log->now.entries) {
		count_damaged(c, c->sum.leaves);
		c->out->tree_whole = false;
		merkle_add(&c->sum, log->hash, (const uint8_t[SHA256_BYTES]){0});
	}
	for (uint64_t n = first; n < end && status == OK; n++) {
		status = log_view_load(log, which, err);
		if (status == OK)
			status = entry_check_one(c, n, err);
	}
	if (status == OK && end > first && log->view.loaded && log->view.segment == which &&
	    is_long(&log->view, end - first))
		c->out->long_segments++;
	return status;
}

/* A signed head is damaged, or not: only E_NOMEM is passed on. */
static enum status
checkpoint_check(struct checking *c, uint64_t entries, struct buf *note, struct err *err)
{
	struct checkpoint checkpoint;
	uint8_t root[SHA256_BYTES];
	enum status status = log_note_load(c->log, entries, note, &checkpoint, err);

	if (status == OK)
		status = log_root_of(c->log, entries, root, err);
	if (status == E_NOMEM)
		return status;
	c->out->checkpoints++;
	if (status != OK || !hash_equal(root, checkpoint.root, sizeof root))
		c->out->damaged_checkpoints++;
	return OK;
}

static enum status
checkpoints_check(struct checking *c, struct err *err)
{
	uint64_t *numbers = NULL;
	struct buf note;
	size_t count = 0;
	enum status status = log_names(c->log, "r", &numbers, &count, err);

	buf_init(&note, NOTE_MAX_BYTES);
	for (size_t i = 0; i < count && status == OK; i++)
		status = checkpoint_check(c, numbers[i], &note, err);
	buf_fini(&note);
	mem_free(numbers);
	return status;
}

/* One log, from the disk and not from memory. */
static enum status
one_check(struct log *log, struct log_check *found, struct err *err)
{
	struct checking c = {.log = log, .out = found};
	uint8_t again[SHA256_BYTES], root[SHA256_BYTES];
	enum status status = log_flush(log, err);

	merkle_init(&c.sum);
	tree_cut(&log->tree, 0);
	log->view.loaded = false;
	for (size_t i = 0; i < log->segments && status == OK; i++)
		status = segment_check(&c, i, err);
	found->entries += log->now.entries;
	if (status == OK)
		status = checkpoints_check(&c, err);
	if (log->plain.p != NULL)
		secret_wipe(log->plain.p, log->plain.size);
	if (status != OK)
		return status;
	merkle_root(&c.sum, log->hash, again);
	log_head_root(log, root);
	if (!hash_equal(again, root, sizeof again))
		found->tree_whole = false;
	return OK;
}

enum status
log_check(struct vault *vault, struct log_check *out, struct err *err)
{
	struct log_check found = {.tree_whole = true};
	struct log *log = NULL;
	enum status status = one_check(vault->log, &found, err);

	for (unsigned slot = 1; slot <= vault->other_count && status == OK; slot++) {
		status = log_of(vault, LOG_NUMBER(slot, 0), &log, err);
		if (status == OK) {
			status = one_check(log, &found, err);
		} else if (status != E_NOMEM) {
			found.missing_logs++;
			status = OK;
		}
	}
	if (status == OK)
		*out = found;
	return status;
}
