/* src/read/formats/hangouts_chat.c
 * Who is in a conversation of Hangouts; see hangouts.h. */
#include "read/formats/hangouts.h"

struct text
hangouts_id(const struct json_node *node)
{
	struct text id = chat_get(node, "gaia_id");

	return id.n != 0 ? id : chat_get(node, "chat_id");
}

const struct hangouts_person *
hangouts_person(const struct hangouts_chat *chat, struct text id)
{
	for (size_t i = 0; id.n != 0 && i < chat->people_count; i++)
		if (text_eq(chat->people[i].id, id))
			return &chat->people[i];
	return NULL;
}

/* Remembered for the conversation; what is too long to be an id or a name is not. */
static struct text
remember(struct making *m, struct hangouts_chat *chat, struct text text)
{
	struct text out = TEXT_NONE;

	if (text.n == 0 || text.n > HANGOUTS_WORD_BYTES)
		return TEXT_NONE;
	if (!arena_text(&chat->arena, text, &out) && m->status == OK)
		m->status = fail(m->err, E_NOMEM, "Hangouts: no memory for names");
	return out;
}

static void
person_add(struct making *m, struct hangouts_chat *chat, const struct json_node *node)
{
	struct text id = hangouts_id(json_tree_get(node, "id"));
	struct hangouts_person *person;

	if (id.n == 0 || id.n > HANGOUTS_WORD_BYTES || hangouts_person(chat, id) != NULL ||
	    chat->people_count == HANGOUTS_PEOPLE_MAX)
		return;
	person = &chat->people[chat->people_count++];
	*person = (struct hangouts_person){.id = remember(m, chat, id),
	    .name = remember(m, chat, chat_get(node, "fallback_name")),
	    .phone = remember(m, chat, chat_get(json_tree_get(node, "phone_number"), "e164"))};
}

void
hangouts_chat_fill(struct making *m, struct hangouts_chat *chat, const struct json_node *node)
{
	const struct json_node *people = json_tree_typed(
	    json_tree_get(node, "participant_data"), JSON_ARRAY);
	const struct json_node *state = json_tree_get(node, "self_conversation_state");
	const struct json_node *id = json_tree_get(node, "id");

	id = json_tree_typed(id, JSON_OBJECT) != NULL ? json_tree_get(id, "id") : id;
	if (json_tree_written(id).n != 0)
		chat->id = remember(m, chat, json_tree_written(id));
	chat->name = remember(m, chat, chat_get(node, "name"));
	chat->one_to_one = text_eq_c(chat_get(node, "type"), "STICKY_ONE_TO_ONE");
	chat->self = remember(m, chat,
	    hangouts_id(json_tree_get(json_tree_get(state, "self_read_state"), "participant_id")));
	chat->people_count = 0;
	if (chat->people == NULL)
		chat->people = arena_alloc(&chat->arena, HANGOUTS_PEOPLE_MAX, sizeof *chat->people);
	if (chat->people == NULL) {
		m->status = m->status == OK ? fail(m->err, E_NOMEM, "Hangouts: no memory for names")
					    : m->status;
		return;
	}
	for (const struct json_node *at = people != NULL ? people->first : NULL;
	     at != NULL && m->status == OK; at = at->next)
		person_add(m, chat, at);
}
