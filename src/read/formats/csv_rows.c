/* src/read/formats/csv_rows.c
 * The rows of a CSV file; see csv_rows.h. */
#include "read/formats/csv_rows.h"

#include "base/buf.h"

enum {
	LOOK_BYTES = 4096,
	END_BYTES = 256 * 1024, /* that tell which line ends a file has */
	ROW_ARENA_BYTES = 8 * CSV_ROWS_BYTES_MAX,
};

/* "Unicode Text" of a spreadsheet is UTF-16. */
static enum status
wide_start(struct csv_rows *rows, const struct source *source, bool big, struct err *err)
{
	rows->narrow = sms_utf16_init(&rows->utf16, source, 2, big);
	window_fini(&rows->window);
	return window_init(&rows->window, &rows->narrow, CSV_ROWS_BYTES_MAX, err);
}

enum status
csv_rows_init(struct csv_rows *rows, const struct source *source, struct err *err)
{
	struct slice head;
	enum status status;

	*rows = (struct csv_rows){.separator = ',', .end = '\n'};
	arena_init(&rows->arena, ROW_ARENA_BYTES);
	status = window_init(&rows->window, source, CSV_ROWS_BYTES_MAX, err);
	if (status == OK)
		status = window_peek(&rows->window, 2, &head, err);
	if (status == OK && (slice_starts(head, "\xff\xfe") || slice_starts(head, "\xfe\xff")))
		status = wide_start(rows, source, head.p[0] == 0xfe, err);
	if (status == OK)
		status = window_look(&rows->window, END_BYTES, &head, err);
	/* "CSV (Macintosh)" has no LF anywhere. */
	if (status == OK && memchr(head.p, '\n', head.n) == NULL &&
	    memchr(head.p, '\r', head.n) != NULL)
		rows->end = '\r';
	return status;
}

void
csv_rows_fini(struct csv_rows *rows)
{
	arena_fini(&rows->arena);
	window_fini(&rows->window);
}

/* Where in a field a byte stands. */
enum place { PLACE_START, PLACE_BARE, PLACE_QUOTED, PLACE_QUOTE };

/* What a byte does; only a separator or line end outside of quotes ends anything. */
static enum place
place_next(enum place place, uint8_t c, uint8_t separator)
{
	switch (place) {
	case PLACE_START:
		if (c == '"')
			return PLACE_QUOTED;
		break;
	case PLACE_QUOTED: return c == '"' ? PLACE_QUOTE : PLACE_QUOTED;
	case PLACE_QUOTE:
		if (c == '"')
			return PLACE_QUOTED;
		break;
	case PLACE_BARE: break;
	}
	return c == separator ? PLACE_START : PLACE_BARE;
}

/* How far a row reaches. */
struct extent {
	struct slice view;
	size_t bytes; /* of the row, its line end left out */
	bool ended;   /* by a line end, which follows */
	unsigned odd;
};

/* Without an end, in quotes: the row is its first line. */
static void
give_up(struct extent *extent, enum place place, uint8_t end, bool full)
{
	const uint8_t *stop = NULL;

	extent->bytes = extent->view.n;
	if (place == PLACE_QUOTED) {
		extent->odd |= CSV_ODD_QUOTE;
		stop = memchr(extent->view.p, end, extent->view.n);
	}
	if (stop != NULL) {
		extent->bytes = (size_t)(stop - extent->view.p);
		extent->ended = true;
	} else if (full) {
		extent->odd |= CSV_ODD_LONG;
	}
}

static enum status
extent_find(struct csv_rows *rows, struct extent *extent, struct err *err)
{
	bool plain = rows->unclosed == CSV_ROWS_UNCLOSED_MAX;
	enum place place = PLACE_START;
	size_t seen = 0, want = LOOK_BYTES;
	enum status status;

	*extent = (struct extent){.bytes = 0};
	for (;;) {
		status = window_peek(&rows->window, want, &extent->view, err);
		if (status != OK)
			return status;
		for (; seen < extent->view.n; seen++) {
			uint8_t c = extent->view.p[seen];

			if (c == rows->end && (place != PLACE_QUOTED || plain)) {
				extent->odd |= place == PLACE_QUOTED ? CSV_ODD_QUOTE : 0U;
				extent->bytes = seen;
				extent->ended = true;
				return OK;
			}
			place = place_next(place, c, rows->separator);
		}
		if (extent->view.n < want || extent->view.n == rows->window.size)
			break;
		want = extent->view.n + extent->view.n / 2 + 1;
	}
	rows->unclosed += place == PLACE_QUOTED && !plain;
	give_up(
	    extent, place, rows->end, extent->view.n == rows->window.size && !rows->window.ended);
	return OK;
}

/* The rest of a row that is too long, up to its line end. */
static enum status
rest_skip(struct csv_rows *rows, struct err *err)
{
	const uint8_t *stop = NULL;
	struct slice view;
	enum status status = OK;

	while (status == OK && stop == NULL) {
		status = window_peek(&rows->window, LOOK_BYTES, &view, err);
		if (status != OK || view.n == 0)
			break;
		stop = memchr(view.p, rows->end, view.n);
		window_skip(&rows->window, stop != NULL ? (size_t)(stop - view.p) + 1 : view.n);
	}
	rows->lines++;
	return status;
}

/* windows-1252 as the WHATWG's encoding standard has it; 0: the byte stands for itself. */
static void
western_put(struct buf *out, struct slice bytes, unsigned *odd)
{
	static const uint16_t signs[32] = {0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021,
	    0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d,
	    0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0, 0x17e, 0x178};

	for (size_t i = 0; i < bytes.n; i++) {
		uint8_t c = bytes.p[i];
		uint32_t sign = c >= 0x80 && c < 0xa0 ? signs[c - 0x80] : 0;

		*odd |= c == 0 ? CSV_ODD_BYTES : CSV_ODD_WESTERN;
		buf_put_code_point(out, c == 0 ? 0xfffd : sign != 0 ? sign : c);
	}
}

/* The bytes of a field become text that lives as long as the row. */
static enum status
field_keep(struct csv_rows *rows, const struct buf *buf, struct csv_row *row, struct err *err)
{
	struct text text = TEXT_LITERAL("");
	struct buf repaired;
	bool wide = rows->narrow.ctx != NULL;
	enum status status = buf_check(buf, err);

	if (status != OK)
		return status;
	buf_init(&repaired, 3 * CSV_ROWS_BYTES_MAX);
	if (buf->n != 0 && !text_check(buf_slice(buf), &text, NULL)) {
		if (rows->western && !wide) {
			western_put(&repaired, buf_slice(buf), &row->odd);
		} else {
			row->odd |= CSV_ODD_BYTES;
			buf_put_repaired(&repaired, buf_slice(buf), 0xfffd);
		}
		status = buf_check(&repaired, err);
		text = buf_text(&repaired);
	}
	/* Half a character of UTF-16 has become this one. */
	if (wide && slice_find(slice_of_text(text), SLICE_LITERAL("\xef\xbf\xbd")) != SIZE_MAX)
		row->odd |= CSV_ODD_BYTES;
	if (status == OK && !arena_text(&rows->arena, text, &row->field[row->count]))
		status = fail(err, E_NOMEM, "no memory for a field");
	buf_fini(&repaired);
	return status;
}

/* One field off the front of a row, its quotes taken off; *more: a separator stood behind it. */
static enum status
field_take(
    struct csv_rows *rows, struct slice *rest, struct csv_row *row, bool *more, struct err *err)
{
	bool quoted = rest->n != 0 && rest->p[0] == '"';
	enum place place = PLACE_START, next = PLACE_START;
	struct buf buf;
	size_t i;
	enum status status;

	buf_init(&buf, CSV_ROWS_BYTES_MAX);
	*more = false;
	for (i = 0; i < rest->n && !*more; i++, place = next) {
		uint8_t c = rest->p[i];

		next = place_next(place, c, rows->separator);
		*more = c == rows->separator && place != PLACE_QUOTED;
		if (*more)
			break;
		if (place == PLACE_QUOTE && next == PLACE_BARE)
			row->odd |= CSV_ODD_QUOTE;
		if (place == PLACE_START ? next != PLACE_QUOTED : next != PLACE_QUOTE)
			buf_put_byte(&buf, c);
	}
	if (quoted && place == PLACE_QUOTED)
		row->odd |= CSV_ODD_QUOTE;
	*rest = slice_from(*rest, *more ? i + 1 : i);
	status = field_keep(rows, &buf, row, err);
	buf_fini(&buf);
	return status;
}

static enum status
fields_read(struct csv_rows *rows, struct csv_row *row, struct err *err)
{
	struct slice rest = row->raw;
	bool more = true;
	enum status status = OK;

	while (status == OK && more && row->count < CSV_ROWS_FIELDS_MAX) {
		status = field_take(rows, &rest, row, &more, err);
		row->count++;
	}
	if (more)
		row->odd |= CSV_ODD_FIELDS;
	return status;
}

/* A byte order mark: at the begin of a file, and of each of several that were joined. */
static enum status
mark_skip(struct csv_rows *rows, struct err *err)
{
	struct slice head;
	enum status status = window_peek(&rows->window, 3, &head, err);

	if (status == OK && slice_starts(head, "\xef\xbb\xbf"))
		window_skip(&rows->window, 3);
	return status;
}

/* The row at the cursor; *blank when nothing is in it. */
static enum status
row_read(struct csv_rows *rows, struct csv_row *row, bool *blank, struct err *err)
{
	struct extent extent;
	size_t n;
	char *copy;
	enum status status = mark_skip(rows, err);

	if (status == OK)
		status = extent_find(rows, &extent, err);
	if (status != OK)
		return status;
	if (extent.view.n == 0)
		return fail(err, E_NOTFOUND, "end of input");
	row->count = 0;
	row->odd = extent.odd;
	row->line = rows->lines + 1;
	row->at = rows->window.at;
	n = extent.bytes;
	if (n != 0 && extent.view.p[n - 1] == '\r')
		n--;
	*blank = n == 0;
	arena_reset(&rows->arena);
	copy = arena_z(&rows->arena, slice_of(extent.view.p, n));
	if (copy == NULL)
		return fail(err, E_NOMEM, "no memory for a row");
	row->raw = slice_of(copy, n);
	for (size_t i = 0; i < extent.bytes; i++)
		rows->lines += extent.view.p[i] == rows->end;
	rows->lines += extent.ended;
	window_skip(&rows->window, extent.bytes + (extent.ended ? 1 : 0));
	if ((row->odd & CSV_ODD_LONG) != 0)
		status = rest_skip(rows, err);
	return status == OK ? fields_read(rows, row, err) : status;
}

enum status
csv_rows_next(struct csv_rows *rows, struct csv_row *row, struct err *err)
{
	bool blank = true;
	enum status status = OK;

	while (status == OK && blank)
		status = row_read(rows, row, &blank, err);
	return status;
}

size_t
csv_row_find(const struct csv_row *row, const char *name)
{
	for (size_t i = 0; i < row->count; i++)
		if (slice_eq_nocase(
			slice_trim(slice_of_text(row->field[i])), slice_of(name, strlen(name))))
			return i;
	return SIZE_MAX;
}

struct text
csv_row_get(const struct csv_row *row, size_t field)
{
	return field < row->count ? row->field[field] : TEXT_NONE;
}
