/* Tests of log records and of the walk past damage (docs/format/vault.md, section 5), and of the
 * tree against prove/merkle.h. */
#include "tests/support/check.h"

#include <stdlib.h>

#include "keep/segment.h"
#include "keep/tree.h"

enum { RECORDS = 24 };

struct bench {
	uint8_t key_bytes[KEY_BYTES], log_id[SEGMENT_LOG_ID_BYTES];
	struct segment_key key;
	struct hash *hash;
	struct buf bytes, plain;
	size_t at[RECORDS + 1];
	uint8_t leaves[RECORDS][SHA256_BYTES];
	struct merkle sum;
	struct segment_map *map;
};

static void
bench_start(struct bench *b)
{
	struct segment_record record = {.kind = RECORD_ENTRY};
	uint8_t nonce[WRAP_NONCE_BYTES] = {0};
	static char text[RECORDS * 100];
	struct err err = {0};

	*b = (struct bench){.key_bytes = {1}, .log_id = {2}};
	b->key = (struct segment_key){b->key_bytes, b->log_id};
	b->hash = hash_new();
	b->map = malloc(sizeof *b->map);
	assert_non_null(b->hash);
	assert_non_null(b->map);
	buf_init(&b->bytes, SEGMENT_FILE_MAX_BYTES);
	buf_init(&b->plain, SEGMENT_RECORD_MAX_BYTES);
	merkle_init(&b->sum);
	memset(text, 'x', sizeof text);
	for (uint64_t i = 0; i < RECORDS; i++) {
		record.number = i;
		record.settled = i - i % 4; /* groups of four */
		record.entry.fields[FIELD_TEXT] = slice_of(text, i * 100);
		nonce[0] = (uint8_t)i;
		entry_leaf(b->hash, &record.entry, record.leaf);
		b->at[i] = b->bytes.n;
		assert_ok(
		    segment_record_put(&b->bytes, &b->key, &record, &b->sum, nonce, &err), &err);
		assert_int_equal(b->bytes.n - b->at[i], segment_record_bytes(&record.entry, i));
		merkle_add(&b->sum, b->hash, record.leaf);
		memcpy(b->leaves[i], record.leaf, SHA256_BYTES);
		memcpy(record.before, record.leaf, SHA256_BYTES);
	}
	b->at[RECORDS] = b->bytes.n;
}

static void
bench_stop(struct bench *b)
{
	hash_free(b->hash);
	free(b->map);
	buf_fini(&b->bytes);
	buf_fini(&b->plain);
}

static void
bench_walk(struct bench *b, size_t n)
{
	struct err err = {0};

	assert_ok(
	    segment_walk(&b->key, slice_of(b->bytes.p, n), 0, b->hash, &b->plain, b->map, &err),
	    &err);
}

static void
segment__walks_what_was_put(void **state)
{
	struct bench b;
	uint8_t root[SHA256_BYTES], want[SHA256_BYTES];

	(void)state;
	bench_start(&b);
	bench_walk(&b, b.bytes.n);
	assert_int_equal(b.map->count, RECORDS);
	assert_int_equal(b.map->bad_slots, 0);
	assert_int_equal(b.map->end, b.bytes.n);
	assert_int_equal(b.map->settled, 20);
	for (size_t i = 0; i < RECORDS; i++) {
		assert_int_equal(b.map->slots[i].at, b.at[i]);
		assert_memory_equal(b.map->slots[i].leaf, b.leaves[i], SHA256_BYTES);
	}
	merkle_root(&b.map->sum, b.hash, root);
	merkle_root(&b.sum, b.hash, want);
	assert_memory_equal(root, want, sizeof root);
	bench_stop(&b);
}

static void
segment__a_flip_costs_one_record(void **state)
{
	struct bench b;
	uint8_t root[SHA256_BYTES], want[SHA256_BYTES];

	(void)state;
	bench_start(&b);
	merkle_root(&b.sum, b.hash, want);
	for (size_t at = 0; at < b.at[RECORDS - 1]; at += 13) {
		size_t hit = 0;

		while (b.at[hit + 1] <= at)
			hit++;
		b.bytes.p[at] ^= 0x20;
		bench_walk(&b, b.bytes.n);
		assert_int_equal(b.map->count, RECORDS);
		assert_int_equal(b.map->bad_slots, 1);
		assert_false(b.map->slots[hit].whole);
		assert_true(b.map->slots[hit].leaf_known);
		assert_memory_equal(b.map->slots[hit].leaf, b.leaves[hit], SHA256_BYTES);
		merkle_root(&b.map->sum, b.hash, root);
		assert_memory_equal(root, want, sizeof root);
		b.bytes.p[at] ^= 0x20;
	}
	bench_stop(&b);
}

static void
segment__a_lost_sector_costs_the_records_in_it(void **state)
{
	struct bench b;
	uint8_t sector[512];

	(void)state;
	bench_start(&b);
	for (size_t at = 0; at + 512 < b.at[RECORDS - 1]; at += 512) {
		size_t bad = 0;

		memcpy(sector, b.bytes.p + at, sizeof sector);
		memset(b.bytes.p + at, 0, sizeof sector);
		bench_walk(&b, b.bytes.n);
		assert_int_equal(b.map->count, RECORDS);
		for (size_t i = 0; i < RECORDS; i++) {
			bool touched = b.at[i] < at + 512 && b.at[i + 1] > at;

			bad += !b.map->slots[i].whole;
			assert_int_equal(b.map->slots[i].whole, !touched);
		}
		assert_int_equal(bad, b.map->bad_slots);
		memcpy(b.bytes.p + at, sector, sizeof sector);
	}
	bench_stop(&b);
}

static void
segment__every_cut_keeps_what_stands_before_it(void **state)
{
	struct bench b;

	(void)state;
	bench_start(&b);
	for (size_t n = 0; n <= b.bytes.n; n += 7) {
		size_t whole = 0;

		while (whole < RECORDS && b.at[whole + 1] <= n)
			whole++;
		bench_walk(&b, n);
		assert_int_equal(b.map->count, whole);
		assert_int_equal(b.map->bad_slots, 0);
		assert_int_equal(b.map->end, b.at[whole]);
	}
	bench_stop(&b);
}

static void
segment__an_exchanged_record_is_noticed(void **state)
{
	struct segment_record other = {.kind = RECORD_ENTRY, .number = 5};
	struct bench b;
	struct merkle sum;
	struct buf record;
	struct err err = {0};

	(void)state;
	bench_start(&b);
	merkle_init(&sum);
	for (size_t i = 0; i < 5; i++)
		merkle_add(&sum, b.hash, b.leaves[i]);
	other.entry.fields[FIELD_TEXT] = SLICE_LITERAL("another");
	entry_leaf(b.hash, &other.entry, other.leaf);
	memcpy(other.before, b.leaves[4], SHA256_BYTES);
	buf_init(&record, 65536);
	assert_ok(segment_record_put(
		      &record, &b.key, &other, &sum, (const uint8_t[WRAP_NONCE_BYTES]){99}, &err),
	    &err);
	memcpy(b.bytes.p + b.at[5], record.p, record.n);
	bench_walk(&b, b.bytes.n);
	assert_int_equal(b.map->count, RECORDS);
	assert_false(b.map->slots[5].whole);
	assert_memory_equal(b.map->slots[5].leaf, b.leaves[5], SHA256_BYTES);
	buf_fini(&record);
	bench_stop(&b);
}

static void
segment__records_of_another_place_are_not_taken(void **state)
{
	struct bench b;
	size_t one;

	(void)state;
	bench_start(&b);
	/* Two records swapped, one repeated: each says its own number. */
	one = b.at[1] - b.at[0];
	memmove(b.bytes.p + b.at[1], b.bytes.p, one);
	bench_walk(&b, b.bytes.n);
	assert_false(b.map->slots[1].whole);
	assert_true(b.map->slots[2].whole);
	/* Another log, another key. */
	b.log_id[3] ^= 1;
	bench_walk(&b, b.bytes.n);
	assert_int_equal(b.map->count, 0);
	assert_false(b.map->sum_known);
	b.log_id[3] ^= 1;
	b.key_bytes[3] ^= 1;
	bench_walk(&b, b.bytes.n);
	assert_int_equal(b.map->count, 0);
	bench_stop(&b);
}

static void
segment__a_forest_of_false_frames_is_given_up(void **state)
{
	uint8_t *bytes = malloc(SEGMENT_MAX_BYTES);
	struct bench b;
	struct err err = {0};

	(void)state;
	assert_non_null(bytes);
	bench_start(&b);
	/* Every 16 bytes a frame that fits and names a number that could be here. */
	for (size_t i = 0; i + 16 <= SEGMENT_MAX_BYTES; i += 16) {
		put_u32le(bytes + i, 1 << 20);
		put_u64le(bytes + i + 4, 1 + i / 16 % 1000);
		put_u32le(bytes + i + 12, 0);
	}
	assert_ok(segment_walk(
		      &b.key, slice_of(bytes, SEGMENT_MAX_BYTES), 0, b.hash, &b.plain, b.map, &err),
	    &err);
	assert_int_equal(b.map->count, 0);
	bench_stop(&b);
	free(bytes);
}

static void
segment_body__is_strict(void **state)
{
	struct bench b;
	struct segment_record record;
	struct err err = {0};
	uint8_t *body;
	size_t used, n;

	(void)state;
	bench_start(&b);
	assert_ok(segment_record_open(&b.key, slice_of(b.bytes.p + b.at[3], b.bytes.n - b.at[3]), 3,
		      &b.plain, &record, &used, &err),
	    &err);
	body = b.plain.p;
	n = b.plain.n;
	assert_int_equal(record.sum_depth, 2);
	assert_int_equal(record.entry.fields[FIELD_TEXT].n, 300);
	/* Each: one wrong byte, refused; put back, taken. */
	for (size_t i = 0; i < 4; i++) {
		static const size_t at[] = {0, 1, 2, 8};
		static const uint8_t bad[] = {3, 3, 1, 4};
		uint8_t good = body[at[i]];

		body[at[i]] = bad[i];
		assert_int_equal(segment_body_parse(slice_of(body, n), 3, &record, NULL), E_FORMAT);
		body[at[i]] = good;
	}
	body[n - 1] = 1;
	assert_int_equal(segment_body_parse(slice_of(body, n), 3, &record, NULL), E_FORMAT);
	body[n - 1] = 0;
	body[112 + 4 * FIELD_TEXT + 2] = 0xff;
	assert_int_equal(segment_body_parse(slice_of(body, n), 3, &record, NULL), E_FORMAT);
	body[112 + 4 * FIELD_TEXT + 2] = 0;
	for (size_t cut = 0; cut < n; cut++)
		assert_int_equal(
		    segment_body_parse(slice_of(body, cut), 3, &record, NULL), E_FORMAT);
	assert_ok(segment_body_parse(slice_of(body, n), 3, &record, &err), &err);
	bench_stop(&b);
}

/* The least body there is: kind, number of sums, and everything else zero. */
static enum status
least_parse(uint8_t kind, uint64_t number, size_t at, uint8_t value)
{
	struct segment_record record;
	uint8_t body[256] = {kind, number == 0 ? 0 : 1};

	body[at] = value != 0 ? value : body[at];
	return segment_body_parse(slice_of(body, sizeof body), number, &record, NULL);
}

static void
segment__zeros_are_zero_in_a_stub_and_before_entry_0(void **state)
{
	(void)state;
	for (uint8_t kind = RECORD_ENTRY; kind <= RECORD_STUB; kind++) {
		bool stub = kind == RECORD_STUB;

		assert_int_equal(least_parse(kind, 0, 0, 0), OK);
		assert_int_equal(least_parse(kind, 0, 16, 1), E_FORMAT); /* the leaf before */
		assert_int_equal(least_parse(kind, 1, 16, 1), OK);
		assert_int_equal(least_parse(kind, 1, 48, 1), OK); /* its own leaf */
		assert_int_equal(least_parse(kind, 1, 80, 1), stub ? E_FORMAT : OK);  /* seed */
		assert_int_equal(least_parse(kind, 1, 112, 1), stub ? E_FORMAT : OK); /* a value */
	}
}

static enum status
leaf_of(void *ctx, uint64_t index, uint8_t out[SHA256_BYTES], struct err *err)
{
	(void)err;
	tree_leaf(ctx, index, out);
	return OK;
}

static void
tree__agrees_with_the_plain_algorithms(void **state)
{
	struct hash *hash = hash_new();
	struct merkle merkle;
	struct merkle_path path, want;
	uint8_t leaf[SHA256_BYTES] = {0}, root[SHA256_BYTES], expected[SHA256_BYTES];
	struct tree tree;
	struct err err = {0};

	(void)state;
	tree_init(&tree);
	merkle_init(&merkle);
	for (uint64_t n = 0; n < 70; n++) {
		tree_root(&tree, hash, n, root);
		merkle_root(&merkle, hash, expected);
		assert_memory_equal(root, expected, sizeof root);
		leaf[0] = (uint8_t)n;
		assert_ok(tree_add(&tree, hash, leaf, &err), &err);
		merkle_add(&merkle, hash, leaf);
	}
	for (uint64_t size = 1; size <= 70; size += 3) {
		for (uint64_t i = 0; i < size; i++) {
			assert_ok(
			    merkle_inclusion(hash, leaf_of, &tree, i, size, &want, &err), &err);
			tree_inclusion(&tree, hash, i, size, &path);
			assert_int_equal(path.count, want.count);
			assert_memory_equal(path.hashes, want.hashes, path.count * SHA256_BYTES);
		}
		for (uint64_t from = 0; from <= size; from++) {
			assert_ok(merkle_consistency(hash, leaf_of, &tree, from, size, &want, &err),
			    &err);
			tree_consistency(&tree, hash, from, size, &path);
			assert_int_equal(path.count, want.count);
			assert_memory_equal(path.hashes, want.hashes, path.count * SHA256_BYTES);
		}
	}
	tree_fini(&tree);
	hash_free(hash);
}

static void
tree__a_cut_tree_grows_on_another_way(void **state)
{
	struct hash *hash = hash_new();
	uint8_t leaf[SHA256_BYTES] = {0}, root[SHA256_BYTES], want[SHA256_BYTES];
	struct tree tree, straight;
	struct err err = {0};

	(void)state;
	tree_init(&tree);
	tree_init(&straight);
	for (uint8_t i = 0; i < 37; i++) {
		leaf[0] = i;
		assert_ok(tree_add(&tree, hash, leaf, &err), &err);
	}
	tree_cut(&tree, 13);
	assert_int_equal(tree_leaves(&tree), 13);
	for (uint8_t i = 0; i < 29; i++) {
		leaf[0] = i < 13 ? i : (uint8_t)(200 - i);
		assert_ok(tree_add(&straight, hash, leaf, &err), &err);
		if (i >= 13)
			assert_ok(tree_add(&tree, hash, leaf, &err), &err);
	}
	tree_root(&tree, hash, 29, root);
	tree_root(&straight, hash, 29, want);
	assert_memory_equal(root, want, sizeof root);
	tree_fini(&tree);
	tree_fini(&straight);
	hash_free(hash);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(segment__walks_what_was_put),
	    cmocka_unit_test(segment__a_flip_costs_one_record),
	    cmocka_unit_test(segment__a_lost_sector_costs_the_records_in_it),
	    cmocka_unit_test(segment__every_cut_keeps_what_stands_before_it),
	    cmocka_unit_test(segment__an_exchanged_record_is_noticed),
	    cmocka_unit_test(segment__records_of_another_place_are_not_taken),
	    cmocka_unit_test(segment__a_forest_of_false_frames_is_given_up),
	    cmocka_unit_test(segment__zeros_are_zero_in_a_stub_and_before_entry_0),
	    cmocka_unit_test(segment_body__is_strict),
	    cmocka_unit_test(tree__agrees_with_the_plain_algorithms),
	    cmocka_unit_test(tree__a_cut_tree_grows_on_another_way),
	};

	return cmocka_run_group_tests_name("keep_segment", tests, NULL, NULL);
}
