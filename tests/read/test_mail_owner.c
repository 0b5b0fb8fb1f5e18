/* tests/read/test_mail_owner.c
 * Mail of the owner's: what she sent from other addresses, and what she never sent. */
#include "tests/support/check.h"

#include <stdio.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"

#define HEAD                                                                                       \
	"From: Daniel Reed <dan@example.net>\nTo: Maya Okafor <maya@example.org>\n"                \
	"Date: Sun, 24 Mar 2024 21:05:07 +0000\n"

/* Read `mail`, which must give one record. */
static struct record *
given_me(struct collect *c, const char *mail, const char *me)
{
	struct reading_options options = {.me = me != NULL ? text_of_c(me) : TEXT_NONE};

	collect_init(c);
	assert_ok(collect_slice(c, &eml_format, slice_of(mail, strlen(mail)), &options), &c->err);
	assert_string_equal(c->broken, "");
	assert_int_equal(c->count, 1);
	return &c->records[0];
}

#define TRACE "Received: from a by b; Sun, 24 Mar 2024 21:05:08 +0000\n"

static void
direction__of_mail_sent_from_another_address_is_open(void **state)
{
	static const struct {
		const char *head, *from, *to;
		enum direction direction;
		const char *doubt;
	} mails[] = {{"X-Gmail-Labels: Sent\n", "maya@work.example", "dan@example.net",
			 DIRECTION_UNKNOWN, "sent-from-other-address"},
	    {"X-Gmail-Labels: =?utf-8?Q?Gesendet,Ge=C3=B6ffnet?=\n" TRACE, "maya@work.example",
		"maya.okafor@gmail.com", DIRECTION_UNKNOWN, "sent-from-other-address"},
	    /* Below the server's line the sender may have written it. */
	    {TRACE "X-Gmail-Labels: Sent\n", "dan@example.net", "x@example.org", DIRECTION_IN,
		NULL},
	    {"X-Gmail-Labels: Inbox\n" TRACE "X-Gmail-Labels: Sent\n", "dan@example.net",
		"x@example.org", DIRECTION_IN, NULL},
	    {"", "dan@example.net", "x@example.org", DIRECTION_UNKNOWN, "not-to-owner"},
	    {"", "dan@example.net", "MayaOkafor+x@googlemail.com", DIRECTION_IN, NULL},
	    {"Delivered-To: x@example.org\n", "dan@example.net", "x@example.org", DIRECTION_IN,
		NULL},
	    {"", "m.aya.okafor+shop@googlemail.com", "dan@example.net", DIRECTION_OUT, NULL},
	    {TRACE, "maya.okafor@gmail.com.example", "dan@example.net", DIRECTION_IN, NULL},
	    {TRACE, "maya.okafor2@gmail.com", "dan@example.net", DIRECTION_IN, NULL}};
	const struct reading_options options = {
	    .me = TEXT_LITERAL("ann@example.com maya.okafor@gmail.com")};
	struct collect c;
	struct record *r;
	char box[800];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(mails); i++) {
		bool open = mails[i].doubt != NULL;

		snprintf(box, sizeof box,
		    "From - Sun Mar 24 21:05:07 2024\nFrom: ann@example.com\n\nx\n\n"
		    "From - Sun Mar 24 21:05:07 2024\n%sFrom: %s\nTo: %s\n"
		    "Date: 24 Mar 2024 21:05:07 +0000\nCc: ann@example.org\n\nwords\n",
		    mails[i].head, mails[i].from, mails[i].to);
		collect_init(&c);
		assert_ok(
		    collect_slice(&c, &mbox_format, slice_of(box, strlen(box)), &options), &c.err);
		assert_int_equal(c.count, 2);
		r = &c.records[1];
		assert_int_equal(r->direction, mails[i].direction);
		assert_int_equal(record_doubt(r, "sent-from-other-address") != NULL ||
				     record_doubt(r, "not-to-owner") != NULL,
		    open);
		if (open)
			assert_text(record_doubt(r, mails[i].doubt)->detail, mails[i].from);
		collect_fini(&c);
	}
}

static void
direction__other_addresses_that_may_be_the_owners_are_asked_for(void **state)
{
	static const char box[] =
	    "From - Sun Mar 24 21:05:07 2024\nX-Gmail-Labels: Sent\nFrom: maya@work.example\n"
	    "To: dan@example.net\n\nwords\n\n"
	    "From - Sun Mar 24 21:05:07 2024\n" TRACE "From: dan@example.net\n"
	    "To: maya@example.org\n\nwords\n";
	const struct reading_options options = {.me = TEXT_LITERAL("maya@example.org")};
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(collect_slice(&c, &mbox_format, slice_of(box, sizeof box - 1), &options), &c.err);
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[1].direction, DIRECTION_IN);
	assert_text(collect_note(&c, NOTE_QUESTION, "me")->detail, "maya@work.example");
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, NULL), 0);
	collect_fini(&c);
}

static void
draft__is_what_was_composed_and_no_server_saw(void **state)
{
	static const struct {
		const char *head, *mark, *doubt, *me;
	} mails[] = {{"X-Mozilla-Status: 0801\n", "draft", NULL, "dan@example.net"},
	    {"X-Mozilla-Draft-Info: internal/draft; vcard=0\n", "draft", NULL, "dan@example.net"},
	    {"X-Uniform-Type-Identifier: com.apple.mail-draft\n", "draft", NULL, "dan@example.net"},
	    {"X-Uniform-Type-Identifier: com.apple.mail-draft\n", NULL, "may-be-unsent", NULL},
	    {"X-Mozilla-Status: 0801\n", NULL, NULL, "maya@example.org"},
	    {TRACE "X-Mozilla-Draft-Info: internal/draft\n", NULL, NULL, "dan@example.net"},
	    {TRACE "X-Mozilla-Status: 0809\nX-Mozilla-Status2: 00200000\n", NULL, NULL,
		"maya@example.org"},
	    {"X-Mozilla-Status2: 00200000\n" TRACE, "deleted", NULL, "maya@example.org"},
	    {"X-Mozilla-Status: 0009\n" TRACE, "deleted", NULL, "maya@example.org"},
	    {"X-Mozilla-Status: 00 9\n", NULL, NULL, "maya@example.org"},
	    {"X-Gmail-Labels: Scheduled\n", "draft", NULL, "dan@example.net"}};
	struct collect c;
	struct record *r;
	char mail[500];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(mails); i++) {
		snprintf(mail, sizeof mail, "%s" HEAD "\nwords\n", mails[i].head);
		r = given_me(&c, mail, mails[i].me);
		assert_int_equal(r->marks_count, mails[i].mark != NULL ? 1 : 0);
		if (mails[i].mark != NULL)
			assert_text(r->marks[0], mails[i].mark);
		assert_int_equal(r->doubts_count, mails[i].doubt != NULL ? 1 : 0);
		if (mails[i].doubt != NULL)
			assert_non_null(record_doubt(r, mails[i].doubt));
		collect_fini(&c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(direction__of_mail_sent_from_another_address_is_open),
	    cmocka_unit_test(direction__other_addresses_that_may_be_the_owners_are_asked_for),
	    cmocka_unit_test(draft__is_what_was_composed_and_no_server_saw),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
