/* tests/read/test_zip.c
 * Zips: an export of WhatsApp with its media, bundles of other things, and zips made to do harm. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "read/formats/zip.h"
#include "tests/read/collect.h"
#include "tests/read/zip_make.h"

#define JPEG "\xff\xd8\xff\xe0 a picture"
#define OGG  "OggS a recording"
#define PDF  "%PDF-1.4 a letter"
#define CHAT                                                                                       \
	"24/03/2024, 21:05 - Daniel Reed: hi\n"                                                    \
	"24/03/2024, 21:06 - Maya: no\n"

static void
read_zip(struct collect *c, struct zip_make *make, const struct reading_options *options)
{
	collect_init(c);
	assert_ok(collect_slice(c, &zip_format, zip_make_end(make), options), &c->err);
	assert_string_equal(c->broken, "");
	zip_make_fini(make);
}

static void
read_parts(struct collect *c, const struct zip_part *parts, size_t count)
{
	struct zip_make make;

	zip_make_init(&make);
	for (size_t i = 0; i < count; i++)
		zip_make_add(&make, &parts[i]);
	read_zip(c, &make, NULL);
}

static const struct record *
of_kind(const struct collect *c, enum record_kind kind, size_t nth)
{
	size_t i = 0;

	while (i < c->count && (c->records[i].kind != kind || nth-- != 0))
		i++;
	assert_true(i < c->count);
	return &c->records[i];
}

/* -- what nobody reads -- */

/* An entry that no reader takes is told of as a file of its own would be. */
static void
zip__says_of_files_that_nobody_reads_what_a_file_alone_does(void **state)
{
	static const struct {
		enum note_kind kind;
		const char *code, *name;
	} said[] = {
	    {NOTE_UNREAD, "whatsapp-locked", "Databases/msgstore.db.crypt14: "},
	    {NOTE_UNREAD, "split-not-read", "chats.zip.001: "},
	    {NOTE_DOUBT, "empty-file", "empty.txt: "},
	    {NOTE_DOUBT, "name-differs-from-content", "IMG_1.jpg: "},
	    {NOTE_DOUBT, "broken-json", "json/chat_history.json: "},
	};
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(collect_file(&c, &zip_format, "tests/corpora/zip/good/files-nobody-reads", NULL),
	    &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 8);
	for (size_t i = 0; i < COUNT_OF(said); i++) {
		assert_int_equal(collect_notes(&c, said[i].kind, said[i].code), 1);
		assert_true(slice_starts(
		    slice_of_text(collect_note(&c, said[i].kind, said[i].code)->detail),
		    said[i].name));
	}
	/* The one in gzip, and the one in RAR. */
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "packed-not-read"), 2);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 4);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, NULL), 3);
	collect_fini(&c);
}

/* What a message names has no record of its own, and is told of all the same, once. */
static void
whatsapp__an_attachment_that_nobody_reads_is_told_of(void **state)
{
	struct zip_make make;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	zip_make_text(&make, "_chat.txt", "[24/03/2024, 21:05:07] Dan: <attached: all.rar>\n" CHAT);
	zip_make_text(&make, "all.rar", "Rar!\x1a\x07\1 and so on");
	read_zip(&c, &make, NULL);
	assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_EXTRACTED);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "packed-not-read"), 1);
	collect_fini(&c);
}

static void
inner__zip_that_is_not_opened_is_said_to_be_packed(void **state)
{
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(collect_file(&c, &zip_format, "tests/corpora/zip/good/zip-in-zip-in-zip", NULL),
	    &c.err);
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].inside, "outer.zip/inner.zip");
	assert_non_null(record_doubt(&c.records[0], "not-understood"));
	assert_int_equal(c.records[1].doubts_count, 0);
	assert_true(slice_starts(slice_of_text(collect_note(&c, NOTE_UNREAD, "zip-entry")->detail),
	    "outer.zip: inner.zip: packed in an archive"));
	collect_fini(&c);
}

/* -- recordings -- */
#define AMR "#!AMR\n\x7c\x7c\x7c"

static void
zip__reads_recordings_that_nobody_names(void **state)
{
	struct zip_make make;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	zip_make_text(&make, "voice/1.amr", AMR);
	zip_make_text(&make, "voice/2.opus", OGG);
	read_zip(&c, &make, NULL);
	assert_int_equal(c.count, 2);
	assert_int_equal(c.extracts_count, 2);
	assert_int_equal(c.records[0].kind, KIND_AUDIO);
	assert_text(c.records[0].channel, "audio");
	assert_text(c.records[0].inside, "voice/1.amr");
	assert_text(record_claim(&c.records[0], "duration-ms"), "60");
	assert_text(record_claim(&c.records[0], "zip-modified"), "2024-03-24T21:05:44");
	assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_EXTRACTED);
	assert_slice(buf_slice(&c.extracts[0].data), AMR);
	/* Not a recording after all: kept and named as before. */
	assert_text(c.records[1].channel, "file");
	assert_text(c.records[1].attachments[0].type, "audio/ogg");
	collect_fini(&c);
}

static void
whatsapp__recordings_beside_a_chat_stay_attachments(void **state)
{
	struct zip_make make;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	zip_make_text(&make, "WhatsApp Chat with Daniel Reed.txt",
	    "24/03/2024, 21:05 - Daniel Reed: PTT-20240324-WA0004.amr (file attached)\n"
	    "24/03/2024, 21:06 - Maya: no\n");
	zip_make_text(&make, "PTT-20240324-WA0004.amr", AMR);
	zip_make_text(&make, "PTT-20240324-WA0005.amr", AMR);
	read_zip(&c, &make, NULL);
	assert_int_equal(c.count, 3);
	assert_text(c.records[0].attachments[0].type, "audio/amr");
	assert_text(c.records[2].channel, "whatsapp");
	assert_int_equal(c.records[2].kind, KIND_AUDIO);
	assert_null(record_claim(&c.records[2], "duration-ms").p);
	assert_non_null(record_doubt(&c.records[2], "not-named-in-chat"));
	collect_fini(&c);
}

/* -- an export of WhatsApp ------------------------------------------------------------------ */

static void
whatsapp__media_come_before_the_message_that_names_them(void **state)
{
	struct zip_make make;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	zip_make_text(&make, "IMG-20240324-WA0003.jpg", JPEG);
	zip_make_text(&make, "WhatsApp Chat with Daniel Reed.txt",
	    "24/03/2024, 21:05 - Daniel Reed: PTT-20240324-WA0004.opus (file attached)\n"
	    "24/03/2024, 21:06 - Daniel Reed: IMG-20240324-WA0003.jpg (file attached)\n"
	    "24/03/2024, 21:07 - Daniel Reed: IMG-20240324-WA0009.jpg (file attached)\n"
	    "24/03/2024, 21:08 - Maya: IMG-20240324-WA0003.jpg (file attached)\n");
	zip_make_text(&make, "PTT-20240324-WA0004.opus", OGG);
	zip_make_text(&make, "letter.pdf", PDF);
	read_zip(&c, &make, NULL);
	assert_text(c.notes[0].code, "whatsapp-zip");
	assert_int_equal(c.count, 5);
	assert_int_equal(c.extracts_count, 3);
	assert_text(c.extracts[0].name, "PTT-20240324-WA0004.opus");
	assert_text(c.extracts[0].type, "audio/ogg");
	assert_text(c.extracts[1].type, "image/jpeg");
	assert_slice(buf_slice(&c.extracts[1].data), JPEG);
	assert_text(c.records[0].inside, "WhatsApp Chat with Daniel Reed.txt");
	assert_text(c.records[0].conversation, "Daniel Reed");
	assert_int_equal(c.records[0].attachments[0].extract, 0);
	assert_int_equal(c.records[1].attachments[0].extract, 1);
	assert_int_equal(c.records[1].attachments[0].bytes, sizeof JPEG - 1);
	assert_int_equal(
	    c.records[2].attachments[0].source, ATTACHMENT_BESIDE); /* the zip, perhaps */
	assert_int_equal(c.records[3].attachments[0].extract, 1);   /* sent once, named twice */
	/* Nobody names the letter: it is a record of its own, without a time. */
	assert_int_equal(c.records[4].kind, KIND_DOCUMENT);
	assert_text(c.records[4].channel, "whatsapp");
	assert_text(c.records[4].inside, "letter.pdf");
	assert_text(c.records[4].attachments[0].type, "application/pdf");
	assert_int_equal(c.records[4].when.basis, BASIS_NONE);
	assert_text(record_claim(&c.records[4], "zip-modified"), "2024-03-24T21:05:44");
	assert_non_null(record_doubt(&c.records[4], "not-named-in-chat"));
	collect_fini(&c);
}

static void
whatsapp__an_iphone_calls_it_chat(void **state)
{
	struct reading_options options = {.name = TEXT_LITERAL("WhatsApp Chat - Daniel Reed.zip")};
	struct zip_make make;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	zip_make_text(&make, "_chat.txt",
	    "[24/03/2024, 21:05:07] Daniel Reed: \xe2\x80\x8e<attached: a.jpg>\r\n");
	zip_make_text(&make, "a.jpg", JPEG);
	read_zip(&c, &make, &options);
	assert_int_equal(c.count, 1);
	assert_text(c.records[0].conversation, "Daniel Reed");
	assert_text(c.records[0].inside, "_chat.txt");
	assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_EXTRACTED);
	collect_fini(&c);
}

static void
whatsapp__a_chat_is_known_by_its_content(void **state)
{
	struct zip_make make;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	zip_make_text(&make, "from my phone.TXT",
	    "24/03/2024, 21:05 - Messages and calls are "
	    "end-to-end encrypted.\n" CHAT);
	zip_make_text(&make, "_chat.txt", "this is a shopping list\n");
	read_zip(&c, &make, NULL);
	assert_text(c.notes[0].code, "whatsapp-zip");
	assert_int_equal(c.count, 4);
	assert_text(of_kind(&c, KIND_DOCUMENT, 0)->inside, "_chat.txt");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "zip-entry"), 1);
	collect_fini(&c);
}

static void
whatsapp__names_match_composed_or_not(void **state)
{
	struct zip_make make;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	zip_make_text(&make, "_chat.txt",
	    "24/03/2024, 21:05 - A: Caf\xc3\xa9.pdf (file attached)\n"
	    "24/03/2024, 21:05 - A: Lettre a\xcc\x80 D.pdf (file attached)\n"
	    "24/03/2024, 21:05 - A: r\xc3\xa9sum\xc3\xa9.pdf (file attached)\n");
	zip_make_text(&make, "Cafe\xcc\x81.pdf", PDF "1");
	zip_make_text(&make, "Lettre \xc3\xa0 D.pdf", PDF "2");
	zip_make_text(&make, "r\x82sum\x82.pdf", PDF "3"); /* code page 437 */
	read_zip(&c, &make, NULL);
	assert_int_equal(c.count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(c.records[i].attachments[0].source, ATTACHMENT_EXTRACTED);
	assert_slice(buf_slice(&c.extracts[2].data), PDF "3");
	collect_fini(&c);
}

static void
whatsapp__two_chats_keep_their_media_apart(void **state)
{
	struct zip_make make;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	zip_make_text(&make, "one/_chat.txt", "24/03/2024, 21:05 - A: a.jpg (file attached)\n");
	zip_make_text(&make, "one/a.jpg", JPEG "1");
	zip_make_text(&make, "two/_chat.txt", "24/03/2024, 21:05 - B: a.jpg (file attached)\n");
	zip_make_text(&make, "two/a.jpg", JPEG "2");
	read_zip(&c, &make, NULL);
	assert_int_equal(c.count, 2);
	assert_slice(buf_slice(&c.extracts[c.records[0].attachments[0].extract].data), JPEG "1");
	assert_slice(buf_slice(&c.extracts[c.records[1].attachments[0].extract].data), JPEG "2");
	assert_text(c.records[1].inside, "two/_chat.txt");
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "reactions"), 1);
	collect_fini(&c);
}

static void
whatsapp__a_message_cannot_reach_out_of_its_folder(void **state)
{
	struct zip_make make;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	zip_make_text(&make, "one/_chat.txt",
	    "24/03/2024, 21:05 - A: ../two/a.jpg (file attached)\n"
	    "24/03/2024, 21:05 - A: _chat.txt (file attached)\n");
	zip_make_text(&make, "two/a.jpg", JPEG);
	read_zip(&c, &make, NULL);
	assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_MISSING);
	assert_non_null(record_doubt(&c.records[0], "unsafe-name"));
	assert_int_equal(of_kind(&c, KIND_PHOTO, 0)->attachments_count, 1);
	collect_fini(&c);
}

/* -- texts that name files ------------------------------------------------------------------- */

#define TELEGRAM(name)                                                                             \
	"{\"name\":\"Daniel\",\"type\":\"personal_chat\",\"id\":7,\"messages\":[{\"id\":1,"        \
	"\"type\":"                                                                                \
	"\"message\",\"date_unixtime\":\"1711314307\",\"from\":\"Daniel\",\"from_id\":\"user7\","  \
	"\"file\":\"" name "\",\"text\":\"see\"}]}"

static void
names__are_looked_for_beside_and_above(void **state)
{
	struct zip_make make;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	zip_make_text(&make, "all/photos/1.jpg", JPEG "above"); /* before the text that names it */
	zip_make_text(&make, "all/chats/a/result.json", TELEGRAM("photos/1.jpg"));
	zip_make_text(&make, "all/chats/b/result.json", TELEGRAM("photos/1.jpg"));
	zip_make_text(&make, "all/chats/b/photos/1.jpg", JPEG "beside");
	zip_make_text(&make, "all/chats/c/result.json", TELEGRAM("files/38/38abc"));
	zip_make_text(&make, "all/files/38/38abc.jpg", JPEG "by its stem");
	zip_make_text(&make, "all/chats/d/result.json", TELEGRAM("photos/1.jpe"));
	zip_make_text(&make, "all/chats/e/result.json", TELEGRAM("../photos/1.jpg"));
	read_zip(&c, &make, NULL);
	assert_int_equal(c.count, 5); /* and no record for the three pictures */
	assert_slice(
	    buf_slice(&c.extracts[c.records[0].attachments[0].extract].data), JPEG "above");
	assert_slice(
	    buf_slice(&c.extracts[c.records[1].attachments[0].extract].data), JPEG "beside");
	assert_slice(
	    buf_slice(&c.extracts[c.records[2].attachments[0].extract].data), JPEG "by its stem");
	assert_text(c.records[2].attachments[0].name, "files/38/38abc");
	assert_int_equal(c.records[3].attachments[0].source, ATTACHMENT_BESIDE);
	assert_int_equal(c.records[4].attachments[0].source, ATTACHMENT_MISSING);
	assert_non_null(record_doubt(&c.records[4], "unsafe-name"));
	collect_fini(&c);
}

/* -- other zips ----------------------------------------------------------------------------- */

static void
bundle__each_thing_is_kept_or_read(void **state)
{
	static const struct zip_part parts[] = {
	    {.name = "letters/"},
	    {.name = "letters/one.pdf", .data = {(const uint8_t *)PDF, sizeof PDF - 1}},
	    {.name = "chat.log", .data = {(const uint8_t *)CHAT, sizeof CHAT - 1}, .deflate = true},
	    {.name = "nothing.txt"},
	};
	struct collect c;

	(void)state;
	read_parts(&c, parts, COUNT_OF(parts));
	assert_text(c.notes[0].code, "zip");
	assert_int_equal(c.count, 4);
	assert_text(c.records[0].inside, "letters/one.pdf");
	assert_text(c.records[0].attachments[0].name, "one.pdf");
	assert_text(c.records[0].channel, "file");
	assert_text(c.records[1].inside, "chat.log");
	assert_text(c.records[1].body, "hi");
	assert_int_equal(c.records[2].position, 2);
	assert_text(c.records[3].attachments[0].name, "nothing.txt");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);
}

static void
bundle__other_formats_are_read_in_place(void **state)
{
	static const char sms[] =
	    "<?xml version='1.0' encoding='UTF-8'?>\n<smses count=\"1\">\n"
	    "<sms protocol=\"0\" address=\"07700900202\" date=\"1711314307000\" type=\"1\" "
	    "body=\"hello\" read=\"1\" status=\"-1\" />\n</smses>\n";
	static const char mail[] =
	    "From: Daniel <daniel@example.com>\r\nTo: maya@example.com\r\n"
	    "Date: Sun, 24 Mar 2024 21:05:07 +0000\r\nSubject: hi\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
	    "Content-Type: text/plain\r\n\r\nhello\r\n--b\r\nContent-Type: application/pdf\r\n"
	    "Content-Disposition: attachment; filename=a.pdf\r\n\r\n%PDF-1.4\r\n--b--\r\n";
	static const struct zip_part parts[] = {
	    {.name = "0.pdf", .data = {(const uint8_t *)PDF, sizeof PDF - 1}},
	    {.name = "backup/sms.xml",
		.data = {(const uint8_t *)sms, sizeof sms - 1},
		.deflate = true},
	    {.name = "mail/1.eml",
		.data = {(const uint8_t *)mail, sizeof mail - 1},
		.deflate = true},
	};
	struct collect c;

	(void)state;
	read_parts(&c, parts, COUNT_OF(parts));
	assert_int_equal(c.count, 3);
	assert_text(c.records[1].channel, "sms");
	assert_text(c.records[1].body, "hello");
	assert_text(c.records[1].inside, "backup/sms.xml");
	assert_text(c.records[2].channel, "email");
	assert_int_equal(c.extracts_count, 2);
	assert_int_equal(c.records[2].attachments[0].extract, 1);
	assert_memory_equal(c.records[2].inside.p, "mail/1.eml", 10);
	collect_fini(&c);
}

static void
bundle__a_zip_inside_is_opened_once(void **state)
{
	struct zip_make third, second, first;
	struct zip_part part = {.name = "third.zip"};
	struct collect c;

	(void)state;
	zip_make_init(&third);
	zip_make_text(&third, "deep.pdf", PDF);
	part.data = zip_make_end(&third);
	zip_make_init(&second);
	zip_make_text(&second, "_chat.txt", CHAT);
	zip_make_add(&second, &part);
	zip_make_init(&first);
	part = (struct zip_part){
	    .name = "second.zip", .data = zip_make_end(&second), .deflate = true};
	zip_make_add(&first, &part);
	zip_make_text(&first, "z.pdf", PDF);
	read_zip(&c, &first, NULL);
	assert_int_equal(c.count, 4);
	assert_text(c.records[0].inside, "second.zip/_chat.txt");
	assert_text(c.records[2].inside, "second.zip/third.zip");
	assert_text(c.records[2].attachments[0].type, "application/zip");
	assert_int_equal(c.records[2].attachments[0].extract, 0);
	assert_text(c.records[3].inside, "z.pdf");
	assert_int_equal(c.records[3].attachments[0].extract, 1);
	collect_fini(&c);
	zip_make_fini(&second);
	zip_make_fini(&third);
}

static void
bundle__is_read_whatever_way_it_was_written(void **state)
{
	struct collect c;

	(void)state;
	for (unsigned way = 0; way < 8; way++) {
		struct zip_part part = {.name = "_chat.txt",
		    .data = SLICE_LITERAL(CHAT),
		    .deflate = (way & 1) != 0,
		    .late = (way & 2) != 0};
		struct zip_make make;

		zip_make_init(&make);
		make.zip64 = (way & 4) != 0;
		zip_make_add(&make, &part);
		zip_make_text(&make, "a.jpg", JPEG);
		read_zip(&c, &make, NULL);
		assert_int_equal(c.count, 3);
		assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
		collect_fini(&c);
	}
}

static void
bundle__bytes_before_the_zip_do_not_matter(void **state)
{
	struct zip_make make;
	struct collect c;
	struct buf file;
	struct slice zip;

	(void)state;
	zip_make_init(&make);
	zip_make_text(&make, "_chat.txt", CHAT);
	zip = zip_make_end(&make);
	buf_init(&file, 1 << 20);
	buf_put_c(&file, "#!/bin/sh unpack yourself\n");
	buf_put_slice(&file, zip);
	collect_init(&c);
	assert_ok(collect_slice(&c, &zip_format, buf_slice(&file), NULL), &c.err);
	assert_int_equal(c.count, 2);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);
	buf_fini(&file);
	zip_make_fini(&make);
}

static void
probe__leaves_office_documents_whole(void **state)
{
	struct zip_make make;

	(void)state;
	zip_make_init(&make);
	zip_make_text(&make, "[Content_Types].xml", "<Types/>");
	assert_int_equal(zip_format.probe(zip_make_end(&make)), 0);
	zip_make_fini(&make);
	zip_make_init(&make);
	zip_make_text(&make, "word/settings.xml", "<w/>");
	assert_int_equal(zip_format.probe(zip_make_end(&make)), 0);
	zip_make_fini(&make);
	/* Somebody's own folder may be called so. */
	zip_make_init(&make);
	zip_make_text(&make, "word/a.jpg", JPEG);
	assert_ptr_equal(format_of_head(zip_make_end(&make)), &zip_format);
	zip_make_fini(&make);
	zip_make_init(&make);
	zip_make_text(&make, "a.jpg", JPEG);
	assert_ptr_equal(format_of_head(zip_make_end(&make)), &zip_format);
	zip_make_fini(&make);
	assert_ptr_equal(format_by_name(TEXT_LITERAL("whatsapp-zip")), &whatsapp_zip_format);
	assert_int_equal(zip_format.probe(SLICE_LITERAL("PK")), 0);
}

/* -- names ---------------------------------------------------------------------------------- */

static void
name__is_a_label_and_never_a_path(void **state)
{
	static const struct {
		const char *raw, *label;
		bool unsafe, guessed, folder;
	} all[] = {
	    {"a.jpg", "a.jpg", false, false, false},
	    {"one/two/a.jpg", "one/two/a.jpg", false, false, false},
	    {"one/", "one", false, false, true},
	    {"../../etc/passwd", "__/__/etc/passwd", true, false, false},
	    {"one/../../a", "one/__/__/a", true, false, false},
	    {"/etc/passwd", "etc/passwd", true, false, false},
	    {"//x/y", "x/y", true, false, false},
	    {"C:\\Windows\\a.txt", "C_/Windows/a.txt", true, false, false},
	    {"one\\two.txt", "one/two.txt", true, false, false},
	    {"./a.jpg", "a.jpg", false, false, false},
	    {"a\nb\x7f", "a_b_", true, false, false},
	    {"Caf\xc3\xa9", "Caf\xc3\xa9", false, false, false},
	    {"Caf\x82", "Caf\xc3\xa9", false, true, false},
	    {"", "_", false, false, false},
	    {"/", "_", true, false, true},
	    {"..", "__", true, false, false},
	    {"photo\u202egpj.exe", "photo\u202egpj.exe", true, false, false},
	    {"a\u2067b.jpg", "a\u2067b.jpg", true, false, false},
	};
	struct arena arena;

	(void)state;
	arena_init(&arena, 1 << 20);
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		struct bundle_name name;

		assert_true(
		    bundle_name_read(&arena, slice_of(all[i].raw, strlen(all[i].raw)), &name));
		if (!text_eq_c(name.label, all[i].label))
			fail_msg("%s: %.*s\n", all[i].raw, (int)name.label.n, name.label.p);
		assert_int_equal(name.unsafe, all[i].unsafe);
		assert_int_equal(name.guessed, all[i].guessed);
		assert_int_equal(name.folder, all[i].folder);
	}
	arena_fini(&arena);
}

static void
name__with_nul_or_without_end_is_cleaned(void **state)
{
	struct arena arena;
	struct bundle_name name;
	struct buf raw;

	(void)state;
	arena_init(&arena, 1 << 20);
	assert_true(bundle_name_read(&arena, slice_of("a\0.jpg", 6), &name));
	assert_text(name.label, "a_.jpg");
	assert_true(name.unsafe);
	buf_init(&raw, 1 << 20);
	for (size_t i = 0; i < 65535; i++)
		buf_put_byte(&raw, 0x82);
	assert_true(bundle_name_read(&arena, buf_slice(&raw), &name));
	assert_true(name.label.n <= BUNDLE_NAME_MAX_BYTES && name.unsafe);
	buf_fini(&raw);
	arena_fini(&arena);
}

/* A photograph is looked into, and sent: its bytes count once. */
static void
budget__an_entry_that_is_read_and_kept_costs_once(void **state)
{
	static const struct reading_options none = {.me = {NULL, 0}};
	uint64_t budget = 2 * (sizeof JPEG - 1);
	struct zip_make make;
	struct collect c;
	struct sink sink;
	struct slice bytes;
	struct source source;

	(void)state;
	zip_make_init(&make);
	zip_make_text(&make, "a.jpg", JPEG);
	zip_make_text(&make, "b.jpg", JPEG);
	bytes = zip_make_end(&make);
	source = source_of_slice(&bytes);
	collect_init(&c);
	sink = collect_sink(&c);
	assert_ok(zip_read_within(&source, &none, &sink, &budget, &c.err), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.extracts_count, 2);
	assert_slice(buf_slice(&c.extracts[1].data), JPEG);
	assert_int_equal(budget, 0);
	collect_fini(&c);
	zip_make_fini(&make);
}

static void
name__unsafe_ones_are_doubted(void **state)
{
	static const struct zip_part parts[] = {
	    {.name = "../../a.pdf", .data = {(const uint8_t *)PDF, sizeof PDF - 1}},
	    {.name = "b\x82.pdf", .data = {(const uint8_t *)PDF, sizeof PDF - 1}},
	};
	struct collect c;

	(void)state;
	read_parts(&c, parts, COUNT_OF(parts));
	assert_text(record_doubt(&c.records[0], "unsafe-name")->detail, "__/__/a.pdf");
	assert_text(c.records[0].attachments[0].name, "a.pdf");
	assert_non_null(record_doubt(&c.records[1], "name-guessed"));
	collect_fini(&c);
}

static void
look__an_entry_may_ask_for_one_beside_it(void **state)
{
	struct zip_make make;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	zip_make_text(&make, "data/direct-messages.js",
	    "window.YTD.direct_messages.part0 = [{\"dmConversation\":{\"conversationId\":\"1-2\","
	    "\"messages\":[{\"messageCreate\":{\"id\":\"7\",\"senderId\":\"1\",\"recipientId\":"
	    "\"2\","
	    "\"text\":\"no\",\"createdAt\":\"2024-03-24T21:05:07.123Z\"}}]}}]");
	zip_make_text(&make, "data/account.js",
	    "window.YTD.account.part0 = [{\"account\":{\"accountId\":\"1\"}}]");
	read_zip(&c, &make, NULL);
	assert_int_equal(of_kind(&c, KIND_MESSAGE, 0)->direction, DIRECTION_OUT);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), 0);
	assert_int_equal(c.count, 2);
	collect_fini(&c);
}

/* -- several parts of one download ------------------------------------------------------------ */

/* A zip of one or two texts, in place; to be given back with zip_make_fini(). */
static struct slice
part_of(struct zip_make *make, const char *name, const char *text, const char *name_2,
    const char *text_2)
{
	zip_make_init(make);
	zip_make_text(make, name, text);
	if (name_2 != NULL)
		zip_make_text(make, name_2, text_2);
	return zip_make_end(make);
}

static void
parts__what_is_named_here_may_be_in_another(void **state)
{
	static const char not_a_zip[] = "PK, but no zip";
	struct slice other = SLICE_LITERAL(not_a_zip), first, second, third;
	struct zip_make make[3];
	struct source parts[3];
	struct reading_options options = {.parts = parts, .parts_count = 3};
	struct collect c;

	(void)state;
	first = part_of(&make[0], "all/chats/a/result.json", TELEGRAM("photos/1.jpg"),
	    "all/chats/b/result.json", TELEGRAM("photos/2.jpg"));
	second = part_of(&make[1], "all/photos/1.jpg", JPEG "one", "all/photos/2.jpg", JPEG "two");
	third = part_of(&make[2], "all/photos/1.jpg", JPEG "one", "all/photos/2.jpg", JPEG "2!!");
	parts[0] = source_of_slice(&other);
	parts[1] = source_of_slice(&second);
	parts[2] = source_of_slice(&third);
	collect_init(&c);
	assert_int_equal(collect_slice(&c, &zip_format, first, &options), OK);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_EXTRACTED);
	assert_slice(buf_slice(&c.extracts[0].data), JPEG "one");
	assert_text(record_doubt(&c.records[0], "file-from-other-part")->detail, "photos/1.jpg");
	/* The two that are called so differ. */
	assert_int_equal(c.extracts_count, 1);
	assert_int_equal(c.records[1].attachments[0].source, ATTACHMENT_BESIDE);
	collect_fini(&c);
	for (size_t i = 0; i < COUNT_OF(make); i++)
		zip_make_fini(&make[i]);
}

static void
parts__damaged_ones_do_no_harm(void **state)
{
	struct zip_make make[2];
	struct slice first, second;
	struct source parts[1];
	struct reading_options options = {.parts = parts, .parts_count = 1};
	struct collect c;

	(void)state;
	first = part_of(&make[0], "chats/a/result.json", TELEGRAM("photos/1.jpg"), NULL, NULL);
	second = part_of(&make[1], "photos/1.jpg", JPEG "one", NULL, NULL);
	for (size_t cut = 0; cut < second.n; cut++) {
		struct slice half = slice_of(second.p, cut);

		parts[0] = source_of_slice(&half);
		collect_init(&c);
		assert_int_equal(collect_slice(&c, &zip_format, first, &options), OK);
		assert_string_equal(c.broken, "");
		assert_int_equal(c.count, 1);
		assert_int_equal(c.extracts_count, 0);
		collect_fini(&c);
	}
	zip_make_fini(&make[0]);
	zip_make_fini(&make[1]);
}

/* -- what an entry's reader sees ------------------------------------------------------------- */

static enum status
give_bytes(void *ctx, struct attachment *attachment, bool *elsewhere, struct err *err)
{
	struct bundle_shared *shared = ctx;

	*elsewhere = attachment->source == ATTACHMENT_BESIDE;
	attachment->source = ATTACHMENT_EXTRACTED;
	attachment->extract = shared->extracts;
	if (bundle_shared_extract_begin(shared, TEXT_NONE, TEXT_NONE, err) != OK)
		return shared->failed;
	return bundle_shared_extract_end(shared, true, err);
}

static void
send(const struct sink *sink, enum attachment_source source, uint32_t extract)
{
	struct attachment a = {.source = source, .extract = extract};
	struct record record;

	record_init(&record);
	record.kind = KIND_PHOTO;
	record.channel = TEXT_LITERAL("photo");
	record.attachments = &a;
	record.attachments_count = 1;
	record.position = 1;
	assert_int_equal(sink->record(sink->ctx, &record, NULL), OK);
}

static void
inner__numbers_and_places_are_those_of_the_zip(void **state)
{
	struct collect c;
	struct sink outer, sink;
	struct bundle_shared shared;
	struct bundle_inner inner;
	uint64_t budget = 0;

	(void)state;
	collect_init(&c);
	outer = collect_sink(&c);
	bundle_shared_init(&shared, &outer, &budget);
	assert_int_equal(bundle_shared_note(&shared, NOTE_FORMAT, "zip", TEXT_NONE, NULL), OK);
	assert_int_equal(bundle_shared_extract_begin(&shared, TEXT_NONE, TEXT_NONE, NULL), OK);
	assert_int_equal(bundle_shared_extract_end(&shared, true, NULL), OK);
	inner = (struct bundle_inner){.shared = &shared,
	    .base = shared.extracts,
	    .inside = TEXT_LITERAL("x/a.jpg"),
	    .fetch = give_bytes,
	    .fetch_ctx = &shared};
	sink = bundle_inner_sink(&inner);
	assert_int_equal(sink.note(sink.ctx, NOTE_FORMAT, "jpeg", TEXT_NONE, 0, NULL), OK);
	assert_int_equal(sink.note(sink.ctx, NOTE_DOUBT, "cut", TEXT_LITERAL("half"), 3, NULL), OK);
	assert_int_equal(sink.extract_begin(sink.ctx, TEXT_NONE, TEXT_NONE, NULL), OK);
	assert_int_equal(sink.extract_end(sink.ctx, true, NULL), OK);
	send(&sink, ATTACHMENT_SELF, 0);
	assert_int_equal(sink.extract_begin(sink.ctx, TEXT_NONE, TEXT_NONE, NULL), OK);
	assert_int_equal(sink.extract_end(sink.ctx, true, NULL), OK);
	send(&sink, ATTACHMENT_EXTRACTED, 0);
	send(&sink, ATTACHMENT_EXTRACTED, 1);
	send(&sink, ATTACHMENT_BESIDE, 0);
	send(&sink, ATTACHMENT_BESIDE, 0);
	assert_int_equal(sink.extract_begin(sink.ctx, TEXT_NONE, TEXT_NONE, NULL), OK);
	assert_int_equal(sink.extract_end(sink.ctx, true, NULL), OK);
	send(&sink, ATTACHMENT_EXTRACTED, 2);
	send(&sink, ATTACHMENT_EXTRACTED, 1);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.records[0].attachments[0].extract, 2); /* itself */
	assert_int_equal(c.records[1].attachments[0].extract, 1);
	assert_int_equal(c.records[2].attachments[0].extract, 3);
	assert_int_equal(c.records[3].attachments[0].extract, 4);
	assert_int_equal(c.records[4].attachments[0].extract, 5);
	assert_int_equal(c.records[5].attachments[0].extract, 6);
	assert_int_equal(c.records[6].attachments[0].extract, 3);
	assert_text(c.records[0].inside, "x/a.jpg");
	assert_null(record_doubt(&c.records[0], "file-from-other-part"));
	assert_non_null(record_doubt(&c.records[3], "file-from-other-part"));
	assert_text(collect_note(&c, NOTE_DOUBT, "cut")->detail, "x/a.jpg: half");
	bundle_inner_fini(&inner);
	bundle_shared_fini(&shared);
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(zip__reads_recordings_that_nobody_names),
	    cmocka_unit_test(whatsapp__recordings_beside_a_chat_stay_attachments),
	    cmocka_unit_test(whatsapp__media_come_before_the_message_that_names_them),
	    cmocka_unit_test(whatsapp__an_iphone_calls_it_chat),
	    cmocka_unit_test(whatsapp__a_chat_is_known_by_its_content),
	    cmocka_unit_test(whatsapp__names_match_composed_or_not),
	    cmocka_unit_test(whatsapp__two_chats_keep_their_media_apart),
	    cmocka_unit_test(names__are_looked_for_beside_and_above),
	    cmocka_unit_test(whatsapp__a_message_cannot_reach_out_of_its_folder),
	    cmocka_unit_test(bundle__each_thing_is_kept_or_read),
	    cmocka_unit_test(bundle__other_formats_are_read_in_place),
	    cmocka_unit_test(bundle__a_zip_inside_is_opened_once),
	    cmocka_unit_test(bundle__is_read_whatever_way_it_was_written),
	    cmocka_unit_test(bundle__bytes_before_the_zip_do_not_matter),
	    cmocka_unit_test(probe__leaves_office_documents_whole),
	    cmocka_unit_test(name__is_a_label_and_never_a_path),
	    cmocka_unit_test(name__with_nul_or_without_end_is_cleaned),
	    cmocka_unit_test(name__unsafe_ones_are_doubted),
	    cmocka_unit_test(look__an_entry_may_ask_for_one_beside_it),
	    cmocka_unit_test(parts__what_is_named_here_may_be_in_another),
	    cmocka_unit_test(parts__damaged_ones_do_no_harm),
	    cmocka_unit_test(inner__numbers_and_places_are_those_of_the_zip),
	    cmocka_unit_test(inner__zip_that_is_not_opened_is_said_to_be_packed),
	    cmocka_unit_test(zip__says_of_files_that_nobody_reads_what_a_file_alone_does),
	    cmocka_unit_test(whatsapp__an_attachment_that_nobody_reads_is_told_of),
	    cmocka_unit_test(budget__an_entry_that_is_read_and_kept_costs_once),
	};

	return cmocka_run_group_tests_name("read_zip", tests, NULL, NULL);
}
