/* Tests of read/frame.h, read/answers.h and the worker's read/link.h, without any process:
 * spelling, order, limits; every cut of a good conversation; the corpora of fuzz/frame.c. */
#include "tests/support/check.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "read/answers.h"
#include "read/link.h"
#include "sys/os/confine.h"

/* ---- what an all-accepting handler hears, as one line of letters ---- */

struct heard {
	char events[64];
	size_t n;
	enum status refuse; /* returned by every call when not OK */
	struct reading_result result;
	struct answers answers;
};

static enum status
event(struct heard *heard, char c)
{
	if (heard->n + 1 < sizeof heard->events)
		heard->events[heard->n++] = c;
	return heard->refuse;
}

static enum status
on_record(void *ctx, struct slice canonical, const struct record *record, struct err *err)
{
	(void)canonical, (void)record, (void)err;
	return event(ctx, 'R');
}

static enum status
on_begin(void *ctx, uint32_t number, struct text name, struct text type, struct err *err)
{
	(void)number, (void)name, (void)type, (void)err;
	return event(ctx, 'B');
}

static enum status
on_data(void *ctx, struct slice data, struct err *err)
{
	(void)data, (void)err;
	return event(ctx, 'D');
}

static enum status
on_end(void *ctx, bool whole, struct err *err)
{
	(void)err;
	return event(ctx, whole ? 'E' : 'e');
}

static enum status
on_note(void *ctx, enum note_kind kind, struct text code, struct text detail, uint64_t position,
    struct err *err)
{
	(void)kind, (void)code, (void)detail, (void)position, (void)err;
	return event(ctx, 'N');
}

static const struct reading_handler *
handler_init(struct reading_handler *handler, struct heard *heard)
{
	*handler = (struct reading_handler){
	    on_record, on_begin, on_data, on_end, on_note, NULL, heard};
	return handler;
}

/* Feed `bytes` in pieces of `step`, answering requests at once. */
static enum status
feed(struct heard *heard, struct slice bytes, size_t step, const struct reading_limits *given,
    struct err *err)
{
	struct reading_handler handler;
	struct reading_limits limits = answers_limits(given, 100);
	struct buf in;
	enum status status = OK;
	struct slice rest;

	buf_init(&in, SIZE_MAX / 2);
	answers_init(&heard->answers, handler_init(&handler, heard), &limits, 100, &heard->result);
	for (size_t at = 0; at < bytes.n && status == OK; at += step) {
		buf_put(&in, bytes.p + at, bytes.n - at < step ? bytes.n - at : step);
		rest = buf_slice(&in);
		status = answers_feed(&heard->answers, &rest, err);
		buf_drop(&in, in.n - rest.n);
		heard->answers.want_waiting = false;
		/* Only a file called "here" is there, of 10 bytes. */
		if (heard->answers.look_waiting)
			answers_found(&heard->answers,
			    slice_eq(buf_slice(&heard->answers.look_name), SLICE_LITERAL("here"))
				? 10
				: UINT64_MAX);
	}
	answers_fini(&heard->answers);
	buf_fini(&in);
	return status;
}

static void
put_frame(struct buf *out, enum frame_type type, const char *payload, size_t n)
{
	size_t start = frame_begin(out, type);

	buf_put(out, payload, n);
	frame_end(out, start);
}

#define PUT(out, type, literal) put_frame(out, type, literal, sizeof(literal) - 1)

static const char record_bytes[] =
    "kind 7\nmessage\nchannel 3\nsms\n"
    "attachment 9\nextracted\nattachment-extract 1\n0\nposition 1\n1\n";

static uint32_t
good_walls(void)
{
	return confine_is_real() ? WALLS_NEEDED : (uint32_t)WALL_SANITIZER;
}

/* One of everything, in a good order. */
static struct buf
good_talk(void)
{
	struct frame_want want = {99, 1};
	struct frame_note note = {.kind = NOTE_FORMAT, .code = TEXT_LITERAL("sms-xml")};
	struct frame_extract extract = {0, TEXT_LITERAL("a.jpg"), TEXT_NONE};
	struct frame_extract_end end = {true, 4};
	struct frame_done done = {.status = OK, .records = 1, .extracts = 1, .notes = 1};
	struct buf out;

	buf_init(&out, 1 << 20);
	frame_walls_put(&out, good_walls());
	frame_want_put(&out, &want);
	frame_note_put(&out, &note);
	frame_extract_put(&out, &extract);
	PUT(&out, FRAME_EXTRACT_DATA, "ab");
	PUT(&out, FRAME_EXTRACT_DATA, "cd");
	frame_extract_end_put(&out, &end);
	PUT(&out, FRAME_RECORD, record_bytes);
	frame_done_put(&out, &done);
	return out;
}

static void
answers__a_good_talk_is_heard_in_any_pieces(void **state)
{
	static const size_t steps[] = {1, 2, 3, 7, 64, 100000};
	static const struct reading_limits none = {0};
	struct buf talk = good_talk();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		struct heard heard = {0};
		struct err err;

		assert_ok(feed(&heard, buf_slice(&talk), steps[i], &none, &err), &err);
		assert_string_equal(heard.events, "NBDDER");
		assert_int_equal(heard.answers.state, ANSWERS_DONE);
		assert_int_equal(heard.answers.done, OK);
		assert_int_equal(heard.result.extract_bytes, 4);
		assert_int_equal(heard.result.wanted_bytes, 1);
		assert_string_equal(heard.result.format, "sms-xml");
	}
	buf_fini(&talk);
}

/* Look for `name` in slot 2, then want so much of slot `slot`. */
static enum status
look_and_want(const char *name, unsigned slot, struct frame_want want)
{
	static const struct reading_limits none = {0};
	struct frame_look look = {2, text_of_c(name)};
	struct heard heard = {0};
	struct buf talk;
	struct err err;
	enum status status;

	buf_init(&talk, 1 << 20);
	frame_walls_put(&talk, good_walls());
	frame_look_put(&talk, &look);
	want.at += FRAME_SLOT_AT(slot);
	frame_want_put(&talk, &want);
	status = feed(&heard, buf_slice(&talk), 1, &none, &err);
	if (status != OK)
		assert_int_equal(heard.answers.fault, READING_LIED);
	buf_fini(&talk);
	return status;
}

static void
answers__a_file_that_was_found_can_be_asked_for(void **state)
{
	(void)state;
	assert_int_equal(look_and_want("here", 2, (struct frame_want){0, 10}), OK);
	assert_int_equal(look_and_want("here", 2, (struct frame_want){9, 1}), OK);
	assert_int_equal(look_and_want("here", 2, (struct frame_want){9, 2}), E_FORMAT);
	assert_int_equal(look_and_want("here", 2, (struct frame_want){11, 1}), E_FORMAT);
	assert_int_equal(look_and_want("here", 1, (struct frame_want){0, 1}), E_FORMAT);
	assert_int_equal(look_and_want("here", 3, (struct frame_want){0, 1}), E_FORMAT);
	assert_int_equal(look_and_want("not", 2, (struct frame_want){0, 1}), E_FORMAT);
	assert_int_equal(look_and_want("", 2, (struct frame_want){0, 1}), E_FORMAT);
}

/* Twenty thousand files of 1 MiB lift the limits by so much each, and none of them twice. */
static void
answers_found__each_file_lifts_the_limits_once(void **state)
{
	enum { FILES = 20000 };
	static const struct reading_limits none = {0};
	struct reading_limits limits = answers_limits(&none, 0);
	const uint64_t bytes = 1 << 20;
	struct answers answers;
	struct reading_result result = {0};

	(void)state;
	answers_init(&answers, NULL, &limits, 0, &result);
	for (size_t i = 0; i < 2 * FILES; i++) {
		buf_reset(&answers.look_name);
		buf_putf(&answers.look_name, "Backup/%02zx/%040zx", i % FILES % 256, i % FILES);
		answers_found(&answers, bytes);
	}
	assert_int_equal(answers.limits.extract_bytes, limits.extract_bytes + FILES * bytes);
	assert_int_equal(answers.limits.wanted_bytes, limits.wanted_bytes + FILES * (257 * bytes));
	assert_int_equal(answers.limits.answer_bytes, limits.answer_bytes + FILES * (64 * bytes));
	answers_found(&answers, UINT64_MAX);
	assert_int_equal(answers.limits.extract_bytes, limits.extract_bytes + FILES * bytes);
	answers_fini(&answers);
}

static void
answers__a_cut_talk_is_never_a_good_end(void **state)
{
	static const struct reading_limits none = {0};
	struct buf talk = good_talk();

	(void)state;
	for (size_t n = 0; n < talk.n; n++) {
		struct heard heard = {0};
		struct err err;
		enum status status = feed(&heard, slice_of(talk.p, n), 100000, &none, &err);

		assert_int_equal(status, OK); /* not a lie: only not all there */
		assert_int_not_equal(heard.answers.state, ANSWERS_DONE);
	}
	buf_fini(&talk);
}

/* Whatever a flipped bit makes of it, the parent keeps its own rules. */
static void
answers__every_flipped_bit_is_survived(void **state)
{
	static const struct reading_limits none = {0};
	struct buf talk = good_talk();
	size_t refused = 0;

	(void)state;
	for (size_t bit = 0; bit < talk.n * 8; bit++) {
		struct heard heard = {0};
		struct err err;

		talk.p[bit / 8] ^= (uint8_t)(1U << bit % 8);
		refused += feed(&heard, buf_slice(&talk), 100000, &none, &err) != OK;
		assert_true(heard.result.records <= 1 && heard.result.extracts <= 1);
		talk.p[bit / 8] ^= (uint8_t)(1U << bit % 8);
	}
	assert_true(refused > talk.n * 4);
	buf_fini(&talk);
}

static void
answers__a_handlers_refusal_is_no_lie(void **state)
{
	static const struct reading_limits none = {0};
	struct buf talk = good_talk();
	struct heard heard = {.refuse = E_LIMIT};
	struct err err = {0};

	(void)state;
	assert_int_equal(feed(&heard, buf_slice(&talk), 100000, &none, &err), E_LIMIT);
	assert_int_equal(heard.answers.fault, READING_STOPPED);
	assert_string_equal(heard.events, "N");
	buf_fini(&talk);
}

static void
answers__limits_are_the_jobs(void **state)
{
	static const struct reading_limits rows[] = {
	    {.extracts = 1, .records = 1, .extract_bytes = 3},
	    {.wanted_bytes = 1, .answer_bytes = 40}};
	struct buf talk = good_talk();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct heard heard = {0};
		struct err err;

		assert_int_equal(feed(&heard, buf_slice(&talk), 100000, &rows[i], &err), E_LIMIT);
		assert_int_equal(heard.answers.fault, READING_TOO_MUCH);
	}
	buf_fini(&talk);
}

static void
answers_limits__grow_with_the_original_and_do_not_wrap(void **state)
{
	static const struct reading_limits none = {0};
	struct reading_limits small = answers_limits(&none, 0);
	struct reading_limits huge = answers_limits(&none, INT64_MAX);

	(void)state;
	assert_int_equal(small.wanted_bytes, 64 << 20);
	assert_true(huge.answer_bytes == UINT64_MAX && huge.extract_bytes == UINT64_MAX);
}

/* ---- records that are canonical, and still not a file's to say ---- */

static void
answers_record_check__refuses_what_a_file_cannot_say(void **state)
{
	static const char *const bad[] = {
	    "kind 8\nincident\nchannel 3\nsms\nposition 1\n1\n",
	    "kind 7\nmessage\nposition 1\n1\n",
	    "kind 7\nmessage\nchannel 3\nSMS\nposition 1\n1\n",
	    "kind 7\nmessage\nchannel 3\nsms\n",
	    "kind 7\nmessage\nchannel 3\nsms\neffect 1\nx\nposition 1\n1\n",
	    "kind 7\nmessage\nchannel 3\nsms\nbehaviour 1\nx\nposition 1\n1\n",
	    "kind 7\nmessage\nchannel 3\nsms\nwitness 1\nx\nposition 1\n1\n",
	    "kind 7\nmessage\nchannel 3\nsms\nmark 3\na b\nposition 1\n1\n",
	    "kind 7\nmessage\nchannel 3\nsms\nmark 0\n\nposition 1\n1\n",
	    "kind 7\nmessage\nchannel 3\nsms\ndoubt 2\nA!\nposition 1\n1\n",
	    "kind 7\nmessage\nchannel 3\nsms\nclaim 1\n_\nclaim-value 0\n\nposition 1\n1\n",
	    "kind 7\nmessage\nchannel 3\nsms\nattachment 9\nextracted\nattachment-extract 1\n2\n"
	    "position 1\n1\n",
	    "kind 7\nmessage\nchannel 3\nsms\nattachment 6\nbeside\nattachment-sha256 64\n"
	    "0000000000000000000000000000000000000000000000000000000000000000\nposition 1\n1\n",
	    "kind 7\nmessage\nchannel 3\nsms\nbasis 7\ninstant\nprecision 6\nsecond\nposition "
	    "1\n1\n",
	    "kind 7\nmessage\nchannel 3\nsms\nbasis 5\nlocal\nprecision 6\nsecond\nat 1\n5\n"
	    "position 1\n1\n",
	    "kind 7\nmessage\nchannel 3\nsms\nbasis 7\ninstant\nprecision 4\nnone\nat 1\n5\n"
	    "position 1\n1\n",
	    "kind 7\nmessage\nchannel 3\nsms\nbasis 7\ninstant\nprecision 6\nsecond\n"
	    "at 18\n253402300800000000\nposition 1\n1\n",
	    "kind 7\nmessage\nchannel 3\nsms\nbasis 7\ninstant\nprecision 6\nsecond\n"
	    "at 18\n-62135596800000001\nposition 1\n1\n",
	};
	struct arena arena;
	struct record record;
	struct err err;

	(void)state;
	arena_init(&arena, 1 << 20);
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		assert_ok(
		    record_parse(slice_of(bad[i], strlen(bad[i])), &arena, &record, &err), &err);
		if (answers_record_check(&record, 2, &err) != E_FORMAT)
			fail_msg("taken: %s", bad[i]);
	}
	assert_ok(
	    record_parse(slice_of(record_bytes, sizeof record_bytes - 1), &arena, &record, &err),
	    &err);
	assert_ok(answers_record_check(&record, 1, &err), &err);
	assert_int_equal(answers_record_check(&record, 0, &err), E_FORMAT);
	arena_fini(&arena);
}

static void
answers_record_check__long_names_are_refused(void **state)
{
	static char name[RECORD_NAME_MAX_BYTES + 1];
	struct text longer = {name, sizeof name}, fits = {name, sizeof name - 1};
	struct record r;
	struct party to = {.name = fits};
	struct err err;

	(void)state;
	memset(name, 'x', sizeof name);
	record_init(&r);
	r.kind = KIND_MESSAGE;
	r.channel = TEXT_LITERAL("sms");
	r.position = 1;
	r.to = &to;
	r.to_count = 1;
	r.from.as_written = r.conversation = r.inside = fits;
	assert_ok(answers_record_check(&r, 0, &err), &err);
	to.name = longer;
	assert_int_equal(answers_record_check(&r, 0, &err), E_FORMAT);
	to.name = fits;
	r.inside = longer;
	assert_int_equal(answers_record_check(&r, 0, &err), E_FORMAT);
}

/* ---- spelling ---- */

static void
frame_take__knows_types_and_caps_before_the_payload_is_there(void **state)
{
	static const char unknown[] = "x", longer[] = "W\5\0\0\0", whole[] = "W\4\0\0\0abcdZ";
	struct slice rest = slice_of(unknown, 1);
	struct frame frame;
	struct err err;

	(void)state;
	assert_int_equal(frame_take(&rest, &frame, &err), E_FORMAT);
	rest = slice_of(longer, 5);
	assert_int_equal(frame_take(&rest, &frame, &err), E_LIMIT);
	for (size_t n = 0; n < 9; n++) {
		rest = slice_of(whole, n);
		assert_int_equal(frame_take(&rest, &frame, &err), E_NOTFOUND);
		assert_int_equal(rest.n, n);
	}
	rest = slice_of(whole, 10);
	assert_ok(frame_take(&rest, &frame, &err), &err);
	assert_int_equal(rest.n, 1);
	assert_slice(frame.payload, "abcd");
}

static void
frame__every_payload_is_refused_when_cut_or_longer(void **state)
{
	struct frame_options options = {
	    .bytes = 5, .options = {.format = TEXT_LITERAL("eml"), .date_order = DATE_ORDER_MDY}};
	struct frame_note note = {NOTE_GAP, 7, TEXT_LITERAL("x"), TEXT_LITERAL("why")};
	struct frame_done done = {E_LIMIT, 1, 2, 3, TEXT_LITERAL("why")};
	struct frame_extract extract = {1, TEXT_LITERAL("n"), TEXT_LITERAL("t")};
	struct frame_extract_end end = {false, 9};
	struct frame_want want = {1, 2};
	uint32_t walls;
	struct buf out;

	(void)state;
	buf_init(&out, 1 << 20);
	for (int kind = 0; kind < 7; kind++) {
		bool good = false;

		buf_reset(&out);
		if (kind == 0)
			frame_options_put(&out, &options);
		else if (kind == 1)
			frame_note_put(&out, &note);
		else if (kind == 2)
			frame_done_put(&out, &done);
		else if (kind == 3)
			frame_extract_put(&out, &extract);
		else if (kind == 4)
			frame_extract_end_put(&out, &end);
		else if (kind == 5)
			frame_want_put(&out, &want);
		else
			frame_walls_put(&out, 1);
		buf_put_byte(&out, 'x');
		for (size_t n = 0; n <= out.n - FRAME_HEAD_BYTES; n++) {
			uint8_t *copy = malloc(n + 1);
			struct slice payload = slice_of(copy, n);

			memcpy(copy, out.p + FRAME_HEAD_BYTES, n);
			good = kind == 0   ? frame_options_parse(payload, &options)
			       : kind == 1 ? frame_note_parse(payload, &note)
			       : kind == 2 ? frame_done_parse(payload, &done)
			       : kind == 3 ? frame_extract_parse(payload, &extract)
			       : kind == 4 ? frame_extract_end_parse(payload, &end)
			       : kind == 5 ? frame_want_parse(payload, &want)
					   : frame_walls_parse(payload, &walls);
			assert_int_equal(good, n == out.n - FRAME_HEAD_BYTES - 1);
			/* What was parsed borrows from the copy. */
			note = (struct frame_note){
			    NOTE_GAP, 7, TEXT_LITERAL("x"), TEXT_LITERAL("why")};
			free(copy);
		}
	}
	buf_fini(&out);
}

static void
frame__values_out_of_range_are_refused(void **state)
{
	static const char done[] =
	    "\12\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff\xff\xff";
	static const char note[] = "\10\0\0\0\0\0\0\0\0\1\0\0\0x\xff\xff\xff\xff";
	static const char end[] = "\2\0\0\0\0\0\0\0\0";
	static const char options[] =
	    "\0\0\0\0\0\0\0\x80\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
	    "\xff\xff\xff\xff\xff\xff\xff\xff\xff";
	struct frame_done d;
	struct frame_note n;
	struct frame_extract_end e;
	struct frame_options o;
	struct frame_want w;

	(void)state;
	assert_false(frame_done_parse(slice_of(done, sizeof done - 1), &d));
	assert_false(frame_note_parse(slice_of(note, sizeof note - 1), &n));
	assert_false(frame_extract_end_parse(slice_of(end, sizeof end - 1), &e));
	assert_false(frame_options_parse(slice_of(options, sizeof options - 1), &o));
	assert_false(frame_want_parse(SLICE_LITERAL("\0\0\0\0\0\0\0\0\1\0\20\0"), &w));
	assert_true(frame_want_parse(SLICE_LITERAL("\0\0\0\0\0\0\0\0\0\0\20\0"), &w));
}

static void
frame_code_ok__is_a_short_lower_case_word(void **state)
{
	static const char longest[] =
	    "0123456789-abcdefghijklmnopqrstuvwxyz0123456789-abcdefghijklmnop";

	(void)state;
	assert_true(frame_code_ok(text_of_c(longest)));
	assert_false(frame_code_ok(((struct text){longest, 0})));
	assert_false(frame_code_ok(TEXT_LITERAL("a b")));
	assert_false(frame_code_ok(TEXT_LITERAL("Ab")));
	assert_false(frame_code_ok(
	    TEXT_LITERAL("0123456789-abcdefghijklmnopqrstuvwxyz0123456789-abcdefghijklmnopq")));
}

/* ---- the worker's side, over memory ---- */

struct memory_ends {
	struct slice in;
	struct buf out;
	bool deaf; /* nobody listens */
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

	if (ends->deaf)
		return -32;
	buf_put(&ends->out, p, n);
	return (int64_t)n;
}

static enum status
link_open(struct link *link, struct memory_ends *ends, struct err *err)
{
	struct link_ends functions = {memory_read, memory_write, ends};

	buf_init(&ends->out, 1 << 24);
	return link_init(link, &functions, err);
}

static void
link_close(struct link *link, struct memory_ends *ends)
{
	link_fini(link);
	buf_fini(&ends->out);
}

static void
link__refuses_any_answer_but_the_one_it_asked_for(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		enum status status;
	} rows[] = {
	    {"r\14\0\0\0\0\0\0\0\0\0\0\0data", 17, OK},
	    {"r\14\0\0\0\1\0\0\0\0\0\0\0data", 17, E_FORMAT},
	    {"r\15\0\0\0\0\0\0\0\0\0\0\0data!", 18, E_FORMAT},
	    {"o\14\0\0\0\0\0\0\0\0\0\0\0data", 17, E_FORMAT},
	    {"r\14\0\0\0\0\0\0\0\0\0\0\0dat", 16, E_IO},
	    {"", 0, E_IO},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct memory_ends ends = {.in = slice_of(rows[i].bytes, rows[i].n)};
		struct link link;
		struct source source;
		struct err err;
		uint8_t p[8];
		size_t got = 0;

		assert_ok(link_open(&link, &ends, &err), &err);
		link.options.bytes = 4;
		source = link_source(&link);
		assert_int_equal(
		    source.read_at(source.ctx, 0, p, sizeof p, &got, &err), rows[i].status);
		if (rows[i].status == OK) {
			assert_int_equal(got, 4);
			assert_memory_equal(p, "data", 4);
			assert_ok(source.read_at(source.ctx, 4, p, sizeof p, &got, &err), &err);
			assert_int_equal(got, 0);
		}
		link_close(&link, &ends);
	}
}

/* What the parent says is found, and then its bytes; or that there is none. */
static void
link__looks_for_a_file_and_reads_it(void **state)
{
	static const char good[] = "l\10\0\0\0\4\0\0\0\0\0\0\0"
				   "r\14\0\0\0\0\0\0\0\0\0\0\2data",
			  none[] = "l\10\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff",
			  other[] = "r\10\0\0\0\4\0\0\0\0\0\0\0",
			  huge[] = "l\10\0\0\0\0\0\0\0\0\0\0\1";
	static const struct {
		struct slice bytes;
		enum status status;
		bool found;
	} rows[] = {{{(const uint8_t *)good, sizeof good - 1}, OK, true},
	    {{(const uint8_t *)none, sizeof none - 1}, OK, false},
	    {{(const uint8_t *)other, sizeof other - 1}, E_FORMAT, false},
	    {{(const uint8_t *)huge, sizeof huge - 1}, E_FORMAT, false},
	    {{(const uint8_t *)good, 12}, E_IO, false}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct memory_ends ends = {.in = rows[i].bytes};
		struct looking look;
		struct link link;
		struct source source;
		struct err err;
		uint8_t p[8];
		size_t got = 0;
		bool found;

		assert_ok(link_open(&link, &ends, &err), &err);
		look = link_looking(&link);
		assert_int_equal(look.file(look.ctx, TEXT_LITERAL("x/y"), 1, &source, &found, &err),
		    rows[i].status);
		assert_int_equal(found, rows[i].found);
		if (found) {
			assert_int_equal(source.bytes, 4);
			assert_ok(source.read_at(source.ctx, 0, p, sizeof p, &got, &err), &err);
			assert_int_equal(got, 4);
			assert_memory_equal(p, "data", 4);
		}
		link_close(&link, &ends);
	}
}

static void
link__options_must_come_first_and_whole(void **state)
{
	struct frame_options options = {.bytes = 7,
	    .options = {.me = TEXT_LITERAL("Ana"),
		.folder = TEXT_LITERAL("Daniel Reed"),
		.date_order = DATE_ORDER_DMY}};
	struct buf bytes;
	struct err err;

	(void)state;
	buf_init(&bytes, 1 << 20);
	frame_options_put(&bytes, &options);
	for (size_t n = 0; n <= bytes.n; n++) {
		struct memory_ends ends = {.in = slice_of(bytes.p, n)};
		struct link link;

		assert_ok(link_open(&link, &ends, &err), &err);
		if (n == bytes.n) {
			assert_ok(link_options(&link, &err), &err);
			assert_text(link.options.options.me, "Ana");
			assert_text(link.options.options.folder, "Daniel Reed");
			assert_int_equal(link.options.bytes, 7);
		} else {
			assert_int_equal(link_options(&link, &err), E_IO);
		}
		link_close(&link, &ends);
	}
	bytes.p[0] = FRAME_RANGE;
	for (int i = 0; i < 2; i++) {
		struct memory_ends ends = {.in = buf_slice(&bytes)};
		struct link link;

		assert_ok(link_open(&link, &ends, &err), &err);
		assert_int_equal(link_options(&link, &err), E_FORMAT);
		link_close(&link, &ends);
		bytes.p[0] = FRAME_OPTIONS;
		bytes.p[3] = 0xff; /* a length over the cap */
	}
	buf_fini(&bytes);
}

static void
link__a_sink_misused_says_so(void **state)
{
	struct memory_ends ends = {0};
	struct link link;
	struct sink sink;
	struct err err;

	(void)state;
	assert_ok(link_open(&link, &ends, &err), &err);
	link.format = "x";
	sink = link_sink(&link);
	assert_int_equal(sink.extract_data(sink.ctx, SLICE_LITERAL("x"), &err), E_CONFLICT);
	assert_int_equal(sink.extract_end(sink.ctx, true, &err), E_CONFLICT);
	assert_ok(sink.extract_begin(sink.ctx, TEXT_NONE, TEXT_NONE, &err), &err);
	assert_int_equal(sink.extract_begin(sink.ctx, TEXT_NONE, TEXT_NONE, &err), E_CONFLICT);
	ends.deaf = true;
	assert_int_equal(link_done(&link, OK, &err, &err), E_IO);
	link_close(&link, &ends);
}

/* What the worker's sink writes, the parent's state machine takes: also a talk that stops in the
 * middle of an extract. */
static void
link__and_answers_understand_each_other(void **state)
{
	static const struct reading_limits none = {0};
	struct memory_ends ends = {0};
	struct heard heard = {0};
	struct link link;
	struct sink sink;
	struct record record;
	struct err err;

	(void)state;
	assert_ok(link_open(&link, &ends, &err), &err);
	assert_ok(link_walls(&link, good_walls(), &err), &err);
	link.format = "test-format";
	sink = link_sink(&link);
	record_init(&record);
	record.kind = KIND_NOTE;
	record.channel = TEXT_LITERAL("file");
	record.position = 1;
	assert_ok(sink.record(sink.ctx, &record, &err), &err);
	assert_ok(sink.extract_begin(sink.ctx, TEXT_LITERAL("a"), TEXT_NONE, &err), &err);
	assert_ok(sink.extract_data(sink.ctx, slice_of(NULL, 0), &err), &err);
	assert_ok(sink.extract_data(sink.ctx, SLICE_LITERAL("abc"), &err), &err);
	(void)fail(&err, E_FORMAT, "broken in the middle");
	assert_ok(link_done(&link, E_FORMAT, &err, &err), &err);
	assert_ok(feed(&heard, buf_slice(&ends.out), 5, &none, &err), &err);
	assert_string_equal(heard.events, "NRBDe");
	assert_string_equal(heard.result.format, "test-format");
	assert_string_equal(heard.result.why, "broken in the middle");
	link_close(&link, &ends);
}

/* A record that the parent would refuse is the reader's mistake: it leaves no half frame behind, is
 * said, and the next one goes its way. */
static void
link__a_record_that_cannot_be_sent_is_said(void **state)
{
	static char body[RECORD_TEXT_MAX_BYTES + 1];
	static const struct reading_limits none = {0};
	struct memory_ends ends = {0};
	struct heard heard = {0};
	struct link link;
	struct sink sink;
	struct record record;
	struct moment never;
	struct err err;

	(void)state;
	memset(body, 'x', sizeof body);
	assert_ok(link_open(&link, &ends, &err), &err);
	assert_ok(link_walls(&link, good_walls(), &err), &err);
	link.format = "x";
	sink = link_sink(&link);
	record_init(&record);
	record.kind = KIND_NOTE;
	record.channel = TEXT_LITERAL("file");
	record.position = 1;
	never = record.when;
	record.body = (struct text){body, sizeof body};
	assert_ok(sink.record(sink.ctx, &record, &err), &err);
	record.body = TEXT_NONE;
	record.when = (struct moment){.basis = BASIS_INSTANT,
	    .precision = PRECISION_SECOND,
	    .at_known = true,
	    .at_us = INT64_MIN};
	assert_ok(sink.record(sink.ctx, &record, &err), &err);
	record.when = never;
	assert_ok(sink.record(sink.ctx, &record, &err), &err);
	assert_ok(link_done(&link, OK, &err, &err), &err);
	assert_ok(feed(&heard, buf_slice(&ends.out), 100000, &none, &err), &err);
	assert_string_equal(heard.events, "NNNR");
	assert_int_equal(heard.result.records, 1);
	link_close(&link, &ends);
}

/* ---- the corpora ---- */

static size_t
load(const char *path, uint8_t *p, size_t size)
{
	FILE *file = fopen(path, "rb");
	size_t n;

	assert_non_null(file);
	n = fread(p, 1, size, file);
	(void)fclose(file);
	return n;
}

/* Seeds of parents ('P' and a step, then the worker's bytes) in good/ end well, in bad/ do not. */
static unsigned
run_seeds(const char *folder, bool good)
{
	static uint8_t bytes[1 << 20];
	static const struct reading_limits none = {0};
	DIR *dir = opendir(folder);
	struct dirent *entry;
	unsigned count = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		struct heard heard = {0};
		char path[512];
		struct err err;
		size_t n;
		bool ended;

		if (entry->d_name[0] == '.')
			continue;
		(void)snprintf(path, sizeof path, "%s/%.255s", folder, entry->d_name);
		n = load(path, bytes, sizeof bytes);
		if (n < 2 || bytes[0] != 'P')
			continue;
		if (!confine_is_real() && n > 7 && bytes[2] == FRAME_WALLS)
			put_u32le(bytes + 7, bytes[7] != 0 ? good_walls() : 0);
		ended = feed(&heard, slice_of(bytes + 2, n - 2), bytes[1] + 1U, &none, &err) ==
			    OK &&
			heard.answers.state == ANSWERS_DONE;
		if (ended != good)
			fail_msg("%s: %s", path, ended ? "ended well" : err.text);
		count++;
	}
	(void)closedir(dir);
	return count;
}

static void
answers__seeds_end_as_their_folder_says(void **state)
{
	(void)state;
	assert_true(run_seeds("tests/corpora/frame/good", true) >= 5);
	assert_true(run_seeds("tests/corpora/frame/bad", false) >= 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(answers__a_good_talk_is_heard_in_any_pieces),
	    cmocka_unit_test(answers__a_file_that_was_found_can_be_asked_for),
	    cmocka_unit_test(answers_found__each_file_lifts_the_limits_once),
	    cmocka_unit_test(answers__a_cut_talk_is_never_a_good_end),
	    cmocka_unit_test(answers__every_flipped_bit_is_survived),
	    cmocka_unit_test(answers__a_handlers_refusal_is_no_lie),
	    cmocka_unit_test(answers__limits_are_the_jobs),
	    cmocka_unit_test(answers_limits__grow_with_the_original_and_do_not_wrap),
	    cmocka_unit_test(answers_record_check__refuses_what_a_file_cannot_say),
	    cmocka_unit_test(answers_record_check__long_names_are_refused),
	    cmocka_unit_test(frame_take__knows_types_and_caps_before_the_payload_is_there),
	    cmocka_unit_test(frame__every_payload_is_refused_when_cut_or_longer),
	    cmocka_unit_test(frame__values_out_of_range_are_refused),
	    cmocka_unit_test(frame_code_ok__is_a_short_lower_case_word),
	    cmocka_unit_test(link__refuses_any_answer_but_the_one_it_asked_for),
	    cmocka_unit_test(link__looks_for_a_file_and_reads_it),
	    cmocka_unit_test(link__options_must_come_first_and_whole),
	    cmocka_unit_test(link__a_sink_misused_says_so),
	    cmocka_unit_test(link__and_answers_understand_each_other),
	    cmocka_unit_test(link__a_record_that_cannot_be_sent_is_said),
	    cmocka_unit_test(answers__seeds_end_as_their_folder_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
