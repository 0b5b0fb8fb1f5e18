/* src/read/formats/csv_book.h
 * Inside the reader of tables: an address book as a table, which is what Google's contacts, Outlook
 * and Thunderbird give when they are asked for CSV (docs/formats/csv.md).  It names numbers and
 * addresses, and has no days.
 * Not for: a table with a name and a number that somebody wrote; that is asked about. */
#ifndef READ_FORMATS_CSV_BOOK_H
#define READ_FORMATS_CSV_BOOK_H

#include "read/formats/csv_people.h"

/* Are these the names of an address book's columns? */
bool csv_book_is(const struct csv_section *section, size_t width);
/* The row as a contact, in the record in hand. */
void csv_book_fill(const struct csv_cells *r);

#endif
