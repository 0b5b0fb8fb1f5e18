/* src/read/formats/sms_mms.c
 * Multimedia messages; see sms_mms.h and formats.md section 1. */
#include "read/formats/sms_mms.h"

#include "diary/handle.h"
#include "read/formats/android_letters.h"
#include "read/formats/android_sort.h"
#include "read/formats/sms_value.h"

enum {
	MMS_MAX_PARTS = 500,
	MMS_MAX_ADDRESSES = 500,
	MMS_MAX_SMILS = 4,
	ADDRESS_MAX_BYTES = 320, /* of one; mail has the longest */
	SMIL_MAX_BYTES = 16 * 1024,
	TYPE_MAX_BYTES = 128,
};

/* Address types of the Android table, after the header fields of OMA-MMS-ENC. */
enum { ADDRESS_BCC = 129, ADDRESS_CC = 130, ADDRESS_FROM = 137, ADDRESS_TO = 151 };

void
sms_mms_open(struct sms_reader *r, bool whole)
{
	r->mms = (struct sms_mms){.open = true, .head_broken = !whole, .all_equal = true};
	buf_reset(&r->body);
	if (!whole)
		sms_mms_broken(r);
}

void
sms_mms_broken(struct sms_reader *r)
{
	r->mms.broken = true;
	sms_record_keep_raw(r);
}

void
sms_mms_inner_begin(struct sms_reader *r)
{
	arena_reset(&r->inner_arena);
	memset(&r->inner, 0, sizeof r->inner);
	r->mms.data_met = false;
}

/* The label of a part: its name, file name or content location, whichever was given. */
static struct text
part_name(const struct sms_reader *r)
{
	static const enum sms_field order[] = {SMS_NAME, SMS_FN, SMS_CL};
	struct text name;

	for (size_t i = 0; i < COUNT_OF(order); i++) {
		name = sms_fields_get(&r->inner, order[i]);
		if (name.n != 0)
			return name;
	}
	return TEXT_NONE;
}

void
sms_mms_data(struct sms_reader *r, const struct sms_scan_token *token)
{
	enum sms_scan_piece state = SMS_SCAN_PIECE_LAST;
	struct slice piece = token->value;
	bool whole = token->whole;

	if (r->mms.data_met || r->mms.parts >= MMS_MAX_PARTS)
		return;
	/* Four letters of base64 too, but no photograph has three bytes. */
	if (whole && (piece.n == 0 || slice_eq(piece, SLICE_LITERAL("null"))))
		return;
	r->mms.data_met = true;
	sms_data_init(&r->data, r->sink, part_name(r));
	if (r->status == OK)
		r->status = sms_data_put(&r->data, piece, r->err);
	while (!whole && r->status == OK && state != SMS_SCAN_PIECE_CUT) {
		r->status = sms_scan_more(&r->scan, &piece, &state, r->err);
		whole = state == SMS_SCAN_PIECE_LAST;
		if (r->status == OK)
			r->status = sms_data_put(&r->data, piece, r->err);
	}
	if (r->status == OK)
		r->status = sms_data_end(&r->data, whole, r->err);
	if (r->data.begun)
		r->extracts++;
}

static bool
is_type(struct text type, const char *literal)
{
	return slice_eq_nocase(slice_of_text(type), slice_of(literal, strlen(literal)));
}

/* What follows the '/', under the name that content goes by. */
static struct text
subtype(struct text type)
{
	static const char *const aliases[][2] = {{"jpg", "jpeg"}, {"pjpeg", "jpeg"},
	    {"mp3", "mpeg"}, {"x-vcard", "vcard"}, {"x-wav", "wav"}, {"x-m4a", "mp4"},
	    {"m4a", "mp4"}, {"x-vcalendar", "calendar"}};
	struct slice rest = slice_of_text(type), head;

	if (!cut(&rest, '/', &head))
		return type;
	for (size_t i = 0; i < COUNT_OF(aliases); i++)
		if (slice_eq_nocase(rest, slice_of(aliases[i][0], strlen(aliases[i][0]))))
			return text_of_c(aliases[i][1]);
	return (struct text){type.p + head.n + 1, rest.n};
}

/* What the message says of the part's type, where its bytes do not say the same. */
static void
compare_types(struct sms_reader *r, struct text declared, struct text by_content)
{
	if (declared.n == 0 || slice_eq_nocase(slice_of_text(declared), slice_of_text(by_content)))
		return;
	declared = sms_record_keep(r, text_prefix(declared, TYPE_MAX_BYTES));
	sms_record_claim(r, "declared-type", declared);
	if (by_content.n != 0 &&
	    !slice_eq_nocase(slice_of_text(subtype(declared)), slice_of_text(subtype(by_content))))
		sms_record_doubt(r, "type-differs-from-content", declared);
}

static void
add_attachment(struct sms_reader *r, struct text type)
{
	struct attachment a = {.name = sms_record_keep(r, part_name(r))};

	if (r->mms.data_met && r->data.begun) {
		a.source = ATTACHMENT_EXTRACTED;
		a.extract = r->extracts - 1;
		a.bytes = r->data.bytes;
		a.type = r->data.type;
		compare_types(r, type, a.type);
	} else {
		a.source = ATTACHMENT_MISSING;
		a.type = sms_record_keep(r, text_prefix(type, TYPE_MAX_BYTES));
	}
	if (r->mms.data_met && r->data.damaged) {
		sms_record_doubt(r, "attachment-damaged", a.name);
		sms_record_note(r, SMS_SAID_DAMAGED, NOTE_UNREAD, "attachment-damaged",
		    TEXT_LITERAL("An attachment is damaged in the file."));
		sms_record_keep_raw(r);
	} else if (a.source == ATTACHMENT_MISSING) {
		sms_record_doubt(r, "attachment-missing", a.name);
	}
	if (r->status == OK)
		r->status = record_add_attachment(&r->record, &r->arena, &a, r->err);
}

static void
add_body(struct sms_reader *r, struct text text)
{
	size_t room = r->body.max - r->body.n;

	if (r->record.body.p != NULL && room != 0) {
		buf_put_byte(&r->body, '\n');
		room--;
	}
	if (text.n > room)
		r->found |= SMS_VALUE_CUT;
	buf_put_text(&r->body, text_prefix(text, room));
	r->record.body = buf_text(&r->body); /* until the next put; taken again at the end */
}

static void
add_smil(struct sms_reader *r, struct text text)
{
	if (text.n == 0)
		return;
	if (r->mms.smils++ >= MMS_MAX_SMILS) {
		r->found |= SMS_RECORD_MANY;
		return;
	}
	sms_record_claim(r, "smil", sms_record_keep(r, text_prefix(text, SMIL_MAX_BYTES)));
}

void
sms_mms_part(struct sms_reader *r)
{
	struct text type = sms_fields_get(&r->inner, SMS_CONTENT_TYPE);
	struct text text = r->inner.values[SMS_TEXT];
	bool plain = is_type(type, "text/plain") || type.n == 0;

	if (r->mms.parts++ >= MMS_MAX_PARTS)
		return;
	if (r->mms.data_met) {
		add_attachment(r, type);
		if (!sms_fields_is_null(text) && text.n != 0)
			add_body(r, text);
	} else if (is_type(type, "application/smil")) {
		add_smil(r, sms_fields_get(&r->inner, SMS_TEXT));
	} else if (text.p != NULL && (plain || !sms_fields_is_null(text))) {
		add_body(r, text);
		if (sms_fields_is_null(text))
			sms_record_doubt(r, "null-text",
			    TEXT_LITERAL("This export writes the word null for nothing as well."));
	} else if (!plain) {
		add_attachment(r, type);
	}
}

/* All addresses of some messages are the sender's, or the owner's: then none says anything. */
static void
compare_addresses(struct sms_reader *r, const struct party *party)
{
	struct sms_mms *mms = &r->mms;

	if (mms->addresses == 1)
		mms->first = party->handle;
	else if (party->handle.p == NULL || !text_eq(party->handle, mms->first))
		mms->all_equal = false;
}

static void
add_recipient(struct sms_reader *r, const struct party *party, int64_t type)
{
	if (r->status == OK)
		r->status = record_add_to(&r->record, &r->arena, party, r->err);
	if (type == ADDRESS_CC)
		sms_record_claim(r, "cc", party->as_written);
	else if (type == ADDRESS_BCC)
		sms_record_claim(r, "bcc", party->as_written);
	else if (type != ADDRESS_TO)
		sms_record_doubt(r, "address-type-unknown", party->as_written);
}

void
sms_mms_address(struct sms_reader *r)
{
	struct text written = sms_fields_get(&r->inner, SMS_ADDRESS);
	struct sms_mms *mms = &r->mms;
	struct party party;
	int64_t type = 0;

	if (written.p == NULL || mms->addresses >= MMS_MAX_ADDRESSES) {
		mms->addresses += written.p != NULL ? 1 : 0;
		return;
	}
	mms->addresses++;
	if (written.n > ADDRESS_MAX_BYTES)
		r->found |= SMS_VALUE_CUT;
	party = sms_record_party(r, sms_record_keep(r, text_prefix(written, ADDRESS_MAX_BYTES)));
	if (!i64_parse_loose(slice_of_text(r->inner.values[SMS_TYPE]), &type))
		type = 0;
	compare_addresses(r, &party);
	if (type != ADDRESS_FROM) {
		add_recipient(r, &party, type);
	} else if (mms->has_sender) {
		sms_record_doubt(r, "two-senders", party.as_written);
	} else {
		mms->has_sender = true;
		mms->sender_is_owner = android_is_owner(party.as_written);
		r->record.from = party;
	}
}

/* The file contradicts itself: who wrote it, and to whom, is not decided here. */
static void
leave_open(struct sms_reader *r, const char *why)
{
	sms_record_doubt(r, "direction-differs", text_of_c(why));
	r->record.direction = DIRECTION_UNKNOWN;
	r->mms.contradicts = true;
}

static bool
is_group(struct text address)
{
	return memchr(address.p != NULL ? address.p : "", '~', address.n) != NULL ||
	       slice_find(slice_of_text(address), SLICE_LITERAL("@rcs.google.com")) != SIZE_MAX;
}

/* msg_box rules; m_type and the sender only help where it is missing. */
static void
put_direction(struct sms_reader *r)
{
	struct text box = r->fields.values[SMS_TYPE];
	struct text m_type = r->fields.values[SMS_M_TYPE];
	enum direction by_kind = android_kind_direction(m_type);
	const struct android_sort *sort = android_sort(ANDROID_MULTIMEDIA, box);

	if (sort == NULL)
		sms_record_doubt(r, "type-unknown", box);
	if (sort != NULL)
		r->record.direction = sort->direction;
	else if (by_kind != DIRECTION_UNKNOWN)
		r->record.direction = by_kind;
	else
		r->record.direction = r->mms.sender_is_owner ? DIRECTION_OUT : DIRECTION_UNKNOWN;
	if (by_kind != DIRECTION_UNKNOWN && by_kind != r->record.direction)
		leave_open(r, "Its box and its type do not say the same.");
	if (sort != NULL && sort->mark != NULL)
		sms_record_mark(r, sort->mark);
	if (text_eq_c(m_type, "130")) /* a notice of a message that was never fetched */
		sms_record_mark(r, "not-downloaded");
}

/* Does `address` name the sender, who then is no owner of this telephone? */
static bool
is_correspondent(struct sms_reader *r, struct text address, struct text sender)
{
	struct slice rest = slice_of_text(address), piece;
	struct text handle;

	if (address.n == 0 || sender.p == NULL)
		return false;
	while (r->status == OK && cut_last(&rest, '~', &piece)) {
		handle = sms_record_party(r, (struct text){(const char *)piece.p, piece.n}).handle;
		if (handle.p != NULL && text_eq(handle, sender))
			return true;
	}
	return false;
}

static bool
names_owner(const struct record *record)
{
	for (size_t i = 0; i < record->to_count; i++)
		if (android_is_owner(record->to[i].as_written))
			return true;
	return false;
}

/* Somebody else than the owner, with a number or a name. */
static bool
names_somebody(struct text address)
{
	return address.n != 0 && !android_is_owner(address) && !handle_is_withheld(address);
}

/* The addresses within may name somebody else as its sender than the box does. */
static void
check_sender(struct sms_reader *r, struct text address)
{
	const struct record *record = &r->record;
	bool named = r->mms.has_sender && record->from.handle.p != NULL;

	/* Android writes the owner's word for a sender who hid the number, too. */
	if (record->direction == DIRECTION_IN && r->mms.sender_is_owner && names_somebody(address))
		leave_open(r, "It came in, and the owner is named as who sent it.");
	else if (record->direction == DIRECTION_OUT && named &&
		 (names_owner(record) || is_correspondent(r, address, record->from.handle)))
		leave_open(r, "It went out, and the other side is named as who sent it.");
}

/* The sender of a received message does not also receive it. */
static void
drop_sender_from_recipients(struct record *record)
{
	size_t kept = 0;

	for (size_t i = 0; i < record->to_count; i++)
		if (record->from.handle.p == NULL ||
		    !text_eq(record->to[i].handle, record->from.handle))
			record->to[kept++] = record->to[i];
	record->to_count = kept;
}

/* The name in the address book is that of `address`, and of nobody else whom <addrs> may name. */
static void
put_name(struct sms_reader *r, struct party *party, const char *differs, struct text address)
{
	struct text called;

	if (address.n == 0 || is_group(address))
		return;
	called = sms_record_party(r, address).handle;
	if (called.p == NULL)
		return;
	if (text_eq(called, party->handle))
		party->name = sms_record_contact_name(r);
	else
		sms_record_doubt(r, differs, address);
}

static void
put_received(struct sms_reader *r, struct text address)
{
	struct record *record = &r->record;

	if (!r->mms.has_sender || r->mms.sender_is_owner) {
		record->from = (struct party){.handle = TEXT_NONE};
		if (address.p != NULL && !is_group(address) && !android_is_owner(address))
			record->from = sms_record_party(r, address);
		else
			sms_record_doubt(r, "sender-unknown", TEXT_NONE);
	}
	if (record->from.as_written.p != NULL)
		sms_record_caller(r, record->from.as_written, TEXT_NONE);
	drop_sender_from_recipients(record);
	put_name(r, &record->from, "senders-differ", address);
}

/* No recipients in <addrs>: they stand in `address`, joined with "~". */
static void
put_address_as_recipients(struct sms_reader *r, struct text address)
{
	struct slice rest = slice_of_text(address), piece;
	struct party party;

	while (r->status == OK && r->record.to_count < MMS_MAX_ADDRESSES &&
	       cut_last(&rest, '~', &piece)) {
		party = sms_record_party(r, (struct text){(const char *)piece.p, piece.n});
		if (r->status == OK)
			r->status = record_add_to(&r->record, &r->arena, &party, r->err);
	}
}

static void
put_sent(struct sms_reader *r, struct text address)
{
	if (r->record.to_count == 0)
		put_address_as_recipients(r, address);
	if (r->record.to_count == 1)
		put_name(r, &r->record.to[0], "recipients-differ", address);
}

/* All who are named stay where they are named; the owner's word names nobody else. */
static void
put_open(struct sms_reader *r, struct text address)
{
	struct record *record = &r->record;

	if (r->mms.sender_is_owner)
		record->from = (struct party){.handle = TEXT_NONE};
	if (is_correspondent(r, address, record->from.handle))
		put_name(r, &record->from, "senders-differ", address);
	else if (record->to_count == 1)
		put_name(r, &record->to[0], "recipients-differ", address);
}

static void
put_parties(struct sms_reader *r)
{
	struct record *record = &r->record;
	struct text address = sms_fields_get(&r->fields, SMS_ADDRESS);
	struct text name = sms_record_contact_name(r);

	if (address.n != 0)
		record->conversation = sms_record_name(r, address);
	if (r->mms.addresses > 1 && r->mms.all_equal) {
		sms_record_doubt(r, "addresses-equal", r->mms.first);
		record->to_count = 0;
		if (record->direction == DIRECTION_OUT)
			record->from = (struct party){.handle = TEXT_NONE};
	}
	check_sender(r, address);
	if (r->mms.contradicts)
		put_open(r, address);
	else if (record->direction == DIRECTION_OUT)
		put_sent(r, address);
	else
		put_received(r, address);
	if (name.p != NULL && record->from.name.p == NULL &&
	    (record->to_count != 1 || record->to[0].name.p == NULL))
		sms_record_claim(r, "contact-name", name);
}

/* RCS rows stand in the same table: known by their address, or by how they were carried. */
static bool
is_rcs(const struct sms_reader *r)
{
	struct text address = sms_fields_get(&r->fields, SMS_ADDRESS);
	struct text carrier = sms_fields_get(&r->fields, SMS_TR_ID);

	return slice_find(slice_of_text(address), SLICE_LITERAL("@rcs.google.com")) != SIZE_MAX ||
	       (slice_starts(slice_of_text(carrier), "proto:") &&
		   is_type(sms_fields_get(&r->fields, SMS_CONTENT_TYPE), "text/plain"));
}

/* Letters that stand for bytes become what the bytes say; as they were written they are a claim. */
static void
take_letters(struct sms_reader *r, enum sms_field field, enum sms_field charset, const char *claim)
{
	struct text written = sms_fields_get(&r->fields, field);
	enum android_letters letters;
	struct buf buf;

	buf_init(&buf, written.n + 1);
	letters = android_letters(written, r->fields.values[charset], &buf);
	if (letters != ANDROID_LETTERS_AS_WRITTEN) {
		sms_record_claim(r, claim, sms_record_name(r, written));
		r->fields.values[field] = sms_record_keep(r, buf_text(&buf));
	}
	if (letters == ANDROID_LETTERS_ASSUMED)
		sms_record_doubt(r, "charset-guessed", TEXT_NONE);
	buf_fini(&buf);
}

static void
put_subject(struct sms_reader *r)
{
	take_letters(r, SMS_SUBJECT, SMS_SUBJECT_CHARSET, "subject-written");
	if (sms_fields_get(&r->fields, SMS_SUBJECT).n != 0)
		r->record.subject = r->fields.values[SMS_SUBJECT];
}

static void
put_claims(struct sms_reader *r)
{
	struct text value;

	take_letters(r, SMS_RETRIEVE_TEXT, SMS_RETRIEVE_CHARSET, "retrieve-text-written");
	sms_record_message_claims(r);
	value = sms_fields_get(&r->fields, SMS_M_ID);
	if (value.n != 0)
		sms_record_claim(r, "message-id", value);
	value = sms_fields_get(&r->fields, SMS_CT_L);
	if (value.n != 0)
		sms_record_claim(r, "content-location", value);
	if (r->mms.parts > MMS_MAX_PARTS) {
		sms_record_doubt(r, "too-many-parts", TEXT_NONE);
		sms_record_note(r, SMS_SAID_PARTS, NOTE_UNREAD, "too-many-parts",
		    TEXT_LITERAL("A message has more than 500 parts; the others are only in the "
				 "original."));
	}
	if (r->mms.addresses > MMS_MAX_ADDRESSES)
		sms_record_doubt(r, "too-many-addresses", TEXT_NONE);
	if (r->mms.broken)
		sms_record_broken(r);
}

void
sms_mms_close(struct sms_reader *r)
{
	struct record *record = &r->record;

	record->kind = r->mms.head_broken ? KIND_NOTE : KIND_MESSAGE;
	record->channel = is_rcs(r) ? TEXT_LITERAL("rcs") : TEXT_LITERAL("mms");
	if (record->body.p != NULL)
		record->body = buf_text(&r->body);
	put_subject(r);
	sms_record_when(r, r->fields.values[SMS_DATE]);
	put_direction(r);
	put_parties(r);
	put_claims(r);
	r->mms.open = false;
	sms_record_emit(r);
}
