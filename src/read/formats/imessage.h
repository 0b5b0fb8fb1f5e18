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
	struct sqlite_table message, handle, chat, attachment;
	struct sqlite_links chats, attachments, recoverable, deleted_from, members;
	struct err *err;
};

/* The row becomes a record and is sent. */
MUST_USE enum status imessage_message(struct imessage *im, const struct sqlite_row *row);

#endif
