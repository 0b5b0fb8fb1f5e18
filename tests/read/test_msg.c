/* tests/read/test_msg.c
 * Mails of Outlook: who, when, what; and containers that lie.  The files are made by
 * tools/make-msg. */
#include "tests/support/check.h"

#include <stdio.h>

#include "read/formats/cfb.h"
#include "read/formats/formats.h"
#include "read/formats/msg_rtf.h"
#include "tests/read/hard.h"

#define GOOD   "tests/corpora/msg/good/"
#define BAD    "tests/corpora/msg/bad/"
#define FOLDER "../shared/fixtures/email/msg/"

static const struct record *
read_one(struct collect *c, const char *path)
{
	hard_file(c, &msg_format, path, NULL);
	assert_int_equal(c->count, 1);
	assert_text(c->notes[0].code, "msg");
	assert_int_equal(c->records[0].kind, KIND_EMAIL);
	assert_text(c->records[0].channel, "email");
	return &c->records[0];
}

static void
assert_when(const struct record *record, const char *want)
{
	struct buf buf;

	buf_init(&buf, 64);
	assert_int_equal(record->when.basis, BASIS_INSTANT);
	(void)time_put(&buf, record->when.at_us);
	assert_text(buf_text(&buf), want);
	buf_fini(&buf);
}

static void
check_offers(const char *path, const char *names, const char *handles)
{
	struct collect c;

	hard_file(&c, &msg_format, path, NULL);
	assert_text(collect_note(&c, NOTE_QUESTION, "me")->detail, names);
	assert_text(collect_note(&c, NOTE_QUESTION, "me-handles")->detail, handles);
	collect_fini(&c);
}

/* Who only ever received is to be found among them as well. */
static void
msg__offers_the_addresses_of_all_it_names(void **state)
{
	(void)state;
	check_offers(
	    GOOD "plain", "dan@example.org\nmaya@example.org\n", "Daniel Reed\nMaya Okafor\n");
}

static void
msg__the_owner_is_looked_for_among_addresses(void **state)
{
	static const struct {
		const char *path, *me;
		enum direction direction;
	} rows[] = {
	    {GOOD "plain", "maya@example.org", DIRECTION_IN},
	    {GOOD "plain", "Dan@Example.org", DIRECTION_OUT},
	    /* For mail several may be given. */
	    {GOOD "plain", "x@example.org, dan@example.org", DIRECTION_OUT},
	    /* His name shows hers. */
	    {GOOD "name-is-an-address", "maya@example.org", DIRECTION_IN},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct reading_options options = {.me = text_of_c(rows[i].me)};

		hard_file(&c, &msg_format, rows[i].path, &options);
		assert_int_equal(c.records[0].direction, rows[i].direction);
		assert_int_equal(collect_notes(&c, NOTE_DOUBT, "me-not-found"), 0);
		assert_true(c.records[0].doubts_count <= 1);
		collect_fini(&c);
	}
}

static void
msg__says_who_when_and_what(void **state)
{
	struct collect c;
	const struct record *r = read_one(&c, GOOD "plain");

	(void)state;
	assert_when(r, "2024-03-24T21:05:07Z");
	assert_text(r->subject, "Tonight");
	assert_text(r->body, "I know where you are.\r\n");
	assert_text(r->from.handle, "dan@example.org");
	assert_text(r->from.name, "Daniel Reed");
	assert_text(r->to[0].handle, "maya@example.org");
	assert_text(record_claim(r, "delivered-at"), "2024-03-24T21:05:19Z");
	assert_int_equal(r->direction, DIRECTION_UNKNOWN);
	assert_int_equal(r->doubts_count, 0);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), 1);
	collect_fini(&c);
	r = read_one(&c, GOOD "sectors-of-4096");
	assert_int_equal(r->body.n, 15000);
	collect_fini(&c);
}

static void
msg__goes_out_when_the_owner_wrote_it(void **state)
{
	struct reading_options options = {.me = TEXT_LITERAL("dan@example.org")};
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(collect_file(&c, &msg_format, GOOD "plain", &options), &c.err);
	assert_int_equal(c.records[0].direction, DIRECTION_OUT);
	collect_fini(&c);
	options.me = TEXT_LITERAL("maya@example.org");
	collect_init(&c);
	assert_ok(collect_file(&c, &msg_format, GOOD "plain", &options), &c.err);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	collect_fini(&c);
}

static void
msg__keeps_names_and_addresses_apart(void **state)
{
	struct collect c;
	const struct record *r = read_one(&c, GOOD "exchange-sender");

	(void)state;
	assert_text(r->from.handle, "dan@example.org");
	assert_text(record_claim(r, "sender-address"), "/O=EX/OU=X/CN=RECIPIENTS/CN=DREED");
	assert_non_null(record_doubt(r, "delivered-another-day"));
	collect_fini(&c);
	r = read_one(&c, GOOD "exchange-only");
	assert_text(r->from.as_written, "/O=EX/CN=DREED");
	assert_non_null(record_doubt(r, "sender-without-address"));
	collect_fini(&c);
	r = read_one(&c, GOOD "name-is-an-address");
	assert_text(r->from.name, "maya@example.org");
	assert_text(r->from.handle, "dan@example.net");
	assert_non_null(record_doubt(r, "name-looks-like-address"));
	collect_fini(&c);
	r = read_one(&c, GOOD "on-behalf");
	assert_text(r->from.handle, "dan@example.org");
	assert_non_null(record_doubt(r, "no-sender"));
	collect_fini(&c);
	r = read_one(&c, GOOD "recipients");
	assert_int_equal(r->to_count, 4);
	assert_text(r->to[3].handle, "in@example.org");
	assert_text(record_claim(r, "recipient-cc"), "Clerk <clerk@example.org>");
	assert_text(record_claim(r, "recipient-bcc"), "Hidden <hidden@example.org>");
	collect_fini(&c);
}

/* "Sender" is a line that anybody can write. */
static void
msg__is_from_whom_the_sender_represents(void **state)
{
	struct reading_options me = {.me = TEXT_LITERAL("maya@example.org")};
	struct collect c;
	const struct record *r;

	(void)state;
	hard_file(&c, &msg_format, GOOD "sender-is-the-owner", &me);
	r = &c.records[0];
	assert_text(r->from.handle, "dan@example.org");
	assert_text(r->from.name, "Daniel Reed");
	assert_int_equal(r->direction, DIRECTION_IN);
	assert_text(record_claim(r, "sender-address"), "maya@example.org");
	assert_text(record_claim(r, "on-behalf-of-address"), "dan@example.org");
	assert_non_null(record_doubt(r, "sender-unclear"));
	collect_fini(&c);
	hard_file(&c, &msg_format, GOOD "from-is-the-owner", &me);
	r = &c.records[0];
	assert_text(r->from.handle, "maya@example.org");
	assert_int_equal(r->direction, DIRECTION_OUT);
	assert_text(record_doubt(r, "from-may-be-forged")->detail, "Daniel Reed <dan@example.org>");
	collect_fini(&c);
	r = read_one(&c, GOOD "sender-is-the-owner");
	assert_text(r->from.handle, "dan@example.org");
	assert_int_equal(r->direction, DIRECTION_UNKNOWN);
	assert_null(record_doubt(r, "sender-unclear"));
	collect_fini(&c);
	r = read_one(&c, GOOD "mail-within-sent-for");
	assert_text(record_claim(r, "attached-mail-from"), "Daniel Reed <dan@example.org>");
	collect_fini(&c);
}

static void
msg__does_not_take_one_sender_for_two(void **state)
{
	struct reading_options me = {.me = TEXT_LITERAL("maya@example.org")};
	struct collect c;
	const struct record *r;

	(void)state;
	hard_file(&c, &msg_format, GOOD "sender-twice", &me);
	r = &c.records[0];
	assert_text(r->from.handle, "dan@example.org");
	assert_text(r->from.name, "Daniel Reed");
	assert_int_equal(r->direction, DIRECTION_IN);
	assert_int_equal(r->doubts_count, 0);
	collect_fini(&c);
	hard_file(&c, &msg_format, GOOD "exchange-twice", &me);
	r = &c.records[0];
	assert_text(r->from.handle, "dan@example.org");
	assert_int_equal(r->direction, DIRECTION_IN);
	assert_int_equal(r->doubts_count, 0);
	collect_fini(&c);
	hard_file(&c, &msg_format, GOOD "from-is-a-name", &me);
	r = &c.records[0];
	assert_text(r->from.name, "Maya Okafor");
	assert_text(record_claim(r, "sender-address"), "dan@example.org");
	assert_int_equal(r->direction, DIRECTION_UNKNOWN);
	assert_non_null(record_doubt(r, "sender-without-address"));
	collect_fini(&c);
}

static void
msg__path_of_a_sender_is_not_somebody_else(void **state)
{
	struct reading_options me = {.me = TEXT_LITERAL("dreed@example.org")};
	struct collect c;

	(void)state;
	hard_file(&c, &msg_format, GOOD "exchange-only", &me);
	assert_int_equal(c.records[0].direction, DIRECTION_UNKNOWN);
	collect_fini(&c);
	me.me = TEXT_LITERAL("maya@example.org");
	hard_file(&c, &msg_format, GOOD "plain", &me);
	assert_int_equal(c.records[0].direction, DIRECTION_IN);
	collect_fini(&c);
}

/* The page is what most programs show. */
static void
msg__page_that_says_less_is_kept(void **state)
{
	struct collect c;
	const struct record *r = read_one(&c, GOOD "page-says-less");

	(void)state;
	assert_text(r->body, "I know where you live. Come tonight.");
	assert_null(record_claim(r, "alternative").p);
	assert_int_equal(c.extracts_count, 1);
	assert_text(r->attachments[0].name, "body.html");
	assert_non_null(record_doubt(r, "alternatives-differ"));
	collect_fini(&c);
}

static void
msg__mail_that_is_a_file_is_doubted(void **state)
{
	struct collect c;
	const struct record *r = read_one(&c, GOOD "mail-as-a-file");

	(void)state;
	assert_text(record_doubt(r, "attached-mail")->detail, "one.eml");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "attached-mail"), 1);
	collect_fini(&c);
}

static void
msg__what_may_be_in_a_winmail_is_doubted(void **state)
{
	struct collect c;
	const struct record *r = read_one(&c, GOOD "winmail");

	(void)state;
	assert_text(record_doubt(r, "tnef-inside")->detail, "winmail.dat");
	assert_int_equal(c.extracts_count, 1);
	collect_fini(&c);
}

static void
msg__words_in_an_envelope_are_doubted(void **state)
{
	struct collect c;
	const struct record *r = read_one(&c, GOOD "signed-opaque");

	(void)state;
	assert_text(record_doubt(r, "signed-inside")->detail, "message");
	assert_int_equal(c.extracts_count, 1);
	collect_fini(&c);
}

static void
msg__heeds_fonts_and_codepages(void **state)
{
	struct collect c;
	const struct record *r = read_one(&c, GOOD "rich-text-fonts");

	(void)state;
	assert_text(r->body, "caf\xC3\xA9 \xD0\xBF\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82 "
			     "\xD0\xB4\xD0\xB0 \xC3\xA9t\xC3\xA9");
	collect_fini(&c);
	r = read_one(&c, GOOD "codepage-of-utf-16");
	assert_text(r->subject, "Hello!");
	collect_fini(&c);
	r = read_one(&c, GOOD "mail-within-as-page");
	assert_text(record_claim(r, "attached-mail-subject"),
	    "\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82");
	assert_text(record_claim(r, "attached-mail-text"), "Only a page");
	assert_text(r->subject, "Tonight");
	collect_fini(&c);
}

static void
msg__marks_drafts_and_invents_no_time(void **state)
{
	struct collect c;
	const struct record *r = read_one(&c, GOOD "draft");

	(void)state;
	assert_true(record_marked(r, "draft"));
	assert_int_equal(r->when.basis, BASIS_NONE);
	assert_null(r->from.handle.p);
	assert_non_null(record_doubt(r, "no-from"));
	assert_non_null(record_doubt(r, "no-date"));
	collect_fini(&c);
	r = read_one(&c, BAD "absurd-times");
	assert_int_equal(r->when.basis, BASIS_NONE);
	assert_non_null(record_doubt(r, "date-implausible"));
	assert_text(record_claim(r, "sent-at"), "18446744073709551615");
	collect_fini(&c);
}

static void
msg__compares_the_header_it_came_with(void **state)
{
	struct collect c;
	const struct record *r = read_one(&c, GOOD "headers-that-differ");

	(void)state;
	assert_text(
	    record_doubt(r, "from-differs-from-header")->detail, "Daniel Reed <other@example.net>");
	assert_text(
	    record_doubt(r, "date-differs-from-header")->detail, "Wed, 20 Mar 2024 10:00:00 +0000");
	assert_non_null(record_doubt(r, "authentication-failed"));
	assert_text(record_claim(r, "header-x-originating-ip"), "192.0.2.55");
	assert_text(record_claim(r, "header-other"), "X-Odd_Name: v");
	collect_fini(&c);
	/* Sent when its header says, and two days before the server had it. */
	r = read_one(&c, GOOD "received-another-day");
	assert_null(record_doubt(r, "date-differs-from-header"));
	assert_text(record_doubt(r, "date-differs-from-received")->detail,
	    "Date: Fri, 22 Mar 2024 10:00:00 +0000 | Received: from mx.example.net (192.0.2.55) by "
	    "mail.example.org; Sun, 24 Mar 2024 21:05:19 +0000");
	collect_fini(&c);
}

static void
msg__finds_words_in_every_kind_of_body(void **state)
{
	struct collect c;
	const struct record *r = read_one(&c, GOOD "narrow-text");

	(void)state;
	assert_text(r->subject, "Ren\xc3\xa9"
				"e \xe2\x82\xac 5");
	assert_text(r->body, "caf\xc3\xa9");
	assert_text(r->from.name, "Zo\xc3\xab Reed");
	collect_fini(&c);
	r = read_one(&c, GOOD "page-only");
	assert_text(r->body, "Caf\xc3\xa9 tonight");
	assert_text(c.extracts[0].name, "body.html");
	assert_text(record_claim(r, "remote-content"), "https://example.net/x.png");
	collect_fini(&c);
	r = read_one(&c, GOOD "rich-text-only");
	assert_text(r->body, "Caf\xc3\xa9 \xe2\x82\xac 5 \xc2\xa0\xf0\x9f\x9c\x80\nsecond\nthird");
	assert_text(c.extracts[0].type, "application/rtf");
	assert_memory_equal(c.extracts[0].data.p, "{\\rtf1\\ansi\\ansicpg1252", 22);
	collect_fini(&c);
}

static void
msg__sends_attachments_on_and_tells_of_mails_within(void **state)
{
	struct collect c;
	const struct record *r = read_one(&c, GOOD "attachments");

	(void)state;
	assert_int_equal(r->attachments_count, 4);
	assert_int_equal(c.extracts_count, 2);
	assert_text(c.extracts[0].name, "IMG_0001.jpg");
	assert_text(c.extracts[0].type, "image/png");
	assert_int_equal(c.extracts[0].bytes, 6600);
	assert_text(c.extracts[1].name, "LETTER~1.PDF");
	assert_slice(buf_slice(&c.extracts[1].data), "%PDF-1.4 small");
	assert_int_equal(r->attachments[2].source, ATTACHMENT_MISSING);
	assert_text(record_claim(r, "attached-mail-subject"), "Older");
	assert_text(record_claim(r, "attached-mail-from"), "Daniel Reed <dan@example.org>");
	assert_text(record_claim(r, "attached-mail-date"), "2024-03-23T21:05:07Z");
	assert_text(record_claim(r, "attached-mail-text"), "The first one.");
	assert_text(record_claim(r, "attached-mail-attachment"), "inside.txt");
	assert_text(record_claim(r, "attachment-path"), "\\\\server\\linked.docx");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "attached-mail"), 1);
	collect_fini(&c);
	(void)read_one(&c, GOOD "many-sectors");
	assert_int_equal(c.extracts[0].bytes, 76800);
	for (size_t i = 0; i < 76800; i++)
		assert_int_equal(c.extracts[0].data.p[i], i % 256);
	collect_fini(&c);
	r = read_one(&c, BAD "odd-lists");
	assert_text(c.extracts[0].name, ".._.._etc_passwd_gpj.exe");
	assert_non_null(record_doubt(r, "unsafe-name"));
	collect_fini(&c);
}

static void
msg__tells_of_reactions(void **state)
{
	struct collect c;
	const struct record *r = read_one(&c, GOOD "reactions");

	(void)state;
	assert_text(record_claim(r, "outlook-reaction"), "OwnerReactionType: Heart");
	collect_fini(&c);
}

/* Not a mail: by --me it would have been one that came in. */
static const struct record *
read_thing(struct collect *c, const char *path, enum record_kind kind, const char *channel)
{
	struct reading_options me = {.me = TEXT_LITERAL("maya@example.org")};

	hard_file(c, &msg_format, path, &me);
	assert_int_equal(c->count, 1);
	assert_int_equal(c->records[0].kind, kind);
	assert_text(c->records[0].channel, channel);
	assert_null(record_doubt(&c->records[0], "not-a-mail"));
	return &c->records[0];
}

static void
msg__appointment_is_not_a_mail_that_came(void **state)
{
	struct collect c;
	const struct record *r = read_thing(&c, GOOD "appointment", KIND_NOTE, "calendar");

	(void)state;
	assert_text(r->subject, "Court");
	assert_text(r->body, "Room 4.");
	assert_when(r, "2024-03-30T10:00:00Z");
	hard_instant(&r->until, "2024-03-30T11:00:00Z");
	assert_text(r->place, "Crown Court");
	assert_text(r->from.handle, "dan@example.org");
	assert_int_equal(r->direction, DIRECTION_NONE);
	assert_text(record_claim(r, "message-class"), "IPM.Appointment");
	assert_text(record_claim(r, "sent-at"), "2024-03-24T21:05:07Z");
	collect_fini(&c);
	/* Whoever sends a mail chooses its class. */
	r = read_thing(&c, GOOD "appointment-that-came", KIND_EMAIL, "email");
	assert_int_equal(r->direction, DIRECTION_IN);
	assert_when(r, "2024-03-24T21:05:07Z");
	assert_text(r->body, "Room 4.");
	assert_text(record_claim(r, "appointment-start"), "2024-03-30T10:00:00Z");
	assert_text(record_doubt(r, "class-not-of-mail")->detail, "IPM.Appointment");
	collect_fini(&c);
	r = read_thing(&c, GOOD "meeting-request", KIND_EMAIL, "email");
	assert_when(r, "2024-03-24T21:05:07Z");
	assert_int_equal(r->direction, DIRECTION_IN);
	assert_text(record_claim(r, "appointment-start"), "2024-03-30T10:00:00Z");
	assert_text(record_claim(r, "appointment-end"), "2024-03-30T11:00:00Z");
	assert_text(record_claim(r, "appointment-place"), "Crown Court");
	assert_int_equal(r->doubts_count, 0);
	collect_fini(&c);
}

static void
msg__contact_is_somebody_with_numbers_and_addresses(void **state)
{
	struct collect c;
	const struct record *r = read_thing(&c, GOOD "contact", KIND_CONTACT, "contacts");

	(void)state;
	assert_text(r->subject, "Daniel Reed");
	assert_int_equal(r->direction, DIRECTION_NONE);
	assert_null(r->from.handle.p);
	assert_int_equal(r->when.basis, BASIS_NONE);
	assert_int_equal(r->to_count, 2);
	assert_text(r->to[0].handle, "dan@example.org");
	assert_text(r->to[1].handle, "+447700900123");
	assert_text(record_claim(r, "phone"), "07700 900123 (mobile)");
	assert_text(record_claim(r, "address"), "1 High Street");
	assert_text(r->body, "My ex.");
	collect_fini(&c);
	r = read_thing(&c, GOOD "list-of-addresses", KIND_CONTACT, "contacts");
	assert_int_equal(r->to_count, 2);
	assert_text(r->to[0].handle, "dan@example.org");
	assert_text(r->to[1].name, "Clerk");
	assert_int_equal(r->doubts_count, 0);
	collect_fini(&c);
	r = read_thing(&c, BAD "list-member-missing", KIND_CONTACT, "contacts");
	assert_int_equal(r->to_count, 1);
	assert_non_null(record_doubt(r, "member-not-understood"));
	assert_non_null(record_doubt(r, "field-damaged"));
	collect_fini(&c);
	(void)read_thing(&c, BAD "not-a-mail", KIND_CONTACT, "contacts");
	collect_fini(&c);
}

static void
msg__makes_a_record_of_everything_else(void **state)
{
	struct collect c;
	const struct record *r = read_thing(&c, GOOD "task", KIND_NOTE, "calendar");

	(void)state;
	assert_int_equal(r->when.basis, BASIS_DATE);
	assert_int_equal(r->when.local.day, 30);
	assert_text(record_claim(r, "task-done"), "yes");
	assert_int_equal(r->direction, DIRECTION_NONE);
	collect_fini(&c);
	r = read_thing(&c, GOOD "note", KIND_NOTE, "outlook");
	assert_text(r->body, "He was here\r\nat nine.");
	assert_when(r, "2024-03-24T21:05:07Z");
	assert_int_equal(r->direction, DIRECTION_NONE);
	collect_fini(&c);
	r = read_thing(&c, GOOD "class-unknown", KIND_NOTE, "outlook");
	assert_text(record_doubt(r, "class-unknown")->detail, "IPM.Something.Else");
	collect_fini(&c);
}

static void
msg__ends_where_a_container_has_no_end(void **state)
{
	static const char *const damaged[] = {BAD "fat-of-loops", BAD "every-sector-is-itself",
	    BAD "directory-in-a-circle", BAD "size-of-everything", BAD "difat-in-a-circle",
	    BAD "child-is-the-root", BAD "child-beyond", BAD "cut-in-the-middle"};
	struct collect c;
	const struct record *r;
	enum status status;
	size_t said = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(damaged); i++) {
		collect_init(&c);
		status = collect_file(&c, &msg_format, damaged[i], NULL);
		if ((status != OK && status != E_FORMAT) || c.broken[0] != '\0')
			fail_msg("%s: %s %s\n", damaged[i], c.err.text, c.broken);
		said += collect_notes(&c, NOTE_UNREAD, "container-damaged");
		collect_fini(&c);
	}
	assert_true(said >= 1);
	r = read_one(&c, BAD "size-of-everything");
	assert_non_null(record_doubt(r, "container-damaged"));
	assert_non_null(record_doubt(r, "attachment-damaged"));
	assert_false(c.extracts[0].whole);
	collect_fini(&c);
}

static void
msg__doubts_rich_text_that_is_none(void **state)
{
	struct collect c;
	const struct record *r = read_one(&c, BAD "rich-text-damaged");

	(void)state;
	assert_non_null(record_doubt(r, "rich-text-damaged"));
	collect_fini(&c);
	r = read_one(&c, BAD "rich-text-unknown");
	assert_non_null(record_doubt(r, "rich-text-unknown"));
	assert_int_equal(c.extracts_count, 1);
	collect_fini(&c);
}

static void
msg__leaves_other_containers_alone(void **state)
{
	struct slice bytes = load_file(BAD "a-document"), mail = load_file(GOOD "plain");
	struct collect c;

	(void)state;
	assert_ptr_equal(format_of_head(mail), &msg_format);
	assert_ptr_equal(format_of_head(bytes), &file_format);
	collect_init(&c);
	assert_int_equal(collect_slice(&c, &msg_format, bytes, NULL), E_FORMAT);
	assert_int_equal(collect_file(&c, &msg_format, BAD "empty", NULL), E_FORMAT);
	assert_int_equal(collect_file(&c, &msg_format, BAD "magic-only", NULL), E_FORMAT);
	assert_int_equal(collect_file(&c, &msg_format, BAD "shift-absurd", NULL), E_FORMAT);
	assert_int_equal(c.count, 0);
	collect_fini(&c);
	load_free(bytes);
	load_free(mail);
}

/* The example of [MS-OXRTFCP], section 3.1, and one that runs across itself (3.2). */
static void
msg__unpacks_the_examples_of_the_standard(void **state)
{
	static const uint8_t simple[] = {0x2d, 0, 0, 0, 0x2b, 0, 0, 0, 0x4c, 0x5a, 0x46, 0x75, 0xf1,
	    0xc5, 0xc7, 0xa7, 0x03, 0x00, 0x0a, 0x00, 0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35,
	    0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62, 0x77, 0x05,
	    0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0};
	static const uint8_t crossing[] = {0x1a, 0, 0, 0, 0x1c, 0, 0, 0, 0x4c, 0x5a, 0x46, 0x75,
	    0xe2, 0xd4, 0x4b, 0x51, 0x41, 0x00, 0x04, 0x20, 0x57, 0x58, 0x59, 0x5a, 0x0d, 0x6e,
	    0x7d, 0x01, 0x0e, 0xb0};
	struct buf out;

	(void)state;
	buf_init(&out, 1024);
	assert_int_equal(msg_rtf_unpack(slice_of(simple, sizeof simple), &out), 0);
	assert_slice(buf_slice(&out), "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
	buf_reset(&out);
	assert_int_equal(msg_rtf_unpack(slice_of(crossing, sizeof crossing), &out), 0);
	assert_slice(buf_slice(&out), "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
	buf_fini(&out);
}

static void
msg__does_not_depend_on_how_it_is_read(void **state)
{
	static const char *const files[] = {GOOD "attachments", GOOD "rich-text-only",
	    GOOD "sectors-of-4096", GOOD "list-of-addresses", BAD "size-of-everything",
	    BAD "odd-lists", BAD "names-of-nothing"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++)
		hard_seed_pieces(&msg_format, files[i]);
	hard_seed_cuts(&msg_format, GOOD "attachments");
	hard_seed_cuts(&msg_format, GOOD "rich-text-only");
	hard_seed_cuts(&msg_format, GOOD "list-of-addresses");
	hard_seed_flips(&msg_format, GOOD "attachments");
}

static void
msg__facts_of_the_outside_files(void **state)
{
	static const struct {
		const char *file, *from, *when;
		size_t to;
	} facts[] = {
	    {"bbottema_simple_sent.msg", "jdoes@someserver.com", "2006-08-12T18:25:25Z", 1},
	    {"bbottema_simple_email_with_TO_and_CC_multiple.msg", "elias.laugher@gmail.com",
		"2020-01-08T07:25:42Z", 6},
	    {"bbottema_Test_at_sign_in_personal_From_header.msg", "bogus@domain.com",
		"2021-06-26T11:56:37Z", 1},
	    {"msgreader_TxtSampleEmail.msg", "chris.wilson@leeds.gov.uk", "2017-10-23T07:31:27Z",
		1},
	    {"msgreader_HtmlSampleEmail.msg", "chris.wilson@leeds.gov.uk", "2017-10-23T07:31:03Z",
		1},
	    {"msgreader_RtfSampleEmail.msg", "chris.wilson@leeds.gov.uk", "2017-10-23T07:31:09Z",
		1},
	};
	char path[256];
	struct collect c;
	const struct record *r;

	(void)state;
	if (!collect_have(FOLDER))
		skip();
	for (size_t i = 0; i < COUNT_OF(facts); i++) {
		(void)snprintf(path, sizeof path, FOLDER "%s", facts[i].file);
		r = read_one(&c, path);
		assert_text(r->from.handle, facts[i].from);
		assert_when(r, facts[i].when);
		assert_int_equal(r->to_count, facts[i].to);
		assert_int_equal(record_marked(r, "draft"), 0);
		collect_fini(&c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(msg__offers_the_addresses_of_all_it_names),
	    cmocka_unit_test(msg__the_owner_is_looked_for_among_addresses),
	    cmocka_unit_test(msg__says_who_when_and_what),
	    cmocka_unit_test(msg__goes_out_when_the_owner_wrote_it),
	    cmocka_unit_test(msg__keeps_names_and_addresses_apart),
	    cmocka_unit_test(msg__is_from_whom_the_sender_represents),
	    cmocka_unit_test(msg__does_not_take_one_sender_for_two),
	    cmocka_unit_test(msg__path_of_a_sender_is_not_somebody_else),
	    cmocka_unit_test(msg__page_that_says_less_is_kept),
	    cmocka_unit_test(msg__mail_that_is_a_file_is_doubted),
	    cmocka_unit_test(msg__what_may_be_in_a_winmail_is_doubted),
	    cmocka_unit_test(msg__words_in_an_envelope_are_doubted),
	    cmocka_unit_test(msg__heeds_fonts_and_codepages),
	    cmocka_unit_test(msg__marks_drafts_and_invents_no_time),
	    cmocka_unit_test(msg__compares_the_header_it_came_with),
	    cmocka_unit_test(msg__finds_words_in_every_kind_of_body),
	    cmocka_unit_test(msg__sends_attachments_on_and_tells_of_mails_within),
	    cmocka_unit_test(msg__tells_of_reactions),
	    cmocka_unit_test(msg__appointment_is_not_a_mail_that_came),
	    cmocka_unit_test(msg__contact_is_somebody_with_numbers_and_addresses),
	    cmocka_unit_test(msg__makes_a_record_of_everything_else),
	    cmocka_unit_test(msg__ends_where_a_container_has_no_end),
	    cmocka_unit_test(msg__doubts_rich_text_that_is_none),
	    cmocka_unit_test(msg__leaves_other_containers_alone),
	    cmocka_unit_test(msg__unpacks_the_examples_of_the_standard),
	    cmocka_unit_test(msg__does_not_depend_on_how_it_is_read),
	    cmocka_unit_test(msg__facts_of_the_outside_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
