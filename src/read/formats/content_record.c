/* src/read/formats/content_record.c
 * Values of content lines as parts of a record; see content_record.h. */
#include "read/formats/content_record.h"

#include "read/formats/formats.h"
#include "read/formats/mail_transfer.h"

enum {
	TEXT_BYTES = 2 * CONTENT_LINE_MAX_BYTES, /* of one value */
	KEY_BYTES = 64,
	ITEM_BYTES = 64, /* what a claim costs besides its words */
};

void
content_record_init(struct content_record *r, struct making *m)
{
	*r = (struct content_record){.m = m};
	mail_texts_init(&r->texts);
	r->texts.fallback = MAIL_CHARSET_NONE;
	buf_init(&r->bytes, TEXT_BYTES);
	buf_init(&r->text, TEXT_BYTES);
	buf_init(&r->out, TEXT_BYTES);
}

void
content_record_fini(struct content_record *r)
{
	mail_texts_fini(&r->texts);
	buf_fini(&r->bytes);
	buf_fini(&r->text);
	buf_fini(&r->out);
}

void
content_record_begin(struct content_record *r, enum record_kind kind, const char *channel)
{
	making_begin(r->m, kind, channel);
	r->used = 0;
	r->too_much = r->old = false;
	r->texts.flags = 0;
}

enum status
content_record_send(struct content_record *r)
{
	unsigned flags = r->texts.flags;

	if ((flags & MAIL_GUESSED) != 0)
		making_doubt(r->m, "charset-guessed", r->texts.guess);
	if ((flags & MAIL_UNKNOWN) != 0)
		making_doubt(r->m, "charset-unknown", text_of_c(r->texts.unknown));
	if ((flags & MAIL_DAMAGED) != 0)
		making_doubt(r->m, "not-utf8", TEXT_NONE);
	if (r->too_much)
		making_doubt(
		    r->m, "too-much", TEXT_LITERAL("The original holds more than fits in here."));
	return making_send(r->m);
}

bool
content_record_room(struct content_record *r, size_t n)
{
	if (n > CONTENT_RECORD_BYTES - r->used) {
		r->too_much = true;
		return false;
	}
	r->used += n;
	return true;
}

/* A buffer that found no memory ends the reading; one at its limit gives what it holds. */
static struct text
held(struct content_record *r, const struct buf *buf)
{
	if (buf->failed == E_LIMIT)
		r->too_much = true;
	else if (buf->failed != OK && r->m->status == OK)
		r->m->status = buf_check(buf, r->m->err);
	return buf_text(buf);
}

/* Bytes in the set that is named, else in UTF-8, which is nothing to doubt in these formats. */
static void
decode(struct content_record *r, struct slice charset, struct slice bytes)
{
	struct text text;

	buf_reset(&r->text);
	if (charset.n == 0 && text_check(bytes, &text, NULL))
		buf_put_text(&r->text, text);
	else
		mail_texts_decode(&r->texts, charset, bytes, &r->text);
}

struct text
content_record_text(struct content_record *r, const struct content *content)
{
	struct mail_transfer transfer;
	struct slice bytes = content->value;

	buf_reset(&r->bytes);
	if (content->quoted) {
		mail_transfer_init(&transfer, TRANSFER_QUOTED);
		(void)mail_transfer_put(&transfer, bytes, true, &r->bytes);
		mail_transfer_end(&transfer, &r->bytes);
		if (transfer.damaged)
			content_record_strange(r, "coding-damaged", bytes);
		bytes = buf_slice(&r->bytes);
	}
	decode(r, content->charset, bytes);
	return held(r, &r->text);
}

struct text
content_record_plain(struct content_record *r, const struct content *content)
{
	struct text rest = content_record_text(r, content);

	buf_reset(&r->out);
	(void)content_piece(&rest, 0, r->old, &r->out);
	return held(r, &r->out);
}

enum { PARTS_MAX = 64 };

static size_t
parts_cut(struct content_record *r, struct text rest, struct slice parts[PARTS_MAX])
{
	size_t ends[PARTS_MAX], count = 0;
	struct slice all;

	buf_reset(&r->out);
	while (count < PARTS_MAX && content_piece(&rest, ';', r->old, &r->out))
		ends[count++] = r->out.n;
	all = buf_slice(&r->out);
	for (size_t i = 0; i < count; i++)
		if (take(&all, ends[i] - (i == 0 ? 0 : ends[i - 1]), &parts[i]))
			parts[i] = slice_trim(parts[i]);
	r->too_much |= rest.p != NULL;
	return count;
}

struct text
content_record_parts(struct content_record *r, const struct content *content, const char *order)
{
	struct slice parts[PARTS_MAX], part;
	size_t count = parts_cut(r, content_record_text(r, content), parts), at;
	size_t wanted = order != NULL ? strlen(order) : count;

	(void)held(r, &r->out);
	buf_reset(&r->text); /* the parts stand in r->out */
	for (size_t i = 0; i < wanted; i++) {
		at = order != NULL ? (size_t)(order[i] - '0') : i;
		part = at < count ? parts[at] : slice_of(NULL, 0);
		if (part.n == 0)
			continue;
		if (r->text.n != 0)
			buf_put_c(&r->text, order != NULL ? " " : ", ");
		buf_put_slice(&r->text, part);
	}
	return held(r, &r->text);
}

struct text
content_record_keep(struct content_record *r, struct slice bytes)
{
	decode(r, slice_of(NULL, 0), slice_trim(bytes));
	if (!content_record_room(r, r->text.n))
		return TEXT_NONE;
	return making_keep(r->m, held(r, &r->text));
}

const char *
content_record_key(struct content_record *r, const char *prefix, const struct content *content)
{
	uint8_t spelled[KEY_BYTES];
	struct buf buf = {.p = spelled, .size = sizeof spelled, .max = sizeof spelled};
	const char *key;

	buf_put_c(&buf, prefix);
	for (size_t i = 0; i < content->name.n; i++) {
		uint8_t c = content->name.p[i];

		buf_put_byte(
		    &buf, c >= 'A' && c <= 'Z' ? (uint8_t)(c - 'A' + 'a') : (c == '_' ? '-' : c));
	}
	key = arena_z(&r->m->arena, buf_slice(&buf));
	if (key == NULL && r->m->status == OK)
		r->m->status = fail(r->m->err, E_NOMEM, "one record needs too much memory");
	return key != NULL ? key : "other";
}

void
content_record_claim(struct content_record *r, const char *key, struct text value)
{
	if (value.n != 0 && content_record_room(r, value.n + ITEM_BYTES))
		making_claim(r->m, key, value);
}

/* "HOME, pref, value=uri": how the thing is used, less what only says how it is written. */
static void
params_put(const struct content *content, struct buf *out)
{
	static const char *const silent[] = {"charset", "encoding", "value", "language"};
	size_t start = out->n;

	for (size_t i = 0; i < content->params_count; i++) {
		const struct content_param *param = &content->params[i];
		bool skipped = param->value.n == 0;

		for (size_t k = 0; k < COUNT_OF(silent); k++)
			skipped |= slice_eq_nocase(
			    param->name, slice_of(silent[k], strlen(silent[k])));
		skipped |= param->name.n == 0 &&
			   slice_eq_nocase(param->value, SLICE_LITERAL("QUOTED-PRINTABLE"));
		if (skipped)
			continue;
		if (out->n != start)
			buf_put_c(out, ", ");
		if (param->name.n != 0 && !slice_eq_nocase(param->name, SLICE_LITERAL("TYPE"))) {
			buf_put_slice(out, param->name);
			buf_put_byte(out, '=');
		}
		buf_put_slice(out, param->value);
	}
}

struct text
content_record_described(struct content_record *r, const struct content *content, struct text value)
{
	size_t before;

	if (value.n == 0)
		return TEXT_NONE;
	buf_reset(&r->bytes);
	buf_put_text(&r->bytes, value);
	buf_put_c(&r->bytes, " (");
	before = r->bytes.n;
	params_put(content, &r->bytes);
	if (r->bytes.n == before)
		r->bytes.n = value.n;
	else
		buf_put_byte(&r->bytes, ')');
	if (r->bytes.n > CONTENT_RECORD_BYTES)
		r->too_much = true;
	return content_record_keep(r, slice_of_text(held(r, &r->bytes)));
}

/* "data:image/jpeg;base64,…" (RFC 2397): what stands behind the comma. */
static bool
data_address(struct slice value, struct slice *out)
{
	struct slice head, rest = value, last;

	if (value.n < 5 || !slice_eq_nocase(slice_of(value.p, 5), SLICE_LITERAL("data:")) ||
	    !cut(&rest, ',', &head))
		return false;
	while (cut_last(&head, ';', &last))
		if (slice_eq_nocase(slice_trim(last), SLICE_LITERAL("base64"))) {
			*out = rest;
			return true;
		}
	return false;
}

bool
content_record_extract(struct content_record *r, const struct content *content)
{
	struct mail_transfer transfer;
	struct slice coded = content->value;
	enum record_kind kind;
	struct text type, name;
	bool whole;

	if (!content->base64 && !data_address(content->value, &coded))
		return false;
	buf_reset(&r->bytes);
	mail_transfer_init(&transfer, TRANSFER_BASE64);
	(void)mail_transfer_put(&transfer, coded, true, &r->bytes);
	mail_transfer_end(&transfer, &r->bytes);
	(void)held(r, &r->bytes);
	whole = !transfer.damaged && r->bytes.n != 0;
	type = file_type_of(buf_slice(&r->bytes), &kind);
	name = content_record_keep(r, content_param(content, "X-FILENAME"));
	making_extract_begin(r->m, name, type);
	making_extract_data(r->m, buf_slice(&r->bytes));
	making_extract_end(r->m, whole);
	return true;
}

void
content_record_strange(struct content_record *r, const char *code, struct slice line)
{
	unsigned flags = r->texts.flags;

	buf_reset(&r->text);
	mail_texts_repair(&r->texts,
	    slice_of(line.p, line.n < MAKING_DETAIL_BYTES ? line.n : MAKING_DETAIL_BYTES),
	    &r->text);
	r->texts.flags = flags; /* the detail of a doubt may end in the middle of a character */
	making_doubt(r->m, code, held(r, &r->text));
	if (r->m->record.raw.n == 0)
		making_raw(r->m, line);
}
