/* tests/read/test_whatsapp_facts.c
 * What must come out of the outside test data, fact by fact; runs where that folder is there. */
#include "tests/support/check.h"

#include <stdio.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"

#define FOLDER "../shared/fixtures/whatsapp/"

struct facts {
	const char *file;
	size_t records, system, people;
	const char *first, *last;
	size_t questions; /* "date-order" */
};

static const struct facts facts[] = {
    {"chatminer_android_ddmmyy_24h.txt", 9, 2, 5, "2019-01-01T11:25:00", "2021-12-30T22:01:00", 0},
    {"chatminer_android_mmddyyyy_12h_a.m.txt", 9, 2, 5, "2019-01-01T11:25:00",
	"2021-12-30T22:01:00", 0},
    {"chatminer_bracket_mmddyy_24h.txt", 9, 2, 5, "2019-01-01T11:25:00", "2021-12-30T22:01:00", 0},
    {"chatistics_ios_german_mixed.txt", 21, 1, 2, "2018-01-04T11:53:57", "2019-04-19T16:18:33", 0},
    {"chatistics_android_colon_names.txt", 11, 2, 5, "2019-11-02T14:18:00", "2019-11-02T14:51:00",
	1},
    {"langchain_mixed_headers.txt", 10, 0, 8, "2023-05-05T15:48:11", "2023-06-29T00:16:00", 0},
    {"synth_android_uk_24h_group.txt", 23, 4, 3, "2024-03-24T21:05:00", "2024-10-27T01:30:00", 0},
    {"synth_android_uk_12h_nnbsp.txt", 6, 1, 2, "2024-03-24T21:05:00", "2024-03-25T01:02:00", 0},
    {"synth_ios_uk/_chat.txt", 16, 1, 2, "2024-03-24T21:05:07", "2024-03-31T02:00:00", 0},
    {"synth_ios_us_12h_group.txt", 6, 3, 2, "2024-03-24T21:05:07", "2024-03-25T12:15:00", 0},
    {"synth_ambiguous_resolvable.txt", 4, 0, 2, "2024-02-03T10:00:00", "2024-04-02T10:00:00", 0},
    {"synth_ambiguous_unresolvable.txt", 2, 0, 2, "2024-06-05T10:00:00", "2024-06-05T10:05:00", 1},
};

static void
read_file(struct collect *c, const char *file)
{
	char path[512];

	(void)snprintf(path, sizeof path, "%s%s", FOLDER, file);
	collect_init(c);
	assert_ok(collect_file(c, &whatsapp_txt_format, path, NULL), &c->err);
	assert_string_equal(c->broken, "");
}

static void
assert_local(const char *file, const struct record *record, const char *want)
{
	struct buf buf;

	buf_init(&buf, 64);
	civil_put(&buf, &record->when.local);
	if (!text_eq_c(buf_text(&buf), want))
		fail_msg("%s: %.*s is not %s\n", file, (int)buf.n, (const char *)buf.p, want);
	buf_fini(&buf);
}

static size_t
people(const struct collect *c)
{
	size_t count = 0;

	for (size_t i = 0; i < c->count; i++) {
		bool seen = c->records[i].from.handle.p == NULL;

		for (size_t k = 0; k < i && !seen; k++)
			seen = text_eq(c->records[k].from.handle, c->records[i].from.handle);
		count += !seen;
	}
	return count;
}

static void
facts__of_every_file_come_out(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have(FOLDER))
		skip();
	for (size_t i = 0; i < COUNT_OF(facts); i++) {
		const struct facts *f = &facts[i];
		size_t system = 0;

		read_file(&c, f->file);
		for (size_t k = 0; k < c.count; k++)
			system += c.records[k].kind == KIND_SYSTEM;
		if (c.count != f->records || system != f->system || people(&c) != f->people)
			fail_msg("%s: %zu records, %zu system, %zu people\n", f->file,
			    (size_t)c.count, system, people(&c));
		assert_local(f->file, &c.records[0], f->first);
		assert_local(f->file, &c.records[c.count - 1], f->last);
		if (collect_notes(&c, NOTE_QUESTION, "date-order") != f->questions)
			fail_msg("%s: not %d questions\n", f->file, (int)f->questions);
		collect_fini(&c);
	}
}

static void
facts__android_group(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have(FOLDER))
		skip();
	read_file(&c, "synth_android_uk_24h_group.txt");
	assert_text(c.records[5].body,
	    "First line\nsecond line\n\n24/03/2024: this line is not a header\n"
	    "- 24/03/2024, 21:10 nor is this");
	assert_text(c.records[6].body, "caption: saw you today");
	assert_int_equal(collect_marked(&c, "deleted"), 2);
	assert_int_equal(collect_marked(&c, "edited"), 1);
	assert_int_equal(collect_doubted(&c, "null-text"), 1);
	assert_int_equal(collect_marked(&c, "location"), 1);
	assert_text(c.records[13].from.handle, "+447700900303");
	assert_text(c.records[15].body,
	    "Daniel Reed changed the group name from \"Flat 3B \xf0\x9f\x8f\xa0\" to \"You can't: "
	    "hide\"");
	assert_local("order of the file", &c.records[21], "2024-10-27T01:05:00");
	collect_fini(&c);
}

static void
facts__iphone(void **state)
{
	static const char *const names[] = {"00000003-PHOTO-2024-03-24-21-05-40.jpg",
	    "00000004-letter.pdf", "00000005-AUDIO-2024-03-24-21-06-30.opus"};
	struct collect c;

	(void)state;
	if (!collect_have(FOLDER))
		skip();
	read_file(&c, "synth_ios_uk/_chat.txt");
	for (size_t i = 0; i < COUNT_OF(names); i++)
		assert_text(c.records[2 + i].attachments[0].name, names[i]);
	assert_int_equal(c.records[5].attachments[0].source, ATTACHMENT_MISSING);
	assert_text(c.records[6].body, "Stop.\nI mean it.\n[not a header] still mine");
	assert_int_equal(collect_marked(&c, "deleted"), 2);
	assert_int_equal(collect_marked(&c, "edited"), 1);
	assert_int_equal(collect_marked(&c, "missed"), 1);
	assert_int_equal(collect_marked(&c, "poll"), 1);
	assert_int_equal(collect_marked(&c, "view-once"), 1);
	assert_text(c.records[11].place, "51.501364,-0.141890");
	assert_text(c.records[14].body, "@\xe2\x81\xa8Maya Okafor\xe2\x81\xa9 answer");
	collect_fini(&c);
}

static void
facts__hours_of_twelve(void **state)
{
	static const char *const times[] = {"2024-03-24T21:05:00", "2024-03-24T21:05:00",
	    "2024-03-24T23:59:00", "2024-03-25T00:00:00", "2024-03-25T12:30:00",
	    "2024-03-25T01:02:00"};
	struct collect c;

	(void)state;
	if (!collect_have(FOLDER))
		skip();
	read_file(&c, "synth_android_uk_12h_nnbsp.txt");
	for (size_t i = 0; i < COUNT_OF(times); i++)
		assert_local("12 hours", &c.records[i], times[i]);
	collect_fini(&c);
}

static void
facts__odd_lines_are_flagged_and_whole(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have(FOLDER))
		skip();
	read_file(&c, "chatistics_ios_german_mixed.txt");
	assert_int_equal(collect_doubted(&c, "header-lookalike"), 2);
	assert_text(c.records[19].body, "What is that?\n2/11/19, 14:48 Alice Placeholder: this is "
					"a message from another chat!");
	collect_fini(&c);
	read_file(&c, "langchain_mixed_headers.txt");
	assert_int_equal(collect_doubted(&c, "mixed-headers"), 10);
	collect_fini(&c);
	read_file(&c, "synth_ambiguous_unresolvable.txt");
	assert_int_equal(collect_doubted(&c, "date-order"), 2);
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(facts__of_every_file_come_out),
	    cmocka_unit_test(facts__android_group),
	    cmocka_unit_test(facts__iphone),
	    cmocka_unit_test(facts__hours_of_twelve),
	    cmocka_unit_test(facts__odd_lines_are_flagged_and_whole),
	};

	return cmocka_run_group_tests_name("read_whatsapp_facts", tests, NULL, NULL);
}
