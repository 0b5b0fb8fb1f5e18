/* src/read/formats/mail_word.c
 * Encoded words; see mail_word.h. */
#include "read/formats/mail_word.h"

#include "read/formats/mail_transfer.h"

/* Longer than the 75 of RFC 2047, section 2, since writers ignore it; bounded, since a header full
 * of unfinished words would otherwise be searched over and over. */
enum { WORD_MAX_BYTES = 4096 };

struct word {
	struct slice charset;
	struct slice content;
	bool base64;
	size_t bytes; /* of the whole word */
};

/* "=?charset*language?B?content?=" at the front of s (RFC 2047, section 2; RFC 2231, section 5). */
static bool
word_at(struct slice s, struct word *out)
{
	struct slice rest, language;
	size_t end;

	if (s.n < 8 || s.p[0] != '=' || s.p[1] != '?')
		return false;
	rest = slice_of(s.p + 2, s.n - 2 < WORD_MAX_BYTES ? s.n - 2 : WORD_MAX_BYTES);
	if (!cut(&rest, '?', &out->charset) || out->charset.n == 0 ||
	    memchr(out->charset.p, ' ', out->charset.n) != NULL)
		return false;
	language = out->charset;
	if (!cut(&language, '*', &out->charset))
		out->charset = language;
	if (rest.n < 4 || rest.p[1] != '?')
		return false;
	out->base64 = rest.p[0] == 'B' || rest.p[0] == 'b';
	if (!out->base64 && rest.p[0] != 'Q' && rest.p[0] != 'q')
		return false;
	rest = slice_from(rest, 2);
	end = slice_find(rest, SLICE_LITERAL("?="));
	if (end == SIZE_MAX)
		return false;
	out->content = slice_of(rest.p, end);
	out->bytes = (size_t)(rest.p - s.p) + end + 2;
	return true;
}

static void
content_put(struct mail_texts *texts, const struct word *word)
{
	struct mail_transfer transfer;
	struct slice rest = word->content, piece;

	mail_transfer_init(&transfer, word->base64 ? TRANSFER_BASE64 : TRANSFER_QUOTED);
	/* In Q an underscore is a blank, whatever the set (RFC 2047, section 4.2). */
	while (!word->base64 && cut(&rest, '_', &piece)) {
		(void)mail_transfer_put(&transfer, piece, false, &texts->bytes);
		(void)mail_transfer_put(&transfer, SLICE_LITERAL(" "), false, &texts->bytes);
	}
	(void)mail_transfer_put(&transfer, rest, false, &texts->bytes);
	mail_transfer_end(&transfer, &texts->bytes);
	if (transfer.damaged)
		texts->flags |= MAIL_DAMAGED;
}

static bool
is_blank(struct slice s)
{
	return slice_trim(s).n == 0;
}

/* The words from the front of *rest on that belong together; *rest is put behind them. */
static void
words_put(struct mail_texts *texts, struct word *word, struct slice *rest, struct buf *out)
{
	struct slice charset = word->charset, behind;
	size_t next;

	buf_reset(&texts->bytes);
	for (;;) {
		content_put(texts, word);
		*rest = slice_from(*rest, word->bytes);
		next = slice_find(*rest, SLICE_LITERAL("=?"));
		if (next == SIZE_MAX || !is_blank(slice_of(rest->p, next)))
			break;
		behind = slice_from(*rest, next);
		if (!word_at(behind, word))
			break;
		*rest = behind;
		if (!slice_eq_nocase(charset, word->charset)) {
			mail_texts_decode(texts, charset, buf_slice(&texts->bytes), out);
			charset = word->charset;
			buf_reset(&texts->bytes);
		}
	}
	mail_texts_decode(texts, charset, buf_slice(&texts->bytes), out);
}

void
mail_words_put(struct mail_texts *texts, struct slice header, struct buf *out)
{
	struct slice rest = header;
	struct word word;
	size_t at, from = 0;

	while (rest.n != 0) {
		at = slice_find(slice_from(rest, from), SLICE_LITERAL("=?"));
		if (at == SIZE_MAX)
			break;
		at += from;
		if (!word_at(slice_from(rest, at), &word)) {
			from = at + 2;
			continue;
		}
		mail_texts_decode(texts, slice_of(NULL, 0), slice_of(rest.p, at), out);
		rest = slice_from(rest, at);
		words_put(texts, &word, &rest, out);
		from = 0;
	}
	mail_texts_decode(texts, slice_of(NULL, 0), rest, out);
}
