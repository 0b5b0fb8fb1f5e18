/* src/read/formats/csv_rows.h
 * The rows of a CSV file (RFC 4180) of any size, one at a time: quoted fields with separators, line
 * ends and doubled quotes in them, CR LF, LF or CR.  What real files do otherwise is taken where
 * its meaning is plain, and said in `odd`.  A quote that is never closed costs its own line. Not
 * for: what the columns mean; for writing, see base/csv.h. */
#ifndef READ_FORMATS_CSV_ROWS_H
#define READ_FORMATS_CSV_ROWS_H

#include "base/arena.h"
#include "read/formats/sms_utf16.h"

enum {
	CSV_ROWS_FIELDS_MAX = 256,        /* of a row; what follows is CSV_ODD_FIELDS */
	CSV_ROWS_BYTES_MAX = 1024 * 1024, /* of a row; what follows is CSV_ODD_LONG */
	/* After so many quotes that nothing closes a row ends where its line does: looking for the
	 * other one each time would take for ever. */
	CSV_ROWS_UNCLOSED_MAX = 32,
};

enum csv_oddity {
	CSV_ODD_QUOTE = 1 << 0,  /* never closed, or text stands behind the closing one */
	CSV_ODD_BYTES = 1 << 1,  /* not UTF-8 or UTF-16, or a zero byte: became U+FFFD */
	CSV_ODD_LONG = 1 << 2,   /* the row goes on, and its rest was passed over */
	CSV_ODD_FIELDS = 1 << 3, /* it has more fields than are given */
	CSV_ODD_WESTERN = 1 << 4 /* not UTF-8: taken as windows-1252 */
};

struct csv_rows {
	struct window window;
	struct source narrow; /* UTF-8 out of utf16; borrows it */
	struct sms_utf16 utf16;
	struct arena arena; /* of the row in hand */
	uint8_t separator;  /* ',' until somebody sets another: ';' or a tab */
	bool western;       /* fields that are not UTF-8 are windows-1252; false at first */
	uint64_t lines;     /* line ends passed */
	uint8_t end;        /* of a line: LF, or CR where there is no LF */
	unsigned unclosed;  /* quotes that nothing closed, up to CSV_ROWS_UNCLOSED_MAX */
};

struct csv_row {
	struct text field[CSV_ROWS_FIELDS_MAX];
	size_t count;     /* at least 1 */
	struct slice raw; /* without its line end */
	uint64_t line;    /* that it begins on, from 1 */
	uint64_t at;      /* place in the file */
	unsigned odd;     /* enum csv_oddity */
};

/* UTF-16 with a byte order mark is read as UTF-8; other such marks are stepped over wherever a row
 * begins.  *rows stays where it is from here on.  E_NOMEM; to be given to csv_rows_fini() in any
 * case. */
MUST_USE enum status csv_rows_init(
    struct csv_rows *rows, const struct source *source, struct err *err);
void csv_rows_fini(struct csv_rows *rows);
/* The next row that is not a blank line; E_NOTFOUND at the end.  Borrowed until the next call. */
MUST_USE enum status csv_rows_next(struct csv_rows *rows, struct csv_row *row, struct err *err);
/* Which field of a row of names is called so (ASCII, either case); SIZE_MAX when none. */
size_t csv_row_find(const struct csv_row *row, const char *name);
/* The field of that number; absent when the row is shorter, or for SIZE_MAX. */
struct text csv_row_get(const struct csv_row *row, size_t field);

#endif
