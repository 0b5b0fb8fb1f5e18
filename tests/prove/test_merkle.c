/* Tests of prove/merkle.h against docs/format/vectors/log.txt and by trying every wrong index. */
#include "tests/prove/vectors.h"

#include "base/encode.h"

enum { TREE = 17 };

struct trees {
	struct hash *hash;
	uint8_t leaves[TREE][SHA256_BYTES];
	uint8_t roots[TREE + 1][SHA256_BYTES];
	unsigned asked[TREE];
};

static void
take_root(const struct vector *v, void *ctx)
{
	struct trees *t = ctx;

	assert_true(vector_u64(v, 1) <= TREE);
	vector_hash(v, 2, t->roots[vector_u64(v, 1)]);
}

static int
trees_set_up(void **state)
{
	static struct trees t;
	struct buf text;

	t.hash = hash_new();
	assert_non_null(t.hash);
	buf_init(&text, 100);
	for (unsigned i = 0; i < TREE; i++) {
		buf_reset(&text);
		buf_put_byte(&text, 0);
		buf_putf(&text, "leaf %u", i);
		hash_of(t.hash, buf_slice(&text), t.leaves[i]);
	}
	buf_fini(&text);
	assert_int_equal(vectors_each("tree", take_root, &t), TREE + 1);
	*state = &t;
	return 0;
}

static int
trees_tear_down(void **state)
{
	struct trees *t = *state;

	hash_free(t->hash);
	return 0;
}

static enum status
leaf_of(void *ctx, uint64_t index, uint8_t out[SHA256_BYTES], struct err *err)
{
	struct trees *t = ctx;

	(void)err;
	assert_true(index < TREE);
	t->asked[index]++;
	memcpy(out, t->leaves[index], SHA256_BYTES);
	return OK;
}

static void
root__of_every_size_is_the_vectors(void **state)
{
	struct trees *t = *state;
	struct merkle merkle;
	uint8_t root[SHA256_BYTES];

	merkle_init(&merkle);
	for (unsigned n = 0; n <= TREE; n++) {
		merkle_root(&merkle, t->hash, root);
		assert_memory_equal(root, t->roots[n], SHA256_BYTES);
		if (n < TREE)
			merkle_add(&merkle, t->hash, t->leaves[n]);
	}
}

/* Roots of sizes 4 and 1 stand for leaves 0-3 and 16: the root of 17 comes out the same. */
static void
subtree__stands_for_its_leaves(void **state)
{
	struct trees *t = *state;
	struct merkle merkle;
	uint8_t root[SHA256_BYTES];

	merkle_init(&merkle);
	assert_true(merkle_add_subtree(&merkle, t->hash, 2, t->roots[4]));
	for (unsigned i = 4; i < TREE; i++)
		merkle_add(&merkle, t->hash, t->leaves[i]);
	merkle_root(&merkle, t->hash, root);
	assert_memory_equal(root, t->roots[TREE], SHA256_BYTES);

	merkle_init(&merkle);
	assert_true(merkle_add_subtree(&merkle, t->hash, 4, t->roots[16]));
	assert_true(merkle_add_subtree(&merkle, t->hash, 0, t->leaves[16]));
	merkle_root(&merkle, t->hash, root);
	assert_memory_equal(root, t->roots[TREE], SHA256_BYTES);
}

static void
subtree__only_where_it_is_aligned(void **state)
{
	struct trees *t = *state;
	struct merkle merkle;

	merkle_init(&merkle);
	merkle_add(&merkle, t->hash, t->leaves[0]);
	assert_false(merkle_add_subtree(&merkle, t->hash, 1, t->roots[2]));
	assert_false(merkle_add_subtree(&merkle, t->hash, 64, t->roots[2]));
	assert_int_equal(merkle.leaves, 1);
}

static void
subtree__count_cannot_overflow(void **state)
{
	struct trees *t = *state;
	struct merkle merkle;

	merkle_init(&merkle);
	assert_true(merkle_add_subtree(&merkle, t->hash, 63, t->roots[2]));
	assert_false(merkle_add_subtree(&merkle, t->hash, 63, t->roots[2]));
	for (unsigned level = 63; level-- > 0;)
		assert_true(merkle_add_subtree(&merkle, t->hash, level, t->roots[2]));
	assert_true(merkle.leaves == UINT64_MAX);
	assert_int_equal(merkle.depth, 64);
	assert_false(merkle_add_subtree(&merkle, t->hash, 0, t->roots[2]));
}

static void
check_inclusion(const struct vector *v, void *ctx)
{
	struct trees *t = ctx;
	uint64_t index = vector_u64(v, 1), size = vector_u64(v, 2);
	struct merkle_path want, made;
	struct err err;

	vector_path(v, 3, &want);
	memset(t->asked, 0, sizeof t->asked);
	assert_ok(merkle_inclusion(t->hash, leaf_of, t, index, size, &made, &err), &err);
	assert_int_equal(made.count, want.count);
	assert_memory_equal(made.hashes, want.hashes, want.count * SHA256_BYTES);
	for (uint64_t i = 0; i < size; i++) {
		assert_int_equal(t->asked[i], i == index ? 0 : 1);
		assert_int_equal(merkle_inclusion_holds(
				     t->hash, t->leaves[index], i, size, &want, t->roots[size]),
		    i == index);
	}
	for (uint64_t i = size; i < 2 * TREE; i++)
		assert_false(merkle_inclusion_holds(
		    t->hash, t->leaves[index], i, size, &want, t->roots[size]));
}

static void
inclusion__made_and_checked_for_every_index_and_size(void **state)
{
	assert_int_equal(vectors_each("inclusion", check_inclusion, *state), 153);
}

static void
check_consistency(const struct vector *v, void *ctx)
{
	struct trees *t = ctx;
	uint64_t from = vector_u64(v, 1), to = vector_u64(v, 2);
	struct merkle_path want, made;
	struct err err;

	vector_path(v, 3, &want);
	assert_ok(merkle_consistency(t->hash, leaf_of, t, from, to, &made, &err), &err);
	assert_int_equal(made.count, want.count);
	assert_memory_equal(made.hashes, want.hashes, want.count * SHA256_BYTES);
	for (uint64_t i = 0; i <= TREE; i++)
		assert_int_equal(
		    merkle_consistency_holds(t->hash, i, to, t->roots[i], t->roots[to], &want),
		    i == from || (i == to && want.count == 0) || (i == 0 && want.count == 0));
	if (from != to && from != 0) {
		assert_false(merkle_consistency_holds(
		    t->hash, from, to, t->roots[from - 1], t->roots[to], &want));
		assert_false(merkle_consistency_holds(
		    t->hash, from, to, t->roots[from], t->roots[to - 1], &want));
	}
}

static void
consistency__made_and_checked_for_every_pair(void **state)
{
	assert_int_equal(vectors_each("consistency", check_consistency, *state), 171);
}

static void
refuse_inclusion(const struct vector *v, void *ctx)
{
	struct trees *t = ctx;
	uint64_t size = vector_u64(v, 2);
	struct merkle_path path;

	vector_path(v, 3, &path);
	for (unsigned leaf = 0; leaf < TREE; leaf++)
		assert_false(merkle_inclusion_holds(
		    t->hash, t->leaves[leaf], vector_u64(v, 1), size, &path, t->roots[size]));
}

static void
inclusion__bad_vectors_are_refused(void **state)
{
	assert_int_equal(vectors_each("inclusion-bad", refuse_inclusion, *state), 9);
}

static void
refuse_consistency(const struct vector *v, void *ctx)
{
	struct trees *t = ctx;
	uint64_t from = vector_u64(v, 1), to = vector_u64(v, 2);
	struct merkle_path path;

	vector_path(v, 3, &path);
	assert_false(
	    merkle_consistency_holds(t->hash, from, to, t->roots[from], t->roots[to], &path));
}

static void
consistency__bad_vectors_are_refused(void **state)
{
	assert_int_equal(vectors_each("consistency-bad", refuse_consistency, *state), 8);
}

static void
makers__refuse_what_lies_outside(void **state)
{
	struct trees *t = *state;
	struct merkle_path path;
	struct err err;

	assert_int_equal(merkle_inclusion(t->hash, leaf_of, t, 5, 5, &path, &err), E_NOTFOUND);
	assert_int_equal(merkle_inclusion(t->hash, leaf_of, t, 0, 0, &path, &err), E_NOTFOUND);
	assert_int_equal(merkle_consistency(t->hash, leaf_of, t, 6, 5, &path, &err), E_NOTFOUND);
}

static enum status
leaf_missing(void *ctx, uint64_t index, uint8_t out[SHA256_BYTES], struct err *err)
{
	(void)ctx;
	memset(out, 0, SHA256_BYTES);
	return index == 7 ? fail(err, E_IO, "gone") : OK;
}

static void
makers__pass_on_what_the_leaf_source_says(void **state)
{
	struct trees *t = *state;
	struct merkle_path path = {.count = 42};
	struct err err;

	assert_int_equal(merkle_inclusion(t->hash, leaf_missing, t, 1, 9, &path, &err), E_IO);
	assert_int_equal(merkle_consistency(t->hash, leaf_missing, t, 1, 9, &path, &err), E_IO);
	assert_int_equal(path.count, 42);
}

/* The largest index there can be: paths of 64 hashes neither overrun nor loop for ever. */
static void
inclusion__works_at_the_largest_size(void **state)
{
	struct trees *t = *state;
	struct merkle_path path = {.count = MERKLE_MAX_PATH};

	assert_false(merkle_inclusion_holds(
	    t->hash, t->leaves[0], UINT64_MAX - 1, UINT64_MAX, &path, t->roots[1]));
	path.count = MERKLE_MAX_PATH + 1;
	assert_false(
	    merkle_inclusion_holds(t->hash, t->leaves[0], 0, UINT64_MAX, &path, t->roots[1]));
	assert_false(
	    merkle_consistency_holds(t->hash, 1, UINT64_MAX, t->roots[1], t->roots[2], &path));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(root__of_every_size_is_the_vectors),
	    cmocka_unit_test(subtree__stands_for_its_leaves),
	    cmocka_unit_test(subtree__only_where_it_is_aligned),
	    cmocka_unit_test(subtree__count_cannot_overflow),
	    cmocka_unit_test(inclusion__made_and_checked_for_every_index_and_size),
	    cmocka_unit_test(consistency__made_and_checked_for_every_pair),
	    cmocka_unit_test(inclusion__bad_vectors_are_refused),
	    cmocka_unit_test(consistency__bad_vectors_are_refused),
	    cmocka_unit_test(makers__refuse_what_lies_outside),
	    cmocka_unit_test(makers__pass_on_what_the_leaf_source_says),
	    cmocka_unit_test(inclusion__works_at_the_largest_size),
	};

	return cmocka_run_group_tests_name("prove_merkle", tests, trees_set_up, trees_tear_down);
}
