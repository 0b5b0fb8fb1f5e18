/* tests/read/mail_given.c
 * See mail_given.h. */
#include "tests/read/mail_given.h"

#include "read/formats/formats.h"
#include "tests/support/check.h"

static struct record *
one_record(struct collect *c)
{
	assert_int_equal(c->count, 1);
	return &c->records[0];
}

struct record *
mail_given(struct collect *c, const char *mail)
{
	return mail_given_me(c, mail, NULL);
}

struct record *
mail_given_me(struct collect *c, const char *mail, const char *me)
{
	hard_text(c, &eml_format, mail, me);
	return one_record(c);
}

struct record *
mail_given_file(struct collect *c, const char *path)
{
	hard_file(c, &eml_format, path, NULL);
	return one_record(c);
}
