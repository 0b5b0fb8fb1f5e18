/* src/read/formats/msg_contact.c
 * Somebody in an address book of Outlook, and a list of addresses in it ([MS-OXOCNTC]); see
 * msg.h. */
#include "read/formats/msg.h"

enum { MEMBERS_MAX = RECORD_MAX_ITEMS, SHOWN_HEX_BYTES = 64 };

static void
id_claim(struct msg *msg, const struct msg_object *object, unsigned id, const char *key)
{
	if (id != 0)
		content_record_claim(&msg->r, key, msg_text(msg, object, (enum msg_id)id));
}

static void
party_add(struct msg *msg, struct text handle, struct text name)
{
	/* Each party holds it twice, and the name. */
	if (handle.n != 0 && content_record_room(&msg->r, 2 * handle.n + name.n + 24))
		making_to(&msg->m, handle, name);
}

/* Numbers, in the order a card shows them. */
static void
phones_fill(struct msg *msg, const struct msg_object *object, struct text name)
{
	static const struct {
		unsigned id;
		const char *kind;
	} phones[] = {{0x3A1C, "mobile"}, {0x3A08, "business"}, {0x3A1B, "business"},
	    {0x3A09, "home"}, {0x3A2F, "home"}, {0x3A1A, "primary"}, {0x3A1F, "other"},
	    {0x3A57, "company"}, {0x3A02, "callback"}, {0x3A1D, "radio"}, {0x3A1E, "car"},
	    {0x3A21, "pager"}, {0x3A2E, "assistant"}, {0x3A24, "business fax"},
	    {0x3A25, "home fax"}, {0x3A23, "primary fax"}};
	struct text value;

	for (size_t i = 0; i < COUNT_OF(phones); i++) {
		value = msg_text(msg, object, (enum msg_id)phones[i].id);
		if (value.n == 0)
			continue;
		party_add(msg, value, name);
		buf_reset(&msg->page);
		buf_put_text(&msg->page, value);
		buf_put_c(&msg->page, " (");
		buf_put_c(&msg->page, phones[i].kind);
		buf_put_c(&msg->page, ")");
		msg_stick(msg, buf_check(&msg->page, msg->err));
		content_record_claim(&msg->r, "phone", buf_text(&msg->page));
	}
}

/* An address inside an organisation is a path; what was written is then mostly the one people
 * know. */
static void
mail_fill(struct msg *msg, const struct msg_object *object, enum msg_named first, struct text name)
{
	struct text address, type = TEXT_NONE, written = TEXT_NONE;

	if (msg->named[first] == 0)
		return;
	address = msg_text(msg, object, msg_named(msg, first));
	if (msg->named[first + 1] != 0)
		type = msg_text(msg, object, (enum msg_id)msg->named[first + 1]);
	if (msg->named[first + 2] != 0)
		written = msg_text(msg, object, (enum msg_id)msg->named[first + 2]);
	if (address.n == 0)
		return;
	content_record_claim(&msg->r, "email", address);
	content_record_claim(&msg->r, "email-type", type);
	if (!text_eq(written, address))
		content_record_claim(&msg->r, "email-as-written", written);
	if (address.p[0] == '/' && written.n != 0 && memchr(written.p, '@', written.n) != NULL)
		address = written;
	party_add(msg, address, name);
}

static struct text
first_text(struct msg *msg, const struct msg_object *object, const unsigned *ids, size_t count)
{
	struct text text = TEXT_NONE;

	for (size_t i = 0; i < count && text.n == 0; i++)
		if (ids[i] != 0)
			text = msg_text(msg, object, (enum msg_id)ids[i]);
	return text;
}

static struct text
name_fill(struct msg *msg, const struct msg_object *object, enum msg_named other)
{
	const unsigned ids[] = {MSG_NAME, msg->named[other]};
	struct text name = first_text(msg, object, ids, COUNT_OF(ids));

	if (name.n == 0)
		name = msg_subject(msg, object);
	if (name.n == 0)
		name = msg_text(msg, object, (enum msg_id)0x3A16);
	if (name.n == 0)
		making_doubt(&msg->m, "no-name", TEXT_LITERAL("The card has no name."));
	name = making_name(&msg->m, name);
	msg->m.record.subject = name;
	content_record_claim(&msg->r, "message-class", msg_text(msg, object, MSG_CLASS));
	return name;
}

static void
rest_fill(struct msg *msg, const struct msg_object *object)
{
	msg_time_claim(msg, object, MSG_CREATION_TIME, "created-at");
	msg_time_claim(msg, object, MSG_CHANGE_TIME, "changed-at");
	msg_body_fill(msg, object);
	msg_attachments_fill(msg, object);
}

void
msg_contact_fill(struct msg *msg, const struct msg_object *object)
{
	static const struct {
		unsigned id;
		const char *key;
	} texts[] = {{0x3A06, "given-name"}, {0x3A44, "middle-name"}, {0x3A11, "family-name"},
	    {0x3A4F, "nickname"}, {0x3A16, "organisation"}, {0x3A18, "department"},
	    {0x3A17, "job-title"}, {0x3A48, "partner"}, {0x3A30, "assistant-name"},
	    {0x3A4E, "manager"}};
	struct text name = name_fill(msg, object, MSG_FILE_AS);

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		id_claim(msg, object, texts[i].id, texts[i].key);
	mail_fill(msg, object, MSG_MAIL_1, name);
	mail_fill(msg, object, MSG_MAIL_2, name);
	mail_fill(msg, object, MSG_MAIL_3, name);
	phones_fill(msg, object, name);
	id_claim(msg, object, msg->named[MSG_IM], "im");
	id_claim(msg, object, msg->named[MSG_HOME_ADDRESS], "address");
	id_claim(msg, object, msg->named[MSG_WORK_ADDRESS], "address");
	id_claim(msg, object, msg->named[MSG_OTHER_ADDRESS], "address");
	id_claim(msg, object, msg->named[MSG_WEB_PAGE], "web-page");
	msg_time_claim(msg, object, (enum msg_id)0x3A42, "birthday");
	msg_time_claim(msg, object, (enum msg_id)0x3A41, "anniversary");
	rest_fill(msg, object);
}

/* -- a list of addresses ------------------------------------------------------------------------
 */

/* One NUL-terminated string, of either width, off the front; kept. */
static struct text
string_take(struct msg *msg, struct slice *rest, bool wide)
{
	size_t unit = wide ? 2 : 1, n = 0;
	struct slice bytes;

	while (n + unit <= rest->n && !slice_all_zero(slice_of(rest->p + n, unit)))
		n += unit;
	if (!take(rest, n, &bytes))
		return TEXT_NONE;
	if (rest->n >= unit)
		*rest = slice_from(*rest, unit);
	buf_reset(&msg->text);
	mail_texts_decode(&msg->r.texts,
	    wide ? SLICE_LITERAL("utf-16le") : slice_of(msg->charset, strlen(msg->charset)), bytes,
	    &msg->text);
	msg_stick(msg, buf_check(&msg->text, msg->err));
	return making_keep(&msg->m, buf_text(&msg->text));
}

/* [MS-OXCDATA], section 2.2.5.1: flags, who made it, version, how it is written; then name, kind of
 * address, address. */
static void
member_add(struct msg *msg, struct slice entry)
{
	struct slice rest = entry, skipped;
	struct text name, type, address;
	uint16_t flags;

	if (!take(&rest, 22, &skipped) || !take_u16le(&rest, &flags)) {
		content_record_strange(&msg->r, "member-not-understood", entry);
		return;
	}
	name = string_take(msg, &rest, (flags & 0x8000) != 0);
	type = string_take(msg, &rest, (flags & 0x8000) != 0);
	address = string_take(msg, &rest, (flags & 0x8000) != 0);
	party_add(msg, address.n != 0 ? address : name, name);
	content_record_claim(&msg->r, "member", msg_person(msg, name, address));
	content_record_claim(&msg->r, "member-type", type);
}

/* Many values: how many, where each begins, and they themselves ([MS-PST], section 2.3.3.4.2). */
static void
members_walk(struct msg *msg, struct slice bytes)
{
	struct slice rest = bytes;
	uint32_t count, from, to;
	size_t told = 0;

	if (!take_u32le(&rest, &count) || count > rest.n / 4) {
		content_record_strange(&msg->r, "members-not-understood", bytes);
		return;
	}
	for (uint32_t i = 0; i < count && msg->m.status == OK; i++) {
		struct slice next = slice_from(rest, 4);

		if (!take_u32le(&rest, &from))
			break;
		to = (uint32_t)bytes.n;
		if (i + 1 < count && !take_u32le(&next, &to))
			break;
		if (from > to || to > bytes.n) {
			making_doubt(&msg->m, "members-damaged", TEXT_NONE);
			break;
		}
		if (told++ == MEMBERS_MAX) {
			msg->r.too_much = true;
			break;
		}
		member_add(msg, slice_of(bytes.p + from, to - from));
	}
}

void
msg_list_fill(struct msg *msg, const struct msg_object *object)
{
	enum msg_id members = msg_named(msg, MSG_LIST_MEMBERS);
	struct buf copy;

	(void)name_fill(msg, object, MSG_LIST_NAME);
	content_record_claim(
	    &msg->r, "contact-kind", TEXT_LITERAL("a list of addresses, not one person"));
	buf_init(&copy, MSG_TEXT_MAX_BYTES);
	if (members != 0 && msg_bytes(msg, object, members, MSG_BINARIES, MSG_TEXT_MAX_BYTES)) {
		buf_put_slice(&copy, buf_slice(&msg->bytes));
		msg_stick(msg, buf_check(&copy, msg->err));
		members_walk(msg, buf_slice(&copy));
	} else {
		making_doubt(&msg->m, "no-members", TEXT_NONE);
	}
	buf_fini(&copy);
	rest_fill(msg, object);
}
