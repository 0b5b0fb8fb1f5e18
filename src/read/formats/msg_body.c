/* src/read/formats/msg_body.c
 * What a mail of Outlook says: plain text, a page, or rich text, which may hold either; see msg.h.
 * The first that has words is the body; the others are sent on as they are. */
#include "read/formats/msg.h"

#include "read/formats/mail_html.h"
#include "read/formats/msg_rtf.h"

static void
remote_found(void *ctx, struct text url)
{
	struct msg *msg = ctx;

	if (msg->remote < MAIL_REMOTE_MAX)
		content_record_claim(&msg->r, "remote-content", url);
	else if (msg->remote == MAIL_REMOTE_MAX)
		content_record_claim(&msg->r, "remote-content-more", TEXT_LITERAL("yes"));
	if (msg->remote <= MAIL_REMOTE_MAX)
		msg->remote++;
}

static bool
has_words(const struct msg *msg)
{
	return slice_trim(slice_of_text(msg->m.record.body)).n != 0;
}

static void
text_sent(struct msg *msg, struct text name, struct text type, struct slice bytes, bool whole)
{
	making_extract_begin(&msg->m, name, type);
	making_extract_data(&msg->m, bytes);
	making_extract_end(&msg->m, whole);
}

/* The page, in whatever width it stands, as text in msg->text; what is to be sent on of it, as its
 * bytes in msg->bytes or as that text. */
static bool
page_read(struct msg *msg, const struct msg_object *mail, struct slice *bytes)
{
	struct slice charset = slice_of(msg->page_charset, strlen(msg->page_charset));

	if (!msg_bytes(msg, mail, MSG_HTML, MSG_BINARY, MSG_BODY_MAX_BYTES)) {
		*bytes = slice_of_text(msg_text_max(msg, mail, MSG_HTML, MSG_BODY_MAX_BYTES));
		return bytes->n != 0;
	}
	*bytes = buf_slice(&msg->bytes);
	if (mail_html_charset(buf_slice(&msg->bytes)).n != 0)
		charset = mail_html_charset(buf_slice(&msg->bytes));
	buf_reset(&msg->text);
	mail_texts_decode(&msg->r.texts, charset, buf_slice(&msg->bytes), &msg->text);
	if (msg->m.status == OK)
		msg->m.status = buf_check(&msg->text, msg->err);
	return msg->m.status == OK && msg->text.n != 0;
}

/* The same, and its words in msg->page. */
static bool
page_words(struct msg *msg, const struct msg_object *mail, struct slice *bytes)
{
	if (!page_read(msg, mail, bytes))
		return false;
	buf_reset(&msg->page);
	mail_html_text(buf_text(&msg->text), &msg->page, remote_found, msg);
	return true;
}

struct text
msg_page_words(struct msg *msg, const struct msg_object *mail)
{
	struct slice bytes;

	return page_words(msg, mail, &bytes) ? buf_text(&msg->page) : TEXT_NONE;
}

static void
page_fill(struct msg *msg, const struct msg_object *mail)
{
	struct text words;
	struct slice bytes;

	if (!page_words(msg, mail, &bytes))
		return;
	words = buf_text(&msg->page);
	if (!has_words(msg)) {
		making_body_buf(&msg->m, &msg->page);
	} else if (mail_words_same(words, msg->m.record.body)) {
		content_record_claim(
		    &msg->r, "alternative", TEXT_LITERAL("text/html: the same words"));
		return;
	} else {
		making_doubt(&msg->m, "alternatives-differ", TEXT_NONE); /* as in mail_part.c */
	}
	text_sent(msg, TEXT_LITERAL("body.html"), TEXT_LITERAL("text/html"), bytes,
	    bytes.n < MSG_BODY_MAX_BYTES);
}

static void
rtf_fill(struct msg *msg, const struct msg_object *mail)
{
	struct making *m = &msg->m;
	unsigned odd;

	if (!msg_bytes(msg, mail, MSG_RTF, MSG_BINARY, MSG_BODY_MAX_BYTES) || m->status != OK)
		return;
	buf_reset(&msg->text);
	odd = msg_rtf_unpack(buf_slice(&msg->bytes), &msg->text);
	if (msg->text.failed == E_NOMEM)
		m->status = buf_check(&msg->text, msg->err);
	if ((odd & MSG_RTF_UNKNOWN) != 0)
		making_doubt(m, "rich-text-unknown", TEXT_NONE);
	if ((odd & (MSG_RTF_SUM | MSG_RTF_SHORT)) != 0 || msg->text.failed == E_LIMIT)
		making_doubt(m, "rich-text-damaged", TEXT_NONE);
	text_sent(msg, TEXT_LITERAL("body.rtf"), TEXT_LITERAL("application/rtf"),
	    buf_slice(&msg->text), odd == 0 && msg->text.failed == OK);
	if (has_words(msg) || (odd & MSG_RTF_UNKNOWN) != 0)
		return;
	buf_reset(&msg->page);
	msg_rtf_words(buf_slice(&msg->text), &msg->r.texts, &msg->page);
	making_body_buf(m, &msg->page);
}

void
msg_body_fill(struct msg *msg, const struct msg_object *mail)
{
	struct text plain = msg_text_max(msg, mail, MSG_BODY, MSG_BODY_MAX_BYTES);

	if (plain.n != 0)
		making_body(&msg->m, plain);
	page_fill(msg, mail);
	rtf_fill(msg, mail);
}
