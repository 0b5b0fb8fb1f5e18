/* src/diary/record_put.c
 * The canonical bytes of a record, written; docs/format/record.md rules it.
 * record_parse.c is the strict inverse: change both or neither. */
#include "diary/record.h"

/* Most names and many values are of 4 to 16 bytes, and a call for each costs more than the copy. */
static inline uint8_t *
copy(uint8_t *at, const void *from, size_t n)
{
	const uint8_t *p = from;

	if (n >= 8 && n <= 16) {
		memcpy(at, p, 8);
		memcpy(at + n - 8, p + n - 8, 8);
	} else if (n >= 4 && n < 8) {
		memcpy(at, p, 4);
		memcpy(at + n - 4, p + n - 4, 4);
	} else if (n != 0) {
		memcpy(at, p, n);
	}
	return at + n;
}

static inline size_t
digits_of(size_t n)
{
	size_t digits = 1;

	for (; n >= 10; n /= 10)
		digits++;
	return digits;
}

/* One field: name SP length LF value LF. */
static void
put_field(struct buf *out, struct text name, struct slice value)
{
	size_t digits = value.n < 10 ? 1 : value.n < 100 ? 2 : digits_of(value.n), left = value.n;
	uint8_t *at = buf_extend(out, name.n + digits + value.n + 3);

	if (at == NULL)
		return;
	at = copy(at, name.p, name.n);
	*at = ' ';
	for (size_t i = digits; i > 0; i--, left /= 10)
		at[i] = (uint8_t)('0' + left % 10);
	at[digits + 1] = '\n';
	at = copy(at + digits + 2, value.p, value.n);
	*at = '\n';
}

static void
put_text(struct buf *out, struct text name, struct text value)
{
	if (value.p == NULL)
		return;
	if (value.n > RECORD_TEXT_MAX_BYTES)
		out->failed = E_LIMIT;
	else
		put_field(out, name, slice_of_text(value));
}

static void
put_word(struct buf *out, struct text name, const char *word)
{
	put_field(out, name, slice_of(word, strlen(word)));
}

static void
put_i64(struct buf *out, struct text name, int64_t value)
{
	uint8_t digits[32];
	struct buf number = {.p = digits, .size = sizeof digits, .max = sizeof digits};

	buf_put_i64(&number, value);
	put_field(out, name, buf_slice(&number));
}

static void
put_u64(struct buf *out, struct text name, uint64_t value)
{
	uint8_t digits[32];
	struct buf number = {.p = digits, .size = sizeof digits, .max = sizeof digits};

	buf_put_u64(&number, value);
	put_field(out, name, buf_slice(&number));
}

/* Names of the five fields of a moment. */
struct moment_names {
	struct text basis, precision, at, local, zone;
};

static void
put_moment(struct buf *out, const struct moment *m, const struct moment_names *names)
{
	uint8_t text[64];
	struct buf local = {.p = text, .size = sizeof text, .max = sizeof text};

	if (m->basis == BASIS_NONE)
		return;
	put_word(out, names->basis, time_basis_name(m->basis));
	put_word(out, names->precision, precision_name(m->precision));
	if (m->at_known)
		put_i64(out, names->at, m->at_us);
	if (m->local_known) {
		civil_put(&local, &m->local);
		put_field(out, names->local, buf_slice(&local));
	}
	put_text(out, names->zone, m->zone);
}

static void
put_times(struct buf *out, const struct record *r)
{
	const struct moment_names when = {TEXT_LITERAL("basis"), TEXT_LITERAL("precision"),
	    TEXT_LITERAL("at"), TEXT_LITERAL("local"), TEXT_LITERAL("zone")};
	const struct moment_names until = {TEXT_LITERAL("until-basis"),
	    TEXT_LITERAL("until-precision"), TEXT_LITERAL("until-at"), TEXT_LITERAL("until-local"),
	    TEXT_LITERAL("until-zone")};

	put_moment(out, &r->when, &when);
	put_moment(out, &r->until, &until);
}

static void
put_parties(struct buf *out, const struct record *r)
{
	if (r->direction != DIRECTION_NONE)
		put_word(out, TEXT_LITERAL("direction"), direction_name(r->direction));
	put_text(out, TEXT_LITERAL("from-handle"), r->from.handle);
	put_text(out, TEXT_LITERAL("from-written"), r->from.as_written);
	put_text(out, TEXT_LITERAL("from-name"), r->from.name);
	for (size_t i = 0; i < r->to_count; i++) {
		put_word(out, TEXT_LITERAL("to"), "");
		put_text(out, TEXT_LITERAL("to-handle"), r->to[i].handle);
		put_text(out, TEXT_LITERAL("to-written"), r->to[i].as_written);
		put_text(out, TEXT_LITERAL("to-name"), r->to[i].name);
	}
}

static void
put_list(struct buf *out, struct text name, const struct text *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put_text(out, name, items[i].p != NULL ? items[i] : TEXT_LITERAL(""));
}

static void
put_words(struct buf *out, const struct record *r)
{
	put_text(out, TEXT_LITERAL("subject"), r->subject);
	put_text(out, TEXT_LITERAL("body"), r->body);
	put_text(out, TEXT_LITERAL("place"), r->place);
	put_text(out, TEXT_LITERAL("effect"), r->effect);
	put_text(out, TEXT_LITERAL("changed"), r->changed);
	put_text(out, TEXT_LITERAL("known"), r->known);
	put_text(out, TEXT_LITERAL("observer"), r->observer);
	if (r->duration_s >= 0)
		put_i64(out, TEXT_LITERAL("duration"), r->duration_s);
	put_list(out, TEXT_LITERAL("behaviour"), r->kinds, r->kinds_count);
	put_list(out, TEXT_LITERAL("by"), r->by, r->by_count);
	put_list(out, TEXT_LITERAL("witness"), r->witnesses, r->witnesses_count);
}

static void
put_attachments(struct buf *out, const struct record *r)
{
	uint8_t hex[2 * sizeof r->attachments->sha256];

	for (size_t i = 0; i < r->attachments_count; i++) {
		const struct attachment *a = &r->attachments[i];
		struct buf digest = {.p = hex, .size = sizeof hex, .max = sizeof hex};

		put_word(out, TEXT_LITERAL("attachment"), attachment_source_name(a->source));
		put_text(out, TEXT_LITERAL("attachment-name"), a->name);
		put_text(out, TEXT_LITERAL("attachment-type"), a->type);
		if (a->bytes != 0)
			put_u64(out, TEXT_LITERAL("attachment-bytes"), a->bytes);
		if (a->source == ATTACHMENT_EXTRACTED)
			put_u64(out, TEXT_LITERAL("attachment-extract"), a->extract);
		if (!a->hashed)
			continue;
		buf_put_hex(&digest, a->sha256, sizeof a->sha256);
		put_field(out, TEXT_LITERAL("attachment-sha256"), buf_slice(&digest));
	}
}

static void
put_notes(struct buf *out, const struct record *r)
{
	put_list(out, TEXT_LITERAL("mark"), r->marks, r->marks_count);
	for (size_t i = 0; i < r->doubts_count; i++) {
		put_text(out, TEXT_LITERAL("doubt"), r->doubts[i].code);
		put_text(out, TEXT_LITERAL("doubt-detail"), r->doubts[i].detail);
	}
	for (size_t i = 0; i < r->claims_count; i++) {
		put_text(out, TEXT_LITERAL("claim"), r->claims[i].key);
		put_text(out, TEXT_LITERAL("claim-value"),
		    r->claims[i].value.p != NULL ? r->claims[i].value : TEXT_LITERAL(""));
	}
}

static void
put_origin(struct buf *out, const struct record *r)
{
	if (r->raw.n > RECORD_TEXT_MAX_BYTES)
		out->failed = E_LIMIT;
	else if (r->raw.n != 0)
		put_field(out, TEXT_LITERAL("raw"), r->raw);
	put_text(out, TEXT_LITERAL("inside"), r->inside);
	if (r->position != 0)
		put_u64(out, TEXT_LITERAL("position"), r->position);
}

static bool
moment_sound(const struct moment *m)
{
	return !m->local_known || civil_valid(&m->local);
}

enum status
record_put(struct buf *out, const struct record *record, struct err *err)
{
	size_t before = out->n;
	enum status status;

	if (!moment_sound(&record->when) || !moment_sound(&record->until))
		return fail(err, E_LIMIT, "record: a wall time that no calendar has");
	if (out->failed != OK)
		return buf_check(out, err);
	put_word(out, TEXT_LITERAL("kind"), record_kind_name(record->kind));
	put_text(out, TEXT_LITERAL("channel"), record->channel);
	put_text(out, TEXT_LITERAL("conversation"), record->conversation);
	put_times(out, record);
	put_parties(out, record);
	put_words(out, record);
	put_attachments(out, record);
	put_notes(out, record);
	put_origin(out, record);
	if (out->failed == OK && out->n - before > RECORD_MAX_BYTES)
		out->failed = E_LIMIT;
	status = out->failed;
	if (status == OK)
		return OK;
	out->n = before;
	out->failed = OK;
	return fail(err, status, "record: more than the limits of docs/format/record.md");
}
