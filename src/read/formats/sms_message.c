/* src/read/formats/sms_message.c
 * Messages and calls; see sms_message.h and formats.md section 1. */
#include "read/formats/sms_message.h"

#include "diary/handle.h"

struct sort {
	enum direction direction;
	const char *mark;
};

/* Values of `type`; index 0 stands for everything else. */
static const struct sort sms_sorts[] = {
    {DIRECTION_UNKNOWN, NULL},
    {DIRECTION_IN, NULL},
    {DIRECTION_OUT, NULL},
    {DIRECTION_OUT, "draft"},
    {DIRECTION_OUT, "queued"}, /* outbox */
    {DIRECTION_OUT, "failed"},
    {DIRECTION_OUT, "queued"},
};

static const struct sort call_sorts[] = {
    {DIRECTION_UNKNOWN, NULL},
    {DIRECTION_IN, NULL},
    {DIRECTION_OUT, NULL},
    {DIRECTION_IN, "missed"},
    {DIRECTION_IN, "voicemail"},
    {DIRECTION_IN, "rejected"},
    {DIRECTION_IN, "blocked"},
    {DIRECTION_IN, "answered-elsewhere"},
};

static void
apply_sort(struct sms_reader *r, const struct sort *sorts, size_t count)
{
	struct text type = r->fields.values[SMS_TYPE];
	int64_t value = 0;

	if (!i64_parse_loose(slice_of_text(type), &value) || value < 1 || value >= (int64_t)count) {
		sms_record_doubt(r, "type-unknown", type);
		value = 0;
	}
	r->record.direction = sorts[value].direction;
	if (sorts[value].mark != NULL)
		sms_record_mark(r, sorts[value].mark);
}

/* The other side of a message or call: who it came from, or who it went to. */
static void
put_other_side(struct sms_reader *r, struct text address)
{
	struct party party = sms_record_party(r, address);

	party.name = sms_record_contact_name(r);
	if (address.n != 0)
		r->record.conversation = address;
	if (r->record.direction != DIRECTION_OUT)
		r->record.from = party;
	else if ((party.as_written.p != NULL || party.name.p != NULL) && r->status == OK)
		r->status = record_add_to(&r->record, &r->arena, &party, r->err);
}

static void
finish(struct sms_reader *r, bool whole)
{
	if (!whole) {
		r->record.kind = KIND_NOTE;
		r->record.body = TEXT_NONE;
		sms_record_broken(r);
	}
	sms_record_emit(r);
}

void
sms_message_sms(struct sms_reader *r, bool whole)
{
	struct record *record = &r->record;
	struct text address = sms_fields_get(&r->fields, SMS_ADDRESS);

	record->kind = KIND_MESSAGE;
	record->channel = TEXT_LITERAL("sms");
	apply_sort(r, sms_sorts, COUNT_OF(sms_sorts));
	put_other_side(r, address);
	if (record->direction == DIRECTION_IN && handle_is_withheld(address))
		sms_record_mark(r, "withheld");
	sms_record_when(r, r->fields.values[SMS_DATE]);
	if (sms_fields_get(&r->fields, SMS_SUBJECT).n != 0)
		record->subject = r->fields.values[SMS_SUBJECT];
	record->body = r->fields.values[SMS_BODY];
	if (record->body.p != NULL && sms_fields_is_null(record->body))
		sms_record_doubt(r, "null-text",
		    TEXT_LITERAL("This export writes the word null for nothing as well."));
	sms_record_message_claims(r);
	finish(r, whole);
}

static void
put_duration(struct sms_reader *r)
{
	struct text written = sms_fields_get(&r->fields, SMS_DURATION);
	int64_t seconds;

	if (written.p == NULL)
		return;
	if (i64_parse_loose(slice_of_text(written), &seconds) && seconds >= 0)
		r->record.duration_s = seconds;
	else
		sms_record_doubt(r, "duration-unreadable", written);
}

void
sms_message_call(struct sms_reader *r, bool whole)
{
	struct record *record = &r->record;
	struct text number = sms_fields_get(&r->fields, SMS_ADDRESS);
	struct text presentation = sms_fields_get(&r->fields, SMS_PRESENTATION);

	record->kind = KIND_CALL;
	record->channel = TEXT_LITERAL("call");
	apply_sort(r, call_sorts, COUNT_OF(call_sorts));
	put_other_side(r, number);
	if (record->direction != DIRECTION_OUT &&
	    (handle_is_withheld(number) || text_eq_c(presentation, "2")))
		sms_record_mark(r, "withheld");
	sms_record_when(r, r->fields.values[SMS_DATE]);
	put_duration(r);
	if (presentation.n != 0 && !text_eq_c(presentation, "1"))
		sms_record_claim(r, "presentation", presentation);
	finish(r, whole);
}
