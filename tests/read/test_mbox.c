/* tests/read/test_mbox.c
 * Mailboxes: where one mail ends and the next begins. */
#include "tests/support/check.h"

#include <stdio.h>
#include <sys/resource.h>

#include "read/formats/formats.h"
#include "read/formats/mbox_line.h"
#include "tests/read/collect.h"

#define CORPUS "tests/corpora/mbox/"
#define MAIL   "From: a@example.org\nDate: Sun, 24 Mar 2024 21:05:07 +0000\n"
#define DATED  "From dan@example.net Sun Mar 24 21:05:07 2024\n"

static void
given(struct collect *c, const char *box)
{
	collect_init(c);
	assert_ok(collect_slice(c, &mbox_format, slice_of(box, strlen(box)), NULL), &c->err);
	assert_string_equal(c->broken, "");
}

static void
from_file(struct collect *c, const char *path)
{
	collect_init(c);
	assert_ok(collect_file(c, &mbox_format, path, NULL), &c->err);
	assert_string_equal(c->broken, "");
}

static void
separator__is_told_from_prose(void **state)
{
	static const struct {
		const char *line;
		enum mbox_style style;
		bool needs_header;
	} lines[] = {
	    {"From dan@example.net Sun Mar 24 21:05:07 2024", MBOX_DATED, false},
	    {"From dan@example.net  Sun Mar  4 21:05:07 +0100 2024", MBOX_DATED, false},
	    {"From dan Sun, 24 Mar 2024 21:05 GMT", MBOX_DATED, false},
	    {"From MAILER-DAEMON Sun Mar 24 21:05:07 MET 2024", MBOX_DATED, false},
	    {"From ???@??? Sun Mar 24 21:05:07 2024", MBOX_DATED, false},
	    {"From - Sun Mar 24 21:05:07 2024", MBOX_THUNDERBIRD, false},
	    {"From -", MBOX_THUNDERBIRD, true},
	    {"From - ", MBOX_THUNDERBIRD, true},
	    {"From 179432100000000000@xxx", MBOX_TAKEOUT, true},
	    {"From 179432100000000000@xxx Sun Mar 24 21:05:07 +0000 2024", MBOX_TAKEOUT, false},
	    {"From dan@example.net", MBOX_BARE, true},
	    {"From here on nobody will help you.", MBOX_NONE, false},
	    {"From Russia with love", MBOX_NONE, false},
	    {"From now on", MBOX_NONE, false},
	    {"From me", MBOX_NONE, false},
	    {"From Sunday 24 March 2024 I wait", MBOX_NONE, false},
	    {"From dan Sun Mar 24 21:05:07 2024 he waited", MBOX_NONE, false},
	    {"From dan Sun Mar 24 2024", MBOX_NONE, false},
	    {"From \"Dan Hale\" <dan@example.net> Sun Mar 24 22:05:07 2024", MBOX_ODD, true},
	    {"From dan@example.net dim. mars 24 23:05:07 2024", MBOX_ODD, true},
	    {"From dan at example.net  Sun Mar 24 21:05:07 2024", MBOX_ODD, true},
	    {"From dan@x Sun Mar 24 21:05:07 2024 remote from x.net", MBOX_ODD, true},
	    {"From dan@example.net 3/24/2024 9:05:07 PM", MBOX_ODD, true},
	    {"From Daniel Reed Sun Mar 24 21:05:07 2024", MBOX_ODD, true},
	    {"From 2024 on, at 21:05, he was remote from me", MBOX_NONE, false},
	    {"From him on 3/24/2024 9:05:07 AM to you", MBOX_NONE, false},
	    {"From his mail of 24 March 2024 21:05:", MBOX_NONE, false},
	    {"From ", MBOX_NONE, false},
	    {"from dan@example.net", MBOX_NONE, false},
	    {">From dan@example.net Sun Mar 24 21:05:07 2024", MBOX_NONE, false},
	};
	bool needs_header;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct slice line = slice_of(lines[i].line, strlen(lines[i].line));

		if (mbox_separator(line, &needs_header) != lines[i].style)
			fail_msg("wrong: \"%s\"", lines[i].line);
		if (lines[i].style != MBOX_NONE)
			assert_int_equal(needs_header, lines[i].needs_header);
	}
}

static void
box__gives_each_mail_in_order(void **state)
{
	struct collect c;

	(void)state;
	from_file(&c, CORPUS "good/dated.mbox");
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].subject, "mail 1");
	assert_text(c.records[0].body, "first\n");
	assert_int_equal(c.records[1].position, 2);
	assert_text(c.records[1].body, "second\n");
	assert_text(record_claim(&c.records[0], "mbox-from"),
	    "From dan@example.net Sun Mar 24 21:05:07 2024");
	assert_text(c.notes[0].code, "mbox");
	collect_fini(&c);
}

static void
box__of_takeout_is_not_split_by_its_words(void **state)
{
	struct collect c;

	(void)state;
	from_file(&c, CORPUS "good/takeout.mbox");
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].body, "From the roof\n\nFrom here on nobody helps.\n");
	assert_text(record_claim(&c.records[0], "header-x-gmail-labels"), "Spam,Nicht geöffnet");
	assert_text(record_claim(&c.records[0], "from-lines-unquoted"), "1");
	assert_non_null(record_doubt(&c.records[0], "from-lines-unquoted"));
	assert_text(c.records[1].body, ">From twice\n");
	assert_non_null(record_doubt(&c.records[1], "from-lines-unquoted"));
	collect_fini(&c);
}

static void
box__of_thunderbird_is_not_split_by_its_words(void **state)
{
	struct collect c;

	(void)state;
	from_file(&c, CORPUS "good/thunderbird.mbox");
	assert_int_equal(c.count, 3);
	assert_text(c.records[1].body,
	    "second\nFrom Russia with love\n\nFrom Russia with love\nYear: 1963\n");
	assert_text(record_claim(&c.records[0], "header-x-mozilla-status"), "0009");
	assert_int_equal(collect_doubted(&c, "separator-differs"), 0);
	collect_fini(&c);
}

static void
box__with_crlf_keeps_them(void **state)
{
	struct collect c;

	(void)state;
	from_file(&c, CORPUS "good/crlf.mbox");
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].body, "From one\r\n>From two\r\n");
	collect_fini(&c);
}

static void
box__may_begin_with_a_mark_and_blank_lines(void **state)
{
	struct collect c;

	(void)state;
	from_file(&c, CORPUS "good/mark-and-blank.mbox");
	assert_int_equal(c.count, 1);
	assert_text(c.records[0].body, "first\n");
	collect_fini(&c);
}

static void
box__odd_separator_needs_a_header_below(void **state)
{
	static const char odd[] = "From \"Dan Hale\" <dan@example.net> Sun Mar 24 22:05:07 2024\n";
	struct collect c;
	char box[2000];

	(void)state;
	snprintf(box, sizeof box, "%s%s\nfirst\n\n%s%s\nsecond\n", DATED, MAIL, odd, MAIL);
	given(&c, box);
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].body, "first\n");
	assert_text(c.records[1].body, "second\n");
	assert_non_null(record_doubt(&c.records[1], "separator-differs"));
	collect_fini(&c);
	snprintf(box, sizeof box, "%s%s\nfirst\n\n%sTomorrow: bring it\nFrom: here\n\nmore\n",
	    DATED, MAIL, odd);
	given(&c, box);
	assert_int_equal(c.count, 1);
	collect_fini(&c);
	snprintf(box, sizeof box, "%s%s\nfirst\n%s%s\nsecond\n", DATED, MAIL, odd, MAIL);
	given(&c, box); /* no blank line above */
	assert_int_equal(c.count, 1);
	collect_fini(&c);
}

static void
box__odd_separators_leave_prose_alone(void **state)
{
	struct collect c;

	(void)state;
	from_file(&c, CORPUS "good/odd-separators.mbox");
	assert_int_equal(c.count, 3);
	assert_text(c.records[1].body, "second\n\nFrom here on, call me.\nTomorrow: bring it\n");
	assert_text(c.records[2].body, "third\n");
	assert_int_equal(c.records[2].marks_count, 2);
	collect_fini(&c);
}

static void
box__drafts_and_deleted_mail_are_marked(void **state)
{
	static const char *const heads[] = {"X-Gmail-Labels: Draft,Opened\n",
	    "X-Gmail-Labels: =?utf-8?Q?Entw=C3=BCrfe?=\n", "X-Unsent: 1\n",
	    "X-Mozilla-Status: 0009\n", "X-Gmail-Labels: Trash,Opened\n",
	    "X-Mozilla-Status: 0001\nX-Unsent: 0\nX-Gmail-Labels: Inbox,My drafts\n",
	    "Received: from a by b; Sun, 24 Mar 2024 21:05:08 +0000\nX-Gmail-Labels: Draft\n"};
	static const char *const marks[] = {
	    "draft", "draft", "draft", "deleted", "deleted", NULL, "draft"};
	struct collect c;
	char box[1000];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(heads); i++) {
		snprintf(box, sizeof box, "%s%s%s\nwords\n", DATED, heads[i], MAIL);
		given(&c, box);
		assert_int_equal(c.records[0].marks_count, marks[i] != NULL ? 1 : 0);
		if (marks[i] != NULL)
			assert_text(c.records[0].marks[0], marks[i]);
		collect_fini(&c);
	}
}

static void
box__odd_separators_are_seen(void **state)
{
	struct collect c;

	(void)state;
	from_file(&c, CORPUS "good/zones.mbox");
	assert_int_equal(c.count, 3);
	assert_non_null(record_doubt(&c.records[2], "separator-differs"));
	collect_fini(&c);
}

static void
box__planted_separator_of_another_style_is_doubted(void **state)
{
	struct collect c;

	(void)state;
	from_file(&c, CORPUS "bad/other-style");
	assert_int_equal(c.count, 2);
	assert_null(record_doubt(&c.records[0], "separator-differs"));
	assert_text(record_doubt(&c.records[1], "separator-differs")->detail,
	    "From dan@example.net Sun Mar 24 21:05:07 2024");
	collect_fini(&c);
}

static void
box__without_blank_lines_is_split_where_a_header_follows(void **state)
{
	struct collect c;

	(void)state;
	from_file(&c, CORPUS "bad/no-blank-line");
	assert_int_equal(c.count, 2);
	assert_non_null(record_doubt(&c.records[1], "separator-without-blank-line"));
	assert_text(c.records[1].body,
	    "second\nFrom dan@example.net Sun Mar 24 21:05:07 2024\nno header follows here\n");
	collect_fini(&c);
}

static void
box__second_from_line_is_a_claim(void **state)
{
	struct collect c;

	(void)state;
	from_file(&c, CORPUS "bad/second-from");
	assert_int_equal(c.count, 1);
	assert_text(c.records[0].body, "first\n");
	assert_int_equal(c.records[0].doubts_count, 0);
	collect_fini(&c);
}

static void
box__mail_without_a_header_is_kept(void **state)
{
	struct collect c;

	(void)state;
	from_file(&c, CORPUS "bad/no-header");
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].body, "body without a header\n");
	assert_non_null(record_doubt(&c.records[0], "no-header"));
	collect_fini(&c);
}

static void
box__cut_off_keeps_what_is_whole(void **state)
{
	struct collect c;

	(void)state;
	from_file(&c, CORPUS "bad/cut-in-header");
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].body, "first\n");
	collect_fini(&c);
	from_file(&c, CORPUS "bad/cut-in-part");
	assert_false(c.extracts[0].whole);
	assert_non_null(record_doubt(&c.records[0], "boundary-missing"));
	collect_fini(&c);
}

static void
box__that_is_none_is_refused(void **state)
{
	static const char *const none[] = {"", "\n", "words\n", "From here on it is prose.\n",
	    "From dan@example.net\nnothing\n", "From: a@example.org\n\nx\n"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(none); i++) {
		collect_init(&c);
		assert_int_equal(
		    collect_slice(&c, &mbox_format, slice_of(none[i], strlen(none[i])), NULL),
		    E_FORMAT);
		assert_int_equal(c.count, 0);
		assert_int_equal(mbox_format.probe(slice_of(none[i], strlen(none[i]))), 0);
		collect_fini(&c);
	}
}

static void
box__is_recognised_before_a_single_mail(void **state)
{
	static const char box[] = DATED MAIL "Subject: x\n\nwords\n";

	(void)state;
	assert_ptr_equal(format_of_head(slice_of(box, sizeof box - 1)), &mbox_format);
}

static void
box__marks_of_quoted_letters_stay(void **state)
{
	static const struct {
		const char *body, *read;
		bool doubted;
	} bodies[] = {{"Dan wrote:\n>From now on I watch you.\nPlease stop.\n",
			  "Dan wrote:\nFrom now on I watch you.\nPlease stop.\n", true},
	    {"Dan wrote:\n> Hello.\n>From now on\nno\n", "Dan wrote:\n> Hello.\n>From now on\nno\n",
		false},
	    {">From now on\n> I watch you.\nno\n", ">From now on\n> I watch you.\nno\n", false},
	    {">From one\n>>From two\n", "From one\n>From two\n", true},
	    {"x\n\nFrom here on\n>From now on\n", "x\n\nFrom here on\nFrom now on\n", true},
	    {"x\nFrom here on\n>From now on\n", "x\nFrom here on\nFrom now on\n", true}};
	struct collect c;
	char box[500];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		snprintf(box, sizeof box, "%s%s\n%s", DATED, MAIL, bodies[i].body);
		given(&c, box);
		assert_int_equal(c.count, 1);
		assert_text(c.records[0].body, bodies[i].read);
		assert_int_equal(
		    record_doubt(&c.records[0], "from-lines-unquoted") != NULL, bodies[i].doubted);
		collect_fini(&c);
	}
}

/* How far is looked ahead does not depend on how much of the file is there by chance. */
static void
box__with_long_lines_is_read_as_with_short_ones(void **state)
{
	static const char path[] = CORPUS "good/long-lines.mbox";
	struct collect whole, pieces;

	(void)state;
	from_file(&whole, path);
	assert_int_equal(whole.count, 2);
	assert_int_equal(collect_doubted(&whole, "from-lines-unquoted"), 1);
	/* above the answer it is a quotation and stays one; the other was marked by the writer */
	assert_text(record_claim(&whole.records[0], "from-lines-unquoted"), "1");
	assert_null(record_doubt(&whole.records[1], "separator-differs"));
	collect_init(&pieces);
	pieces.read_at_most = 7;
	assert_int_equal(collect_file(&pieces, &mbox_format, path, NULL), OK);
	assert_true(collect_equal(&whole, &pieces));
	collect_fini(&pieces);
	collect_fini(&whole);
}

static void
box__that_begins_oddly_is_recognised_too(void **state)
{
	static const char *const odd[] = {"From \"Daniel Reed\" Sun Mar 24 21:05:07 2024\n",
	    "From dan@example.net dim. mars 24 21:05:07 2024\n",
	    "From dan at example.net  Sun Mar 24 21:05:07 2024\n",
	    "From dan@example.net Sun Mar 24 21:05:07 2024 remote from example.net\n",
	    "From Daniel Reed Sun Mar 24 21:05:07 2024\n",
	    "From dan@example.net 3/24/2024 9:05:07 PM\n"};
	static const char strong[] = MAIL "Message-ID: <1@x>\nMIME-Version: 1.0\nSubject: x\n"
					  "Content-Type: text/plain\n\nwords\n\n";
	struct collect c;
	char box[1000];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(odd); i++) {
		snprintf(box, sizeof box, "%s%s%s%s", odd[i], strong, odd[i], strong);
		assert_ptr_equal(format_of_head(slice_of(box, strlen(box))), &mbox_format);
		given(&c, box);
		assert_int_equal(c.count, 2);
		assert_text(c.records[0].body, "words\n");
		assert_int_equal(collect_doubted(&c, "separator-differs"), 0);
		collect_fini(&c);
	}
	from_file(&c, CORPUS "good/odd-from-the-first.mbox");
	assert_int_equal(c.count, 2);
	assert_text(c.records[1].body, "I know where you work.\n");
	collect_fini(&c);
}

static void
box__cut_at_every_byte_is_read(void **state)
{
	static const char box[] = "From 179432100000000000@xxx\n" MAIL
				  "\n>From x\n\nFrom y\n\n" DATED
				  "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nz\n--b--\n\n"
				  "From -\n" MAIL "\nend\n";
	struct collect c;
	enum status status;

	(void)state;
	for (size_t cut = 0; cut < sizeof box; cut++) {
		collect_init(&c);
		c.read_at_most = 7;
		status = collect_slice(&c, &mbox_format, slice_of(box, cut), NULL);
		assert_true(status == OK || status == E_FORMAT);
		assert_string_equal(c.broken, "");
		collect_fini(&c);
	}
}

static void
box__bad_mail_does_not_spoil_the_next(void **state)
{
	struct collect c;

	(void)state;
	given(&c, DATED MAIL "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
			     "Content-Type: message/rfc822\n\nSubject: in\n\nopen\n\n" DATED MAIL
			     "Subject: next\n\nwords\n");
	assert_int_equal(c.count, 2);
	assert_non_null(record_doubt(&c.records[0], "boundary-missing"));
	assert_text(c.records[1].subject, "next");
	assert_int_equal(c.records[1].doubts_count, 0);
	assert_int_equal(c.records[1].attachments_count, 0);
	collect_fini(&c);
}

static void
box__attachment_numbers_run_through_the_file(void **state)
{
	struct collect c;

	(void)state;
	given(
	    &c, DATED MAIL "Content-Type: x/y\n\none\n\n" DATED MAIL "Content-Type: x/y\n\ntwo\n");
	assert_int_equal(c.records[0].attachments[0].extract, 0);
	assert_int_equal(c.records[1].attachments[0].extract, 1);
	assert_slice(buf_slice(&c.extracts[1].data), "two\n");
	collect_fini(&c);
}

/* One mail over and over, as a source that has no bytes of its own. */
struct boxes {
	struct slice mail;
	uint64_t bytes;
};

static enum status
boxes_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	const struct boxes *boxes = ctx;
	uint64_t left = at < boxes->bytes ? boxes->bytes - at : 0;
	size_t from = (size_t)(at % boxes->mail.n), room = boxes->mail.n - from;

	(void)err;
	*got = n < left ? n : (size_t)left;
	if (*got > room)
		*got = room;
	memcpy(p, boxes->mail.p + from, *got);
	return OK;
}

static void
box__of_many_mails_takes_constant_memory(void **state)
{
	static const char mail[] = DATED MAIL "Subject: =?utf-8?Q?=E2=9C=93?=\n"
					      "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"
					      "words\n--b\nContent-Type: image/png\n"
					      "Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"
					      "--b--\n\n";
	static const struct reading_options none = {.name = {NULL, 0}};
	struct boxes boxes = {slice_of(mail, sizeof mail - 1), 100000 * (sizeof mail - 1)};
	struct source source = {boxes_read_at, boxes.bytes, &boxes};
	struct rusage before, after;
	struct collect c;
	struct sink sink;

	(void)state;
	collect_init(&c);
	c.keep_records = 1;
	c.keep_bytes = 0;
	sink = collect_sink(&c);
	assert_int_equal(getrusage(RUSAGE_SELF, &before), 0);
	assert_ok(mbox_format.read(&source, &none, &sink, &c.err), &c.err);
	assert_int_equal(getrusage(RUSAGE_SELF, &after), 0);
	assert_int_equal(c.count, 100000);
	/* The collecting sink itself keeps about 150 bytes of each extract. */
	assert_true(after.ru_maxrss - before.ru_maxrss < 64 * 1024);
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(separator__is_told_from_prose),
	    cmocka_unit_test(box__gives_each_mail_in_order),
	    cmocka_unit_test(box__of_takeout_is_not_split_by_its_words),
	    cmocka_unit_test(box__of_thunderbird_is_not_split_by_its_words),
	    cmocka_unit_test(box__with_crlf_keeps_them),
	    cmocka_unit_test(box__may_begin_with_a_mark_and_blank_lines),
	    cmocka_unit_test(box__odd_separators_are_seen),
	    cmocka_unit_test(box__odd_separator_needs_a_header_below),
	    cmocka_unit_test(box__odd_separators_leave_prose_alone),
	    cmocka_unit_test(box__drafts_and_deleted_mail_are_marked),
	    cmocka_unit_test(box__planted_separator_of_another_style_is_doubted),
	    cmocka_unit_test(box__without_blank_lines_is_split_where_a_header_follows),
	    cmocka_unit_test(box__second_from_line_is_a_claim),
	    cmocka_unit_test(box__mail_without_a_header_is_kept),
	    cmocka_unit_test(box__cut_off_keeps_what_is_whole),
	    cmocka_unit_test(box__that_is_none_is_refused),
	    cmocka_unit_test(box__is_recognised_before_a_single_mail),
	    cmocka_unit_test(box__marks_of_quoted_letters_stay),
	    cmocka_unit_test(box__with_long_lines_is_read_as_with_short_ones),
	    cmocka_unit_test(box__that_begins_oddly_is_recognised_too),
	    cmocka_unit_test(box__cut_at_every_byte_is_read),
	    cmocka_unit_test(box__bad_mail_does_not_spoil_the_next),
	    cmocka_unit_test(box__attachment_numbers_run_through_the_file),
	    cmocka_unit_test(box__of_many_mails_takes_constant_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
