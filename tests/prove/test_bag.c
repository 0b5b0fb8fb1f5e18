/* Tests of prove/bag.h: safe names, manifest lines, bag-info.txt. */
#include "tests/support/check.h"

#include "prove/bag.h"

static struct slice
of(const char *c)
{
	return slice_of(c, strlen(c));
}

static void
name__safe_ones_only(void **state)
{
	static const char *const good[] = {
	    "bagit.txt", "data/a", "data/originals/000001-1.jpg", "a_b-c.9", "data/0/1/2/3"};
	static const char *const bad[] = {"", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "a/./b",
	    ".hidden", "a/.b", "-rf", "a/-b", "A", "a b", "a\\b", "a:b", "a*", "caf\xc3\xa9", "a\n",
	    "data/\x7f"};
	char longest[BAG_NAME_MAX_BYTES + 2];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_true(bag_name_ok(of(good[i])));
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (bag_name_ok(of(bad[i])))
			fail_msg("accepted: %s", bad[i]);
	assert_false(bag_name_ok(slice_of("a\0b", 3)));
	memset(longest, 'a', sizeof longest);
	assert_true(bag_name_ok(slice_of(longest, BAG_PART_MAX_BYTES)));
	assert_false(bag_name_ok(slice_of(longest, BAG_PART_MAX_BYTES + 1)));
	longest[BAG_PART_MAX_BYTES] = '/';
	assert_true(bag_name_ok(slice_of(longest, BAG_NAME_MAX_BYTES)));
	assert_false(bag_name_ok(slice_of(longest, BAG_NAME_MAX_BYTES + 1)));
}

#define HEX "00000000000000000000000000000000000000000000000000000000000000ff"

static void
manifest__written_and_read_as_sha256sum_does(void **state)
{
	uint8_t digest[SHA256_BYTES] = {[31] = 0xff};
	struct bag_line line;
	struct buf out;
	struct slice rest;
	struct err err;

	(void)state;
	buf_init(&out, 1000);
	bag_line_put(&out, digest, SLICE_LITERAL("data/a.txt"));
	bag_line_put(&out, digest, SLICE_LITERAL("data/b.txt"));
	assert_slice(buf_slice(&out), HEX "  data/a.txt\n" HEX "  data/b.txt\n");
	rest = buf_slice(&out);
	assert_ok(bag_line_next(&rest, &line, &err), &err);
	assert_slice(line.name, "data/a.txt");
	assert_memory_equal(line.sha256, digest, sizeof digest);
	assert_ok(bag_line_next(&rest, &line, &err), &err);
	assert_int_equal(rest.n, 0);
	buf_fini(&out);
}

static void
manifest__other_forms_are_refused(void **state)
{
	static const char *const bad[] = {"\n", HEX "\n", HEX "  \n", HEX "  a", HEX " a\n",
	    HEX " *a\n", HEX "   a\n", HEX "\t\ta\n", HEX "  a\r\n", HEX "  ../a\n",
	    "FF" HEX "  a\n", "x  a\n"};
	struct bag_line line;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct slice rest = of(bad[i]);

		if (bag_line_next(&rest, &line, NULL) == OK)
			fail_msg("accepted: %s", bad[i]);
		assert_int_equal(rest.n, strlen(bad[i]));
	}
}

static void
info__written_and_read(void **state)
{
	struct bag_info info;
	struct buf out;
	struct err err;

	(void)state;
	buf_init(&out, 1000);
	bag_info_put(&out, "External-Description", TEXT_LITERAL("one line \r\nand no more"));
	bag_info_put(&out, "Pack-Version", TEXT_LITERAL("1"));
	bag_oxum_put(&out, 12345678901, 42);
	assert_slice(buf_slice(&out),
	    "External-Description: one line\nPack-Version: 1\nPayload-Oxum: 12345678901.42\n");
	assert_ok(bag_info_parse(buf_slice(&out), &info, &err), &err);
	assert_true(info.oxum_known && info.version_known);
	assert_true(info.bytes == 12345678901 && info.files == 42 && info.version == 1);
	buf_fini(&out);
}

static void
info__other_forms_are_refused(void **state)
{
	static const char *const bad[] = {"Label value\n", "Label:value\n", ": value\n",
	    "La bel: v\n", "Label: value", " folded\n", "Payload-Oxum: 1\n", "Payload-Oxum: 1.x\n",
	    "Payload-Oxum: 01.1\n", "Payload-Oxum: 1.1\npayload-oxum: 1.1\n", "Pack-Version: one\n",
	    "Pack-Version: 1\nPack-Version: 1\n", "Label: \xff\n"};
	struct bag_info info;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (bag_info_parse(of(bad[i]), &info, NULL) == OK)
			fail_msg("accepted: %s", bad[i]);
	assert_int_equal(bag_info_parse(of(""), &info, NULL), OK);
	assert_false(info.oxum_known || info.version_known);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(name__safe_ones_only),
	    cmocka_unit_test(manifest__written_and_read_as_sha256sum_does),
	    cmocka_unit_test(manifest__other_forms_are_refused),
	    cmocka_unit_test(info__written_and_read),
	    cmocka_unit_test(info__other_forms_are_refused),
	};

	return cmocka_run_group_tests_name("prove_bag", tests, NULL, NULL);
}
