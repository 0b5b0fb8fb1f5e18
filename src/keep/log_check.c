/* src/keep/log_check.c
 * Reading all of a log and all its checkpoints afresh; see log.h. */
#include "base/mem.h"
#include "keep/log_inside.h"
#include "sys/crypto/secret.h"

/* A check under way: the tree as the entries themselves give it. */
struct checking {
	struct vault *vault;
	struct log_check *out;
	struct merkle sum;
};

static void
count_damaged(struct checking *c, uint64_t number)
{
	if (c->out->damaged++ == 0)
		c->out->first_damaged = number;
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
	entry_leaf(c->vault->log->hash, &record->entry, leaf);
	return hash_equal(leaf, record->leaf, sizeof leaf);
}

static enum status
entry_check_one(struct checking *c, uint64_t number, struct err *err)
{
	struct log *log = c->vault->log;
	struct segment_key key = log_key(c->vault);
	struct log_view *view = &log->view;
	uint64_t at = number - view->map.first;
	const struct segment_slot *slot = number >= view->map.first && at < view->map.count
					      ? &view->map.slots[at]
					      : NULL;
	struct segment_record record;
	uint8_t leaf[SHA256_BYTES];
	size_t used;
	bool whole = slot != NULL && slot->whole;

	if (whole)
		whole = segment_record_open(&key,
			    slice_of(view->bytes.p + slot->at, view->bytes.n - slot->at), number,
			    &log->plain, &record, &used, err) == OK &&
			record_holds(c, &record);
	if (!whole)
		count_damaged(c, number);
	if (log_leaf(c->vault, number, leaf, err) != OK) {
		c->out->tree_whole = false;
		memset(leaf, 0, sizeof leaf);
	}
	merkle_add(&c->sum, log->hash, leaf);
	return OK;
}

static enum status
segment_check(struct checking *c, size_t which, struct err *err)
{
	struct log *log = c->vault->log;
	uint64_t first = log->firsts[which], end = first + log_segment_entries(log, which);
	enum status status = OK;

	/* A hole between two segments: the names alone tell it. */
	while (c->sum.leaves < first && c->sum.leaves < log->now.entries) {
		count_damaged(c, c->sum.leaves);
		c->out->tree_whole = false;
		merkle_add(&c->sum, log->hash, (const uint8_t[SHA256_BYTES]){0});
	}
	for (uint64_t n = first; n < end && status == OK; n++) {
		status = log_view_load(c->vault, which, err);
		if (status == OK)
			status = entry_check_one(c, n, err);
	}
	return status;
}

static enum status
checkpoints_check(struct checking *c, struct err *err)
{
	struct checkpoint checkpoint;
	uint8_t root[SHA256_BYTES];
	uint64_t *numbers = NULL;
	struct buf note;
	size_t count = 0;
	enum status status = log_names(c->vault, "r", &numbers, &count, err);

	buf_init(&note, NOTE_MAX_BYTES);
	for (size_t i = 0; i < count && status == OK; i++) {
		c->out->checkpoints++;
		if (log_note_load(c->vault, numbers[i], &note, &checkpoint, err) != OK ||
		    log_root_at(c->vault, numbers[i], root, err) != OK ||
		    !hash_equal(root, checkpoint.root, sizeof root))
			c->out->damaged_checkpoints++;
	}
	buf_fini(&note);
	mem_free(numbers);
	return status;
}

enum status
log_check(struct vault *vault, struct log_check *out, struct err *err)
{
	struct log_check found = {.tree_whole = true};
	struct checking c = {.vault = vault, .out = &found};
	struct log *log = vault->log;
	uint8_t again[SHA256_BYTES], root[SHA256_BYTES];
	enum status status = log_flush(vault, err);

	merkle_init(&c.sum);
	found.entries = log->now.entries;
	/* From the disk, not from memory. */
	tree_cut(&log->tree, 0);
	log->view.loaded = false;
	for (size_t i = 0; i < log->segments && status == OK; i++)
		status = segment_check(&c, i, err);
	if (status == OK)
		status = checkpoints_check(&c, err);
	if (log->plain.p != NULL)
		secret_wipe(log->plain.p, log->plain.size);
	if (status != OK)
		return status;
	merkle_root(&c.sum, log->hash, again);
	merkle_root(&log->now.sum, log->hash, root);
	if (!hash_equal(again, root, sizeof again))
		found.tree_whole = false;
	*out = found;
	return OK;
}
