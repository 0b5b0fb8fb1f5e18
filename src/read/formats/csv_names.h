/* src/read/formats/csv_names.h
 * What a column of a table is, by the name that banks and telephone companies in the United Kingdom
 * give it ("Paid out", "Counter Party", "Number dialled"), or an address book ("Phone 1 - Value").
 * Pure tables.
 * Not for: what a person says it is (read/columns.h). */
#ifndef READ_FORMATS_CSV_NAMES_H
#define READ_FORMATS_CSV_NAMES_H

#include "base/buf.h"
#include "read/columns.h"
#include "read/formats/csv_value.h"

enum { CSV_NAMES_KEY_BYTES = 56 };

/* What a column of an address book is (csv_book.h); a name is looked for in this order. */
enum csv_book {
	CSV_BOOK_NONE,
	CSV_BOOK_NAME,
	CSV_BOOK_PART, /* of a name */
	CSV_BOOK_NICK,
	CSV_BOOK_FIRM,
	CSV_BOOK_HANDLE, /* a number or address */
};

/* COLUMN_NONE for a name that is not known. */
enum column csv_names_column(struct text name);
/* CSV_BOOK_NONE for a name that address books do not have. */
enum csv_book csv_names_book(struct text name);
/* The unit that a name gives: "Duration (secs)". */
enum csv_unit csv_names_unit(struct text name);
/* The currency that a name gives, "Amount (GBP)"; NULL when it gives none. */
const char *csv_names_currency(struct text name);
/* Names that only tables of banks and telephone companies in the United Kingdom have: dates have
 * the day in front, and money that goes out has a minus. */
bool csv_names_bank(struct text name);
/* "Messages", how many: what a list of texts has in place of a length. */
bool csv_names_texts(struct text name);
/* "Other number", "Name / Number": says itself that it is not the owner's. */
bool csv_names_other(struct text name);
/* "Message", "Text": what stands there was written to somebody.  "Notes" and "Details" may be the
 * owner's own words about it. */
bool csv_names_wording(struct text name);
/* "Notes", "Comments": banks let whoever has the account write there, and so does a spreadsheet. */
bool csv_names_remark(struct text name);
/* Is it that name, which is written plain: "payer name"? */
bool csv_names_is(struct text name, const char *plain_name);
/* "Sort Code" -> "column-sort-code", a key for a claim; "column-3" where no letters are left. */
void csv_names_key(struct buf *out, struct text name, size_t number);

#endif
