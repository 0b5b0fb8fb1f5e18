/* fuzz/frame.c
 * Both sides of the worker's pipes under arbitrary bytes.
 *   'P' step bytes...  the parent hears `bytes` from a worker, in pieces of step + 1: whatever it
 *                      tells its handler must hold all that reading.h promises.
 *   'W' steps bytes... the worker hears `bytes` from a parent, reads here and there, and answers:
 *                      what it writes must be a talk that the parent accepts. */
#include <stdlib.h>

#include "read/answers.h"
#include "read/link.h"
#include "sys/os/confine.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { SOURCE_BYTES = 5000 };

struct heard {
	bool named, in_extract;
	uint64_t records, extracts;
};

static void
must(bool condition)
{
	if (!condition)
		abort();
}

static bool
is_text(struct text t)
{
	struct text again;

	return t.p == NULL || text_check(slice_of_text(t), &again, NULL);
}

static enum status
on_record(void *ctx, struct slice canonical, const struct record *record, struct err *err)
{
	struct heard *heard = ctx;
	struct buf again;

	must(heard->named && !heard->in_extract && record->kind != KIND_INCIDENT);
	buf_init(&again, 2 * RECORD_MAX_BYTES);
	must(record_put(&again, record, err) == OK && slice_eq(buf_slice(&again), canonical));
	buf_fini(&again);
	for (size_t i = 0; i < record->attachments_count; i++)
		must(record->attachments[i].source != ATTACHMENT_EXTRACTED ||
		     record->attachments[i].extract < heard->extracts);
	heard->records++;
	return OK;
}

static enum status
on_begin(void *ctx, uint32_t number, struct text name, struct text type, struct err *err)
{
	struct heard *heard = ctx;

	(void)err;
	must(heard->named && !heard->in_extract && number == heard->extracts);
	must(is_text(name) && is_text(type));
	heard->in_extract = true;
	return OK;
}

static enum status
on_data(void *ctx, struct slice data, struct err *err)
{
	struct heard *heard = ctx;

	(void)err;
	must(heard->in_extract && data.n != 0 && data.n <= FRAME_DATA_BYTES);
	return OK;
}

static enum status
on_end(void *ctx, bool whole, struct err *err)
{
	struct heard *heard = ctx;

	(void)whole, (void)err;
	must(heard->in_extract);
	heard->in_extract = false;
	heard->extracts++;
	return OK;
}

static enum status
on_note(void *ctx, enum note_kind kind, struct text code, struct text detail, uint64_t position,
    struct err *err)
{
	struct heard *heard = ctx;

	(void)position, (void)err;
	must((kind == NOTE_FORMAT) == !heard->named && !heard->in_extract);
	must(kind < NOTE_COUNT && frame_code_ok(code) && is_text(detail));
	heard->named = true;
	return OK;
}

/* Feeds in pieces; true when the talk came to its end. */
static bool
hear(struct slice bytes, size_t step)
{
	static const struct reading_limits none = {0};
	struct heard heard = {0};
	struct reading_handler handler = {
	    on_record, on_begin, on_data, on_end, on_note, NULL, &heard};
	struct reading_limits limits = answers_limits(&none, SOURCE_BYTES);
	struct reading_result result = {0};
	struct answers answers;
	struct buf in;
	struct slice rest;
	enum status status = OK;

	buf_init(&in, SIZE_MAX / 2);
	answers_init(&answers, &handler, &limits, SOURCE_BYTES, &result);
	for (size_t at = 0; at < bytes.n && status == OK; at += step) {
		buf_put(&in, bytes.p + at, bytes.n - at < step ? bytes.n - at : step);
		rest = buf_slice(&in);
		status = answers_feed(&answers, &rest, NULL);
		buf_drop(&in, in.n - rest.n);
		must(!answers.want_waiting ||
		     answers.want.at % FRAME_SLOT_AT(0) + answers.want.n <= SOURCE_BYTES);
		answers.want_waiting = false;
		if (answers.look_waiting)
			answers_found(
			    &answers, answers.look_name.n % 2 != 0 ? SOURCE_BYTES : UINT64_MAX);
	}
	must(answers_close(&answers, NULL) == OK && !heard.in_extract);
	must(result.records == heard.records && result.extracts == heard.extracts);
	buf_fini(&in);
	answers_fini(&answers);
	return status == OK && answers.state == ANSWERS_DONE;
}

struct memory_ends {
	struct slice in;
	struct buf out;
};

static int64_t
memory_read(void *ctx, void *p, size_t n)
{
	struct memory_ends *ends = ctx;
	struct slice piece;

	if (!take(&ends->in, n < ends->in.n ? n : ends->in.n, &piece))
		return 0;
	if (piece.n != 0)
		memcpy(p, piece.p, piece.n);
	return (int64_t)piece.n;
}

static int64_t
memory_write(void *ctx, const void *p, size_t n)
{
	struct memory_ends *ends = ctx;

	buf_put(&ends->out, p, n);
	return (int64_t)n;
}

/* Reads where `steps` leads, and hands on what came as an extract, a note and a record. */
static enum status
work(struct link *link, uint8_t steps)
{
	struct source source = link_source(link);
	struct sink sink = link_sink(link);
	struct record record;
	uint8_t p[600];
	size_t got = 0;
	enum status status = sink.extract_begin(sink.ctx, TEXT_NONE, TEXT_NONE, NULL);

	for (uint64_t i = 0, at = 0; i < steps % 16 && status == OK;
	     i++, at += 977 * (steps / 16U)) {
		status = source.read_at(source.ctx, at, p, sizeof p, &got, NULL);
		if (status == OK && got != 0)
			status = sink.extract_data(sink.ctx, slice_of(p, got), NULL);
	}
	if (status == OK)
		status = sink.extract_end(sink.ctx, true, NULL);
	if (status == OK)
		status = sink.note(sink.ctx, NOTE_OMITS, "x", link->options.options.me, 1, NULL);
	record_init(&record);
	record.kind = KIND_NOTE;
	record.channel = TEXT_LITERAL("file");
	record.position = 1;
	record.body = link->options.options.name;
	return status != OK ? status : sink.record(sink.ctx, &record, NULL);
}

static void
talk(struct slice bytes, uint8_t steps)
{
	struct memory_ends ends = {.in = bytes};
	struct link_ends functions = {memory_read, memory_write, &ends};
	uint32_t walls = confine_is_real() ? WALLS_NEEDED : (uint32_t)WALL_SANITIZER;
	struct err err = {0};
	struct link link;
	enum status status;

	buf_init(&ends.out, 64 << 20);
	if (link_init(&link, &functions, &err) != OK)
		abort();
	must(link_walls(&link, walls, &err) == OK);
	link.format = "test-format";
	if (link_options(&link, &err) == OK) {
		/* The talk is judged against a source of this length. */
		link.options.bytes = SOURCE_BYTES;
		status = work(&link, steps);
		must(link_done(&link, status, &err, &err) == OK);
		must(hear(buf_slice(&ends.out), 100));
	}
	link_fini(&link);
	buf_fini(&ends.out);
}

/* Walls that do in this build: one built for AddressSanitizer asks for others. */
static void
parent(struct slice bytes, size_t step)
{
	struct buf copy;

	buf_init(&copy, SIZE_MAX / 2);
	buf_put_slice(&copy, bytes);
	if (copy.n >= 9 && copy.p[0] == FRAME_WALLS && copy.p[5] != 0)
		put_u32le(copy.p + 5, confine_is_real() ? WALLS_NEEDED : (uint32_t)WALL_SANITIZER);
	(void)hear(buf_slice(&copy), step);
	buf_fini(&copy);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n >= 2 && data[0] == 'P')
		parent(slice_of(data + 2, n - 2), data[1] + (size_t)1);
	else if (n >= 2 && data[0] == 'W')
		talk(slice_of(data + 2, n - 2), data[1]);
	return 0;
}
