/* src/read/formats/csv_table.h
 * Inside the reader of tables: where the names of the columns stand, what each column is, and what
 * is decided once for the whole file (order of dates, signs of amounts).
 * Not for: records (csv_record.h). */
#ifndef READ_FORMATS_CSV_TABLE_H
#define READ_FORMATS_CSV_TABLE_H

#include "base/arena.h"
#include "read/formats/android_sort.h"
#include "read/formats/csv_names.h"
#include "read/formats/csv_rows.h"

enum {
	CSV_TABLE_NO_HEADER = -1,
	CSV_TABLE_ARENA_BYTES = 4 * 1024 * 1024,
	CSV_TABLE_SECTIONS_MAX = 24, /* of one file; in those that follow nothing is understood */
};

/* What the first bytes of a file tell. */
struct csv_head {
	uint8_t separator;
	size_t width;     /* columns; 0: it is no table */
	size_t rows, fit; /* looked at; of that width */
	int header;       /* row with the names, from 0; CSV_TABLE_NO_HEADER */
	size_t known;     /* names of it that say what their column is */
	bool dated;       /* a cell of a row is a date */
};

/* At most FORMAT_HEAD_BYTES of a file.  E_NOMEM. */
MUST_USE enum status csv_head_find(struct slice bytes, struct csv_head *out, struct err *err);

enum csv_kind {
	CSV_KIND_UNKNOWN,
	CSV_KIND_PAYMENTS,
	CSV_KIND_CALLS,
	CSV_KIND_MESSAGES,
	CSV_KIND_CONTACTS,
};

/* How one order of day, month and year fits the dates. */
struct csv_fit {
	uint64_t wrong;    /* dates that name no day in that order */
	uint64_t up, down; /* steps forward and back in time; a statement may run either way */
	int64_t last_us;
	bool any;
};

/* What the names of one table say; a file may hold several, one after the other. */
struct csv_section {
	struct text name[CSV_ROWS_FIELDS_MAX]; /* of columns; head.width of them */
	const char *key[CSV_ROWS_FIELDS_MAX];  /* for claims */
	struct text identity;                  /* the names in one spelling, to know them again */
	struct columns columns;
	uint8_t book[CSV_ROWS_FIELDS_MAX]; /* enum csv_book of each column */
	enum csv_kind kind;
	enum csv_unit unit; /* of lengths */
	bool known;         /* the names say enough */
	bool remarks;       /* words of a payment or call stand in a column of notes alone */
	bool texts;         /* it counts messages, and has no lengths: a list of texts */
};

struct csv_table {
	struct csv_head head;
	struct arena arena;
	struct csv_section now; /* the first, and in the course of the rows the one at hand */
	bool answered;          /* columns are what a person said */
	bool guessed;      /* there are no names: date, words and amount, by what stands in them */
	unsigned sections; /* rows with other names than the first ones had, met so far */
	bool senders;      /* who called or wrote is named: one of them may be the owner */
	bool sterling;     /* a name or an amount is in pounds */
	bool bank;         /* its names are those of a bank in the United Kingdom */
	bool android;      /* kinds are Android's numbers: they say which way */
	bool clocked;      /* some times are not midnight: they are times, not days */
	uint64_t sorts, others; /* kinds that are such numbers, and that are anything else */
	uint64_t minus, plus;   /* amounts with one, and above zero without */
	const char *currency;
	struct csv_fit fit[DATE_ORDER_YMD + 1];
	enum date_order order;
	unsigned choices; /* orders an answer could choose from; 0 when it is settled */
	bool conflict;    /* some dates do not fit the order decided */
};

/* E_FORMAT: no table.  E_NOMEM, or from the source.  To be given to csv_table_fini() in any case.
 * Reads all of the source. */
MUST_USE enum status csv_table_read(struct csv_table *table, const struct source *source,
    const struct reading_options *options, struct err *err);
void csv_table_fini(struct csv_table *table);

/* Of which kind the numbers are, where the rows have Android's. */
enum android_list csv_table_list(const struct csv_table *table);
/* Has the row as many columns as the table?  One too many or too few may be an empty last cell. */
bool csv_table_fits(const struct csv_table *table, const struct csv_row *row);
/* Is it the row with the names, again? */
bool csv_table_is_header(const struct csv_table *table, const struct csv_row *row);
/* Names stand in the row, and others than before: from here on they are the columns.  Answers hold
 * for all of a file. */
MUST_USE enum status csv_table_turn(struct csv_table *table, const struct csv_row *row,
    const struct reading_options *options, bool *turned, struct err *err);
/* The first cell with anything in it that is of that column; absent when there is none.  *number
 * (may be NULL) is which, from 0. */
struct text csv_table_cell(
    const struct csv_table *table, const struct csv_row *row, enum column column, size_t *number);

#endif
