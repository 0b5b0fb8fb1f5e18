/* tests/read/test_zip_large.c
 * Databases that are too large to be held in memory while a zip is read: one that stands in it as
 * it is, and one that is packed. */
#include "tests/support/check.h"

#include <stdlib.h>

#include "read/formats/bundle_source.h"
#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"
#include "tests/read/zip_make.h"

enum { LARGE_BYTES = BUNDLE_HELD_BYTES + 4096 };

/* A database of Messages with nothing behind its last page, too large to be held. */
static uint8_t *
large_new(void)
{
	struct slice seed = hard_load("tests/corpora/sqlite/good/messages");
	uint8_t *p = calloc(1, LARGE_BYTES);

	assert_non_null(p);
	assert_true(seed.n < LARGE_BYTES);
	memcpy(p, seed.p, seed.n);
	hard_free(seed);
	return p;
}

static void
read_large(struct collect *c, struct zip_part part)
{
	uint8_t *p = large_new();
	struct zip_make make;

	part.name = "Messages/chat.db";
	part.data = slice_of(p, LARGE_BYTES);
	zip_make_init(&make);
	zip_make_add(&make, &part);
	zip_make_text(&make, "a.txt", "a letter");
	collect_init(c);
	c->keep_bytes = 100;
	assert_ok(collect_slice(c, &zip_format, zip_make_end(&make), NULL), &c->err);
	assert_string_equal(c->broken, "");
	zip_make_fini(&make);
	free(p);
}

static void
stored__database_of_any_size_is_read_where_it_stands(void **state)
{
	struct collect c, alone;

	(void)state;
	collect_init(&alone);
	assert_ok(collect_file(&alone, &sqlite_format, "tests/corpora/sqlite/good/messages", NULL),
	    &alone.err);
	assert_true(alone.count > 1);
	read_large(&c, (struct zip_part){.name = NULL});
	assert_int_equal(c.count, alone.count + 1);
	assert_int_equal(collect_channel(&c, "imessage"), collect_channel(&alone, "imessage"));
	assert_int_equal(collect_doubted(&c, "not-understood"), 0);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&alone);
	collect_fini(&c);
}

static void
stored__database_that_was_changed_is_said(void **state)
{
	struct collect c;

	(void)state;
	read_large(&c, (struct zip_part){.crc_xor = 1});
	assert_true(c.count > 2);
	assert_text(collect_note(&c, NOTE_UNREAD, "zip-entry")->detail,
	    "Messages/chat.db: does not match its checksum: bytes were changed or lost.");
	collect_fini(&c);
}

static void
packed__database_that_is_too_large_is_said(void **state)
{
	struct collect c;

	(void)state;
	read_large(&c, (struct zip_part){.deflate = true});
	assert_int_equal(c.count, 2);
	assert_int_equal(collect_doubted(&c, "not-understood"), 1);
	assert_text(collect_note(&c, NOTE_UNREAD, "zip-entry")->detail,
	    "Messages/chat.db: too large to be read inside an archive, or damaged: unpack it and "
	    "bring it in as it is.");
	collect_fini(&c);
}

/* One that is locked stands there as it is as well, and is not what it seems. */
static void
stored__size_that_is_not_the_packed_one_is_not_believed(void **state)
{
	struct collect c;

	(void)state;
	read_large(&c, (struct zip_part){.bytes_add = 1});
	assert_int_equal(c.count, 2);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "zip-entry"), 2);
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(stored__database_of_any_size_is_read_where_it_stands),
	    cmocka_unit_test(stored__database_that_was_changed_is_said),
	    cmocka_unit_test(packed__database_that_is_too_large_is_said),
	    cmocka_unit_test(stored__size_that_is_not_the_packed_one_is_not_believed),
	};

	return cmocka_run_group_tests_name("read_zip_large", tests, NULL, NULL);
}
