/* src/read/formats/csv_people.h
 * Inside the reader of tables: whom a row is from and to, and which way it went.
 * Not for: what it is (csv_record.h), or which column is which (csv_table.h). */
#ifndef READ_FORMATS_CSV_PEOPLE_H
#define READ_FORMATS_CSV_PEOPLE_H

#include "read/formats/csv_table.h"
#include "read/formats/making.h"

/* A row on its way to become a record. */
struct csv_cells {
	struct making *m;
	const struct csv_table *table;
	const struct csv_row *cells;
};

/* The first cell of that column with anything in it. */
struct text csv_cells_get(const struct csv_cells *r, enum column column);

/* What the cells for it say; DIRECTION_UNKNOWN where they say nothing. */
enum direction csv_people_direction(const struct csv_cells *r);
/* The other side, for a row that went that way. */
void csv_people_other(const struct csv_cells *r, enum direction direction);
/* Both, for a call or a message. */
void csv_people_fill(const struct csv_cells *r);

#endif
