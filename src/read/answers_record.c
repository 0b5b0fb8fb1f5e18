/* src/read/answers_record.c
 * What a record must hold besides its canonical form, when it comes from a worker: words are words,
 * times lie in the calendar, extracts were sent, and nothing stands there that only the person
 * (an incident) or the parent (a digest) can know. */
#include "read/answers.h"

/* 0001-01-01T00:00:00Z and the end of 9999, as civil_of_us() takes them. */
#define FIRST_US (INT64_C(-62135596800) * US_PER_SECOND)
#define LAST_US  (INT64_C(253402300800) * US_PER_SECOND - 1)

static bool
names_ok(const struct text *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (names[i].n > RECORD_NAME_MAX_BYTES)
			return false;
	return true;
}

static bool
party_ok(const struct party *party)
{
	return party->handle.n <= RECORD_NAME_MAX_BYTES &&
	       party->as_written.n <= RECORD_NAME_MAX_BYTES &&
	       party->name.n <= RECORD_NAME_MAX_BYTES;
}

static bool
parties_ok(const struct record *r)
{
	for (size_t i = 0; i < r->to_count; i++)
		if (!party_ok(&r->to[i]))
			return false;
	return party_ok(&r->from);
}

static bool
moment_ok(const struct moment *m)
{
	if (m->at_known && (m->at_us < FIRST_US || m->at_us > LAST_US))
		return false;
	if ((m->basis == BASIS_NONE) != (m->precision == PRECISION_NONE) ||
	    m->zone.n > RECORD_NAME_MAX_BYTES)
		return false;
	switch (m->basis) {
	case BASIS_NONE: return !m->at_known && !m->local_known;
	case BASIS_INSTANT: return m->at_known;
	case BASIS_DATE:
	case BASIS_LOCAL: return m->local_known;
	case BASIS_COUNT: break;
	}
	return false;
}

static bool
words_ok(const struct record *r)
{
	for (size_t i = 0; i < r->marks_count; i++)
		if (!frame_code_ok(r->marks[i]))
			return false;
	for (size_t i = 0; i < r->doubts_count; i++)
		if (!frame_code_ok(r->doubts[i].code))
			return false;
	for (size_t i = 0; i < r->claims_count; i++)
		if (!frame_code_ok(r->claims[i].key))
			return false;
	return frame_code_ok(r->channel);
}

static const char *
attachment_fault(const struct attachment *a, uint64_t extracts)
{
	const struct text names[] = {a->name, a->type};

	if (!names_ok(names, COUNT_OF(names)))
		return "an attachment's name is too long";
	if (a->hashed)
		return "an attachment with a digest";
	if (a->source == ATTACHMENT_EXTRACTED && a->extract >= extracts)
		return "an attachment that was never sent";
	return NULL;
}

/* What only the person writes down. */
static bool
is_incident(const struct record *r)
{
	return r->kind == KIND_INCIDENT || r->effect.p != NULL || r->changed.p != NULL ||
	       r->known.p != NULL || r->observer.p != NULL || r->kinds_count != 0 ||
	       r->by_count != 0 || r->witnesses_count != 0;
}

static const char *
record_fault(const struct record *r, uint64_t extracts)
{
	const char *fault = NULL;

	if (is_incident(r))
		return "an incident, which no file can hold";
	if (!words_ok(r))
		return "a word that is not a code word";
	if (!parties_ok(r) || r->conversation.n > RECORD_NAME_MAX_BYTES ||
	    r->place.n > RECORD_NAME_MAX_BYTES || r->inside.n > RECORD_NAME_MAX_BYTES)
		return "a name is too long";
	if (!moment_ok(&r->when) || !moment_ok(&r->until))
		return "a time that cannot be";
	if (r->position == 0)
		return "no position";
	for (size_t i = 0; i < r->attachments_count && fault == NULL; i++)
		fault = attachment_fault(&r->attachments[i], extracts);
	return fault;
}

enum status
answers_record_check(const struct record *record, uint64_t extracts, struct err *err)
{
	const char *fault = record_fault(record, extracts);

	return fault == NULL ? OK : fail(err, E_FORMAT, "record: %s", fault);
}
