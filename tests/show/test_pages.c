/* Tests of html/html.h, show/doc_html.h, show/doc_pdf.h and show/directory.h. */
#include "tests/support/check.h"

#include "html/html.h"
#include "show/directory.h"
#include "show/doc_html.h"
#include "show/doc_pdf.h"
#include "show/report.h"

/* What fontconfig, pango and cairo keep for the life of the program is not ours to free. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libpango\nleak:libcairo\n";
}

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
write_rows(struct doc *doc)
{
	struct record record;
	struct report_info info = {.title = TEXT_LITERAL("Chronology")};
	struct report_row row = {.record = &record};

	record_init(&record);
	record.kind = KIND_MESSAGE;
	record.channel = TEXT_LITERAL("sms");
	record.direction = DIRECTION_IN;
	record.from.as_written = TEXT_LITERAL("07700 900303");
	/* English, Urdu, Polish, Chinese, emoji */
	record.body = TEXT_LITERAL(
	    "Where are you? \xd8\xaa\xd9\x85 \xda\xa9\xdb\x81\xd8\xa7\xda\xba \xdb\x81\xd9\x88 "
	    "Gdzie jeste\xc5\x9b \xe4\xbd\xa0\xe5\x9c\xa8\xe5\x93\xaa\xe9\x87\x8c \xf0\x9f\x98\xa1 "
	    "<b>");
	report_chronology_begin(doc, &info);
	for (uint64_t i = 1; i <= 200; i++) {
		row.number = i;
		report_chronology_row(doc, &row);
	}
	report_chronology_end(doc);
}

static void
doc__html_is_whole_and_escaped(void **state)
{
	struct buf buf;
	struct out out;
	struct doc *doc;
	struct err err;

	(void)state;
	buf_init(&buf, 1 << 20);
	out = out_of_buf(&buf);
	assert_ok(doc_html_new(&doc, &out, TEXT_LITERAL("T & T"), &err), &err);
	write_rows(doc);
	assert_ok(doc_end(doc, &err), &err);
	assert_true(
	    slice_find(buf_slice(&buf), SLICE_LITERAL("<title>T &amp; T</title>")) != SIZE_MAX);
	assert_true(slice_find(buf_slice(&buf), SLICE_LITERAL("&lt;b&gt;")) != SIZE_MAX);
	assert_true(slice_find(buf_slice(&buf), SLICE_LITERAL("<b>")) == SIZE_MAX);
	assert_true(slice_find(buf_slice(&buf), SLICE_LITERAL("</html>")) != SIZE_MAX);
	assert_true(slice_find(buf_slice(&buf), SLICE_LITERAL("http")) == SIZE_MAX ||
		    slice_find(buf_slice(&buf), SLICE_LITERAL("http-equiv")) != SIZE_MAX);
	buf_fini(&buf);
}

static void
make_pdf(struct buf *buf)
{
	struct out out = out_of_buf(buf);
	struct doc *doc;
	struct err err;

	assert_ok(
	    doc_pdf_new(&doc, &out, TEXT_LITERAL("Chronology"), 1711314307000000, &err), &err);
	write_rows(doc);
	assert_ok(doc_end(doc, &err), &err);
}

static void
doc__pdf_repeats_exactly(void **state)
{
	struct buf first, second;

	(void)state;
	buf_init(&first, 1 << 24);
	buf_init(&second, 1 << 24);
	make_pdf(&first);
	make_pdf(&second);
	assert_true(slice_starts(buf_slice(&first), "%PDF-"));
	assert_true(slice_eq(buf_slice(&first), buf_slice(&second)));
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
	    cmocka_unit_test(doc__html_is_whole_and_escaped),
	    cmocka_unit_test(doc__pdf_repeats_exactly),
	    cmocka_unit_test(directory__derbyshire_is_found_with_its_lines),
	};

	return cmocka_run_group_tests_name("show_pages", tests, NULL, NULL);
}
