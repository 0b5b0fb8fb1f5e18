/* src/prove/merkle.h
 * The Merkle tree of RFC 6962 section 2.1 (RFC 9162 section 2.1): roots, inclusion and
 * consistency proofs.  Pure arithmetic over leaf hashes. */
#ifndef PROVE_MERKLE_H
#define PROVE_MERKLE_H

#include "base/err.h"
#include "sys/crypto/hash.h"

enum { MERKLE_MAX_PATH = 64 };

/* RFC 9162 section 2.1.1: SHA-256(0x01 || left || right).  `out` may be one of the two. */
void merkle_node(struct hash *hash, const uint8_t left[SHA256_BYTES],
    const uint8_t right[SHA256_BYTES], uint8_t out[SHA256_BYTES]);

/* A root over leaves that arrive one by one, in constant memory. */
struct merkle {
	uint64_t leaves;
	uint8_t stack[MERKLE_MAX_PATH]
		     [SHA256_BYTES]; /* roots of complete subtrees, largest first */
	unsigned depth;
};

void merkle_init(struct merkle *merkle);
void merkle_add(struct merkle *merkle, struct hash *hash, const uint8_t leaf[SHA256_BYTES]);
/*
 * A complete subtree of 2^level leaves at once, by its root: so a run of leaves that is not shown
 * needs no listing.  False, and nothing added, when the tree so far does not end on a multiple of
 * 2^level or the count would overflow.
 */
MUST_USE bool merkle_add_subtree(
    struct merkle *merkle, struct hash *hash, unsigned level, const uint8_t root[SHA256_BYTES]);
/* The root so far (of no leaves: SHA-256 of nothing).  More leaves may follow. */
void merkle_root(const struct merkle *merkle, struct hash *hash, uint8_t out[SHA256_BYTES]);

struct merkle_path {
	size_t count;
	uint8_t hashes[MERKLE_MAX_PATH][SHA256_BYTES];
};

/* Leaf hash number `index` for the two makers below; not OK stops them. */
typedef enum status (*merkle_leaf_fn)(
    void *ctx, uint64_t index, uint8_t out[SHA256_BYTES], struct err *err);

/* E_NOTFOUND when index >= size.  Asks for every leaf once. */
MUST_USE enum status merkle_inclusion(struct hash *hash, merkle_leaf_fn leaf, void *ctx,
    uint64_t index, uint64_t size, struct merkle_path *out, struct err *err);
/* E_NOTFOUND when from > to.  RFC 9162 section 2.1.4.1; from 0 gives an empty path. */
MUST_USE enum status merkle_consistency(struct hash *hash, merkle_leaf_fn leaf, void *ctx,
    uint64_t from, uint64_t to, struct merkle_path *out, struct err *err);
/* RFC 9162 section 2.1.3.2, with its index < size check. */
MUST_USE bool merkle_inclusion_holds(struct hash *hash, const uint8_t leaf[SHA256_BYTES],
    uint64_t index, uint64_t size, const struct merkle_path *path,
    const uint8_t root[SHA256_BYTES]);
/* RFC 9162 section 2.1.4.2. */
MUST_USE bool merkle_consistency_holds(struct hash *hash, uint64_t from, uint64_t to,
    const uint8_t from_root[SHA256_BYTES], const uint8_t to_root[SHA256_BYTES],
    const struct merkle_path *path);

#endif
