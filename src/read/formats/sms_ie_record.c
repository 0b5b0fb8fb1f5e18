/* src/read/formats/sms_ie_record.c
 * Texts, calls and contacts out of Android's tables; see sms_ie.h. */
#include "diary/handle.h"
#include "read/formats/android_letters.h"
#include "read/formats/sms_ie.h"

/* Smaller than this (year 5138) are seconds, larger are milliseconds (after 1973). */
#define MOST_SECONDS INT64_C(100000000000)

struct text
sms_ie_get(const struct json_node *node, const char *key)
{
	struct text value = json_tree_written(json_tree_get(node, key));

	return text_eq_c(value, "null") ? TEXT_NONE : value;
}

struct text
sms_ie_name(const struct json_node *node)
{
	struct text name = sms_ie_get(node, "__display_name");

	return name.n != 0 ? name : sms_ie_get(node, "display_name");
}

struct text
sms_ie_letters(struct making *m, const struct json_node *row, const char *column,
    const char *charset, const char *claim)
{
	struct text written = sms_ie_get(row, column), text = written;
	enum android_letters letters;
	struct buf buf;

	buf_init(&buf, written.n + 1);
	letters = android_letters(written, sms_ie_get(row, charset), &buf);
	if (letters != ANDROID_LETTERS_AS_WRITTEN) {
		making_claim(m, claim, making_name(m, written));
		text = making_keep(m, buf_text(&buf));
	}
	if (letters == ANDROID_LETTERS_ASSUMED)
		making_doubt(m, "charset-guessed", TEXT_NONE);
	buf_fini(&buf);
	return text;
}

void
sms_ie_sort(struct making *m, enum android_list list, struct text type)
{
	const struct android_sort *sort = android_sort(list, type);

	if (sort == NULL)
		making_doubt(m, "type-unknown", type);
	m->record.direction = sort != NULL ? sort->direction : DIRECTION_UNKNOWN;
	if (sort != NULL && sort->mark != NULL)
		making_mark(m, sort->mark);
}

void
sms_ie_when(struct making *m, struct text date, bool multimedia)
{
	int64_t value;

	if (date.n == 0) {
		making_doubt(m, "no-time", TEXT_NONE);
		return;
	}
	if (!i64_parse_loose(slice_of_text(date), &value)) {
		making_doubt(m, "date-unreadable", date);
		making_claim(m, "written-time", date);
		return;
	}
	if (multimedia && value > -MOST_SECONDS && value < MOST_SECONDS)
		making_instant_s(m, &m->record.when, value, date);
	else
		making_instant_ms(m, &m->record.when, value, date);
}

/* 0 is no time; seconds and milliseconds are told apart by size. */
static void
claim_sent(struct making *m, struct text date)
{
	int64_t value;

	if (!i64_parse_loose(slice_of_text(date), &value)) {
		making_claim(m, "sent", date);
		return;
	}
	if (value == 0)
		return;
	if (value > -MOST_SECONDS && value < MOST_SECONDS)
		value *= 1000;
	making_claim_ms(m, "sent", value);
}

/* A claim where the value is not the one that says nothing. */
static void
claim_unless(struct making *m, const struct json_node *row, const char *column, const char *key,
    const char *usual)
{
	struct text value = sms_ie_get(row, column);

	if (!text_eq_c(value, usual))
		making_claim(m, key, value);
}

void
sms_ie_claims(struct making *m, const struct json_node *row, bool multimedia)
{
	struct text sent = sms_ie_get(row, "date_sent");

	if (sent.n != 0)
		claim_sent(m, sent);
	making_claim(m, "service-centre", sms_ie_get(row, "service_center"));
	claim_unless(m, row, multimedia ? "st" : "status", "status", multimedia ? "" : "-1");
	claim_unless(m, row, "read", "read", "1");
	claim_unless(m, row, "locked", "locked", "0");
	claim_unless(m, row, "error_code", "error-code", "0");
	claim_unless(m, row, "sub_id", "sub-id", "-1");
	making_claim(m, "retrieve-text",
	    sms_ie_letters(m, row, "retr_txt", "retr_txt_cs", "retrieve-text-written"));
	making_claim(m, "row", sms_ie_get(row, "_id"));
	making_claim(m, "thread", sms_ie_get(row, "thread_id"));
}

void
sms_ie_caller(struct making *m, struct text number, struct text presentation)
{
	const struct android_caller *caller = android_caller(number, presentation);

	if (caller != NULL && caller->mark != NULL)
		chat_mark(m, caller->mark);
	if (caller != NULL && caller->doubt != NULL)
		making_doubt(m, caller->doubt, text_of_c(caller->detail));
}

/* Whom the owner wrote to or rang: what is dialled before a number belongs to no number. */
static void
fill_recipient(struct making *m, struct text written, struct text name)
{
	struct text prefix, number;

	if (m->record.kind != KIND_CALL || !handle_cut_prefix(written, &prefix, &number)) {
		making_to(m, written, name);
		return;
	}
	making_claim(m, "dialled-prefix", prefix);
	making_to(m, number, name);
	m->record.conversation = making_name(m, number);
	if (m->record.to_count != 0)
		m->record.to[0].as_written = making_name(m, written);
}

/* The other side of a text or call. */
static void
fill_other(struct making *m, struct text number, struct text name, struct text presentation)
{
	struct text written = number.n != 0 ? number : TEXT_NONE;
	struct text called = name.n != 0 ? name : TEXT_NONE;

	if (number.n != 0)
		m->record.conversation = making_name(m, number);
	if (m->record.direction == DIRECTION_OUT) {
		if (number.n != 0 || name.n != 0)
			fill_recipient(m, written, called);
		return;
	}
	chat_from(m, written, called, m->record.direction);
	if (handle_is_withheld(number))
		m->record.from.handle = TEXT_NONE; /* nobody's number */
	if (m->record.direction == DIRECTION_IN)
		sms_ie_caller(m, number, presentation);
}

void
sms_ie_text(struct making *m, const struct json_taken *taken)
{
	static const char *const keys[] = {"address", "body", "date", "type"};
	const struct json_node *row = taken->tree.root;
	struct text body = json_tree_written(json_tree_get(row, "body"));
	struct text subject = sms_ie_get(row, "subject");

	making_begin(m, KIND_MESSAGE, "sms");
	json_record_odd(m, taken->tree.odd);
	chat_check(m, taken, row, keys, COUNT_OF(keys));
	sms_ie_sort(m, ANDROID_TEXTS, sms_ie_get(row, "type"));
	fill_other(m, sms_ie_get(row, "address"), sms_ie_name(row), TEXT_NONE);
	sms_ie_when(m, sms_ie_get(row, "date"), false);
	if (subject.n != 0)
		m->record.subject = making_name(m, subject);
	if (body.n != 0)
		making_body(m, body);
	sms_ie_claims(m, row, false);
	sms_ie_columns(m, ANDROID_TEXTS, taken);
	(void)!making_send(m);
}

void
sms_ie_call(struct making *m, const struct json_taken *taken)
{
	static const char *const keys[] = {"number", "date", "type", "duration"};
	const struct json_node *row = taken->tree.root;
	struct text duration = sms_ie_get(row, "duration"), name = sms_ie_name(row);
	struct text presentation = sms_ie_get(row, "presentation");
	int64_t seconds;

	making_begin(m, KIND_CALL, "call");
	json_record_odd(m, taken->tree.odd);
	chat_check(m, taken, row, keys, COUNT_OF(keys));
	sms_ie_sort(m, ANDROID_CALLS, sms_ie_get(row, "type"));
	if (name.n == 0)
		name = sms_ie_get(row, "name");
	fill_other(m, sms_ie_get(row, "number"), name, presentation);
	sms_ie_when(m, sms_ie_get(row, "date"), false);
	if (i64_parse_loose(slice_of_text(duration), &seconds) && seconds >= 0)
		m->record.duration_s = seconds;
	else if (duration.n != 0)
		making_doubt(m, "duration-unreadable", duration);
	claim_unless(m, row, "presentation", "presentation", "1");
	claim_unless(m, row, "features", "features", "0");
	making_claim(m, "country", sms_ie_get(row, "countryiso"));
	making_claim(m, "number-place", sms_ie_get(row, "geocoded_location"));
	making_claim(m, "transcription", sms_ie_get(row, "transcription"));
	making_claim(m, "post-dial-digits", sms_ie_get(row, "post_dial_digits"));
	claim_unless(m, row, "subscription_id", "sub-id", "-1");
	making_claim(m, "row", sms_ie_get(row, "_id"));
	sms_ie_columns(m, ANDROID_CALLS, taken);
	(void)!making_send(m);
}

/* A row of the table of a contact's details; what it holds is told by its media type. */
static void
contact_detail(struct making *m, const struct json_node *detail, struct text name)
{
	struct text type = sms_ie_get(detail, "mimetype"), value = sms_ie_get(detail, "data1");
	const char *const number = "vnd.android.cursor.item/phone_v2",
			  *const mail = "vnd.android.cursor.item/email_v2";

	if (value.n == 0 || text_eq_c(type, "vnd.android.cursor.item/name"))
		return;
	if (text_eq_c(type, number) || text_eq_c(type, mail))
		making_to(m, value, name);
	else if (text_eq_c(type, "vnd.android.cursor.item/note"))
		making_claim(m, "note", value);
	else if (text_eq_c(type, "vnd.android.cursor.item/organization"))
		making_claim(m, "organisation", value);
	else if (text_eq_c(type, "vnd.android.cursor.item/postal-address_v2"))
		making_claim(m, "address", value);
	else
		making_claim(m, "detail", value);
}

/* A number that the owner does not want to hear of any more, without any time. */
void
sms_ie_blocked(struct making *m, const struct json_taken *taken)
{
	static const char *const keys[] = {"original_number", "e164_number"};
	const struct json_node *row = taken->tree.root;
	struct text number = sms_ie_get(row, "original_number");

	making_begin(m, KIND_SYSTEM, "contacts");
	json_record_odd(m, taken->tree.odd);
	chat_check(m, taken, row, keys, COUNT_OF(keys));
	if (number.n == 0)
		number = sms_ie_get(row, "e164_number");
	if (number.n != 0)
		making_to(m, number, TEXT_NONE);
	making_body(m, TEXT_LITERAL("This number is blocked on the telephone."));
	making_claim(m, "blocked", TEXT_LITERAL("yes"));
	making_claim(m, "e164-number", sms_ie_get(row, "e164_number"));
	making_claim(m, "row", sms_ie_get(row, "_id"));
	(void)!making_send(m);
}

void
sms_ie_contact(struct making *m, const struct json_taken *taken)
{
	const struct json_node *row = taken->tree.root;
	const struct json_node *raw, *detail;
	struct text name = sms_ie_name(row);

	making_begin(m, KIND_CONTACT, "contacts");
	json_record_odd(m, taken->tree.odd);
	name = making_name(m, name);
	m->record.subject = name.n != 0 ? name : TEXT_NONE;
	raw = json_tree_typed(json_tree_get(row, "raw_contacts"), JSON_ARRAY);
	for (raw = raw != NULL ? raw->first : NULL; raw != NULL; raw = raw->next) {
		detail = json_tree_typed(json_tree_get(raw, "contacts_data"), JSON_ARRAY);
		detail = detail != NULL ? detail->first : NULL;
		for (; detail != NULL; detail = detail->next)
			contact_detail(m, detail, name.n != 0 ? name : TEXT_NONE);
	}
	making_claim(m, "row", sms_ie_get(row, "_id"));
	(void)!making_send(m);
}
