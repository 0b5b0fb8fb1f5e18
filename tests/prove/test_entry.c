/* Tests of prove/entry.h against docs/format/vectors/log.txt. */
#include "tests/prove/vectors.h"

#include "prove/entry.h"

/* One entry of the vector file, gathered line by line. */
struct gathered {
	struct hash *hash;
	struct entry entry;
	struct buf values[ENTRY_FIELDS];
	uint8_t salts[ENTRY_FIELDS][SHA256_BYTES];
	uint8_t commitments[ENTRY_FIELDS][SHA256_BYTES];
	unsigned fields, leaves;
	struct merkle merkle; /* of the records */
	struct record_salter *salter;
};

static int
set_up(void **state)
{
	static struct gathered g;

	g = (struct gathered){.hash = hash_new()};
	assert_non_null(g.hash);
	for (size_t i = 0; i < ENTRY_FIELDS; i++)
		buf_init(&g.values[i], ENTRY_VALUE_MAX_BYTES + 1);
	*state = &g;
	return 0;
}

static int
tear_down(void **state)
{
	struct gathered *g = *state;

	for (size_t i = 0; i < ENTRY_FIELDS; i++)
		buf_fini(&g->values[i]);
	hash_free(g->hash);
	return 0;
}

static void
gather(const struct vector *v, void *ctx)
{
	struct gathered *g = ctx;
	enum entry_field field;
	uint8_t salt[SHA256_BYTES];

	assert_true(entry_field_parse(v->words[1], &field));
	assert_int_equal(field, g->fields++ % ENTRY_FIELDS);
	buf_reset(&g->values[field]);
	vector_hex(v, 4, &g->values[field]);
	g->entry.fields[field] = buf_slice(&g->values[field]);
	vector_hash(v, 2, g->salts[field]);
	vector_hash(v, 3, g->commitments[field]);
	entry_salt(&g->entry, field, salt);
	assert_memory_equal(salt, g->salts[field], sizeof salt);
}

/* Every kind of line, in the order of the file: seed, fields, leaf. */
static void
check_line(const struct vector *v, void *ctx)
{
	struct gathered *g = ctx;
	uint8_t commitments[ENTRY_FIELDS][SHA256_BYTES], leaf[SHA256_BYTES], want[SHA256_BYTES];

	if (slice_eq(v->words[0], SLICE_LITERAL("seed"))) {
		vector_hash(v, 1, g->entry.seed);
	} else if (slice_eq(v->words[0], SLICE_LITERAL("field"))) {
		gather(v, ctx);
	} else {
		entry_commitments(g->hash, &g->entry, commitments);
		assert_memory_equal(commitments, g->commitments, sizeof commitments);
		entry_leaf(g->hash, &g->entry, leaf);
		vector_hash(v, 1, want);
		assert_memory_equal(leaf, want, sizeof leaf);
		assert_int_equal(entry_check(&g->entry, NULL), OK);
		g->leaves++;
	}
}

static void
check_all(const struct vector *v, void *ctx)
{
	const struct slice kind = v->words[0];

	if (slice_eq(kind, SLICE_LITERAL("seed")) || slice_eq(kind, SLICE_LITERAL("field")) ||
	    slice_eq(kind, SLICE_LITERAL("leaf")))
		check_line(v, ctx);
}

static void
entry__salts_commitments_and_leaves_are_the_vectors(void **state)
{
	struct gathered *g = *state;

	assert_true(vectors_each(NULL, check_all, g) > 0);
	assert_int_equal(g->leaves, 3);
	assert_int_equal(g->fields, 3 * ENTRY_FIELDS);
}

static void
field_preimage__hashes_to_the_commitment_and_parses_back(void **state)
{
	struct gathered *g = *state;
	uint8_t digest[SHA256_BYTES], salt[SHA256_BYTES], commitments[ENTRY_FIELDS][SHA256_BYTES];
	struct buf bytes;
	struct slice value;
	enum entry_field field;
	struct err err;

	buf_init(&bytes, 4096);
	g->entry.fields[FIELD_TEXT] = SLICE_LITERAL("two\nlines\n");
	entry_commitments(g->hash, &g->entry, commitments);
	entry_salt(&g->entry, FIELD_TEXT, salt);
	field_preimage_put(&bytes, FIELD_TEXT, salt, g->entry.fields[FIELD_TEXT]);
	sha256_of(buf_slice(&bytes), digest);
	assert_memory_equal(digest, commitments[FIELD_TEXT], sizeof digest);
	memset(salt, 0, sizeof salt);
	assert_ok(field_preimage_parse(buf_slice(&bytes), &field, salt, &value, &err), &err);
	assert_int_equal(field, FIELD_TEXT);
	assert_slice(value, "two\nlines\n");
	buf_fini(&bytes);
}

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000\n"

static void
field_preimage__second_spellings_are_refused(void **state)
{
	static const char *const bad[] = {"", "daybook field v1",
	    "daybook field v2\nkind\n" ZEROS "0\n", "daybook field v1\nKind\n" ZEROS "0\n",
	    "daybook field v1\nkind \n" ZEROS "0\n", "daybook field v1\nkind\n" ZEROS "00\n",
	    "daybook field v1\nkind\n" ZEROS "1\n", "daybook field v1\nkind\n" ZEROS "0\nx",
	    "daybook field v1\nkind\n" ZEROS "0", "daybook field v1\nkind\n0" ZEROS "0\n",
	    "daybook field v1\nkind\n" ZEROS "1\n\xff", "daybook field v1\nkind\n" ZEROS "+1\nx",
	    "daybook field v1\nkind\n" ZEROS "1\r\nx",
	    "daybook field v1\nkind\n" ZEROS "18446744073709551617\nx",
	    "daybook record v1\nkind\n" ZEROS "0\n", "\ndaybook field v1\nkind\n" ZEROS "0\n"};
	uint8_t salt[SHA256_BYTES];
	struct slice value;
	enum entry_field field;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (field_preimage_parse(
			slice_of(bad[i], strlen(bad[i])), &field, salt, &value, NULL) == OK)
			fail_msg("accepted: %s", bad[i]);
	assert_int_equal(
	    field_preimage_parse(SLICE_LITERAL("daybook field v1\nkind\n" ZEROS "1048577\nx"),
		&field, salt, &value, NULL),
	    E_LIMIT);
}

static void
commitments__parse_back_and_refuse_other_forms(void **state)
{
	struct gathered *g = *state;
	uint8_t made[ENTRY_FIELDS][SHA256_BYTES], back[ENTRY_FIELDS][SHA256_BYTES];
	uint8_t leaf[SHA256_BYTES], same[SHA256_BYTES];
	struct buf bytes;
	struct err err;

	buf_init(&bytes, 4096);
	entry_commitments(g->hash, &g->entry, made);
	commitments_put(&bytes, made);
	assert_ok(commitments_parse(buf_slice(&bytes), back, &err), &err);
	assert_memory_equal(made, back, sizeof made);
	entry_leaf(g->hash, &g->entry, leaf);
	commitments_leaf(g->hash, back, same);
	assert_memory_equal(leaf, same, sizeof leaf);
	for (size_t n = 0; n < bytes.n; n++)
		assert_int_equal(commitments_parse(slice_of(bytes.p, n), back, NULL), E_FORMAT);
	buf_put_byte(&bytes, '\n');
	assert_int_equal(commitments_parse(buf_slice(&bytes), back, NULL), E_FORMAT);
	buf_fini(&bytes);
}

static void
entry_check__refuses_long_and_broken_values(void **state)
{
	struct gathered *g = *state;
	struct entry entry = {0};
	struct err err;

	assert_non_null(buf_extend(&g->values[0], ENTRY_VALUE_MAX_BYTES + 1));
	memset(g->values[0].p, 'a', g->values[0].n);
	entry.fields[FIELD_NAME] = buf_slice(&g->values[0]);
	assert_int_equal(entry_check(&entry, &err), E_LIMIT);
	assert_int_equal(err.at, FIELD_NAME);
	for (size_t i = 0; i < ENTRY_FIELDS; i++)
		entry.fields[i] = slice_of(g->values[0].p, i < 4 ? ENTRY_VALUE_MAX_BYTES : 0);
	assert_int_equal(entry_check(&entry, &err), OK);
	entry.fields[9] = slice_of("a", 1);
	assert_int_equal(entry_check(&entry, &err), E_LIMIT);
	assert_int_equal(err.at, 9);
	entry = (struct entry){0};
	entry.fields[FIELD_PLACE] = slice_of("a\0b", 3);
	assert_int_equal(entry_check(&entry, &err), E_FORMAT);
	assert_int_equal(err.at, FIELD_PLACE);
}

/* The records of the vectors belong to the entry "reading", whose seed is the second in the file.
 */
static void
take_reading_seed(const struct vector *v, void *ctx)
{
	struct gathered *g = ctx;

	if (g->fields++ == 1)
		vector_hash(v, 1, g->entry.seed);
}

static void
check_record(const struct vector *v, void *ctx)
{
	struct gathered *g = ctx;
	uint8_t salt[SHA256_BYTES], leaf[SHA256_BYTES], want[SHA256_BYTES], back[SHA256_BYTES];
	struct slice seed = slice_of(g->entry.seed, sizeof g->entry.seed), canonical;
	struct buf bytes;
	struct err err;

	buf_init(&bytes, 4096);
	record_salt(seed, vector_u64(v, 1), salt);
	vector_hash(v, 2, want);
	assert_memory_equal(salt, want, sizeof salt);
	record_salter_salt(g->salter, vector_u64(v, 1), salt);
	assert_memory_equal(salt, want, sizeof salt);
	vector_hex(v, 4, &g->values[1]);
	record_leaf(g->hash, salt, buf_slice(&g->values[1]), leaf);
	vector_hash(v, 3, want);
	assert_memory_equal(leaf, want, sizeof leaf);
	merkle_add(&g->merkle, g->hash, leaf);

	record_preimage_put(&bytes, salt, buf_slice(&g->values[1]));
	hash_add(g->hash, "\0", 1);
	hash_of(g->hash, buf_slice(&bytes), leaf);
	assert_memory_equal(leaf, want, sizeof leaf);
	assert_ok(record_preimage_parse(buf_slice(&bytes), back, &canonical, &err), &err);
	assert_memory_equal(back, salt, sizeof salt);
	assert_true(slice_eq(canonical, buf_slice(&g->values[1])));
	buf_reset(&g->values[1]);
	buf_fini(&bytes);
}

static void
check_salt_alone(const struct vector *v, void *ctx)
{
	struct gathered *g = ctx;
	uint8_t salt[SHA256_BYTES], want[SHA256_BYTES];

	vector_hash(v, 2, want);
	record_salt(slice_of(g->entry.seed, sizeof g->entry.seed), vector_u64(v, 1), salt);
	assert_memory_equal(salt, want, sizeof salt);
	record_salter_salt(g->salter, vector_u64(v, 1), salt);
	assert_memory_equal(salt, want, sizeof salt);
}

static void
check_record_root(const struct vector *v, void *ctx)
{
	struct gathered *g = ctx;
	uint8_t root[SHA256_BYTES], want[SHA256_BYTES];

	assert_int_equal(g->merkle.leaves, vector_u64(v, 1));
	merkle_root(&g->merkle, g->hash, root);
	vector_hash(v, 2, want);
	assert_memory_equal(root, want, sizeof root);
}

static void
records__salts_leaves_and_root_are_the_vectors(void **state)
{
	struct gathered *g = *state;

	assert_int_equal(vectors_each("seed", take_reading_seed, g), 3);
	g->salter = record_salter_new(slice_of(g->entry.seed, sizeof g->entry.seed));
	assert_non_null(g->salter);
	assert_int_equal(vectors_each("record", check_record, g), 5);
	assert_int_equal(vectors_each("record-salt", check_salt_alone, g), 1);
	assert_int_equal(vectors_each("record-root", check_record_root, g), 1);
	record_salter_free(g->salter);
}

/* RFC 4231 test case 6: a key longer than the block is hashed first. */
static void
mac__is_hmac_for_any_key_length(void **state)
{
	uint8_t key[131], want[SHA256_BYTES], got[SHA256_BYTES];

	(void)state;
	memset(key, 0xaa, sizeof key);
	for (size_t n = 0; n <= sizeof key; n += 1) {
		struct mac *mac = mac_new(slice_of(key, n));

		assert_non_null(mac);
		hmac_sha256(slice_of(key, n), slice_of(key, n / 2), want);
		mac_of(mac, slice_of(key, n / 2), got);
		assert_memory_equal(got, want, sizeof want);
		mac_of(mac, slice_of(key, n / 2), got);
		assert_memory_equal(got, want, sizeof want);
		mac_free(mac);
	}
	mac_free(NULL);
}

static void
record_preimage__second_spellings_are_refused(void **state)
{
	static const char *const bad[] = {"", "daybook record v1\n", "daybook record v1\n" ZEROS,
	    "daybook record v1\n" ZEROS "2\nx", "daybook record v1\n" ZEROS "1\nxy",
	    "daybook record v1\n" ZEROS "01\nx", "daybook field v1\n" ZEROS "1\nx",
	    "daybook record v1\n" ZEROS "4194305\nx"};
	uint8_t salt[SHA256_BYTES];
	struct slice canonical;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_not_equal(
		    record_preimage_parse(slice_of(bad[i], strlen(bad[i])), salt, &canonical, NULL),
		    OK);
}

static void
field_names__both_ways_and_no_others(void **state)
{
	enum entry_field back;

	(void)state;
	for (unsigned i = 0; i < ENTRY_FIELDS; i++) {
		struct text name = text_of_c(entry_field_name((enum entry_field)i));

		assert_true(entry_field_parse(slice_of_text(name), &back));
		assert_int_equal(back, i);
	}
	assert_false(entry_field_parse(SLICE_LITERAL(""), &back));
	assert_false(entry_field_parse(SLICE_LITERAL("kin"), &back));
	assert_false(entry_field_parse(SLICE_LITERAL("kinds"), &back));
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(entry__salts_commitments_and_leaves_are_the_vectors),
	    T(field_preimage__hashes_to_the_commitment_and_parses_back),
	    T(field_preimage__second_spellings_are_refused),
	    T(commitments__parse_back_and_refuse_other_forms),
	    T(entry_check__refuses_long_and_broken_values),
	    T(records__salts_leaves_and_root_are_the_vectors),
	    T(mac__is_hmac_for_any_key_length),
	    T(record_preimage__second_spellings_are_refused),
	    T(field_names__both_ways_and_no_others),
	};

	return cmocka_run_group_tests_name("prove_entry", tests, NULL, NULL);
}
