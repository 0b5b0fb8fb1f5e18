/* tests/read/honest.c
 * What a reader may do behind the walls: ask, sort, allocate, answer. */
#include <stdlib.h>

#include "read/frame.h"
#include "tests/read/hostile.h"

#define DEED(function)                                                                             \
	static enum status function(                                                               \
	    const struct source *source, const struct sink *sink, struct err *err)

#define UNUSED_ARGUMENTS (void)source, (void)sink, (void)err

enum { LINE_BYTES = 256 * 1024 };

static void
record_of_line(struct record *record, struct slice line, uint64_t position)
{
	record_init(record);
	record->kind = KIND_MESSAGE;
	record->channel = TEXT_LITERAL("test");
	record->conversation = TEXT_LITERAL("+44 7700 900303");
	record->when.basis = BASIS_INSTANT;
	record->when.precision = PRECISION_SECOND;
	record->when.at_known = true;
	record->when.at_us = INT64_C(1711314307000000) + (int64_t)position * US_PER_SECOND;
	record->direction = DIRECTION_IN;
	record->from.as_written = TEXT_LITERAL("+44 7700 900303");
	record->from.handle = TEXT_LITERAL("+447700900303");
	if (!text_check(line, &record->body, NULL))
		record->raw = line;
	record->position = position;
}

DEED(honest_nothing)
{
	UNUSED_ARGUMENTS;
	return OK;
}

/* One record for each line. */
DEED(honest_lines)
{
	struct window window;
	struct slice line;
	struct record record;
	bool whole;
	enum status status = window_init(&window, source, LINE_BYTES, err);

	if (status != OK)
		return status;
	for (uint64_t n = 1; status == OK; n++) {
		status = window_line(&window, &line, &whole, NULL, err);
		if (status != OK)
			break;
		record_of_line(&record, line, n);
		status = sink->record(sink->ctx, &record, err);
	}
	window_fini(&window);
	return status == E_NOTFOUND ? OK : status;
}

/* The whole original comes out again as one extract, then a record that names it. */
DEED(honest_extract)
{
	static uint8_t piece[700 * 1000];
	struct attachment attachment = {.source = ATTACHMENT_EXTRACTED};
	struct record record;
	size_t got = 1;
	enum status status;

	status = sink->extract_begin(
	    sink->ctx, TEXT_LITERAL("copy.bin"), TEXT_LITERAL("application/octet-stream"), err);
	for (uint64_t at = 0; status == OK && got != 0; at += got) {
		status = source->read_at(source->ctx, at, piece, sizeof piece, &got, err);
		if (status == OK)
			status = sink->extract_data(sink->ctx, slice_of(piece, got), err);
	}
	if (status == OK)
		status = sink->extract_end(sink->ctx, true, err);
	record_of_line(&record, SLICE_LITERAL("with a copy"), 1);
	record.attachments = &attachment;
	record.attachments_count = 1;
	return status != OK ? status : sink->record(sink->ctx, &record, err);
}

/* Bytes asked for here and there must be those of that place: the original's byte at n is
 * n * 131 / 64, cut to eight bits. */
DEED(honest_seek)
{
	uint64_t at = 12345;
	uint8_t bytes[3000];
	size_t got;
	enum status status;

	UNUSED_ARGUMENTS;
	for (int i = 0; i < 300; i++) {
		at = (at * 6364136223846793005U + 1442695040888963407U) % (source->bytes + 100);
		status = source->read_at(source->ctx, at, bytes, sizeof bytes, &got, err);
		if (status != OK)
			return status;
		if ((got == 0) != (at >= source->bytes))
			return fail(err, E_FORMAT, "a wrong end");
		for (size_t k = 0; k < got; k++)
			if (bytes[k] != (uint8_t)((at + k) * 131 / 64))
				return fail(err, E_FORMAT, "a wrong byte");
	}
	return OK;
}

static int
byte_compare(const void *a, const void *b)
{
	return *(const uint8_t *)a - *(const uint8_t *)b;
}

DEED(honest_sort)
{
	static uint8_t bytes[1 << 20];

	UNUSED_ARGUMENTS;
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)(i * 7919);
	qsort(bytes, sizeof bytes, 1, byte_compare);
	return bytes[0] == 0 && bytes[sizeof bytes - 1] == 255 ? OK : E_FORMAT;
}

/* Blocks of some bytes to a megabyte; 200 MiB in all, as fresh pages may be dear (ASan, virtual
 * machines). */
DEED(honest_memory)
{
	void *blocks[40] = {0};

	UNUSED_ARGUMENTS;
	for (size_t turn = 1; turn < 20; turn++)
		for (size_t i = 0; i < COUNT_OF(blocks); i++) {
			void *grown = realloc(blocks[i], 1 + turn * i * 1370);

			if (grown == NULL)
				return E_NOMEM;
			blocks[i] = grown;
		}
	for (size_t i = 0; i < COUNT_OF(blocks); i++)
		free(blocks[i]);
	return OK;
}

DEED(honest_many_notes)
{
	enum status status = OK;

	UNUSED_ARGUMENTS;
	for (uint64_t i = 1; i <= 5000 && status == OK; i++)
		status = sink->note(sink->ctx, i == 4000 ? NOTE_UNREAD : NOTE_DOUBT, "odd-line",
		    TEXT_LITERAL("not understood"), i, err);
	return status;
}

static enum status
one_record(const struct sink *sink, struct err *err)
{
	struct record record;

	record_of_line(&record, SLICE_LITERAL("hello"), 1);
	return sink->record(sink->ctx, &record, err);
}

DEED(honest_unread)
{
	enum status status = one_record(sink, err);

	UNUSED_ARGUMENTS;
	return status != OK ? status
			    : sink->note(sink->ctx, NOTE_UNREAD, "cut-off", TEXT_NONE, 2, err);
}

DEED(honest_locked)
{
	UNUSED_ARGUMENTS;
	return sink->note(sink->ctx, NOTE_ENCRYPTED, "locked", TEXT_NONE, 0, err);
}

DEED(honest_not_mine)
{
	UNUSED_ARGUMENTS;
	return fail(err, E_FORMAT, "this is \x1b[2J no export");
}

/* Two readers, one inside the other, each naming its format. */
DEED(honest_twice_named)
{
	enum status status;

	UNUSED_ARGUMENTS;
	status = sink->note(sink->ctx, NOTE_FORMAT, "outer-zip", TEXT_NONE, 0, err);
	if (status == OK)
		status = sink->note(sink->ctx, NOTE_FORMAT, "inner-txt", TEXT_NONE, 0, err);
	return status != OK ? status : one_record(sink, err);
}

/* A record as large as records may be. */
DEED(honest_large)
{
	static char body[RECORD_TEXT_MAX_BYTES];
	struct record record;

	UNUSED_ARGUMENTS;
	memset(body, 'a', sizeof body);
	record_of_line(&record, SLICE_LITERAL("x"), 1);
	record.body = (struct text){body, sizeof body};
	record.subject = record.body;
	record.raw = slice_of(body, sizeof body);
	return sink->record(sink->ctx, &record, err);
}

const struct deed honest_deeds[] = {
    {"nothing", honest_nothing},
    {"lines", honest_lines},
    {"extract", honest_extract},
    {"seek", honest_seek},
    {"sort", honest_sort},
    {"memory-use", honest_memory},
    {"many-notes", honest_many_notes},
    {"unread", honest_unread},
    {"locked", honest_locked},
    {"not-mine", honest_not_mine},
    {"twice-named", honest_twice_named},
    {"large", honest_large},
    {NULL, NULL},
};
