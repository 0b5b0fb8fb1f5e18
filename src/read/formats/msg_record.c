/* src/read/formats/msg_record.c
 * Who wrote a mail of Outlook, to whom and when; see msg.h.  The times are Outlook's own: a mail
 * that is dragged or saved anew gets new ones, all but the time it was submitted.  All are kept,
 * none is believed. */
#include "read/formats/msg.h"

#include "read/formats/mail_address.h"
#include "read/formats/mail_date.h"
#include "read/formats/mail_head.h"

enum { FLAG_READ = 1, FLAG_UNSENT = 8, HEADER_FIELDS_MAX = 500, DETAIL_MAX_BYTES = 500 };

/* -- people -------------------------------------------------------------------------------------
 */

struct person {
	struct text name, address, type, smtp; /* as they stand; absent */
	struct text handle; /* the address people know: SMTP where there is one */
};

static bool
is_address(struct text text)
{
	return text.n > 2 && memchr(text.p, '@', text.n) != NULL;
}

static void
person_read(
    struct msg *msg, const struct msg_object *object, const enum msg_id ids[4], struct person *out)
{
	out->name = msg_text(msg, object, ids[0]);
	out->address = msg_text(msg, object, ids[1]);
	out->type = msg_text(msg, object, ids[2]);
	out->smtp = msg_text(msg, object, ids[3]);
	out->handle = is_address(out->smtp) ? out->smtp : out->address;
	if (out->handle.n == 0 && is_address(out->name))
		out->handle = out->name;
}

static bool
is_x500(const struct person *person)
{
	return slice_eq_nocase(slice_of_text(person->type), SLICE_LITERAL("EX")) ||
	       (person->address.n != 0 && person->address.p[0] == '/');
}

static void
person_claims(struct msg *msg, const struct person *person, const char *const keys[4])
{
	content_record_claim(&msg->r, keys[0], person->name);
	content_record_claim(&msg->r, keys[1], person->address);
	content_record_claim(&msg->r, keys[2], person->type);
	content_record_claim(&msg->r, keys[3], person->smtp);
}

/* [MS-OXCMAIL], sections 2.2.3.1.3 and 2.2.3.1.4: "From" becomes whom the sender represents,
 * "Sender" the sender. */
static const enum msg_id sender_ids[] = {
    MSG_SENDER_NAME, MSG_SENDER_ADDRESS, MSG_SENDER_TYPE, MSG_SENDER_SMTP};
static const enum msg_id behalf_ids[] = {MSG_FOR_NAME, MSG_FOR_ADDRESS, MSG_FOR_TYPE, MSG_FOR_SMTP};

static bool
is_nobody(const struct person *person)
{
	return person->handle.n == 0 && person->name.n == 0;
}

/* The same path inside an organisation is the same mailbox: the address known of one is that of the
 * other. */
static void
smtp_borrow(struct person *person, const struct person *other)
{
	if (!is_address(person->smtp) && is_address(other->smtp) && person->address.n != 0 &&
	    slice_eq_nocase(slice_of_text(person->address), slice_of_text(other->address)))
		person->handle = person->smtp = other->smtp;
}

static bool
has_address(const struct person *person)
{
	return person->address.n != 0 || is_address(person->smtp);
}

/* By their addresses; by name only where one has nothing else. */
static bool
is_same(const struct person *a, const struct person *b)
{
	if (has_address(a) && has_address(b))
		return slice_eq_nocase(slice_of_text(a->handle), slice_of_text(b->handle));
	return text_eq(a->name, b->name);
}

/* Whom the sender represents is who it is from, as "From" is elsewhere: anybody can write a line
 * "Sender" with somebody else's address. */
static struct person
author_of(const struct person *sender, const struct person *behalf)
{
	struct person author = *behalf;

	if (is_nobody(behalf) || (!has_address(behalf) && is_same(sender, behalf)))
		return *sender;
	smtp_borrow(&author, sender);
	if (author.name.n == 0 && is_same(sender, &author))
		author.name = sender->name;
	return author;
}

void
msg_author(struct msg *msg, const struct msg_object *object, struct text *name, struct text *handle)
{
	struct person sender, behalf, author;

	person_read(msg, object, sender_ids, &sender);
	person_read(msg, object, behalf_ids, &behalf);
	author = author_of(&sender, &behalf);
	*name = author.name;
	*handle = author.handle;
}

/* Where one of the two is the owner and the other is not, it is not certain whose words they are.
 */
static void
sender_check(struct msg *msg, const struct person *sender, const struct person *author)
{
	struct making *m = &msg->m;
	bool mine = m->record.direction == DIRECTION_OUT;

	if (is_nobody(sender) || is_same(sender, author) ||
	    owner_is(&m->owner, sender->handle, sender->name) == mine)
		return;
	if (mine)
		making_doubt(
		    m, "from-may-be-forged", msg_person(msg, sender->name, sender->handle));
	else
		making_doubt(m, "sender-unclear",
		    TEXT_LITERAL("The owner's address is named as having sent it, but somebody "
				 "else's as whom it is from."));
}

static void
author_fill(struct msg *msg, const struct person *author)
{
	struct making *m = &msg->m;
	struct slice found;

	making_from(m, author->handle, author->name);
	if (author->handle.n == 0 || (is_x500(author) && !is_address(author->smtp))) {
		/* It may be anybody's: that it is not the person's own address says nothing. */
		if (m->record.direction == DIRECTION_IN)
			m->record.direction = DIRECTION_UNKNOWN;
		making_doubt(m, "sender-without-address",
		    author->handle.n == 0
			? TEXT_LITERAL("Only a name is given of whom it is from.")
			: TEXT_LITERAL("Only the name of the sender's mailbox inside its own "
				       "organisation is given."));
	}
	if (author->name.n != 0 && mail_name_address(author->name, &found) &&
	    !slice_eq_nocase(found, slice_of_text(author->handle)))
		making_doubt(m, "name-looks-like-address", author->name);
}

static void
sender_fill(struct msg *msg, const struct msg_object *mail)
{
	static const char *const sender_keys[] = {
	    "sender-name", "sender-address", "sender-address-type", "sender-smtp"};
	static const char *const behalf_keys[] = {"on-behalf-of-name", "on-behalf-of-address",
	    "on-behalf-of-address-type", "on-behalf-of-smtp"};
	struct person sender, behalf, author;

	person_read(msg, mail, sender_ids, &sender);
	person_read(msg, mail, behalf_ids, &behalf);
	smtp_borrow(&sender, &behalf);
	person_claims(msg, &sender, sender_keys);
	if (!text_eq(sender.handle, behalf.handle) || !text_eq(sender.name, behalf.name))
		person_claims(msg, &behalf, behalf_keys);
	msg->m.record.direction = DIRECTION_UNKNOWN;
	author = author_of(&sender, &behalf);
	if (is_nobody(&author)) {
		making_doubt(&msg->m, "no-from", TEXT_NONE);
		return;
	}
	if (is_nobody(&sender))
		making_doubt(&msg->m, "no-sender",
		    TEXT_LITERAL("It does not say who sent it, only on whose behalf it was "
				 "written."));
	author_fill(msg, &author);
	sender_check(msg, &sender, &author);
}

/* Whoever it was delivered to is the owner of the mailbox, or of one it came through. */
static void
received_by_offer(struct msg *msg, const struct msg_object *mail)
{
	static const enum msg_id ids[] = {
	    MSG_RECEIVED_NAME, MSG_RECEIVED_ADDRESS, MSG_RECEIVED_TYPE, MSG_RECEIVED_SMTP};
	struct person person;

	person_read(msg, mail, ids, &person);
	owner_offer(&msg->m.owner,
	    &(const struct owner_person){.handle = person.handle, .name = person.name});
}

static void
recipient_add(struct msg *msg, const struct msg_object *object)
{
	static const enum msg_id ids[] = {MSG_NAME, MSG_ADDRESS, MSG_ADDRESS_TYPE, MSG_SMTP};
	static const char *const kinds[] = {NULL, NULL, "recipient-cc", "recipient-bcc"};
	struct person person;
	uint64_t kind = 1;

	person_read(msg, object, ids, &person);
	owner_offer(&msg->m.owner,
	    &(const struct owner_person){.handle = person.handle, .name = person.name});
	(void)msg_fixed(object, MSG_RECIPIENT_KIND, MSG_LONG, &kind);
	kind &= 15; /* the bits above say whether it arrived */
	if ((person.handle.n != 0 || person.name.n != 0) &&
	    content_record_room(&msg->r, 2 * person.handle.n + person.name.n + 64))
		making_to(&msg->m, person.handle, person.name);
	if (kind < COUNT_OF(kinds) && kinds[kind] != NULL)
		content_record_claim(
		    &msg->r, kinds[kind], msg_person(msg, person.name, person.handle));
	if (is_x500(&person) && is_address(person.smtp))
		content_record_claim(&msg->r, "recipient-x500", person.address);
}

void
msg_recipients_fill(struct msg *msg, const struct msg_object *mail)
{
	struct msg_object object;
	uint64_t at = 0;

	while (msg->m.status == OK && msg->from->part(msg, mail, MSG_RECIPIENT, &at, &object)) {
		recipient_add(msg, &object);
		msg_object_close(msg, &object);
	}
}

/* -- times --------------------------------------------------------------------------------------
 */

static void
times_fill(struct msg *msg, const struct msg_object *mail)
{
	struct making *m = &msg->m;
	uint8_t bytes[64];
	struct buf written = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	int64_t sent_us, delivered_us;

	msg_time_claim(msg, mail, MSG_SUBMIT_TIME, "sent-at");
	msg_time_claim(msg, mail, MSG_DELIVERY_TIME, "delivered-at");
	msg_time_claim(msg, mail, MSG_CREATION_TIME, "created-at");
	msg_time_claim(msg, mail, MSG_CHANGE_TIME, "changed-at");
	if (!msg_time(mail, MSG_SUBMIT_TIME, &sent_us)) {
		making_doubt(m, "no-date", TEXT_LITERAL("It does not say when it was sent."));
		return;
	}
	(void)msg_time_spell(mail, MSG_SUBMIT_TIME, &written);
	making_instant_us(m, &m->record.when, sent_us, buf_text(&written));
	if (!msg_time(mail, MSG_DELIVERY_TIME, &delivered_us))
		return;
	if (delivered_us - sent_us > US_PER_DAY || sent_us - delivered_us > US_PER_DAY)
		making_doubt(m, "delivered-another-day",
		    TEXT_LITERAL("The time of delivery is more than a day from that of sending: a "
				 "mail that is saved or moved gets a new one."));
}

/* -- the header it came with --------------------------------------------------------------------
 */

static const char *
header_key(struct msg *msg, struct slice name)
{
	struct content content = {.name = name};

	for (size_t i = 0; i < name.n; i++)
		if (!(name.p[i] >= 'a' && name.p[i] <= 'z') &&
		    !(name.p[i] >= 'A' && name.p[i] <= 'Z') &&
		    !(name.p[i] >= '0' && name.p[i] <= '9') && name.p[i] != '-')
			return "header-other";
	if (name.n == 0 || name.n > CONTENT_NAME_MAX_BYTES)
		return "header-other";
	return content_record_key(&msg->r, "header-", &content);
}

static void
date_check(struct msg *msg, struct slice value)
{
	const struct moment *when = &msg->m.record.when;
	struct mail_date date;
	int64_t apart;

	if (!when->at_known || !mail_date_parse(value, &date) || !date.has_zone)
		return;
	apart = mail_date_us(&date) - when->at_us;
	if (apart > US_PER_DAY || apart < -US_PER_DAY)
		making_doubt(
		    &msg->m, "date-differs-from-header", content_record_keep(&msg->r, value));
}

/* As they stand; the topmost "Received" is that of the last server. */
static void
received_check(struct msg *msg, struct slice written, struct slice trace)
{
	struct mail_date date, received;

	if (!mail_date_parse(written, &date) || !mail_date_received(trace, &received) ||
	    !mail_date_differs(&date, &received))
		return;
	buf_reset(&msg->page);
	buf_put_c(&msg->page, "Date: ");
	buf_put_slice(&msg->page, written);
	buf_put_c(&msg->page, " | Received: ");
	buf_put_slice(&msg->page, trace);
	making_doubt(&msg->m, "date-differs-from-received",
	    text_prefix(
		content_record_keep(&msg->r, mail_unfold(buf_slice(&msg->page), &msg->bytes)),
		DETAIL_MAX_BYTES));
}

static void
from_check(struct msg *msg, struct slice value)
{
	struct text handle = msg->m.record.from.handle;
	struct mail_address address;

	if (!is_address(handle) || !mail_address_next(&value, &address) || address.address.n == 0 ||
	    slice_eq_nocase(address.address, slice_of_text(handle)))
		return;
	making_doubt(
	    &msg->m, "from-differs-from-header", content_record_keep(&msg->r, address.written));
}

static void
results_check(struct msg *msg, struct slice value)
{
	static const char *const failures[] = {"dmarc=fail", "dkim=fail", "spf=fail"};

	for (size_t i = 0; i < COUNT_OF(failures); i++)
		if (slice_find(value, slice_of(failures[i], strlen(failures[i]))) != SIZE_MAX) {
			making_doubt(
			    &msg->m, "authentication-failed", content_record_keep(&msg->r, value));
			return;
		}
}

/* "Subject: hello" for a line whose name is no code word; the value alone for the others. */
static void
header_claim(struct msg *msg, const struct mail_field *field, struct slice value)
{
	const char *key = header_key(msg, field->name);

	if (strcmp(key, "header-other") != 0) {
		content_record_claim(&msg->r, key, content_record_keep(&msg->r, value));
		return;
	}
	buf_reset(&msg->page);
	buf_put_slice(&msg->page, field->name);
	buf_put_c(&msg->page, field->name.n != 0 ? ": " : "");
	buf_put_slice(&msg->page, value);
	content_record_claim(&msg->r, key, content_record_keep(&msg->r, buf_slice(&msg->page)));
}

static void
first_of(struct slice *first, struct slice value)
{
	if (first->p == NULL)
		*first = value;
}

static void
headers_fill(struct msg *msg, const struct msg_object *mail)
{
	struct text block = msg_text(msg, mail, MSG_HEADERS);
	struct slice value, date = slice_of(NULL, 0), received = slice_of(NULL, 0);
	struct mail_field field;
	size_t at = 0, count = 0;
	bool results = false;

	while (block.n != 0 && mail_field_next(slice_of_text(block), &at, &field)) {
		if (count++ == HEADER_FIELDS_MAX) {
			msg->r.too_much = true;
			break;
		}
		value = mail_unfold(field.value, &msg->bytes);
		if (mail_field_is(&field, "date")) {
			date_check(msg, value);
			first_of(&date, field.value);
		} else if (mail_field_is(&field, "received")) {
			first_of(&received, field.value);
		} else if (mail_field_is(&field, "from")) {
			from_check(msg, value);
		} else if (mail_field_is(&field, "authentication-results") && !results) {
			results_check(msg, value);
			results = true; /* the first is that of the last server */
		}
		header_claim(msg, &field, value);
	}
	received_check(msg, date, received);
}

/* -- all of it ----------------------------------------------------------------------------------
 */

static void
claims_fill(struct msg *msg, const struct msg_object *mail)
{
	static const struct {
		unsigned id;
		const char *key;
	} texts[] = {{MSG_CLASS, "message-class"}, {0x0070, "conversation-topic"},
	    {MSG_DISPLAY_TO, "display-to"}, {MSG_DISPLAY_CC, "display-cc"},
	    {MSG_DISPLAY_BCC, "display-bcc"}, {MSG_RECEIVED_NAME, "received-by-name"},
	    {MSG_RECEIVED_ADDRESS, "received-by-address"}, {MSG_RECEIVED_SMTP, "received-by-smtp"},
	    {0x1035, "message-id"}, {0x1039, "references"}, {0x1042, "in-reply-to"},
	    {0x1046, "return-path"}, {0x3FF8, "creator-name"}, {0x3FFA, "last-changed-by"}};
	uint64_t value;

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		content_record_claim(
		    &msg->r, texts[i].key, msg_text(msg, mail, (enum msg_id)texts[i].id));
	if (msg_fixed(mail, MSG_FLAGS, MSG_LONG, &value)) {
		if ((value & FLAG_UNSENT) != 0)
			making_mark(&msg->m, "draft");
		content_record_claim(&msg->r, "read-by-owner",
		    (value & FLAG_READ) != 0 ? TEXT_LITERAL("yes") : TEXT_LITERAL("no"));
	}
	if (msg_fixed(mail, MSG_IMPORTANCE, MSG_LONG, &value) && value != 1)
		content_record_claim(
		    &msg->r, "importance", value == 0 ? TEXT_LITERAL("low") : TEXT_LITERAL("high"));
}

/* In a mailbox its first two letters say how long the "RE: " in front is ([MS-PST], 2.5.3.1.1.1).
 */
struct text
msg_subject(struct msg *msg, const struct msg_object *mail)
{
	struct text subject = msg_text(msg, mail, MSG_SUBJECT);

	if (subject.n != 0 && subject.p[0] == 1) {
		(void)text_next(&subject);
		(void)text_next(&subject);
	}
	return subject;
}

void
msg_record_fill(struct msg *msg, const struct msg_object *mail)
{
	struct text subject;

	received_by_offer(msg, mail);
	sender_fill(msg, mail);
	subject = msg_subject(msg, mail);
	if (subject.n != 0 && content_record_room(&msg->r, subject.n))
		msg->m.record.subject = subject;
	times_fill(msg, mail);
	claims_fill(msg, mail);
	headers_fill(msg, mail);
	msg_recipients_fill(
	    msg, mail); /* last: however many there are, nothing else is crowded out */
}
