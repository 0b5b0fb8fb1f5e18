/* src/base/csv.h
 * A CSV writer (RFC 4180: CRLF, doubled quotes).  Cells that a spreadsheet would run as a formula
 * (first character = + - @ or a control) get an apostrophe in front, since the words in them are
 * the other side's. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/buf.h"

struct csv {
	struct buf *buf; /* borrowed */
	bool mid_row;
};

void csv_init(struct csv *csv, struct buf *buf);
void csv_cell(struct csv *csv, struct text value);
void csv_u64(struct csv *csv, uint64_t value);
void csv_row_end(struct csv *csv);

#endif
