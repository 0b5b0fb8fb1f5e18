/* tests/read/test_whatsapp_mark.c
 * WhatsApp's own notes in a message: attached, left out, deleted, edited, calls, places; and the
 * same words typed by a person. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"

#define LRM    "\xe2\x80\x8e"
#define BULLET "\xe2\x80\xa2"

/* The one message of a chat from Android, or from an iPhone that marks its own words. */
static const struct record *
read_text(struct collect *c, bool iphone, const char *text)
{
	struct buf chat;

	buf_init(&chat, 1 << 16);
	if (iphone)
		buf_putf(&chat,
		    "[24/03/2024, 21:05:00] A: " LRM "Messages are end-to-end encrypted.\r\n"
		    "[24/03/2024, 21:05:07] A: %s\r\n",
		    text);
	else
		buf_putf(&chat,
		    "24/03/2024, 21:05 - Messages are end-to-end encrypted.\n"
		    "24/03/2024, 21:05 - A: %s\n",
		    text);
	collect_init(c);
	assert_ok(collect_slice(c, &whatsapp_txt_format, buf_slice(&chat), NULL), &c->err);
	assert_string_equal(c->broken, "");
	assert_int_equal(c->count, 2);
	buf_fini(&chat);
	return &c->records[1];
}

static void
attached__is_found_by_words_or_by_shape(void **state)
{
	static const struct {
		bool iphone;
		const char *text, *name;
		bool typed;
	} all[] = {
	    {false, LRM "IMG-20240324-WA0003.jpg (file attached)", "IMG-20240324-WA0003.jpg"},
	    {false, "IMG-20240324-WA0003.jpg (file attached)", "IMG-20240324-WA0003.jpg"},
	    {false, "IMG-20240324-WA0003.jpg (Datei angeh\xc3\xa4ngt)", "IMG-20240324-WA0003.jpg"},
	    {false, "IMG-20240324-WA0003.jpg (words of any language)", "IMG-20240324-WA0003.jpg"},
	    {false, LRM "my letter (2).docx (words of any language)", "my letter (2).docx"},
	    {false, "Priya Shah.vcf (file attached)", "Priya Shah.vcf", true},
	    {false, "old.jpg <attached>", "old.jpg", true},
	    {true, LRM "<attached: 00000003-PHOTO-2024-03-24-21-05-40.jpg>",
		"00000003-PHOTO-2024-03-24-21-05-40.jpg"},
	    {true, LRM "<Anhang: 00000003-PHOTO-2024-03-24-21-05-40.jpg>",
		"00000003-PHOTO-2024-03-24-21-05-40.jpg"},
	    {true,
		LRM "<pi\xc3\xa8"
		    "ce jointe : b.pdf>",
		"b.pdf"},
	    {true, "letter.pdf " BULLET " " LRM "2 pages " LRM "<attached: 00000004-letter.pdf>",
		"00000004-letter.pdf"},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		const struct record *r = read_text(&c, all[i].iphone, all[i].text);

		if (r->attachments_count != 1)
			fail_msg("nothing attached: %s\n", all[i].text);
		assert_text(r->attachments[0].name, all[i].name);
		assert_int_equal(r->attachments[0].source, ATTACHMENT_BESIDE);
		/* What anybody can type is kept as words, too. */
		if (record_doubt(r, "told-by-words") != NULL)
			assert_text(r->body, all[i].text);
		else
			assert_null(r->body.p);
		assert_int_equal(record_doubt(r, "told-by-words") != NULL, all[i].typed);
		assert_int_equal(record_claim(r, "mark-text").p == NULL, all[i].typed);
		collect_fini(&c);
	}
}

static void
attached__the_caption_is_what_was_written(void **state)
{
	struct collect c;

	(void)state;
	assert_text(
	    read_text(&c, false, "IMG-20240324-WA0003.jpg (file attached)\nsaw you\ntoday")->body,
	    "saw you\ntoday");
	collect_fini(&c);
	assert_text(read_text(&c, true, "saw you " LRM "<attached: a.jpg>")->body, "saw you");
	collect_fini(&c);
}

static void
attached__a_path_is_never_looked_for(void **state)
{
	static const struct {
		const char *text, *name;
	} all[] = {
	    {"../../home/me/diary.jpg (file attached)", "_._.._home_me_diary.jpg"},
	    {"C:\\x\\y.jpg (file attached)", "C:_x_y.jpg"},
	    {".hidden.jpg (file attached)", "_hidden.jpg"},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		const struct record *r = read_text(&c, false, all[i].text);

		assert_int_equal(r->attachments[0].source, ATTACHMENT_MISSING);
		assert_null(memchr(r->attachments[0].name.p, '/', r->attachments[0].name.n));
		assert_null(memchr(r->attachments[0].name.p, '\\', r->attachments[0].name.n));
		assert_true(r->attachments[0].name.p[0] != '.');
		assert_non_null(record_doubt(r, "unsafe-name"));
		collect_fini(&c);
	}
}

static void
omitted__is_a_missing_attachment(void **state)
{
	static const struct {
		bool iphone;
		const char *text, *name;
	} all[] = {
	    {false, "<Media omitted>", NULL},
	    {false, "<Multimedia omitido>", NULL},
	    {true, LRM "image omitted", NULL},
	    {true, LRM "Contact card omitted", NULL},
	    {true, LRM "Bild weggelassen", NULL},
	    {true, LRM "letter.pdf " BULLET " " LRM "2 pages " LRM "document omitted",
		"letter.pdf"},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		const struct record *r = read_text(&c, all[i].iphone, all[i].text);

		if (r->attachments_count != 1)
			fail_msg("nothing missing: %s\n", all[i].text);
		assert_int_equal(r->attachments[0].source, ATTACHMENT_MISSING);
		if (all[i].name != NULL)
			assert_text(r->attachments[0].name, all[i].name);
		collect_fini(&c);
	}
}

static void
notes__become_marks(void **state)
{
	static const struct {
		bool iphone;
		const char *text, *mark;
		enum record_kind kind;
	} all[] = {
	    {false, "This message was deleted", "deleted", KIND_MESSAGE},
	    {false, "You deleted this message", "deleted", KIND_MESSAGE},
	    {true, LRM "This message was deleted.", "deleted", KIND_MESSAGE},
	    {true, LRM "This message was deleted by admin B.", "deleted", KIND_MESSAGE},
	    {true, LRM "View once photo omitted", "view-once", KIND_MESSAGE},
	    {false, "Waiting for this message", "waiting", KIND_MESSAGE},
	    {false, "Waiting for this message. This may take a while.", "waiting", KIND_MESSAGE},
	    {false, "View once photo", "view-once", KIND_MESSAGE},
	    {false, "<View once voice message omitted>", "view-once", KIND_MESSAGE},
	    {false, "live location shared", "live-location", KIND_MESSAGE},
	    {false, "POLL:\nWhere is she?\nOPTION: home (1 vote)", "poll", KIND_MESSAGE},
	    {true, LRM "Missed voice call, " LRM "Tap to call back", "missed", KIND_CALL},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		const struct record *r = read_text(&c, all[i].iphone, all[i].text);

		if (!record_marked(r, all[i].mark))
			fail_msg("not %s: %s\n", all[i].mark, all[i].text);
		assert_int_equal(r->kind, all[i].kind);
		assert_text(r->from.name, "A");
		collect_fini(&c);
	}
}

static void
edited__leaves_the_words(void **state)
{
	struct collect c;
	const struct record *r = read_text(&c, false, "I'll be outside <This message was edited>");

	(void)state;
	assert_text(r->body, "I'll be outside");
	assert_true(record_marked(r, "edited"));
	assert_text(record_claim(r, "mark-text"), "<This message was edited>");
	collect_fini(&c);
	r = read_text(&c, true, "outside\nnow " LRM "<This message was edited>");
	assert_text(r->body, "outside\nnow");
	assert_true(record_marked(r, "edited"));
	collect_fini(&c);
}

static void
place__is_a_claim_of_the_message(void **state)
{
	struct collect c;
	const struct record *r = read_text(
	    &c, false, "location: https://maps.google.com/?q=51.501364,-0.141890");

	(void)state;
	assert_text(r->place, "51.501364,-0.141890");
	assert_text(r->body, "location: https://maps.google.com/?q=51.501364,-0.141890");
	assert_true(record_marked(r, "location"));
	collect_fini(&c);
}

static void
null__may_be_the_word(void **state)
{
	struct collect c;
	const struct record *r = read_text(&c, false, "null");

	(void)state;
	assert_text(r->body, "null");
	assert_non_null(record_doubt(r, "null-text"));
	collect_fini(&c);
}

static void
call__has_its_length(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds;
	} all[] = {
	    {LRM "Voice call, " LRM "42 sec", 42},
	    {LRM "Video call, " LRM "5 min", 300},
	    {LRM "Voice call. " LRM "1 hr 5 min", 3900},
	    {LRM "Voice call, " LRM "No answer", -1},
	    {LRM "Voice call, " LRM "99999999999999999999 hr", -1},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		const struct record *r = read_text(&c, true, all[i].text);

		assert_int_equal(r->kind, KIND_CALL);
		assert_int_equal(r->duration_s, all[i].seconds);
		collect_fini(&c);
	}
}

static void
forged__words_typed_on_an_iphone_stay_words(void **state)
{
	static const char *const all[] = {"This message was deleted.", "image omitted",
	    "<attached: a.jpg>", "Missed voice call", "outside now <This message was edited>",
	    "Location: https://maps.google.com/?q=51.5,-0.1", "POLL:\nx\nOPTION: y"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		const struct record *r = read_text(&c, true, all[i]);

		assert_int_equal(r->kind, KIND_MESSAGE);
		assert_int_equal(r->marks_count, 0);
		assert_int_equal(r->attachments_count, 0);
		assert_text(r->body, all[i]);
		collect_fini(&c);
	}
}

static void
words__of_a_person_are_left_alone(void **state)
{
	static const char *const all[] = {"I saw (you)", "see <b>", "a.jpg (not this one)", "(",
	    ")", ">", "<", "x: <y>", "this image omitted nothing", "null and void",
	    "View once photo of your daughter", "Waiting for this message to be read, are you",
	    "https://maps.google.com/?q=1,2 is where", "1 < 2 > 0", "()", "x ()"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		const struct record *r = read_text(&c, false, all[i]);

		assert_int_equal(r->kind, KIND_MESSAGE);
		assert_int_equal(r->attachments_count, 0);
		assert_int_equal(r->marks_count, 0);
		assert_text(r->body, all[i]);
		collect_fini(&c);
	}
}

static void
attached__a_name_without_ending(void **state)
{
	static const char *const all[] = {
	    LRM "AUD-20190101-WA0000. (file attached)", "DOC-20240324-WA0005. (file attached)"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		const struct record *r = read_text(&c, false, all[i]);

		assert_int_equal(r->attachments_count, 1);
		assert_int_equal(r->attachments[0].name.n, 20);
		assert_null(r->body.p);
		collect_fini(&c);
	}
	assert_int_equal(
	    read_text(&c, false, "AUD-20190101-WA0000.. (file attached)")->attachments_count, 0);
	collect_fini(&c);
}

static void
attached__the_title_of_a_document_is_no_caption(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	r = read_text(&c, true, "Template.docx " LRM "<attached: 00000004-Template.docx>");
	assert_null(r->body.p);
	assert_null(record_doubt(r, "sender-unclear"));
	collect_fini(&c);
	r = read_text(&c, true, "I know.docx " LRM "<attached: 00000004-Template.docx>");
	assert_text(r->body, "I know.docx");
	collect_fini(&c);
}

static void
attached__behind_a_caption_of_several_lines(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	r = read_text(&c, true, "first\nsecond " LRM "<attached: a.jpg>");
	assert_text(r->attachments[0].name, "a.jpg");
	assert_text(r->body, "first\nsecond");
	collect_fini(&c);
	assert_int_equal(
	    read_text(&c, true, "first\nsecond <attached: a.jpg>")->attachments_count, 0);
	collect_fini(&c);
}

static void
attached__words_of_more_languages(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	r = read_text(&c, false,
	    "dopis.pdf (soubor byl p\xc5\x99ilo\xc5\xbe"
	    "en)");
	assert_text(r->attachments[0].name, "dopis.pdf");
	assert_non_null(record_doubt(r, "told-by-words"));
	collect_fini(&c);
}

static void
omitted__with_words_around_it(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	r = read_text(&c, false, "<Media omitted>\nI know where you live");
	assert_int_equal(r->attachments_count, 1);
	assert_text(r->body, "I know where you live");
	assert_text(record_claim(r, "mark-text"), "<Media omitted>");
	collect_fini(&c);
	r = read_text(&c, true, "letter.pdf " BULLET " " LRM "2 pages " LRM "document omitted");
	assert_text(r->attachments[0].name, "letter.pdf");
	assert_null(r->body.p);
	collect_fini(&c);
	r = read_text(&c, true, "look at this " LRM "image omitted");
	assert_int_equal(r->attachments_count, 1);
	assert_text(r->body, "look at this");
	collect_fini(&c);
	assert_int_equal(read_text(&c, true, "letter.pdf " BULLET " 2 pages document omitted")
			     ->attachments_count,
	    0);
	collect_fini(&c);
}

static void
edited__caption(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	r = read_text(&c, false,
	    LRM "IMG-20240324-WA0003.jpg (file attached)\nyour door <This message was edited>");
	assert_true(record_marked(r, "edited"));
	assert_text(r->body, "your door");
	assert_int_equal(r->attachments_count, 1);
	collect_fini(&c);
}

static void
place__with_its_name(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	r = read_text(&c, false,
	    "Helsinki\nHelsinki\nlocation: https://maps.google.com/?q=60.16785,24.95296");
	assert_true(record_marked(r, "location"));
	assert_text(r->place, "60.16785,24.95296");
	assert_true(slice_starts(slice_of_text(r->body), "Helsinki\nHelsinki\nlocation"));
	collect_fini(&c);
	r = read_text(&c, false, "a\nb\nc\nlocation: https://maps.google.com/?q=60.1,24.9");
	assert_null(r->place.p);
	collect_fini(&c);
}

/* Android marks none of its notes: whoever reads such a record is told that anybody can type them.
 */
static void
forged__words_typed_on_android_are_doubted(void **state)
{
	static const struct {
		const char *text, *mark, *body; /* body: what stays of the words; NULL: nothing */
	} all[] = {
	    {"live location shared", "live-location", NULL},
	    {"This message was deleted", "deleted", NULL},
	    {"You deleted this message", "deleted", NULL},
	    {"Waiting for this message", "waiting", NULL},
	    {"I'll be outside <This message was edited>", "edited", "I'll be outside"},
	    {"View once photo", "view-once", "View once photo"},
	    {"POLL:\nshall I come\nOPTION: yes", "poll", "POLL:\nshall I come\nOPTION: yes"},
	    {"location: https://maps.google.com/?q=51.5,-0.1", "location",
		"location: https://maps.google.com/?q=51.5,-0.1"},
	    {"image omitted", NULL, "image omitted"},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		const struct record *r = read_text(&c, false, all[i].text);

		if (record_doubt(r, "told-by-words") == NULL)
			fail_msg("not doubted: %s\n", all[i].text);
		if (all[i].mark != NULL)
			assert_true(record_marked(r, all[i].mark));
		if (all[i].body != NULL)
			assert_text(r->body, all[i].body);
		else
			assert_null(r->body.p);
		collect_fini(&c);
	}
}

/* A doubt at each of them would say nothing: they stand in every export without files. */
static void
omitted__in_brackets_is_not_doubted(void **state)
{
	static const char *const all[] = {"<Media omitted>", "<Medien ausgeschlossen>",
	    "<Media jätettiin pois>", "<省略多媒体文件>", "‹省略多媒体文件>", "‹忽略多媒體檔>",
	    "<Media har utelämnats>", "<View once voice message omitted>"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		const struct record *r = read_text(&c, false, all[i]);

		if (r->attachments_count != 1)
			fail_msg("nothing missing: %s\n", all[i]);
		assert_int_equal(r->doubts_count, 0);
		assert_text(record_claim(r, "mark-text"), all[i]);
		assert_null(r->body.p);
		collect_fini(&c);
	}
}

static void
note__in_brackets_that_is_not_known_is_doubted(void **state)
{
	static const char *const all[] = {"<words of a language>", "‹words of another›"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		const struct record *r = read_text(&c, false, all[i]);

		assert_non_null(record_doubt(r, "mark-unknown"));
		assert_text(r->body, all[i]);
		assert_int_equal(r->attachments_count, 0);
		collect_fini(&c);
	}
	assert_null(record_doubt(read_text(&c, true, all[0]), "mark-unknown"));
	collect_fini(&c);
}

static void
deleted__by_you_is_said_to_the_owner_alone(void **state)
{
	static const char chat[] = "24/03/2024, 21:05 - Daniel: You deleted this message\n"
				   "24/03/2024, 21:06 - Maya: You deleted this message\n";
	struct reading_options options = {.me = TEXT_LITERAL("Maya")};
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(collect_slice(&c, &whatsapp_txt_format, SLICE_LITERAL(chat), &options), &c.err);
	assert_int_equal(c.records[0].marks_count, 0);
	assert_text(c.records[0].body, "You deleted this message");
	assert_true(record_marked(&c.records[1], "deleted"));
	assert_null(c.records[1].body.p);
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(attached__is_found_by_words_or_by_shape),
	    cmocka_unit_test(attached__the_caption_is_what_was_written),
	    cmocka_unit_test(attached__a_path_is_never_looked_for),
	    cmocka_unit_test(omitted__is_a_missing_attachment),
	    cmocka_unit_test(notes__become_marks),
	    cmocka_unit_test(edited__leaves_the_words),
	    cmocka_unit_test(place__is_a_claim_of_the_message),
	    cmocka_unit_test(null__may_be_the_word),
	    cmocka_unit_test(call__has_its_length),
	    cmocka_unit_test(forged__words_typed_on_an_iphone_stay_words),
	    cmocka_unit_test(forged__words_typed_on_android_are_doubted),
	    cmocka_unit_test(omitted__in_brackets_is_not_doubted),
	    cmocka_unit_test(note__in_brackets_that_is_not_known_is_doubted),
	    cmocka_unit_test(deleted__by_you_is_said_to_the_owner_alone),
	    cmocka_unit_test(words__of_a_person_are_left_alone),
	    cmocka_unit_test(attached__a_name_without_ending),
	    cmocka_unit_test(attached__the_title_of_a_document_is_no_caption),
	    cmocka_unit_test(attached__behind_a_caption_of_several_lines),
	    cmocka_unit_test(attached__words_of_more_languages),
	    cmocka_unit_test(omitted__with_words_around_it),
	    cmocka_unit_test(edited__caption),
	    cmocka_unit_test(place__with_its_name),
	};

	return cmocka_run_group_tests_name("read_whatsapp_mark", tests, NULL, NULL);
}
