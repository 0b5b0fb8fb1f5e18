/* Tests of sys/crypto/stretch.h, of the real one: other tests use the cheap one of tests/sim. */
#include "tests/support/check.h"

#include "sys/crypto/stretch.h"

static const uint8_t salt[STRETCH_SALT_BYTES] = "sixteen of salt";

static void
stretch__takes_passphrase_and_salt_into_account(void **state)
{
	uint8_t one[STRETCH_OUT_BYTES] = {0}, other[STRETCH_OUT_BYTES] = {0};
	struct err err = {0};

	(void)state;
	assert_ok(stretch(SLICE_LITERAL("quiet harbour"), salt, STRETCH_MIN_MEMORY_KIB,
		      STRETCH_MIN_PASSES, one, &err),
	    &err);
	assert_ok(stretch(SLICE_LITERAL("quiet harbours"), salt, STRETCH_MIN_MEMORY_KIB,
		      STRETCH_MIN_PASSES, other, &err),
	    &err);
	assert_memory_not_equal(one, other, sizeof one);
	assert_ok(stretch(SLICE_LITERAL("quiet harbour"), salt, STRETCH_MIN_MEMORY_KIB,
		      STRETCH_MIN_PASSES, other, &err),
	    &err);
	assert_memory_equal(one, other, sizeof one);
	assert_ok(stretch(SLICE_LITERAL("quiet harbour"), (const uint8_t *)"sixteen of solt",
		      STRETCH_MIN_MEMORY_KIB, STRETCH_MIN_PASSES, other, &err),
	    &err);
	assert_memory_not_equal(one, other, sizeof one);
}

/* A forged header asks for little, to be guessed, or for much, to stop the machine. */
static void
stretch__refuses_what_is_out_of_bounds(void **state)
{
	static const struct {
		uint32_t memory_kib, passes;
	} bad[] = {{STRETCH_MIN_MEMORY_KIB - 1, STRETCH_MIN_PASSES}, {0, STRETCH_MIN_PASSES},
	    {STRETCH_MAX_MEMORY_KIB + 1, STRETCH_MIN_PASSES}, {UINT32_MAX, STRETCH_MIN_PASSES},
	    {STRETCH_MIN_MEMORY_KIB, STRETCH_MIN_PASSES - 1}, {STRETCH_MIN_MEMORY_KIB, 0},
	    {STRETCH_MIN_MEMORY_KIB, STRETCH_MAX_PASSES + 1}, {STRETCH_MIN_MEMORY_KIB, UINT32_MAX}};
	uint8_t out[STRETCH_OUT_BYTES];
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(stretch(SLICE_LITERAL("quiet harbour"), salt, bad[i].memory_kib,
				     bad[i].passes, out, &err),
		    E_LIMIT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(stretch__takes_passphrase_and_salt_into_account),
	    cmocka_unit_test(stretch__refuses_what_is_out_of_bounds),
	};

	return cmocka_run_group_tests_name("sys_crypto_stretch", tests, NULL, NULL);
}
