/* tests/support/check.h
 * What every test file includes: cmocka in its required order, and two helpers. */
#ifndef TESTS_SUPPORT_CHECK_H
#define TESTS_SUPPORT_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* cmocka's own; ours is in base/err.h, tests use fail_msg() */
#undef fail_msg
#define fail_msg(...)                                                                              \
	do {                                                                                       \
		print_error(__VA_ARGS__);                                                          \
		_fail(__FILE__, __LINE__);                                                         \
	} while (0)

#include "base/err.h"
#include "base/slice.h"

/* A status is OK, or the test fails with the error's own words. */
#define assert_ok(expression, err)                                                                 \
	do {                                                                                       \
		enum status assert_ok_status = (expression);                                       \
		if (assert_ok_status != OK)                                                        \
			fail_msg("%s: %s: %s", #expression, status_name(assert_ok_status),         \
			    (err)->text);                                                          \
	} while (0)

#define assert_text(text_value, literal)                                                           \
	do {                                                                                       \
		struct text assert_text_value = (text_value);                                      \
		assert_int_equal(assert_text_value.n, strlen(literal));                            \
		assert_memory_equal(assert_text_value.p, literal, strlen(literal));                \
	} while (0)

#define assert_slice(slice_value, literal)                                                         \
	assert_text(((struct text){(const char *)(slice_value).p, (slice_value).n}), literal)

#endif
