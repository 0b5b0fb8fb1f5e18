/* src/read/formats/mail_letters.c
 * Files that stand in the words of a mail as letters, as they were sent before MIME: taken out of
 * the words and sent on like its other files; see mail_message.h. */
#include "read/formats/mail_message.h"

#include "read/formats/mail_uu.h"

struct block {
	const uint8_t *start; /* of its line "begin" */
	struct slice name;
};

/* The next line "begin" in `*rest`, which then stands behind it. */
static bool
begin_next(struct slice *rest, struct block *out)
{
	const uint8_t *start = rest->p;
	struct slice line;
	size_t at;

	while ((at = slice_find(*rest, SLICE_LITERAL("begin "))) != SIZE_MAX) {
		out->start = rest->p + at;
		*rest = slice_from(*rest, at);
		(void)!cut_last(rest, '\n', &line);
		if (out->start != start && out->start[-1] != '\n')
			continue;
		out->name = mail_uu_begin(line);
		if (out->name.n != 0)
			return true;
	}
	return false;
}

bool
mail_letters_stand(struct slice text)
{
	struct block block;

	return begin_next(&text, &block);
}

static bool
has_end(struct slice text)
{
	struct slice line;

	while (cut_last(&text, '\n', &line))
		if (mail_uu_is_end(line))
			return true;
	return false;
}

static struct slice
between(const uint8_t *from, const uint8_t *to)
{
	return slice_of(from, (size_t)(to - from));
}

static void
body_add(struct mail *mail, const uint8_t *from, const uint8_t *to)
{
	mail_body_add(mail, (struct text){(const char *)from, (size_t)(to - from)});
}

/* It is there and cannot be taken out: said where its end is, for words may begin so, too. */
static void
untaken_say(struct mail *mail, struct slice *name, struct slice text)
{
	if (name->n != 0 && has_end(text))
		mail_say_doubt(mail, "file-in-text", *name);
	name->n = 0;
}

/* What stands between is for the body; damaged ones stay in it, too. */
void
mail_letters_read(struct mail *mail, struct text text)
{
	struct slice rest = slice_of_text(text), untaken = slice_of(NULL, 0);
	const uint8_t *said = rest.p, *behind = rest.p;
	enum mail_uu_found found;
	struct block block;
	unsigned files = mail->files;

	if (text.n == 0)
		return;
	while (begin_next(&rest, &block)) {
		untaken_say(mail, &untaken, between(behind, block.start));
		behind = rest.p;
		buf_reset(&mail->unlettered);
		found = files < MAIL_PARTS_MAX ? mail_uu_take(&rest, &mail->unlettered)
					       : MAIL_UU_NOTHING;
		if (found == MAIL_UU_NOTHING) {
			untaken = block.name;
			continue;
		}
		files++;
		buf_put_slice(&mail->letters, between(block.start, rest.p));
		if (rest.n == 0)
			buf_put_byte(&mail->letters, '\n');
		if (found == MAIL_UU_WHOLE) {
			body_add(mail, said, block.start);
			said = rest.p;
		} else {
			mail_say_doubt(mail, "file-in-text", block.name);
		}
		behind = rest.p;
	}
	untaken_say(mail, &untaken, rest.n != 0 ? between(behind, rest.p + rest.n) : rest);
	body_add(mail, said, (const uint8_t *)text.p + text.n);
	if (mail->letters.failed != OK || mail->unlettered.failed != OK)
		mail->failed = E_NOMEM;
}

/* Should the mail have no other words: those of a file that is nothing else. */
static bool
is_words(struct slice bytes)
{
	struct text text;

	return bytes.n != 0 && memchr(bytes.p, '\0', bytes.n) == NULL &&
	       text_check(bytes, &text, NULL);
}

static enum status
block_send(struct mail *mail, const struct block *block, struct slice *rest, struct err *err)
{
	struct mail_part *part = &mail->part;
	enum mail_uu_found found;
	enum status status;

	*part = (struct mail_part){.use = USE_FILE, .aside = USE_FILE, .bytes = mail->unlettered};
	buf_reset(&part->bytes);
	part->name = mail_name_keep(
	    mail, (struct text){(const char *)block->name.p, block->name.n});
	found = mail_uu_take(rest, &part->bytes);
	if (is_words(buf_slice(&part->bytes)))
		part->aside = USE_TEXT;
	if (found != MAIL_UU_WHOLE)
		mail_doubt(mail, "coding-damaged", part->name);
	mail_claim(mail, "attachment-in-text", part->name);
	status = mail_part_send(mail, found == MAIL_UU_WHOLE, err);
	mail->unlettered = part->bytes;
	return status;
}

enum status
mail_letters_send(struct mail *mail, struct err *err)
{
	struct slice rest = buf_slice(&mail->letters);
	struct mail_part part = mail->part;
	enum status status = OK;
	struct block block;

	if (rest.n == 0)
		return OK;
	while (status == OK && begin_next(&rest, &block))
		status = block_send(mail, &block, &rest, err);
	mail->part = part;
	buf_reset(&mail->letters);
	return status;
}
