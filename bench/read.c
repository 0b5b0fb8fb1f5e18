/* bench/read.c
 * How quickly a reader reads, without tests' rules, walls, pipes or a vault: one line a file.
 * Usage: bench-read [--alone] [--sum] [--times N] FILE…
 *   --alone  the reader and a sink that forgets; else also the frames that a worker writes
 *   --sum    a sum of all frames, to see that a change changed nothing (its time is no measure)
 *   --times  the quickest of N readings (3)
 * Time is processor time of this process, fetching the file included. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "read/formats/formats.h"
#include "read/link.h"
#include "sys/os/file.h"
#include "sys/os/os_io.h"

struct bench {
	struct io io;
	int handle;
	uint64_t bytes;
	uint64_t records, notes;
	bool alone, summing;
	uint64_t sum;
	struct frame_want want; /* to be answered */
	uint8_t head[FRAME_RANGE_HEAD_BYTES];
	size_t head_given;
};

static double
seconds(void)
{
	struct timespec at = {0};

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static enum status
bench_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	const struct bench *b = ctx;

	return file_read(&b->io, b->handle, at, p, n, got, err);
}

static enum status
forget_record(void *ctx, const struct record *record, struct err *err)
{
	struct bench *b = ctx;

	(void)record;
	(void)err;
	b->records++;
	return OK;
}

static enum status
forget_begin(void *ctx, struct text name, struct text type, struct err *err)
{
	(void)ctx;
	(void)name;
	(void)type;
	(void)err;
	return OK;
}

static enum status
forget_data(void *ctx, struct slice data, struct err *err)
{
	(void)ctx;
	(void)data;
	(void)err;
	return OK;
}

static enum status
forget_end(void *ctx, bool whole, struct err *err)
{
	(void)ctx;
	(void)whole;
	(void)err;
	return OK;
}

static enum status
forget_note(void *ctx, enum note_kind kind, const char *code, struct text detail, uint64_t position,
    struct err *err)
{
	struct bench *b = ctx;

	(void)kind;
	(void)code;
	(void)detail;
	(void)position;
	(void)err;
	b->notes++;
	return OK;
}

static enum status
read_alone(struct bench *b, const struct format *format, struct err *err)
{
	static const struct reading_options options = {.date_order = DATE_ORDER_UNKNOWN};
	struct source source = {bench_read_at, b->bytes, b};
	struct sink sink = {forget_record, forget_begin, forget_data, forget_end, forget_note, b};

	return format->read(&source, &options, &sink, err);
}

/* --- As the worker: its frames go nowhere, and what it asks for is fetched at once. --- */

/* FNV-1a. */
static void
sum_add(struct bench *b, const uint8_t *frame, size_t n)
{
	for (size_t i = 0; i < n; i++)
		b->sum = (b->sum ^ frame[i]) * UINT64_C(1099511628211);
}

/* Frames come whole.  Only their heads are looked at: what a parent does with them is not the
 * reader's time. */
static int64_t
end_write(void *ctx, const void *p, size_t n)
{
	struct bench *b = ctx;
	const uint8_t *at = p, *end = at + n;
	struct slice length;
	uint32_t bytes = 0;

	for (; end - at >= FRAME_HEAD_BYTES; at += FRAME_HEAD_BYTES + bytes) {
		length = slice_of(at + 1, 4);
		if (!take_u32le(&length, &bytes) || (size_t)(end - at) - FRAME_HEAD_BYTES < bytes)
			return -1;
		if (at[0] != FRAME_WANT && b->summing)
			sum_add(b, at, FRAME_HEAD_BYTES + bytes);
		if (at[0] == FRAME_WANT &&
		    frame_want_parse(slice_of(at + FRAME_HEAD_BYTES, bytes), &b->want)) {
			frame_range_head(b->head, &b->want);
			b->head_given = 0;
		}
	}
	return (int64_t)n;
}

static int64_t
end_read(void *ctx, void *p, size_t n)
{
	struct bench *b = ctx;
	size_t from_head = sizeof b->head - b->head_given, got = 0;

	if (from_head > n)
		from_head = n;
	memcpy(p, b->head + b->head_given, from_head);
	b->head_given += from_head;
	if (n > from_head) {
		n = n - from_head < b->want.n ? n - from_head : b->want.n;
		if (file_read(&b->io, b->handle, b->want.at, (uint8_t *)p + from_head, n, &got,
			NULL) != OK)
			return 0;
		b->want.at += got;
		b->want.n -= (uint32_t)got;
	}
	return (int64_t)(from_head + got);
}

static enum status
read_as_worker(struct bench *b, const struct format *format, struct err *err)
{
	struct link_ends ends = {end_read, end_write, b};
	struct source source;
	struct link link;
	struct sink sink;
	struct err why = {0};
	enum status status = link_init(&link, &ends, err);

	if (status != OK)
		return status;
	b->sum = UINT64_C(14695981039346656037);
	link.options.bytes = b->bytes;
	link.format = format->name;
	source = link_source(&link);
	sink = link_sink(&link);
	status = format->read(&source, &link.options.options, &sink, &why);
	b->records = link.records;
	b->notes = link.notes;
	if (link_done(&link, status, &why, err) != OK)
		status = E_IO;
	link_fini(&link);
	return status;
}

static enum status
format_find(struct bench *b, const struct format **out, struct err *err)
{
	static uint8_t head[FORMAT_HEAD_BYTES];
	size_t got = 0;
	enum status status = file_size(&b->io, b->handle, &b->bytes, err);

	if (status == OK)
		status = file_read(&b->io, b->handle, 0, head, sizeof head, &got, err);
	if (status == OK)
		*out = format_of_head(slice_of(head, got));
	return status;
}

/* The kernel's high-water mark of this program alone, in MiB. */
static double
peak_mib(void)
{
	FILE *file = fopen("/proc/self/status", "r");
	unsigned long kib = 0;
	char line[256];

	while (file != NULL && fgets(line, sizeof line, file) != NULL)
		if (strncmp(line, "VmHWM:", 6) == 0)
			kib = strtoul(line + 6, NULL, 10);
	if (file != NULL)
		(void)fclose(file);
	return (double)kib / 1024;
}

static void
say(const struct bench *b, const struct format *format, enum status status, double least)
{
	(void)printf("%s %s %.3f s %.1f MB/s %llu records %.0f records/s %llu notes peak %.1f MiB",
	    format->name, b->alone ? "alone" : "worker", least, (double)b->bytes / least / 1e6,
	    (unsigned long long)b->records, (double)b->records / least,
	    (unsigned long long)b->notes, peak_mib());
	if (b->summing)
		(void)printf(" sum %016llx", (unsigned long long)b->sum);
	(void)printf(" %s\n", status_name(status));
}

static enum status
measure(struct bench *b, const char *path, uint64_t times, struct err *err)
{
	const struct format *format = NULL;
	enum status status = file_open(&b->io, path, IO_READ, &b->handle, err), how = OK;
	double least = 1e9, begin;

	if (status != OK)
		return status;
	status = format_find(b, &format, err);
	for (uint64_t i = 0; i < times && status == OK; i++) {
		b->records = b->notes = 0;
		begin = seconds();
		how = b->alone ? read_alone(b, format, err) : read_as_worker(b, format, err);
		begin = seconds() - begin;
		least = begin < least ? begin : least;
	}
	if (status == OK)
		say(b, format, how, least);
	file_close(&b->io, b->handle);
	return status;
}

int
main(int argc, char **argv)
{
	struct bench b = {.io = os_io()};
	struct err err = {0};
	uint64_t times = 3;
	int code = 0, i;

	for (i = 1; i < argc && argv[i][0] == '-'; i++) {
		if (strcmp(argv[i], "--alone") == 0)
			b.alone = true;
		else if (strcmp(argv[i], "--sum") == 0)
			b.summing = true;
		else if (strcmp(argv[i], "--times") == 0 && i + 1 < argc)
			times = strtoull(argv[++i], NULL, 10);
	}
	for (size_t f = 0; formats_all[f] != NULL; f++)
		if (formats_all[f]->prepare != NULL)
			formats_all[f]->prepare();
	for (; i < argc; i++) {
		if (measure(&b, argv[i], times, &err) != OK) {
			(void)fprintf(stderr, "bench-read: %s\n", err.text);
			code = 1;
		}
	}
	return code;
}
