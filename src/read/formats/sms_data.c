/* src/read/formats/sms_data.c
 * Base64 in pieces; see sms_data.h. */
#include "read/formats/sms_data.h"

#include "read/formats/formats.h"

enum { BLANK = 64, PAD = 65, REFERENCE = 66, WRONG = 67 };

#define W8  WRONG, WRONG, WRONG, WRONG, WRONG, WRONG, WRONG, WRONG
#define W32 W8, W8, W8, W8

/* Value of each byte: 0..63, or what it is instead. */
static const uint8_t values[256] = {W8, WRONG, BLANK, BLANK, WRONG, WRONG, BLANK, WRONG, WRONG, W8,
    W8, BLANK, WRONG, WRONG, WRONG, WRONG, WRONG, REFERENCE, WRONG, WRONG, WRONG, WRONG, 62, WRONG,
    WRONG, WRONG, 63, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, WRONG, WRONG, WRONG, PAD, WRONG,
    WRONG, WRONG, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
    23, 24, 25, WRONG, WRONG, WRONG, WRONG, WRONG, WRONG, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
    36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, WRONG, WRONG, WRONG, WRONG,
    WRONG, W32, W32, W32, W32};

void
sms_data_init(struct sms_data *data, const struct sink *sink, struct text name)
{
	data->sink = sink;
	data->name = name;
	data->type = TEXT_NONE;
	data->kind = KIND_DOCUMENT;
	data->bytes = 0;
	data->begun = data->damaged = data->padded = false;
	data->group = 0;
	data->group_n = 0;
	data->n = 0;
}

static enum status
flush(struct sms_data *data, struct err *err)
{
	const struct sink *sink = data->sink;
	struct slice bytes = slice_of(data->buffer, data->n);
	enum status status = OK;

	if (data->n == 0)
		return OK;
	if (!data->begun) {
		data->begun = true;
		data->type = file_type_of(bytes, &data->kind);
		status = sink->extract_begin(sink->ctx, data->name, data->type, err);
	}
	if (status == OK)
		status = sink->extract_data(sink->ctx, bytes, err);
	data->n = 0;
	return status;
}

/* Whole groups of four plain characters at the front, while there is room; the bulk of all data. */
static size_t
put_groups(struct sms_data *data, struct slice rest)
{
	const uint8_t *p = rest.p, *end = rest.p + rest.n;
	uint8_t *out = data->buffer + data->n, *full = data->buffer + sizeof data->buffer;

	while (end - p >= 4 && full - out >= 3) {
		uint32_t a = values[p[0]], b = values[p[1]], c = values[p[2]], d = values[p[3]];

		if ((a | b | c | d) >= BLANK)
			break;
		out[0] = (uint8_t)(a << 2 | b >> 4);
		out[1] = (uint8_t)(b << 4 | c >> 2);
		out[2] = (uint8_t)(c << 6 | d);
		out += 3;
		p += 4;
	}
	data->bytes += (uint64_t)(out - (data->buffer + data->n));
	data->n = (size_t)(out - data->buffer);
	return (size_t)(p - rest.p);
}

/* A reference to a line end or a blank at the front: its length, 0 when it is anything else. */
static size_t
blank_reference(struct slice rest)
{
	static const char *const blanks[] = {"&#10;", "&#13;", "&#9;", "&#32;", "&#xA;", "&#xD;",
	    "&#xa;", "&#xd;", "&#x9;", "&#x20;", "&#x0A;", "&#x0D;", "&#x0a;", "&#x0d;"};

	for (size_t i = 0; i < COUNT_OF(blanks); i++)
		if (slice_starts(rest, blanks[i]))
			return strlen(blanks[i]);
	return 0;
}

/* The last group, of 2 or 3 characters, gives 1 or 2 bytes. */
static void
put_rest(struct sms_data *data)
{
	if (data->group_n == 1)
		data->damaged = true;
	if (data->group_n >= 2) {
		data->group <<= 6 * (4 - data->group_n);
		data->buffer[data->n++] = (uint8_t)(data->group >> 16);
		data->bytes++;
	}
	if (data->group_n == 3) {
		data->buffer[data->n++] = (uint8_t)(data->group >> 8);
		data->bytes++;
	}
	data->group_n = 0;
	data->group = 0;
}

/* One character that put_groups() did not take; gives how many bytes of rest were used. */
static size_t
put_character(struct sms_data *data, struct slice rest)
{
	uint8_t value = values[rest.p[0]];
	size_t n = value == REFERENCE ? blank_reference(rest) : 1;

	if (value == BLANK || (value == REFERENCE && n != 0))
		return n;
	if (value == PAD) {
		data->damaged = data->damaged || (data->group_n < 2 && !data->padded);
		data->padded = true;
		put_rest(data);
		return 1;
	}
	if (value > PAD || data->padded) {
		data->damaged = true;
		return 1;
	}
	data->group = data->group << 6 | value;
	if (++data->group_n == 4) {
		data->buffer[data->n++] = (uint8_t)(data->group >> 16);
		data->buffer[data->n++] = (uint8_t)(data->group >> 8);
		data->buffer[data->n++] = (uint8_t)data->group;
		data->bytes += 3;
		data->group_n = 0;
		data->group = 0;
	}
	return 1;
}

enum status
sms_data_put(struct sms_data *data, struct slice piece, struct err *err)
{
	enum status status;
	size_t n;

	while (piece.n != 0 && !data->damaged) {
		n = data->group_n == 0 && !data->padded ? put_groups(data, piece) : 0;
		piece = slice_from(piece, n);
		if (sizeof data->buffer - data->n < 3) {
			status = flush(data, err);
			if (status != OK)
				return status;
		} else if (piece.n != 0) {
			n = put_character(data, piece);
			piece = slice_from(piece, n);
		}
	}
	return OK;
}

enum status
sms_data_end(struct sms_data *data, bool whole, struct err *err)
{
	const struct sink *sink = data->sink;
	enum status status;

	if (whole && !data->damaged)
		put_rest(data);
	status = flush(data, err);
	if (status != OK || !data->begun)
		return status;
	return sink->extract_end(sink->ctx, whole && !data->damaged, err);
}
