/* src/app/incident_record.c
 * From an entry back to the record that lists, searches and packs show; see incident.h. */
#include "app/incident.h"

#include "app/moment_text.h"
#include "base/encode.h"

static enum status
lists_of_entry(const struct entry *entry, struct arena *arena, struct record *r, struct err *err)
{
	struct slice people = entry->fields[FIELD_PEOPLE], source = entry->fields[FIELD_SOURCE];
	struct text name, value;
	enum status status = OK;

	while (status == OK && value_next_line(&people, &name, &value)) {
		if (text_eq_c(name, "by"))
			status = record_add_text(&r->by, &r->by_count, value, arena, err);
		else if (text_eq_c(name, "witness"))
			status = record_add_text(
			    &r->witnesses, &r->witnesses_count, value, arena, err);
	}
	while (status == OK && value_next_line(&source, &name, &value)) {
		if (text_eq_c(name, "behaviour"))
			status = record_add_text(&r->kinds, &r->kinds_count, value, arena, err);
		else if (text_eq_c(name, "known"))
			r->known = value;
		else if (text_eq_c(name, "observer"))
			r->observer = value;
	}
	return status;
}

/* "HEX BYTES TYPE" (log.md, contents) */
static bool
attachment_of_line(struct slice line, struct attachment *out)
{
	struct slice hex, bytes;

	*out = (struct attachment){.source = ATTACHMENT_BESIDE, .hashed = true};
	return cut(&line, ' ', &hex) && cut(&line, ' ', &bytes) &&
	       hex_decode(hex, out->sha256, sizeof out->sha256) && u64_parse(bytes, &out->bytes);
}

static enum status
attachments_of_entry(
    const struct entry *entry, struct arena *arena, struct record *r, struct err *err)
{
	struct slice contents = entry->fields[FIELD_CONTENT], names = entry->fields[FIELD_NAME];
	struct slice line, name;
	struct attachment attachment;
	enum status status = OK;

	while (status == OK && cut_last(&contents, '\n', &line)) {
		if (!cut_last(&names, '\n', &name))
			name = slice_of(NULL, 0);
		if (!attachment_of_line(line, &attachment))
			continue;
		attachment.name = (struct text){(const char *)name.p, name.n};
		status = record_add_attachment(r, arena, &attachment, err);
	}
	return status;
}

static enum status
details_of_entry(const struct entry *entry, struct arena *arena, struct record *r, struct err *err)
{
	enum status status = OK;

	for (size_t i = 0; status == OK && i < DETAIL_COUNT; i++) {
		const char *name = detail_name((enum detail)i);
		struct text value = i == DETAIL_SHOWN_BY
					? act_find(entry->fields[FIELD_RELATIONS], name)
					: act_find_lines(entry->fields[FIELD_SOURCE], name, arena);

		if (value.n != 0)
			status = detail_set(r, (enum detail)i, value, arena, err);
	}
	return status;
}

static enum status
when_of_entry(const struct entry *entry, struct arena *arena, struct record *r, struct err *err)
{
	struct slice field = entry->fields[FIELD_WHEN];
	struct text doubt = act_find(field, "doubt");

	moment_of_lines(field, "", &r->when);
	moment_of_lines(field, "until-", &r->until);
	if (text_eq_c(doubt, "time-twice"))
		return record_add_doubt(r, arena, "time-twice", TEXT_NONE, err);
	if (text_eq_c(doubt, "time-missing"))
		return record_add_doubt(r, arena, "time-missing", TEXT_NONE, err);
	return OK;
}

enum status
record_of_incident(
    const struct entry *entry, struct arena *arena, struct record *out, struct err *err)
{
	struct record r;
	enum status status;

	record_init(&r);
	r.kind = KIND_INCIDENT;
	r.channel = TEXT_LITERAL("diary");
	r.body = act_field(entry, FIELD_TEXT);
	r.place = act_field(entry, FIELD_PLACE);
	r.effect = act_find_lines(entry->fields[FIELD_EFFECT], "effect", arena);
	r.changed = act_find_lines(entry->fields[FIELD_EFFECT], "changed", arena);
	status = when_of_entry(entry, arena, &r, err);
	if (status == OK)
		status = lists_of_entry(entry, arena, &r, err);
	if (status == OK)
		status = details_of_entry(entry, arena, &r, err);
	if (status == OK)
		status = attachments_of_entry(entry, arena, &r, err);
	if (status == OK)
		*out = r;
	return status;
}

enum status
record_apply_correction(
    const struct entry *entry, struct arena *arena, struct record *record, struct err *err)
{
	struct record r = *record, changes;
	enum status status = record_of_incident(entry, arena, &changes, err);

	if (status != OK)
		return status;
	if (entry->fields[FIELD_WHEN].n != 0) {
		r.when = changes.when.basis != BASIS_NONE ? changes.when : r.when;
		r.until = changes.until.basis != BASIS_NONE ? changes.until : r.until;
	}
	r.body = changes.body.p != NULL ? changes.body : r.body;
	r.place = changes.place.p != NULL ? changes.place : r.place;
	r.effect = changes.effect.p != NULL ? changes.effect : r.effect;
	r.changed = changes.changed.p != NULL ? changes.changed : r.changed;
	r.known = changes.known.p != NULL ? changes.known : r.known;
	r.observer = changes.observer.p != NULL ? changes.observer : r.observer;
	if (changes.kinds_count != 0) {
		r.kinds = changes.kinds;
		r.kinds_count = changes.kinds_count;
	}
	if (changes.by_count != 0) {
		r.by = changes.by;
		r.by_count = changes.by_count;
	}
	if (changes.witnesses_count != 0) {
		r.witnesses = changes.witnesses;
		r.witnesses_count = changes.witnesses_count;
	}
	for (size_t i = 0; status == OK && i < changes.claims_count; i++)
		for (size_t k = 0; status == OK && k < DETAIL_COUNT; k++)
			if (text_eq_c(changes.claims[i].key, detail_name((enum detail)k)))
				status = detail_set(
				    &r, (enum detail)k, changes.claims[i].value, arena, err);
	if (status == OK)
		status = record_add_mark(&r, arena, "corrected", err);
	if (status == OK)
		*record = r;
	return status;
}

static bool
hides(uint32_t hidden, enum entry_field field)
{
	return (hidden & (1U << field)) != 0;
}

bool
record_was_corrected(const struct record *r)
{
	for (size_t i = 0; i < r->marks_count; i++)
		if (text_eq_c(r->marks[i], "corrected"))
			return true;
	return false;
}

void
incident_hide(struct record *r, uint32_t hidden)
{
	/* What a file says is proved whole; hidden are parts of what was written, of a correction
	 * too. */
	bool own = r->kind == KIND_INCIDENT, written = own || record_was_corrected(r);

	if (written && hides(hidden, FIELD_WHEN))
		r->when = r->until = MOMENT_NONE;
	if (written && hides(hidden, FIELD_TEXT))
		r->body = TEXT_LITERAL("(not shown)");
	if (written && hides(hidden, FIELD_PLACE))
		r->place = TEXT_NONE;
	if (hides(hidden, FIELD_PEOPLE))
		r->by_count = r->witnesses_count = 0;
	if (hides(hidden, FIELD_EFFECT))
		r->effect = r->changed = TEXT_NONE;
	if (hides(hidden, FIELD_SOURCE)) {
		r->kinds_count = 0;
		r->claims_count = own ? 0 : r->claims_count;
		r->known = r->observer = TEXT_NONE;
	}
	if (own && hides(hidden, FIELD_CONTENT))
		r->attachments_count = 0;
}
