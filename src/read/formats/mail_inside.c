/* src/read/formats/mail_inside.c
 * What a file of a mail holds that nobody reads for itself: another mail, an appointment,
 * somebody's card, an envelope of S/MIME.  By its bytes, whatever the header calls it.  Its words
 * are claims, so many of them as fit; docs/formats/mail.md. */
#include "diary/reference.h"
#include "read/formats/mail_head.h"
#include "read/formats/mail_message.h"
#include "read/formats/owner_look.h"
#include "read/formats/tnef.h"

enum {
	INSIDE_TEXT_BYTES = 64 * 1024,   /* of one file */
	INSIDE_TEXTS_BYTES = 512 * 1024, /* of all */
	INSIDE_RECEIVERS_MAX = 20,
	INSIDE_FILES_MAX = 20,
	INSIDE_LOOK_BYTES = 128 * 1024,
	ENVELOPE_LOOK_BYTES = 32
};

static bool
has_name_end(struct text name, const char *end)
{
	size_t n = strlen(end);

	return name.n > n &&
	       slice_eq_nocase(slice_of((const uint8_t *)name.p + name.n - n, n), slice_of(end, n));
}

/* ContentInfo names what it is in its first bytes (RFC 5652, section 3; RFC 5083). */
enum mail_envelope
mail_envelope_of(struct slice bytes)
{
	static const uint8_t pkcs7[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07};
	static const uint8_t auth[] = {
	    0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x17};
	struct slice head = slice_of(
	    bytes.p, bytes.n < ENVELOPE_LOOK_BYTES ? bytes.n : ENVELOPE_LOOK_BYTES);
	size_t at = slice_find(head, slice_of(pkcs7, sizeof pkcs7));

	if (slice_find(head, slice_of(auth, sizeof auth)) != SIZE_MAX)
		return MAIL_ENVELOPE_LOCKED;
	if (at == SIZE_MAX || at + sizeof pkcs7 >= head.n)
		return MAIL_ENVELOPE_NONE;
	switch (head.p[at + sizeof pkcs7]) {
	case 2: return MAIL_ENVELOPE_SIGNED;
	case 3: return MAIL_ENVELOPE_LOCKED;
	default: return MAIL_ENVELOPE_NONE;
	}
}

bool
mail_is_envelope_name(struct text name)
{
	return has_name_end(name, ".p7m");
}

/* The type says it elsewhere (mail_content.c), or only the name does. */
static void
envelope_look(struct mail *mail, struct slice bytes)
{
	const struct mail_part *part = &mail->part;

	if (!mail_is_envelope_name(part->name) ||
	    text_eq_c(part->declared, "application/pkcs7-mime") ||
	    text_eq_c(part->declared, "application/x-pkcs7-mime"))
		return;
	if (mail_envelope_of(bytes) == MAIL_ENVELOPE_LOCKED)
		mail->locked_inside = true;
	else
		mail_doubt(mail, "signed-inside", part->name);
}

/* -- a mail -------------------------------------------------------------------------------------
 */

void
mail_inside_words(struct mail *mail, const char *key, struct text words)
{
	struct text cut = text_prefix(words, INSIDE_TEXT_BYTES);

	if (slice_trim(slice_of_text(words)).n == 0)
		return;
	mail->inside_unread |= cut.n != words.n;
	mail->inside_bytes += cut.n;
	if (mail->inside_bytes > INSIDE_TEXTS_BYTES)
		mail->inside_unread = true;
	else
		mail_claim(mail, key, cut);
}

/* What the mail within says, and what those in it say. */
static enum status
inner_record(void *ctx, const struct record *inner, struct err *err)
{
	static const char *const keys[] = {
	    "attached-mail-text", "calendar-text", "contact-text", "tnef-text"};
	struct mail *mail = ctx;

	(void)err;
	mail_inside_words(mail, "attached-mail-text", inner->body);
	for (size_t i = 0; i < inner->to_count && i < INSIDE_RECEIVERS_MAX; i++)
		mail_claim(mail, "attached-mail-to", inner->to[i].as_written);
	for (size_t i = 0; i < inner->claims_count; i++)
		for (size_t k = 0; k < COUNT_OF(keys); k++)
			if (text_eq_c(inner->claims[i].key, keys[k]))
				mail_inside_words(mail, keys[k], inner->claims[i].value);
	/* Else they were told as they went by. */
	for (size_t i = 0; !mail->part.walked && i < inner->attachments_count; i++)
		if (i < INSIDE_FILES_MAX)
			mail_claim(mail, "attached-mail-attachment", inner->attachments[i].name);
	mail->inside_unread |= inner->attachments_count > INSIDE_FILES_MAX;
	return OK;
}

static enum status
inner_lines(struct mail *inner, struct slice rest, struct err *err)
{
	struct mail_line line = {.first = true, .last = true, .lf = true};
	const uint8_t *end = slice_from(rest, rest.n).p;
	enum status status = OK;

	mail_begin(inner, 1);
	while (status == OK && cut_last(&rest, '\n', &line.bytes)) {
		line.lf = line.bytes.p + line.bytes.n != end;
		status = mail_put(inner, &line, err);
	}
	return status == OK ? mail_end(inner, err) : status;
}

static void
mail_words(struct mail *mail, struct slice bytes)
{
	static const struct reading_options none = {.name = {NULL, 0}};
	struct sink sink = owner_look_deaf;
	struct mail *inner = NULL;
	struct err err;
	enum status status;

	if (mail->level == INSIDE_LEVELS_MAX || mail->inside_bytes > INSIDE_TEXTS_BYTES) {
		mail->inside_unread = true;
		return;
	}
	sink.record = inner_record;
	sink.ctx = mail;
	status = mail_new(&none, &sink, &inner, &err);
	if (status == OK) {
		inner->level = mail->level + 1;
		status = inner_lines(inner, bytes, &err);
		mail->inside_unread |= inner->inside_unread;
	}
	if (status == E_NOMEM)
		mail->failed = E_NOMEM;
	mail_free(inner);
}

/* Its header, where it was not looked at as it went by. */
static void
mail_header(struct mail *mail, struct slice bytes)
{
	size_t end = slice_find(bytes, SLICE_LITERAL("\n\n"));
	size_t end_cr = slice_find(bytes, SLICE_LITERAL("\n\r\n"));

	end = end_cr < end ? end_cr : end;
	if (!mail->part.walked)
		mail_attached_head(mail, slice_of(bytes.p, end < bytes.n ? end : bytes.n));
}

static bool
is_mail(const struct mail *mail, struct slice bytes)
{
	return text_eq_c(mail->part.declared, "message/rfc822") ||
	       text_eq_c(mail->part.declared, "message/global") || mail_probe_header(bytes) != 0;
}

/* -- an appointment, a card ---------------------------------------------------------------------
 */

static void
unescaped_put(struct buf *out, struct slice value)
{
	for (size_t i = 0; i < value.n; i++) {
		uint8_t c = value.p[i];

		if (c == '\\' && i + 1 < value.n) {
			c = value.p[++i];
			c = c == 'n' || c == 'N' ? '\n' : c;
		}
		if (c != '\r')
			buf_put_byte(out, c);
	}
}

/* One line "SUMMARY;LANGUAGE=en:come here", if it is one that people read. */
static void
property_put(struct buf *out, struct slice line)
{
	static const char *const telling[] = {
	    "SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "FN", "NOTE", "TEL", "EMAIL"};
	struct slice head, name;
	bool known = false;

	if (!cut(&line, ':', &head) || !cut_last(&head, ';', &name))
		return;
	for (size_t i = 0; i < COUNT_OF(telling); i++)
		known |= slice_eq_nocase(name, slice_of(telling[i], strlen(telling[i])));
	if (!known || slice_trim(line).n == 0)
		return;
	unescaped_put(out, line);
	buf_put_byte(out, '\n');
}

/* Lines as RFC 5545, section 3.1, folds them. */
static struct text
properties_read(struct mail *mail, struct slice bytes)
{
	struct buf *whole = &mail->scratch, *out = &mail->decoded;
	struct slice line;

	buf_reset(whole);
	buf_reset(out);
	while (cut_last(&bytes, '\n', &line)) {
		if (line.n != 0 && line.p[line.n - 1] == '\r')
			line.n--;
		if (line.n != 0 && (line.p[0] == ' ' || line.p[0] == '\t')) {
			buf_put(whole, line.p + 1, line.n - 1);
			continue;
		}
		property_put(out, buf_slice(whole));
		buf_reset(whole);
		buf_put_slice(whole, line);
	}
	property_put(out, buf_slice(whole));
	buf_reset(&mail->text);
	mail_texts_repair(&mail->texts, buf_slice(out), &mail->text);
	if (whole->failed != OK || out->failed != OK || mail->text.failed != OK) {
		mail->failed = E_NOMEM;
		return TEXT_NONE;
	}
	return buf_text(&mail->text);
}

static bool
begins_with(struct slice bytes, const char *word)
{
	size_t n = strlen(word);

	if (slice_starts(bytes, "\xef\xbb\xbf"))
		bytes = slice_from(bytes, 3);
	bytes = slice_trim(bytes);
	return bytes.n >= n && slice_eq_nocase(slice_of(bytes.p, n), slice_of(word, n));
}

static void
properties_look(struct mail *mail, struct slice bytes, bool calendar)
{
	struct text words = properties_read(mail, bytes);

	if (mail->aside.n == 0)
		buf_put_text(
		    &mail->aside, words); /* in a mail of nothing else they are its words */
	mail_inside_words(mail, calendar ? "calendar-text" : "contact-text", words);
	mail_doubt(mail, calendar ? "calendar-inside" : "contact-inside", mail->part.name);
}

const char *
mail_inside_doubt(struct slice bytes)
{
	if (begins_with(bytes, "BEGIN:VCALENDAR"))
		return "calendar-inside";
	if (begins_with(bytes, "BEGIN:VCARD"))
		return "contact-inside";
	if (tnef_is(bytes))
		return "tnef-inside";
	return mail_probe_header(bytes) != 0 ? "attached-mail" : NULL;
}

void
mail_inside_look(struct mail *mail, bool whole)
{
	struct slice bytes = buf_slice(&mail->part.bytes);
	bool calendar = begins_with(bytes, "BEGIN:VCALENDAR");

	if (bytes.n > INSIDE_LOOK_BYTES) { /* words that were too many for the body are longer */
		bytes.n = INSIDE_LOOK_BYTES;
		whole = false;
	}
	envelope_look(mail, bytes);
	if (calendar || begins_with(bytes, "BEGIN:VCARD")) {
		properties_look(mail, bytes, calendar);
	} else if (is_mail(mail, bytes)) {
		mail_header(mail, bytes);
		mail_words(mail, bytes);
		mail_doubt(mail, "attached-mail", mail->part.name);
	} else {
		return;
	}
	mail->inside_unread |= !whole;
}
