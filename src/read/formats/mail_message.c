/* src/read/formats/mail_message.c
 * The course of one mail: header, parts within parts, record.  MIME is a matter of lines (RFC 2046,
 * section 5.1): only the borders are kept, as a stack of bounded depth, and each line is handed on
 * at once.  docs/design/0011-mail.md says why no library does it. */
#include "read/formats/mail_message.h"

#include "base/mem.h"
#include "read/formats/mail_head.h"
#include "read/formats/owner.h"

static void
mine_read(struct mail *mail, struct text me)
{
	struct slice rest = slice_of_text(me), word;

	while (mail->mine_count < MAIL_MINE_MAX && cut_any(&rest, " ,;\t\n<>", &word))
		if (word.n != 0 && memchr(word.p, '@', word.n) != NULL)
			mail->mine[mail->mine_count++] = (struct text){
			    (const char *)word.p, word.n};
}

enum status
mail_new(const struct reading_options *options, const struct sink *sink, struct mail **out,
    struct err *err)
{
	struct mail *mail = mem_new(1, sizeof *mail);

	if (mail == NULL)
		return fail(err, E_NOMEM, "no memory to read mail");
	mail->sink = *sink;
	mail->options = options;
	mail_texts_init(&mail->texts);
	arena_init(&mail->arena, MAIL_ARENA_BYTES);
	arena_init(&mail->doubts, MAIL_DOUBTS_BYTES);
	buf_init(&mail->head, MAIL_HEAD_MAX_BYTES);
	buf_init(&mail->again, MAIL_HEAD_MAX_BYTES);
	buf_init(&mail->unfolded, 2 * MAIL_HEAD_MAX_BYTES);
	buf_init(&mail->scratch, 4 * MAIL_HEAD_MAX_BYTES);
	buf_init(&mail->text, 8 * MAIL_HEAD_MAX_BYTES);
	buf_init(&mail->decoded, 8 * MAIL_PAGE_MAX_BYTES);
	buf_init(&mail->body, RECORD_TEXT_MAX_BYTES + 1);
	buf_init(&mail->page, RECORD_TEXT_MAX_BYTES);
	buf_init(&mail->raw, MAIL_RAW_MAX_BYTES);
	buf_init(&mail->aside, MAIL_ASIDE_MAX_BYTES);
	buf_init(&mail->outside, MAIL_OUTSIDE_MAX_BYTES);
	buf_init(&mail->letters, 8 * MAIL_PAGE_MAX_BYTES);
	buf_init(&mail->unlettered, 2 * MAIL_PAGE_MAX_BYTES);
	buf_init(&mail->tnef, RECORD_TEXT_MAX_BYTES);
	buf_init(&mail->part.bytes, MAIL_TNEF_MAX_BYTES + 2 * MAIL_PAGE_MAX_BYTES);
	mine_read(mail, options->me);
	mail->not_found = options->found != NULL && options->found->nobody;
	if (mail->not_found)
		mail->mine_count = 0;
	*out = mail;
	return OK;
}

void
mail_free(struct mail *mail)
{
	if (mail == NULL)
		return;
	mail_texts_fini(&mail->texts);
	arena_fini(&mail->arena);
	arena_fini(&mail->doubts);
	buf_fini(&mail->head);
	buf_fini(&mail->again);
	buf_fini(&mail->unfolded);
	buf_fini(&mail->scratch);
	buf_fini(&mail->text);
	buf_fini(&mail->decoded);
	buf_fini(&mail->body);
	buf_fini(&mail->page);
	buf_fini(&mail->raw);
	buf_fini(&mail->aside);
	buf_fini(&mail->outside);
	buf_fini(&mail->letters);
	buf_fini(&mail->unlettered);
	buf_fini(&mail->tnef);
	buf_fini(&mail->part.bytes);
	mem_free(mail);
}

void
mail_begin(struct mail *mail, uint64_t position)
{
	arena_reset(&mail->arena);
	arena_reset(&mail->doubts);
	buf_reset(&mail->head);
	buf_reset(&mail->body);
	buf_reset(&mail->page);
	buf_reset(&mail->raw);
	buf_reset(&mail->aside);
	buf_reset(&mail->tnef);
	buf_reset(&mail->outside);
	buf_reset(&mail->letters);
	record_init(&mail->record);
	mail->record.position = position;
	mail->texts.flags = 0;
	mail->texts.fallback = MAIL_CHARSET_NONE;
	mail->too_much = mail->head_long = mail->root_read = mail->no_fields = false;
	mail->boundary_missing = mail->too_deep = mail->no_parts = false;
	mail->alternatives_differ = mail->body_cut = mail->in_part = false;
	mail->tnef_open = mail->remote_more = false;
	mail->aside_cut = mail->inside_unread = mail->locked_inside = mail->recoded = false;
	mail->inside_bytes = 0;
	mail->compared_bytes = mail->unsettled_bytes = mail->remote_count = 0;
	mail->state = STATE_HEAD;
	mail->depth = mail->attached = mail->parts = mail->files = 0;
}

bool
mail_awaits_header(const struct mail *mail)
{
	return mail->state == STATE_HEAD;
}

static enum status
note(struct mail *mail, enum note_kind kind, const char *code, const char *detail, struct err *err)
{
	return mail->sink.note(
	    mail->sink.ctx, kind, code, text_of_c(detail), mail->record.position, err);
}

static struct mail_entity *
push(struct mail *mail)
{
	struct mail_entity *entity = &mail->stack[mail->depth++];

	*entity = (struct mail_entity){.boundary_bytes = 0};
	return entity;
}

static void
multipart_begin(struct mail *mail, const struct mail_content *content)
{
	struct mail_entity *entity = push(mail);

	entity->alternative = strcmp(content->type, "multipart/alternative") == 0;
	entity->body_at = mail->body.n;
	entity->page_at = mail->page.n;
	entity->mixed = strcmp(content->type, "multipart/mixed") == 0;
	entity->digest = strcmp(content->type, "multipart/digest") == 0;
	entity->bordered = content->bordered;
	entity->boundary_bytes = content->boundary_bytes;
	memcpy(entity->boundary, content->boundary, content->boundary_bytes);
	mail->state = STATE_OUTSIDE;
}

/* A mail inside the mail is sent on whole; what stands in it is only named. */
static void
attached_begin(struct mail *mail, const struct mail_content *content)
{
	if (mail->attached == 0) {
		mail_part_begin(mail, content, USE_FILE);
		mail->part.walked = true;
		mail->attached = mail->depth + 1;
	}
	push(mail)->message = true;
	buf_reset(&mail->head);
	mail->state = STATE_HEAD;
}

static void
leaf_begin(struct mail *mail, const struct mail_content *content)
{
	bool root = mail->depth == 0;
	bool named = content->name.p != NULL;
	bool inside = root || (!content->attachment && (!named || content->shown));
	enum mail_use use = USE_FILE;

	mail->state = STATE_BODY;
	if (mail->attached != 0) {
		if (content->name.p != NULL)
			mail_claim(mail, "attached-mail-attachment", content->name);
		return;
	}
	if (strcmp(content->type, "text/plain") == 0)
		use = USE_TEXT;
	else if (strcmp(content->type, "text/html") == 0)
		use = USE_PAGE;
	mail_part_begin(mail, content, inside ? use : USE_FILE);
	mail->part.aside = inside ? USE_FILE : use;
	mail->part.kept = inside && named && !root;
}

static bool
is_message(const struct mail_content *content)
{
	return strcmp(content->type, "message/rfc822") == 0 ||
	       strcmp(content->type, "message/global") == 0;
}

static void
content_begin(struct mail *mail, const struct mail_content *content)
{
	bool multipart = strncmp(content->type, "multipart/", 10) == 0;
	bool deeper = multipart || (is_message(content) && content->transfer == TRANSFER_PLAIN &&
				       mail->depth != 0);

	if (deeper && mail->depth == MAIL_DEPTH_MAX) {
		mail->too_deep = true;
		deeper = false;
	}
	if (!deeper)
		leaf_begin(mail, content);
	else if (multipart)
		multipart_begin(mail, content);
	else
		attached_begin(mail, content);
	mail->locked_inside |= content->locked && mail->attached == 0; /* said with the record */
}

static bool
in_digest(const struct mail *mail)
{
	return mail->depth != 0 && mail->stack[mail->depth - 1].digest;
}

static bool
in_attached_head(const struct mail *mail)
{
	return mail->depth != 0 && mail->stack[mail->depth - 1].message;
}

/* Damage in the names of a part is kept like damage in the mail's own header. */
static void
part_head(struct mail *mail, struct slice block, struct mail_content *content)
{
	unsigned flags = mail->texts.flags;

	mail->texts.flags = 0;
	mail_content_read(mail, block, in_digest(mail), content);
	if ((mail->texts.flags & MAIL_DAMAGED) != 0 && mail->root_read)
		mail_keep_raw(mail, block);
	mail->texts.flags |= flags;
}

static enum status line_put(struct mail *mail, const struct mail_line *line, struct err *err);

/* Lines taken for header lines that turned out to be none. */
static enum status
lines_again(struct mail *mail, struct slice lines, struct err *err)
{
	struct mail_line line = {.first = true, .last = true, .lf = true};
	struct slice rest;
	enum status status;

	buf_reset(&mail->again); /* the block itself is about to be used for the next header */
	buf_put_slice(&mail->again, lines);
	rest = buf_slice(&mail->again);
	status = buf_check(&mail->again, err);
	while (status == OK && cut_last(&rest, '\n', &line.bytes))
		status = line_put(mail, &line, err);
	return status;
}

/* The header is complete: what follows is what it says. */
static enum status
head_end(struct mail *mail, struct err *err)
{
	struct slice block = buf_slice(&mail->head);
	struct mail_content content;
	size_t end = block.n;

	if (!mail->root_read)
		end = mail_record_head(mail, block);
	else if (in_attached_head(mail))
		mail_attached_head(mail, block);
	part_head(mail, slice_of(block.p, end), &content);
	mail->root_read = true;
	content_begin(mail, &content);
	if (end == block.n)
		return OK;
	return lines_again(mail, slice_from(block, end), err);
}

static enum status line_use(struct mail *mail, const struct mail_line *line, struct err *err);

/* A line in a part's header that cannot be there: its body begins without a blank line. */
static enum status
head_broken(struct mail *mail, const struct mail_line *line, struct err *err)
{
	bool attached = mail->attached != 0;
	enum status status;

	mail_doubt(mail, "header-damaged", TEXT_NONE);
	status = head_end(mail, err);
	if (status == OK && !attached && mail->attached != 0)
		status = mail_part_put(mail, line, err);
	return status == OK ? line_use(mail, line, err) : status;
}

static enum status
head_add(struct mail *mail, const struct mail_line *line, struct err *err)
{
	struct buf *head = &mail->head;

	if (mail->head_long || head->n + line->bytes.n + 2 > MAIL_HEAD_MAX_BYTES) {
		if (!mail->head_long && head->n != 0 && head->p[head->n - 1] != '\n')
			buf_put_byte(head, '\n');
		mail->head_long = true;
		return OK;
	}
	buf_put_slice(head, line->bytes);
	if (line->last)
		buf_put_byte(head, '\n');
	return buf_check(head, err);
}

static bool
is_folded(struct slice line)
{
	return line.n != 0 && (line.p[0] == ' ' || line.p[0] == '\t');
}

static enum status
head_line(struct mail *mail, const struct mail_line *line, struct err *err)
{
	struct slice bytes = line->bytes;

	if (line->first && line->last && (bytes.n == 0 || (bytes.n == 1 && bytes.p[0] == '\r')))
		return head_end(mail, err);
	if (line->first && mail->root_read && !is_folded(bytes) && !mail_line_is_field(bytes) &&
	    !mail_line_is_from(bytes))
		return head_broken(mail, line, err);
	return head_add(mail, line, err);
}

static void
outside_line(struct mail *mail, const struct mail_line *line)
{
	size_t room = MAIL_OUTSIDE_MAX_BYTES - mail->outside.n;

	if (mail->attached != 0)
		return;
	if (line->bytes.n + 1 > room) {
		mail->body_cut = true;
		return;
	}
	buf_put_slice(&mail->outside, line->bytes);
	if (line->lf)
		buf_put_byte(&mail->outside, '\n');
	if (mail->outside.failed != OK)
		mail->failed = E_NOMEM;
}

/* Take the entities above `level` off the stack. */
static void
pop_above(struct mail *mail, unsigned level)
{
	const struct mail_entity *entity;

	for (; mail->depth > level; mail->depth--) {
		entity = &mail->stack[mail->depth - 1];
		if (entity->message)
			continue;
		mail->boundary_missing |= !entity->closed;
		mail->no_parts |= entity->parts == 0;
	}
}

/* End the part in hand, unless it is an attached mail that goes on. */
static enum status
part_close(struct mail *mail, unsigned level, bool whole, struct err *err)
{
	if (!mail->in_part || (mail->attached != 0 && level >= mail->attached))
		return OK;
	mail->attached = 0;
	return mail_part_end(mail, whole, err);
}

/* End what was open above the entity at `level`, which stays. */
static enum status
close_above(struct mail *mail, unsigned level, bool whole, struct err *err)
{
	enum status status = mail->state == STATE_HEAD ? head_end(mail, err) : OK;
	const struct mail_entity *alternative = mail_alternative(mail);

	if (alternative != NULL && alternative < &mail->stack[level])
		alternative = NULL; /* it stays open */
	pop_above(mail, level);
	if (status == OK)
		status = part_close(mail, level, whole, err);
	if (status == OK && alternative != NULL)
		mail_alternative_end(mail, alternative);
	return status;
}

static enum status
part_next(struct mail *mail, struct err *err)
{
	struct mail_entity *entity = &mail->stack[mail->depth - 1];

	entity->parts++;
	entity->closed = false;
	buf_reset(&mail->head);
	if (++mail->parts <= MAIL_PARTS_MAX) {
		mail->state = STATE_HEAD;
		return OK;
	}
	mail->state = STATE_OUTSIDE;
	if (mail->parts != MAIL_PARTS_MAX + 1)
		return OK;
	mail_doubt(mail, "parts-many", TEXT_NONE);
	return note(mail, NOTE_UNREAD, "parts-many",
	    "This mail has more than 2,000 parts; those behind were left unread.", err);
}

/* "--boundary" or "--boundary--", blanks behind it allowed (RFC 2046, section 5.1.1). */
static bool
boundary_is(const struct mail_entity *entity, struct slice line, bool *closing)
{
	struct slice rest;

	if (!entity->bordered || line.n < entity->boundary_bytes + 2 ||
	    memcmp(line.p + 2, entity->boundary, entity->boundary_bytes) != 0)
		return false;
	rest = slice_trim(slice_from(line, 2 + entity->boundary_bytes));
	*closing = slice_eq(rest, SLICE_LITERAL("--"));
	return rest.n == 0 || *closing;
}

/* A multipart that does not say what separates its parts: its first line of that shape does. */
static void
boundary_guess(struct mail *mail, struct slice line)
{
	struct mail_entity *entity = &mail->stack[mail->depth - 1];
	struct slice name = slice_trim(slice_from(line, 2));

	if (mail->state != STATE_OUTSIDE || entity->message || entity->bordered || name.n == 0 ||
	    name.n > sizeof entity->boundary || name.p[0] == '-')
		return;
	memcpy(entity->boundary, name.p, name.n);
	entity->boundary_bytes = name.n;
	entity->bordered = true;
	mail_say_doubt(mail, "boundary-guessed", name);
}

/* The level of the border this line is, innermost first; 0 when it is none. */
static unsigned
boundary_find(struct mail *mail, const struct mail_line *line, bool *closing)
{
	if (mail->depth == 0 || !line->first || !line->last || !slice_starts(line->bytes, "--"))
		return 0;
	boundary_guess(mail, line->bytes);
	for (unsigned level = mail->depth; level > 0; level--)
		if (boundary_is(&mail->stack[level - 1], line->bytes, closing))
			return level;
	return 0;
}

static enum status
boundary(struct mail *mail, unsigned level, bool closing, struct err *err)
{
	enum status status = close_above(mail, level, true, err);

	if (status != OK)
		return status;
	if (!closing)
		return part_next(mail, err);
	mail->stack[level - 1].closed = true;
	mail->state = STATE_OUTSIDE;
	return OK;
}

/* By where it stands: header, between parts, or part. */
static enum status
line_use(struct mail *mail, const struct mail_line *line, struct err *err)
{
	if (mail->state == STATE_HEAD)
		return head_line(mail, line, err);
	if (mail->state == STATE_OUTSIDE)
		outside_line(mail, line);
	else if (mail->attached == 0)
		return mail_part_put(mail, line, err);
	return OK;
}

static enum status
line_put(struct mail *mail, const struct mail_line *line, struct err *err)
{
	bool closing = false;
	unsigned level = boundary_find(mail, line, &closing);
	enum status status = OK;

	if (mail->attached != 0 && (level == 0 || level >= mail->attached))
		status = mail_part_put(mail, line, err);
	if (status != OK)
		return status;
	if (level != 0)
		return boundary(mail, level, closing, err);
	return line_use(mail, line, err);
}

enum status
mail_put(struct mail *mail, const struct mail_line *line, struct err *err)
{
	enum status status = line_put(mail, line, err);

	if (status == OK && mail->failed != OK)
		return fail(err, mail->failed, "no memory to read mail");
	return status;
}

/* Text that stands in no part: all there is when there are no parts. */
static void
outside_settle(struct mail *mail)
{
	struct slice text = slice_trim(buf_slice(&mail->outside));

	if (text.n == 0)
		return;
	buf_reset(&mail->decoded);
	mail_texts_decode(
	    &mail->texts, slice_of(NULL, 0), buf_slice(&mail->outside), &mail->decoded);
	if (mail->parts == 0)
		mail_body_add(mail, buf_text(&mail->decoded));
	else if (text.n > 200 || !slice_starts(text, "This is a multi"))
		mail_claim(mail, "text-outside-parts", text_prefix(buf_text(&mail->decoded), 2000));
}

static void
text_doubts(struct mail *mail)
{
	unsigned flags = mail->texts.flags;

	if ((flags & MAIL_GUESSED) != 0)
		mail_doubt(mail, "charset-guessed", mail->texts.guess);
	if ((flags & MAIL_UNKNOWN) != 0)
		mail_doubt(mail, "charset-unknown", text_of_c(mail->texts.unknown));
	if ((flags & MAIL_DAMAGED) != 0)
		mail_doubt(mail, "not-utf8", TEXT_NONE);
}

static void
doubts_settle(struct mail *mail)
{
	text_doubts(mail);
	if (mail->no_fields)
		mail_doubt(mail, "no-header", TEXT_NONE);
	if (mail->no_parts)
		mail_doubt(mail, "no-parts", TEXT_NONE);
	if (mail->boundary_missing)
		mail_doubt(mail, "boundary-missing", TEXT_NONE);
	if (mail->alternatives_differ)
		mail_doubt(mail, "alternatives-differ", TEXT_NONE);
	if (mail->head_long)
		mail_doubt(mail, "header-long", TEXT_NONE);
	if (mail->too_deep)
		mail_doubt(mail, "too-deep", TEXT_NONE);
	if (mail->body_cut)
		mail_doubt(mail, "cut", TEXT_NONE);
	if (mail->too_much)
		mail_doubt(mail, "too-much", TEXT_NONE);
}

#define LOCKED "The text of this mail is locked with a key of its sender or reader."

static enum status
unread_notes(struct mail *mail, struct err *err)
{
	enum status status = OK;

	if (mail->locked_inside)
		status = note(mail, NOTE_ENCRYPTED, "mail-encrypted", LOCKED, err);
	if (status == OK && mail->inside_unread)
		status = note(mail, NOTE_UNREAD, "attached-mail",
		    "Something inside an attachment was left unread: it is in the original only.",
		    err);
	if (status == OK && mail->head_long)
		status = note(mail, NOTE_UNREAD, "header-long",
		    "The header of this mail is longer than 256 KiB; the rest of it was left "
		    "unread.",
		    err);
	if (status == OK && mail->too_deep)
		status = note(mail, NOTE_UNREAD, "too-deep",
		    "This mail has parts within parts more than 32 deep; those were not taken "
		    "apart.",
		    err);
	return status;
}

/* A mail of nothing but a file: whoever opens it is shown that. */
static void
aside_settle(struct mail *mail)
{
	if (mail->aside.n == 0 || slice_trim(buf_slice(&mail->body)).n != 0)
		return;
	mail_body_add(mail, buf_text(&mail->aside));
	mail_claim(mail, "words-from-file", TEXT_LITERAL("there are no others"));
	mail->body_cut |= mail->aside_cut;
}

static void
body_settle(struct mail *mail)
{
	if (mail->body.n != 0)
		mail->record.body = buf_text(&mail->body);
	mail->record.raw = buf_slice(&mail->raw);
}

enum status
mail_end(struct mail *mail, struct err *err)
{
	struct record *record = &mail->record;
	enum status status = mail->state == STATE_HEAD ? head_end(mail, err) : OK;

	if (mail->in_part)
		mail_part_line_end(mail);
	if (status == OK)
		status = close_above(mail, 0, mail->depth == 0, err);
	if (status != OK)
		return status;
	outside_settle(mail);
	mail_tnef_settle(mail);
	aside_settle(mail);
	doubts_settle(mail);
	status = unread_notes(mail, err);
	if (status != OK)
		return status;
	if (mail->failed != OK)
		return fail(err, mail->failed, "no memory to read mail");
	body_settle(mail);
	record->kind = KIND_EMAIL;
	record->channel = TEXT_LITERAL("email");
	record->inside = mail->options->inside;
	status = mail->sink.record(mail->sink.ctx, record, err);
	if (status != OK)
		return status;
	return owner_first_ends(mail->options->found, mail->met || mail->mine_count == 0, err);
}

enum status
mail_notes(struct mail *mail, const char *format, struct err *err)
{
	enum status status;

	mail->record.position = 0;
	status = mail->sink.note(mail->sink.ctx, NOTE_FORMAT, format, TEXT_NONE, 0, err);
	if (status == OK)
		status = note(mail, NOTE_OMITS, "mail-deleted",
		    "Mail that was deleted for good is not in this file.", err);
	if (status == OK)
		status = note(mail, NOTE_OMITS, "mail-bcc",
		    "A mail that was received does not say who else got a blind copy (Bcc).", err);
	return status;
}

enum status
mail_questions(struct mail *mail, struct err *err)
{
	uint8_t spelled[COUNT_OF(mail->candidates) * (sizeof mail->candidates->address + 1)];
	struct buf buf = {.p = spelled, .size = sizeof spelled, .max = sizeof spelled};
	struct mail_candidate *best;
	enum status status = OK;

	if (mail->options->found != NULL && mail->options->found->first_ends)
		*mail->options->found = (struct owner_found){
		    .looked = true, .nobody = !mail->met && mail->candidates[1].count != 0};
	if (mail->mine_count != 0 && mail->candidates[0].count == 0)
		return OK; /* told, and no other address may be hers as well */
	if (mail->not_found)
		status = note(mail, NOTE_DOUBT, "me-not-found",
		    "Nothing in here is from or to the address given as yours.", err);
	if (status != OK)
		return status;
	for (;;) {
		best = &mail->candidates[0];
		for (size_t i = 1; i < COUNT_OF(mail->candidates); i++)
			if (mail->candidates[i].count > best->count)
				best = &mail->candidates[i];
		if (best->count == 0)
			break;
		if (buf.n != 0)
			buf_put_byte(&buf, ' ');
		buf_put(&buf, best->address, best->bytes);
		best->count = 0;
	}
	return mail->sink.note(mail->sink.ctx, NOTE_QUESTION, "me", buf_text(&buf), 0, err);
}
