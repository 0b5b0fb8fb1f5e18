/* src/read/formats/imessage.h
 * Inside the reader of Apple's Messages (sms.db of an iPhone, chat.db of a Mac): the tables, what
 * hangs on a message, and how one row becomes a record (docs/formats/imessage.md). */
#ifndef READ_FORMATS_IMESSAGE_H
#define READ_FORMATS_IMESSAGE_H

#include "read/formats/making.h"
#include "read/formats/sqlite_file.h"

enum { IMESSAGE_LINKS_MAX = 4 * 1000 * 1000, IMESSAGE_TABLE_ARENA_BYTES = 4 * 1024 * 1024 };

/* Rows of one table that hang on rows of another, sorted by the latter. */
struct imessage_link {
	int64_t message, other;
};

struct imessage_links {
	struct imessage_link *item;
	size_t count, size;
	bool many; /* more than IMESSAGE_LINKS_MAX: the rest was left out */
};

/* All rows of `table` as (message, other); a table that is not there gives none.  E_NOMEM, or what
 * the source returned. */
MUST_USE enum status imessage_links_read(struct sqlite_file *file, const char *table,
    const char *message, const char *other, struct imessage_links *links, struct err *err);
void imessage_links_fini(struct imessage_links *links);
/* The first that hangs on that message, *count of them; NULL when none does. */
const struct imessage_link *imessage_links_of(
    const struct imessage_links *links, int64_t message, size_t *count);

struct imessage {
	struct sqlite_file *file;
	struct making *m;
	struct arena arena; /* the tables' names */
	struct arena row;   /* of the row in hand, and what is looked up for it */
	struct sqlite_table message, handle, chat, attachment;
	struct imessage_links chats, attachments, recoverable;
	struct err *err;
};

/* The row becomes a record and is sent. */
MUST_USE enum status imessage_message(struct imessage *im, const struct sqlite_row *row);

#endif
