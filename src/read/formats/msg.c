/* src/read/formats/msg.c
 * The format "msg": one mail, or another thing, as Outlook saves it (docs/formats/msg.md).
 * Not for: mailboxes of Outlook (.pst), and other things in the same container (.doc, .xls). */
#include "base/mem.h"
#include "read/formats/cfb.h"
#include "read/formats/formats.h"
#include "read/formats/mail.h"
#include "read/formats/msg_item.h"
#include "read/formats/owner_look.h"

enum { DIRECTORY_AT = 48, SHIFT_AT = 30 };

/* "__properties_version1.0" and the like as they stand in the directory. */
static bool
names_outlook(struct slice head)
{
	static const char *const names[] = {"__properties_", "__substg1.0_", "__nameid_ver"};
	uint8_t wide[2 * 16];

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		size_t n = strlen(names[i]);

		memset(wide, 0, sizeof wide);
		for (size_t k = 0; k < n && 2 * k < sizeof wide; k++)
			wide[2 * k] = (uint8_t)names[i][k];
		if (slice_find(head, slice_of(wide, 2 * n)) != SIZE_MAX)
			return true;
	}
	return false;
}

/* The directory may lie behind what is seen of the file: then it may be a mail, and reading tells.
 */
static bool
directory_unseen(struct slice head)
{
	struct slice shift_at = slice_of(head.p + SHIFT_AT, 2);
	struct slice at = slice_of(head.p + DIRECTORY_AT, 4);
	uint16_t shift;
	uint32_t sector;

	return take_u16le(&shift_at, &shift) && take_u32le(&at, &sector) &&
	       (shift == 9 || shift == 12) && (((uint64_t)sector + 1) << shift) >= head.n;
}

static int
msg_probe(struct slice head)
{
	if (!cfb_is(head) || head.n < CFB_HEADER_BYTES)
		return 0;
	if (names_outlook(head))
		return 95;
	return head.n >= FORMAT_HEAD_BYTES && directory_unseen(head) ? 30 : 0;
}

static void
say_first(struct making *m)
{
	making_note(m, NOTE_FORMAT, "msg", NULL);
	making_note(
	    m, NOTE_OMITS, "mail-deleted", "Mail that was deleted for good is not in this file.");
	making_note(m, NOTE_OMITS, "mail-bcc",
	    "A mail that was received does not say who else got a blind copy (Bcc).");
	making_note(m, NOTE_OMITS, "outlook-times",
	    "A mail that is dragged out of Outlook, or saved anew, gets new times of creation and "
	    "perhaps of delivery; only the time it was sent stays.");
}

/* UTF-16 is no page of 8-bit text, whatever the mail says. */
static uint64_t
codepage_of(const struct msg_object *mail, enum msg_id id)
{
	uint64_t page = 0;

	return msg_fixed(mail, id, MSG_LONG, &page) && page != 1200 && page != 1201 ? page : 0;
}

void
msg_codepages_read(struct msg *msg, const struct msg_object *mail)
{
	uint64_t page = codepage_of(mail, MSG_CODEPAGE);
	uint64_t internet = codepage_of(mail, MSG_INTERNET_CODEPAGE);

	msg_charset_name(page != 0 ? page : internet, msg->charset);
	msg_charset_name(internet != 0 ? internet : page, msg->page_charset);
}

void
msg_begin(
    struct msg *msg, const struct msg_object *object, enum record_kind kind, const char *channel)
{
	content_record_begin(&msg->r, kind, channel);
	msg->remote = 0;
	msg_codepages_read(msg, object);
}

void
msg_mail_fill(struct msg *msg, const struct msg_object *mail)
{
	msg_record_fill(msg, mail);
	msg_reactions_fill(msg, mail);
	msg_body_fill(msg, mail);
	msg_attachments_fill(msg, mail);
}

enum status
msg_init(struct msg *msg, const struct msg_from *from, void *container,
    const struct reading_options *options, const struct sink *sink, struct err *err)
{
	enum status status;

	*msg = (struct msg){.from = from, .container = container, .err = err};
	buf_init(&msg->bytes, MSG_BODY_MAX_BYTES + 64 * 1024);
	buf_init(&msg->text, 4 * MSG_BODY_MAX_BYTES);
	buf_init(&msg->page, 2 * MSG_BODY_MAX_BYTES);
	buf_init(&msg->sets, MSG_NAMES_MAX_BYTES);
	buf_init(&msg->items, MSG_NAMES_MAX_BYTES);
	buf_init(&msg->strings, MSG_NAMES_MAX_BYTES);
	content_record_init(&msg->r, &msg->m);
	status = making_init(&msg->m, options, sink, err);
	/* In mail a name is nobody's own; the address holds for other files of mail, too. */
	msg->m.owner.handles_first = true;
	return status;
}

void
msg_fini(struct msg *msg)
{
	content_record_fini(&msg->r);
	making_fini(&msg->m);
	buf_fini(&msg->bytes);
	buf_fini(&msg->text);
	buf_fini(&msg->page);
	buf_fini(&msg->sets);
	buf_fini(&msg->items);
	buf_fini(&msg->strings);
}

/* A compound file without Outlook's own list of properties is something else. */
static enum status
mail_read(struct msg *msg, const struct cfb *cfb)
{
	struct making *m = &msg->m;
	struct msg_object mail;
	enum msg_item item;
	bool is_mail = msg_file_open(msg, &mail);

	if (!is_mail) {
		msg_object_close(msg, &mail);
		return m->status != OK ? m->status
				       : fail(msg->err, E_FORMAT,
					     "not a mail of Outlook ([MS-OXMSG], section 2.4)");
	}
	say_first(m);
	msg_names_read(msg);
	item = msg_item_of(msg, &mail);
	msg_item_begin(msg, &mail, item);
	msg_item_fill(msg, &mail, item);
	msg_object_close(msg, &mail);
	if (cfb->damage != NULL) {
		making_doubt(m, "container-damaged", text_of_c(cfb->damage));
		making_note(m, NOTE_UNREAD, "container-damaged",
		    "The file is damaged or cut off; what could be reached in it was read.");
	}
	if (msg->unread)
		making_note(m, NOTE_UNREAD, "attached-mail",
		    "Something inside an attachment was left unread: it is in the original only.");
	return content_record_send(&msg->r);
}

/* A mail and the file it stands in. */
struct filed {
	struct msg msg;
	struct cfb cfb;
};

static enum status
read_once(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct filed *filed = mem_new(1, sizeof *filed);
	enum status status;

	if (filed == NULL)
		return fail(err, E_NOMEM, "no memory for a mail");
	status = msg_init(&filed->msg, &msg_from_file, &filed->cfb, options, sink, err);
	if (status == OK)
		status = cfb_open(&filed->cfb, source, err);
	if (status == OK)
		status = mail_read(&filed->msg, &filed->cfb);
	if (status == OK)
		status = making_finish(&filed->msg.m);
	cfb_fini(&filed->cfb);
	msg_fini(&filed->msg);
	mem_free(filed);
	return status;
}

static enum status
msg_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return owner_look_met(read_once, source, options, sink, err);
}

const struct format msg_format = {
    .name = "msg", .probe = msg_probe, .read = msg_read, .prepare = mail_prepare, .anywhere = true};
