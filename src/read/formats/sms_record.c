/* src/read/formats/sms_record.c
 * What every element needs to become a record; see sms_record.h. */
#include "read/formats/sms_record.h"

#include "base/checked.h"
#include "diary/handle.h"
#include "read/formats/android_sort.h"
#include "read/formats/sms_value.h"

enum {
	RAW_MAX_BYTES = 64 * 1024,
	DOUBTS_MAX = RECORD_READER_DOUBTS,
};

/* Times outside 1990..2099 are kept and doubted. */
/* What the calendar of base/time.h can show: years 1 to 9999. */
#define CALENDAR_FIRST_US INT64_C(-62135596800000000)
#define CALENDAR_LAST_US  INT64_C(253402300799999999)
/* Smaller than this (year 5138) are seconds, larger are milliseconds (after 1973). */
#define MOST_SECONDS INT64_C(100000000000)

void
sms_record_begin(struct sms_reader *r)
{
	arena_reset(&r->arena);
	record_init(&r->record);
	memset(&r->fields, 0, sizeof r->fields);
	r->mms = (struct sms_mms){.open = false};
	r->found = 0;
	r->unknowns = 0;
	r->position++;
}

struct text
sms_record_keep(struct sms_reader *r, struct text text)
{
	struct text out = TEXT_NONE;

	if (r->status == OK && !arena_text(&r->arena, text, &out))
		r->status = fail(r->err, E_NOMEM, "no room for one record");
	return out;
}

void
sms_record_keep_raw(struct sms_reader *r)
{
	sms_record_put_raw(r, sms_scan_raw(&r->scan));
}

void
sms_record_put_raw(struct sms_reader *r, struct slice raw)
{
	size_t n = raw.n < RAW_MAX_BYTES ? raw.n : RAW_MAX_BYTES;
	char *copy;

	if (r->status != OK || r->record.raw.n != 0 || n == 0)
		return;
	copy = arena_z(&r->arena, slice_of(raw.p, n));
	if (copy == NULL)
		r->status = fail(r->err, E_NOMEM, "no room for one record");
	else
		r->record.raw = slice_of(copy, n);
}

void
sms_record_doubt(struct sms_reader *r, const char *code, struct text detail)
{
	if (r->record.doubts_count >= DOUBTS_MAX)
		r->found |= SMS_RECORD_MANY;
	else if (r->status == OK)
		r->status = record_add_doubt(&r->record, &r->arena, code, detail, r->err);
}

void
sms_record_mark(struct sms_reader *r, const char *mark)
{
	if (r->status == OK)
		r->status = record_add_mark(&r->record, &r->arena, mark, r->err);
}

void
sms_record_claim(struct sms_reader *r, const char *key, struct text value)
{
	if (r->status == OK)
		r->status = record_add_claim(&r->record, &r->arena, key, value, r->err);
}

void
sms_record_note(
    struct sms_reader *r, unsigned once, enum note_kind kind, const char *code, struct text detail)
{
	if (r->status != OK || (r->said & once) != 0)
		return;
	r->said |= once;
	r->status = r->sink->note(r->sink->ctx, kind, code, detail, r->position, r->err);
}

void
sms_record_broken(struct sms_reader *r)
{
	sms_record_doubt(
	    r, "broken-element", TEXT_LITERAL("Part of it could not be read; its bytes are kept."));
	sms_record_note(r, SMS_SAID_BROKEN, NOTE_UNREAD, "broken-element",
	    TEXT_LITERAL("Part of the file is not as it should be and could not be read."));
}

static bool
plausible(int64_t at_us)
{
	return at_us >= MOMENT_FIRST_US && at_us < MOMENT_LAST_US;
}

/* What is wrong with a date, and what it would be as seconds where that is a time of ours. */
static void
doubt_date(struct sms_reader *r, struct text date, int64_t value)
{
	uint8_t bytes[160];
	struct buf detail = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	int64_t as_seconds_us;

	buf_put_text(&detail, text_prefix(date, 40));
	if (mul_i64(value, US_PER_SECOND, &as_seconds_us) && plausible(as_seconds_us)) {
		buf_put_c(&detail, " (read as milliseconds; as seconds it would be ");
		(void)time_put(&detail, as_seconds_us);
		buf_put_c(&detail, ")");
	}
	sms_record_doubt(r, "date-implausible", sms_record_keep(r, buf_text(&detail)));
}

void
sms_record_when(struct sms_reader *r, struct text date)
{
	struct moment *when = &r->record.when;
	int64_t value, at_us;

	if (sms_fields_is_null(date) || date.n == 0) {
		sms_record_doubt(r, "date-absent", TEXT_NONE);
		return;
	}
	if (!i64_parse_loose(slice_of_text(date), &value)) {
		sms_record_doubt(r, "date-unreadable", text_prefix(date, 100));
		return;
	}
	if (!mul_i64(value, 1000, &at_us) || at_us < CALENDAR_FIRST_US ||
	    at_us > CALENDAR_LAST_US) {
		doubt_date(r, date, value);
		return;
	}
	*when = (struct moment){.basis = BASIS_INSTANT,
	    .precision = PRECISION_SECOND,
	    .at_known = true,
	    .at_us = at_us};
	if (!plausible(at_us))
		doubt_date(r, date, value);
}

void
sms_record_sent(struct sms_reader *r, struct text date_sent)
{
	uint8_t bytes[64];
	struct buf spelled = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	int64_t value, at_us;

	if (sms_fields_is_null(date_sent))
		return;
	if (!i64_parse_loose(slice_of_text(date_sent), &value)) {
		sms_record_claim(r, "sent", date_sent);
		return;
	}
	if (value == 0)
		return;
	if (mul_i64(value, value > -MOST_SECONDS && value < MOST_SECONDS ? US_PER_SECOND : 1000,
		&at_us) &&
	    plausible(at_us) && time_put(&spelled, at_us))
		date_sent = sms_record_keep(r, buf_text(&spelled));
	sms_record_claim(r, "sent", date_sent);
}

struct text
sms_record_name(struct sms_reader *r, struct text text)
{
	if (text.n <= RECORD_NAME_MAX_BYTES)
		return text;
	r->found |= SMS_VALUE_CUT;
	return text_prefix(text, RECORD_NAME_MAX_BYTES);
}

void
sms_record_caller(struct sms_reader *r, struct text number, struct text presentation)
{
	const struct android_caller *caller = android_caller(number, presentation);

	if (caller != NULL && caller->mark != NULL)
		sms_record_mark(r, caller->mark);
	if (caller != NULL && caller->doubt != NULL)
		sms_record_doubt(r, caller->doubt, text_of_c(caller->detail));
}

struct party
sms_record_party(struct sms_reader *r, struct text written)
{
	struct party party = {.as_written = sms_record_name(r, written)};

	written = party.as_written;
	if (r->status != OK || handle_is_withheld(written) || android_is_owner(written))
		return party;
	if (!handle_normalise(&r->arena, written, &party.handle))
		r->status = fail(r->err, E_NOMEM, "no room for one record");
	return party;
}

struct text
sms_record_contact_name(const struct sms_reader *r)
{
	struct text name = sms_fields_get(&r->fields, SMS_CONTACT_NAME);

	return name.n == 0 || text_eq_c(name, "(Unknown)") ? TEXT_NONE : name;
}

/* For every message: nearly all of them hold what is usual, or nothing. */
void
sms_record_claims(struct sms_reader *r)
{
	static const struct {
		enum sms_field field;
		struct text usual; /* the value that says nothing */
		const char *key;
	} claims[] = {
	    {SMS_SERVICE_CENTER, {"", 0}, "service-centre"},
	    {SMS_STATUS, {"-1", 2}, "status"},
	    {SMS_READ, {"1", 1}, "read"},
	    {SMS_LOCKED, {"0", 1}, "locked"},
	    {SMS_SUB_ID, {"-1", 2}, "sub-id"},
	    {SMS_ERROR_CODE, {"0", 1}, "error-code"},
	    {SMS_RETRIEVE_TEXT, {"", 0}, "retrieve-text"},
	    {SMS_FROM_ADDRESS, {"", 0}, "from-address"},
	    {SMS_POST_DIAL, {"", 0}, "post-dial-digits"},
	};

	for (size_t i = 0; i < COUNT_OF(claims); i++) {
		const struct text *value = &r->fields.values[claims[i].field];

		if (value->n == 0 || (value->n == claims[i].usual.n &&
					 memcmp(value->p, claims[i].usual.p, value->n) == 0))
			continue;
		if (!sms_fields_is_null(*value))
			sms_record_claim(r, claims[i].key, *value);
	}
}

void
sms_record_message_claims(struct sms_reader *r)
{
	sms_record_sent(r, r->fields.values[SMS_DATE_SENT]);
	sms_record_claims(r);
}

/* What was met in the values of this record. */
static void
say_found(struct sms_reader *r)
{
	if ((r->found & SMS_RECORD_MANY) != 0 && r->status == OK)
		r->status = record_add_doubt(&r->record, &r->arena, "too-much", TEXT_NONE, r->err);
	if ((r->found & SMS_VALUE_JOINED) != 0)
		sms_record_note(r, SMS_VALUE_JOINED, NOTE_DOUBT, "surrogates-joined",
		    TEXT_LITERAL("Characters written as two halves were put together."));
	if ((r->found & SMS_VALUE_BARE) != 0)
		sms_record_note(r, SMS_VALUE_BARE, NOTE_DOUBT, "bare-ampersand",
		    TEXT_LITERAL("An ampersand that XML would not allow was left as it is."));
	if ((r->found & SMS_VALUE_LONE) != 0)
		sms_record_doubt(r, "lone-surrogate", TEXT_NONE);
	if ((r->found & SMS_VALUE_NOT_UTF8) != 0)
		sms_record_doubt(r, "not-utf8", TEXT_NONE);
	if ((r->found & SMS_VALUE_ENTITY) != 0)
		sms_record_doubt(r, "entity-unknown", TEXT_NONE);
	if ((r->found & SMS_RECORD_TWICE) != 0)
		sms_record_doubt(r, "attribute-twice", TEXT_NONE);
	if ((r->found & SMS_VALUE_CUT) != 0) {
		sms_record_doubt(r, "cut", TEXT_LITERAL("A value was too long to be kept whole."));
		sms_record_note(r, SMS_VALUE_CUT, NOTE_UNREAD, "attribute-cut",
		    TEXT_LITERAL("A value was longer than can be shown; the original has it."));
	}
}

void
sms_record_emit(struct sms_reader *r)
{
	if (r->found != 0)
		say_found(r);
	if (r->status != OK)
		return;
	r->record.inside = r->options->inside;
	r->record.position = r->position;
	r->status = r->sink->record(r->sink->ctx, &r->record, r->err);
	r->emitted++;
}
