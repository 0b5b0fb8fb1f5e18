/* src/read/formats/making.c
 * One record being made; see making.h. */
#include "read/formats/making.h"

#include "base/time.h"
#include "diary/handle.h"
#include "diary/reference.h"

/* Times outside 1990..2099 are kept and doubted. */
/* The last one is for "many-doubts". */
enum { DOUBTS_MAX = RECORD_READER_DOUBTS, WRITTEN_BYTES = 64, ITEM_BYTES = 64 };

enum status
making_init(struct making *m, const struct reading_options *options, const struct sink *sink,
    struct err *err)
{
	enum status status;

	*m = (struct making){.sink = sink, .options = options, .err = err};
	arena_init(&m->arena, MAKING_ARENA_BYTES);
	making_empty(m);
	status = owner_init(&m->owner, options->me, err);
	if (options->found != NULL)
		owner_learn(&m->owner, options->found);
	return status;
}

void
making_fini(struct making *m)
{
	owner_fini(&m->owner);
	arena_fini(&m->arena);
}

void
making_empty(struct making *m)
{
	arena_reset(&m->arena);
	record_init(&m->record);
	m->body = NULL;
}

void
making_begin(struct making *m, enum record_kind kind, const char *channel)
{
	making_empty(m);
	m->many = false;
	m->listed = 0;
	m->record.kind = kind;
	m->record.channel = text_of_c(channel);
	m->record.inside = m->options->inside;
	m->record.position = ++m->position;
}

enum status
making_send(struct making *m)
{
	if (m->status == OK && m->many)
		m->status = record_add_doubt(&m->record, &m->arena, "many-doubts",
		    TEXT_LITERAL("There is more in the original than is listed here."), m->err);
	if (m->status == OK)
		m->status = m->sink->record(m->sink->ctx, &m->record, m->err);
	if (m->status == OK)
		m->status = owner_first_ends(
		    m->options->found, m->owner.met || m->owner.known, m->err);
	return m->status;
}

static void
no_memory(struct making *m)
{
	if (m->status == OK)
		m->status = fail(m->err, E_NOMEM, "one record needs too much memory");
}

struct text
making_keep(struct making *m, struct text text)
{
	struct text out = TEXT_NONE;

	if (m->status == OK && !arena_text(&m->arena, text, &out))
		no_memory(m);
	return out;
}

struct text
making_name(struct making *m, struct text text)
{
	struct text out = making_keep(m, text_prefix(text, RECORD_NAME_MAX_BYTES));

	if (text.n > RECORD_NAME_MAX_BYTES)
		making_doubt(m, "name-cut", out);
	return out;
}

/* Each list of a record has its limit, and all of them have one that keeps the record under its
 * own: what finds no room is left out, and said. */
static bool
room_for(struct making *m, size_t bytes)
{
	if (bytes + ITEM_BYTES > MAKING_LISTED_BYTES - m->listed) {
		m->many = true;
		return false;
	}
	m->listed += bytes + ITEM_BYTES;
	return true;
}

static size_t
name_bytes(struct text name)
{
	return name.n < RECORD_NAME_MAX_BYTES ? name.n : RECORD_NAME_MAX_BYTES;
}

static void
doubt_cut(struct making *m)
{
	making_doubt(m, "text-cut", TEXT_LITERAL("The original holds more of this message."));
}

void
making_body_buf(struct making *m, const struct buf *buf)
{
	if (buf->failed == E_NOMEM)
		no_memory(m);
	if (buf->n != 0)
		making_body(m, buf_text(buf));
	if (buf->failed == E_LIMIT)
		doubt_cut(m);
}

/* Room for a body of n bytes that begins as the one there is.  What is added a second time may be
 * added a thousand times: a copy each time would fill the arena. */
static char *
body_room(struct making *m, size_t n)
{
	struct text old = m->record.body;
	bool again = old.p != NULL && old.p == m->body;
	size_t size = n;

	if (again && n <= m->body_bytes)
		return m->body;
	if (again)
		size = n < RECORD_TEXT_MAX_BYTES / 2 ? 2 * n : (size_t)RECORD_TEXT_MAX_BYTES;
	m->body = arena_alloc(&m->arena, 1, size + 1);
	if (m->body == NULL) {
		no_memory(m);
		return NULL;
	}
	m->body_bytes = size;
	if (old.p != NULL && old.n != 0)
		memcpy(m->body, old.p, old.n);
	return m->body;
}

void
making_body(struct making *m, struct text text)
{
	struct text old = m->record.body;
	size_t gap = old.n != 0 ? 1 : 0, n;
	char *p;

	if (text.p == NULL || m->status != OK)
		return;
	if (old.n + gap + text.n > RECORD_TEXT_MAX_BYTES) {
		doubt_cut(m);
		if (old.n + gap > RECORD_TEXT_MAX_BYTES)
			return; /* full to the last byte */
		text = text_prefix(text, RECORD_TEXT_MAX_BYTES - old.n - gap);
	}
	n = old.n + gap + text.n;
	p = body_room(m, n);
	if (p == NULL)
		return;
	if (gap != 0)
		p[old.n] = '\n';
	if (text.n != 0)
		memcpy(p + old.n + gap, text.p, text.n);
	m->record.body = (struct text){p, n};
}

void
making_mark(struct making *m, const char *mark)
{
	if (m->status == OK)
		m->status = record_add_mark(&m->record, &m->arena, mark, m->err);
}

/* The same of the same, which two parts of a reader found out. */
static bool
is_doubted(const struct making *m, const char *code, struct text detail)
{
	const struct doubt *doubts = m->record.doubts;

	detail = text_prefix(detail, MAKING_DETAIL_BYTES);
	for (size_t i = 0; i < m->record.doubts_count; i++)
		if (text_eq_c(doubts[i].code, code) && text_eq(doubts[i].detail, detail))
			return true;
	return false;
}

void
making_doubt(struct making *m, const char *code, struct text detail)
{
	if (m->status != OK || is_doubted(m, code, detail))
		return;
	if (m->record.doubts_count >= DOUBTS_MAX) {
		m->many = true;
		return;
	}
	if (!room_for(m, MAKING_DETAIL_BYTES))
		return;
	detail = making_keep(m, text_prefix(detail, MAKING_DETAIL_BYTES));
	if (m->status == OK)
		m->status = record_add_doubt(&m->record, &m->arena, code, detail, m->err);
}

void
making_claim(struct making *m, const char *key, struct text value)
{
	if (m->status != OK || value.n == 0)
		return;
	if (m->record.claims_count >= RECORD_MAX_ITEMS) {
		m->many = true;
		return;
	}
	if (value.n > RECORD_TEXT_MAX_BYTES)
		value = text_prefix(value, RECORD_TEXT_MAX_BYTES);
	if (!room_for(m, value.n))
		return;
	value = making_keep(m, value);
	if (m->status == OK)
		m->status = record_add_claim(&m->record, &m->arena, key, value, m->err);
}

void
making_claim_i64(struct making *m, const char *key, int64_t value)
{
	uint8_t bytes[WRITTEN_BYTES];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	buf_put_i64(&buf, value);
	making_claim(m, key, buf_text(&buf));
}

void
making_raw(struct making *m, struct slice raw)
{
	char *copy;

	if (m->status != OK || raw.n == 0)
		return;
	if (raw.n > MAKING_RAW_BYTES)
		raw.n = MAKING_RAW_BYTES;
	copy = arena_z(&m->arena, raw);
	if (copy == NULL)
		no_memory(m);
	else
		m->record.raw = slice_of(copy, raw.n);
}

void
making_attach(struct making *m, struct text name, struct text type, bool left_out)
{
	struct attachment a = {.source = ATTACHMENT_MISSING, .type = type};

	if (m->record.attachments_count >= RECORD_MAX_ITEMS) {
		making_doubt(m, "attachments-many", name);
		return;
	}
	if (!room_for(m, name_bytes(name) + name_bytes(type)))
		return;
	if (name.n != 0) {
		a.name = making_name(m, name);
		if (left_out)
			a.source = ATTACHMENT_MISSING;
		else if (reference_is_safe(a.name))
			a.source = ATTACHMENT_BESIDE;
		else
			making_doubt(m, "unsafe-name", a.name);
	}
	a.type = making_name(m, type);
	if (m->status == OK)
		m->status = record_add_attachment(&m->record, &m->arena, &a, m->err);
}

static void
party_of(struct making *m, struct text handle, struct text name, struct party *out)
{
	*out = (struct party){.as_written = making_name(m, handle.p != NULL ? handle : name)};
	out->name = handle.p == NULL && name.n <= RECORD_NAME_MAX_BYTES ? out->as_written
									: making_name(m, name);
	if (m->status == OK && !handle_normalise(&m->arena, out->as_written, &out->handle))
		no_memory(m);
}

void
making_from_user(struct making *m, struct text handle, struct text user_name, struct text name)
{
	const struct owner_person person = {handle, user_name, name};
	const char *doubt;

	party_of(m, handle, name, &m->record.from);
	m->record.direction = owner_direction(&m->owner, &person, &doubt);
	if (doubt != NULL)
		making_doubt(m, doubt, name.n != 0 ? name : user_name);
}

void
making_from(struct making *m, struct text handle, struct text name)
{
	making_from_user(m, handle, TEXT_NONE, name);
}

void
making_to(struct making *m, struct text handle, struct text name)
{
	struct party party;

	if (m->record.to_count >= RECORD_MAX_ITEMS) {
		m->many = true;
		return;
	}
	if (!room_for(m, 2 * name_bytes(handle) + 3 * name_bytes(name)))
		return;
	party_of(m, handle, name, &party);
	if (m->status == OK)
		m->status = record_add_to(&m->record, &m->arena, &party, m->err);
}

void
making_instant_us(struct making *m, struct moment *out, int64_t at_us, struct text written)
{
	struct civil civil;

	if (!civil_of_us(at_us, &civil)) {
		making_doubt(m, "date-implausible", written);
		making_claim(m, "written-time", written);
		return;
	}
	*out = (struct moment){.basis = BASIS_INSTANT,
	    .precision = PRECISION_SECOND,
	    .at_known = true,
	    .at_us = at_us};
	if (at_us < MOMENT_FIRST_US || at_us >= MOMENT_LAST_US)
		making_doubt(m, "date-implausible", written);
}

/* at * unit_us, or out of the calendar. */
static void
instant_of(struct making *m, struct moment *out, int64_t at, int64_t unit_us, struct text written)
{
	uint8_t bytes[WRITTEN_BYTES];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	buf_put_i64(&buf, at);
	if (written.p == NULL)
		written = buf_text(&buf);
	if (at > INT64_MAX / unit_us || at < INT64_MIN / unit_us)
		at = INT64_MAX / unit_us;
	making_instant_us(m, out, at * unit_us, written);
}

void
making_instant_ms(struct making *m, struct moment *out, int64_t at_ms, struct text written)
{
	instant_of(m, out, at_ms, US_PER_SECOND / 1000, written);
}

void
making_instant_s(struct making *m, struct moment *out, int64_t at_s, struct text written)
{
	instant_of(m, out, at_s, US_PER_SECOND, written);
}

void
making_time(struct making *m, struct moment *out, struct text written)
{
	struct slice s = slice_trim(slice_of_text(written));
	bool has_second = true;
	int64_t at_us;

	if (time_parse(s, &at_us)) {
		making_instant_us(m, out, at_us, written);
		return;
	}
	if (!civil_parse(s, &out->local, &has_second)) {
		making_doubt(m, "date-unreadable", written);
		making_claim(m, "written-time", written);
		return;
	}
	out->basis = BASIS_LOCAL;
	out->local_known = true;
	out->precision = has_second ? PRECISION_SECOND : PRECISION_MINUTE;
	if (out->local.year < 1990 || out->local.year > 2099)
		making_doubt(m, "date-implausible", written);
}

struct text
making_ms_text(struct making *m, int64_t at_ms)
{
	uint8_t bytes[WRITTEN_BYTES];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	int64_t ms_us = US_PER_SECOND / 1000;

	if (at_ms > INT64_MAX / ms_us || at_ms < INT64_MIN / ms_us ||
	    !time_put(&buf, at_ms * ms_us))
		buf_put_i64(&buf, at_ms);
	return making_keep(m, buf_text(&buf));
}

void
making_claim_ms(struct making *m, const char *key, int64_t at_ms)
{
	making_claim(m, key, making_ms_text(m, at_ms));
}

void
making_note(struct making *m, enum note_kind kind, const char *code, const char *sentence)
{
	if (m->status != OK)
		return;
	for (size_t i = 0; i < m->said_count; i++)
		if (strcmp(m->said[i], code) == 0)
			return;
	if (m->said_count < MAKING_KINDS_MAX)
		m->said[m->said_count++] = code;
	m->status = m->sink->note(m->sink->ctx, kind, code,
	    sentence != NULL ? text_of_c(sentence) : TEXT_NONE, m->position, m->err);
}

enum status
making_finish(struct making *m)
{
	if (m->status == OK)
		m->status = owner_notes(&m->owner, m->sink, m->err);
	if (m->options->found != NULL && !m->options->found->looked)
		owner_report(&m->owner, m->options->found);
	return m->status;
}
