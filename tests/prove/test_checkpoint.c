/* Tests of prove/checkpoint.h against docs/format/vectors/log.txt and the examples of C2SP. */
#include "tests/prove/vectors.h"

#include "prove/checkpoint.h"

struct signer {
	uint8_t seed[SIGN_SEED_BYTES], key[SIGN_PUBLIC_BYTES];
	uint8_t origin[CHECKPOINT_ORIGIN_MAX_BYTES];
	size_t origin_bytes;
	struct buf vkey, bytes, made;
};

static struct slice
origin_of(const struct signer *s)
{
	return slice_of(s->origin, s->origin_bytes);
}

static void
take_key(const struct vector *v, void *ctx)
{
	struct signer *s = ctx;

	vector_hash(v, 1, s->seed);
	vector_hash(v, 2, s->key);
	s->origin_bytes = v->words[3].n;
	assert_true(s->origin_bytes <= sizeof s->origin);
	memcpy(s->origin, v->words[3].p, s->origin_bytes);
	buf_put_slice(&s->vkey, v->words[4]);
}

static int
set_up(void **state)
{
	static struct signer s;

	s = (struct signer){0};
	buf_init(&s.vkey, 4096);
	buf_init(&s.bytes, 1 << 20);
	buf_init(&s.made, 1 << 20);
	assert_int_equal(vectors_each("key", take_key, &s), 1);
	*state = &s;
	return 0;
}

static int
tear_down(void **state)
{
	struct signer *s = *state;

	buf_fini(&s->vkey);
	buf_fini(&s->bytes);
	buf_fini(&s->made);
	return 0;
}

static void
check_note(const struct vector *v, void *ctx)
{
	struct signer *s = ctx;
	struct checkpoint cp = {.origin = origin_of(s), .entries = vector_u64(v, 1)};
	struct checkpoint back, seen;
	char code[HEAD_CODE_CHARS + 1];
	uint8_t signature[SIGN_BYTES];
	struct slice text;
	struct err err;

	vector_hash(v, 2, cp.root);
	buf_reset(&s->bytes);
	buf_reset(&s->made);
	vector_hex(v, 4, &s->bytes);
	assert_ok(checkpoint_sign(&s->made, &cp, s->seed, &err), &err);
	assert_true(slice_eq(buf_slice(&s->made), buf_slice(&s->bytes)));
	assert_ok(checkpoint_open(buf_slice(&s->bytes), s->key, &back, &err), &err);
	assert_ok(checkpoint_peek(buf_slice(&s->bytes), &seen, &err), &err);
	assert_true(slice_eq(back.origin, cp.origin) && slice_eq(seen.origin, cp.origin));
	assert_true(back.entries == cp.entries && seen.entries == cp.entries);
	assert_memory_equal(back.root, cp.root, sizeof cp.root);
	assert_memory_equal(seen.root, cp.root, sizeof cp.root);
	assert_true(checkpoint_parts(buf_slice(&s->bytes), s->key, &text, signature));
	assert_true(sign_holds(s->key, text, signature));
	head_code(text, code);
	assert_true(slice_eq(v->words[3], slice_of(code, strlen(code))));
	checkpoint_head_code(&cp, code);
	assert_true(slice_eq(v->words[3], slice_of(code, strlen(code))));
}

static void
note__signed_opened_and_coded_as_the_vectors(void **state)
{
	assert_int_equal(vectors_each("note", check_note, *state), 3);
}

static void
check_good_note(const struct vector *v, void *ctx)
{
	struct signer *s = ctx;
	struct checkpoint cp;
	struct err err;

	vector_hex(v, 1, &s->bytes);
	assert_ok(checkpoint_open(buf_slice(&s->bytes), s->key, &cp, &err), &err);
	assert_int_equal(cp.entries, 17);
}

static void
note__other_parties_lines_are_passed_over(void **state)
{
	assert_int_equal(vectors_each("note-good", check_good_note, *state), 1);
}

static void
check_bad_note(const struct vector *v, void *ctx)
{
	struct signer *s = ctx;
	struct checkpoint cp = {.entries = 42};

	buf_reset(&s->bytes);
	vector_hex(v, 2, &s->bytes);
	if (checkpoint_open(buf_slice(&s->bytes), s->key, &cp, NULL) == OK)
		fail_msg("accepted: %.*s", (int)v->words[1].n, (const char *)v->words[1].p);
	assert_int_equal(cp.entries, 42);
}

static void
note__bad_vectors_are_refused(void **state)
{
	assert_int_equal(vectors_each("note-bad", check_bad_note, *state), 28);
}

static struct slice
sign_for_test(struct signer *s)
{
	struct checkpoint cp = {.origin = origin_of(s), .entries = 3};
	struct err err;

	buf_reset(&s->bytes);
	assert_ok(checkpoint_sign(&s->bytes, &cp, s->seed, &err), &err);
	return buf_slice(&s->bytes);
}

static void
note__every_changed_bit_is_refused(void **state)
{
	struct signer *s = *state;
	struct slice note = sign_for_test(s);
	struct checkpoint cp;

	for (size_t i = 0; i < 8 * note.n; i++) {
		s->bytes.p[i / 8] ^= (uint8_t)(1U << i % 8);
		assert_int_not_equal(checkpoint_open(note, s->key, &cp, NULL), OK);
		s->bytes.p[i / 8] ^= (uint8_t)(1U << i % 8);
	}
	assert_int_equal(checkpoint_open(note, s->key, &cp, NULL), OK);
}

static void
note__another_key_is_not_ours(void **state)
{
	struct signer *s = *state;
	struct slice note = sign_for_test(s);
	uint8_t other[SIGN_PUBLIC_BYTES], signature[SIGN_BYTES];
	struct checkpoint cp;
	struct slice text;

	sign_public(s->key, other);
	assert_int_equal(checkpoint_open(note, other, &cp, NULL), E_AUTH);
	assert_false(checkpoint_parts(note, other, &text, signature));
}

static void
note__too_long_or_too_many_lines_is_a_limit(void **state)
{
	struct signer *s = *state;
	struct checkpoint cp;

	(void)sign_for_test(s);
	for (unsigned i = 0; i < NOTE_MAX_SIGNATURES - 1; i++)
		buf_put_c(&s->bytes, "\xe2\x80\x94 a AAAAAAA=\n");
	assert_int_equal(checkpoint_open(buf_slice(&s->bytes), s->key, &cp, NULL), OK);
	buf_put_c(&s->bytes, "\xe2\x80\x94 a AAAAAAA=\n");
	assert_int_equal(checkpoint_open(buf_slice(&s->bytes), s->key, &cp, NULL), E_LIMIT);
	(void)sign_for_test(s);
	while (s->bytes.n <= NOTE_MAX_BYTES)
		buf_put_c(&s->bytes, "\xe2\x80\x94 a AAAAAAA=\n");
	assert_int_equal(checkpoint_open(buf_slice(&s->bytes), s->key, &cp, NULL), E_LIMIT);
}

static void
sign__refuses_another_form_of_origin(void **state)
{
	struct signer *s = *state;
	struct checkpoint cp = {.origin = SLICE_LITERAL("example.com/log")};

	assert_int_equal(checkpoint_sign(&s->made, &cp, s->seed, NULL), E_FORMAT);
	assert_int_equal(s->made.n, 0);
}

static void
vkey__written_and_read_as_the_vector(void **state)
{
	struct signer *s = *state;
	uint8_t key[SIGN_PUBLIC_BYTES], public_key[SIGN_PUBLIC_BYTES];
	struct slice origin;
	struct err err;

	sign_public(s->seed, public_key);
	assert_memory_equal(public_key, s->key, sizeof public_key);
	vkey_put(&s->made, origin_of(s), s->key);
	assert_true(slice_eq(buf_slice(&s->made), buf_slice(&s->vkey)));
	assert_ok(vkey_parse(buf_slice(&s->vkey), &origin, key, &err), &err);
	assert_true(slice_eq(origin, origin_of(s)));
	assert_memory_equal(key, s->key, sizeof key);
	for (size_t n = 0; n < s->vkey.n; n++)
		assert_int_equal(vkey_parse(slice_of(s->vkey.p, n), &origin, key, NULL), E_FORMAT);
	for (size_t i = 0; i < s->vkey.n; i++) {
		s->vkey.p[i] ^= 1;
		assert_int_equal(vkey_parse(buf_slice(&s->vkey), &origin, key, NULL), E_FORMAT);
		s->vkey.p[i] ^= 1;
	}
}

static void
check_proof(const struct vector *v, void *ctx)
{
	struct signer *s = ctx;
	struct merkle_path path;
	struct slice note;
	struct checkpoint cp;
	uint64_t index;
	struct err err;

	buf_reset(&s->bytes);
	buf_reset(&s->made);
	vector_hex(v, 3, &s->bytes);
	assert_ok(proof_parse(buf_slice(&s->bytes), &index, &path, &note, &err), &err);
	assert_ok(checkpoint_open(note, s->key, &cp, &err), &err);
	assert_true(index == vector_u64(v, 1) && cp.entries == vector_u64(v, 2));
	proof_put(&s->made, index, &path, note);
	assert_true(slice_eq(buf_slice(&s->made), buf_slice(&s->bytes)));
}

static void
proof__written_and_read_as_the_vectors(void **state)
{
	assert_int_equal(vectors_each("proof", check_proof, *state), 2);
}

static void
check_consistency_file(const struct vector *v, void *ctx)
{
	struct signer *s = ctx;
	struct merkle_path path;
	struct slice note;
	uint64_t old;
	struct err err;

	vector_hex(v, 3, &s->bytes);
	assert_ok(consistency_parse(buf_slice(&s->bytes), &old, &path, &note, &err), &err);
	assert_int_equal(old, vector_u64(v, 1));
	consistency_put(&s->made, old, &path, note);
	assert_true(slice_eq(buf_slice(&s->made), buf_slice(&s->bytes)));
}

static void
consistency_file__written_and_read_as_the_vector(void **state)
{
	assert_int_equal(vectors_each("consistency-file", check_consistency_file, *state), 1);
}

#define HASH "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"

static void
proof__other_forms_are_refused(void **state)
{
	static const char *const bad[] = {"", "c2sp.org/tlog-proof@v1\n",
	    "c2sp.org/tlog-proof@v1\nindex 1", "c2sp.org/tlog-proof@v1\nindex 1\n",
	    "c2sp.org/tlog-proof@v1\nindex 01\n\n", "c2sp.org/tlog-proof@v1\nindex -1\n\n",
	    "c2sp.org/tlog-proof@v2\nindex 1\n\n",
	    "c2sp.org/tlog-proof@v1\nextra AAAA\nindex 1\n\n",
	    "c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\n", ("c2sp.org/tlog-proof@v1\nindex 1\n" HASH),
	    "c2sp.org/tlog-proof@v1\r\nindex 1\r\n\r\n"};
	struct signer *s = *state;
	struct merkle_path path;
	struct slice note;
	uint64_t index;

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(
		    proof_parse(slice_of(bad[i], strlen(bad[i])), &index, &path, &note, NULL),
		    E_FORMAT);
	buf_put_c(&s->bytes, "c2sp.org/tlog-proof@v1\nindex 0\n");
	for (unsigned i = 0; i <= MERKLE_MAX_PATH; i++)
		buf_put_c(&s->bytes, HASH);
	buf_put_c(&s->bytes, "\n");
	assert_int_equal(proof_parse(buf_slice(&s->bytes), &index, &path, &note, NULL), E_LIMIT);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(note__signed_opened_and_coded_as_the_vectors),
	    T(note__other_parties_lines_are_passed_over),
	    T(note__bad_vectors_are_refused),
	    T(note__every_changed_bit_is_refused),
	    T(note__another_key_is_not_ours),
	    T(note__too_long_or_too_many_lines_is_a_limit),
	    T(sign__refuses_another_form_of_origin),
	    T(vkey__written_and_read_as_the_vector),
	    T(proof__written_and_read_as_the_vectors),
	    T(consistency_file__written_and_read_as_the_vector),
	    T(proof__other_forms_are_refused),
	};

	return cmocka_run_group_tests_name("prove_checkpoint", tests, NULL, NULL);
}
