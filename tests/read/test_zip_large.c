/* tests/read/test_zip_large.c
 * Databases and zips that are too large to be held in memory while a zip is read: one that stands
 * in it as it is, and one that is packed. */
#include "tests/support/check.h"

#include <stdlib.h>

#include "read/formats/bundle_source.h"
#include "read/formats/formats.h"
#include "read/formats/zip.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"
#include "tests/read/zip_make.h"

enum { LARGE_BYTES = BUNDLE_HELD_BYTES + 4096 };

/* A database of Messages with nothing behind its last page, too large to be held. */
static uint8_t *
large_new(void)
{
	struct slice seed = load_file("tests/corpora/sqlite/good/messages");
	uint8_t *p = calloc(1, LARGE_BYTES);

	assert_non_null(p);
	assert_true(seed.n < LARGE_BYTES);
	memcpy(p, seed.p, seed.n);
	load_free(seed);
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

/* Large in a zip or small alone, the same comes out. */
static void
assert_read_as_alone(struct zip_part part)
{
	struct collect c, alone;

	collect_init(&alone);
	assert_ok(collect_file(&alone, &sqlite_format, "tests/corpora/sqlite/good/messages", NULL),
	    &alone.err);
	assert_true(alone.count > 1);
	read_large(&c, part);
	assert_int_equal(c.count, alone.count + 1);
	assert_int_equal(collect_channel(&c, "imessage"), collect_channel(&alone, "imessage"));
	assert_int_equal(collect_doubted(&c, "not-understood"), 0);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&alone);
	collect_fini(&c);
}

static void
stored__database_of_any_size_is_read_where_it_stands(void **state)
{
	(void)state;
	assert_read_as_alone((struct zip_part){.name = NULL});
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
packed__database_of_any_size_is_read(void **state)
{
	(void)state;
	assert_read_as_alone((struct zip_part){.deflate = true});
}

static void
packed__database_that_was_changed_is_read_and_said(void **state)
{
	struct collect c;

	(void)state;
	read_large(&c, (struct zip_part){.deflate = true, .crc_xor = 1});
	assert_true(c.count > 2);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "zip-entry"), 1);
	assert_text(collect_note(&c, NOTE_UNREAD, "zip-entry")->detail,
	    "Messages/chat.db: does not match its checksum: bytes were changed or lost.");
	collect_fini(&c);
}

/* -- places that unpacking goes on from ---------------------------------------------------------
 */

/* Bytes that no other place has, and that can be packed. */
static uint8_t *
varied_new(size_t n)
{
	uint8_t *p = malloc(n);
	uint32_t x = 2463534242;

	assert_non_null(p);
	for (size_t i = 0; i < n; i++) {
		x ^= x << 13;
		x ^= x >> 17;
		x ^= x << 5;
		p[i] = (uint8_t)('a' + x % 16);
	}
	return p;
}

/* A zip with such bytes as its one entry, opened. */
struct opened {
	struct slice data, file;
	struct zip_make make;
	struct source source;
	struct reading_options options;
	struct collect c;
	struct sink sink;
	uint64_t budget;
	struct zip zip;
};

static void
opened_init(struct opened *o, bool deflate)
{
	struct err err;

	*o = (struct opened){.budget = UINT64_MAX};
	o->data = slice_of(varied_new(LARGE_BYTES), LARGE_BYTES);
	zip_make_init(&o->make);
	zip_make_add(
	    &o->make, &(struct zip_part){.name = "a.pst", .data = o->data, .deflate = deflate});
	o->file = zip_make_end(&o->make);
	o->source = source_of_slice(&o->file);
	collect_init(&o->c);
	o->sink = collect_sink(&o->c);
	assert_ok(zip_init(&o->zip, &o->source, &o->options, &o->sink, &o->budget, &err), &err);
	assert_int_equal(o->zip.bundle.count, 1);
}

static void
opened_fini(struct opened *o)
{
	zip_fini(&o->zip);
	collect_fini(&o->c);
	zip_make_fini(&o->make);
	free((void *)(uintptr_t)o->data.p);
}

static void
check_at(const struct source *source, struct slice data, uint64_t at, size_t n)
{
	static uint8_t p[300 * 1024];
	size_t got, left = at < data.n ? (size_t)(data.n - at) : 0;
	struct err err;

	assert_true(n <= sizeof p);
	assert_ok(source_read_full(source, at, p, n, &got, &err), &err);
	assert_int_equal(got, n < left ? n : left);
	assert_memory_equal(p, data.p + at, got);
}

static void
packed__is_read_forth_and_back(void **state)
{
	struct opened o;
	struct bundle_source bs;
	struct source source;
	struct err err;
	uint32_t x = 1;

	(void)state;
	opened_init(&o, true);
	assert_ok(
	    bundle_source_init_anywhere(&bs, &o.zip.bundle, 0, BUNDLE_HELD_BYTES, &err), &err);
	assert_false(bundle_source_is_anywhere(&bs));
	assert_ok(bundle_source_make_anywhere(&bs, &err), &err);
	assert_true(bundle_source_is_anywhere(&bs));
	assert_null(bs.damage);
	source = bundle_source_of(&bs);
	assert_int_equal(source.bytes, LARGE_BYTES);
	check_at(&source, o.data, 0, 100);
	check_at(&source, o.data, LARGE_BYTES - 10, 100);
	check_at(&source, o.data, LARGE_BYTES, 100);
	for (unsigned i = 0; i < 60; i++) {
		x = x * 1664525 + 1013904223;
		check_at(&source, o.data, x % LARGE_BYTES, i % 7 == 0 ? 300 * 1024 : 4096);
	}
	/* What was unpacked is counted once; what was read of the zip is no more than from the
	 * marks before. */
	assert_int_equal(o.zip.bundle.entry[0].paid, LARGE_BYTES);
	assert_true(
	    o.zip.bundle.again < 63 * (UINT64_C(2) * BUNDLE_MARKS_APART_BYTES + 300 * 1024));
	bundle_source_fini(&bs);
	opened_fini(&o);
}

/* Two tables are walked to and fro, and now and then a third: each goes on where it was left, also
 * when that is what would be given up next. */
static void
packed__is_walked_in_several_places(void **state)
{
	enum { FAR = 12 * 1024 * 1024, STEP = 4096, ROUNDS = 200 };

	struct opened o;
	struct bundle_source bs;
	struct source source;
	struct err err;
	uint64_t before;

	(void)state;
	opened_init(&o, true);
	assert_ok(
	    bundle_source_init_anywhere(&bs, &o.zip.bundle, 0, BUNDLE_HELD_BYTES, &err), &err);
	assert_ok(bundle_source_make_anywhere(&bs, &err), &err);
	source = bundle_source_of(&bs);
	/* Nothing to come back to but the begin, and what is left. */
	while (bs.marks.count > 1)
		bundle_stream_forget(bs.bundle, bs.marks.mark[--bs.marks.count].place);
	for (unsigned rest = BUNDLE_MARKS_LEFT - 2; rest <= BUNDLE_MARKS_LEFT + 2; rest++)
		for (unsigned i = 0; i < 8 * rest; i++)
			check_at(&source, o.data,
			    i % rest == 0 ? FAR / 2 + i * STEP
					  : i % 2 * FAR + 200 * 1024 + i * STEP,
			    STEP);
	before = o.zip.bundle.again;
	for (unsigned i = 0; i < ROUNDS; i++)
		check_at(&source, o.data, i % 2 * FAR + 100 * 1024 + i * STEP, STEP);
	/* A block of the zip a step, or two, but for the way to where the walk begins. */
	assert_true(o.zip.bundle.again - before < FAR + ROUNDS * UINT64_C(200) * 1024);
	bundle_source_fini(&bs);
	opened_fini(&o);
}

static void
marks__are_thinned_where_there_is_no_room(void **state)
{
	enum { APART = 64 * 1024, MAX = 5 };

	struct opened o;
	struct bundle_stream stream;
	struct bundle_marks marks;
	struct slice block;
	bool marked = true;
	struct err err;
	enum status status = OK;

	(void)state;
	opened_init(&o, true);
	assert_ok(bundle_stream_open(&stream, &o.zip.bundle, 0, &err), &err);
	assert_ok(bundle_marks_init(&marks, &o.zip.bundle, APART, MAX, &err), &err);
	assert_null(bundle_marks_before(&marks, 0));
	while (status == OK) {
		assert_ok(bundle_marks_put(&marks, &stream, &marked, &err), &err);
		assert_true(marked);
		status = bundle_stream_next(&stream, &block, &err);
	}
	assert_int_equal(status, E_NOTFOUND);
	assert_in_range(marks.count, 3, MAX);
	assert_int_equal(marks.mark[0].at, 0);
	assert_true(marks.mark[marks.count - 1].at > LARGE_BYTES / 2);
	for (size_t i = marks.count; i-- > 0;) {
		uint64_t at = marks.mark[i].at;

		assert_true(i == 0 || at - marks.mark[i - 1].at >= marks.apart / 2);
		assert_ptr_equal(bundle_marks_before(&marks, at), &marks.mark[i]);
		assert_ptr_equal(bundle_marks_before(&marks, at + 1), &marks.mark[i]);
		assert_ok(bundle_stream_back(&stream, marks.mark[i].place, at, &err), &err);
		assert_ok(bundle_stream_next(&stream, &block, &err), &err);
		assert_memory_equal(block.p, o.data.p + at, block.n);
	}
	/* Whatever was gone back to, the end is the right one. */
	while (status != OK || bundle_stream_next(&stream, &block, &err) == OK)
		status = OK;
	assert_null(stream.damage);
	assert_int_equal(stream.given, LARGE_BYTES);
	bundle_marks_fini(&marks);
	bundle_stream_close(&stream);
	opened_fini(&o);
}

/* A zip of any size in a zip: as it is, and packed. */
static void
inner__zip_of_any_size_is_opened(void **state)
{
	enum { FILM_BYTES = BUNDLE_INNER_BYTES + 1024 };

	uint8_t *film = varied_new(FILM_BYTES);
	struct zip_make inner;
	struct slice inside;

	(void)state;
	zip_make_init(&inner);
	zip_make_add(
	    &inner, &(struct zip_part){.name = "a.bin", .data = slice_of(film, FILM_BYTES)});
	zip_make_text(&inner, "b.eml",
	    "From: maya@example.org\r\nTo: priya@example.net\r\nSubject: a\r\n\r\nwords\r\n");
	inside = zip_make_end(&inner);
	for (int deflate = 0; deflate < 2; deflate++) {
		struct zip_make make;
		struct collect c;

		zip_make_init(&make);
		zip_make_add(&make,
		    &(struct zip_part){.name = "in.zip", .data = inside, .deflate = deflate != 0});
		collect_init(&c);
		c.keep_bytes = 100;
		assert_ok(collect_slice(&c, &zip_format, zip_make_end(&make), NULL), &c.err);
		assert_string_equal(c.broken, "");
		assert_int_equal(c.count, 2);
		assert_int_equal(collect_channel(&c, "email"), 1);
		assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
		collect_fini(&c);
		zip_make_fini(&make);
	}
	zip_make_fini(&inner);
	free(film);
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
	    cmocka_unit_test(packed__database_of_any_size_is_read),
	    cmocka_unit_test(packed__database_that_was_changed_is_read_and_said),
	    cmocka_unit_test(packed__is_read_forth_and_back),
	    cmocka_unit_test(packed__is_walked_in_several_places),
	    cmocka_unit_test(marks__are_thinned_where_there_is_no_room),
	    cmocka_unit_test(inner__zip_of_any_size_is_opened),
	    cmocka_unit_test(stored__size_that_is_not_the_packed_one_is_not_believed),
	};

	return cmocka_run_group_tests_name("read_zip_large", tests, NULL, NULL);
}
