/* tests/read/test_sms_facts.c
 * The facts known about outside files of SMS Backup & Restore, counted by other means than this
 * reader.  Runs only where those files are. */
#include "tests/support/check.h"

#include <stdio.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"

#define OUTSIDE "../shared/fixtures"
#define FOLDER  OUTSIDE "/sms_backup_restore/"

struct fact {
	const char *name;
	enum status status;
	uint64_t sms, in, out; /* channel sms: all of them, received, sent as such (type 2) */
	uint64_t mms;          /* channels mms and rcs */
	uint64_t calls;
	uint64_t extracts;
	size_t addresses; /* different conversations */
	const char *first, *last;
};

/* "first" and "last" in time. */
static const struct fact facts[] = {
    {"devadvance_sms_small.xml", OK, 12, 8, 4, 0, 0, 0, 3, "2017-12-02T14:49:27.463Z",
	"2017-12-02T18:10:45.524Z"},
    /* Seven addresses here; the eighth is that of the mms which is cut off. */
    {"devadvance_sms_and_mms.xml", OK, 41, 21, 20, 8, 0, 2, 7, "2017-12-02T14:49:27.463Z",
	"2024-07-17T21:37:26Z"},
    {"devadvance_corrupt_attachments.xml", OK, 0, 0, 0, 2, 0, 0, 1, "2024-07-16T20:29:28Z",
	"2024-07-16T20:29:29Z"},
    {"devadvance_sample_mms.xml", OK, 0, 0, 0, 4, 0, 4, 1, "2024-07-16T20:29:24Z",
	"2024-07-16T20:29:27Z"},
    {"devadvance_empty.xml", OK, 0, 0, 0, 0, 0, 0, 0, NULL, NULL},
    {"shruggie_edge_cases.xml", OK, 3, 2, 1, 1, 0, 0, 4, "2021-01-01T00:00:00Z",
	"2021-01-01T03:00:00Z"},
    {"shruggie_malformed.xml", E_FORMAT, 0, 0, 0, 0, 0, 0, 0, NULL, NULL},
    {"shruggie_mixed.xml", OK, 3, 1, 1, 1, 0, 0, 2, "2021-01-01T00:00:00Z", "2021-01-01T03:00:00Z"},
    {"shruggie_minimal_calls.xml", OK, 0, 0, 0, 0, 1, 0, 1, "2021-01-03T00:00:00Z",
	"2021-01-03T00:00:00Z"},
    {"synth_uk_sms.xml", OK, 18, 15, 1, 7, 0, 4, 9, "2024-03-24T21:05:07Z", "2024-10-27T01:30:00Z"},
    {"synth_uk_calls.xml", OK, 0, 0, 0, 0, 12, 0, 8, "2024-03-24T22:00:00Z",
	"2024-10-28T10:00:00Z"},
};

static size_t
conversations(const struct collect *c)
{
	size_t different = 0;

	for (size_t i = 0; i < c->count; i++) {
		size_t j = 0;

		while (j < i && !text_eq(c->records[j].conversation, c->records[i].conversation))
			j++;
		different += c->records[i].conversation.p != NULL && j == i;
	}
	return different;
}

static void
check_span(const struct collect *c, const struct fact *fact)
{
	int64_t first = INT64_MAX, last = INT64_MIN, want;

	for (size_t i = 0; i < c->count; i++) {
		assert_int_equal(c->records[i].when.basis, BASIS_INSTANT);
		first = c->records[i].when.at_us < first ? c->records[i].when.at_us : first;
		last = c->records[i].when.at_us > last ? c->records[i].when.at_us : last;
	}
	if (fact->first == NULL)
		return;
	assert_true(time_parse(slice_of(fact->first, strlen(fact->first)), &want));
	assert_int_equal(first, want);
	assert_true(time_parse(slice_of(fact->last, strlen(fact->last)), &want));
	assert_int_equal(last, want);
}

static void
check_counts(const struct collect *c, const struct fact *fact)
{
	uint64_t in = 0, out = 0;

	for (size_t i = 0; i < c->count; i++) {
		if (!text_eq_c(c->records[i].channel, "sms"))
			continue;
		in += c->records[i].direction == DIRECTION_IN;
		out += c->records[i].direction == DIRECTION_OUT && c->records[i].marks_count == 0;
	}
	assert_int_equal(collect_channel(c, "sms"), fact->sms);
	assert_int_equal(in, fact->in);
	assert_int_equal(out, fact->out);
	assert_int_equal(collect_channel(c, "mms") + collect_channel(c, "rcs"), fact->mms);
	assert_int_equal(collect_channel(c, "call"), fact->calls);
	assert_int_equal(c->count, fact->sms + fact->mms + fact->calls);
	assert_int_equal(c->extracts_count, fact->extracts);
	assert_int_equal(conversations(c), fact->addresses);
}

static void
hear(struct collect *c, const char *name, enum status want)
{
	char path[256];

	(void)snprintf(path, sizeof path, FOLDER "%s", name);
	collect_init(c);
	assert_int_equal(collect_file(c, &sms_format, path, NULL), want);
	assert_string_equal(c->broken, "");
}

static void
sms_facts__counts_and_spans_are_as_known(void **state)
{
	(void)state;
	if (!collect_have(OUTSIDE))
		skip();
	for (size_t i = 0; i < COUNT_OF(facts); i++) {
		struct collect c;

		hear(&c, facts[i].name, facts[i].status);
		check_counts(&c, &facts[i]);
		check_span(&c, &facts[i]);
		collect_fini(&c);
	}
}

static void
sms_facts__a_truncated_file_names_its_ninth_mms(void **state)
{
	struct collect c;
	const struct collect_note *note;

	(void)state;
	if (!collect_have(OUTSIDE))
		skip();
	hear(&c, "devadvance_sms_and_mms.xml", OK);
	note = collect_note(&c, NOTE_UNREAD, "cut-off");
	assert_non_null(note);
	assert_int_equal(note->position, 50);
	assert_true(
	    slice_starts(slice_of_text(note->detail), "A multimedia message of 2024-07-18"));
	assert_text(collect_note(&c, NOTE_DOUBT, "count-differs")->detail, "58 declared, 49 read");
	for (size_t i = 0; i < c.count; i++)
		if (text_eq_c(c.records[i].channel, "rcs") &&
		    c.records[i].direction == DIRECTION_IN)
			assert_true(record_claim(&c.records[i], "sent").n == 20);
	collect_fini(&c);
}

static void
sms_facts__bad_attachments_are_reported_and_text_survives(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have(OUTSIDE))
		skip();
	hear(&c, "devadvance_corrupt_attachments.xml", OK);
	assert_int_equal(collect_doubted(&c, "attachment-damaged"), 2);
	assert_text(c.records[0].body, "MMS with corrupted base64 image data");
	assert_text(c.records[1].body, "MMS with unsupported attachment type");
	collect_fini(&c);
	hear(&c, "devadvance_sample_mms.xml", OK);
	assert_text(c.records[0].attachments[0].type, "image/png");
	assert_text(c.records[1].attachments[0].type, "video/mp4");
	assert_text(c.records[2].attachments[0].type, "audio/mpeg");
	assert_text(c.records[3].attachments[0].type, "application/pdf");
	collect_fini(&c);
}

static void
check_same(const struct collect_extract *extract, const char *path)
{
	FILE *file = fopen(path, "rb");
	static uint8_t bytes[65536];
	size_t n;

	assert_non_null(file);
	n = fread(bytes, 1, sizeof bytes, file);
	(void)fclose(file);
	assert_true(extract->whole);
	assert_int_equal(extract->data.n, n);
	assert_memory_equal(extract->data.p, bytes, n);
}

static void
sms_facts__the_british_file_has_all_its_traps(void **state)
{
	struct collect c;
	size_t one_person = 0;

	(void)state;
	if (!collect_have(OUTSIDE))
		skip();
	hear(&c, "synth_uk_sms.xml", OK);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "surrogates-joined"), 1);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, NULL), 1);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	assert_int_equal(collect_marked(&c, "draft"), 1);
	assert_int_equal(collect_marked(&c, "failed"), 1);
	assert_int_equal(collect_channel(&c, "rcs"), 1);
	for (size_t i = 0; i < 4; i++) {
		const struct record *r = &c.records[i];

		one_person += text_eq_c(
		    r->to_count != 0 ? r->to[0].handle : r->from.handle, "+447700900202");
	}
	assert_int_equal(one_person, 4);
	check_same(&c.extracts[0], OUTSIDE "/media/tika_testJPEG_GEO_2.jpg");
	check_same(&c.extracts[1], OUTSIDE "/media/tika_testAMR.amr");
	assert_text(c.records[20].body, "null");
	assert_true(text_eq(c.records[21].body, c.records[22].body));
	assert_int_equal(c.records[21].when.at_us, c.records[22].when.at_us);
	assert_int_equal(collect_doubted(&c, "addresses-equal"), 1);
	collect_fini(&c);
}

static void
sms_facts__the_british_calls_have_all_their_types(void **state)
{
	static const struct {
		const char *mark;
		size_t count;
	} marks[] = {{"missed", 5}, {"voicemail", 1}, {"rejected", 1}, {"blocked", 1},
	    {"answered-elsewhere", 1}, {"withheld", 3}};
	struct collect c;

	(void)state;
	if (!collect_have(OUTSIDE))
		skip();
	hear(&c, "synth_uk_calls.xml", OK);
	for (size_t i = 0; i < COUNT_OF(marks); i++)
		assert_int_equal(collect_marked(&c, marks[i].mark), marks[i].count);
	assert_text(c.records[6].to[0].handle, "999");
	assert_int_equal(c.records[6].duration_s, 182);
	assert_int_equal(c.records[10].when.at_us - c.records[9].when.at_us, 3600 * US_PER_SECOND);
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sms_facts__counts_and_spans_are_as_known),
	    cmocka_unit_test(sms_facts__a_truncated_file_names_its_ninth_mms),
	    cmocka_unit_test(sms_facts__bad_attachments_are_reported_and_text_survives),
	    cmocka_unit_test(sms_facts__the_british_file_has_all_its_traps),
	    cmocka_unit_test(sms_facts__the_british_calls_have_all_their_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
