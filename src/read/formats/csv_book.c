/* src/read/formats/csv_book.c
 * Address books as tables; see csv_book.h. */
#include "read/formats/csv_book.h"

bool
csv_book_is(const struct csv_section *section, size_t width)
{
	static const enum column others[] = {COLUMN_WHEN, COLUMN_TIME, COLUMN_FROM, COLUMN_TO,
	    COLUMN_AMOUNT, COLUMN_DURATION, COLUMN_DIRECTION, COLUMN_COST};
	bool has[CSV_BOOK_HANDLE + 1] = {false};

	for (size_t i = 0; i < width; i++)
		has[section->book[i]] = true;
	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (section->columns.has[others[i]])
			return false;
	/* "Name" and "Mobile number" stand in bills, too. */
	return has[CSV_BOOK_HANDLE] && has[CSV_BOOK_PART];
}

static struct slice
cell_of(const struct csv_cells *r, size_t i)
{
	return slice_trim(slice_of_text(csv_row_get(r->cells, i)));
}

/* The cells of that kind in a row, with a blank between. */
static void
cells_join(const struct csv_cells *r, enum csv_book what, struct buf *out)
{
	for (size_t i = 0; i < r->table->head.width; i++) {
		struct slice s = cell_of(r, i);

		if (r->table->now.book[i] != (uint8_t)what || s.n == 0)
			continue;
		if (out->n != 0)
			buf_put_byte(out, ' ');
		buf_put_slice(out, s);
	}
}

/* What it is listed under: a whole name, else its parts, else what there is. */
static struct text
name_find(const struct csv_cells *r)
{
	struct making *m = r->m;
	struct text name = TEXT_NONE;
	struct buf buf;

	buf_init(&buf, 2 * RECORD_TEXT_MAX_BYTES);
	for (int what = CSV_BOOK_NAME; what <= CSV_BOOK_FIRM && buf.n == 0; what++) {
		cells_join(r, (enum csv_book)what, &buf);
		if (buf.n != 0 && what >= CSV_BOOK_NICK)
			making_doubt(m, "no-name",
			    TEXT_LITERAL("The card has no name of a person; it is listed under its "
					 "nickname or organisation."));
	}
	if (buf.n == 0)
		making_doubt(m, "no-name", TEXT_LITERAL("The card has no name."));
	else
		name = making_name(m, buf_text(&buf));
	buf_fini(&buf);
	return name;
}

/* Google puts several of one sort into one cell: "07700 900303 ::: 07700 900404". */
static void
handles_put(struct making *m, struct slice cell, struct text name)
{
	while (cell.n != 0) {
		size_t at = slice_find(cell, SLICE_LITERAL(":::"));
		struct slice one = slice_trim(slice_of(cell.p, at < cell.n ? at : cell.n));

		if (one.n != 0)
			making_to(m, (struct text){(const char *)one.p, one.n}, name);
		cell = at < cell.n ? slice_from(cell, at + 3) : slice_of(NULL, 0);
	}
}

void
csv_book_fill(const struct csv_cells *r)
{
	struct text name = name_find(r);

	r->m->record.kind = KIND_CONTACT;
	r->m->record.channel = TEXT_LITERAL("contacts");
	r->m->record.subject = name;
	for (size_t i = 0; i < r->table->head.width; i++)
		if (r->table->now.book[i] == CSV_BOOK_HANDLE)
			handles_put(r->m, cell_of(r, i), name);
}
