/* src/read/formats/telegram_part.c
 * What nobody knows yet: Telegram adds to its export with every version, and nothing of it may go
 * by in silence; see telegram.h. */
#include "base/buf.h"
#include "read/formats/telegram.h"

enum { PART_NAME_BYTES = 256, PART_VALUE_BYTES = 3072 };

void
telegram_unknown(struct telegram_value *v, struct text what)
{
	v->unknown = true;
	making_doubt(v->m, "unknown-part", text_prefix(what, PART_NAME_BYTES));
}

static bool
is_plain(const struct json_node *node)
{
	return node->type == JSON_STRING || node->type == JSON_NUMBER || node->type == JSON_WORD;
}

static bool
is_empty(const struct json_node *node)
{
	switch (node->type) {
	case JSON_NULL: return true;
	case JSON_STRING: return node->text.n == 0;
	case JSON_ARRAY:
	case JSON_OBJECT: return node->first == NULL;
	case JSON_FALSE:
	case JSON_TRUE:
	case JSON_NUMBER:
	case JSON_WORD: break;
	}
	return false;
}

static struct text
written(const struct json_node *node)
{
	if (node->type == JSON_TRUE || node->type == JSON_FALSE)
		return node->type == JSON_TRUE ? TEXT_LITERAL("true") : TEXT_LITERAL("false");
	return node->text;
}

void
telegram_other(struct telegram_value *v, const char *within, const struct json_node *part)
{
	struct text value;
	struct buf buf;

	if (is_empty(part))
		return;
	buf_init(&buf, RECORD_NAME_MAX_BYTES);
	if (within != NULL)
		buf_put_c(&buf, within);
	if (within != NULL && part->key.n != 0)
		buf_put_c(&buf, ".");
	buf_put_text(&buf, text_prefix(part->key, PART_NAME_BYTES));
	if (part->type == JSON_ARRAY || part->type == JSON_OBJECT) {
		telegram_unknown(v, buf_text(&buf));
	} else {
		value = written(part);
		buf_put_c(&buf, ": ");
		buf_put_text(&buf, text_prefix(value, PART_VALUE_BYTES));
		making_claim(v->m, "other", buf_text(&buf));
		if (value.n > PART_VALUE_BYTES)
			telegram_unknown(v, part->key);
	}
	buf_fini(&buf);
}

static bool
is_of_kind(const struct json_node *part, enum telegram_kind kind)
{
	switch (kind) {
	case TELEGRAM_PLAIN: return is_plain(part);
	case TELEGRAM_FLAG: return part->type == JSON_TRUE || part->type == JSON_FALSE;
	case TELEGRAM_INNER: break;
	}
	return true;
}

static bool
is_known(const struct json_node *part, const struct telegram_key *keys, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_eq(part->key, keys[i].key))
			return is_of_kind(part, keys[i].kind);
	return false;
}

void
telegram_rest(struct telegram_value *v, const char *within, const struct json_node *object,
    const struct telegram_key *keys, size_t count)
{
	if (json_tree_typed(object, JSON_OBJECT) == NULL)
		return;
	for (const struct json_node *at = object->first; at != NULL; at = at->next)
		if (!is_known(at, keys, count))
			telegram_other(v, within, at);
}

const struct json_node *
telegram_inner(
    struct telegram_value *v, const struct json_node *object, const char *key, enum json_type type)
{
	const struct json_node *node = json_tree_get(object, key);

	if (node != NULL && node->type != type) {
		telegram_other(v, NULL, node);
		return NULL;
	}
	return node;
}

void
telegram_send(struct telegram_value *v)
{
	if (v->unknown)
		making_raw(v->m, v->taken->raw);
	(void)!making_send(v->m);
}
