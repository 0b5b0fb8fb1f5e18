/* src/show/report/report_csv.c
 * The chronology of a pack as CSV; see report.h.  Codes stay codes here: the table is for sorting
 * and for programs, the pages beside it are for reading. */
#include "base/csv.h"
#include "show/report/report.h"
#include "show/when.h"

enum { CELL_BYTES = 2 * 1024 * 1024 };

static void
put_marks(struct buf *out, const struct record *r)
{
	for (size_t i = 0; i < r->marks_count; i++) {
		buf_put_c(out, i == 0 ? " [" : ", ");
		buf_put_text(out, r->marks[i]);
	}
	if (r->marks_count != 0)
		buf_put_byte(out, ']');
}

static void
put_attachments(struct buf *out, const struct record *r)
{
	for (size_t i = 0; i < r->attachments_count; i++) {
		const struct attachment *a = &r->attachments[i];

		buf_put_c(out, out->n != 0 ? "\n" : "");
		buf_put_c(
		    out, a->source == ATTACHMENT_MISSING ? "(not in the export: " : "(attached: ");
		attachment_name_put(out, a);
		buf_put_byte(out, ')');
	}
}

static void
put_doubts(struct buf *out, const struct record *r)
{
	for (size_t i = 0; i < r->doubts_count; i++) {
		buf_put_c(out, out->n != 0 ? "\nDoubt: " : "Doubt: ");
		buf_put_text(out, r->doubts[i].code);
		doubt_detail_put(out, &r->doubts[i]);
	}
}

static void
from_put(struct buf *out, const struct report_row *row)
{
	const struct record *r = row->record;

	if (r->kind == KIND_INCIDENT) {
		for (size_t i = 0; i < r->by_count; i++) {
			buf_put_c(out, i == 0 ? "" : ", ");
			buf_put_text(out, r->by[i]);
		}
	} else if (r->direction == DIRECTION_OUT) {
		buf_put_c(out, "me");
	} else if (r->direction != DIRECTION_NONE || r->from.name.n != 0 ||
		   r->from.as_written.n != 0) {
		party_put(out, &r->from, row->person);
	}
}

static void
to_put(struct buf *out, const struct report_row *row)
{
	const struct record *r = row->record;

	for (size_t i = 0; i < r->to_count && i < 10; i++) {
		buf_put_c(out, i == 0 ? "" : ", ");
		party_put(out, &r->to[i],
		    i == 0 && r->direction == DIRECTION_OUT ? row->person : TEXT_NONE);
	}
	if (r->to_count > 10)
		buf_putf(out, " and %zu more", r->to_count - 10);
}

void
report_csv_head(struct buf *out)
{
	static const char *const names[] = {"number", "id", "time", "time_utc", "time_basis",
	    "precision", "kind", "channel", "direction", "from", "to", "subject", "text", "marks",
	    "attachments", "doubts", "exhibit"};
	struct csv csv;

	csv_init(&csv, out);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		csv_cell(&csv, text_of_c(names[i]));
	csv_row_end(&csv);
}

static void
csv_from(struct csv *csv, struct buf *cell)
{
	csv_cell(csv, buf_text(cell));
	buf_reset(cell);
}

void
report_csv_row(struct buf *out, const struct report_row *row)
{
	const struct record *r = row->record;
	struct csv csv;
	struct buf cell;

	buf_init(&cell, CELL_BYTES);
	csv_init(&csv, out);
	csv_u64(&csv, row->number);
	csv_cell(&csv, row->id);
	when_put_short(&cell, &r->when);
	csv_from(&csv, &cell);
	if (r->when.at_known)
		(void)time_put(&cell, r->when.at_us);
	csv_from(&csv, &cell);
	csv_cell(&csv, text_of_c(time_basis_name(r->when.basis)));
	csv_cell(&csv, text_of_c(precision_name(r->when.precision)));
	csv_cell(&csv, text_of_c(record_kind_name(r->kind)));
	csv_cell(&csv, r->channel);
	csv_cell(&csv, text_of_c(direction_name(r->direction)));
	from_put(&cell, row);
	csv_from(&csv, &cell);
	to_put(&cell, row);
	csv_from(&csv, &cell);
	csv_cell(&csv, r->subject);
	csv_cell(&csv, r->body);
	put_marks(&cell, r);
	csv_from(&csv, &cell);
	put_attachments(&cell, r);
	csv_from(&csv, &cell);
	put_doubts(&cell, r);
	csv_from(&csv, &cell);
	csv_cell(&csv, row->exhibit);
	csv_row_end(&csv);
	buf_fini(&cell);
}
