/* src/keep/log_proof.c
 * Roots and proofs of the log; see log.h.  The arithmetic: keep/tree.h. */
#include "keep/log_inside.h"

/* Leaves of segment `which` from entry `from` on, as far as they are known. */
static enum status
segment_leaves_add(struct log *log, size_t which, struct err *err)
{
	uint64_t first = log->firsts[which], next = tree_leaves(&log->tree);
	uint64_t end = first + log_segment_entries(log, which);
	uint8_t leaf[SHA256_BYTES];
	enum status status = OK;

	for (; next < end && status == OK; next++) {
		status = log_leaf_of(log, next, leaf, err);
		if (status == OK)
			status = tree_add(&log->tree, log->hash, leaf, err);
	}
	return status;
}

enum status
log_tree_fill(struct log *log, uint64_t size, struct err *err)
{
	enum status status = OK;

	if (size > log->now.entries)
		return fail(err, E_NOTFOUND, "the log has %llu entries, not %llu",
		    (unsigned long long)log->now.entries, (unsigned long long)size);
	for (size_t i = 0; i < log->segments && status == OK; i++) {
		if (tree_leaves(&log->tree) >= size)
			break;
		if (log->firsts[i] > tree_leaves(&log->tree))
			return fail(err, E_AUTH, "log entry %llu is missing",
			    (unsigned long long)tree_leaves(&log->tree));
		if (log->firsts[i] + log_segment_entries(log, i) > tree_leaves(&log->tree))
			status = segment_leaves_add(log, i, err);
	}
	return status;
}

enum status
log_root(struct vault *vault, uint8_t root[SHA256_BYTES], struct err *err)
{
	struct log *log = vault->log;

	if (log->refusal != NULL)
		return fail(err, E_CONFLICT, "%s", log->refusal);
	merkle_root(&log->now.sum, log->hash, root);
	return OK;
}

enum status
log_root_of(struct log *log, uint64_t size, uint8_t root[SHA256_BYTES], struct err *err)
{
	enum status status;

	if (log == log->vault->log && size == log->now.entries && log->refusal == NULL)
		return log_root(log->vault, root, err);
	status = log_tree_fill(log, size, err);
	if (status == OK)
		tree_root(&log->tree, log->hash, size, root);
	return status;
}

enum status
log_root_at(struct vault *vault, uint64_t size, uint8_t root[SHA256_BYTES], struct err *err)
{
	return log_root_of(vault->log, size, root, err);
}

enum status
log_inclusion(
    struct vault *vault, uint64_t number, uint64_t size, struct merkle_path *out, struct err *err)
{
	uint64_t local = log_number_in(number);
	struct log *log = NULL;
	enum status status = log_of(vault, number, &log, err);

	if (status != OK)
		return status;
	if (local >= size)
		return fail(err, E_NOTFOUND, "entry %llu is not among the first %llu",
		    (unsigned long long)local, (unsigned long long)size);
	status = log_tree_fill(log, size, err);
	if (status == OK)
		tree_inclusion(&log->tree, log->hash, local, size, out);
	return status;
}

enum status
log_consistency(
    struct vault *vault, uint64_t from, uint64_t to, struct merkle_path *out, struct err *err)
{
	struct log *log = vault->log;
	enum status status;

	if (from > to)
		return fail(err, E_NOTFOUND, "%llu entries are more than %llu",
		    (unsigned long long)from, (unsigned long long)to);
	status = log_tree_fill(log, to, err);
	if (status == OK)
		tree_consistency(&log->tree, log->hash, from, to, out);
	return status;
}
