/* src/read/formats/sqlite_log.h
 * The write-ahead log of a database, found beside it by its name.  Inside the readers of databases.
 * Not for: what stands in it (sqlite_wal.h). */
#ifndef READ_FORMATS_SQLITE_LOG_H
#define READ_FORMATS_SQLITE_LOG_H

#include "read/formats/making.h"
#include "read/formats/sqlite_file.h"

struct sqlite_log {
	struct source source;
	struct sqlite_wal wal;
	bool found, bad;
};

/* Looks for it, and puts its pages in place of those of the file.  One that is empty has nothing in
 * it; one that is none, or another database's, is left aside (`bad`).  E_NOMEM, or what a source
 * returned; to be given to sqlite_log_fini() in any case, after the file. */
MUST_USE enum status sqlite_log_open(struct sqlite_log *log, struct sqlite_file *file,
    const struct reading_options *options, struct err *err);
void sqlite_log_fini(struct sqlite_log *log);
/* The notes "write-ahead-log" (it is not at hand) and "write-ahead-log-unread". */
void sqlite_log_say(const struct sqlite_log *log, const struct sqlite_file *file, struct making *m);

#endif
