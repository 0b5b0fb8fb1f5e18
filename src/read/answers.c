/* src/read/answers.c
 * The parent's state machine; see answers.h. */
#include "read/answers.h"

#include "base/mem.h"
#include "sys/os/confine.h"

#define MIB UINT64_C(1048576)

enum {
	ANSWERS_ARENA_BYTES = 64 * 1024 * 1024,
	LOOKS_MAX = 1000000,
	LOOKED_ROOM_FIRST = 64,
	WANTED_TIMES = 256, /* of a database whose pages lie anywhere a row may cost 64 KiB */
};

static uint64_t
or_default(uint64_t given, uint64_t otherwise)
{
	return given != 0 ? given : otherwise;
}

/* base + times * bytes; bytes is at most INT64_MAX, so only the product can overflow. */
static uint64_t
scaled(uint64_t base, uint64_t times, uint64_t bytes)
{
	return bytes > (UINT64_MAX - base) / times ? UINT64_MAX : base + times * bytes;
}

struct reading_limits
answers_limits(const struct reading_limits *given, uint64_t source_bytes)
{
	return (struct reading_limits){
	    .records = or_default(given->records, UINT64_C(100000000)),
	    .answer_bytes = or_default(given->answer_bytes, scaled(256 * MIB, 64, source_bytes)),
	    .extracts = or_default(given->extracts, UINT64_C(1000000)),
	    .extract_bytes = or_default(given->extract_bytes, scaled(1024 * MIB, 8, source_bytes)),
	    .wanted_bytes = or_default(
		given->wanted_bytes, scaled(64 * MIB, WANTED_TIMES, source_bytes)),
	    .memory_bytes = or_default(given->memory_bytes, 512 * MIB),
	    .cpu_seconds = or_default(given->cpu_seconds, 600),
	    .silence_seconds = or_default(given->silence_seconds, 60),
	    .total_seconds = or_default(given->total_seconds, UINT64_C(14400)),
	};
}

void
answers_init(struct answers *answers, const struct reading_handler *handler,
    const struct reading_limits *limits, uint64_t source_bytes, struct reading_result *result)
{
	*answers = (struct answers){
	    .handler = handler,
	    .limits = *limits,
	    .source_bytes = source_bytes,
	    .result = result,
	    .done = E_IO,
	    .fault = READING_LIED,
	};
	arena_init(&answers->arena, ANSWERS_ARENA_BYTES);
	buf_init(&answers->look_name, FRAME_TEXT_BYTES);
}

void
answers_fini(struct answers *answers)
{
	arena_fini(&answers->arena);
	buf_fini(&answers->look_name);
	mem_free(answers->looked.hash);
}

static enum status
lied(struct answers *answers, struct err *err, const char *what)
{
	answers->fault = READING_LIED;
	return fail(err, E_FORMAT, "%s", what);
}

static enum status
too_much(struct answers *answers, struct err *err, const char *what)
{
	answers->fault = READING_TOO_MUCH;
	return fail(err, E_LIMIT, "more %s than a file of this size may give", what);
}

/* What a handler returned is nobody's lie. */
static enum status
handled(struct answers *answers, enum status status)
{
	if (status != OK)
		answers->fault = READING_STOPPED;
	return status;
}

static enum status
on_walls(struct answers *answers, struct slice payload, struct err *err)
{
	uint32_t walls;

	if (!frame_walls_parse(payload, &walls))
		return lied(answers, err, "malformed walls");
	answers->result->walls = walls;
	if (!confine_suffices(walls)) {
		answers->fault = READING_UNWALLED;
		return fail(err, E_DENIED, "this system offers no confinement for reading files");
	}
	answers->state = ANSWERS_OPEN;
	return OK;
}

/* The original with its parts, or the file in a slot. */
static bool
want_is_inside(const struct answers *answers, const struct frame_want *want)
{
	uint64_t at = want->at, bytes = answers->source_bytes;

	for (unsigned slot = 0; slot < READING_SLOTS; slot++) {
		if (want->at >= FRAME_SLOT_AT(slot)) {
			at = want->at - FRAME_SLOT_AT(slot);
			bytes = answers->slot_bytes[slot];
		}
	}
	return at <= bytes && want->n <= bytes - at;
}

static enum status
on_want(struct answers *answers, struct slice payload, struct err *err)
{
	struct frame_want want;

	if (!frame_want_parse(payload, &want))
		return lied(answers, err, "malformed request");
	if (answers->want_waiting || answers->look_waiting)
		return lied(answers, err, "a request before the last was answered");
	if (!want_is_inside(answers, &want))
		return lied(answers, err, "a request beyond the end of the file");
	answers->result->wanted_bytes += want.n;
	if (answers->result->wanted_bytes > answers->limits.wanted_bytes)
		return too_much(answers, err, "requests");
	answers->want = want;
	answers->want_waiting = true;
	return OK;
}

static enum status
on_look(struct answers *answers, struct slice payload, struct err *err)
{
	struct frame_look look;

	if (!frame_look_parse(payload, &look))
		return lied(answers, err, "malformed look");
	if (answers->want_waiting || answers->look_waiting)
		return lied(answers, err, "a look before the last request was answered");
	if (answers->looks++ == LOOKS_MAX)
		return too_much(answers, err, "looks");
	buf_reset(&answers->look_name);
	buf_put_text(&answers->look_name, look.name);
	answers->look_slot = look.slot;
	answers->slot_bytes[look.slot] = 0;
	answers->look_waiting = true;
	return buf_check(&answers->look_name, err);
}

static uint64_t
grown(uint64_t limit, uint64_t by)
{
	return by > UINT64_MAX - limit ? UINT64_MAX : limit + by;
}

/* Where the hash stands, or the free place for it. */
static uint64_t *
looked_place(const struct answers_looked *looked, uint64_t hash)
{
	size_t at = (size_t)hash & (looked->room - 1);

	while (looked->hash[at] != 0 && looked->hash[at] != hash)
		at = (at + 1) & (looked->room - 1);
	return &looked->hash[at];
}

/* At most half full. */
static bool
looked_grow(struct answers_looked *looked)
{
	struct answers_looked wider = {
	    .room = looked->room == 0 ? LOOKED_ROOM_FIRST : 2 * looked->room};

	if (looked->count < looked->room / 2)
		return true;
	wider.hash = mem_new(wider.room, sizeof *wider.hash);
	if (wider.hash == NULL)
		return false;
	for (size_t i = 0; i < looked->room; i++)
		if (looked->hash[i] != 0)
			*looked_place(&wider, looked->hash[i]) = looked->hash[i];
	mem_free(looked->hash);
	looked->hash = wider.hash;
	looked->room = wider.room;
	return true;
}

/* A file that is looked for once more lifts nothing: else a worker could lift its limits at will.
 * Names made to fall together (64 bits, not secret) share what one may have, which harms only
 * whoever made them. */
static bool
look_is_new(struct answers *answers)
{
	uint64_t hash = UINT64_C(0xCBF29CE484222325), *place; /* FNV-1a */

	for (size_t i = 0; i < answers->look_name.n; i++)
		hash = (hash ^ answers->look_name.p[i]) * UINT64_C(0x100000001B3);
	hash ^= hash >> 32; /* its low bits alone say where it stands */
	hash += hash == 0;
	if (!looked_grow(&answers->looked))
		return false;
	place = looked_place(&answers->looked, hash);
	if (*place != 0)
		return false;
	*place = hash;
	answers->looked.count++;
	return true;
}

void
answers_found(struct answers *answers, uint64_t bytes)
{
	answers->look_waiting = false;
	if (bytes == UINT64_MAX)
		return;
	answers->slot_bytes[answers->look_slot] = bytes;
	if (!look_is_new(answers))
		return;
	answers->limits.wanted_bytes = grown(
	    answers->limits.wanted_bytes, scaled(MIB, WANTED_TIMES, bytes));
	answers->limits.answer_bytes = grown(answers->limits.answer_bytes, scaled(0, 64, bytes));
	answers->limits.extract_bytes = grown(answers->limits.extract_bytes, bytes);
}

static enum status
on_record(struct answers *answers, struct slice payload, struct err *err)
{
	const struct reading_handler *handler = answers->handler;
	struct record record;
	enum status status;

	if (answers->result->format[0] == '\0')
		return lied(answers, err, "a record before the name of the format");
	if (answers->result->records >= answers->limits.records)
		return too_much(answers, err, "records");
	arena_reset(&answers->arena);
	status = record_parse(payload, &answers->arena, &record, err);
	if (status == OK)
		status = answers_record_check(&record, answers->result->extracts, err);
	if (status != OK)
		return status;
	answers->result->records++;
	return handled(answers, handler->record(handler->ctx, payload, &record, err));
}

static enum status
on_extract_begin(struct answers *answers, struct slice payload, struct err *err)
{
	const struct reading_handler *handler = answers->handler;
	struct frame_extract e;

	if (!frame_extract_parse(payload, &e))
		return lied(answers, err, "malformed beginning of an extract");
	if (answers->result->format[0] == '\0')
		return lied(answers, err, "an extract before the name of the format");
	if (e.number != answers->result->extracts)
		return lied(answers, err, "an extract out of order");
	if (answers->result->extracts >= answers->limits.extracts)
		return too_much(answers, err, "extracts");
	answers->state = ANSWERS_EXTRACT;
	answers->extract_bytes = 0;
	return handled(
	    answers, handler->extract_begin(handler->ctx, e.number, e.name, e.type, err));
}

static enum status
on_extract_data(struct answers *answers, struct slice payload, struct err *err)
{
	const struct reading_handler *handler = answers->handler;

	if (payload.n == 0)
		return lied(answers, err, "a piece of an extract without bytes");
	answers->extract_bytes += payload.n;
	answers->result->extract_bytes += payload.n;
	if (answers->result->extract_bytes > answers->limits.extract_bytes)
		return too_much(answers, err, "bytes of extracts");
	return handled(answers, handler->extract_data(handler->ctx, payload, err));
}

static enum status
on_extract_end(struct answers *answers, struct slice payload, struct err *err)
{
	const struct reading_handler *handler = answers->handler;
	struct frame_extract_end e;

	if (!frame_extract_end_parse(payload, &e))
		return lied(answers, err, "malformed end of an extract");
	if (e.bytes != answers->extract_bytes)
		return lied(answers, err, "an extract of another length than was sent");
	answers->state = ANSWERS_OPEN;
	answers->result->extracts++;
	return handled(answers, handler->extract_end(handler->ctx, e.whole, err));
}

static enum status
on_note(struct answers *answers, struct slice payload, struct err *err)
{
	const struct reading_handler *handler = answers->handler;
	struct reading_result *result = answers->result;
	struct frame_note n;
	bool named = result->format[0] != '\0';

	if (!frame_note_parse(payload, &n))
		return lied(answers, err, "malformed note");
	if ((n.kind == NOTE_FORMAT) == named)
		return lied(answers, err, "not one name of the format, and first");
	if (result->notes >= FRAME_MAX_NOTES)
		return lied(answers, err, "too many notes");
	result->notes++;
	if (n.kind == NOTE_FORMAT) {
		memcpy(result->format, n.code.p, n.code.n);
		result->format[n.code.n] = '\0';
	}
	if (n.kind == NOTE_UNREAD || n.kind == NOTE_ENCRYPTED)
		answers->unread = true;
	return handled(
	    answers, handler->note(handler->ctx, n.kind, n.code, n.detail, n.position, err));
}

/* Text of the worker as one printable line. */
static void
why_set(struct reading_result *result, struct text why)
{
	struct text cut = text_prefix(why, sizeof result->why - 1);

	for (size_t i = 0; i < cut.n; i++)
		result->why[i] = (unsigned char)cut.p[i] < ' ' || cut.p[i] == 0x7f ? ' ' : cut.p[i];
	result->why[cut.n] = '\0';
}

static enum status
on_done(struct answers *answers, struct slice payload, struct err *err)
{
	struct reading_result *result = answers->result;
	struct frame_done d;

	if (!frame_done_parse(payload, &d))
		return lied(answers, err, "malformed end");
	if (d.records != result->records || d.extracts != result->extracts ||
	    d.notes != result->notes)
		return lied(answers, err, "other counts at the end than were sent");
	if (d.status == OK && result->format[0] == '\0')
		return lied(answers, err, "a good end without a format");
	answers->state = ANSWERS_DONE;
	answers->done = d.status;
	if (d.status != OK)
		why_set(result, d.why);
	return OK;
}

/* Which frame may come now?  DONE and data decide by themselves what comes after. */
static bool
expected(const struct answers *answers, enum frame_type type)
{
	switch (answers->state) {
	case ANSWERS_NEW: return type == FRAME_WALLS;
	case ANSWERS_OPEN:
		return type == FRAME_WANT || type == FRAME_LOOK || type == FRAME_RECORD ||
		       type == FRAME_EXTRACT_BEGIN || type == FRAME_NOTE || type == FRAME_DONE;
	case ANSWERS_EXTRACT:
		return type == FRAME_WANT || type == FRAME_EXTRACT_DATA ||
		       type == FRAME_EXTRACT_END;
	case ANSWERS_DONE: break;
	}
	return false;
}

static enum status
on_frame(struct answers *answers, const struct frame *frame, struct err *err)
{
	if (!expected(answers, frame->type))
		return lied(answers, err, "a frame out of place");
	if (frame->type != FRAME_EXTRACT_DATA) {
		answers->answer_bytes += FRAME_HEAD_BYTES + frame->payload.n;
		if (answers->answer_bytes > answers->limits.answer_bytes)
			return too_much(answers, err, "answers");
	}
	switch (frame->type) {
	case FRAME_WALLS: return on_walls(answers, frame->payload, err);
	case FRAME_WANT: return on_want(answers, frame->payload, err);
	case FRAME_LOOK: return on_look(answers, frame->payload, err);
	case FRAME_RECORD: return on_record(answers, frame->payload, err);
	case FRAME_EXTRACT_BEGIN: return on_extract_begin(answers, frame->payload, err);
	case FRAME_EXTRACT_DATA: return on_extract_data(answers, frame->payload, err);
	case FRAME_EXTRACT_END: return on_extract_end(answers, frame->payload, err);
	case FRAME_NOTE: return on_note(answers, frame->payload, err);
	case FRAME_DONE: return on_done(answers, frame->payload, err);
	case FRAME_OPTIONS:
	case FRAME_RANGE:
	case FRAME_FOUND: break;
	}
	return lied(answers, err, "a frame out of place");
}

enum status
answers_feed(struct answers *answers, struct slice *rest, struct err *err)
{
	struct frame frame;
	enum status status;

	for (;;) {
		answers->fault = READING_LIED;
		if (answers->state == ANSWERS_DONE && rest->n != 0)
			return lied(answers, err, "bytes after the end");
		status = frame_take(rest, &frame, err);
		if (status == E_NOTFOUND)
			return OK;
		if (status == OK)
			status = on_frame(answers, &frame, err);
		if (status != OK)
			return status;
	}
}

enum status
answers_close(struct answers *answers, struct err *err)
{
	const struct reading_handler *handler = answers->handler;

	if (answers->state != ANSWERS_EXTRACT)
		return OK;
	answers->state = ANSWERS_DONE;
	answers->result->extracts++;
	return handler->extract_end(handler->ctx, false, err);
}
