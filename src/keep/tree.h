/* src/keep/tree.h
 * All node hashes of a growing Merkle tree in memory, so that a root, an inclusion proof or a
 * consistency proof of any size costs a few dozen hashes instead of the whole log.
 * Gives exactly what prove/merkle.h gives; 64 bytes for each leaf. */
#ifndef KEEP_TREE_H
#define KEEP_TREE_H

#include "prove/merkle.h"

enum { TREE_LEVELS = 41 };

struct tree_level {
	uint8_t (*nodes)[SHA256_BYTES]; /* roots of complete subtrees of 2^level leaves */
	uint64_t count, room;
};

struct tree {
	struct tree_level levels[TREE_LEVELS];
};

void tree_init(struct tree *tree);
void tree_fini(struct tree *tree);
uint64_t tree_leaves(const struct tree *tree);
/* E_NOMEM, E_LIMIT: the tree is as before. */
MUST_USE enum status tree_add(
    struct tree *tree, struct hash *hash, const uint8_t leaf[SHA256_BYTES], struct err *err);
/* Forget all leaves from `leaves` on. */
void tree_cut(struct tree *tree, uint64_t leaves);
/* `leaf` below tree_leaves(). */
void tree_leaf(const struct tree *tree, uint64_t leaf, uint8_t out[SHA256_BYTES]);
/* `size` at most tree_leaves(). */
void tree_root(
    const struct tree *tree, struct hash *hash, uint64_t size, uint8_t out[SHA256_BYTES]);
/* index < size <= tree_leaves(). */
void tree_inclusion(const struct tree *tree, struct hash *hash, uint64_t index, uint64_t size,
    struct merkle_path *out);
/* from <= to <= tree_leaves(). */
void tree_consistency(const struct tree *tree, struct hash *hash, uint64_t from, uint64_t to,
    struct merkle_path *out);

#endif
