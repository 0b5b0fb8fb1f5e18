/* src/read/formats/msg_attach.c
 * What is attached to a mail of Outlook: files are sent on, a mail within the mail is told of; see
 * msg.h. */
#include "read/formats/formats.h"
#include "read/formats/msg.h"

enum { COPY_BYTES = 64 * 1024 };

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

/* The bytes as they stand.  Their beginning says what they are. */
static void
file_send(struct msg *msg, const struct msg_object *part, uint32_t entry, struct text name)
{
	struct making *m = &msg->m;
	struct text type, declared = msg_text(msg, part, MSG_MIME);
	struct cfb_stream stream;
	enum record_kind kind;
	size_t got = 0;
	uint8_t *p;
	bool begun = false;

	cfb_stream_open(&msg->cfb, entry, &stream);
	buf_reset(&msg->bytes);
	p = buf_extend(&msg->bytes, COPY_BYTES);
	if (p == NULL && m->status == OK)
		m->status = buf_check(&msg->bytes, msg->err);
	while (m->status == OK) {
		m->status = cfb_stream_read(&stream, p, COPY_BYTES, &got, msg->err);
		if (!begun) {
			type = file_type_of(slice_of(p, got), &kind);
			making_extract_begin(m, name, type.n != 0 ? type : declared);
			begun = true;
		}
		if (got == 0)
			break;
		making_extract_data(m, slice_of(p, got));
	}
	if (begun)
		making_extract_end(m, stream.left == 0);
}

/* -- a mail within the mail ---------------------------------------------------------------------
 */

static void
nested_claim(struct msg *msg, const struct msg_object *mail, unsigned id, const char *key)
{
	content_record_claim(&msg->r, key, msg_text(msg, mail, (enum msg_id)id));
}

static void
nested_files(struct msg *msg, uint32_t storage)
{
	struct msg_object part;
	uint32_t at = msg->cfb.entries[storage].first;

	for (; at != CFB_NONE && msg->m.status == OK; at = msg->cfb.entries[at].next) {
		if (!msg_storage_is(msg, at, "__attach_version1.0_"))
			continue;
		msg_object_open(msg, at, MSG_PART_HEAD, &part);
		content_record_claim(&msg->r, "attached-mail-attachment", name_of(msg, &part));
		msg_object_close(&part);
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

static void
nested_read(struct msg *msg, uint32_t storage, struct text name)
{
	struct msg_object mail;
	struct text smtp, address, subject;

	msg_object_open(msg, storage, MSG_INNER_HEAD, &mail);
	subject = msg_text(msg, &mail, MSG_SUBJECT);
	making_attach(&msg->m, name.n != 0 ? name : subject,
	    TEXT_LITERAL("application/vnd.ms-outlook"), true);
	content_record_claim(&msg->r, "attached-mail-subject", subject);
	smtp = msg_text(msg, &mail, MSG_SENDER_SMTP);
	address = msg_text(msg, &mail, MSG_SENDER_ADDRESS);
	content_record_claim(&msg->r, "attached-mail-from",
	    msg_person(msg, msg_text(msg, &mail, MSG_SENDER_NAME), smtp.n != 0 ? smtp : address));
	nested_claim(msg, &mail, MSG_DISPLAY_TO, "attached-mail-to");
	nested_claim(msg, &mail, MSG_DISPLAY_CC, "attached-mail-cc");
	nested_when(msg, &mail);
	content_record_claim(&msg->r, "attached-mail-text",
	    text_prefix(msg_text(msg, &mail, MSG_BODY), MSG_NESTED_TEXT_BYTES));
	nested_files(msg, storage);
	making_doubt(&msg->m, "attached-mail",
	    TEXT_LITERAL("A mail is attached to this one; what it says is named in here, and it is "
			 "whole in the original only."));
	msg_object_close(&mail);
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
attachment_read(struct msg *msg, uint32_t storage)
{
	struct msg_object part;
	uint32_t data, object;
	struct text name;
	uint64_t method = 0;

	msg_object_open(msg, storage, MSG_PART_HEAD, &part);
	name = name_of(msg, &part);
	(void)msg_fixed(&part, MSG_METHOD, MSG_LONG, &method);
	data = msg_stream(msg, &part, MSG_DATA, MSG_BINARY);
	object = msg_stream(msg, &part, MSG_DATA, MSG_OBJECT);
	if (msg->m.record.attachments_count >= RECORD_MAX_ITEMS) {
		msg->r.too_much = true;
		msg->unread = true;
	} else if (data != CFB_NONE && msg->cfb.entries[data].type == CFB_STREAM) {
		file_send(msg, &part, data, name);
	} else if (object != CFB_NONE && method != METHOD_OLE) {
		nested_read(msg, object, name);
	} else {
		other_attach(msg, &part, name, object != CFB_NONE);
	}
	content_record_claim(
	    &msg->r, "attachment-content-id", msg_text(msg, &part, MSG_CONTENT_ID));
	msg_object_close(&part);
}

void
msg_attachments_fill(struct msg *msg)
{
	uint32_t at = msg->cfb.entries[0].first;

	for (; at != CFB_NONE && msg->m.status == OK; at = msg->cfb.entries[at].next)
		if (msg_storage_is(msg, at, "__attach_version1.0_"))
			attachment_read(msg, at);
}
