/* src/show/record_json.c
 * A record as JSON; see record_json.h. */
#include "show/record_json.h"

#include "show/law.h"

static void
key_instant(struct json *json, const char *key, const struct moment *moment)
{
	json_key(json, key);
	if (moment->at_known)
		json_time(json, moment->at_us);
	else
		json_null(json);
}

static void
json_when(const struct listed *listed, struct json *json)
{
	const struct record *r = listed->record;
	struct buf local;

	buf_init(&local, 64);
	key_instant(json, "at", &r->when);
	key_instant(json, "until", &r->until);
	if (r->when.local_known)
		civil_put(&local, &r->when.local);
	json_key_text(json, "at_local", local.n != 0 ? buf_text(&local) : TEXT_NONE);
	json_key_text(json, "zone", r->when.zone.p != NULL ? r->when.zone : listed->zone);
	json_key_text(json, "time_basis", text_of_c(time_basis_name(r->when.basis)));
	json_key_text(json, "precision",
	    r->when.precision != PRECISION_NONE ? text_of_c(precision_name(r->when.precision))
						: TEXT_NONE);
	json_key_text(json, "written_at", listed->written_at);
	buf_fini(&local);
}

static void
json_party(const struct party *party, struct text person, struct json *json)
{
	json_object_begin(json);
	json_key_text(json, "handle", party->handle);
	json_key_text(json, "as_written", party->as_written);
	json_key_text(json, "name", party->name);
	json_key_text(json, "person", person);
	json_object_end(json);
}

static bool
party_absent(const struct party *party)
{
	return party->handle.p == NULL && party->as_written.p == NULL && party->name.p == NULL;
}

static void
json_parties(const struct listed *listed, struct json *json)
{
	const struct record *r = listed->record;

	json_key(json, "direction");
	if (r->direction == DIRECTION_NONE)
		json_null(json);
	else
		json_c(json, direction_name(r->direction));
	json_key(json, "from");
	if (party_absent(&r->from))
		json_null(json);
	else
		json_party(&r->from, listed->from_person, json);
	json_key(json, "to");
	json_array_begin(json);
	for (size_t i = 0; i < r->to_count; i++)
		json_party(&r->to[i], i == 0 ? listed->to_person : TEXT_NONE, json);
	json_array_end(json);
}

static void
json_texts(struct json *json, const char *key, const struct text *items, size_t count)
{
	json_key(json, key);
	json_array_begin(json);
	for (size_t i = 0; i < count; i++)
		json_text(json, items[i]);
	json_array_end(json);
}

/* What it is offered as, where nobody said what it is. */
static void
json_proposed(const struct record *r, struct json *json)
{
	const char *kind = r->kinds_count == 0 ? law_kind_proposed(r->kind, r->direction) : NULL;

	json_key(json, "kinds_proposed");
	json_array_begin(json);
	if (kind != NULL)
		json_c(json, kind);
	json_array_end(json);
}

static void
json_attachments(const struct record *r, struct json *json)
{
	json_key(json, "attachments");
	json_array_begin(json);
	for (size_t i = 0; i < r->attachments_count; i++) {
		const struct attachment *a = &r->attachments[i];

		json_object_begin(json);
		json_key_text(json, "name", a->name);
		json_key_text(json, "type", a->type);
		json_key(json, "bytes");
		a->bytes != 0 ? json_u64(json, a->bytes) : json_null(json);
		json_key(json, "sha256");
		a->hashed ? json_hex(json, a->sha256, sizeof a->sha256) : json_null(json);
		json_key_bool(json, "missing", a->source == ATTACHMENT_MISSING);
		json_object_end(json);
	}
	json_array_end(json);
}

static void
json_doubts(const struct record *r, struct json *json)
{
	json_key(json, "doubts");
	json_array_begin(json);
	for (size_t i = 0; i < r->doubts_count; i++) {
		json_object_begin(json);
		json_key_text(json, "code", r->doubts[i].code);
		json_key_text(json, "detail", r->doubts[i].detail);
		json_object_end(json);
	}
	json_array_end(json);
	json_key(json, "claims");
	json_array_begin(json);
	for (size_t i = 0; i < r->claims_count; i++) {
		json_object_begin(json);
		json_key_text(json, "key", r->claims[i].key);
		json_key_text(json, "value", r->claims[i].value);
		json_object_end(json);
	}
	json_array_end(json);
}

static void
json_origin(const struct listed *listed, struct json *json)
{
	json_key(json, "origin");
	if (listed->original.p == NULL) {
		json_null(json);
		return;
	}
	json_object_begin(json);
	json_key_text(json, "original", listed->original);
	json_key_text(json, "name", listed->original_name);
	json_key_text(json, "inside", listed->record->inside);
	json_key_u64(json, "position", listed->record->position);
	json_object_end(json);
}

static void
json_incident(const struct listed *listed, struct json *json)
{
	const struct record *r = listed->record;

	json_key_text(json, "effect", r->effect);
	json_key_text(json, "changed", r->changed);
	json_key_text(json, "known", r->known);
	json_key_text(json, "observer", r->observer);
	json_texts(json, "by", r->by, r->by_count);
	json_texts(json, "by_persons", listed->by_persons, listed->by_person_count);
	json_texts(json, "witnesses", r->witnesses, r->witnesses_count);
	json_key(json, "duration");
	r->duration_s >= 0 ? json_i64(json, r->duration_s) : json_null(json);
}

void
record_json_members(const struct listed *listed, struct json *json)
{
	const struct record *r = listed->record;

	json_key_text(json, "id", listed->id);
	json_key_text(json, "kind", text_of_c(record_kind_name(r->kind)));
	json_key_text(json, "channel", r->channel);
	json_key_text(json, "conversation", r->conversation);
	json_when(listed, json);
	json_parties(listed, json);
	json_key_text(json, "subject", r->subject);
	json_key_text(json, "text", r->body);
	json_texts(json, "kinds", r->kinds, r->kinds_count);
	json_proposed(r, json);
	json_key_text(json, "place", r->place);
	json_attachments(r, json);
	json_texts(json, "marks", r->marks, r->marks_count);
	json_doubts(r, json);
	json_origin(listed, json);
	json_incident(listed, json);
	json_key(json, "raw");
	r->raw.n != 0 ? json_hex(json, r->raw.p, r->raw.n) : json_null(json);
	json_key_u64(json, "doubles", listed->doubles);
	json_key_text(json, "supersedes", listed->supersedes);
	json_key_u64(json, "entry", listed->entry_in_log);
	json_key_text(json, "log", listed->log);
	json_key_text(json, "handed_by", listed->handed_by);
}

void
record_json(const struct listed *listed, struct json *json)
{
	json_object_begin(json);
	record_json_members(listed, json);
	json_object_end(json);
}
