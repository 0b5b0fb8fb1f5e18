/* tests/read/mail_given.h
 * What the tests of mail ask alike: one mail is read, by the rules of a reader, and gives one
 * record.  `c` is initialised here.  With cmocka. Not for: mailboxes. */
#ifndef TESTS_READ_MAIL_GIVEN_H
#define TESTS_READ_MAIL_GIVEN_H

#include "tests/read/hard.h"

#define MAIL_HEAD                                                                                  \
	"From: Daniel Reed <dan@example.net>\nTo: Maya Okafor <maya@example.org>\n"                \
	"Date: Sun, 24 Mar 2024 21:05:07 +0000\n"

struct record *mail_given(struct collect *c, const char *mail);
/* me NULL: nobody said who the owner is. */
struct record *mail_given_me(struct collect *c, const char *mail, const char *me);
struct record *mail_given_file(struct collect *c, const char *path);

#endif
