/* tests/read/test_mail_bad.c
 * Mail written to break its reader: cut off, too deep, too many, too long.  Each must end in a
 * record that says what was left out, in little memory and time. */
#include "tests/support/check.h"

#include <stdio.h>
#include <sys/resource.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"

#define CORPUS "tests/corpora/mail/"

#define HEAD                                                                                       \
	"From: Daniel Reed <dan@example.net>\nTo: Maya Okafor <maya@example.org>\n"                \
	"Date: Sun, 24 Mar 2024 21:05:07 +0000\n"

/* A source that repeats itself: head, then `unit` over and over, then tail. */
struct endless {
	struct slice head, unit, tail;
	uint64_t bytes;
};

static uint8_t
endless_byte(const struct endless *e, uint64_t at)
{
	if (at < e->head.n)
		return e->head.p[at];
	if (at >= e->bytes - e->tail.n)
		return e->tail.p[at - (e->bytes - e->tail.n)];
	return e->unit.p[(at - e->head.n) % e->unit.n];
}

static enum status
endless_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	const struct endless *e = ctx;
	uint8_t *to = p;
	uint64_t left = at < e->bytes ? e->bytes - at : 0;

	(void)err;
	*got = n < left ? n : (size_t)left;
	for (size_t i = 0; i < *got; i++)
		to[i] = endless_byte(e, at + i);
	return OK;
}

/* Read head + unit … + tail of about `bytes` in all. */
static struct record *
given_endless(
    struct collect *c, const char *head, const char *unit, const char *tail, uint64_t bytes)
{
	static const struct reading_options none = {.format = {"eml", 3}};
	struct endless e = {slice_of(head, strlen(head)), slice_of(unit, strlen(unit)),
	    slice_of(tail, strlen(tail)), 0};
	struct source source = {endless_read_at, UINT64_MAX, &e};
	struct sink sink;

	e.bytes = e.head.n + bytes / e.unit.n * e.unit.n + e.tail.n;
	collect_init(c);
	c->keep_bytes = 1024;
	sink = collect_sink(c);
	assert_ok(eml_format.read(&source, &none, &sink, &c->err), &c->err);
	assert_string_equal(c->broken, "");
	assert_int_equal(c->count, 1);
	return &c->records[0];
}

static long
peak_mebibytes(void)
{
	struct rusage usage;

	assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
	return usage.ru_maxrss / 1024;
}

static void
cut_off__at_every_byte_is_read(void **state)
{
	static const char *const files[] = {CORPUS "good/attachment.eml", CORPUS "good/nested.eml",
	    CORPUS "good/related.eml", CORPUS "good/addresses.eml"};
	char data[4096];
	struct collect c;
	enum status status;
	size_t n;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		FILE *file = fopen(files[i], "rb");

		assert_non_null(file);
		n = fread(data, 1, sizeof data, file);
		(void)fclose(file);
		for (size_t cut = 0; cut < n; cut++) {
			collect_init(&c);
			status = collect_slice(&c, &eml_format, slice_of(data, cut), NULL);
			assert_true(status == OK || status == E_FORMAT);
			assert_int_equal(c.count, status == OK ? 1 : 0);
			assert_string_equal(c.broken, "");
			collect_fini(&c);
		}
	}
}

static void
depth__is_bounded_and_said(void **state)
{
	static const char *const files[] = {CORPUS "bad/depth-bomb", CORPUS "bad/attached-bomb"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		collect_init(&c);
		assert_ok(collect_file(&c, &eml_format, files[i], NULL), &c.err);
		assert_string_equal(c.broken, "");
		assert_int_equal(c.count, 1);
		assert_non_null(record_doubt(&c.records[0], "too-deep"));
		assert_int_equal(collect_note(&c, NOTE_UNREAD, "too-deep")->position, 1);
		assert_int_equal(c.extracts_count, 1); /* what was not taken apart is kept whole */
		collect_fini(&c);
	}
}

static void
parts__are_bounded_and_said(void **state)
{
	struct collect c;
	struct record *r = given_endless(&c, HEAD "Content-Type: multipart/mixed; boundary=a\n\n",
	    "--a\nContent-Type: x/y\n\nz\n", "--a--\n", 1 << 20);

	(void)state;
	assert_non_null(record_doubt(r, "parts-many"));
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "parts-many"), 1);
	assert_int_equal(r->attachments_count, 2000);
	collect_fini(&c);
}

static void
parts__by_the_million_cost_no_memory(void **state)
{
	struct collect c;
	struct record *r;

	(void)state;
	r = given_endless(&c, HEAD "Content-Type: multipart/mixed; boundary=a\n\n", "--a\n\n",
	    "--a--\n", 16 << 20);
	assert_non_null(record_doubt(r, "parts-many"));
	assert_true(peak_mebibytes() < 400);
	collect_fini(&c);
}

static void
header__too_long_is_cut_and_said(void **state)
{
	static const char *const units[] = {
	    "X-Long: 1\n", "a:\n", "Received: x\n", " folded\n", "no field here\n", "x"};
	struct collect c;
	struct record *r;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(units); i++) {
		r = given_endless(
		    &c, HEAD "Subject: kept\nX-A: b\n", units[i], "\n\nbody\n", 2 << 20);
		assert_text(r->subject, "kept");
		assert_non_null(record_doubt(r, "header-long"));
		assert_int_equal(collect_notes(&c, NOTE_UNREAD, "header-long"), 1);
		collect_fini(&c);
	}
}

static void
header__of_a_part_too_long_is_cut_and_said(void **state)
{
	struct collect c;
	struct record *r = given_endless(&c,
	    HEAD "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: x/y\n", "a:\n",
	    "\nbytes\n--a--\n", 4 << 20);

	(void)state;
	assert_non_null(record_doubt(r, "header-long"));
	assert_slice(buf_slice(&c.extracts[0].data), "bytes");
	collect_fini(&c);
}

static void
recipients__too_many_are_cut_and_said(void **state)
{
	struct collect c;
	struct record *r = given_endless(&c, "From: a@example.org\nTo: x@example.org",
	    ", \"N\" <n@example.org>", "\nSubject: kept\n\nbody\n", 200 << 10);

	(void)state;
	assert_int_equal(r->to_count, 2000);
	assert_non_null(record_doubt(r, "too-much"));
	assert_text(r->subject, "kept");
	assert_text(r->body, "body\n");
	collect_fini(&c);
}

static void
header__of_the_worst_bytes_still_fits_a_record(void **state)
{
	struct collect c;
	struct record *r = given_endless(
	    &c, "From: a@example.org\nTo: ", "\xff\xfe\xfd,", "\n\nx\n", 250 << 10);

	(void)state;
	assert_non_null(record_doubt(r, "charset-guessed"));
	assert_non_null(record_doubt(r, "too-much"));
	collect_fini(&c);
}

static void
line__of_a_hundred_megabytes_is_streamed(void **state)
{
	struct collect c;
	long before = peak_mebibytes();

	(void)state;
	given_endless(&c, HEAD "Content-Type: application/x\nContent-Transfer-Encoding: base64\n\n",
	    "QUJD", "\n", 100 << 20);
	assert_int_equal(c.extracts[0].bytes, 75 << 20);
	assert_true(c.extracts[0].whole);
	assert_true(peak_mebibytes() - before < 64);
	collect_fini(&c);
}

static void
body__too_long_is_cut_and_sent_on_whole(void **state)
{
	struct collect c;
	struct record *r = given_endless(&c, HEAD "\n", "words of no end\n", "", 3 << 20);

	(void)state;
	assert_int_equal(r->body.n, RECORD_TEXT_MAX_BYTES);
	assert_non_null(record_doubt(r, "cut"));
	assert_int_equal(r->attachments_count, 1);
	assert_int_equal(r->attachments[0].bytes, 3 << 20);
	collect_fini(&c);
}

static void
body__of_pages_too_long_is_cut_and_sent_on_whole(void **state)
{
	struct collect c;
	struct record *r = given_endless(
	    &c, HEAD "Content-Type: text/html\n\n", "<p>words of &no end</p>\n", "", 6 << 20);

	(void)state;
	assert_true(r->body.n <= RECORD_TEXT_MAX_BYTES && r->body.n > RECORD_TEXT_MAX_BYTES / 2);
	assert_non_null(record_doubt(r, "cut"));
	assert_int_equal(r->attachments_count, 1);
	assert_int_equal(r->attachments[0].bytes, (6 << 20) / 24 * 24);
	collect_fini(&c);
}

static void
words__never_closed_take_no_time(void **state)
{
	struct collect c;

	(void)state;
	given_endless(&c, HEAD "Subject: ", "=?a?q?x", "\n\nx\n", 240 << 10);
	assert_true(c.records[0].subject.n > 200 << 10); /* as it is written */
	collect_fini(&c);
}

/* Each page would have the whole text walked through again. */
static void
pages__by_the_thousand_beside_a_long_text_are_kept(void **state)
{
	struct collect c;
	struct buf head;
	struct record *r;

	(void)state;
	buf_init(&head, 2 << 20);
	buf_put_c(&head, HEAD "Content-Type: multipart/alternative; boundary=a\n\n--a\n\n");
	while (head.n < 1000 << 10)
		buf_put_c(&head, "<https://example.com/a/b/c/d/e/f/g/h/i/j/k>\n");
	buf_put_c(&head, "end\n");
	buf_put_byte(&head, '\0');
	r = given_endless(
	    &c, (const char *)head.p, "--a\nContent-Type: text/html\n\nend\n", "--a--\n", 60 << 10);
	assert_non_null(record_doubt(r, "too-much"));
	assert_text(record_claim(r, "alternative"), "text/html: the same words");
	assert_true(r->attachments_count > 1500);
	collect_fini(&c);
	buf_fini(&head);
}

static void
reading__stops_when_the_sink_says_so(void **state)
{
	static const char mail[] = HEAD "\nwords\n";
	struct collect c;

	(void)state;
	collect_init(&c);
	c.stop_after = 1;
	assert_int_equal(
	    collect_slice(&c, &eml_format, slice_of(mail, sizeof mail - 1), NULL), E_CANCELLED);
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cut_off__at_every_byte_is_read),
	    cmocka_unit_test(depth__is_bounded_and_said),
	    cmocka_unit_test(parts__are_bounded_and_said),
	    cmocka_unit_test(parts__by_the_million_cost_no_memory),
	    cmocka_unit_test(header__too_long_is_cut_and_said),
	    cmocka_unit_test(header__of_a_part_too_long_is_cut_and_said),
	    cmocka_unit_test(recipients__too_many_are_cut_and_said),
	    cmocka_unit_test(header__of_the_worst_bytes_still_fits_a_record),
	    cmocka_unit_test(line__of_a_hundred_megabytes_is_streamed),
	    cmocka_unit_test(body__too_long_is_cut_and_sent_on_whole),
	    cmocka_unit_test(body__of_pages_too_long_is_cut_and_sent_on_whole),
	    cmocka_unit_test(words__never_closed_take_no_time),
	    cmocka_unit_test(reading__stops_when_the_sink_says_so),
	    cmocka_unit_test(pages__by_the_thousand_beside_a_long_text_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
