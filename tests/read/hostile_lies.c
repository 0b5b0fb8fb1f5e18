/* tests/read/hostile_lies.c
 * Frames that no honest worker sends, written past the sink straight into the pipe. */
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "read/frame.h"
#include "tests/read/hostile.h"

#define DEED(function)                                                                             \
	static enum status function(                                                               \
	    const struct source *source, const struct sink *sink, struct err *err)

#define UNUSED_ARGUMENTS (void)source, (void)sink, (void)err

static bool
send(const void *p, size_t n)
{
	const uint8_t *from = p;

	while (n != 0) {
		ssize_t put = write(1, from, n);

		if (put <= 0)
			_exit(1);
		from += put;
		n -= (size_t)put;
	}
	return true;
}

static void
send_buf(struct buf *out)
{
	(void)send(out->p, out->n);
	buf_reset(out);
}

static struct buf
begin(void)
{
	struct frame_note note = {.kind = NOTE_FORMAT, .code = TEXT_LITERAL("hostile")};
	struct buf out;

	buf_init(&out, 64 << 20);
	frame_note_put(&out, &note);
	return out;
}

static void
put_frame(struct buf *out, enum frame_type type, const void *p, size_t n)
{
	size_t start = frame_begin(out, type);

	buf_put(out, p, n);
	frame_end(out, start);
}

#define PUT_LITERAL(out, type, s) put_frame(out, type, s, sizeof(s) - 1)

static const char good_record[] = "kind 7\nmessage\nchannel 4\ntest\nposition 1\n1\n";

/* Wait for something that never comes. */
static void
wait_forever(void)
{
	char c;

	for (;;)
		(void)!read(0, &c, 1);
}

/* One good record, then the bytes of `out`, then quiet: the parent must act on what it has. */
static enum status
lie(struct buf *out)
{
	send_buf(out);
	buf_fini(out);
	wait_forever();
	return OK;
}

DEED(lie_flood_records)
{
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	send_buf(&out);
	for (int i = 0; i < 2000; i++)
		PUT_LITERAL(&out, FRAME_RECORD, good_record);
	while (send(out.p, out.n))
		;
	return OK;
}

DEED(lie_flood_extract)
{
	static uint8_t data[FRAME_DATA_BYTES];
	struct frame_extract extract = {0, TEXT_NONE, TEXT_NONE};
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	frame_extract_put(&out, &extract);
	send_buf(&out);
	put_frame(&out, FRAME_EXTRACT_DATA, data, sizeof data);
	while (send(out.p, out.n))
		;
	return OK;
}

DEED(lie_flood_notes)
{
	struct frame_note note = {.kind = NOTE_DOUBT, .code = TEXT_LITERAL("again")};
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	for (int i = 0; i < FRAME_MAX_NOTES; i++)
		frame_note_put(&out, &note);
	return lie(&out);
}

/* Endless, and each answered: only the sum can stop it. */
DEED(lie_endless_wants)
{
	static uint8_t answer[FRAME_RANGE_HEAD_BYTES + 8];
	struct frame_want want = {0, 8};
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	for (;;) {
		frame_want_put(&out, &want);
		send_buf(&out);
		for (size_t n = 0; n < sizeof answer;) {
			ssize_t got = read(0, answer + n, sizeof answer - n);

			if (got <= 0)
				_exit(1);
			n += (size_t)got;
		}
	}
}

DEED(lie_length)
{
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	buf_put(&out, "R\xff\xff\xff\xff", 5);
	return lie(&out);
}

DEED(lie_type)
{
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	PUT_LITERAL(&out, (enum frame_type)'q', "");
	return lie(&out);
}

DEED(lie_parents_frame)
{
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	PUT_LITERAL(&out, FRAME_RANGE, "12345678data");
	return lie(&out);
}

DEED(lie_walls_twice)
{
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	frame_walls_put(&out, UINT32_MAX);
	return lie(&out);
}

DEED(lie_record_first)
{
	struct buf out;

	UNUSED_ARGUMENTS;
	buf_init(&out, 1 << 20);
	PUT_LITERAL(&out, FRAME_RECORD, good_record);
	return lie(&out);
}

DEED(lie_data_first)
{
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	PUT_LITERAL(&out, FRAME_RECORD, good_record);
	PUT_LITERAL(&out, FRAME_EXTRACT_DATA, "x");
	return lie(&out);
}

DEED(lie_record_in_extract)
{
	struct frame_extract extract = {0, TEXT_NONE, TEXT_NONE};
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	frame_extract_put(&out, &extract);
	PUT_LITERAL(&out, FRAME_RECORD, good_record);
	return lie(&out);
}

DEED(lie_extract_number)
{
	struct frame_extract extract = {1, TEXT_NONE, TEXT_NONE};
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	frame_extract_put(&out, &extract);
	return lie(&out);
}

DEED(lie_extract_bytes)
{
	struct frame_extract extract = {0, TEXT_NONE, TEXT_NONE};
	struct frame_extract_end end = {true, 2};
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	frame_extract_put(&out, &extract);
	PUT_LITERAL(&out, FRAME_EXTRACT_DATA, "x");
	frame_extract_end_put(&out, &end);
	return lie(&out);
}

DEED(lie_extract_missing)
{
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	PUT_LITERAL(&out, FRAME_RECORD, good_record);
	PUT_LITERAL(&out, FRAME_RECORD,
	    "kind 7\nmessage\nchannel 4\ntest\nattachment 9\nextracted\nattachment-extract 1\n0\n"
	    "position 1\n1\n");
	return lie(&out);
}

DEED(lie_utf8)
{
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	PUT_LITERAL(&out, FRAME_RECORD,
	    "kind 7\nmessage\nchannel 4\ntest\nbody 2\n\xc3\x28\nposition 1\n1\n");
	return lie(&out);
}

DEED(lie_note_utf8)
{
	struct frame_note note = {
	    .kind = NOTE_DOUBT, .code = TEXT_LITERAL("x"), .detail = {"\xff", 1}};
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	frame_note_put(&out, &note);
	return lie(&out);
}

DEED(lie_code)
{
	struct frame_note note = {.kind = NOTE_DOUBT, .code = TEXT_LITERAL("<script>")};
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	frame_note_put(&out, &note);
	return lie(&out);
}

DEED(lie_incident)
{
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	PUT_LITERAL(&out, FRAME_RECORD, "kind 8\nincident\nchannel 5\ndiary\nposition 1\n1\n");
	return lie(&out);
}

DEED(lie_not_canonical)
{
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	PUT_LITERAL(&out, FRAME_RECORD, "channel 4\ntest\nkind 7\nmessage\nposition 1\n1\n");
	return lie(&out);
}

DEED(lie_counts)
{
	struct frame_done done = {.status = OK, .records = 2, .notes = 1};
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	PUT_LITERAL(&out, FRAME_RECORD, good_record);
	frame_done_put(&out, &done);
	return lie(&out);
}

DEED(lie_want_beyond)
{
	struct frame_want want = {source->bytes, 1};
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	frame_want_put(&out, &want);
	return lie(&out);
}

DEED(lie_want_wraps)
{
	struct frame_want want = {UINT64_MAX, FRAME_RANGE_BYTES};
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	frame_want_put(&out, &want);
	return lie(&out);
}

DEED(lie_want_nothing)
{
	struct frame_want want = {0, 0};
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	frame_want_put(&out, &want);
	return lie(&out);
}

DEED(lie_want_twice)
{
	struct frame_want want = {0, 8};
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	frame_want_put(&out, &want);
	frame_want_put(&out, &want);
	return lie(&out);
}

/* A good end after one record, for what comes after it. */
static struct buf
good_end(void)
{
	struct frame_done done = {.status = OK, .records = 1, .notes = 1};
	struct buf out = begin();

	PUT_LITERAL(&out, FRAME_RECORD, good_record);
	frame_done_put(&out, &done);
	return out;
}

DEED(lie_after_the_end)
{
	struct buf out = good_end();

	UNUSED_ARGUMENTS;
	PUT_LITERAL(&out, FRAME_RECORD, good_record);
	return lie(&out);
}

DEED(lie_stays)
{
	struct buf out = good_end();

	UNUSED_ARGUMENTS;
	return lie(&out);
}

DEED(lie_closes_and_stays)
{
	struct buf out = good_end();

	UNUSED_ARGUMENTS;
	send_buf(&out);
	(void)close(1);
	wait_forever();
	return OK;
}

DEED(lie_exit_code)
{
	struct buf out = good_end();

	UNUSED_ARGUMENTS;
	send_buf(&out);
	_exit(3);
}

DEED(lie_exit_without_a_word)
{
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	PUT_LITERAL(&out, FRAME_RECORD, good_record);
	send_buf(&out);
	_exit(0);
}

DEED(lie_half_a_frame)
{
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	PUT_LITERAL(&out, FRAME_RECORD, good_record);
	buf_put(&out, "R\x20\0\0\0half", 9);
	send_buf(&out);
	_exit(0);
}

DEED(lie_silence)
{
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	PUT_LITERAL(&out, FRAME_RECORD, good_record);
	return lie(&out);
}

DEED(lie_half_a_frame_and_silence)
{
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	buf_put(&out, "R\x20\0\0\0half", 9);
	return lie(&out);
}

/* A byte now and then of a frame that takes days: never silent, and nothing heard. */
DEED(lie_dribble)
{
	struct buf out = begin();
	struct timespec now, then;

	UNUSED_ARGUMENTS;
	buf_put(&out, "R\0\0\x40\0", 5);
	send_buf(&out);
	for (;;) {
		(void)clock_gettime(CLOCK_MONOTONIC, &then);
		do
			(void)clock_gettime(CLOCK_MONOTONIC, &now);
		while ((now.tv_sec - then.tv_sec) * 1000 + (now.tv_nsec - then.tv_nsec) / 1000000 <
		       20);
		if (write(1, "k", 1) != 1)
			_exit(1);
	}
}

/* Says nothing on the pipe and more than anybody wants on standard error. */
DEED(lie_chatter)
{
	UNUSED_ARGUMENTS;
	for (int i = 0; i < 100000; i++)
		(void)!write(2, "\x1b[2Jchatter\n", 12);
	return OK;
}

DEED(lie_extract_open)
{
	struct frame_extract extract = {0, TEXT_LITERAL("cut.jpg"), TEXT_NONE};
	struct buf out = begin();

	UNUSED_ARGUMENTS;
	frame_extract_put(&out, &extract);
	PUT_LITERAL(&out, FRAME_EXTRACT_DATA, "half a picture");
	send_buf(&out);
	_exit(0);
}

const struct deed hostile_lies[] = {
    {"flood-records", lie_flood_records},
    {"flood-extract", lie_flood_extract},
    {"flood-notes", lie_flood_notes},
    {"endless-wants", lie_endless_wants},
    {"length", lie_length},
    {"type", lie_type},
    {"parents-frame", lie_parents_frame},
    {"walls-twice", lie_walls_twice},
    {"record-first", lie_record_first},
    {"data-first", lie_data_first},
    {"record-in-extract", lie_record_in_extract},
    {"extract-number", lie_extract_number},
    {"extract-bytes", lie_extract_bytes},
    {"extract-missing", lie_extract_missing},
    {"utf8", lie_utf8},
    {"note-utf8", lie_note_utf8},
    {"code", lie_code},
    {"incident", lie_incident},
    {"not-canonical", lie_not_canonical},
    {"counts", lie_counts},
    {"want-beyond", lie_want_beyond},
    {"want-wraps", lie_want_wraps},
    {"want-nothing", lie_want_nothing},
    {"want-twice", lie_want_twice},
    {"after-the-end", lie_after_the_end},
    {"stays", lie_stays},
    {"closes-and-stays", lie_closes_and_stays},
    {"exit-code", lie_exit_code},
    {"exit-without-a-word", lie_exit_without_a_word},
    {"half-a-frame", lie_half_a_frame},
    {"silence", lie_silence},
    {"half-a-frame-and-silence", lie_half_a_frame_and_silence},
    {"dribble", lie_dribble},
    {"chatter", lie_chatter},
    {"extract-open", lie_extract_open},
    {NULL, NULL},
};
