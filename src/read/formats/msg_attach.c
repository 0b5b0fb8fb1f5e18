/* src/read/formats/msg_attach.c
 * What is attached to a mail of Outlook: files are sent on, a mail within the mail is told of; see
 * msg.h. */
#include "read/formats/formats.h"
#include "read/formats/mail.h"
#include "read/formats/msg.h"

/* An object of another program ([MS-OXCMSG], section 2.2.2.9). */
enum { METHOD_OLE = 6 };

static struct text
name_of(struct msg *msg, const struct msg_object *part)
{
	static const enum msg_id ids[] = {MSG_LONG_NAME, MSG_SHORT_NAME, MSG_NAME};
	struct text name = TEXT_NONE;

	for (size_t i = 0; i < COUNT_OF(ids) && name.n == 0; i++)
		name = msg_text(msg, part, ids[i]);
	return name;
}

struct sending {
	struct making *m;
	struct text name, declared;
	bool smime; /* the mail is of the class whose words are in an envelope */
	bool begun;
	bool unread; /* it is a mail or the like, and nobody reads it */
};

/* The words of the mail are in this file, signed or locked, and nobody opens it here. */
static void
envelope_say(const struct sending *sending, struct slice piece)
{
	enum mail_envelope kind = mail_envelope_of(piece);

	if (!sending->smime && !mail_is_envelope_name(sending->name))
		return;
	if (kind == MAIL_ENVELOPE_LOCKED)
		making_note(sending->m, NOTE_ENCRYPTED, "mail-encrypted",
		    "The text of this mail is locked with a key of its sender or reader.");
	else if (kind == MAIL_ENVELOPE_SIGNED ||
		 slice_trim(slice_of_text(sending->m->record.body)).n == 0)
		making_doubt(sending->m, "signed-inside", sending->name);
}

/* The bytes as they stand.  Their beginning says what they are. */
static void
piece_send(void *ctx, struct slice piece)
{
	struct sending *sending = ctx;
	enum record_kind kind;
	struct text type;
	const char *doubt;

	if (!sending->begun) {
		type = file_type_of(piece, &kind);
		making_extract_begin(
		    sending->m, sending->name, type.n != 0 ? type : sending->declared);
		sending->begun = true;
		envelope_say(sending, piece);
		doubt = mail_inside_doubt(piece);
		sending->unread = doubt != NULL;
		if (doubt == NULL && slice_starts(piece, "\x78\x9f\x3e\x22"))
			doubt = "tnef-inside"; /* as in other mail ([MS-OXTNEF], section 2.1.3.1) */
		if (doubt != NULL)
			making_doubt(sending->m, doubt, sending->name);
	}
	making_extract_data(sending->m, piece);
}

/* False when there are none. */
static bool
file_send(struct msg *msg, const struct msg_object *part, enum msg_type type, struct text name,
    bool smime)
{
	struct sending sending = {
	    .m = &msg->m, .name = name, .declared = msg_text(msg, part, MSG_MIME), .smime = smime};
	bool whole = true;

	(void)msg->from->pour(
	    msg, part, (uint32_t)MSG_DATA << 16 | (uint32_t)type, piece_send, &sending, &whole);
	msg->unread |= sending.unread;
	if (sending.begun)
		making_extract_end(&msg->m, whole);
	return sending.begun;
}

/* -- a mail within the mail ---------------------------------------------------------------------
 */

static void
nested_claim(struct msg *msg, const struct msg_object *mail, unsigned id, const char *key)
{
	content_record_claim(&msg->r, key, msg_text(msg, mail, (enum msg_id)id));
}

static void
nested_files(struct msg *msg, const struct msg_object *mail)
{
	struct msg_object part;
	uint64_t at = 0;

	while (msg->m.status == OK && msg->from->part(msg, mail, MSG_ATTACHMENT, &at, &part)) {
		content_record_claim(&msg->r, "attached-mail-attachment", name_of(msg, &part));
		msg_object_close(msg, &part);
		msg->unread = true;
	}
}

static void
nested_when(struct msg *msg, const struct msg_object *mail)
{
	uint8_t bytes[64];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	int64_t at_us;

	if (msg_time(mail, MSG_SUBMIT_TIME, &at_us) && time_put(&buf, at_us))
		content_record_claim(&msg->r, "attached-mail-date", buf_text(&buf));
}

/* What it says beside its name and time, where that is not told elsewhere. */
static void
nested_tell(struct msg *msg, const struct msg_object *mail)
{
	struct text words = msg_text_max(msg, mail, MSG_BODY, MSG_TEXT_MAX_BYTES);

	if (words.n == 0)
		words = msg_page_words(msg, mail);
	if (words.n == 0 || words.n > MSG_NESTED_TEXT_BYTES)
		msg->unread = true;
	content_record_claim(
	    &msg->r, "attached-mail-text", text_prefix(words, MSG_NESTED_TEXT_BYTES));
	if (msg_has(msg, mail, MSG_HEADERS, MSG_WIDE) ||
	    msg_has(msg, mail, MSG_HEADERS, MSG_NARROW))
		msg->unread = true;
	nested_files(msg, mail);
	making_doubt(&msg->m, "attached-mail",
	    TEXT_LITERAL(
		"A mail is attached to this one; what its words say is named in here, and it "
		"is whole in the original only."));
}

static void
nested_read(struct msg *msg, const struct msg_object *mail, struct text name)
{
	struct text author, address, subject;
	char charset[sizeof msg->charset], page_charset[sizeof msg->page_charset];

	memcpy(charset, msg->charset, sizeof charset);
	memcpy(page_charset, msg->page_charset, sizeof page_charset);
	msg_codepages_read(msg, mail);
	subject = msg_subject(msg, mail);
	making_attach(&msg->m, name.n != 0 ? name : subject,
	    TEXT_LITERAL("application/vnd.ms-outlook"), true);
	content_record_claim(&msg->r, "attached-mail-subject", subject);
	msg_author(msg, mail, &author, &address);
	content_record_claim(&msg->r, "attached-mail-from", msg_person(msg, author, address));
	nested_claim(msg, mail, MSG_DISPLAY_TO, "attached-mail-to");
	nested_claim(msg, mail, MSG_DISPLAY_CC, "attached-mail-cc");
	nested_when(msg, mail);
	if (!msg->from->apart)
		nested_tell(msg, mail);
	memcpy(msg->charset, charset, sizeof charset);
	memcpy(msg->page_charset, page_charset, sizeof page_charset);
}

/* -- each ---------------------------------------------------------------------------------------
 */

/* Nothing but a name, or an object of another program. */
static void
other_attach(struct msg *msg, const struct msg_object *part, struct text name, bool object)
{
	struct text path = msg_text(msg, part, MSG_LONG_PATH);

	if (path.n == 0)
		path = msg_text(msg, part, MSG_PATH);
	content_record_claim(&msg->r, "attachment-path", path);
	making_attach(&msg->m, name, msg_text(msg, part, MSG_MIME), true);
	if (object) {
		making_doubt(&msg->m, "object-not-taken-out", name);
		msg->unread = true;
	}
}

static void
attachment_read(struct msg *msg, const struct msg_object *part, bool smime)
{
	struct msg_object mail;
	struct text name = name_of(msg, part);
	uint64_t method = 0;

	(void)msg_fixed(part, MSG_METHOD, MSG_LONG, &method);
	if (msg->m.record.attachments_count >= RECORD_MAX_ITEMS) {
		msg->r.too_much = true;
		msg->unread = true;
	} else if (file_send(msg, part, MSG_BINARY, name, smime)) {
		/* sent */
	} else if (method != METHOD_OLE && msg->from->within(msg, part, &mail)) {
		nested_read(msg, &mail, name);
		msg_object_close(msg, &mail);
	} else if (method != METHOD_OLE || !file_send(msg, part, MSG_OBJECT, name, false)) {
		other_attach(msg, part, name, msg_has(msg, part, MSG_DATA, MSG_OBJECT));
	}
	content_record_claim(&msg->r, "attachment-content-id", msg_text(msg, part, MSG_CONTENT_ID));
}

void
msg_attachments_fill(struct msg *msg, const struct msg_object *mail)
{
	struct text class = msg_text(msg, mail, MSG_CLASS);
	struct slice start = slice_of_text(text_prefix(class, 14));
	bool smime = slice_eq_nocase(start, SLICE_LITERAL("IPM.Note.SMIME"));
	struct msg_object part;
	uint64_t at = 0;

	while (msg->m.status == OK && msg->from->part(msg, mail, MSG_ATTACHMENT, &at, &part)) {
		attachment_read(msg, &part, smime);
		msg_object_close(msg, &part);
	}
}
