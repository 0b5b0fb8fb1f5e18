/* Tests of html/html.h, show/report/doc_html.h, show/report/doc_pdf.h and show/directory.h. */
#include "tests/support/check.h"

#include "app/fonts.h"
#include "html/html.h"
#include "show/directory.h"
#include "show/report/doc_html.h"
#include "show/report/doc_pdf.h"
#include "show/report/report.h"
#include "tests/show/pdf_read.h"

static void
html__nothing_outside_becomes_markup(void **state)
{
	struct buf buf;
	struct html html = {&buf};

	(void)state;
	buf_init(&buf, 1000);
	html_text(&html, TEXT_LITERAL("<script>alert('x')</script>&\"\n\xe2\x80\xaetxt\x01"));
	assert_slice(buf_slice(&buf),
	    "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;<br>txt\xef\xbf\xbd");
	buf_fini(&buf);
}

static void
assert_party(struct party party, const char *person, const char *words)
{
	struct buf buf;

	buf_init(&buf, 1000);
	party_put(&buf, &party, person != NULL ? text_of_c(person) : TEXT_NONE);
	assert_slice(buf_slice(&buf), words);
	buf_fini(&buf);
}

static void
party__is_named_once_and_its_address_stands_beside(void **state)
{
	struct party mail = {.handle = TEXT_LITERAL("daniel@example.org"),
	    .as_written = TEXT_LITERAL("\"Reed, D\" <daniel@example.org>"),
	    .name = TEXT_LITERAL("Reed, D")};

	(void)state;
	assert_party(mail, NULL, "\"Reed, D\" <daniel@example.org>");
	assert_party(mail, "Dan", "Dan (\"Reed, D\" <daniel@example.org>)");
	mail.as_written = TEXT_NONE;
	assert_party(mail, NULL, "Reed, D <daniel@example.org>");
	assert_party((struct party){.handle = TEXT_LITERAL("Sam 2"), .name = TEXT_LITERAL("Sam")},
	    NULL, "Sam <Sam 2>");
	assert_party((struct party){.handle = TEXT_LITERAL("Sam"), .name = TEXT_LITERAL("Sam")},
	    NULL, "Sam");
	assert_party((struct party){.name = TEXT_NONE}, NULL, "withheld or unknown");
}

/* What is in a bin is still there to be read. */
static void
deleted__is_said_to_be_without_words_only_where_it_is(void **state)
{
	struct text mark = TEXT_LITERAL("deleted");
	struct record record;
	struct buf buf;

	(void)state;
	record_init(&record);
	record.kind = KIND_MESSAGE;
	record.marks = &mark;
	record.marks_count = 1;
	buf_init(&buf, 1000);
	marks_put(&buf, &record);
	assert_slice(buf_slice(&buf), "[deleted, words not kept by the app]");
	buf_reset(&buf);
	record.body = TEXT_LITERAL("where are you");
	marks_put(&buf, &record);
	assert_slice(buf_slice(&buf), "[deleted]");
	buf_reset(&buf);
	record.kind = KIND_VOICEMAIL;
	record.body = TEXT_NONE;
	marks_put(&buf, &record);
	assert_slice(buf_slice(&buf), "[deleted]");
	buf_fini(&buf);
}

/* English, Urdu, Polish, Chinese and emoji. */
static const char five_scripts[] =
    "Where are you? \xd8\xaa\xd9\x85 \xda\xa9\xdb\x81\xd8\xa7\xda\xba \xdb\x81\xd9\x88 "
    "Gdzie jeste\xc5\x9b \xe4\xbd\xa0\xe5\x9c\xa8\xe5\x93\xaa\xe9\x87\x8c \xf0\x9f\x98\xa1 "
    "<b>";

/* Ten messages on each of twenty days of March 2024, and one without a time. */
static void
write_rows_of(struct doc *doc, uint64_t first, struct text body)
{
	struct record record;
	struct report_info info = {.title = TEXT_LITERAL("Chronology"),
	    .shown_records = first + 200,
	    .undated_records = 1};
	struct report_row row = {.record = &record, .exhibit = TEXT_LITERAL("DB/1")};
	struct chronology chronology;

	record_init(&record);
	record.kind = KIND_MESSAGE;
	record.channel = TEXT_LITERAL("sms");
	record.direction = DIRECTION_IN;
	record.from.as_written = TEXT_LITERAL("07700 900303");
	record.body = body;
	record.when = (struct moment){.basis = BASIS_LOCAL,
	    .precision = PRECISION_MINUTE,
	    .local_known = true,
	    .local = {2024, 3, 1, 21, 5, 0, 0}};
	report_chronology_begin(&chronology, doc, &info);
	for (uint64_t i = 1; i <= 200; i++) {
		row.number = first + i - 1;
		row.day_contacts = 10;
		record.when.local.day = (int32_t)(1 + (i - 1) / 10);
		report_chronology_row(&chronology, &row);
	}
	record.when = MOMENT_NONE;
	row.number = first + 200;
	report_chronology_row(&chronology, &row);
	report_chronology_end(&chronology);
}

static void
write_rows(struct doc *doc)
{
	write_rows_of(doc, 1, text_of_c(five_scripts));
}

static void
make_html(struct buf *buf, void (*write)(struct doc *doc))
{
	struct out out = out_of_buf(buf);
	struct doc *doc;
	struct err err;

	assert_ok(doc_html_new(&doc, &out, TEXT_LITERAL("T & T"), &err), &err);
	write(doc);
	assert_ok(doc_end(doc, &err), &err);
}

/* How often a text stands in the page. */
static size_t
times(const struct buf *buf, const char *text)
{
	struct slice rest = buf_slice(buf), wanted = slice_of_text(text_of_c(text));
	size_t at, n = 0;

	while ((at = slice_find(rest, wanted)) != SIZE_MAX) {
		n++;
		rest.p += at + wanted.n;
		rest.n -= at + wanted.n;
	}
	return n;
}

static void
doc__html_is_whole_and_escaped(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 1 << 20);
	make_html(&buf, write_rows);
	assert_int_equal(times(&buf, "<title>T &amp; T</title>"), 1);
	assert_int_equal(times(&buf, "&lt;b&gt;"), 201);
	assert_int_equal(times(&buf, "<b>"), 0);
	assert_int_equal(times(&buf, "</html>"), 1);
	assert_int_equal(times(&buf, "http"), times(&buf, "http-equiv"));
	buf_fini(&buf);
}

static void
chronology__goes_by_month_and_day_with_the_undated_last(void **state)
{
	struct buf buf;
	struct slice undated;

	(void)state;
	buf_init(&buf, 1 << 20);
	make_html(&buf, write_rows);
	assert_int_equal(times(&buf, "<h2>March 2024</h2>"), 1);
	assert_int_equal(times(&buf, "class=\"group\""), 20);
	assert_int_equal(times(&buf, "Friday 1 March 2024 \xc2\xb7 10 contacts"), 1);
	assert_int_equal(times(&buf, "<table"), times(&buf, "</table>"));
	undated = buf_slice(&buf);
	undated.p += slice_find(undated, SLICE_LITERAL("<h2>Without a known time</h2>"));
	undated.n = (size_t)(buf.p + buf.n - undated.p);
	assert_true(slice_find(undated, SLICE_LITERAL(">201<")) != SIZE_MAX);
	assert_true(slice_find(undated, SLICE_LITERAL(">200<")) == SIZE_MAX);
	buf_fini(&buf);
}

static void
write_doubts(struct doc *doc)
{
	static struct text marks[] = {{"rejected", 8}, {"withheld", 8}};
	static struct doubt doubts[] = {{{"zone-assumed", 12}, {"Europe/London", 13}},
	    {{"time-twice", 10}, {NULL, 0}}, {{"never-heard-of", 14}, {NULL, 0}}};
	struct record record;
	struct report_info info = {
	    .title = TEXT_LITERAL("C"), .zone = TEXT_LITERAL("Europe/London")};
	struct report_row row = {.record = &record, .number = 1};
	struct chronology chronology;

	record_init(&record);
	record.kind = KIND_CALL;
	record.channel = TEXT_LITERAL("call");
	record.direction = DIRECTION_IN;
	record.marks = marks;
	record.marks_count = COUNT_OF(marks);
	record.doubts = doubts;
	record.doubts_count = COUNT_OF(doubts);
	record.when = (struct moment){.basis = BASIS_LOCAL,
	    .precision = PRECISION_MINUTE,
	    .local_known = true,
	    .local = {2024, 10, 27, 1, 30, 0, 0}};
	report_chronology_begin(&chronology, doc, &info);
	report_chronology_row(&chronology, &row);
	report_chronology_end(&chronology);
}

/* Doubts are said in words and none is left out; the zone that was assumed is a sign at the time.
 */
static void
chronology__says_doubts_in_words(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 1 << 20);
	make_html(&buf, write_doubts);
	assert_int_equal(times(&buf, "01:30\xc2\xb0"), 1);
	assert_int_equal(times(&buf, "Doubt: this time came twice: the clocks went back"), 1);
	assert_int_equal(times(&buf, "Doubt: never heard of"), 1);
	assert_int_equal(times(&buf, "zone-assumed"), 0);
	assert_int_equal(times(&buf, "[declined, number withheld]"), 1);
	assert_int_equal(times(&buf, "withheld or unknown"), 1);
	buf_fini(&buf);
}

static void
write_limits(struct doc *doc)
{
	struct report_info info = {.left_out_records = 7, .undated_records = 1};
	struct report_exhibit cut = {.number = TEXT_LITERAL("DB/3"),
	    .name = TEXT_LITERAL("sms.xml"),
	    .format = TEXT_LITERAL("sms-xml"),
	    .status = TEXT_LITERAL("partly"),
	    .why = TEXT_LITERAL("the file ends early"),
	    .records = 475};
	static struct picture picture;

	picture.unknown_sender = 648;
	picture.undirected = 31;
	picture.from_others = 2;
	picture.unnamed = 1;
	report_limits_begin(doc, &info, &picture);
	report_limit_exhibit(doc, &cut);
	report_exhibits_begin(doc, &cut);
	report_exhibit(doc, &cut);
	report_exhibits_end(doc);
}

/* What a pack does not hold is said on its pages, not only in the log. */
static void
report__says_what_is_left_out(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 1 << 20);
	make_html(&buf, write_limits);
	assert_int_equal(times(&buf, "648 calls or messages from withheld"), 1);
	assert_int_equal(times(&buf, "31 messages or calls of which the file does not tell"), 1);
	assert_int_equal(times(&buf, "2 messages, calls or incidents of people"), 1);
	assert_int_equal(times(&buf, "1 incident that does not say who it was"), 1);
	assert_int_equal(times(&buf, "7 records left out of this pack by choice"), 1);
	assert_int_equal(times(&buf, "1 record in all without a known time"), 1);
	assert_int_equal(
	    times(&buf, "DB/3, sms.xml, could be read in part only: the file ends early"), 1);
	assert_int_equal(times(&buf, "phone backup, 475 records; read in part only"), 1);
	buf_fini(&buf);
}

static void
make_pdf(struct buf *buf, uint64_t first, struct text body)
{
	struct fonts *fonts = fonts_of_system();
	struct font_source source;
	struct out out = out_of_buf(buf);
	struct doc *doc;
	struct err err;

	assert_non_null(fonts);
	source = fonts_source(fonts);
	assert_ok(doc_pdf_new(&doc, &out,
		      &(struct doc_pdf_info){.title = TEXT_LITERAL("Chronology"),
			  .created_us = 1711314307000000,
			  .fonts = &source},
		      &err),
	    &err);
	write_rows_of(doc, first, body);
	assert_ok(doc_end(doc, &err), &err);
	fonts_free(fonts);
}

static size_t
page_count(const struct buf *pdf)
{
	return pdf_read_count(buf_slice(pdf), "<</Type/Page/");
}

/* A running number of ten million records stands on one line like any other. */
static void
chronology__large_numbers_need_no_second_line(void **state)
{
	struct buf small, large;

	(void)state;
	buf_init(&small, 1 << 24);
	buf_init(&large, 1 << 24);
	make_pdf(&small, 1, TEXT_LITERAL("No."));
	make_pdf(&large, 98765432, TEXT_LITERAL("No."));
	assert_true(page_count(&small) >= 3);
	assert_int_equal(page_count(&large), page_count(&small));
	buf_fini(&small);
	buf_fini(&large);
}

static enum status
write_until_full(void *ctx, struct slice data, struct err *err)
{
	size_t *room = ctx;

	if (data.n > *room)
		return fail(err, E_IO, "the disk is full");
	*room -= data.n;
	return OK;
}

/* Wherever it fills up. */
static void
doc__pdf_on_a_full_disk_is_a_failure(void **state)
{
	struct fonts *fonts = fonts_of_system();
	struct font_source source;
	struct err err;
	struct doc *doc;

	(void)state;
	assert_non_null(fonts);
	source = fonts_source(fonts);
	for (size_t full = 0; full < 60000; full += 3000) {
		size_t room = full;
		struct out out = {write_until_full, &room};
		enum status status = doc_pdf_new(&doc, &out,
		    &(struct doc_pdf_info){.title = TEXT_LITERAL("Chronology"), .fonts = &source},
		    &err);

		assert_ok(status, &err);
		write_rows_of(doc, 1, text_of_c(five_scripts));
		assert_int_equal(doc_end(doc, &err), E_IO);
		assert_string_equal(err.text, "the disk is full");
	}
	fonts_free(fonts);
}

static void
doc__pdf_repeats_exactly(void **state)
{
	struct buf first, second;

	(void)state;
	buf_init(&first, 1 << 24);
	buf_init(&second, 1 << 24);
	make_pdf(&first, 1, text_of_c(five_scripts));
	make_pdf(&second, 1, text_of_c(five_scripts));
	assert_true(slice_starts(buf_slice(&first), "%PDF-"));
	assert_true(slice_eq(buf_slice(&first), buf_slice(&second)));
	/* 201 rows of one or two lines, in small letters: not one page for ten of them */
	assert_true(page_count(&first) >= 5);
	assert_true(page_count(&first) <= 12);
	buf_fini(&first);
	buf_fini(&second);
}

static void
directory__derbyshire_is_found_with_its_lines(void **state)
{
	struct arena arena;
	struct directory directory;
	const struct force *force;
	struct err err;
	size_t served = 0, elsewhere = 0;

	(void)state;
	arena_init(&arena, 1 << 20);
	assert_ok(directory_load(&arena, &directory, &err), &err);
	assert_true(directory.service_count >= 30);
	force = directory_force(&directory, TEXT_LITERAL("derby"));
	assert_non_null(force);
	assert_text(force->name, "Derbyshire Constabulary");
	for (size_t i = 0; i < directory.service_count; i++) {
		const struct service *service = &directory.services[i];

		if (text_eq_c(service->id, "national-stalking-helpline"))
			assert_text(service->phone, "0808 802 0300");
		if (service_serves(service, TEXT_LITERAL("Derbyshire"), force))
			served++;
		else if (text_eq_c(service->id, "scotland-dafm-helpline"))
			elsewhere++;
	}
	assert_true(served >= 15);
	assert_int_equal(elsewhere, 1);
	assert_null(directory_force(&directory, TEXT_LITERAL("Atlantis")));
	arena_fini(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(html__nothing_outside_becomes_markup),
	    cmocka_unit_test(deleted__is_said_to_be_without_words_only_where_it_is),
	    cmocka_unit_test(party__is_named_once_and_its_address_stands_beside),
	    cmocka_unit_test(doc__html_is_whole_and_escaped),
	    cmocka_unit_test(chronology__goes_by_month_and_day_with_the_undated_last),
	    cmocka_unit_test(chronology__says_doubts_in_words),
	    cmocka_unit_test(report__says_what_is_left_out),
	    cmocka_unit_test(chronology__large_numbers_need_no_second_line),
	    cmocka_unit_test(doc__pdf_repeats_exactly),
	    cmocka_unit_test(doc__pdf_on_a_full_disk_is_a_failure),
	    cmocka_unit_test(directory__derbyshire_is_found_with_its_lines),
	};

	return cmocka_run_group_tests_name("show_pages", tests, NULL, NULL);
}
