/* src/read/formats/sqlite_when.c
 * See sqlite_when.h. */
#include "read/formats/sqlite_when.h"

#include "base/buf.h"
#include "read/formats/apple_time.h"

enum { NUMBER_BYTES = 64 };

void
sqlite_when_apple(struct making *m, struct sqlite_rows *rows, const char *column)
{
	const struct sqlite_value *value = sqlite_rows_value(rows, column);
	int64_t us;

	if (sqlite_seconds_us(value, &us) && us != 0 && us > -APPLE_TIME_EPOCH_US * 60 &&
	    us < APPLE_TIME_EPOCH_US * 250)
		making_instant_us(m, &m->record.when, APPLE_TIME_EPOCH_US + us, TEXT_NONE);
	else
		sqlite_when_unread(m, rows->file, value, &rows->row_arena);
}

static bool
is_none(const struct sqlite_value *value)
{
	int64_t number;

	if (value == NULL || value->type == SQLITE_NULL)
		return true;
	if (value->type == SQLITE_REAL)
		return (uint64_t)value->integer << 1 == 0; /* 0.0 and -0.0 */
	if (value->type != SQLITE_INTEGER && value->bytes.n == 0)
		return true;
	return sqlite_i64(value, &number) && number == 0;
}

/* As a person would write it: it is shown, and never reckoned with. */
static void
number_put(struct buf *out, const struct sqlite_value *value)
{
	double real;

	if (value->type == SQLITE_INTEGER) {
		buf_put_i64(out, value->integer);
		return;
	}
	memcpy(&real, &value->integer, sizeof real);
	buf_putf(out, "%.17g", real);
}

void
sqlite_when_unread(struct making *m, const struct sqlite_file *file,
    const struct sqlite_value *value, struct arena *arena)
{
	uint8_t bytes[NUMBER_BYTES];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	struct text written;

	if (is_none(value)) {
		making_doubt(m, "no-time", TEXT_NONE);
		return;
	}
	if (value->type == SQLITE_INTEGER || value->type == SQLITE_REAL) {
		number_put(&buf, value);
		written = buf_text(&buf);
	} else {
		written = sqlite_text(file, value, arena);
	}
	making_doubt(m, "date-unreadable", written);
	making_claim(m, "written-time", written);
}
