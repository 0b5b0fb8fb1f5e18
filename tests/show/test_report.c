/* Tests of show/report/report.h: the whole picture and a chronology as pages.
 * The golden pages are made anew by DAYBOOK_GOLDEN=write build/tests/test_show_report. */
#include "tests/support/check.h"

#include <stdlib.h>

#include "show/report/doc_html.h"
#include "show/report/report.h"
#include "tests/support/load.h"

#define FOLDER "tests/show/golden/"

static struct picture picture;

/* 1 March 2024, 20:00, and so many hours later. */
static struct moment
hours_later(int64_t hours)
{
	struct moment when = {.basis = BASIS_INSTANT,
	    .precision = PRECISION_SECOND,
	    .at_known = true,
	    .at_us = (INT64_C(1709323200) + hours * 3600) * US_PER_SECOND,
	    .local_known = true};

	assert_true(civil_of_us(when.at_us, &when.local));
	return when;
}

static void
add_message(int64_t hours, const char *channel, const char *handle, enum counted_as as)
{
	static const struct text contacting = {"contacting", 10};
	const struct moment when = hours_later(hours);

	picture_add(&picture, &(struct picture_row){.when = &when,
				  .kind = KIND_MESSAGE,
				  .channel = text_of_c(channel),
				  .person = TEXT_LITERAL("Owen <b>"),
				  .handle = text_of_c(handle),
				  .kinds = &contacting,
				  .kinds_count = 1,
				  .as = as});
}

static void
add_incident(int64_t hours, const char *id, const char *kind, const char *effect,
    const char *changed, enum counted_as as)
{
	const struct moment when = hours_later(hours);
	const struct text kinds = text_of_c(kind);

	picture_add(&picture, &(struct picture_row){.when = &when,
				  .kind = KIND_INCIDENT,
				  .channel = TEXT_LITERAL("in person or noted"),
				  .person = TEXT_LITERAL("Owen <b>"),
				  .kinds = &kinds,
				  .kinds_count = 1,
				  .id = text_of_c(id),
				  .effect = effect != NULL ? text_of_c(effect) : TEXT_NONE,
				  .changed = changed != NULL ? text_of_c(changed) : TEXT_NONE,
				  .as = as});
}

/* A block after three weeks, another number two days later, silence, and a visit. */
static void
fill(void)
{
	struct err err;

	picture_fini(&picture);
	assert_ok(picture_init(&picture, NULL, &err), &err);
	for (int64_t day = 0; day < 21; day++) {
		for (int64_t i = 0; i < 12 && day == 9; i++)
			add_message(day * 24, "sms", "+447700900101", COUNTED_AS_CONTACT);
		add_message(day * 24 + 3, "whatsapp", "Owen", COUNTED_AS_CONTACT);
		if (day % 7 == 0)
			add_message(day * 24 + 4, "whatsapp", "Owen", COUNTED_AS_REPLY);
	}
	add_incident(21 * 24, "ev1", "told-to-stop", NULL, NULL, COUNTED_AS_NOTHING);
	add_incident(22 * 24, "ev2", "blocked", NULL, "New lock & chain", COUNTED_AS_NOTHING);
	for (int64_t day = 24; day < 31; day++)
		add_message(day * 24 + 5, "sms", "+447700900202", COUNTED_AS_CONTACT);
	add_incident(60 * 24, "in1", "visit", "I did not sleep <script>", NULL, COUNTED_AS_CONTACT);
	add_message(61 * 24, "call", "withheld", COUNTED_AS_UNKNOWN_SENDER);
	assert_ok(picture_end(&picture, &err), &err);
}

static struct slice
body_of(const struct buf *page)
{
	size_t at = slice_find(buf_slice(page), SLICE_LITERAL("<body>"));

	assert_true(at != SIZE_MAX);
	return slice_from(buf_slice(page), at);
}

static void
assert_golden(const struct buf *page, const char *path)
{
	const char *wish = getenv("DAYBOOK_GOLDEN");
	struct slice body = body_of(page), golden;

	if (wish != NULL && strcmp(wish, "write") == 0) {
		FILE *file = fopen(path, "wb");

		assert_non_null(file);
		assert_int_equal(fwrite(body.p, 1, body.n, file), body.n);
		assert_int_equal(fclose(file), 0);
	}
	golden = load_file(path);
	assert_int_equal(body.n, golden.n);
	assert_memory_equal(body.p, golden.p, golden.n);
	load_free(golden);
}

static struct doc *
page_begin(struct buf *page, struct out *out)
{
	struct doc *doc = NULL;
	struct err err = {0};

	buf_init(page, 4 * 1024 * 1024);
	*out = out_of_buf(page);
	assert_ok(doc_html_new(&doc, out, TEXT_LITERAL("T"), &err), &err);
	return doc;
}

static void
report__the_whole_picture_is_the_golden_page(void **state)
{
	struct buf page;
	struct out out;
	struct doc *doc = page_begin(&page, &out);
	struct err err = {0};

	(void)state;
	fill();
	report_picture_alone(doc, TEXT_LITERAL("The picture"), &picture);
	assert_ok(doc_end(doc, &err), &err);
	assert_golden(&page, FOLDER "picture.html");
	assert_int_equal(slice_find(buf_slice(&page), SLICE_LITERAL("<script>")), SIZE_MAX);
	buf_fini(&page);
}

static void
report__nothing_recorded_is_one_sentence_and_no_chart(void **state)
{
	struct buf page;
	struct out out;
	struct doc *doc = page_begin(&page, &out);
	struct err err = {0};

	(void)state;
	picture_fini(&picture);
	assert_ok(picture_init(&picture, NULL, &err), &err);
	assert_ok(picture_end(&picture, &err), &err);
	report_picture_alone(doc, TEXT_LITERAL("The picture"), &picture);
	assert_ok(doc_end(doc, &err), &err);
	assert_true(
	    slice_find(buf_slice(&page), SLICE_LITERAL("No contact is recorded.")) != SIZE_MAX);
	assert_int_equal(slice_find(body_of(&page), SLICE_LITERAL("<svg")), SIZE_MAX);
	buf_fini(&page);
}

/* What a chronology's row says of an incident with everything, and of a message. */
static void
report__a_chronology_is_the_golden_page(void **state)
{
	struct text by = TEXT_LITERAL("Owen"), witness = TEXT_LITERAL("Saima & Jo"),
		    kind = TEXT_LITERAL("reported");
	struct claim claims[] = {{TEXT_LITERAL("force"), TEXT_LITERAL("Derbyshire Constabulary")},
	    {TEXT_LITERAL("reference"), TEXT_LITERAL("24000123456")}};
	struct report_info info = {.title = TEXT_LITERAL("Chronology"), .shown_records = 2};
	struct report_row row = {.number = 1, .exhibit = TEXT_LITERAL("MH/1, MH/2")};
	struct chronology chronology;
	struct record record;
	struct buf page;
	struct out out;
	struct doc *doc = page_begin(&page, &out);
	struct err err = {0};

	(void)state;
	record_init(&record);
	record.kind = KIND_INCIDENT;
	record.channel = TEXT_LITERAL("diary");
	record.when = hours_later(0);
	record.body = TEXT_LITERAL("He stood at the gate.");
	record.place = TEXT_LITERAL("Weir Street");
	record.effect = TEXT_LITERAL("I shook.");
	record.changed = TEXT_LITERAL("I take the bus.");
	record.by = &by;
	record.witnesses = &witness;
	record.kinds = &kind;
	record.claims = claims;
	record.by_count = record.witnesses_count = record.kinds_count = 1;
	record.claims_count = COUNT_OF(claims);
	row.record = &record;
	report_chronology_begin(&chronology, doc, &info);
	report_chronology_row(&chronology, &row);
	record_init(&record);
	record.kind = KIND_MESSAGE;
	record.channel = TEXT_LITERAL("sms");
	record.direction = DIRECTION_IN;
	record.from.handle = TEXT_LITERAL("+447700900101");
	record.when = hours_later(30);
	record.body = TEXT_LITERAL("<i>where are you</i>");
	row.number = 2;
	row.person = TEXT_LITERAL("Owen");
	row.exhibit = TEXT_LITERAL("MH/3");
	report_chronology_row(&chronology, &row);
	report_chronology_end(&chronology);
	assert_ok(doc_end(doc, &err), &err);
	assert_golden(&page, FOLDER "chronology.html");
	buf_fini(&page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(report__the_whole_picture_is_the_golden_page),
	    cmocka_unit_test(report__nothing_recorded_is_one_sentence_and_no_chart),
	    cmocka_unit_test(report__a_chronology_is_the_golden_page),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	picture_fini(&picture);
	return failed;
}
