/* src/read/link.c
 * The worker's source and sink over two pipes; see link.h. */
#include "read/link.h"

#include "base/mem.h"
#include "read/answers.h"

enum {
	LINK_OUT_BYTES = RECORD_MAX_BYTES + 1024 * 1024, /* one record over a full buffer */
	LINK_FLUSH_BYTES = 128 * 1024,
	LINK_FIRST_BYTES = 256 * 1024, /* the first range */
	LINK_JUMP_BYTES = 64 * 1024,   /* a range elsewhere, and where it begins: what is encrypted
					* as one; those that run on are twice as long each time */
	LINK_BLOCK_BYTES = FRAME_RANGE_HEAD_BYTES + FRAME_RANGE_BYTES,
};

enum status
link_init(struct link *link, const struct link_ends *ends, struct err *err)
{
	*link = (struct link){.ends = *ends, .left_out_kind = NOTE_DOUBT};
	buf_init(&link->out, LINK_OUT_BYTES);
	buf_init(&link->options_bytes, FRAME_HEAD_BYTES + FRAME_RANGE_BYTES);
	link->now.p = mem_new(1, LINK_BLOCK_BYTES);
	link->ahead.p = mem_new(1, LINK_BLOCK_BYTES);
	if (link->now.p != NULL && link->ahead.p != NULL)
		return OK;
	link_fini(link);
	return fail(err, E_NOMEM, "no memory for the pipes");
}

void
link_fini(struct link *link)
{
	mem_free(link->now.p);
	mem_free(link->ahead.p);
	buf_fini(&link->out);
	buf_fini(&link->options_bytes);
	*link = (struct link){0};
}

static enum status
link_flush(struct link *link, struct err *err)
{
	size_t done = 0;
	int64_t put;

	if (link->out.failed != OK)
		return buf_check(&link->out, err);
	while (done < link->out.n) {
		put = link->ends.write(link->ends.ctx, link->out.p + done, link->out.n - done);
		if (put <= 0)
			return fail_errno(err, E_IO, (int)-put, "nobody listens any more");
		done += (size_t)put;
	}
	buf_reset(&link->out);
	return OK;
}

static enum status
link_flush_full(struct link *link, struct err *err)
{
	if (link->out.n < LINK_FLUSH_BYTES)
		return buf_check(&link->out, err);
	return link_flush(link, err);
}

static enum status
read_full(struct link *link, uint8_t *p, size_t n, struct err *err)
{
	int64_t got;

	while (n != 0) {
		got = link->ends.read(link->ends.ctx, p, n);
		if (got <= 0)
			return fail_errno(err, E_IO, (int)-got, "nobody answers any more");
		p += got;
		n -= (size_t)got;
	}
	return OK;
}

enum status
link_walls(struct link *link, uint32_t walls, struct err *err)
{
	frame_walls_put(&link->out, walls);
	return link_flush(link, err);
}

/* Ask for `most` bytes at `at`, which end with the original or its part; the answer is fetched by
 * block_receive(). */
static enum status
block_ask(struct link *link, uint64_t at, uint64_t end, uint32_t most, struct err *err)
{
	uint64_t left = end - at;
	struct frame_want want = {at, left < most ? (uint32_t)left : most};

	frame_want_put(&link->out, &want);
	link->ahead.at = at;
	link->ahead.n = want.n;
	link->asked = true;
	return link_flush(link, err);
}

/* The range asked for becomes the block being read; nothing but that range may come. */
static enum status
block_receive(struct link *link, struct err *err)
{
	struct frame_want want = {link->ahead.at, (uint32_t)link->ahead.n};
	uint8_t head[FRAME_RANGE_HEAD_BYTES];
	struct link_block swap = link->now;
	enum status status;

	frame_range_head(head, &want);
	status = read_full(link, link->ahead.p, sizeof head + link->ahead.n, err);
	if (status != OK)
		return status;
	if (memcmp(link->ahead.p, head, sizeof head) != 0)
		return fail(err, E_FORMAT, "another range than was asked for");
	link->now = link->ahead;
	link->ahead = swap;
	link->asked = false;
	return OK;
}

static bool
block_holds(const struct link_block *block, uint64_t at)
{
	return at >= block->at && at - block->at < block->n;
}

/* Make `now` hold offset `at`.  The longer reading runs on, the more is asked for, and then also
 * what follows; who jumps to and fro in a database gets little at a time. */
static enum status
block_seek(struct link *link, uint64_t at, uint64_t begin, uint64_t end, struct err *err)
{
	bool runs_on = at == link->now.at + link->now.n; /* also at the very beginning */
	uint64_t grain = at - at % LINK_JUMP_BYTES;
	uint32_t most = LINK_FIRST_BYTES;
	enum status status = OK;

	if (link->asked)
		status = block_receive(link, err); /* wanted or not: it is on its way */
	if (status == OK && !block_holds(&link->now, at)) {
		if (at != 0)
			most = runs_on ? 2 * (uint32_t)link->now.n : 0;
		/* Of a file that was looked for before there is nothing left. */
		if (most < LINK_JUMP_BYTES)
			most = LINK_JUMP_BYTES;
		if (most > FRAME_RANGE_BYTES)
			most = FRAME_RANGE_BYTES;
		if (!runs_on)
			at = grain < begin ? begin : grain;
		status = block_ask(link, at, end, most, err);
		if (status == OK)
			status = block_receive(link, err);
	}
	if (status == OK && runs_on && link->now.n == FRAME_RANGE_BYTES &&
	    link->now.at + link->now.n < end)
		status = block_ask(link, link->now.at + link->now.n, end, FRAME_RANGE_BYTES, err);
	return status;
}

static enum status
part_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	const struct link_part *part = ctx;
	struct link *link = part->link;
	size_t from, most;
	enum status status;

	if (at >= part->bytes || n == 0) {
		*got = 0;
		return OK;
	}
	at += part->from;
	if (!block_holds(&link->now, at)) {
		status = block_seek(link, at, part->from, part->from + part->bytes, err);
		if (status != OK)
			return status;
	}
	from = (size_t)(at - link->now.at);
	most = link->now.n - from;
	*got = n < most ? n : most;
	memcpy(p, link->now.p + FRAME_RANGE_HEAD_BYTES + from, *got);
	return OK;
}

static struct source
part_source(struct link *link, struct link_part *part, uint64_t from, uint64_t bytes)
{
	*part = (struct link_part){link, from, bytes};
	return (struct source){part_read_at, bytes, part};
}

struct source
link_source(struct link *link)
{
	return part_source(link, &link->part[0], 0, link->options.bytes);
}

/* The answer, and nothing but that. */
static enum status
found_receive(struct link *link, uint64_t *bytes, struct err *err)
{
	uint8_t frame[FRAME_HEAD_BYTES + 8];
	struct slice rest = slice_of(frame + 1, 4);
	uint32_t n = 0;
	enum status status = read_full(link, frame, sizeof frame, err);

	if (status != OK)
		return status;
	if (frame[0] != FRAME_FOUND || !take_u32le(&rest, &n) || n != 8 ||
	    !frame_found_parse(slice_of(frame + FRAME_HEAD_BYTES, n), bytes))
		return fail(err, E_FORMAT, "no answer to a look");
	return OK;
}

static enum status
link_look(
    void *ctx, struct text name, unsigned slot, struct source *out, bool *found, struct err *err)
{
	struct link *link = ctx;
	struct frame_look look = {slot, name};
	uint64_t bytes = UINT64_MAX;
	enum status status = OK;

	*found = false;
	if (slot >= READING_SLOTS || name.n == 0 || name.n > FRAME_TEXT_BYTES)
		return OK;
	if (link->asked)
		status = block_receive(link, err);
	/* What the slot held before is no longer there. */
	if (link->now.at >= FRAME_SLOT_AT(slot) &&
	    link->now.at - FRAME_SLOT_AT(slot) < FRAME_SLOT_AT(0))
		link->now.n = 0;
	frame_look_put(&link->out, &look);
	if (status == OK)
		status = link_flush(link, err);
	if (status == OK)
		status = found_receive(link, &bytes, err);
	if (status != OK || bytes == UINT64_MAX)
		return status;
	*found = true;
	*out = part_source(link, &link->slot[slot], FRAME_SLOT_AT(slot), bytes);
	return OK;
}

struct looking
link_looking(struct link *link)
{
	return (struct looking){link_look, link};
}

static void
parts_make(struct link *link)
{
	struct frame_options *o = &link->options;
	uint64_t from = o->bytes;

	for (size_t i = 0; i < o->options.parts_count; i++) {
		link->parts[i] = part_source(link, &link->part[1 + i], from, o->part_bytes[i]);
		from += o->part_bytes[i];
	}
	o->options.parts = link->parts;
	link->look = link_looking(link);
	o->options.look = &link->look;
}

enum status
link_options(struct link *link, struct err *err)
{
	uint8_t head[FRAME_HEAD_BYTES], *payload;
	struct slice rest = slice_of(head + 1, 4);
	uint32_t n = 0;
	enum status status = read_full(link, head, sizeof head, err);

	if (status != OK)
		return status;
	if (head[0] != FRAME_OPTIONS || !take_u32le(&rest, &n) || n > frame_cap(FRAME_OPTIONS))
		return fail(err, E_FORMAT, "the first frame is not options");
	payload = buf_extend(&link->options_bytes, n);
	if (payload == NULL)
		return buf_check(&link->options_bytes, err);
	status = read_full(link, payload, n, err);
	if (status != OK)
		return status;
	if (!frame_options_parse(slice_of(payload, n), &link->options))
		return fail(err, E_FORMAT, "malformed options");
	parts_make(link);
	return OK;
}

static enum status
note_send(struct link *link, const struct frame_note *note, struct err *err)
{
	link->notes++;
	frame_note_put(&link->out, note);
	return link_flush_full(link, err);
}

/* Readers name their format first; this is for one that finds nothing to say at all. */
static enum status
name_first(struct link *link, struct err *err)
{
	struct frame_note note = {.kind = NOTE_FORMAT, .code = text_of_c(link->format)};

	if (link->named)
		return OK;
	link->named = true;
	return note_send(link, &note, err);
}

static enum status
link_note(void *ctx, enum note_kind kind, const char *code, struct text detail, uint64_t position,
    struct err *err)
{
	struct link *link = ctx;
	struct frame_note note = {kind, position, text_of_c(code), detail};
	enum status status;

	if (kind == NOTE_FORMAT) {
		/* An archive's reader may use other readers: the outermost names the original. */
		if (link->named)
			return OK;
		link->named = true;
		return note_send(link, &note, err);
	}
	status = name_first(link, err);
	if (status != OK)
		return status;
	/* One place is kept for the note that says how many are left out. */
	if (link->notes < FRAME_MAX_NOTES - 1)
		return note_send(link, &note, err);
	link->notes_left_out++;
	if (kind == NOTE_UNREAD || kind == NOTE_ENCRYPTED)
		link->left_out_kind = NOTE_UNREAD;
	return OK;
}

/* The frame of one record.  E_FORMAT, E_LIMIT: the parent would end us for it; nothing is left. */
static enum status
record_frame(struct link *link, const struct record *record, struct err *err)
{
	enum status status = answers_record_check(record, link->extracts, err);
	size_t start;

	if (status != OK)
		return status;
	start = frame_begin(&link->out, FRAME_RECORD);
	status = record_put(&link->out, record, err);
	if (status == OK)
		frame_end(&link->out, start);
	else
		link->out.n = start;
	return status;
}

/* A record that must not be sent is a reader's mistake, and one record lost: it is said, and does
 * not cost all that stands behind it. */
static enum status
link_record(void *ctx, const struct record *record, struct err *err)
{
	struct link *link = ctx;
	struct err why = {0};
	enum status status = name_first(link, err);

	if (status != OK)
		return status;
	status = record_frame(link, record, &why);
	if (status == E_FORMAT || status == E_LIMIT)
		return link_note(link, NOTE_UNREAD, "record-left-out", text_of_c(why.text),
		    record->position, err);
	if (status != OK)
		return fail(err, status, "%s", why.text);
	link->records++;
	return link_flush_full(link, err);
}

static enum status
link_extract_begin(void *ctx, struct text name, struct text type, struct err *err)
{
	struct link *link = ctx;
	struct frame_extract extract = {(uint32_t)link->extracts, name, type};
	enum status status = name_first(link, err);

	if (status != OK)
		return status;
	if (link->in_extract || link->extracts > UINT32_MAX)
		return fail(err, E_CONFLICT, "two extracts at a time");
	link->in_extract = true;
	link->extract_bytes = 0;
	frame_extract_put(&link->out, &extract);
	return link_flush_full(link, err);
}

static enum status
link_extract_data(void *ctx, struct slice data, struct err *err)
{
	struct link *link = ctx;
	struct slice piece;
	enum status status = OK;
	size_t start;

	if (!link->in_extract)
		return fail(err, E_CONFLICT, "data outside an extract");
	link->extract_bytes += data.n;
	while (status == OK && data.n != 0) {
		if (!take(&data, data.n < FRAME_DATA_BYTES ? data.n : FRAME_DATA_BYTES, &piece))
			break;
		start = frame_begin(&link->out, FRAME_EXTRACT_DATA);
		buf_put_slice(&link->out, piece);
		frame_end(&link->out, start);
		status = link_flush_full(link, err);
	}
	return status;
}

static enum status
link_extract_end(void *ctx, bool whole, struct err *err)
{
	struct link *link = ctx;
	struct frame_extract_end end = {whole, link->extract_bytes};

	if (!link->in_extract)
		return fail(err, E_CONFLICT, "the end of no extract");
	link->in_extract = false;
	link->extracts++;
	frame_extract_end_put(&link->out, &end);
	return link_flush_full(link, err);
}

struct sink
link_sink(struct link *link)
{
	return (struct sink){
	    .record = link_record,
	    .extract_begin = link_extract_begin,
	    .extract_data = link_extract_data,
	    .extract_end = link_extract_end,
	    .note = link_note,
	    .ctx = link,
	};
}

static enum status
left_out_send(struct link *link, struct err *err)
{
	uint8_t digits[32];
	struct buf number = {.p = digits, .size = sizeof digits, .max = sizeof digits};
	struct frame_note note = {.kind = link->left_out_kind, .code = TEXT_LITERAL("more-notes")};

	if (link->notes_left_out == 0)
		return OK;
	buf_put_u64(&number, link->notes_left_out);
	note.detail = buf_text(&number);
	return note_send(link, &note, err);
}

/* Our own sentences are ASCII; a name from the file inside them may be anything. */
static struct text
sentence(char *copy, size_t size, const struct err *why)
{
	size_t n = 0;

	for (; n + 1 < size && why->text[n] != '\0'; n++)
		copy[n] = why->text[n] >= ' ' && why->text[n] < 0x7f ? why->text[n] : '?';
	copy[n] = '\0';
	return (struct text){copy, n};
}

enum status
link_done(struct link *link, enum status status, const struct err *why, struct err *err)
{
	char copy[ERR_TEXT_BYTES];
	struct frame_done done = {.status = status};
	enum status sent = OK;

	if (link->in_extract)
		sent = link_extract_end(link, false, err);
	if (sent == OK && status == OK)
		sent = name_first(link, err);
	if (sent == OK)
		sent = left_out_send(link, err);
	if (sent != OK)
		return sent;
	done.records = link->records;
	done.extracts = link->extracts;
	done.notes = link->notes;
	if (status != OK)
		done.why = sentence(copy, sizeof copy, why);
	frame_done_put(&link->out, &done);
	return link_flush(link, err);
}
