/* src/read/formats/sqlite_when.h
 * The time of a row of a database, where a column has one; and what is said where it has none, or
 * holds what is no time.  Inside the readers of databases.
 * Not for: Messages' own counting, which is in apple_time.h. */
#ifndef READ_FORMATS_SQLITE_WHEN_H
#define READ_FORMATS_SQLITE_WHEN_H

#include "read/formats/making.h"
#include "read/formats/sqlite_rows.h"

/* Seconds since 2001, whole or with a fraction: the time of the record, or as below. */
void sqlite_when_apple(struct making *m, struct sqlite_rows *rows, const char *column);
/* Of what is no time: "no-time" where there is nothing, or 0; else "date-unreadable", and what
 * stands there is the claim "written-time".  The arena is that of the row. */
void sqlite_when_unread(struct making *m, const struct sqlite_file *file,
    const struct sqlite_value *value, struct arena *arena);

#endif
