/* src/read/formats/mail_part.c
 * One leaf of a mail: its coding undone, its words into the body or its bytes on to the sink; see
 * mail_message.h.  Words that are too many for the body, and pages that say something else than
 * the text beside them, are sent on as files, so that nothing is lost by choosing. */
#include "read/formats/mail_message.h"

#include "read/formats/formats.h"
#include "read/formats/mail_head.h"

enum { PART_FLUSH_BYTES = 64 * 1024, PICTURES_MAX_BYTES = 1000 };

const struct mail_entity *
mail_alternative(const struct mail *mail)
{
	for (unsigned i = 0; i < mail->depth; i++)
		if (mail->stack[i].alternative)
			return &mail->stack[i];
	return NULL;
}

void
mail_part_begin(struct mail *mail, const struct mail_content *content, enum mail_use use)
{
	const struct mail_entity *alternative = mail_alternative(mail);
	struct mail_part *part = &mail->part;
	struct buf bytes = part->bytes;

	*part = (struct mail_part){
	    .use = use, .aside = USE_FILE, .name = content->name, .bytes = bytes};
	buf_reset(&part->bytes);
	mail_transfer_init(&part->transfer, content->transfer);
	memcpy(part->charset, content->charset, sizeof part->charset);
	if (content->typed)
		part->declared = mail_keep(mail, text_of_c(content->type));
	part->alternative = alternative != NULL;
	part->mixed = alternative != NULL && mail->stack[mail->depth - 1].mixed;
	part->beside_at = alternative != NULL ? alternative->body_at : 0;
	mail->in_part = true;
}

/* Declared to be one kind of thing, and by its bytes another: "image/jpeg" that is a program. */
static bool
kinds_differ(struct text declared, struct text found)
{
	static const char *const kinds[] = {"image/", "audio/", "video/", "text/"};
	struct slice a = slice_of_text(declared), b = slice_of_text(found);

	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (slice_starts(a, kinds[i]) && !slice_starts(b, kinds[i]))
			return i == 0 || i == 3 ||
			       !(slice_starts(b, "audio/") || slice_starts(b, "video/"));
	return false;
}

/* Media type: by content where the bytes tell, else what the header says. */
static void
part_type(struct mail *mail)
{
	struct mail_part *part = &mail->part;
	enum record_kind kind;
	struct text found = file_type_of(buf_slice(&part->bytes), &kind);

	part->type = found.p != NULL ? found : part->declared;
	if (found.p != NULL && kinds_differ(part->declared, found))
		mail_doubt(mail, "type-differs", part->declared);
	if (part->declared.p == NULL)
		return;
	buf_reset(&mail->text);
	buf_putf(&mail->text, "%u: ", mail->files + 1);
	buf_put_text(&mail->text, part->declared);
	mail_claim(mail, "attachment-declared", buf_text(&mail->text));
}

void
mail_remote_add(void *ctx, struct text url)
{
	struct mail *mail = ctx;
	struct text kept;

	for (size_t i = 0; i < mail->remote_count; i++)
		if (text_eq(mail->remote[i], url))
			return;
	if (mail->remote_count == MAIL_REMOTE_MAX) {
		if (!mail->remote_more)
			mail_claim(mail, "remote-content-more", TEXT_LITERAL("yes"));
		mail->remote_more = true;
		return;
	}
	kept = mail_keep(mail, url);
	if (kept.p == NULL)
		return;
	mail->remote[mail->remote_count++] = kept;
	mail_check_added(
	    mail, record_add_claim(&mail->record, &mail->arena, "remote-content", kept, NULL));
}

/* The words of a file, should the mail turn out to have no others: the first such file's. */
static void
aside_read(struct mail *mail, bool whole)
{
	struct mail_part *part = &mail->part;
	struct buf *aside = &mail->aside;
	unsigned flags = mail->texts.flags;

	if (part->aside == USE_FILE || part->tnef || aside->n != 0)
		return;
	buf_reset(&mail->decoded);
	mail_texts_decode(&mail->texts, slice_of(part->charset, strlen(part->charset)),
	    buf_slice(&part->bytes), &mail->decoded);
	mail->texts.flags = flags;
	if (mail->decoded.failed != OK)
		mail->failed = E_NOMEM;
	else if (part->aside == USE_TEXT)
		buf_put_text(aside, text_prefix(buf_text(&mail->decoded), MAIL_ASIDE_MAX_BYTES));
	else
		mail_html_text(buf_text(&mail->decoded), aside, mail_remote_add, mail);
	mail->aside_cut = !whole || aside->failed == E_LIMIT;
	if (aside->failed == E_NOMEM)
		mail->failed = E_NOMEM;
	aside->failed = OK; /* what fitted is kept */
}

/* Hand over what has been decoded so far. */
static enum status
part_flush(struct mail *mail, bool ended, struct err *err)
{
	struct mail_part *part = &mail->part;
	enum status status = OK;

	if (!part->begun) {
		part_type(mail);
		mail_tnef_look(mail);
		mail_inside_look(mail, ended);
		aside_read(mail, ended);
		status = mail->sink.extract_begin(mail->sink.ctx, part->name, part->type, err);
		if (status != OK)
			return status;
		part->begun = true;
	}
	if (part->bytes.n != 0)
		status = mail->sink.extract_data(mail->sink.ctx, buf_slice(&part->bytes), err);
	part->sent += part->bytes.n;
	if (!part->tnef)
		buf_reset(&part->bytes);
	return status;
}

enum status
mail_part_send(struct mail *mail, bool whole, struct err *err)
{
	struct mail_part *part = &mail->part;
	struct attachment attachment = {.source = ATTACHMENT_EXTRACTED};
	enum status status = part_flush(mail, true, err);

	if (status == OK)
		status = mail->sink.extract_end(mail->sink.ctx, whole, err);
	if (status != OK)
		return status;
	attachment.name = part->name;
	attachment.type = part->type;
	attachment.bytes = part->sent;
	attachment.extract = mail->extracts++;
	mail->files++;
	mail_check_added(
	    mail, record_add_attachment(&mail->record, &mail->arena, &attachment, NULL));
	return part->tnef ? mail_tnef_open(mail, whole, err) : OK;
}

void
mail_body_add(struct mail *mail, struct text text)
{
	struct buf *body = &mail->body;
	struct text cut;

	if (text.n == 0)
		return;
	if (body->n != 0 && body->p[body->n - 1] != '\n' && body->n < RECORD_TEXT_MAX_BYTES)
		buf_put_byte(body, '\n');
	cut = text_prefix(text, RECORD_TEXT_MAX_BYTES - body->n);
	if (cut.n != text.n)
		mail->body_cut = true;
	buf_put_text(body, cut);
	if (body->failed != OK)
		mail->failed = E_NOMEM;
}

static bool
is_blank(struct text text)
{
	return slice_trim(slice_of_text(text)).n == 0;
}

/* The text that stands beside the pages of an alternative; false when there is none (yet). */
static bool
text_beside(const struct mail *mail, size_t at, struct text *out)
{
	if (at >= mail->body.n)
		return false;
	*out = (struct text){(const char *)mail->body.p + at, mail->body.n - at};
	return !is_blank(*out);
}

/* One mail may ask only so often: thousands of small pages beside a long text would take hours. */
static bool
compare_allowed(struct mail *mail, struct text beside)
{
	mail->compared_bytes += beside.n;
	if (mail->compared_bytes <= MAIL_COMPARED_MAX_BYTES)
		return true;
	mail->too_much = true;
	return false;
}

/* What a page says in place of its pictures, and the text does not. */
static bool
pictures_say_more(struct mail *mail, struct text pictures, struct text beside)
{
	if (is_blank(pictures) || mail_words_within(pictures, beside))
		return false;
	mail_claim(mail, "page-pictures", text_prefix(pictures, PICTURES_MAX_BYTES));
	return true;
}

/* Does the text beside a page say just what the page says?  Where the text is yet to come, or the
 * page is one piece of several, that is asked at the end. */
static bool
says_the_same(struct mail *mail, struct text words, struct text pictures)
{
	struct text beside;
	bool more;

	if (mail->part.mixed || !text_beside(mail, mail->part.beside_at, &beside)) {
		mail->unsettled_bytes = mail->page.n;
		return false;
	}
	if (mail->alternatives_differ || !compare_allowed(mail, beside))
		return false;
	more = pictures_say_more(mail, pictures, beside);
	mail->alternatives_differ = !mail_words_same(words, beside);
	if (mail->alternatives_differ || more)
		return false;
	mail_claim(mail, "alternative", TEXT_LITERAL("text/html: the same words"));
	return true;
}

/* The words of a page: the body's, unless it is one form among others.  True when the text beside
 * it says them all, so that it need not be kept apart from the original. */
static bool
page_read(struct mail *mail, struct text html)
{
	struct buf *page = &mail->page;
	size_t start = page->n, before;
	struct text words;

	if (start != 0)
		buf_put_byte(page, '\n');
	before = page->n;
	buf_reset(&mail->scratch);
	mail_html_words(html, page, &mail->scratch, mail_remote_add, mail);
	if (page->failed == E_NOMEM)
		mail->failed = E_NOMEM;
	mail->body_cut |= page->failed == E_LIMIT;
	page->failed = OK; /* what fitted is kept */
	words = (struct text){page->n != 0 ? (const char *)page->p + before : "", page->n - before};
	if (mail->part.alternative)
		return says_the_same(mail, words, buf_text(&mail->scratch));
	mail_body_add(mail, words);
	page->n = start;
	return false;
}

void
mail_alternative_end(struct mail *mail, const struct mail_entity *alternative)
{
	struct buf *page = &mail->page;
	size_t at = alternative->page_at;
	size_t unsettled = mail->unsettled_bytes;
	struct text beside;

	mail->unsettled_bytes = 0;
	if (page->n <= at)
		return;
	if (!text_beside(mail, alternative->body_at, &beside))
		mail_body_add(mail, (struct text){(const char *)page->p + at, page->n - at});
	else if (unsettled > at && !mail->alternatives_differ && compare_allowed(mail, beside))
		mail->alternatives_differ = !mail_words_same(
		    (struct text){(const char *)page->p + at, unsettled - at}, beside);
	page->n = at;
}

/* Words locked by hand (RFC 9580, section 6.2). */
static void
locked_in_text(struct mail *mail, struct slice text)
{
	size_t at = slice_find(text, SLICE_LITERAL("-----BEGIN PGP MESSAGE-----"));

	mail->locked_inside |= at == 0 || (at != SIZE_MAX && text.p[at - 1] == '\n');
}

/* The bytes of a text or page as words.  True when nothing is left to keep. */
static bool
words_read(struct mail *mail)
{
	struct mail_part *part = &mail->part;
	struct slice bytes = buf_slice(&part->bytes), charset;
	unsigned flags = mail->texts.flags;

	charset = slice_of(part->charset, strlen(part->charset));
	if (mail->recoded && part->transfer.kind == TRANSFER_PLAIN)
		charset = SLICE_LITERAL("utf-8");
	if (charset.n == 0 && part->use == USE_PAGE)
		charset = mail_html_charset(bytes);
	buf_reset(&mail->decoded);
	mail->texts.flags = 0;
	mail_texts_decode(&mail->texts, charset, bytes, &mail->decoded);
	if (mail->decoded.failed != OK)
		mail->failed = E_NOMEM;
	if ((mail->texts.flags & (MAIL_DAMAGED | MAIL_UNKNOWN)) != 0 && part->use == USE_TEXT)
		mail_keep_raw(mail, bytes);
	mail->texts.flags |= flags;
	if (part->use == USE_PAGE)
		return page_read(mail, buf_text(&mail->decoded));
	locked_in_text(mail, buf_slice(&mail->decoded));
	mail_letters_read(mail, buf_text(&mail->decoded));
	return true;
}

/* More words than a record shows: what stands in them as letters may need more room than they. */
static bool
words_are_long(struct mail_part *part)
{
	if (part->use == USE_TEXT && !part->lettered && part->bytes.n > MAIL_PLAIN_MAX_BYTES) {
		part->lettered = mail_letters_stand(buf_slice(&part->bytes));
		return !part->lettered;
	}
	return part->use != USE_FILE &&
	       part->bytes.n > (part->use == USE_PAGE || part->lettered ? MAIL_PAGE_MAX_BYTES
									: MAIL_PLAIN_MAX_BYTES);
}

static enum status
part_check(struct mail *mail, struct err *err)
{
	struct mail_part *part = &mail->part;
	enum status status = OK;

	if (part->bytes.failed != OK)
		return fail(err, E_NOMEM, "no memory for a part of a mail");
	if (words_are_long(part)) {
		(void)words_read(mail);
		mail->body_cut = true;
		status = mail_letters_send(mail, err);
		part->use = USE_FILE;
	}
	if (status == OK && part->use == USE_FILE && part->bytes.n >= PART_FLUSH_BYTES &&
	    !mail_tnef_holds(mail))
		return part_flush(mail, false, err);
	return status;
}

enum status
mail_part_file(struct mail *mail, const struct mail_content *content, struct slice bytes,
    bool whole, struct err *err)
{
	struct slice piece;
	enum status status = OK;
	size_t n;

	mail_part_begin(mail, content, USE_FILE);
	mail->in_part = false;
	while (status == OK && bytes.n != 0) {
		n = bytes.n < PART_FLUSH_BYTES ? bytes.n : PART_FLUSH_BYTES;
		if (!take(&bytes, n, &piece))
			break;
		buf_put_slice(&mail->part.bytes, piece);
		status = part_check(mail, err);
	}
	return status == OK ? mail_part_send(mail, whole, err) : status;
}

void
mail_part_line_end(struct mail *mail)
{
	struct mail_part *part = &mail->part;

	if (part->line_end == 2)
		buf_put_byte(&part->bytes, '\r');
	if (part->line_end != 0)
		buf_put_byte(&part->bytes, '\n');
	part->line_end = 0;
}

enum status
mail_part_put(struct mail *mail, const struct mail_line *line, struct err *err)
{
	struct mail_part *part = &mail->part;
	struct slice bytes = line->bytes;
	bool cr = line->last && line->lf && bytes.n != 0 && bytes.p[bytes.n - 1] == '\r';

	if (cr)
		bytes.n--;
	mail_part_line_end(mail);
	if (mail_transfer_put(&part->transfer, bytes, line->last, &part->bytes) && line->lf)
		part->line_end = cr ? 2 : 1;
	return part_check(mail, err);
}

enum status
mail_part_end(struct mail *mail, bool whole, struct err *err)
{
	struct mail_part *part = &mail->part;
	enum status status;
	bool damaged, said;

	mail->in_part = false;
	mail_transfer_end(&part->transfer, &part->bytes);
	if (part->bytes.failed != OK)
		return fail(err, E_NOMEM, "no memory for a part of a mail");
	damaged = part->transfer.damaged;
	if (damaged)
		mail_doubt(mail, "coding-damaged", part->name);
	if (damaged && part->transfer.kind != TRANSFER_QUOTED)
		whole = false;
	said = part->use != USE_FILE && words_read(mail);
	status = mail_letters_send(mail, err);
	if (status != OK || (said && !part->kept))
		return status;
	return mail_part_send(mail, whole, err);
}
