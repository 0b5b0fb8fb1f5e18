/* src/read/formats/mail_tnef_words.c
 * What a winmail.dat says in words: they are the mail's where that has none of its own, else they
 * are compared with them; and what a message within one says of itself.  See mail_tnef.h. */
#include "read/formats/mail_tnef.h"

#include "read/formats/msg_rtf.h"

enum { PICTURES_MAX_BYTES = 1000 };

/* Where words may stand, the best first: 8-bit text lacks letters that its codepage has not. */
static const struct {
	uint16_t id, type;
} word_forms[] = {{MSG_BODY, MSG_WIDE}, {MSG_BODY, MSG_NARROW}, {MSG_HTML, MSG_WIDE},
    {MSG_HTML, MSG_BINARY}, {MSG_HTML, MSG_NARROW}, {MSG_RTF, MSG_BINARY}};

bool
mail_tnef_is_words(const struct tnef_value *value)
{
	for (size_t i = 0; i < COUNT_OF(word_forms); i++)
		if (value->id == word_forms[i].id && value->type == word_forms[i].type)
			return !value->file;
	return false;
}

/* -- words --------------------------------------------------------------------------------------
 */

static bool
is_blank(const struct buf *words)
{
	return slice_trim(buf_slice(words)).n == 0;
}

/* The set that a page is in, by its own word or by that of the message. */
static struct slice
page_charset(struct tnef *t, const struct tnef_value *form, struct slice bytes, char named[24])
{
	struct slice codepage = t->slots[TNEF_INTERNET_CODEPAGE].bytes;
	uint32_t page;

	if (form->type == MSG_WIDE)
		return mail_tnef_charset(t, form);
	if (mail_html_charset(bytes).n != 0)
		return mail_html_charset(bytes);
	if (!take_u32le(&codepage, &page))
		return mail_tnef_charset(t, form);
	mail_tnef_codepage(page, named);
	return slice_of(named, strlen(named));
}

static void
page_decode(struct tnef *t, const struct tnef_value *form, struct slice bytes, struct buf *out)
{
	struct mail *mail = t->mail;
	struct buf *pictures = &mail->scratch;
	char named[24];

	mail_texts_decode(&mail->texts, page_charset(t, form, bytes, named), bytes, &mail->decoded);
	buf_reset(pictures);
	mail_html_words(buf_text(&mail->decoded), out, pictures, mail_remote_add, mail);
	if (!is_blank(pictures) && !mail_words_within(buf_text(pictures), buf_text(&t->words)))
		mail_claim(
		    mail, "page-pictures", text_prefix(buf_text(pictures), PICTURES_MAX_BYTES));
}

static void
rich_decode(struct tnef *t, struct slice bytes, struct buf *out)
{
	struct mail *mail = t->mail;
	unsigned odd;

	buf_reset(&t->rich);
	odd = msg_rtf_unpack(bytes, &t->rich);
	if (t->rich.failed == E_NOMEM)
		mail->failed = E_NOMEM;
	if ((odd & MSG_RTF_UNKNOWN) != 0)
		mail_doubt(mail, "rich-text-unknown", t->name);
	else if (odd != 0 || t->rich.failed == E_LIMIT)
		mail_doubt(mail, "rich-text-damaged", t->name);
	if ((odd & MSG_RTF_UNKNOWN) == 0)
		msg_rtf_words(buf_slice(&t->rich), &mail->texts, out);
}

/* The words of one form in `out`.  False when there are more than were taken. */
static bool
form_decode(struct tnef *t, const struct tnef_value *form, struct buf *out)
{
	struct mail *mail = t->mail;
	struct slice bytes = form->type == MSG_BINARY ? form->bytes : mail_tnef_bytes(form);
	bool all = bytes.n <= MAIL_PAGE_MAX_BYTES;

	if (!all)
		bytes.n = MAIL_PAGE_MAX_BYTES;
	buf_reset(out);
	buf_reset(&mail->decoded);
	if (form->id == MSG_RTF)
		rich_decode(t, bytes, out);
	else if (form->id == MSG_HTML)
		page_decode(t, form, bytes, out);
	else
		mail_texts_decode(&mail->texts, mail_tnef_charset(t, form), bytes, &mail->decoded);
	if (form->id == MSG_BODY)
		all &= buf_put_most(out, buf_slice(&mail->decoded)) == 0;
	if (out->failed == E_NOMEM || mail->decoded.failed != OK)
		mail->failed = E_NOMEM;
	all &= out->failed == OK;
	out->failed = OK; /* what fitted is kept */
	return all;
}

/* A form that says something else than the first, or more than could be taken. */
static void
form_send(struct tnef *t, const struct tnef_value *form)
{
	struct mail_content content = {.transfer = TRANSFER_PLAIN, .typed = true};
	const char *type = form->id == MSG_RTF ? "application/rtf" : "text/plain";
	struct slice bytes = form->bytes;

	content.name = form->id == MSG_RTF ? TEXT_LITERAL("body.rtf") : TEXT_LITERAL("body.txt");
	if (form->id == MSG_HTML) {
		content.name = TEXT_LITERAL("body.html");
		type = "text/html";
	}
	memcpy(content.type, type, strlen(type) + 1);
	if (form->id == MSG_RTF)
		bytes = buf_slice(&t->rich);
	t->status = mail_part_file(t->mail, &content, bytes, form->whole, t->err);
}

static bool
says_the_same(struct mail *mail, struct text a, struct text b)
{
	if (slice_eq(slice_trim(slice_of_text(a)), slice_trim(slice_of_text(b))))
		return true;
	mail->compared_bytes += a.n + b.n;
	if (mail->compared_bytes <= MAIL_COMPARED_MAX_BYTES)
		return mail_words_same(a, b);
	mail->too_much = true;
	return false;
}

/* Whatever form is first with words is kept in t->words; the others are compared with it. */
static void
form_read(struct tnef *t, const struct tnef_value *form)
{
	bool first = is_blank(&t->words), all;

	all = form_decode(t, form, first ? &t->words : &t->other);
	t->mail->body_cut |= first && !all;
	if (!first && !is_blank(&t->other) &&
	    !says_the_same(t->mail, buf_text(&t->other), buf_text(&t->words))) {
		t->mail->alternatives_differ = true;
		all = false;
	}
	if (!all)
		form_send(t, form);
}

static void
forms_read(struct tnef *t)
{
	for (size_t i = 0; i < COUNT_OF(word_forms); i++)
		for (size_t k = 0; k < t->forms && t->status == OK; k++)
			if (t->form[k].id == word_forms[i].id &&
			    t->form[k].type == word_forms[i].type)
				form_read(t, &t->form[k]);
}

/* -- a message ----------------------------------------------------------------------------------
 */

/* The words wait for the end of the mail: its own may stand behind. */
static void
words_wait(struct tnef *t)
{
	struct buf *tnef = &t->mail->tnef;
	struct text words = buf_text(&t->words), cut;

	if (is_blank(&t->words))
		return;
	cut = text_prefix(words, tnef->n < tnef->max ? tnef->max - tnef->n - 1 : 0);
	t->left |= cut.n != words.n;
	buf_put_text(tnef, cut);
	if (tnef->n < tnef->max)
		buf_put_byte(tnef, 0);
	if (tnef->failed == E_NOMEM)
		t->mail->failed = E_NOMEM;
}

/* What the header of a mail says otherwise. */
static void
outer_tell(struct tnef *t)
{
	struct mail *mail = t->mail;
	struct text subject = mail_tnef_text(t, TNEF_SUBJECT);

	if (subject.n != 0 && !slice_eq(slice_trim(slice_of_text(subject)),
				  slice_trim(slice_of_text(mail->record.subject))))
		mail_claim(mail, "tnef-subject", subject);
	words_wait(t);
}

static void
slot_claim(struct tnef *t, enum tnef_slot slot, const char *key)
{
	struct text text = mail_tnef_text(t, slot);

	if (text.n != 0)
		mail_claim(t->mail, key, text);
}

static void
when_claim(struct tnef *t)
{
	const struct tnef_value *value = &t->slots[TNEF_SUBMIT_TIME];
	struct slice rest = value->bytes;
	uint8_t bytes[64];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	uint64_t ticks;
	int64_t at_us;

	if (value->type != MSG_TIME || !take_u64le(&rest, &ticks))
		return;
	if (msg_ticks_us(ticks, &at_us) && time_put(&buf, at_us))
		mail_claim(t->mail, "attached-mail-date", buf_text(&buf));
}

static void
sender_claim(struct tnef *t)
{
	struct mail *mail = t->mail;
	struct text address = mail_tnef_text(t, TNEF_SENDER_SMTP);
	struct text name;

	if (address.n == 0)
		address = mail_tnef_text(t, TNEF_SENDER_ADDRESS);
	address = mail_keep(mail, address);
	name = mail_tnef_text(t, TNEF_SENDER_NAME);
	buf_reset(&mail->scratch);
	buf_put_text(&mail->scratch, name);
	if (address.n != 0)
		buf_put_c(&mail->scratch, name.n != 0 ? " <" : "<");
	buf_put_text(&mail->scratch, address);
	if (address.n != 0)
		buf_put_byte(&mail->scratch, '>');
	if (mail->scratch.n != 0)
		mail_claim(mail, "attached-mail-from", buf_text(&mail->scratch));
}

static void
inner_tell(struct tnef *t)
{
	slot_claim(t, TNEF_SUBJECT, "attached-mail-subject");
	sender_claim(t);
	slot_claim(t, TNEF_DISPLAY_TO, "attached-mail-to");
	slot_claim(t, TNEF_DISPLAY_CC, "attached-mail-cc");
	when_claim(t);
	mail_inside_words(t->mail, "attached-mail-text", buf_text(&t->words));
	t->left |= t->slots[TNEF_HEADERS].bytes.n != 0;
}

/* Messages that are appointments or people say so by their class alone. */
static void
class_look(struct tnef *t)
{
	struct text class = mail_tnef_text(t, TNEF_CLASS);
	bool note = class.n == 0 || text_eq_c(class, "IPM") ||
		    slice_starts(slice_of_text(class), "IPM.Note") ||
		    text_eq_c(class, "IPM.Microsoft Mail.Note");

	if (note)
		return;
	mail_claim(t->mail, t->level == 0 ? "message-class" : "attached-mail-class", class);
	t->left = true;
	if (slice_starts(slice_of_text(class), "IPM.Schedule") ||
	    slice_starts(slice_of_text(class), "IPM.Appointment") ||
	    slice_starts(slice_of_text(class), "IPM.Microsoft Schedule"))
		mail_doubt(t->mail, "calendar-inside", t->name);
	if (slice_starts(slice_of_text(class), "IPM.Contact"))
		mail_doubt(t->mail, "contact-inside", t->name);
}

void
mail_tnef_words(struct tnef *t)
{
	forms_read(t);
	if (t->status != OK)
		return;
	class_look(t);
	if (t->level == 0)
		outer_tell(t);
	else
		inner_tell(t);
}

void
mail_tnef_settle(struct mail *mail)
{
	struct slice rest = buf_slice(&mail->tnef), piece;

	while (cut_last(&rest, 0, &piece)) {
		struct text words = {(const char *)piece.p, piece.n};

		if (slice_trim(buf_slice(&mail->body)).n == 0) {
			mail_body_add(mail, words);
			mail_claim(mail, "words-from-file", TEXT_LITERAL("there are no others"));
		} else if (!says_the_same(mail, words, buf_text(&mail->body))) {
			mail_inside_words(mail, "tnef-text", words);
			mail_doubt(mail, "tnef-differs", TEXT_NONE);
		}
	}
}
