/* Tests of the canonical bytes of a record (docs/format/record.md). */
#include "tests/support/check.h"

#include "diary/record.h"

static void
record_fill(struct record *r, struct arena *arena)
{
	struct party to = {.as_written = TEXT_LITERAL("0044 7700 900101")};
	struct attachment a = {.name = TEXT_LITERAL("photo.jpg"),
	    .source = ATTACHMENT_EXTRACTED,
	    .extract = 0,
	    .bytes = 3,
	    .hashed = true};

	record_init(r);
	r->kind = KIND_MESSAGE;
	r->channel = TEXT_LITERAL("mms");
	r->when = (struct moment){.basis = BASIS_INSTANT,
	    .precision = PRECISION_SECOND,
	    .at_known = true,
	    .at_us = 1711314307000000};
	r->until = (struct moment){.basis = BASIS_LOCAL,
	    .precision = PRECISION_MINUTE,
	    .local_known = true,
	    .local = {2024, 3, 24, 21, 5, 0, 0},
	    .zone = TEXT_LITERAL("Europe/London")};
	r->direction = DIRECTION_IN;
	r->from.as_written = TEXT_LITERAL("+44 7700 900303");
	r->body = TEXT_LITERAL("two\nlines");
	r->subject = TEXT_LITERAL("");
	r->duration_s = 0;
	r->position = 42;
	r->raw = SLICE_LITERAL("\xff\x00");
	assert_ok(record_add_to(r, arena, &to, NULL), &(struct err){0});
	assert_ok(record_add_attachment(r, arena, &a, NULL), &(struct err){0});
	assert_ok(record_add_mark(r, arena, "edited", NULL), &(struct err){0});
	assert_ok(record_add_doubt(r, arena, "zone-assumed", TEXT_NONE, NULL), &(struct err){0});
	assert_ok(record_add_claim(r, arena, "sent", TEXT_LITERAL("x"), NULL), &(struct err){0});
}

static void
record__parse_of_put_is_the_same_record(void **state)
{
	struct arena arena;
	struct record r, back;
	struct buf first, second;
	struct err err;

	(void)state;
	arena_init(&arena, 1 << 20);
	buf_init(&first, 1 << 20);
	buf_init(&second, 1 << 20);
	record_fill(&r, &arena);
	assert_ok(record_put(&first, &r, &err), &err);
	assert_ok(record_parse(buf_slice(&first), &arena, &back, &err), &err);
	assert_ok(record_put(&second, &back, &err), &err);
	assert_true(slice_eq(buf_slice(&first), buf_slice(&second)));
	assert_text(back.body, "two\nlines");
	assert_non_null(back.subject.p);
	assert_int_equal(back.subject.n, 0);
	assert_null(back.place.p);
	assert_int_equal(back.duration_s, 0);
	assert_int_equal(back.until.local.minute, 5);
	buf_fini(&first);
	buf_fini(&second);
	arena_fini(&arena);
}

static void
record__every_cut_is_refused(void **state)
{
	struct arena arena;
	struct record r, back;
	struct buf buf;
	struct err err;
	size_t accepted = 0;

	(void)state;
	arena_init(&arena, 1 << 24);
	buf_init(&buf, 1 << 20);
	record_fill(&r, &arena);
	assert_ok(record_put(&buf, &r, &err), &err);
	for (size_t n = 0; n < buf.n; n++) {
		struct buf again;

		if (record_parse(slice_of(buf.p, n), &arena, &back, &err) != OK)
			continue;
		/* A cut at a field's end is another valid record; it must then be canonical. */
		accepted++;
		buf_init(&again, 1 << 20);
		assert_ok(record_put(&again, &back, &err), &err);
		assert_int_equal(again.n, n);
		buf_fini(&again);
	}
	assert_true(accepted < 40);
	buf_fini(&buf);
	arena_fini(&arena);
}

static void
record__misplaced_and_unknown_fields_are_refused(void **state)
{
	static const char *const bad[] = {"", "kind 4\nnote", "kind 4\nnotx\n", "channel 3\nsms\n",
	    "kind 4\nnote\nbody 1\na\nbody 1\nb\n", "kind 4\nnote\nbody 1\na\nchannel 3\nsms\n",
	    "kind 4\nnote\nposition 2\n01\n", "kind 4\nnote\nposition 1\n0\n",
	    "kind 4\nnote\nbody 9999999\na\n", "kind 4\nnote\nbody 1\n\xff\n",
	    "kind 4\nnote\nextra 0\n\n", "kind 04\nnote\n"};
	struct arena arena;
	struct record back;
	struct err err;

	(void)state;
	arena_init(&arena, 1 << 20);
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_not_equal(
		    record_parse(slice_of(bad[i], strlen(bad[i])), &arena, &back, &err), OK);
	arena_fini(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(record__parse_of_put_is_the_same_record),
	    cmocka_unit_test(record__every_cut_is_refused),
	    cmocka_unit_test(record__misplaced_and_unknown_fields_are_refused),
	};

	return cmocka_run_group_tests_name("diary_record", tests, NULL, NULL);
}
