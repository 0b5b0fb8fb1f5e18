/* tests/read/test_traps.c
 * Seeds made after the traps that real exports set, and what must come out of each: the same facts
 * that are asked of outside files, without those files. */
#include "tests/support/check.h"

#include <stdio.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"

enum { LIST_MAX = 6 };

/* How many records carry each of these words. */
struct words {
	const char *word;
	size_t count;
};

struct trap {
	const char *file, *format;
	size_t records, system, notes; /* notes: records of that kind */
	const char *first, *last;      /* wall times in file order; NULL: none */
	struct words marks[LIST_MAX], doubts[LIST_MAX];
	const char *question; /* that must be asked; NULL: "date-order" must not */
};

static const struct trap traps[] = {
    {"whatsapp/good/half-with-blank", "whatsapp-txt", 7, 2, 0, "2024-01-20T11:25:00",
	"2024-06-20T12:10:00", {{NULL, 0}}, {{"odd-hour", 1}, {"sender-unclear", 0}}, NULL},
    {"whatsapp/good/bracket-without-seconds", "whatsapp-txt", 5, 2, 0, "2024-01-20T11:25:00",
	"2024-06-20T12:09:00", {{NULL, 0}}, {{"date-order", 0}}, NULL},
    {"whatsapp/bad/german-with-lookalikes", "whatsapp-txt", 3, 1, 0, "2024-01-04T11:53:57",
	"2024-04-19T16:18:33", {{NULL, 0}}, {{"header-lookalike", 1}, {"mixed-headers", 0}}, NULL},
    {"whatsapp/good/only-one-order-fits", "whatsapp-txt", 4, 0, 0, "2024-02-03T10:00:00",
	"2024-04-02T10:00:00", {{NULL, 0}}, {{"date-order", 0}}, NULL},
    {"whatsapp/good/clock-goes-back", "whatsapp-txt", 4, 0, 0, "2024-10-27T01:50:00",
	"2024-10-26T23:00:00", {{NULL, 0}}, {{"date-order", 0}}, NULL},
    {"whatsapp/good/iphone-marks", "whatsapp-txt", 13, 1, 0, "2024-03-24T21:05:07",
	"2024-03-24T21:08:10",
	{{"poll", 1}, {"location", 1}, {"missed", 1}, {"view-once", 1}, {"edited", 1},
	    {"deleted", 2}},
	{{"mark-unknown", 0}}, NULL},
    {"whatsapp/good/iphone-calls", "whatsapp-txt", 5, 0, 0, "2024-03-24T21:05:07",
	"2024-03-24T21:09:07", {{"missed", 1}}, {{"mark-unknown", 0}}, NULL},
    {"whatsapp/bad/name-unclear", "whatsapp-txt", 3, 0, 0, "2024-03-24T21:01:00",
	"2024-03-24T21:03:00", {{NULL, 0}}, {{"sender-unclear", 2}}, NULL},
    {"sms/good/unusual-parts", "sms-xml", 4, 0, 0, NULL, NULL, {{NULL, 0}},
	{{"attachment-damaged", 0}, {"attachment-missing", 0}, {"type-differs-from-content", 0}},
	NULL},
    {"sms/bad/cut-in-group", "sms-xml", 1, 0, 0, NULL, NULL, {{NULL, 0}}, {{NULL, 0}}, NULL},
    {"mail/bad/empty-values", "eml", 1, 0, 0, NULL, NULL, {{NULL, 0}}, {{"no-date", 1}}, "me"},
    {"mail/bad/nobody-and-never", "eml", 1, 0, 0, NULL, NULL, {{NULL, 0}},
	{{"no-from", 1}, {"no-date", 1}}, "me"},
    {"mail/bad/before-the-calendar", "eml", 1, 0, 0, "0001-01-01T00:00:00", "0001-01-01T00:00:00",
	{{NULL, 0}}, {{"date-implausible", 1}}, "me"},
    {"mail/bad/after-the-calendar", "eml", 1, 0, 0, "9999-12-31T23:59:59", "9999-12-31T23:59:59",
	{{NULL, 0}}, {{"date-implausible", 1}}, "me"},
    {"mail/bad/no-body-at-all", "eml", 1, 0, 0, "2024-03-24T21:05:07", "2024-03-24T21:05:07",
	{{NULL, 0}}, {{"no-parts", 1}}, "me"},
    {"mail/bad/many-odd-recipients", "eml", 1, 0, 0, "2024-03-24T21:05:07", "2024-03-24T21:05:07",
	{{NULL, 0}}, {{"address-unclear", 1}, {"authentication-failed", 1}, {"too-much", 1}}, "me"},
    {"mail/good/lines-like-headers.eml", "eml", 1, 0, 0, "2024-03-24T21:05:07",
	"2024-03-24T21:05:07", {{NULL, 0}}, {{"header-damaged", 0}, {"alternatives-differ", 0}},
	"me"},
    {"mail/good/page-and-footer.eml", "eml", 1, 0, 0, "2024-03-24T21:05:07", "2024-03-24T21:05:07",
	{{NULL, 0}}, {{"alternatives-differ", 0}}, "me"},
    {"mbox/good/orders-of-bytes.mbox", "mbox", 3, 0, 0, "2024-03-24T21:05:01",
	"2024-03-24T21:05:03", {{NULL, 0}}, {{"charset-guessed", 0}, {"not-utf8", 0}}, "me"},
    {"image/good/turned.jpg", "jpeg", 1, 0, 0, NULL, NULL, {{NULL, 0}},
	{{"exif-unreadable", 0}, {"date-of-change", 0}}, NULL},
};

static void
hear(struct collect *c, const struct trap *trap)
{
	char path[256];
	const struct format *format = format_by_name(text_of_c(trap->format));

	(void)snprintf(path, sizeof path, "tests/corpora/%s", trap->file);
	collect_init(c);
	c->keep_bytes = 1024;
	assert_non_null(format);
	assert_ok(collect_file(c, format, path, NULL), &c->err);
	assert_string_equal(c->broken, "");
}

static size_t
of_kind(const struct collect *c, enum record_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < c->count; i++)
		n += c->records[i].kind == kind;
	return n;
}

static void
time_check(const struct trap *trap, const struct record *record, const char *want)
{
	struct buf spelled;

	assert_int_equal(record->when.local_known, want != NULL);
	if (want == NULL)
		return;
	buf_init(&spelled, 64);
	civil_put(&spelled, &record->when.local);
	if (!text_eq_c(buf_text(&spelled), want))
		fail_msg("%s: %.*s is not %s\n", trap->file, (int)spelled.n,
		    (const char *)spelled.p, want);
	buf_fini(&spelled);
}

static void
words_check(const struct trap *trap, const struct collect *c, const struct words *words,
    size_t (*count)(const struct collect *, const char *))
{
	for (size_t i = 0; i < LIST_MAX && words[i].word != NULL; i++)
		if (count(c, words[i].word) != words[i].count)
			fail_msg("%s: %s %zu times, not %zu\n", trap->file, words[i].word,
			    count(c, words[i].word), words[i].count);
}

static void
traps__give_the_facts_that_are_known(void **state)
{
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(traps); i++) {
		const struct trap *t = &traps[i];

		hear(&c, t);
		if (c.count != t->records || of_kind(&c, KIND_SYSTEM) != t->system ||
		    of_kind(&c, KIND_NOTE) != t->notes)
			fail_msg("%s: %zu records, %zu of the system, %zu notes\n", t->file,
			    (size_t)c.count, of_kind(&c, KIND_SYSTEM), of_kind(&c, KIND_NOTE));
		if (strcmp(t->format, "sms-xml") != 0) {
			time_check(t, &c.records[0], t->first);
			time_check(t, &c.records[c.count - 1], t->last);
		}
		words_check(t, &c, t->marks, collect_marked);
		words_check(t, &c, t->doubts, collect_doubted);
		assert_int_equal(collect_notes(&c, NOTE_QUESTION, "date-order"), 0);
		if (t->question != NULL)
			assert_int_equal(collect_notes(&c, NOTE_QUESTION, t->question), 1);
		collect_fini(&c);
	}
}

/* The seed of that name. */
static void
given(struct collect *c, const char *file)
{
	for (size_t i = 0; i < COUNT_OF(traps); i++)
		if (strcmp(traps[i].file, file) == 0)
			hear(c, &traps[i]);
}

static void
traps__chats_keep_every_word(void **state)
{
	struct collect c;

	(void)state;
	given(&c, "whatsapp/good/half-with-blank");
	assert_text(c.records[1].body, ".");
	assert_text(c.records[1].from.as_written, "Maya Okafor");
	assert_text(c.records[3].body, "a colon : in the words");
	assert_text(c.records[4].body, "+44 7700 900303 created group \"Flat 3B\"");
	assert_text(c.records[6].body, "last,\nwithout an end");
	collect_fini(&c);

	given(&c, "whatsapp/bad/german-with-lookalikes");
	assert_text(c.records[1].body, "er schrieb:\n[1.2.2024, 00:00:00] Maya: so etwas\n2/11/24, "
				       "14:48 Maya Okafor: oder so");
	collect_fini(&c);

	given(&c, "whatsapp/good/iphone-marks");
	assert_text(c.records[1].body, "look \u2068@Maya Okafor\u2069");
	assert_text(c.records[2].attachments[0].name, "00000003-PHOTO-2024-03-24-21-05-40.jpg");
	assert_text(c.records[3].attachments[0].name, "00000004-letter.pdf");
	assert_text(c.records[5].body, "Stop.\nI mean it.");
	assert_text(c.records[7].place, "51.501364,-0.141890");
	assert_text(c.records[10].body, "I am outside");
	collect_fini(&c);

	given(&c, "whatsapp/good/iphone-calls");
	assert_int_equal(of_kind(&c, KIND_CALL), 4);
	assert_int_equal(c.records[0].duration_s, 3900);
	assert_int_equal(c.records[1].duration_s, 12);
	assert_int_equal(c.records[2].duration_s, -1); /* not said */
	assert_int_equal(c.records[4].kind, KIND_MESSAGE);
	collect_fini(&c);
}

static void
traps__messages_keep_their_parts(void **state)
{
	static const char *const types[] = {"audio/mpeg", "image/png", "text/vcard"};
	struct collect c;

	(void)state;
	given(&c, "sms/good/unusual-parts");
	assert_null(c.records[0].body.p);
	assert_int_equal(c.records[0].attachments_count, 0);
	assert_int_equal(c.records[1].attachments_count, 3);
	for (size_t i = 0; i < COUNT_OF(types); i++)
		assert_text(c.records[1].attachments[i].type, types[i]);
	assert_text(record_claim(&c.records[1], "declared-type"), "audio/mp3");
	assert_text(record_claim(&c.records[1], "sent"), "2024-03-24T21:05:00Z"); /* seconds */
	assert_slice(buf_slice(&c.extracts[2].data), "BEGIN:VCARD END"); /* a line end inside */
	assert_text(c.records[1].body, "three files");
	assert_int_equal(c.records[3].when.at_us - c.records[2].when.at_us, US_PER_SECOND);
	collect_fini(&c);

	given(&c, "sms/bad/cut-in-group");
	assert_text(c.records[0].body, "whole");
	assert_text(collect_note(&c, NOTE_UNREAD, "cut-off")->detail,
	    "A multimedia message of 2024-03-24T21:05:08Z with "
	    "+447700900202~+447700900303~+447700900404 is cut off where the file ends; it is not "
	    "shown.");
	assert_text(collect_note(&c, NOTE_DOUBT, "count-differs")->detail, "58 declared, 1 read");
	collect_fini(&c);
}

static void
traps__mails_keep_names_and_words(void **state)
{
	struct collect c;

	(void)state;
	given(&c, "mail/bad/empty-values");
	assert_text(c.records[0].from.name, "Jørn Reed");
	assert_text(c.records[0].body, "words\n");
	assert_int_equal(c.records[0].to_count, 0);
	collect_fini(&c);

	given(&c, "mail/bad/nobody-and-never");
	assert_null(c.records[0].from.handle.p);
	assert_text(c.records[0].body, "see the files");
	assert_int_equal(c.records[0].attachments_count, 3);
	assert_text(c.records[0].attachments[1].name, "sample.pdf");
	assert_text(c.records[0].attachments[2].name, "sample.txt");
	collect_fini(&c);

	given(&c, "mail/bad/no-body-at-all");
	assert_null(c.records[0].body.p);
	assert_int_equal(c.records[0].attachments_count, 0);
	collect_fini(&c);

	given(&c, "mail/good/lines-like-headers.eml");
	assert_text(c.records[0].from.handle, "dan@example.net");
	assert_text(c.records[0].body,
	    "From: here it looks like a header\n\nFrom the other side it does not");
	collect_fini(&c);

	given(&c, "mbox/good/orders-of-bytes.mbox");
	assert_text(c.records[0].body, "words 1");
	assert_text(c.records[1].body, "words 2");
	assert_text(c.records[2].body, "words 3");
	collect_fini(&c);
}

static void
traps__a_turned_photograph_has_no_time(void **state)
{
	struct collect c;

	(void)state;
	given(&c, "image/good/turned.jpg");
	assert_text(record_claim(&c.records[0], "exif-orientation"), "6");
	assert_int_equal(c.records[0].when.basis, BASIS_NONE);
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(traps__give_the_facts_that_are_known),
	    cmocka_unit_test(traps__chats_keep_every_word),
	    cmocka_unit_test(traps__messages_keep_their_parts),
	    cmocka_unit_test(traps__mails_keep_names_and_words),
	    cmocka_unit_test(traps__a_turned_photograph_has_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
