/* src/read/formats/mail_keep.c
 * What goes into the record of a mail: copies, claims and doubts; see mail_message.h.
 * A record has room for so much, and the sender decides how long a header is: what no longer fits
 * is left out here and the record says so.  The original keeps it all. */
#include "read/formats/mail_message.h"

#include "read/formats/mail_head.h"
#include "read/formats/mail_word.h"

/* Nothing asked for at once is larger than this, so a refusal below it means real want of memory.
 */
enum { KEEP_STEP_BYTES = 1024 * 1024 };

static void
no_room(struct mail *mail)
{
	if (mail->arena.used_bytes > MAIL_ARENA_BYTES - KEEP_STEP_BYTES)
		mail->too_much = true;
	else
		mail->failed = E_NOMEM;
}

void
mail_check_added(struct mail *mail, enum status status)
{
	if (status == E_LIMIT)
		mail->too_much = true;
	else if (status != OK)
		no_room(mail);
}

struct text
mail_keep(struct mail *mail, struct text text)
{
	struct text copy = TEXT_NONE;

	if (!arena_text(&mail->arena, text, &copy))
		no_room(mail);
	return copy;
}

struct text
mail_keep_name(struct mail *mail, struct text text)
{
	struct text cut = text_prefix(text, RECORD_NAME_MAX_BYTES);

	if (cut.n != text.n)
		mail_doubt(mail, "cut", text_prefix(text, 100));
	return mail_keep(mail, cut);
}

void
mail_claim(struct mail *mail, const char *key, struct text value)
{
	struct text copy = mail_keep(mail, value.p != NULL ? value : TEXT_LITERAL(""));

	if (copy.p != NULL)
		mail_check_added(
		    mail, record_add_claim(&mail->record, &mail->arena, key, copy, NULL));
}

void
mail_claim_raw(struct mail *mail, const char *key, struct slice value)
{
	buf_reset(&mail->text);
	mail_texts_repair(&mail->texts, mail_unfold(value, &mail->unfolded), &mail->text);
	mail_claim(mail, key, buf_text(&mail->text));
}

static bool
doubt_is(const struct doubt *doubt, const char *code, struct text detail)
{
	return text_eq_c(doubt->code, code) && text_eq(doubt->detail, detail);
}

/* What the record has no room for is left out; what the machine has no room for is an end. */
static void
doubt_add(struct mail *mail, const char *code, struct text detail)
{
	struct text copy;

	if (arena_text(&mail->doubts, detail, &copy) &&
	    record_add_doubt(&mail->record, &mail->doubts, code, copy, NULL) == OK)
		return;
	if (mail->doubts.used_bytes > MAIL_DOUBTS_BYTES / 2)
		mail->too_much = true;
	else
		mail->failed = E_NOMEM;
}

/* Each is a sentence to read; past ten of one kind nobody is helped.  The kinds are counted apart,
 * so that a sender cannot crowd out what is said against him with a list of odd recipients. */
void
mail_doubt(struct mail *mail, const char *code, struct text detail)
{
	const struct record *record = &mail->record;
	size_t same = 0;

	detail = text_prefix(detail, MAIL_DETAIL_BYTES);
	for (size_t i = 0; i < record->doubts_count; i++) {
		if (doubt_is(&record->doubts[i], code, detail))
			return;
		same += text_eq_c(record->doubts[i].code, code);
	}
	if (same < MAIL_DOUBTS_SAME)
		doubt_add(mail, code, detail);
	else
		mail->too_much = true;
}

void
mail_keep_raw(struct mail *mail, struct slice bytes)
{
	size_t room = MAIL_RAW_MAX_BYTES - mail->raw.n;

	if (bytes.n > room)
		mail->too_much = true;
	buf_put(&mail->raw, bytes.p, bytes.n < room ? bytes.n : room);
	if (mail->raw.failed != OK)
		mail->failed = E_NOMEM;
}

struct text
mail_header_text(struct mail *mail, struct slice value)
{
	struct slice text;

	buf_reset(&mail->text);
	mail_words_put(&mail->texts, mail_unfold(value, &mail->unfolded), &mail->text);
	text = slice_trim(buf_slice(&mail->text));
	return (struct text){text.n != 0 ? (const char *)text.p : "", text.n};
}

void
mail_say(struct mail *mail, const char *claim, struct slice value)
{
	mail_claim_raw(mail, claim, value);
}

void
mail_say_doubt(struct mail *mail, const char *code, struct slice detail)
{
	buf_reset(&mail->text);
	mail_texts_repair(&mail->texts, detail, &mail->text);
	mail_doubt(mail, code, buf_text(&mail->text));
}

void
mail_say_recoded(struct mail *mail)
{
	mail->recoded = true;
	mail_doubt(mail, "saved-in-utf16", TEXT_NONE);
}

void
mail_say_mark(struct mail *mail, const char *mark)
{
	for (size_t i = 0; i < mail->record.marks_count; i++)
		if (text_eq_c(mail->record.marks[i], mark))
			return;
	mail_check_added(mail, record_add_mark(&mail->record, &mail->arena, mark, NULL));
}
