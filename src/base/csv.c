/* src/base/csv.c
 * A CSV writer; see csv.h. */
#include "base/csv.h"

void
csv_init(struct csv *csv, struct buf *buf)
{
	*csv = (struct csv){.buf = buf};
}

static void
cell_begin(struct csv *csv)
{
	if (csv->mid_row)
		buf_put_byte(csv->buf, ',');
	csv->mid_row = true;
}

void
csv_cell(struct csv *csv, struct text value)
{
	static const char formula[] = "=+-@\t\r";

	cell_begin(csv);
	buf_put_byte(csv->buf, '"');
	if (value.n != 0 && memchr(formula, value.p[0], sizeof formula - 1) != NULL)
		buf_put_byte(csv->buf, '\'');
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] == '"')
			buf_put_byte(csv->buf, '"');
		buf_put_byte(csv->buf, (uint8_t)value.p[i]);
	}
	buf_put_byte(csv->buf, '"');
}

void
csv_u64(struct csv *csv, uint64_t value)
{
	cell_begin(csv);
	buf_put_u64(csv->buf, value);
}

void
csv_row_end(struct csv *csv)
{
	buf_put_c(csv->buf, "\r\n");
	csv->mid_row = false;
}
