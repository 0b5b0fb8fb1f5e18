/* src/read/formats/telegram_text.c
 * The words of a message, which stand whole or in pieces; see telegram.h. */
#include "base/buf.h"
#include "read/formats/chat.h"
#include "read/formats/telegram.h"

/* {"type": "text_link", "text": "here", "href": "https://example.org/"} */
static void
piece_object(
    struct telegram_value *v, const char *what, const struct json_node *piece, struct buf *out)
{
	static const struct telegram_key keys[] = {TELEGRAM_KEY("type", TELEGRAM_PLAIN),
	    TELEGRAM_KEY("text", TELEGRAM_PLAIN), TELEGRAM_KEY("href", TELEGRAM_PLAIN),
	    TELEGRAM_KEY("user_id", TELEGRAM_PLAIN), TELEGRAM_KEY("document_id", TELEGRAM_PLAIN)};
	const struct text mention[] = {
	    text_prefix(chat_get(piece, "text"), CHAT_REPEATED_BYTES), chat_get(piece, "user_id")};

	buf_put_text(out, chat_get(piece, "text"));
	making_claim(v->m, "link", chat_get(piece, "href"));
	if (mention[1].n != 0)
		chat_claim(v->m, "mention", mention, COUNT_OF(mention));
	making_claim(v->m, "custom-emoji", chat_get(piece, "document_id"));
	telegram_rest(v, what, piece, keys, COUNT_OF(keys));
}

static void
piece_put(
    struct telegram_value *v, const char *what, const struct json_node *piece, struct buf *out)
{
	if (piece->type == JSON_OBJECT)
		piece_object(v, what, piece, out);
	else if (json_tree_written(piece).n != 0)
		buf_put_text(out, json_tree_written(piece));
	else if (piece->type != JSON_NULL && piece->type != JSON_STRING)
		telegram_unknown(v, text_of_c(what));
}

void
telegram_words(
    struct telegram_value *v, const char *what, const struct json_node *words, struct buf *out)
{
	if (json_tree_typed(words, JSON_ARRAY) == NULL) {
		if (words != NULL)
			piece_put(v, what, words, out);
		return;
	}
	for (const struct json_node *at = words->first; at != NULL; at = at->next)
		piece_put(v, what, at, out);
}

void
telegram_claim_buf(struct telegram_value *v, const char *claim, const struct buf *buf)
{
	if (buf->failed == E_NOMEM && v->m->status == OK)
		v->m->status = buf_check(buf, v->m->err);
	making_claim(v->m, claim, buf_text(buf));
	if (buf->n > RECORD_TEXT_MAX_BYTES || buf->failed == E_LIMIT)
		making_doubt(v->m, "claim-cut", text_of_c(claim));
}

void
telegram_words_claim(
    struct telegram_value *v, const char *what, const struct json_node *words, const char *claim)
{
	struct buf buf;

	buf_init(&buf, JSON_WALK_VALUE_BYTES);
	telegram_words(v, what, words, &buf);
	telegram_claim_buf(v, claim, &buf);
	buf_fini(&buf);
}

/* Do these pieces, put together, say just that? */
static bool
is_said(const struct json_node *pieces, struct text words)
{
	struct text piece;

	for (const struct json_node *at = pieces->first; at != NULL; at = at->next) {
		piece = at->type == JSON_OBJECT ? chat_get(at, "text") : json_tree_written(at);
		if (piece.n > words.n || (piece.n != 0 && memcmp(piece.p, words.p, piece.n) != 0))
			return false;
		if (piece.n != 0)
			words = (struct text){words.p + piece.n, words.n - piece.n};
	}
	return words.n == 0;
}

/* Newer exports write the words twice, as "text" and as "text_entities". */
void
telegram_text(struct telegram_value *v, const struct json_node *message)
{
	const struct json_node *text = json_tree_get(message, "text"),
			       *again = telegram_inner(v, message, "text_entities", JSON_ARRAY);
	bool other = again != NULL && again->first != NULL;
	struct buf buf;

	if (json_tree_text(text).n != 0) {
		making_body(v->m, json_tree_text(text));
		if (other && !is_said(again, json_tree_text(text)))
			telegram_words_claim(v, "text_entities", again, "text-entities");
		return;
	}
	buf_init(&buf, JSON_WALK_VALUE_BYTES);
	telegram_words(v, "text", text, &buf);
	if (other && buf.n == 0)
		telegram_words(v, "text_entities", again, &buf);
	else if (other && buf.failed == OK && !is_said(again, buf_text(&buf)))
		telegram_words_claim(v, "text_entities", again, "text-entities");
	making_body_buf(v->m, &buf);
	buf_fini(&buf);
}
