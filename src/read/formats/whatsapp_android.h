/* src/read/formats/whatsapp_android.h
 * Inside the reader of WhatsApp's database on Android (msgstore.db, unlocked): its tables, and how
 * a message or a call becomes a record (docs/formats/whatsapp-database.md). */
#ifndef READ_FORMATS_WHATSAPP_ANDROID_H
#define READ_FORMATS_WHATSAPP_ANDROID_H

#include "read/formats/sqlite_found.h"
#include "read/formats/sqlite_links.h"
#include "read/formats/whatsapp_jid.h"

struct whatsapp_android {
	struct sqlite_file *file;
	struct making *m;
	struct arena arena;   /* the tables' names */
	struct arena scratch; /* of what is looked up for one claim */
	struct sqlite_table chat, jid, media, location, quoted, system, block, number, revoked,
	    edit, forwarded, add_on, reaction, vcard, option, calls, call_people;
	struct sqlite_table message, chat_list, old_quoted; /* the last two: until about 2021 */
	/* Rows of those tables by their message; participants: numbers of people. */
	struct sqlite_links add_ons, vcards, options, participants;
	struct sqlite_links numbers; /* rows of "jid": of a hidden number, of the number itself */
	struct sqlite_links callers; /* rows of call_log_participant_v2 by their call */
	struct sqlite_links chats,
	    old_chats; /* by the hash of their jid: rows of chat, chat_list */
};

/* The row becomes a record and is sent. */
MUST_USE enum status whatsapp_android_message(
    struct whatsapp_android *w, struct sqlite_rows *rows, struct err *err);
MUST_USE enum status whatsapp_android_call(
    struct whatsapp_android *w, struct sqlite_rows *rows, struct err *err);
/* Who has that number in the table "jid"; absent for nobody.  In the arena.  Where the table
 * "jid_map" tells the telephone number of a hidden one it is the number, and the record in hand,
 * which has to be begun, gets the claim "lid". */
MUST_USE enum status whatsapp_android_jid(const struct whatsapp_android *w, int64_t rowid,
    struct arena *arena, struct text *out, struct err *err);
/* The row of the table "messages", which held them until about 2021.  One that "message" has as
 * well, copied when WhatsApp changed over, is left to that one. */
MUST_USE enum status whatsapp_android_old_message(
    struct whatsapp_android *w, struct sqlite_rows *rows, struct err *err);
/* What conversations are called, for the next one: E_NOMEM, or what the source returned. */
MUST_USE enum status whatsapp_android_chats(struct whatsapp_android *w, struct err *err);
/* What the conversation with that jid is called; absent for none, and where two say it.  In the
 * arena. */
MUST_USE enum status whatsapp_android_subject(const struct whatsapp_android *w, struct text jid,
    struct arena *arena, struct text *out, struct err *err);
/* The same as it is stored, and without a claim. */
MUST_USE enum status whatsapp_android_jid_stored(const struct whatsapp_android *w, int64_t rowid,
    struct arena *arena, struct text *out, struct err *err);
/* Milliseconds since 1970; "no-time" where there are none. */
void whatsapp_android_when(struct making *m, struct sqlite_rows *rows);

#endif
