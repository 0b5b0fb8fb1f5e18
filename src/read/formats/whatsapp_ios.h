/* src/read/formats/whatsapp_ios.h
 * Inside the reader of WhatsApp's database on an iPhone (ChatStorage.sqlite): its tables, and how
 * one row becomes a record (docs/formats/whatsapp-database.md). */
#ifndef READ_FORMATS_WHATSAPP_IOS_H
#define READ_FORMATS_WHATSAPP_IOS_H

#include "read/formats/sqlite_links.h"
#include "read/formats/sqlite_rows.h"
#include "read/formats/whatsapp_jid.h"

struct whatsapp_ios {
	struct sqlite_file *file;
	struct making *m;
	struct arena arena; /* the tables' names */
	struct sqlite_table session, member, media, info;
	uint64_t *ids; /* marks of the names of messages, sorted */
	size_t ids_count, ids_size;
	bool ids_many; /* more than are kept in mind */
	/* It stands in a backup of the telephone, under its number there: whose domain; else NULL.
	 */
	const char *domain;
	struct sqlite_links numbers; /* by the hash of a hidden number: rows of ZWACHATSESSION */
};

/* The row becomes a record and is sent. */
MUST_USE enum status whatsapp_ios_message(
    struct whatsapp_ios *w, struct sqlite_rows *rows, struct err *err);
/* Whose hidden numbers the database tells; E_NOMEM, or what the source returned. */
MUST_USE enum status whatsapp_ios_numbers(struct whatsapp_ios *w, struct err *err);
/* "…@lid" becomes the number that the conversations tell for it, exactly one; the record in hand,
 * which has to be begun, gets the claim "lid" then.  Others stay as they are.  In the arena. */
MUST_USE enum status whatsapp_ios_person(
    const struct whatsapp_ios *w, struct arena *arena, struct text *jid, struct err *err);
/* A mark of the name of a message, for finding it again; 0 when it has none. */
uint64_t whatsapp_ios_id(struct text id);

#endif
