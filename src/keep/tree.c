/* src/keep/tree.c
 * A Merkle tree with all its complete nodes at hand; see tree.h.  RFC 9162, section 2.1. */
#include "keep/tree.h"

#include <assert.h>

#include "base/mem.h"

enum { TREE_FIRST_ROOM = 64 };

void
tree_init(struct tree *tree)
{
	*tree = (struct tree){0};
}

void
tree_fini(struct tree *tree)
{
	for (size_t i = 0; i < TREE_LEVELS; i++)
		mem_free(tree->levels[i].nodes);
	*tree = (struct tree){0};
}

uint64_t
tree_leaves(const struct tree *tree)
{
	return tree->levels[0].count;
}

static void
node_hash(struct hash *hash, const uint8_t left[SHA256_BYTES], const uint8_t right[SHA256_BYTES],
    uint8_t out[SHA256_BYTES])
{
	uint8_t bytes[1 + 2 * SHA256_BYTES];

	bytes[0] = 1;
	memcpy(bytes + 1, left, SHA256_BYTES);
	memcpy(bytes + 1 + SHA256_BYTES, right, SHA256_BYTES);
	hash_of(hash, slice_of(bytes, sizeof bytes), out);
}

static bool
level_reserve(struct tree_level *level)
{
	uint64_t room = level->room != 0 ? 2 * level->room : TREE_FIRST_ROOM;
	uint8_t(*nodes)[SHA256_BYTES];

	if (level->count < level->room)
		return true;
	nodes = mem_resize(level->nodes, (size_t)room, sizeof *nodes);
	if (nodes == NULL)
		return false;
	level->nodes = nodes;
	level->room = room;
	return true;
}

enum status
tree_add(struct tree *tree, struct hash *hash, const uint8_t leaf[SHA256_BYTES], struct err *err)
{
	uint64_t n = tree_leaves(tree);
	unsigned top = (unsigned)__builtin_ctzll(n + 1); /* highest level this leaf completes */
	struct tree_level *level = tree->levels;

	if (n + 1 >= UINT64_C(1) << (TREE_LEVELS - 1))
		return fail(err, E_LIMIT, "the log is too long");
	for (unsigned i = 0; i <= top; i++)
		if (!level_reserve(&level[i]))
			return fail(err, E_NOMEM, "no memory for a log of %llu entries",
			    (unsigned long long)n);
	memcpy(level[0].nodes[level[0].count++], leaf, SHA256_BYTES);
	for (unsigned i = 1; i <= top; i++) {
		node_hash(hash, level[i - 1].nodes[level[i - 1].count - 2],
		    level[i - 1].nodes[level[i - 1].count - 1], level[i].nodes[level[i].count]);
		level[i].count++;
	}
	return OK;
}

void
tree_cut(struct tree *tree, uint64_t leaves)
{
	for (unsigned i = 0; i < TREE_LEVELS; i++)
		if (tree->levels[i].count > leaves >> i)
			tree->levels[i].count = leaves >> i;
}

void
tree_leaf(const struct tree *tree, uint64_t leaf, uint8_t out[SHA256_BYTES])
{
	assert(leaf < tree_leaves(tree));
	memcpy(out, tree->levels[0].nodes[leaf], SHA256_BYTES);
}

/* Root over [from, from + count), where `from` is a multiple of the largest power of two in
 * count: then every part of it is a node that is at hand. */
static void
range_root(const struct tree *tree, struct hash *hash, uint64_t from, uint64_t count,
    uint8_t out[SHA256_BYTES])
{
	const uint8_t *parts[64];
	unsigned n = 0, level;

	while (count != 0) {
		level = 63 - (unsigned)__builtin_clzll(count);
		assert(level < TREE_LEVELS && from >> level < tree->levels[level].count);
		parts[n++] = tree->levels[level].nodes[from >> level];
		from += UINT64_C(1) << level;
		count -= UINT64_C(1) << level;
	}
	if (n == 0) {
		hash_of(hash, slice_of(NULL, 0), out);
		return;
	}
	memcpy(out, parts[--n], SHA256_BYTES);
	while (n != 0)
		node_hash(hash, parts[--n], out, out);
}

void
tree_root(const struct tree *tree, struct hash *hash, uint64_t size, uint8_t out[SHA256_BYTES])
{
	assert(size <= tree_leaves(tree));
	range_root(tree, hash, 0, size, out);
}

/* The largest power of two smaller than n; n >= 2. */
static uint64_t
split_of(uint64_t n)
{
	return UINT64_C(1) << (63 - __builtin_clzll(n - 1));
}

static void
path_add(struct merkle_path *path, const struct tree *tree, struct hash *hash, uint64_t from,
    uint64_t count)
{
	assert(path->count < MERKLE_MAX_PATH);
	range_root(tree, hash, from, count, path->hashes[path->count++]);
}

/* Found from the root down, written from the leaf up. */
static void
path_turn(const struct merkle_path *from, struct merkle_path *out)
{
	out->count = from->count;
	for (size_t i = 0; i < from->count; i++)
		memcpy(out->hashes[i], from->hashes[from->count - 1 - i], SHA256_BYTES);
}

void
tree_inclusion(const struct tree *tree, struct hash *hash, uint64_t index, uint64_t size,
    struct merkle_path *out)
{
	struct merkle_path path = {.count = 0};
	uint64_t from = 0, count = size, k;

	assert(index < size && size <= tree_leaves(tree));
	while (count > 1) {
		k = split_of(count);
		if (index - from < k) {
			path_add(&path, tree, hash, from + k, count - k);
			count = k;
		} else {
			path_add(&path, tree, hash, from, k);
			from += k;
			count -= k;
		}
	}
	path_turn(&path, out);
}

void
tree_consistency(
    const struct tree *tree, struct hash *hash, uint64_t from, uint64_t to, struct merkle_path *out)
{
	struct merkle_path path = {.count = 0};
	uint64_t at = 0, count = to, old = from, k;

	assert(from <= to && to <= tree_leaves(tree));
	while (old != 0 && old < count) {
		k = split_of(count);
		if (old <= k) {
			path_add(&path, tree, hash, at + k, count - k);
			count = k;
		} else {
			path_add(&path, tree, hash, at, k);
			at += k;
			count -= k;
			old -= k;
		}
	}
	/* The older tree's own root is known to the checker; any other complete part is not. */
	if (old != 0 && at != 0)
		path_add(&path, tree, hash, at, count);
	path_turn(&path, out);
}
