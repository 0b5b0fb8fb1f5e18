/* src/read/formats/google_json.c
 * Lists in Google's JSON; see google_json.h. */
#include "read/formats/google_json.h"

#include "base/buf.h"

static enum status
no_list(struct json_walk *walk, struct making *m, const char *channel, struct err *err)
{
	struct json_taken taken;
	enum status status = json_walk_take(walk, &taken, err);

	if (status != OK || json_tree_typed(taken.tree.root, JSON_NULL) != NULL)
		return status;
	if (taken.why == NULL)
		taken.why = "A list should stand there.";
	json_record_unread(m, channel, &taken);
	return m->status;
}

struct list {
	struct making *m;
	google_value *value;
	void *ctx;
};

static void
list_value(void *ctx, const struct json_taken *taken)
{
	const struct list *list = ctx;

	list->value(list->m, taken, list->ctx);
}

enum status
google_list(struct json_walk *walk, struct making *m, const char *channel, google_value *value,
    void *ctx, struct err *err)
{
	struct list list = {m, value, ctx};
	uint8_t c;
	enum status status = json_walk_look(walk, &c, err);

	if (status != OK)
		return status;
	if (c != '[')
		return no_list(walk, m, channel, err);
	return json_record_each(walk, m, channel, list_value, &list);
}

const struct json_node *
google_part(struct making *m, const struct json_taken *taken, const struct json_node *node,
    const char *key, enum json_type type)
{
	const struct json_node *part = json_tree_get(node, key);

	if (part == NULL || part->type == JSON_NULL)
		return NULL;
	if (part->type == type)
		return part;
	if (m->record.raw.n == 0)
		json_record_strange(m, taken, "A part of it is not of the kind that it should be.");
	making_note(m, NOTE_UNREAD, "strange-part",
	    "Part of a record is not of the kind that it should be; its bytes are kept.");
	return NULL;
}

void
google_words(const struct json_node *node, struct buf *out)
{
	bool truth = node != NULL && (node->type == JSON_TRUE || node->type == JSON_FALSE);

	if (node == NULL)
		return;
	if (out->n != 0 && (node->text.n != 0 || truth))
		buf_put_byte(out, ' ');
	buf_put_text(out, node->text);
	/* What is true or not only its key says. */
	if (truth) {
		buf_put_text(out, node->key);
		buf_put_c(out, node->type == JSON_TRUE ? ": true" : ": false");
	}
	/* A tree is at most JSON_TREE_DEPTH_MAX deep. */
	for (const struct json_node *at = node->first; at != NULL; at = at->next)
		google_words(at, out);
}

void
google_claim_words(struct making *m, const char *key, const struct json_node *node)
{
	struct buf buf;

	buf_init(&buf, RECORD_TEXT_MAX_BYTES);
	google_words(node, &buf);
	making_claim(m, key, buf_text(&buf));
	if (buf.failed == E_LIMIT)
		making_doubt(m, "text-cut", TEXT_LITERAL("The original holds more of a claim."));
	else if (buf.failed != OK && m->status == OK)
		m->status = buf_check(&buf, m->err);
	buf_fini(&buf);
}

void
google_time(struct making *m, struct moment *out, struct text written)
{
	if (written.n == 0)
		return;
	making_time(m, out, written);
	if (out->basis == BASIS_INSTANT && written.p[written.n - 1] != 'Z')
		making_claim(m, "written-time", written);
}
