/* src/diary/record_put.c
 * The canonical bytes of a record, written; docs/format/record.md rules it.
 * record_parse.c is the strict inverse: change both or neither. */
#include "diary/record.h"

/* One field: name SP length LF value LF. */
static void
put_field(struct buf *out, const char *name, struct slice value)
{
	buf_put_c(out, name);
	buf_put_byte(out, ' ');
	buf_put_u64(out, value.n);
	buf_put_byte(out, '\n');
	buf_put_slice(out, value);
	buf_put_byte(out, '\n');
}

static void
put_text(struct buf *out, const char *name, struct text value)
{
	if (value.p == NULL)
		return;
	if (value.n > RECORD_TEXT_MAX_BYTES)
		out->failed = E_LIMIT;
	else
		put_field(out, name, slice_of_text(value));
}

static void
put_word(struct buf *out, const char *name, const char *word)
{
	put_field(out, name, slice_of(word, strlen(word)));
}

static void
put_i64(struct buf *out, const char *name, int64_t value)
{
	uint8_t digits[32];
	struct buf number = {.p = digits, .size = sizeof digits, .max = sizeof digits};

	buf_put_i64(&number, value);
	put_field(out, name, buf_slice(&number));
}

static void
put_u64(struct buf *out, const char *name, uint64_t value)
{
	uint8_t digits[32];
	struct buf number = {.p = digits, .size = sizeof digits, .max = sizeof digits};

	buf_put_u64(&number, value);
	put_field(out, name, buf_slice(&number));
}

/* Names of the five fields of a moment. */
struct moment_names {
	const char *basis, *precision, *at, *local, *zone;
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
	static const struct moment_names when = {"basis", "precision", "at", "local", "zone"};
	static const struct moment_names until = {
	    "until-basis", "until-precision", "until-at", "until-local", "until-zone"};

	put_moment(out, &r->when, &when);
	put_moment(out, &r->until, &until);
}

static void
put_parties(struct buf *out, const struct record *r)
{
	if (r->direction != DIRECTION_NONE)
		put_word(out, "direction", direction_name(r->direction));
	put_text(out, "from-handle", r->from.handle);
	put_text(out, "from-written", r->from.as_written);
	put_text(out, "from-name", r->from.name);
	for (size_t i = 0; i < r->to_count; i++) {
		put_word(out, "to", "");
		put_text(out, "to-handle", r->to[i].handle);
		put_text(out, "to-written", r->to[i].as_written);
		put_text(out, "to-name", r->to[i].name);
	}
}

static void
put_list(struct buf *out, const char *name, const struct text *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put_text(out, name, items[i].p != NULL ? items[i] : TEXT_LITERAL(""));
}

static void
put_words(struct buf *out, const struct record *r)
{
	put_text(out, "subject", r->subject);
	put_text(out, "body", r->body);
	put_text(out, "place", r->place);
	put_text(out, "effect", r->effect);
	put_text(out, "changed", r->changed);
	put_text(out, "known", r->known);
	put_text(out, "observer", r->observer);
	if (r->duration_s >= 0)
		put_i64(out, "duration", r->duration_s);
	put_list(out, "behaviour", r->kinds, r->kinds_count);
	put_list(out, "by", r->by, r->by_count);
	put_list(out, "witness", r->witnesses, r->witnesses_count);
}

static void
put_attachments(struct buf *out, const struct record *r)
{
	uint8_t hex[2 * sizeof r->attachments->sha256];

	for (size_t i = 0; i < r->attachments_count; i++) {
		const struct attachment *a = &r->attachments[i];
		struct buf digest = {.p = hex, .size = sizeof hex, .max = sizeof hex};

		put_word(out, "attachment", attachment_source_name(a->source));
		put_text(out, "attachment-name", a->name);
		put_text(out, "attachment-type", a->type);
		if (a->bytes != 0)
			put_u64(out, "attachment-bytes", a->bytes);
		if (a->source == ATTACHMENT_EXTRACTED)
			put_u64(out, "attachment-extract", a->extract);
		if (!a->hashed)
			continue;
		buf_put_hex(&digest, a->sha256, sizeof a->sha256);
		put_field(out, "attachment-sha256", buf_slice(&digest));
	}
}

static void
put_notes(struct buf *out, const struct record *r)
{
	put_list(out, "mark", r->marks, r->marks_count);
	for (size_t i = 0; i < r->doubts_count; i++) {
		put_text(out, "doubt", r->doubts[i].code);
		put_text(out, "doubt-detail", r->doubts[i].detail);
	}
	for (size_t i = 0; i < r->claims_count; i++) {
		put_text(out, "claim", r->claims[i].key);
		put_text(out, "claim-value",
		    r->claims[i].value.p != NULL ? r->claims[i].value : TEXT_LITERAL(""));
	}
}

static void
put_origin(struct buf *out, const struct record *r)
{
	if (r->raw.n > RECORD_TEXT_MAX_BYTES)
		out->failed = E_LIMIT;
	else if (r->raw.n != 0)
		put_field(out, "raw", r->raw);
	put_text(out, "inside", r->inside);
	if (r->position != 0)
		put_u64(out, "position", r->position);
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
	put_word(out, "kind", record_kind_name(record->kind));
	put_text(out, "channel", record->channel);
	put_text(out, "conversation", record->conversation);
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
