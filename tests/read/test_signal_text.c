/* tests/read/test_signal_text.c
 * The text that signal-export writes: where a message begins, who the owner is, and what was
 * forged. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

static void
read_file(struct collect *c, const char *bytes, const char *me)
{
	hard_text(c, &signal_text_format, bytes, me);
}

static void
assert_local(const struct record *record, const char *want)
{
	struct buf buf;

	assert_int_equal(record->when.basis, BASIS_LOCAL);
	buf_init(&buf, 64);
	civil_put(&buf, &record->when.local);
	assert_text(buf_text(&buf), want);
	buf_fini(&buf);
}

static void
owner__is_called_me(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, "[2019-05-29, 15:04] Daniel Reed: one\n[2019-05-29, 15:05] Me: two\n", NULL);
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	assert_int_equal(c.records[1].direction, DIRECTION_OUT);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, NULL), 0);
	collect_fini(&c);
	read_file(&c, "[2019-05-29, 15:04] Daniel Reed: one\n", NULL);
	assert_int_equal(c.records[0].direction, DIRECTION_UNKNOWN);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), 1);
	collect_fini(&c);
}

static void
message__goes_on_until_the_next_stamp(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "[2019-05-29, 15:04] Daniel Reed: one\r\n\r\ntwo: three\r\n"
	    "[2019-05-29, 15:05] Me: \r\n",
	    NULL);
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].body, "one\n\ntwo: three");
	assert_local(&c.records[0], "2019-05-29T15:04:00");
	assert_int_equal(c.records[0].when.precision, PRECISION_MINUTE);
	assert_text(record_claim(&c.records[0], "written-time"), "2019-05-29, 15:04");
	assert_null(c.records[1].body.p);
	collect_fini(&c);
}

static void
message__names_its_files(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, "[2019-05-29, 15:04] Me: look ![a b](./media/a b.jpg) [c](./../c)\n", NULL);
	assert_int_equal(c.records[0].attachments_count, 2);
	assert_text(c.records[0].attachments[0].name, "media/a b.jpg");
	assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_BESIDE);
	assert_int_equal(collect_doubted(&c, "unsafe-name"), 1);
	collect_fini(&c);
}

/* A line in a message that looks like one: nothing tells them apart but the time. */
static void
message__a_time_that_runs_back_is_doubted(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c,
	    "[2019-05-29, 15:04] Daniel Reed: look what she wrote\n"
	    "[2018-01-01, 10:00] Me: come round\n[2019-05-29, 15:05] Me: never\n",
	    NULL);
	assert_int_equal(c.count, 3);
	assert_non_null(record_doubt(&c.records[1], "clock-goes-back"));
	assert_int_equal(collect_doubted(&c, "clock-goes-back"), 1);
	collect_fini(&c);
}

static void
message__days_that_do_not_exist_are_no_time(void **state)
{
	struct collect c;

	(void)state;
	read_file(&c, "[2019-02-29, 25:04] Me: one\n", NULL);
	assert_int_equal(c.records[0].when.basis, BASIS_NONE);
	assert_int_equal(collect_doubted(&c, "date-unreadable"), 1);
	collect_fini(&c);
}

static void
probe__takes_only_its_own_stamp(void **state)
{
	(void)state;
	assert_true(signal_text_format.probe(SLICE_LITERAL("[2019-05-29, 15:04] Me: x\n")) > 90);
	assert_int_equal(
	    signal_text_format.probe(SLICE_LITERAL("[2019-05-29, 15:04:11] Maya: x\n")), 0);
	assert_int_equal(signal_text_format.probe(SLICE_LITERAL("[29/05/2019, 15:04] Me: x\n")), 0);
	assert_int_equal(
	    signal_text_format.probe(SLICE_LITERAL("a letter\n[2019-05-29, 15:04] Me: x\n")), 0);
}

static void
facts__of_the_outside_text(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have("../shared/fixtures"))
		skip();
	collect_init(&c);
	assert_ok(collect_file(&c, &signal_text_format,
		      "../shared/fixtures/signal/chatminer_signal-export_chat.md.txt", NULL),
	    &c.err);
	assert_int_equal(c.count, 2);
	assert_text(c.records[1].body, "Hello\nJane!");
	collect_fini(&c);
}

static void
reader__bears_pieces_cuts_and_wrong_bytes(void **state)
{
	(void)state;
	hard_seed(&signal_text_format, "tests/corpora/signal_text/good/media");
	hard_pieces(&signal_text_format, SLICE_LITERAL("[2019-05-29, 15:04] Me: \xc2\xa3\n\xff"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(owner__is_called_me),
	    cmocka_unit_test(message__goes_on_until_the_next_stamp),
	    cmocka_unit_test(message__names_its_files),
	    cmocka_unit_test(message__a_time_that_runs_back_is_doubted),
	    cmocka_unit_test(message__days_that_do_not_exist_are_no_time),
	    cmocka_unit_test(probe__takes_only_its_own_stamp),
	    cmocka_unit_test(facts__of_the_outside_text),
	    cmocka_unit_test(reader__bears_pieces_cuts_and_wrong_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
