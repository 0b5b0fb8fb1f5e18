/* src/read/formats/bundle_chat.c
 * The chats in an archive that WhatsApp exported: "_chat.txt" or "WhatsApp Chat with NAME.txt", and
 * the pictures, films and recordings that stand beside them.  A file is sent when the first message
 * names it; a file named twice is sent once.  Not for: files no message names; bundle.c keeps them
 * afterwards. */
#include "read/formats/bundle.h"
#include "read/formats/formats.h"
#include "read/formats/whatsapp_chat.h"

enum {
	SURE_WITH_NAME = 30,    /* least score when the entry is named like a chat */
	SURE_WITHOUT_NAME = 75, /* and when it is only some text */
	TEXTS_TRIED_MAX = 100,  /* texts without such a name that are looked into */
	NAMED_TRIED_MAX = 4 * BUNDLE_CHATS_MAX, /* and with one */
};

static bool
is_text_name(struct text name)
{
	return name.n > 4 &&
	       slice_eq_nocase(slice_of(name.p + name.n - 4, 4), SLICE_LITERAL(".txt"));
}

static bool
is_chat_name(struct text name)
{
	return text_eq_c(name, "_chat.txt") || whatsapp_chat_title(name).p != NULL;
}

bool
bundle_chat_may_be(struct bundle *bundle, size_t i)
{
	static const size_t tried_max[2] = {TEXTS_TRIED_MAX, NAMED_TRIED_MAX};
	struct text name = bundle_name_base(bundle->entry[i].name.label);
	bool named;

	if (bundle->chats_count == BUNDLE_CHATS_MAX || !is_text_name(name) || bundle->entry[i].link)
		return false;
	named = is_chat_name(name);
	/* Past the limit: read later, by its content, without its pictures. */
	return bundle->chats_tried[named]++ < tried_max[named];
}

void
bundle_chat_judge(struct bundle *bundle, size_t i, struct slice head)
{
	bool named = is_chat_name(bundle_name_base(bundle->entry[i].name.label));
	int score = named ? whatsapp_probe_named(head) : whatsapp_txt_format.probe(head);

	if (score < (named ? SURE_WITH_NAME : SURE_WITHOUT_NAME)) {
		bundle->entry[i].no_chat = named && head.n != 0;
		return;
	}
	bundle->chats[bundle->chats_count++] = i;
	bundle->of_whatsapp = true;
}

static enum status
entry_probe(struct bundle *bundle, size_t i, struct err *err)
{
	struct bundle_source bs;
	struct source source;
	struct window window = {.p = NULL};
	struct slice head;
	enum status status = bundle_source_init(&bs, bundle, i, 0, err);

	if (status != OK)
		return status == E_FORMAT ? OK : status;
	source = bundle_source_of(&bs);
	status = window_init(&window, &source, FORMAT_HEAD_BYTES, err);
	if (status == OK)
		status = window_peek(&window, FORMAT_HEAD_BYTES, &head, err);
	if (status == OK)
		bundle_chat_judge(bundle, i, head);
	window_fini(&window);
	bundle_source_fini(&bs);
	return status;
}

enum status
bundle_chats_find(struct bundle *bundle, struct err *err)
{
	enum status status = OK;

	for (size_t i = 0; i < bundle->count && status == OK; i++)
		if (bundle_chat_may_be(bundle, i))
			status = entry_probe(bundle, i, err);
	return status;
}

/* Everything a chat names stands beside it. */
static enum status
chat_read(struct bundle *bundle, size_t i, struct bundle_source *bs, struct err *err)
{
	struct text title = bundle_name_base(bundle->entry[i].name.label);
	struct bundle_handing handing;
	struct reading_options options;
	struct source source = bundle_source_of(bs);
	enum status status = bundle_entry_hand(bundle, i, &handing, &options, err);

	if (status != OK)
		return status;
	if (whatsapp_chat_title(title).p == NULL && whatsapp_chat_title(options.folder).p == NULL)
		options.name = bundle->options->name;
	if (bundle->owner_by_entry)
		status = bundle_owner_choose(bundle, &whatsapp_txt_format, &source, &options, err);
	if (status == OK)
		status = whatsapp_read(&source, &options, &handing.sink, NULL, err);
	bundle_entry_handed(&handing);
	return status;
}

static enum status
one_chat(struct bundle *bundle, size_t i, struct err *err)
{
	uint64_t records = bundle->shared->records;
	struct bundle_source bs;
	enum status status = bundle_source_init(&bs, bundle, i, bundle->ways->hold_bytes, err);

	if (status != OK)
		return status == E_FORMAT ? OK : status; /* kept with the others */
	arena_reset(&bundle->arena);
	status = chat_read(bundle, i, &bs, err);
	if (bundle->shared->failed != OK || bs.outer_status != OK)
		goto out;
	bundle->entry[i].done = bundle->shared->records != records;
	if (status != OK && bundle->entry[i].done)
		status = bundle_entry_unread(bundle, i, "only its first part could be read", err);
	else if (bs.damage != NULL)
		status = bundle_entry_unread(bundle, i, bs.damage, err);
	else
		status = OK;
out:
	bundle_source_fini(&bs);
	return status;
}

/* Does somebody in chat i have the owner's name?  What cannot be opened is no answer. */
static enum status
owner_is_met(struct bundle *bundle, size_t i, bool *met, struct err *err)
{
	struct reading_options options = *bundle->options;
	struct bundle_source bs;
	struct source source;
	enum status status = bundle_source_init(&bs, bundle, i, bundle->ways->hold_bytes, err);

	if (status != OK)
		return status == E_FORMAT ? OK : status;
	source = bundle_source_of(&bs);
	status = bundle_owner_choose(bundle, &whatsapp_txt_format, &source, &options, err);
	*met = status == OK && options.me.n != 0;
	bundle_source_fini(&bs);
	return status;
}

/* Where nobody in any chat has the name, what was said holds for all: she may never have written.
 */
static enum status
owner_look(struct bundle *bundle, struct err *err)
{
	bool met = bundle_owner_is_list(bundle);
	enum status status = OK;

	if (bundle->options->me.n != 0 && bundle->chats_count > 1)
		for (size_t k = 0; k < bundle->chats_count && status == OK && !met; k++)
			status = owner_is_met(bundle, bundle->chats[k], &met, err);
	bundle->owner_by_entry = met;
	return status;
}

/* A whole chat must not go by as some text. */
static enum status
say_no_chats(struct bundle *bundle, struct err *err)
{
	enum status status = OK;

	for (size_t i = 0; i < bundle->count && status == OK; i++)
		if (bundle->entry[i].no_chat)
			status = bundle_entry_unread(bundle, i,
			    "it is named like a chat, but its lines begin in a way that is not "
			    "known; it is kept as it is",
			    err);
	return status;
}

enum status
bundle_chats_read(struct bundle *bundle, struct err *err)
{
	enum status status = owner_look(bundle, err);

	for (size_t k = 0; k < bundle->chats_count && status == OK; k++)
		status = one_chat(bundle, bundle->chats[k], err);
	if (status == OK)
		status = say_no_chats(bundle, err);
	if (bundle->chats_count == 1) {
		bundle->conversation = whatsapp_chat_title(
		    bundle_name_base(bundle->entry[bundle->chats[0]].name.label));
		if (bundle->conversation.p == NULL)
			bundle->conversation = whatsapp_chat_title(bundle->options->name);
	}
	return status;
}
