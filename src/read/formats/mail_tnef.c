/* src/read/formats/mail_tnef.c
 * What stands in a winmail.dat of a mail: its files become files of the mail, its words are the
 * mail's where that has none of its own, and a message within it is told of like an attached mail.
 * Not for: how such a file is built (tnef.h). */
#include "read/formats/mail_tnef.h"

enum { OBJECT_BYTES = 16 };

static const uint16_t slot_ids[TNEF_SLOTS] = {MSG_SUBJECT, MSG_CLASS, MSG_SENDER_NAME,
    MSG_SENDER_ADDRESS, MSG_SENDER_SMTP, MSG_DISPLAY_TO, MSG_DISPLAY_CC, MSG_HEADERS,
    MSG_SUBMIT_TIME, MSG_INTERNET_CODEPAGE, MSG_LONG_NAME, MSG_SHORT_NAME, MSG_NAME, MSG_MIME,
    MSG_LONG_PATH, MSG_PATH};

static enum status tnef_open(struct mail *mail, unsigned level, struct text name,
    struct slice bytes, bool whole, struct err *err);

/* -- values -------------------------------------------------------------------------------------
 */

struct slice
mail_tnef_charset(const struct tnef *t, const struct tnef_value *value)
{
	if (value->type == MSG_WIDE)
		return SLICE_LITERAL("utf-16le");
	return slice_of(t->charset, strlen(t->charset));
}

void
mail_tnef_codepage(uint32_t codepage, char out[24])
{
	msg_charset_name(codepage != 1200 && codepage != 1201 ? codepage : 0, out);
}

struct slice
mail_tnef_bytes(const struct tnef_value *value)
{
	struct slice bytes = value->bytes;
	size_t unit = value->type == MSG_WIDE ? 2 : 1;

	bytes.n -= bytes.n % unit;
	while (bytes.n != 0 && slice_all_zero(slice_of(bytes.p + bytes.n - unit, unit)))
		bytes.n -= unit;
	return bytes;
}

struct text
mail_tnef_text(struct tnef *t, enum tnef_slot slot)
{
	const struct tnef_value *value = &t->slots[slot];
	struct slice bytes = mail_tnef_bytes(value);
	struct buf *text = &t->mail->text;

	buf_reset(text);
	if (value->type != MSG_WIDE && value->type != MSG_NARROW)
		return buf_text(text);
	if (bytes.n > RECORD_NAME_MAX_BYTES) {
		bytes.n = RECORD_NAME_MAX_BYTES;
		t->left = true;
	}
	mail_texts_decode(&t->mail->texts, mail_tnef_charset(t, value), bytes, text);
	if (text->failed != OK)
		t->mail->failed = E_NOMEM;
	return buf_text(text);
}

/* -- files --------------------------------------------------------------------------------------
 */

/* Something that is a file by its name alone. */
static void
file_elsewhere(struct tnef *t, struct text name)
{
	struct attachment attachment = {.name = name, .source = ATTACHMENT_MISSING};
	struct mail *mail = t->mail;
	struct text path = mail_tnef_text(t, TNEF_LONG_PATH);

	if (path.n == 0)
		path = mail_tnef_text(t, TNEF_PATH);
	if (path.n == 0 && name.n == 0)
		return;
	if (path.n != 0)
		mail_claim(mail, "attachment-path", path);
	mail_doubt(mail, "attachment-elsewhere", path.n != 0 ? path : name);
	mail->files++;
	mail_check_added(
	    mail, record_add_attachment(&mail->record, &mail->arena, &attachment, NULL));
}

/* An object has the number of its kind in front ([MS-OXCMSG], section 2.2.2.9). */
static struct slice
data_of(const struct tnef_value *value)
{
	static const uint8_t kind[] = {0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46};
	struct slice bytes = value->bytes;

	if (value->type != MSG_OBJECT || bytes.n < OBJECT_BYTES ||
	    memcmp(bytes.p + 4, kind, sizeof kind) != 0)
		return bytes;
	return slice_from(bytes, OBJECT_BYTES);
}

static void
file_send(struct tnef *t, struct mail_content content, const struct tnef_value *value)
{
	struct slice data = data_of(value);

	if (!tnef_is(data)) {
		t->status = mail_part_file(t->mail, &content, data, value->whole, t->err);
		return;
	}
	content.typed = mail_content_type(SLICE_LITERAL("application/vnd.ms-tnef"), content.type);
	mail_doubt(t->mail, "attached-mail", content.name);
	t->status = mail_part_file(t->mail, &content, data, value->whole, t->err);
	if (t->status == OK)
		t->status = tnef_open(
		    t->mail, t->level + 1, content.name, data, value->whole, t->err);
}

static void
name_take(struct tnef *t, struct mail_content *content)
{
	for (enum tnef_slot slot = TNEF_LONG_NAME;
	     slot <= TNEF_DISPLAY_NAME && content->name.n == 0; slot++)
		content->name = mail_tnef_text(t, slot);
	if (content->name.n == 0)
		content->name = TEXT_NONE;
	else
		content->name = mail_name_keep(t->mail, content->name);
}

/* The file in hand is complete. */
static void
file_end(struct tnef *t)
{
	struct mail_content content = {.transfer = TRANSFER_PLAIN};

	if (!t->open || t->status != OK)
		return;
	t->open = false;
	if (t->mail->files >= MAIL_PARTS_MAX) {
		mail_doubt(t->mail, "parts-many", TEXT_NONE);
		t->left = true;
		return;
	}
	name_take(t, &content);
	content.typed = mail_content_type(
	    slice_of_text(mail_tnef_text(t, TNEF_MIME)), content.type);
	if (t->level != 0 && content.name.n != 0)
		mail_claim(t->mail, "attached-mail-attachment", content.name);
	if (t->copies > 1)
		mail_doubt(t->mail, "tnef-differs", content.name);
	if (t->copies == 0)
		file_elsewhere(t, content.name);
	for (size_t i = 0; i < t->copies && t->status == OK; i++)
		file_send(t, content, &t->copy[i]);
}

static bool
file_next(void *ctx)
{
	struct tnef *t = ctx;

	file_end(t);
	t->found = t->open = true;
	t->copies = 0;
	for (enum tnef_slot slot = TNEF_LONG_NAME; slot < TNEF_SLOTS; slot++)
		t->slots[slot] = (struct tnef_value){.id = 0};
	return t->status == OK;
}

/* -- what the reading gives ---------------------------------------------------------------------
 */

/* Keep a value beside others, unless it is there already. */
static void
list_add(struct tnef *t, struct tnef_value *list, size_t *count, size_t max,
    const struct tnef_value *value)
{
	for (size_t i = 0; i < *count; i++)
		if (list[i].type == value->type && slice_eq(list[i].bytes, value->bytes))
			return;
	if (*count < max)
		list[(*count)++] = *value;
	else
		t->left = true;
}

/* Bytes of the file in hand.  None at all are none only where nothing else stands. */
static void
copy_add(struct tnef *t, const struct tnef_value *value)
{
	if (value->bytes.n == 0 && t->copies != 0)
		return;
	if (t->copies == 1 && t->copy[0].bytes.n == 0)
		t->copies = 0;
	list_add(t, t->copy, &t->copies, TNEF_COPIES_MAX, value);
}

static bool
value_found(void *ctx, const struct tnef_value *value)
{
	struct tnef *t = ctx;

	t->found = true;
	if (mail_tnef_is_words(value))
		list_add(t, t->form, &t->forms, TNEF_FORMS_MAX, value);
	if (value->file && value->id == MSG_DATA &&
	    (value->type == MSG_BINARY || value->type == MSG_OBJECT))
		copy_add(t, value);
	for (enum tnef_slot slot = 0; slot < TNEF_SLOTS; slot++)
		if (value->id == slot_ids[slot] && value->file == (slot >= TNEF_LONG_NAME) &&
		    t->slots[slot].id == 0)
			t->slots[slot] = *value;
	return t->status == OK;
}

static void
tnef_end(struct tnef *t, bool whole, unsigned faults)
{
	file_end(t);
	if (t->status == OK)
		mail_tnef_words(t);
	if (t->status != OK)
		return;
	if (!t->found && faults != 0) {
		mail_doubt(t->mail, "tnef-inside", t->name);
		return;
	}
	if (faults != 0 || !whole)
		mail_doubt(t->mail, "tnef-damaged", t->name);
	t->mail->inside_unread |= t->left || !whole || (faults & ~(unsigned)TNEF_SUM) != 0;
}

static enum status
tnef_open(struct mail *mail, unsigned level, struct text name, struct slice bytes, bool whole,
    struct err *err)
{
	struct tnef t = {.mail = mail, .level = level, .name = name, .err = err};
	const struct tnef_visitor visitor = {.file = file_next, .value = value_found, .ctx = &t};
	unsigned faults;

	if (level > INSIDE_LEVELS_MAX) {
		mail_doubt(mail, "tnef-inside", name);
		mail->inside_unread = true;
		return OK;
	}
	buf_init(&t.words, RECORD_TEXT_MAX_BYTES);
	buf_init(&t.other, RECORD_TEXT_MAX_BYTES);
	buf_init(&t.rich, TNEF_RICH_MAX_BYTES);
	mail_tnef_codepage(tnef_codepage(bytes), t.charset);
	faults = tnef_read(bytes, &visitor);
	tnef_end(&t, whole, faults);
	buf_fini(&t.words);
	buf_fini(&t.other);
	buf_fini(&t.rich);
	return t.status;
}

/* -- a part of a mail ---------------------------------------------------------------------------
 */

bool
mail_tnef_holds(const struct mail *mail)
{
	const struct mail_part *part = &mail->part;

	return !part->begun && !mail->tnef_open && tnef_is(buf_slice(&part->bytes)) &&
	       part->bytes.n < MAIL_TNEF_MAX_BYTES;
}

void
mail_tnef_look(struct mail *mail)
{
	struct mail_part *part = &mail->part;

	part->tnef = mail_tnef_holds(mail);
	if (part->tnef || mail->tnef_open)
		return;
	if (tnef_is(buf_slice(&part->bytes)) || text_eq_c(part->declared, "application/ms-tnef") ||
	    text_eq_c(part->declared, "application/vnd.ms-tnef"))
		mail_doubt(mail, "tnef-inside", part->name);
}

enum status
mail_tnef_open(struct mail *mail, bool whole, struct err *err)
{
	struct buf held = mail->part.bytes;
	enum status status;

	buf_init(&mail->part.bytes, held.max);
	mail->tnef_open = true;
	status = tnef_open(mail, 0, mail->part.name, buf_slice(&held), whole, err);
	mail->tnef_open = false;
	buf_fini(&mail->part.bytes);
	mail->part.bytes = held;
	return status;
}
