/* src/read/formats/zip_chat.c
 * The chats in a zip that WhatsApp exported: "_chat.txt" or "WhatsApp Chat with NAME.txt", and the
 * pictures, films and recordings that stand beside them.  The zip can be opened anywhere, so a file
 * is sent when the first message names it; a file named twice is sent once. Not for: files no
 * message names; zip.c keeps them afterwards. */
#include "base/mem.h"
#include "read/formats/whatsapp_chat.h"
#include "read/formats/zip_entry.h"

enum {
	SURE_WITH_NAME = 30,                 /* least score when the entry is named like a chat */
	SURE_WITHOUT_NAME = 75,              /* and when it is only some text */
	TEXTS_TRIED_MAX = 100,               /* texts without such a name that are looked into */
	NAMED_TRIED_MAX = 4 * ZIP_CHATS_MAX, /* and with one */
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

static enum status
entry_probe(struct zip_reading *reading, size_t i, int *score, struct err *err)
{
	struct zip_source zs;
	struct source source;
	struct window window = {.p = NULL};
	struct slice head;
	enum status status = zip_source_init(
	    &zs, reading->source, &reading->directory.entry[i], reading->shared->budget, 0, err);

	*score = 0;
	if (status != OK)
		return status == E_FORMAT ? OK : status;
	source = zip_source_of(&zs);
	status = window_init(&window, &source, FORMAT_HEAD_BYTES, err);
	if (status == OK)
		status = window_peek(&window, FORMAT_HEAD_BYTES, &head, err);
	if (status == OK)
		*score = whatsapp_probe(head);
	window_fini(&window);
	zip_source_fini(&zs);
	return status;
}

enum status
zip_chats_find(struct zip_reading *reading, struct err *err)
{
	const struct zip_directory *directory = &reading->directory;
	size_t tried[2] = {0, 0};
	static const size_t tried_max[2] = {TEXTS_TRIED_MAX, NAMED_TRIED_MAX};

	reading->chats = mem_new(ZIP_CHATS_MAX, sizeof *reading->chats);
	if (reading->chats == NULL)
		return fail(err, E_NOMEM, "no memory for the chats in a zip");
	for (size_t i = 0; i < directory->count && reading->chats_count < ZIP_CHATS_MAX; i++) {
		const struct zip_entry *entry = &directory->entry[i];
		struct text name = zip_name_base(entry->name.label);
		enum status status;
		bool named;
		int score;

		if (!is_text_name(name) || entry->link)
			continue;
		named = is_chat_name(name);
		if (tried[named]++ >= tried_max[named])
			continue; /* read later, by its content, without its pictures */
		status = entry_probe(reading, i, &score, err);
		if (status != OK)
			return status;
		if (score >= (named ? SURE_WITH_NAME : SURE_WITHOUT_NAME))
			reading->chats[reading->chats_count++] = i;
	}
	reading->of_whatsapp = reading->chats_count != 0;
	return OK;
}

/* Everything a chat names stands beside it. */
static enum status
chat_read(struct zip_reading *reading, size_t i, struct zip_source *zs, struct err *err)
{
	const struct zip_entry *entry = &reading->directory.entry[i];
	struct text title = zip_name_base(entry->name.label);
	struct zip_handing handing;
	struct reading_options options;
	struct source source = zip_source_of(zs);
	enum status status = zip_entry_hand(reading, i, &handing, &options, err);

	if (status != OK)
		return status;
	if (whatsapp_chat_title(title).p == NULL)
		options.name = reading->options->name;
	status = whatsapp_read(&source, &options, &handing.sink, NULL, err);
	zip_entry_handed(&handing);
	return status;
}

static enum status
one_chat(struct zip_reading *reading, size_t i, struct err *err)
{
	uint64_t records = reading->shared->records;
	struct zip_source zs;
	enum status status = zip_source_init(&zs, reading->source, &reading->directory.entry[i],
	    reading->shared->budget, ZIP_SOURCE_HELD_BYTES, err);

	if (status != OK)
		return status == E_FORMAT ? OK : status; /* kept with the others */
	arena_reset(&reading->arena);
	status = chat_read(reading, i, &zs, err);
	if (reading->shared->failed != OK || zs.zip_status != OK)
		goto out;
	reading->taken[i].done = reading->shared->records != records;
	if (status != OK && reading->taken[i].done)
		status = zip_entry_unread(reading, i, "only its first part could be read", err);
	else if (zs.damage != NULL)
		status = zip_entry_unread(reading, i, zs.damage, err);
	else
		status = OK;
out:
	zip_source_fini(&zs);
	return status;
}

enum status
zip_chats_read(struct zip_reading *reading, struct err *err)
{
	const struct zip_directory *directory = &reading->directory;
	enum status status = OK;

	for (size_t k = 0; k < reading->chats_count && status == OK; k++)
		status = one_chat(reading, reading->chats[k], err);
	if (reading->chats_count == 1) {
		reading->conversation = whatsapp_chat_title(
		    zip_name_base(directory->entry[reading->chats[0]].name.label));
		if (reading->conversation.p == NULL)
			reading->conversation = whatsapp_chat_title(reading->options->name);
	}
	return status;
}
