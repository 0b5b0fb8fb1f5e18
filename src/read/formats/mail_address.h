/* src/read/formats/mail_address.h
 * The addresses of a header field (RFC 5322, section 3.4), cut and not yet decoded.  Structure
 * comes first: an encoded word that spells "@" or "," never moves a border.  The display name is
 * chosen by the sender and proves nothing. */
#ifndef READ_FORMATS_MAIL_ADDRESS_H
#define READ_FORMATS_MAIL_ADDRESS_H

#include "base/buf.h"
#include "base/slice.h"

struct mail_address {
	struct slice written; /* all of it, without blanks around; an empty group with its name */
	struct slice address; /* "dan@example.org"; empty when there is none */
	struct slice name;    /* phrase or comment, quotes and all; may be empty */
	bool unclear;         /* more than one pair of angle brackets, or one that never closes */
	bool joined;          /* an unquoted comma stands in the name: perhaps two people */
};

/* The next address of the unfolded field value; false at the end. */
bool mail_address_next(struct slice *rest, struct mail_address *out);
/* The same for From: "Alert: Dan <dan@example.org>" is a name there and no group, which RFC 5322,
 * section 3.6.2, does not allow in it. */
bool mail_address_from(struct slice *rest, struct mail_address *out);
/* The same mailbox: letters' case aside; and in Gmail's two domains whatever dots stand in the
 * name, and whatever behind a '+', since Google delivers all of them to one. */
bool mail_address_same(struct slice a, struct slice b);
/* Append a name without its quotes, backslashes and surrounding blanks. */
void mail_name_unquote(struct slice name, struct buf *out);
/* Something like "local@host.example" inside a name; false when there is nothing like it. */
bool mail_name_address(struct text name, struct slice *out);

#endif
