/* src/app/remembering.h
 * Inside app/ only, but for the check: what the person said about the columns of a table, found
 * again for another table with the very same names (docs/design/0026-columns.md).
 * Not for: answers about one file; see original.h. */
#ifndef APP_REMEMBERING_H
#define APP_REMEMBERING_H

#include "app/app.h"

enum { REMEMBERING_MARK_BYTES = 2 * SHA256_BYTES + 1 };

/* The names of a table's columns (NOTE_HEADER) as one word. */
void remembering_mark(struct text header, char out[REMEMBERING_MARK_BYTES]);
/*
 * The columns that were last said for a table of that mark, appended to `columns`; nothing when
 * there was none.  Looks through the whole log: for tables alone.
 * E_NOMEM, or errors of the log but for single entries.
 */
MUST_USE enum status remembering_columns(
    struct app *app, const char *mark, struct buf *columns, struct err *err);
/* E_FORMAT, with all the words in it, when it is no answer about columns. */
MUST_USE enum status remembering_check(struct text columns, struct err *err);

#endif
