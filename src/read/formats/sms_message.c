/* src/read/formats/sms_message.c
 * Messages and calls; see sms_message.h and formats.md section 1. */
#include "read/formats/sms_message.h"

#include "diary/handle.h"
#include "read/formats/android_sort.h"

static void
apply_sort(struct sms_reader *r, enum android_list list)
{
	struct text type = r->fields.values[SMS_TYPE];
	const struct android_sort *sort = android_sort(list, type);

	if (sort == NULL)
		sms_record_doubt(r, "type-unknown", type);
	r->record.direction = sort != NULL ? sort->direction : DIRECTION_UNKNOWN;
	if (sort != NULL && sort->mark != NULL)
		sms_record_mark(r, sort->mark);
}

/* The other side of a message or call: who it came from, or who it went to.  `number` is the
 * address, less what was only dialled. */
static void
put_other_side(struct sms_reader *r, struct text address, struct text number)
{
	struct party party = sms_record_party(r, number);

	if (number.n != address.n)
		party.as_written = sms_record_name(r, address);
	party.name = sms_record_contact_name(r);
	if (address.n != 0)
		r->record.conversation = sms_record_name(r, number);
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
	apply_sort(r, ANDROID_TEXTS);
	put_other_side(r, address, address);
	if (record->direction == DIRECTION_IN)
		sms_record_caller(r, address, TEXT_NONE);
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
	struct text dialled = sms_fields_get(&r->fields, SMS_ADDRESS), number = dialled, prefix;
	struct text presentation = sms_fields_get(&r->fields, SMS_PRESENTATION);

	record->kind = KIND_CALL;
	record->channel = TEXT_LITERAL("call");
	apply_sort(r, ANDROID_CALLS);
	if (record->direction == DIRECTION_OUT && handle_cut_prefix(dialled, &prefix, &number))
		sms_record_claim(r, "dialled-prefix", prefix);
	put_other_side(r, dialled, number);
	if (record->direction != DIRECTION_OUT)
		sms_record_caller(r, number, presentation);
	sms_record_when(r, r->fields.values[SMS_DATE]);
	put_duration(r);
	if (presentation.n != 0 && !text_eq_c(presentation, "1"))
		sms_record_claim(r, "presentation", presentation);
	sms_record_claims(r);
	finish(r, whole);
}
