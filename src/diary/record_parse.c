/* src/diary/record_parse.c
 * The canonical bytes of a record, read; docs/format/record.md rules it.
 * Strict: the fields in their one order, every value checked, nothing left over, so that
 * record_put() of the result is the same bytes again. */
#include "diary/record.h"

#include "base/encode.h"
#include "diary/record_grow.h"

enum {
	USUAL_HEAD_BYTES = 32, /* name and length */
	USUAL_DIGITS = 6,      /* of lengths below any limit */
};

struct parser {
	struct slice all, rest;
	struct arena *arena;
	struct err *err;
	enum status status;       /* the first failure sticks */
	struct slice name, value; /* the field at the front of rest; name.n == 0 at the end */
	struct slice after;       /* what follows that field */
};

static void
refuse(struct parser *p, enum status status, const char *what)
{
	if (p->status == OK)
		p->status = fail_at(p->err, status, p->all.n - p->rest.n, "record: %s", what);
	p->name = slice_of(NULL, 0);
}

/* A short cut for fields as record_put() writes them.  False, with nothing said, for any other. */
static bool
look_usual(struct parser *p)
{
	const uint8_t *at = p->rest.p, *end = at + p->rest.n;
	const uint8_t *most = p->rest.n > USUAL_HEAD_BYTES ? at + USUAL_HEAD_BYTES : end;
	const uint8_t *digits;
	size_t n = 0;

	while (at != most && *at != ' ')
		at++;
	p->name = slice_of(p->rest.p, (size_t)(at - p->rest.p));
	if (at == most || p->name.n == 0)
		return false;
	digits = ++at;
	for (; at != most && *at >= '0' && *at <= '9'; at++)
		n = n * 10 + (size_t)(*at - '0');
	if (at == most || *at != '\n' || at == digits || at - digits > USUAL_DIGITS ||
	    (*digits == '0' && at - digits > 1))
		return false;
	at++;
	if ((size_t)(end - at) <= n || at[n] != '\n')
		return false;
	p->value = slice_of(at, n);
	p->after = slice_of(at + n + 1, (size_t)(end - at) - n - 1);
	return true;
}

/* Look at the field at the front. */
static void
look(struct parser *p)
{
	struct slice rest = p->rest, length;
	uint64_t n;

	p->name = slice_of(NULL, 0);
	if (p->status != OK || rest.n == 0 || look_usual(p))
		return;
	p->name = slice_of(NULL, 0);
	if (!cut(&rest, ' ', &p->name) || p->name.n == 0 || !cut(&rest, '\n', &length) ||
	    !u64_parse(length, &n)) {
		refuse(p, E_FORMAT, "field without name and length");
		return;
	}
	if (n > RECORD_TEXT_MAX_BYTES) {
		refuse(p, E_LIMIT, "a value is too long");
		return;
	}
	if (!take(&rest, (size_t)n, &p->value) || rest.n == 0 || rest.p[0] != '\n') {
		refuse(p, E_FORMAT, "a value is cut off");
		return;
	}
	p->after = slice_from(rest, 1);
}

/* If the field at the front has this name: step over it and leave its value in p->value. */
static bool
step(struct parser *p, const char *name)
{
	/* Most calls are for a field that is absent: the first letter tells that at once. */
	if (p->name.n == 0 || p->name.p[0] != (uint8_t)name[0] || p->name.n != strlen(name) ||
	    memcmp(p->name.p, name, p->name.n) != 0)
		return false;
	p->rest = p->after;
	return true;
}

/* Every successful step() is followed by a look() once its value was used. */
static bool
take_text(struct parser *p, const char *name, struct text *out)
{
	if (!step(p, name))
		return false;
	if (!text_check(p->value, out, NULL))
		refuse(p, E_FORMAT, "a value is not text");
	look(p);
	return true;
}

static bool
take_word(struct parser *p, const char *name, struct text *out)
{
	return take_text(p, name, out);
}

static void
take_u64_field(struct parser *p, const char *name, uint64_t *out)
{
	if (!step(p, name))
		return;
	if (!u64_parse(p->value, out) || *out == 0)
		refuse(p, E_FORMAT, "a number is not in its one spelling");
	look(p);
}

static bool
take_i64_field(struct parser *p, const char *name, int64_t *out)
{
	if (!step(p, name))
		return false;
	if (!i64_parse(p->value, out))
		refuse(p, E_FORMAT, "a number is not in its one spelling");
	look(p);
	return true;
}

static void
take_local(struct parser *p, const char *name, struct moment *m)
{
	uint8_t text[64];
	struct buf again = {.p = text, .size = sizeof text, .max = sizeof text};
	bool has_second;

	if (!step(p, name))
		return;
	m->local_known = civil_parse(p->value, &m->local, &has_second);
	if (m->local_known)
		civil_put(&again, &m->local);
	if (!m->local_known || !slice_eq(buf_slice(&again), p->value))
		refuse(p, E_FORMAT, "a wall time is not in its one spelling");
	look(p);
}

struct moment_names {
	const char *basis, *precision, *at, *local, *zone;
};

static void
take_moment(struct parser *p, struct moment *m, const struct moment_names *names)
{
	struct text word = TEXT_NONE;

	*m = MOMENT_NONE;
	if (!take_word(p, names->basis, &word))
		return;
	if (!time_basis_parse(word, &m->basis) || m->basis == BASIS_NONE)
		refuse(p, E_FORMAT, "unknown basis of time");
	if (!take_word(p, names->precision, &word) || !precision_parse(word, &m->precision))
		refuse(p, E_FORMAT, "unknown precision");
	m->at_known = take_i64_field(p, names->at, &m->at_us);
	take_local(p, names->local, m);
	(void)take_text(p, names->zone, &m->zone);
}

static void
take_times(struct parser *p, struct record *r)
{
	static const struct moment_names when = {"basis", "precision", "at", "local", "zone"};
	static const struct moment_names until = {
	    "until-basis", "until-precision", "until-at", "until-local", "until-zone"};

	take_moment(p, &r->when, &when);
	take_moment(p, &r->until, &until);
}

static void
take_parties(struct parser *p, struct record *r)
{
	struct text word = TEXT_NONE;
	struct party party;

	if (take_word(p, "direction", &word) &&
	    (!direction_parse(word, &r->direction) || r->direction == DIRECTION_NONE))
		refuse(p, E_FORMAT, "unknown direction");
	(void)take_text(p, "from-handle", &r->from.handle);
	(void)take_text(p, "from-written", &r->from.as_written);
	(void)take_text(p, "from-name", &r->from.name);
	while (take_word(p, "to", &word)) {
		if (word.n != 0)
			refuse(p, E_FORMAT, "a recipient marker with a value");
		party = (struct party){0};
		(void)take_text(p, "to-handle", &party.handle);
		(void)take_text(p, "to-written", &party.as_written);
		(void)take_text(p, "to-name", &party.name);
		if (p->status == OK)
			p->status = record_add_to(r, p->arena, &party, p->err);
	}
}

static void
take_list(struct parser *p, const char *name, struct text **items, size_t *count)
{
	struct text value = TEXT_NONE;

	while (take_text(p, name, &value))
		if (p->status == OK)
			p->status = record_add_text(items, count, value, p->arena, p->err);
}

static void
take_words(struct parser *p, struct record *r)
{
	(void)take_text(p, "subject", &r->subject);
	(void)take_text(p, "body", &r->body);
	(void)take_text(p, "place", &r->place);
	(void)take_text(p, "effect", &r->effect);
	(void)take_text(p, "changed", &r->changed);
	(void)take_text(p, "known", &r->known);
	(void)take_text(p, "observer", &r->observer);
	if (take_i64_field(p, "duration", &r->duration_s) && r->duration_s < 0)
		refuse(p, E_FORMAT, "a negative duration");
	take_list(p, "behaviour", &r->kinds, &r->kinds_count);
	take_list(p, "by", &r->by, &r->by_count);
	take_list(p, "witness", &r->witnesses, &r->witnesses_count);
}

static void
take_extract(struct parser *p, struct attachment *a)
{
	uint64_t v = 0;

	if (a->source != ATTACHMENT_EXTRACTED)
		return;
	if (!step(p, "attachment-extract") || !u64_parse(p->value, &v) || v > UINT32_MAX)
		refuse(p, E_FORMAT, "an extracted attachment without its number");
	a->extract = (uint32_t)v;
	look(p);
}

static void
take_attachments(struct parser *p, struct record *r)
{
	struct text word = TEXT_NONE;
	struct attachment a;

	while (take_word(p, "attachment", &word)) {
		a = (struct attachment){0};
		if (!attachment_source_parse(word, &a.source))
			refuse(p, E_FORMAT, "unknown source of an attachment");
		(void)take_text(p, "attachment-name", &a.name);
		(void)take_text(p, "attachment-type", &a.type);
		take_u64_field(p, "attachment-bytes", &a.bytes);
		take_extract(p, &a);
		if (step(p, "attachment-sha256")) {
			a.hashed = hex_decode(p->value, a.sha256, sizeof a.sha256);
			if (!a.hashed)
				refuse(p, E_FORMAT, "a digest is not 64 hex digits");
			look(p);
		}
		if (p->status == OK)
			p->status = record_add_attachment(r, p->arena, &a, p->err);
	}
}

static void
take_doubts(struct parser *p, struct record *r)
{
	struct text code = TEXT_NONE;
	void *base;
	struct doubt *item;

	while (take_text(p, "doubt", &code)) {
		if (p->status != OK)
			return;
		base = r->doubts;
		item = record_grow(
		    &base, &r->doubts_count, sizeof *item, p->arena, &p->status, p->err);
		if (item == NULL)
			return;
		item->code = code;
		(void)take_text(p, "doubt-detail", &item->detail);
		r->doubts = base;
	}
}

static void
take_claims(struct parser *p, struct record *r)
{
	struct text key = TEXT_NONE;
	void *base;
	struct claim *item;

	while (take_text(p, "claim", &key)) {
		if (p->status != OK)
			return;
		base = r->claims;
		item = record_grow(
		    &base, &r->claims_count, sizeof *item, p->arena, &p->status, p->err);
		if (item == NULL)
			return;
		item->key = key;
		r->claims = base;
		if (!take_text(p, "claim-value", &item->value))
			refuse(p, E_FORMAT, "a claim without its value");
	}
}

static void
take_origin(struct parser *p, struct record *r)
{
	if (step(p, "raw")) {
		r->raw = p->value;
		if (r->raw.n == 0)
			refuse(p, E_FORMAT, "raw bytes of no length");
		look(p);
	}
	(void)take_text(p, "inside", &r->inside);
	take_u64_field(p, "position", &r->position);
}

enum status
record_parse(struct slice bytes, struct arena *arena, struct record *out, struct err *err)
{
	struct parser p = {.all = bytes, .rest = bytes, .arena = arena, .err = err};
	struct record r;
	struct text word = TEXT_NONE;

	if (bytes.n > RECORD_MAX_BYTES)
		return fail_at(err, E_LIMIT, 0, "record: %zu bytes", bytes.n);
	record_init(&r);
	look(&p);
	if (!take_word(&p, "kind", &word) || !record_kind_parse(word, &r.kind))
		refuse(&p, E_FORMAT, "it does not begin with a known kind");
	(void)take_text(&p, "channel", &r.channel);
	(void)take_text(&p, "conversation", &r.conversation);
	take_times(&p, &r);
	take_parties(&p, &r);
	take_words(&p, &r);
	take_attachments(&p, &r);
	take_list(&p, "mark", &r.marks, &r.marks_count);
	take_doubts(&p, &r);
	take_claims(&p, &r);
	take_origin(&p, &r);
	if (p.status == OK && p.rest.n != 0)
		refuse(&p, E_FORMAT, "unknown, repeated or misplaced field");
	if (p.status == OK)
		*out = r;
	return p.status;
}
