/* src/read/formats/x_archive.h
 * Inside the reader of X's archive: the conversation that is being read, and one event of it. */
#ifndef READ_FORMATS_X_ARCHIVE_H
#define READ_FORMATS_X_ARCHIVE_H

#include "read/formats/chat.h"

struct x_archive {
	struct making m;
	struct text conversation; /* its id; absent where it was not said before the messages */
	const char *media;        /* the folder that the files of this list are in */
};

/* One event of a conversation becomes a record, and is sent. */
void x_archive_event(struct x_archive *x, const struct json_taken *taken);
/* Whose archive it is, where nobody said so and account.js lies beside it.  E_NOMEM, or what a
 * source returned. */
MUST_USE enum status x_archive_owner(struct x_archive *x, struct err *err);
/* One value of account.js: the owner's own names. */
void x_archive_account(struct x_archive *x, const struct json_taken *taken);

#endif
