/* src/read/formats/sqlite.h
 * Inside the reader of SQLite files: one function for each family of tables. */
#ifndef READ_FORMATS_SQLITE_H
#define READ_FORMATS_SQLITE_H

#include "read/formats/making.h"
#include "read/formats/sqlite_file.h"

/* Each says NOTE_FORMAT first, and reads its tables to the end.  What the sink or the source
 * returned, or E_NOMEM. */
MUST_USE enum status imessage_read(struct sqlite_file *file, struct making *m, struct err *err);
MUST_USE enum status iphone_calls_read(struct sqlite_file *file, struct making *m, struct err *err);
MUST_USE enum status iphone_call_history_read(
    struct sqlite_file *file, struct making *m, struct err *err);
MUST_USE enum status iphone_voicemail_read(
    struct sqlite_file *file, struct making *m, struct err *err);
MUST_USE enum status iphone_contacts_read(
    struct sqlite_file *file, struct making *m, struct err *err);
MUST_USE enum status whatsapp_android_read(
    struct sqlite_file *file, struct making *m, struct err *err);
MUST_USE enum status whatsapp_contacts_android_read(
    struct sqlite_file *file, struct making *m, struct err *err);
MUST_USE enum status whatsapp_contacts_iphone_read(
    struct sqlite_file *file, struct making *m, struct err *err);
MUST_USE enum status whatsapp_ios_read(struct sqlite_file *file, struct making *m, struct err *err);
MUST_USE enum status whatsapp_ios_calls_read(
    struct sqlite_file *file, struct making *m, struct err *err);
MUST_USE enum status iphone_manifest_read(
    struct sqlite_file *file, struct making *m, struct err *err);

#endif
