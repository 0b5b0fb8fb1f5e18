/* Tests of show/mirror.h and show/report/report_mirror.h.
 * The golden page is made anew by DAYBOOK_GOLDEN=write build/tests/test_show_mirror. */
#include "tests/support/check.h"

#include "show/mirror.h"
#include "show/report/doc_html.h"
#include "show/report/report_mirror.h"
#include "tests/support/load.h"

#define GOLDEN "tests/show/golden/mirror.html"

static struct mirror mirror;
static struct picture picture;

static void
begin(enum jurisdiction place)
{
	struct err err;

	mirror_init(&mirror, place);
	picture_fini(&picture);
	assert_ok(picture_init(&picture, NULL, &err), &err);
}

static void
count_occasions(void)
{
	struct err err;

	assert_ok(picture_end(&picture, &err), &err);
	mirror_occasions(&mirror, &picture);
}

/* A day of 2024, or of no known time for month 0. */
static struct moment
day_of_2024(int32_t month, int32_t day)
{
	struct moment when = MOMENT_NONE;

	if (month == 0)
		return when;
	when.basis = BASIS_DATE;
	when.precision = PRECISION_DAY;
	when.local_known = when.at_known = true;
	when.local = (struct civil){.year = 2024, .month = month, .day = day};
	when.at_us = civil_to_us(&when.local);
	return when;
}

struct written {
	int32_t month, day;
	enum counted_as as;
	const char *id, *kind, *effect, *changed;
	bool attached;
	const char *link;
};

static struct text
text_or_none(const char *c)
{
	return c != NULL ? text_of_c(c) : TEXT_NONE;
}

static void
add_written_as(const struct written *w, enum record_kind record_kind)
{
	struct moment when = day_of_2024(w->month, w->day);
	struct text kind = text_or_none(w->kind);
	struct attachment attachment = {0};
	struct record record;

	record_init(&record);
	record.kind = record_kind;
	record.kinds = &kind;
	record.kinds_count = w->kind != NULL;
	record.effect = text_or_none(w->effect);
	record.changed = text_or_none(w->changed);
	record.attachments = &attachment;
	record.attachments_count = w->attached;
	picture_add(&picture, &(struct picture_row){.when = &when,
				  .kind = record_kind,
				  .kinds = &kind,
				  .kinds_count = w->kind != NULL,
				  .channel = TEXT_LITERAL("diary"),
				  .id = text_of_c(w->id),
				  .as = w->as});
	mirror_add(&mirror, &(struct mirror_row){.when = &when,
				.kind = record_kind,
				.as = w->as,
				.record = &record,
				.id = text_of_c(w->id),
				.link = text_or_none(w->link)});
}

static void
add_written(const struct written *w)
{
	add_written_as(w, KIND_INCIDENT);
}

static void
add_message(int32_t month, int32_t day, enum counted_as as)
{
	struct moment when = day_of_2024(month, day);

	picture_add(&picture,
	    &(struct picture_row){
		.when = &when, .kind = KIND_MESSAGE, .channel = TEXT_LITERAL("sms"), .as = as});
}

static void
mirror__occasions_are_of_the_one_it_is_about(void **state)
{
	static const struct written incidents[] = {
	    {0, 0, COUNTED_AS_CONTACT, "c", "gift", NULL, NULL, false},
	    {1, 1, COUNTED_AS_FROM_OTHERS, "d", "threat", "afraid", "moved bed", true},
	    {1, 2, COUNTED_AS_UNNAMED, "e", "visit", NULL, NULL, false},
	    {1, 3, COUNTED_AS_NOTHING, "f", "told-to-stop", NULL, NULL, false},
	    {3, 1, COUNTED_AS_CONTACT, "b", "watching", NULL, NULL, false},
	    {3, 2, COUNTED_AS_CONTACT, "a", "watching", NULL, NULL, false}};

	(void)state;
	begin(ENGLAND_WALES);
	for (size_t i = 0; i < COUNT_OF(incidents); i++)
		add_written(&incidents[i]);
	add_message(3, 2, COUNTED_AS_CONTACT);
	add_message(5, 9, COUNTED_AS_CONTACT);
	add_message(6, 1, COUNTED_AS_REPLY);
	add_message(6, 2, COUNTED_AS_FROM_OTHERS);
	count_occasions();
	assert_int_equal(mirror.incidents, 3);
	assert_int_equal(mirror.contacts, 2);
	assert_int_equal(mirror.undated, 1);
	assert_int_equal(mirror.days_touched, 3);
	assert_int_equal(mirror.first.local.month, 3);
	assert_int_equal(mirror.first.local.day, 1);
	assert_int_equal(mirror.last.local.month, 5);
	/* Of somebody else nothing is set beside anything. */
	assert_int_equal(mirror.effects + mirror.lists[2].total + mirror.lists[3].total, 0);
}

static void
mirror__effects_are_looked_for_on_incidents_and_not_on_key_dates(void **state)
{
	static const struct written rows[] = {
	    {3, 1, COUNTED_AS_CONTACT, "a", "watching", "shook", NULL, false},
	    {3, 2, COUNTED_AS_CONTACT, "b", "watching", NULL, NULL, false},
	    {3, 3, COUNTED_AS_UNNAMED, "c", NULL, NULL, NULL, false},
	    {3, 4, COUNTED_AS_NOTHING, "d", "reported", NULL, NULL, false},
	    {3, 5, COUNTED_AS_NOTHING, "e", "told-to-stop", "afraid to", NULL, false}};

	(void)state;
	begin(ENGLAND_WALES);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		add_written(&rows[i]);
	add_written_as(&(struct written){3, 6, COUNTED_AS_CONTACT, "m", NULL, "cried", NULL, false},
	    KIND_MESSAGE);
	assert_int_equal(mirror.effects, 2);
	assert_int_equal(mirror.without_effect, 2);
	assert_int_equal(mirror.effects_elsewhere, 1);
	assert_int_equal(mirror.lists[2].total, 3);
	assert_string_equal(mirror.lists[2].items[1].id, "e");
	assert_string_equal(mirror.lists[2].items[1].what, "afraid to");
}

static void
mirror__a_record_stands_once_beside_an_element(void **state)
{
	static const struct written both = {
	    4, 1, COUNTED_AS_NOTHING, "a", "moved", NULL, "Live with my sister", true};
	static const struct written kind_only = {
	    4, 2, COUNTED_AS_NOTHING, "b", "changed-number", NULL, NULL, false};

	(void)state;
	begin(ENGLAND_WALES);
	add_written(&both);
	add_written(&kind_only);
	assert_int_equal(mirror.lists[3].total, 2);
	assert_int_equal(mirror.lists[3].proven, 1);
	assert_string_equal(mirror.lists[3].items[0].what, "Live with my sister");
	assert_true(mirror.lists[3].items[0].proof);
	assert_string_equal(mirror.lists[3].items[1].what, "Own number changed");
	assert_int_equal(mirror.lists[1].total, 0);
}

static void
mirror__long_texts_and_long_lists_are_cut_and_counted(void **state)
{
	char letters[3 * 1000 + 1];
	struct written w = {5, 1, COUNTED_AS_CONTACT, "a", NULL, letters, NULL, false};

	(void)state;
	for (size_t i = 0; i < 1000; i++)
		memcpy(letters + 3 * i, "\xe2\x82\xac", 4);
	begin(ENGLAND_WALES);
	for (int i = 0; i < 100; i++)
		add_written(&w);
	assert_int_equal(mirror.lists[2].total, 100);
	assert_int_equal(mirror.lists[2].count, MIRROR_LISTED);
	for (size_t i = 0; i < MIRROR_LISTED; i++) {
		const char *what = mirror.lists[2].items[i].what;

		assert_in_range(strlen(what), 200, MIRROR_WHAT_BYTES - 1);
		assert_int_equal((strlen(what) - 3) % 3, 0);
		assert_string_equal(what + strlen(what) - 3, "\xe2\x80\xa6");
	}
}

/* --- the page --- */

static void
page_of_mirror(struct buf *page)
{
	struct out out = out_of_buf(page);
	struct err err = {0};
	struct doc *doc = NULL;

	assert_ok(doc_html_new(&doc, &out, TEXT_LITERAL("Mirror"), &err), &err);
	report_mirror(doc, &mirror);
	assert_ok(doc_end(doc, &err), &err);
}

static void
fill_case(void)
{
	static const struct written rows[] = {
	    {2, 1, COUNTED_AS_NOTHING, "1a", "relationship-ended", NULL, NULL, false},
	    {2, 3, COUNTED_AS_NOTHING, "1b", "told-to-stop", NULL, NULL, true},
	    {2, 9, COUNTED_AS_CONTACT, "1c", "watching", "<b>I could not</b> sleep & shook", NULL,
		false},
	    {2, 11, COUNTED_AS_NOTHING, "1d", "blocked", NULL, "Other way to work", true},
	    {3, 1, COUNTED_AS_CONTACT, "1e", "gift", NULL, NULL, false},
	    {3, 4, COUNTED_AS_CONTACT, "1f", "visit", NULL, "New lock \xe2\x80\xae", false},
	    {4, 4, COUNTED_AS_NOTHING, "1g", "reported", NULL, NULL, false},
	    {0, 0, COUNTED_AS_CONTACT, "1h", "gift", NULL, NULL, false}};

	begin(ENGLAND_WALES);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		add_written(&rows[i]);
	for (int32_t day = 1; day <= 28; day++)
		add_message(3, day, COUNTED_AS_CONTACT);
	count_occasions();
}

/* The style sheet is the writer's, and goes its own way. */
static struct slice
body_of(const struct buf *page)
{
	struct slice all = buf_slice(page), body = SLICE_LITERAL("<body>");
	size_t at = slice_find(all, body);

	assert_true(at != SIZE_MAX);
	return slice_from(all, at);
}

static void
write_golden(struct slice body)
{
	FILE *file = fopen(GOLDEN, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(body.p, 1, body.n, file), body.n);
	assert_int_equal(fclose(file), 0);
}

static void
mirror__its_page_is_the_golden_one(void **state)
{
	struct slice golden, body;
	struct buf page;

	(void)state;
	buf_init(&page, 1024 * 1024);
	fill_case();
	page_of_mirror(&page);
	body = body_of(&page);
	if (getenv("DAYBOOK_GOLDEN") != NULL && strcmp(getenv("DAYBOOK_GOLDEN"), "write") == 0)
		write_golden(body);
	golden = load_file(GOLDEN);
	assert_int_equal(body.n, golden.n);
	assert_memory_equal(body.p, golden.p, golden.n);
	load_free(golden);
	buf_fini(&page);
}

/* A document that takes nothing but where its cells lead. */
struct leading {
	struct doc doc;
	struct buf links;
};

static void
no_words(struct doc *doc, struct text text)
{
	(void)doc;
	(void)text;
}

static void
no_heading(struct doc *doc, unsigned level, struct text text)
{
	(void)level;
	no_words(doc, text);
}

static void
no_fact(struct doc *doc, const char *label, struct text text)
{
	(void)label;
	no_words(doc, text);
}

static void
no_table(struct doc *doc, const struct doc_table *table)
{
	(void)doc;
	(void)table;
}

static void
no_lines(struct doc *doc, unsigned lines)
{
	(void)doc;
	(void)lines;
}

static void
no_end(struct doc *doc)
{
	(void)doc;
}

static void
take_links(struct doc *doc, const struct doc_cell *cells, bool apart)
{
	struct leading *leading = (struct leading *)doc;

	(void)apart;
	for (size_t i = 0; i < 3; i++) {
		if (cells[i].link.n == 0)
			continue;
		buf_put_text(&leading->links, cells[i].text);
		buf_put_c(&leading->links, " to ");
		buf_put_text(&leading->links, cells[i].link);
		buf_put_byte(&leading->links, ';');
	}
}

static void
mirror__a_record_leads_to_its_place_where_it_has_one(void **state)
{
	static const struct doc_ops ops = {.heading = no_heading,
	    .paragraph = no_words,
	    .notice = no_words,
	    .fact = no_fact,
	    .table_begin = no_table,
	    .table_row = take_links,
	    .table_end = no_end,
	    .keep = no_lines};
	struct leading leading = {.doc = {&ops}};
	struct written w = {4, 1, COUNTED_AS_NOTHING, "7.1", "blocked", NULL, NULL, false, "r7"};

	(void)state;
	buf_init(&leading.links, 1000);
	begin(ENGLAND_WALES);
	add_written(&w);
	w.link = NULL;
	add_written(&w);
	report_mirror(&leading.doc, &mirror);
	assert_slice(buf_slice(&leading.links), "7.1 to r7;");
	buf_fini(&leading.links);
}

static size_t
times(const struct buf *page, const char *words)
{
	struct slice rest = buf_slice(page), needle = slice_of(words, strlen(words));
	size_t n = 0, at;

	while ((at = slice_find(rest, needle)) != SIZE_MAX) {
		rest = slice_from(rest, at + needle.n);
		n++;
	}
	return n;
}

static void
mirror__an_empty_record_is_told_so_without_blame(void **state)
{
	struct buf page;

	(void)state;
	buf_init(&page, 1024 * 1024);
	begin(SCOTLAND);
	page_of_mirror(&page);
	assert_int_equal(times(&page, "Nothing is written about this yet. That is fine"), 3);
	assert_int_equal(times(&page, "not advice and not a verdict"), 1);
	assert_int_equal(times(&page, "What is looked for is that of Scotland"), 1);
	assert_int_equal(times(&page, "<table"), 0);
	assert_int_equal(times(&page, "Where it is from"), 3);
	assert_int_equal(times(&page, "source: "), 3);
	buf_fini(&page);
}

/* The wording is the program's own: no score, no grade, no pressure. */
static void
mirror__no_word_weighs_what_is_recorded(void **state)
{
	static const char *const weighing[] = {"score", "level of", "strong", "weak", "enough",
	    "sufficient", "should", "must ", "missing", "incomplete", "guilty", "%",
	    "likely to succeed"};
	struct slice body;
	struct buf page;

	(void)state;
	buf_init(&page, 1024 * 1024);
	begin(SCOTLAND);
	page_of_mirror(&page);
	body = body_of(&page);
	for (size_t i = 0; i < COUNT_OF(weighing); i++)
		assert_true(
		    slice_find(body, slice_of(weighing[i], strlen(weighing[i]))) == SIZE_MAX);
	buf_fini(&page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(mirror__occasions_are_of_the_one_it_is_about),
	    cmocka_unit_test(mirror__effects_are_looked_for_on_incidents_and_not_on_key_dates),
	    cmocka_unit_test(mirror__a_record_stands_once_beside_an_element),
	    cmocka_unit_test(mirror__long_texts_and_long_lists_are_cut_and_counted),
	    cmocka_unit_test(mirror__its_page_is_the_golden_one),
	    cmocka_unit_test(mirror__a_record_leads_to_its_place_where_it_has_one),
	    cmocka_unit_test(mirror__an_empty_record_is_told_so_without_blame),
	    cmocka_unit_test(mirror__no_word_weighs_what_is_recorded),
	};

	return cmocka_run_group_tests_name("mirror", tests, NULL, NULL);
}
