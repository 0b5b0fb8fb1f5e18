/* src/read/frame.c
 * Spelling of frames; docs/format/frame.md rules it. */
#include "read/frame.h"

enum {
	TEXT_FIELD_BYTES = 4 + FRAME_TEXT_BYTES,
	CODE_FIELD_BYTES = 4 + FRAME_CODE_BYTES,
	STATUS_COUNT = E_CANCELLED + 1,
};

#define TEXT_ABSENT UINT32_MAX

uint32_t
frame_cap(uint8_t type)
{
	switch (type) {
	case FRAME_WALLS: return 4;
	case FRAME_WANT: return 8 + 4;
	case FRAME_LOOK: return 1 + TEXT_FIELD_BYTES;
	case FRAME_FOUND: return 8;
	case FRAME_RECORD: return RECORD_MAX_BYTES;
	case FRAME_EXTRACT_BEGIN: return 4 + 2 * TEXT_FIELD_BYTES;
	case FRAME_EXTRACT_DATA: return FRAME_DATA_BYTES;
	case FRAME_EXTRACT_END: return 1 + 8;
	case FRAME_NOTE: return 1 + 8 + CODE_FIELD_BYTES + TEXT_FIELD_BYTES;
	case FRAME_DONE: return 1 + 3 * 8 + TEXT_FIELD_BYTES;
	case FRAME_OPTIONS: return 8 + 1 + 9 * TEXT_FIELD_BYTES + 1 + 8 * READING_PARTS_MAX;
	case FRAME_RANGE: return 8 + FRAME_RANGE_BYTES;
	default: return 0;
	}
}

enum status
frame_take(struct slice *rest, struct frame *out, struct err *err)
{
	struct slice left = *rest, payload;
	uint32_t n;
	uint8_t type;

	if (!take_u8(&left, &type))
		return E_NOTFOUND;
	if (frame_cap(type) == 0)
		return fail(err, E_FORMAT, "frame of unknown type %u", type);
	if (!take_u32le(&left, &n))
		return E_NOTFOUND;
	if (n > frame_cap(type))
		return fail(err, E_LIMIT, "frame %c of %lu bytes", type, (unsigned long)n);
	if (!take(&left, n, &payload))
		return E_NOTFOUND;
	*out = (struct frame){(enum frame_type)type, payload};
	*rest = left;
	return OK;
}

size_t
frame_begin(struct buf *out, enum frame_type type)
{
	size_t start = out->n;

	buf_put_byte(out, (uint8_t)type);
	buf_put_u32le(out, 0);
	return start;
}

void
frame_end(struct buf *out, size_t start)
{
	if (out->failed == OK)
		put_u32le(out->p + start + 1, (uint32_t)(out->n - start - FRAME_HEAD_BYTES));
}

bool
frame_code_ok(struct text code)
{
	if (code.n == 0 || code.n > FRAME_CODE_BYTES)
		return false;
	for (size_t i = 0; i < code.n; i++) {
		char c = code.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-')
			return false;
	}
	return true;
}

/* u32le length (all ones: absent), bytes.  Our own overlong text is cut at a character. */
static void
text_put(struct buf *out, struct text t)
{
	if (t.p == NULL) {
		buf_put_u32le(out, TEXT_ABSENT);
		return;
	}
	t = text_prefix(t, FRAME_TEXT_BYTES);
	buf_put_u32le(out, (uint32_t)t.n);
	buf_put_text(out, t);
}

static bool
text_take(struct slice *rest, struct text *out)
{
	struct slice bytes;
	uint32_t n;

	if (!take_u32le(rest, &n))
		return false;
	if (n == TEXT_ABSENT) {
		*out = TEXT_NONE;
		return true;
	}
	return n <= FRAME_TEXT_BYTES && take(rest, n, &bytes) && text_check(bytes, out, NULL);
}

void
frame_walls_put(struct buf *out, uint32_t walls)
{
	size_t start = frame_begin(out, FRAME_WALLS);

	buf_put_u32le(out, walls);
	frame_end(out, start);
}

bool
frame_walls_parse(struct slice payload, uint32_t *walls)
{
	return payload.n == 4 && take_u32le(&payload, walls);
}

void
frame_want_put(struct buf *out, const struct frame_want *want)
{
	size_t start = frame_begin(out, FRAME_WANT);

	buf_put_u64le(out, want->at);
	buf_put_u32le(out, want->n);
	frame_end(out, start);
}

bool
frame_want_parse(struct slice payload, struct frame_want *want)
{
	struct frame_want w;

	if (!take_u64le(&payload, &w.at) || !take_u32le(&payload, &w.n) || payload.n != 0 ||
	    w.n == 0 || w.n > FRAME_RANGE_BYTES)
		return false;
	*want = w;
	return true;
}

void
frame_look_put(struct buf *out, const struct frame_look *look)
{
	size_t start = frame_begin(out, FRAME_LOOK);

	buf_put_byte(out, (uint8_t)look->slot);
	text_put(out, look->name);
	frame_end(out, start);
}

bool
frame_look_parse(struct slice payload, struct frame_look *look)
{
	struct text name;
	uint8_t slot;

	if (!take_u8(&payload, &slot) || slot >= READING_SLOTS || !text_take(&payload, &name) ||
	    name.n == 0 || payload.n != 0)
		return false;
	*look = (struct frame_look){slot, name};
	return true;
}

void
frame_found_put(struct buf *out, uint64_t bytes)
{
	size_t start = frame_begin(out, FRAME_FOUND);

	buf_put_u64le(out, bytes);
	frame_end(out, start);
}

bool
frame_found_parse(struct slice payload, uint64_t *bytes)
{
	uint64_t n;

	if (!take_u64le(&payload, &n) || payload.n != 0 ||
	    (n >= FRAME_SLOT_AT(0) && n != UINT64_MAX))
		return false;
	*bytes = n;
	return true;
}

void
frame_extract_put(struct buf *out, const struct frame_extract *extract)
{
	size_t start = frame_begin(out, FRAME_EXTRACT_BEGIN);

	buf_put_u32le(out, extract->number);
	text_put(out, extract->name);
	text_put(out, extract->type);
	frame_end(out, start);
}

bool
frame_extract_parse(struct slice payload, struct frame_extract *extract)
{
	struct frame_extract e;

	if (!take_u32le(&payload, &e.number) || !text_take(&payload, &e.name) ||
	    !text_take(&payload, &e.type) || payload.n != 0)
		return false;
	*extract = e;
	return true;
}

void
frame_extract_end_put(struct buf *out, const struct frame_extract_end *end)
{
	size_t start = frame_begin(out, FRAME_EXTRACT_END);

	buf_put_byte(out, end->whole ? 1 : 0);
	buf_put_u64le(out, end->bytes);
	frame_end(out, start);
}

bool
frame_extract_end_parse(struct slice payload, struct frame_extract_end *end)
{
	uint8_t whole;
	uint64_t bytes;

	if (!take_u8(&payload, &whole) || whole > 1 || !take_u64le(&payload, &bytes) ||
	    payload.n != 0)
		return false;
	*end = (struct frame_extract_end){whole == 1, bytes};
	return true;
}

void
frame_note_put(struct buf *out, const struct frame_note *note)
{
	size_t start = frame_begin(out, FRAME_NOTE);

	buf_put_byte(out, (uint8_t)note->kind);
	buf_put_u64le(out, note->position);
	text_put(out, note->code);
	text_put(out, note->detail);
	frame_end(out, start);
}

bool
frame_note_parse(struct slice payload, struct frame_note *note)
{
	struct frame_note n;
	uint8_t kind;

	if (!take_u8(&payload, &kind) || kind >= NOTE_COUNT || !take_u64le(&payload, &n.position) ||
	    !text_take(&payload, &n.code) || !frame_code_ok(n.code) ||
	    !text_take(&payload, &n.detail) || payload.n != 0)
		return false;
	n.kind = (enum note_kind)kind;
	*note = n;
	return true;
}

void
frame_done_put(struct buf *out, const struct frame_done *done)
{
	size_t start = frame_begin(out, FRAME_DONE);

	buf_put_byte(out, (uint8_t)done->status);
	buf_put_u64le(out, done->records);
	buf_put_u64le(out, done->extracts);
	buf_put_u64le(out, done->notes);
	text_put(out, done->why);
	frame_end(out, start);
}

bool
frame_done_parse(struct slice payload, struct frame_done *done)
{
	struct frame_done d;
	uint8_t status;

	if (!take_u8(&payload, &status) || status >= STATUS_COUNT ||
	    !take_u64le(&payload, &d.records) || !take_u64le(&payload, &d.extracts) ||
	    !take_u64le(&payload, &d.notes) || !text_take(&payload, &d.why) || payload.n != 0)
		return false;
	d.status = (enum status)status;
	*done = d;
	return true;
}

void
frame_options_put(struct buf *out, const struct frame_options *o)
{
	size_t start = frame_begin(out, FRAME_OPTIONS);

	buf_put_u64le(out, o->bytes);
	buf_put_byte(out, (uint8_t)o->options.date_order);
	text_put(out, o->options.format);
	text_put(out, o->options.me);
	text_put(out, o->options.zone);
	text_put(out, o->options.name);
	text_put(out, o->options.folder);
	text_put(out, o->options.inside);
	text_put(out, o->options.columns);
	text_put(out, o->options.days);
	text_put(out, o->options.password);
	buf_put_byte(out, (uint8_t)o->options.parts_count);
	for (size_t i = 0; i < o->options.parts_count; i++)
		buf_put_u64le(out, o->part_bytes[i]);
	frame_end(out, start);
}

/* How many, then their lengths, which with the original's stay below the slots. */
static bool
parts_take(struct slice *payload, struct frame_options *o)
{
	uint64_t total = o->bytes;
	uint8_t count;

	if (!take_u8(payload, &count) || count > READING_PARTS_MAX)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!take_u64le(payload, &o->part_bytes[i]) ||
		    o->part_bytes[i] >= FRAME_SLOT_AT(0) - total)
			return false;
		total += o->part_bytes[i];
	}
	o->options.parts_count = count;
	return true;
}

uint64_t
frame_options_total(const struct frame_options *options)
{
	uint64_t total = options->bytes;

	for (size_t i = 0; i < options->options.parts_count; i++)
		total += options->part_bytes[i];
	return total;
}

bool
frame_options_parse(struct slice payload, struct frame_options *options)
{
	struct frame_options o = {0};
	uint8_t order;

	if (!take_u64le(&payload, &o.bytes) || o.bytes >= FRAME_SLOT_AT(0) ||
	    !take_u8(&payload, &order) || order > DATE_ORDER_YMD ||
	    !text_take(&payload, &o.options.format) || !text_take(&payload, &o.options.me) ||
	    !text_take(&payload, &o.options.zone) || !text_take(&payload, &o.options.name) ||
	    !text_take(&payload, &o.options.folder) || !text_take(&payload, &o.options.inside) ||
	    !text_take(&payload, &o.options.columns) || !text_take(&payload, &o.options.days) ||
	    !text_take(&payload, &o.options.password) || !parts_take(&payload, &o) ||
	    payload.n != 0)
		return false;
	o.options.date_order = (enum date_order)order;
	*options = o;
	return true;
}

void
frame_range_head(uint8_t out[FRAME_RANGE_HEAD_BYTES], const struct frame_want *want)
{
	out[0] = FRAME_RANGE;
	put_u32le(out + 1, 8 + want->n);
	put_u64le(out + FRAME_HEAD_BYTES, want->at);
}

bool
frame_range_parse(struct slice payload, uint64_t *at, struct slice *data)
{
	uint64_t from;

	if (!take_u64le(&payload, &from) || payload.n == 0 || payload.n > FRAME_RANGE_BYTES)
		return false;
	*at = from;
	*data = payload;
	return true;
}
