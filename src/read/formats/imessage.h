/* src/read/formats/imessage.h
 * Inside the reader of Apple's Messages (sms.db of an iPhone, chat.db of a Mac): the tables, what
 * hangs on a message, and how one row becomes a record (docs/formats/imessage.md). */
#ifndef READ_FORMATS_IMESSAGE_H
#define READ_FORMATS_IMESSAGE_H

#include "read/formats/chat.h"
#include "read/formats/sqlite_links.h"

enum { IMESSAGE_TABLE_ARENA_BYTES = 4 * 1024 * 1024 };

struct imessage {
	struct sqlite_file *file;
	struct making *m;
	struct arena arena; /* the tables' names */
	struct arena row;   /* of the row in hand, and what is looked up for it */
	struct sqlite_table message, handle, chat, attachment, part;
	struct sqlite_links chats, attachments, recoverable, deleted_from, members;
	struct sqlite_links names; /* of conversations, see imessage_chat.h */
	struct sqlite_links parts; /* that were deleted: message and row of the part */
	struct err *err;
};

/* The row becomes a record and is sent. */
MUST_USE enum status imessage_message(struct imessage *im, const struct sqlite_row *row);

/* Says what a message is that an app made, where it has no words (imessage_app.c). */
void imessage_app(struct imessage *im, const struct sqlite_row *row);

/* What the readers of its rows share.  Values live as long as the row in hand. */
MUST_USE enum status imessage_row(struct imessage *im, const struct sqlite_table *table,
    int64_t rowid, struct sqlite_row *row, bool *found);
struct text imessage_words(struct imessage *im, const struct sqlite_table *table,
    const struct sqlite_row *row, const char *column);
/* The number or address; absent when there is no such row. */
MUST_USE enum status imessage_handle(struct imessage *im, int64_t rowid, struct text *out);

#endif
