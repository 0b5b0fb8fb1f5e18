/* src/read/formats/csv_record.h
 * Inside the readers of tables: what one row becomes (docs/formats/csv.md). */
#ifndef READ_FORMATS_CSV_RECORD_H
#define READ_FORMATS_CSV_RECORD_H

#include "read/formats/csv_table.h"
#include "read/formats/making.h"

/* Doubts about the record in hand: what was odd in its row (enum csv_oddity). */
void csv_record_odd(struct making *m, unsigned odd);
/* A row in front of the one with the names: whose account it is, and the like. */
void csv_record_preamble(struct making *m, const struct csv_row *row);
/* A row of the table.  A failure is left in m->status. */
void csv_record_row(struct making *m, const struct csv_table *table, const struct csv_row *row);

#endif
