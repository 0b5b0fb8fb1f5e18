/* src/sys/db/mutex.h
 * Inside sys/db: starts SQLite once, with locks of our own (it has none without its file layer). */
#ifndef SYS_DB_MUTEX_H
#define SYS_DB_MUTEX_H

#include "base/err.h"

/* As often as wanted, from any thread.  E_NOMEM, E_DENIED (SQLite does not start). */
MUST_USE enum status mutex_start_sqlite(struct err *err);

#endif
