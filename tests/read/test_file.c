/* tests/read/test_file.c
 * Any other file is kept and named. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

#define BYTES(literal)                                                                             \
	{                                                                                          \
		(const uint8_t *)(literal), sizeof(literal) - 1                                    \
	}

static void
file__gives_one_record_without_a_time(void **state)
{
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(collect_slice(&c, &file_format, SLICE_LITERAL("%PDF-1.4"), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 1);
	assert_int_equal(c.records[0].kind, KIND_DOCUMENT);
	assert_int_equal(c.records[0].when.basis, BASIS_NONE);
	assert_text(c.records[0].attachments[0].type, "application/pdf");
	collect_fini(&c);
}

static void
file__takes_an_empty_file(void **state)
{
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(collect_slice(&c, &file_format, SLICE_LITERAL(""), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 1);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "empty-file"), 1);
	collect_fini(&c);
	collect_init(&c);
	assert_ok(collect_slice(&c, &file_format, SLICE_LITERAL("x"), NULL), &c.err);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, NULL), 0);
	collect_fini(&c);
}

static void
file__names_sound_by_its_first_bytes(void **state)
{
	static const struct {
		const char *bytes, *type;
	} files[] = {
	    {"\xff\xfb\x90\x64 and so on", "audio/mpeg"},
	    {"\xff\xf3\x40\xc4 and so on", "audio/mpeg"},
	    {"ID3\x04 and so on", "audio/mpeg"},
	    {"\xff\xfe\x41\x42 little-endian text", NULL},
	    {"\xff\xfb\xf0\x64 no such bit rate", NULL},
	    {"OggS a recording", "audio/ogg"},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		collect_init(&c);
		assert_ok(collect_slice(&c, &file_format,
			      slice_of(files[i].bytes, strlen(files[i].bytes)), NULL),
		    &c.err);
		assert_int_equal(
		    c.records[0].kind, files[i].type != NULL ? KIND_AUDIO : KIND_DOCUMENT);
		if (files[i].type != NULL)
			assert_text(c.records[0].attachments[0].type, files[i].type);
		else
			assert_null(c.records[0].attachments[0].type.p);
		collect_fini(&c);
	}
}

/* An archive whose first bytes are gone, or that never came whole. */
static void
file__that_does_not_begin_as_its_name_is_doubted(void **state)
{
	static const struct {
		const char *name, *bytes;
		int doubts;
	} files[] = {{"backup.tgz", "xxxxxx", 1}, {"IMG_0001.JPG", "<html>Sign in</html>", 1},
	    {"notes", "xxxxxx", 0}, {"zip", "xxxxxx", 0}, {"tgz.txt", "xxxxxx", 0},
	    {"letter.pdf", "%PDF-1.4", 0}, {"letter.jpg", "%PDF-1.4", 0}, {"empty.zip", "", 0}};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct reading_options options = {.name = text_of_c(files[i].name)};

		collect_init(&c);
		assert_ok(collect_slice(&c, &file_format,
			      slice_of(files[i].bytes, strlen(files[i].bytes)), &options),
		    &c.err);
		assert_int_equal(
		    collect_notes(&c, NOTE_DOUBT, "name-differs-from-content"), files[i].doubts);
		assert_int_equal(c.count, 1);
		collect_fini(&c);
	}
}

/* What is whole and is not read is not called damaged: what to do with it is said instead. */
static void
file__that_is_not_opened_says_what_to_do(void **state)
{
	static const struct {
		const char *name;
		struct slice bytes;
		enum note_kind kind;
		const char *code;
	} files[] = {
	    {"r.rar", BYTES("Rar!\x1a\x07\1\0 and so on"), NOTE_UNREAD, "packed-not-read"},
	    {"old.rar", BYTES("Rar!\x1a\x07\0 and so on"), NOTE_UNREAD, "packed-not-read"},
	    {"e.eml.gz", BYTES("\x1f\x8b\x08 and so on"), NOTE_UNREAD, "packed-not-read"},
	    {"viber.db", BYTES("SQLite format 3\0 and so on"), NOTE_DOUBT, "database-unknown"},
	    {"msgstore.db.crypt15", BYTES("locked"), NOTE_UNREAD, "whatsapp-locked"},
	    {"wa.db.CRYPT14", BYTES("locked"), NOTE_UNREAD, "whatsapp-locked"},
	    {"chats.7z.001", BYTES("part"), NOTE_UNREAD, "split-not-read"},
	    {"Manifest.mbdb", BYTES("mbdb\5\0 and so on"), NOTE_UNREAD, "backup-list-old"},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct reading_options options = {.name = text_of_c(files[i].name)};

		collect_init(&c);
		assert_ok(collect_slice(&c, &file_format, files[i].bytes, &options), &c.err);
		assert_string_equal(c.broken, "");
		assert_int_equal(c.count, 1);
		assert_int_equal(collect_notes(&c, files[i].kind, files[i].code), 1);
		assert_int_equal(collect_notes(&c, NOTE_DOUBT, "name-differs-from-content"), 0);
		collect_fini(&c);
	}
}

/* A name alone decides nothing about bytes that say what they are. */
static void
file__with_an_ending_of_whatsapps_is_what_it_is(void **state)
{
	static const char *const names[] = {"crypt15", "letter.crypt", "letter.crypt99"};
	struct reading_options options = {.name = TEXT_LITERAL("letter.crypt15")};
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(collect_slice(&c, &file_format, SLICE_LITERAL("%PDF-1.4"), &options), &c.err);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		options.name = text_of_c(names[i]);
		collect_init(&c);
		assert_ok(
		    collect_slice(&c, &file_format, SLICE_LITERAL("xxxxxx"), &options), &c.err);
		assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
		collect_fini(&c);
	}
}

/* What services hand out by default is told from pages and texts of other kinds. */
static void
file__a_chat_in_another_form_says_what_to_ask_for(void **state)
{
	static const struct {
		const char *bytes, *page;
	} rows[] = {
	    {"<html><div class=\"page_wrap\"><div class=\"page_body chat_page\">", "telegram.md"},
	    {"<html><div class=chatlog__message-group>", "discord.md"},
	    {"=====\r\nGuild: Direct Messages\r\nChannel: danr\r\n=====\r\n", "discord.md"},
	    {">>> Chat History with dan_r::\n2024-03-24 21:05:07 UTC\n", "tiktok.md"},
	    {"<html><title>Chat History with danr</title><div class=\"rightpanel\">",
		"snapchat.md"},
	    {"<html><body>chat_page</body></html>", NULL},
	    {"I have the Chat History with him.", NULL},
	};
	const struct collect_note *note;
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		collect_init(&c);
		assert_ok(collect_slice(&c, &file_format,
			      slice_of(rows[i].bytes, strlen(rows[i].bytes)), NULL),
		    &c.err);
		assert_string_equal(c.broken, "");
		assert_int_equal(c.count, 1);
		note = collect_note(&c, NOTE_UNREAD, "chat-not-read");
		assert_int_equal(note != NULL, rows[i].page != NULL);
		if (note != NULL)
			assert_true(slice_find(slice_of_text(note->detail),
					slice_of(rows[i].page, strlen(rows[i].page))) != SIZE_MAX);
		collect_fini(&c);
	}
}

static void
file__lines_copied_out_of_a_chat_are_said(void **state)
{
	static const struct {
		const char *text;
		size_t said;
	} all[] = {
	    {"[24/03, 21:05] Daniel Reed: where are you\n[24/03, 21:06] Daniel Reed: answer me", 1},
	    {"from him\r\n\r\n[3/24, 9:05 PM] Daniel Reed: where\r\nare you\r\n"
	     "\xe2\x80\x8e[3/24, 9:06 PM] +44 7700 900202: answer\r\n",
		1},
	    {"[24/03, 21:05] Daniel Reed: where are you\nand nothing more", 0},
	    {"[1] A book: of notes\n[2] Another: book", 0},
	    {"[24/03, 21:05] he rang\n[24/03, 21:06] he rang again", 0},
	    {"[24/03, 21:05] http://example.org\n[24/03, 21:06] http://example.org", 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		struct collect c;

		collect_init(&c);
		assert_ok(collect_slice(
			      &c, &file_format, slice_of(all[i].text, strlen(all[i].text)), NULL),
		    &c.err);
		assert_int_equal(c.count, 1);
		assert_int_equal(collect_notes(&c, NOTE_UNREAD, "chat-copied"), all[i].said);
		collect_fini(&c);
	}
}

static void
file__a_chat_written_like_a_log_is_said_with_the_command(void **state)
{
	static const char chat[] = "[2024-03-24 21:05:07] Daniel Reed: where are you\n"
				   "[2024-03-24 21:06:07] Maya Okafor: leave me alone\n";
	const struct collect_note *note;
	struct collect c;

	(void)state;
	assert_ptr_equal(format_of_head(SLICE_LITERAL(chat)), &file_format);
	collect_init(&c);
	assert_ok(collect_slice(&c, &file_format, SLICE_LITERAL(chat), NULL), &c.err);
	note = collect_note(&c, NOTE_UNREAD, "chat-or-log");
	assert_non_null(note);
	assert_true(slice_find(slice_of_text(note->detail),
			SLICE_LITERAL("--format whatsapp-txt")) != SIZE_MAX);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 1);
	collect_fini(&c);
}

static void
file__json_in_utf16_is_said(void **state)
{
	static const char little[] = "\xff\xfe{\0\r\0\n\0\"\0n\0\"\0:\0001\0}";
	static const char big[] = "\xfe\xff\0[\0{\0\"\0n\0\"\0:\0001\0}\0]";
	static const char words[] = "\xff\xfeH\0i\0";
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(collect_slice(&c, &file_format, slice_of(little, sizeof little), NULL), &c.err);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "json-in-utf16"), 1);
	collect_fini(&c);
	collect_init(&c);
	assert_ok(collect_slice(&c, &file_format, slice_of(big, sizeof big - 1), NULL), &c.err);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "json-in-utf16"), 1);
	collect_fini(&c);
	collect_init(&c);
	assert_ok(collect_slice(&c, &file_format, slice_of(words, sizeof words - 1), NULL), &c.err);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);
}

static void
file__does_not_depend_on_the_pieces(void **state)
{
	(void)state;
	hard_pieces(&file_format, SLICE_LITERAL("%PDF-1.7 and words"));
	hard_pieces(&file_format, SLICE_LITERAL("SQLite format 3\0 and more"));
	hard_pieces(&file_format, SLICE_LITERAL("\x89PNG\r\n\x1a\n and no more"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(file__a_chat_in_another_form_says_what_to_ask_for),
	    cmocka_unit_test(file__lines_copied_out_of_a_chat_are_said),
	    cmocka_unit_test(file__a_chat_written_like_a_log_is_said_with_the_command),
	    cmocka_unit_test(file__json_in_utf16_is_said),
	    cmocka_unit_test(file__gives_one_record_without_a_time),
	    cmocka_unit_test(file__does_not_depend_on_the_pieces),
	    cmocka_unit_test(file__takes_an_empty_file),
	    cmocka_unit_test(file__names_sound_by_its_first_bytes),
	    cmocka_unit_test(file__that_is_not_opened_says_what_to_do),
	    cmocka_unit_test(file__with_an_ending_of_whatsapps_is_what_it_is),
	    cmocka_unit_test(file__that_does_not_begin_as_its_name_is_doubted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
