/* src/sys/db/db_inside.h
 * Inside sys/db: what db.c and statement.c share. */
#ifndef SYS_DB_DB_INSIDE_H
#define SYS_DB_DB_INSIDE_H

#include <sqlite3.h>

#include "sys/db/db.h"
#include "sys/db/vfs.h"

struct db {
	struct vfs *vfs;
	sqlite3 *sqlite;
	struct db_statement *statements; /* all that are prepared */
	bool damaged;                    /* SQLite said so after it was opened */
};

/* SQLite's result code as a status with its own words; SQLITE_OK gives OK. */
enum status db_fail(struct db *db, int rc, const char *what, struct err *err);

#endif
