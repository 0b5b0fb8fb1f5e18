/* src/prove/merkle.c
 * The Merkle tree of RFC 6962 and RFC 9162; see merkle.h.  docs/format/log.md section 5. */
#include "prove/merkle.h"

#include <assert.h>

void
merkle_node(struct hash *hash, const uint8_t left[SHA256_BYTES], const uint8_t right[SHA256_BYTES],
    uint8_t out[SHA256_BYTES])
{
	uint8_t bytes[1 + 2 * SHA256_BYTES];

	bytes[0] = 1;
	memcpy(bytes + 1, left, SHA256_BYTES);
	memcpy(bytes + 1 + SHA256_BYTES, right, SHA256_BYTES);
	hash_of(hash, slice_of(bytes, sizeof bytes), out);
}

void
merkle_init(struct merkle *merkle)
{
	merkle->leaves = 0;
	merkle->depth = 0;
}

void
merkle_add(struct merkle *merkle, struct hash *hash, const uint8_t leaf[SHA256_BYTES])
{
	bool added = merkle_add_subtree(merkle, hash, 0, leaf);

	assert(added); /* more than 2^64 leaves cannot be counted, so never happen */
}

bool
merkle_add_subtree(
    struct merkle *merkle, struct hash *hash, unsigned level, const uint8_t root[SHA256_BYTES])
{
	uint8_t node[SHA256_BYTES];
	uint64_t width, after, old;

	if (level >= MERKLE_MAX_PATH)
		return false;
	width = (uint64_t)1 << level;
	if ((merkle->leaves & (width - 1)) != 0 ||
	    __builtin_add_overflow(merkle->leaves, width, &after))
		return false;
	memcpy(node, root, sizeof node);
	/* Each set bit of the old count, from `level` up without a gap, is a left sibling. */
	for (old = merkle->leaves >> level; (old & 1) != 0; old >>= 1)
		merkle_node(hash, merkle->stack[--merkle->depth], node, node);
	memcpy(merkle->stack[merkle->depth++], node, sizeof node);
	merkle->leaves = after;
	return true;
}

void
merkle_root(const struct merkle *merkle, struct hash *hash, uint8_t out[SHA256_BYTES])
{
	unsigned i = merkle->depth;

	if (i == 0) {
		hash_of(hash, slice_of(NULL, 0), out);
		return;
	}
	memcpy(out, merkle->stack[--i], SHA256_BYTES);
	while (i != 0)
		merkle_node(hash, merkle->stack[--i], out, out);
}

/* A run of leaves [from, from + count). */
struct range {
	uint64_t from, count;
};

/* The largest power of two smaller than n; n >= 2. */
static uint64_t
split_of(uint64_t n)
{
	return (uint64_t)1 << (63 - __builtin_clzll(n - 1));
}

/* Where leaves come from, and what counts the nodes of one path. */
struct maker {
	struct hash *hash;
	merkle_leaf_fn leaf;
	void *ctx;
	struct err *err;
	struct merkle_path path;
};

static enum status
add_range_root(struct maker *maker, struct range range)
{
	struct merkle merkle;
	uint8_t leaf[SHA256_BYTES];
	enum status status;

	assert(maker->path.count < MERKLE_MAX_PATH); /* a tree of 2^64 leaves is 64 deep */
	merkle_init(&merkle);
	for (uint64_t i = 0; i < range.count; i++) {
		status = maker->leaf(maker->ctx, range.from + i, leaf, maker->err);
		if (status != OK)
			return status;
		merkle_add(&merkle, maker->hash, leaf);
	}
	merkle_root(&merkle, maker->hash, maker->path.hashes[maker->path.count++]);
	return OK;
}

/* Paths are found from the root down and written from the leaf up. */
static void
path_reversed(const struct merkle_path *from, struct merkle_path *out)
{
	struct merkle_path path = {.count = from->count};

	for (size_t i = 0; i < from->count; i++)
		memcpy(path.hashes[i], from->hashes[from->count - 1 - i], SHA256_BYTES);
	*out = path;
}

enum status
merkle_inclusion(struct hash *hash, merkle_leaf_fn leaf, void *ctx, uint64_t index, uint64_t size,
    struct merkle_path *out, struct err *err)
{
	struct maker maker = {.hash = hash, .leaf = leaf, .ctx = ctx, .err = err};
	struct range at = {0, size};
	enum status status;
	uint64_t k;

	if (index >= size)
		return fail(err, E_NOTFOUND, "merkle: entry %llu of a log of %llu",
		    (unsigned long long)index, (unsigned long long)size);
	while (at.count > 1) {
		bool left;

		k = split_of(at.count);
		left = index - at.from < k;
		status = add_range_root(&maker,
		    left ? (struct range){at.from + k, at.count - k} : (struct range){at.from, k});
		if (status != OK)
			return status;
		at = left ? (struct range){at.from, k} : (struct range){at.from + k, at.count - k};
	}
	path_reversed(&maker.path, out);
	return OK;
}

enum status
merkle_consistency(struct hash *hash, merkle_leaf_fn leaf, void *ctx, uint64_t from, uint64_t to,
    struct merkle_path *out, struct err *err)
{
	struct maker maker = {.hash = hash, .leaf = leaf, .ctx = ctx, .err = err};
	struct range at = {0, to};
	enum status status = OK;
	uint64_t m = from, k; /* m: how many leaves of `at` belong to the older tree */

	if (from > to)
		return fail(err, E_NOTFOUND, "merkle: a log of %llu entries before one of %llu",
		    (unsigned long long)to, (unsigned long long)from);
	while (m != 0 && m < at.count && status == OK) {
		k = split_of(at.count);
		if (m <= k) {
			status = add_range_root(&maker, (struct range){at.from + k, at.count - k});
			at.count = k;
		} else {
			status = add_range_root(&maker, (struct range){at.from, k});
			at = (struct range){at.from + k, at.count - k};
			m -= k;
		}
	}
	/* The older tree's own root is known to the checker; any other complete part is not. */
	if (status == OK && m != 0 && at.from != 0)
		status = add_range_root(&maker, at);
	if (status != OK)
		return status;
	path_reversed(&maker.path, out);
	return OK;
}

/* Up to the next level where a left sibling exists (RFC 9162, "right-shift ... until"). */
static void
climb(uint64_t *fn, uint64_t *sn)
{
	while ((*fn & 1) == 0 && *fn != 0) {
		*fn >>= 1;
		*sn >>= 1;
	}
}

bool
merkle_inclusion_holds(struct hash *hash, const uint8_t leaf[SHA256_BYTES], uint64_t index,
    uint64_t size, const struct merkle_path *path, const uint8_t root[SHA256_BYTES])
{
	uint64_t fn = index, sn = size - 1;
	uint8_t r[SHA256_BYTES];

	if (index >= size || path->count > MERKLE_MAX_PATH)
		return false;
	memcpy(r, leaf, sizeof r);
	for (size_t i = 0; i < path->count; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) != 0 || fn == sn) {
			merkle_node(hash, path->hashes[i], r, r);
			climb(&fn, &sn);
		} else {
			merkle_node(hash, r, path->hashes[i], r);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && hash_equal(r, root, sizeof r);
}

/* The loop of RFC 9162 section 2.1.4.2, for 0 < from < to. */
static bool
consistency_walk(struct hash *hash, uint64_t from, uint64_t to, const struct merkle_path *path,
    uint8_t fr[SHA256_BYTES], uint8_t sr[SHA256_BYTES], size_t next)
{
	uint64_t fn = from - 1, sn = to - 1;

	while ((fn & 1) != 0) {
		fn >>= 1;
		sn >>= 1;
	}
	for (size_t i = next; i < path->count; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) != 0 || fn == sn) {
			merkle_node(hash, path->hashes[i], fr, fr);
			merkle_node(hash, path->hashes[i], sr, sr);
			climb(&fn, &sn);
		} else {
			merkle_node(hash, sr, path->hashes[i], sr);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0;
}

bool
merkle_consistency_holds(struct hash *hash, uint64_t from, uint64_t to,
    const uint8_t from_root[SHA256_BYTES], const uint8_t to_root[SHA256_BYTES],
    const struct merkle_path *path)
{
	uint8_t fr[SHA256_BYTES], sr[SHA256_BYTES], none[SHA256_BYTES];
	bool whole = (from & (from - 1)) ==
		     0; /* the older root is itself a node of the newer tree */

	if (from > to || path->count > MERKLE_MAX_PATH)
		return false;
	if (from == to)
		return path->count == 0 && hash_equal(from_root, to_root, SHA256_BYTES);
	if (from == 0) {
		hash_of(hash, slice_of(NULL, 0), none);
		return path->count == 0 && hash_equal(from_root, none, SHA256_BYTES);
	}
	if (path->count == 0)
		return false;
	memcpy(fr, whole ? from_root : path->hashes[0], sizeof fr);
	memcpy(sr, fr, sizeof sr);
	return consistency_walk(hash, from, to, path, fr, sr, whole ? 0 : 1) &&
	       hash_equal(fr, from_root, sizeof fr) && hash_equal(sr, to_root, sizeof sr);
}
