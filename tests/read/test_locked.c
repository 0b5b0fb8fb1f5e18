/* tests/read/test_locked.c
 * The keys of a locked backup, the bytes of a locked file, and the list of its files.  The whole of
 * a backup, made with other programs, is opened in tests/scenario/locked.py. */
#include "tests/support/check.h"

#include <nettle/aes.h>
#include <nettle/cbc.h>
#include <nettle/nist-keywrap.h>
#include <nettle/pbkdf2.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/encode.h"
#include "read/formats/iphone_cipher.h"
#include "read/formats/iphone_list.h"
#include "tests/read/hard.h"

enum { ROUNDS = 5 };

static const uint8_t salt[] = "a salt of twenty byt", first_salt[] = "another salt 20 byte";
static const uint8_t wrap_iv[8] = {0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6};

static void
u32be_put(struct buf *out, uint32_t n)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_put_byte(out, (uint8_t)(n >> shift));
}

static void
item_put(struct buf *out, const char *tag, const void *p, size_t n)
{
	buf_put_c(out, tag);
	u32be_put(out, (uint32_t)n);
	buf_put(out, p, n);
}

static void
number_put(struct buf *out, const char *tag, uint32_t n)
{
	buf_put_c(out, tag);
	u32be_put(out, 4);
	u32be_put(out, n);
}

static void
wrap(const uint8_t *with, const uint8_t *key, uint8_t out[IPHONE_WRAPPED_BYTES])
{
	struct aes256_ctx aes;

	aes256_set_encrypt_key(&aes, with);
	aes256_keywrap(&aes, wrap_iv, IPHONE_WRAPPED_BYTES, out, key);
}

/* A bag with class 3, whose key is 32 times 'c', for the password "open". */
static void
bag_put(struct buf *out, uint32_t first_rounds)
{
	uint8_t first[32], password[32], wrapped[IPHONE_WRAPPED_BYTES], key[32];

	memset(key, 'c', sizeof key);
	pbkdf2_hmac_sha256(4, (const uint8_t *)"open", ROUNDS, 20, first_salt, 32, first);
	if (first_rounds != 0)
		pbkdf2_hmac_sha1(32, first, ROUNDS, 20, salt, 32, password);
	else
		pbkdf2_hmac_sha1(4, (const uint8_t *)"open", ROUNDS, 20, salt, 32, password);
	wrap(password, key, wrapped);
	number_put(out, "VERS", 5);
	number_put(out, "TYPE", 1);
	item_put(out, "UUID", "0123456789abcdef", 16);
	number_put(out, "WRAP", 1);
	item_put(out, "SALT", salt, 20);
	number_put(out, "ITER", ROUNDS);
	if (first_rounds != 0) {
		number_put(out, "DPIC", first_rounds);
		item_put(out, "DPSL", first_salt, 20);
	}
	item_put(out, "UUID", "fedcba9876543210", 16);
	number_put(out, "CLAS", 3);
	number_put(out, "WRAP", 3);
	item_put(out, "WPKY", wrapped, sizeof wrapped);
}

static void
keybag__opens_with_the_password_only(void **state)
{
	struct iphone_keybag bag;
	uint8_t want[32], got[32], wrapped[4 + IPHONE_WRAPPED_BYTES] = {3, 0, 0, 0}, inner[32];
	struct buf out;

	(void)state;
	memset(want, 'c', sizeof want);
	memset(inner, 'i', sizeof inner);
	wrap(want, inner, wrapped + 4);
	for (uint32_t first = 0; first <= ROUNDS; first += ROUNDS) {
		buf_init(&out, 4096);
		bag_put(&out, first);
		assert_int_equal(
		    iphone_keybag_open(buf_slice(&out), TEXT_LITERAL("open"), &bag), KEYBAG_OPEN);
		assert_memory_equal(bag.key[3], want, sizeof want);
		assert_true(iphone_key_unwrap(&bag, slice_of(wrapped, sizeof wrapped), got));
		assert_memory_equal(got, inner, sizeof inner);
		wrapped[0] = 4; /* a class that is not there */
		assert_false(iphone_key_unwrap(&bag, slice_of(wrapped, sizeof wrapped), got));
		assert_false(iphone_key_is_phones(&bag, slice_of(wrapped, sizeof wrapped)));
		wrapped[0] = 3;
		assert_true(iphone_key_is_phones(&bag, slice_of(wrapped, sizeof wrapped)));
		assert_false(iphone_key_unwrap(&bag, slice_of(wrapped, sizeof wrapped - 1), got));
		assert_int_equal(
		    iphone_keybag_open(buf_slice(&out), TEXT_LITERAL("Open"), &bag), KEYBAG_WRONG);
		buf_fini(&out);
	}
}

/* One key of two is damaged: the password is right all the same. */
static void
keybag__a_damaged_key_is_no_wrong_password(void **state)
{
	struct iphone_keybag bag;
	uint8_t broken[IPHONE_WRAPPED_BYTES];
	struct buf out;

	(void)state;
	memset(broken, 'b', sizeof broken);
	buf_init(&out, 4096);
	bag_put(&out, ROUNDS);
	item_put(&out, "UUID", "another class...", 16);
	number_put(&out, "CLAS", 4);
	number_put(&out, "WRAP", 3);
	item_put(&out, "WPKY", broken, sizeof broken);
	assert_int_equal(
	    iphone_keybag_open(buf_slice(&out), TEXT_LITERAL("open"), &bag), KEYBAG_OPEN);
	assert_true(bag.known[3] && !bag.known[4]);
	assert_int_equal(bag.damaged, 1);
	assert_int_equal(
	    iphone_keybag_open(buf_slice(&out), TEXT_LITERAL("Open"), &bag), KEYBAG_WRONG);
	assert_int_equal(bag.damaged, 2);
	buf_fini(&out);
}

static void
keybag__cut_or_turned_never_opens_what_it_should_not(void **state)
{
	struct iphone_keybag bag;
	struct buf out;

	(void)state;
	buf_init(&out, 4096);
	bag_put(&out, ROUNDS);
	for (size_t n = 0; n < out.n; n++)
		assert_int_not_equal(
		    iphone_keybag_open(slice_of(out.p, n), TEXT_LITERAL("open"), &bag),
		    KEYBAG_OPEN);
	for (size_t i = 0; i < out.n; i++) {
		uint8_t was = out.p[i];

		/* Not more rounds: millions of them are honest work, and not for this test. */
		out.p[i] ^= was == 0 ? 0 : 0x20;
		(void)iphone_keybag_open(buf_slice(&out), TEXT_LITERAL("open"), &bag);
		out.p[i] = was;
	}
	buf_fini(&out);
	buf_init(&out, 4096);
	bag_put(&out, IPHONE_ROUNDS_MAX + 1);
	assert_int_equal(
	    iphone_keybag_open(buf_slice(&out), TEXT_LITERAL("open"), &bag), KEYBAG_STRANGE);
	buf_fini(&out);
}

/* NIST SP 800-38A, F.2.6, is with a vector; ours is zero, so the oracle is the encrypting side. */
static void
cipher__is_read_here_and_there(void **state)
{
	enum { N = 3 * 65536 + 4096 };
	uint8_t *plain = malloc(N), *sealed = malloc(N), *got = malloc(N), key[32] = {7},
		iv[16] = {0};
	struct slice bytes = slice_of(sealed, N);
	struct source locked = source_of_slice(&bytes), source;
	struct iphone_cipher *cipher;
	struct aes256_ctx aes;
	struct err err;
	size_t n;

	(void)state;
	for (size_t i = 0; i < N; i++)
		plain[i] = (uint8_t)(i * 31 + i / 251);
	aes256_set_encrypt_key(&aes, key);
	cbc_encrypt(&aes, (nettle_cipher_func *)aes256_encrypt, 16, iv, N, sealed, plain);
	assert_ok(iphone_cipher_new(&locked, key, N - 5, &cipher, &err), &err);
	source = iphone_cipher_source(cipher);
	assert_int_equal(source.bytes, N - 5);
	for (uint64_t at = 0, step = 1; at < N; at += step, step = step * 3 % 7919) {
		assert_ok(source.read_at(source.ctx, N - 1 - at, got, 100, &n, &err), &err);
		assert_true(n <= 100 && n + (N - 1 - at) <= N - 5 + (n == 0 ? 5 : 0));
		assert_memory_equal(got, plain + (N - 1 - at), n);
	}
	iphone_cipher_free(cipher);
	/* A file that ends early gives what is there. */
	bytes = slice_of(sealed, 40);
	locked = source_of_slice(&bytes);
	assert_ok(iphone_cipher_new(&locked, key, N, &cipher, &err), &err);
	source = iphone_cipher_source(cipher);
	assert_int_equal(source.bytes, 32);
	assert_ok(source.read_at(source.ctx, 0, got, N, &n, &err), &err);
	assert_int_equal(n, 32);
	assert_memory_equal(got, plain, 32);
	iphone_cipher_free(cipher);
	free(plain);
	free(sealed);
	free(got);
}

static void
list__names_the_key_and_length_of_each_file(void **state)
{
	struct slice bytes = load_file("tests/corpora/sqlite/good/manifest-locked");
	struct source source = source_of_slice(&bytes);
	struct iphone_list list;
	struct sqlite_file file;
	struct iphone_item *item;
	size_t with = 0;
	struct err err;

	(void)state;
	assert_ok(sqlite_file_init(&file, &source, &err), &err);
	assert_ok(iphone_list_read(&list, &file, &err), &err);
	assert_int_equal(list.count, 4);
	item = iphone_list_find(&list, TEXT_LITERAL("3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28"));
	assert_non_null(item);
	assert_true(item->has_key);
	assert_int_equal(item->bytes, 4096);
	assert_int_equal(item->key[0], 3);
	assert_int_equal(item->key[4], 'w');
	/* A short key, a number in its place, an object that is not there: none of them has one. */
	for (size_t i = 0; i < list.count; i++)
		with += list.item[i].has_key;
	assert_int_equal(with, 1);
	assert_null(iphone_list_find(&list, TEXT_LITERAL("3d/3d0d")));
	assert_null(
	    iphone_list_find(&list, TEXT_LITERAL("00/0000000000000000000000000000000000000000")));
	iphone_list_fini(&list);
	sqlite_file_fini(&file);
	load_free(bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(keybag__opens_with_the_password_only),
	    cmocka_unit_test(keybag__a_damaged_key_is_no_wrong_password),
	    cmocka_unit_test(keybag__cut_or_turned_never_opens_what_it_should_not),
	    cmocka_unit_test(cipher__is_read_here_and_there),
	    cmocka_unit_test(list__names_the_key_and_length_of_each_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
