/* src/read/formats/sqlite_links.h
 * What hangs on what in a database: two columns of a table, sorted by the first
 * ("chat_message_join", numbers of a person). */
#ifndef READ_FORMATS_SQLITE_LINKS_H
#define READ_FORMATS_SQLITE_LINKS_H

#include "read/formats/sqlite_file.h"

enum { SQLITE_LINKS_MAX = 2 * 1000 * 1000 };

struct sqlite_link {
	int64_t from, to;
};

struct sqlite_links {
	struct sqlite_link *item;
	size_t count, size;
	bool many; /* more than SQLITE_LINKS_MAX: the rest was left out */
};

/* All rows of `table` as (from, to), whole numbers both; `to` NULL: the number of the row.  A table
 * that is not there gives none.
 * *links is zero before.  E_NOMEM, or what the source returned; to be given to sqlite_links_fini()
 * in any case. */
MUST_USE enum status sqlite_links_read(struct sqlite_file *file, const char *table,
    const char *from, const char *to, struct sqlite_links *links, struct err *err);
/* One more, and the order that sqlite_links_of() needs, for what is no table of two columns.  OK
 * too when there is no room (links->many); E_NOMEM. */
MUST_USE enum status sqlite_links_add(
    struct sqlite_links *links, int64_t from, int64_t to, struct err *err);
void sqlite_links_sort(struct sqlite_links *links);
void sqlite_links_fini(struct sqlite_links *links);
/* The first of those of `from`, *count of them in the order of `to`; NULL when there are none. */
const struct sqlite_link *sqlite_links_of(
    const struct sqlite_links *links, int64_t from, size_t *count);

#endif
