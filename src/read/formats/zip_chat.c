/* src/read/formats/zip_chat.c
 * The chats in a zip that WhatsApp exported: "_chat.txt" or "WhatsApp Chat with NAME.txt", and the
 * pictures, films and recordings that stand beside them.  The zip can be opened anywhere, so a file
 * is sent when the first message names it; a file named twice is sent once. Not for: files no
 * message names; zip.c keeps them afterwards. */
#include <stdlib.h>

#include "base/mem.h"
#include "read/formats/whatsapp_chat.h"
#include "read/formats/zip_entry.h"

enum {
	SURE_WITH_NAME = 30,    /* least score when the entry is named like a chat */
	SURE_WITHOUT_NAME = 75, /* and when it is only some text */
	LABEL_MAX_BYTES = 4 * RECORD_NAME_MAX_BYTES,
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
	    &zs, reading->source, &reading->directory.entry[i], reading->shared.budget, 0, err);

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

/* A label in one form (NFC), and whose it is. */
struct named {
	struct text key;
	uint32_t entry;
};

/* The names in a zip in order, for the names in the chats.  Not a hash table: whoever makes the zip
 * could make all names fall into one place of it. */
struct names {
	struct arena arena;
	struct named *item;
	size_t count;
};

static int
key_compare(struct text a, struct text b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n != 0 ? memcmp(a.p, b.p, n) : 0;

	if (order != 0)
		return order;
	return a.n < b.n ? -1 : a.n > b.n;
}

static int
named_compare(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = key_compare(x->key, y->key);

	if (order != 0)
		return order;
	return x->entry < y->entry ? -1 : x->entry > y->entry;
}

static void
names_fini(struct names *names)
{
	mem_free(names->item);
	arena_fini(&names->arena);
}

static enum status
names_init(struct names *names, const struct zip_directory *directory, struct err *err)
{
	*names = (struct names){.count = 0};
	arena_init(&names->arena, ZIP_NAMES_MAX_BYTES);
	names->item = mem_new(directory->count, sizeof *names->item);
	if (names->item == NULL)
		return fail(err, E_NOMEM, "no memory for the names in a zip");
	for (size_t i = 0; i < directory->count; i++) {
		const struct zip_name *name = &directory->entry[i].name;
		struct named *named = &names->item[names->count];

		if (name->folder)
			continue;
		*named = (struct named){name->label, (uint32_t)i};
		/* Where there is no room for its other form, it is found by its own. */
		(void)!zip_name_key(&names->arena, name->label, &named->key);
		names->count++;
	}
	qsort(names->item, names->count, sizeof *names->item, named_compare);
	return OK;
}

/* The entry of that name, the first of several; false when there is none. */
static bool
names_find(const struct names *names, struct text key, size_t *entry)
{
	size_t from = 0, to = names->count, middle;

	while (from < to) {
		middle = from + (to - from) / 2;
		if (key_compare(names->item[middle].key, key) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	if (from == names->count || !text_eq(names->item[from].key, key))
		return false;
	*entry = names->item[from].entry;
	return true;
}

/* One chat being read. */
struct chat {
	struct zip_reading *reading;
	const struct names *names;
	struct text folder;
	struct arena arena; /* of one name */
};

static enum status
media_find(void *ctx, struct attachment *attachment, struct err *err)
{
	struct chat *chat = ctx;
	struct zip_reading *reading = chat->reading;
	struct text label, key;
	struct buf buf;
	const struct zip_taken *taken;
	bool kept = false, found;
	enum status status;
	size_t i = 0;

	arena_reset(&chat->arena);
	buf_init(&buf, LABEL_MAX_BYTES);
	buf_put_text(&buf, chat->folder);
	buf_put_text(&buf, attachment->name);
	status = buf_check(&buf, err);
	label = buf_text(&buf);
	if (status == OK && !zip_name_key(&chat->arena, label, &key))
		status = fail(err, E_NOMEM, "no memory for a name");
	found = status == OK && names_find(chat->names, key, &i);
	buf_fini(&buf);
	if (!found)
		return status;
	taken = &reading->taken[i];
	status = zip_entry_extract(reading, i, &kept, err);
	reading->taken[i].done = kept;
	if (status != OK || !kept)
		return status;
	attachment->source = ATTACHMENT_EXTRACTED;
	attachment->extract = taken->extract;
	attachment->bytes = taken->bytes;
	attachment->type = taken->type;
	return OK;
}

static enum status
chat_read(struct zip_reading *reading, size_t i, struct zip_source *zs, const struct names *names,
    struct err *err)
{
	const struct zip_entry *entry = &reading->directory.entry[i];
	struct chat chat = {
	    .reading = reading, .names = names, .folder = zip_name_folder(entry->name.label)};
	struct whatsapp_media media = {media_find, &chat};
	struct zip_inner inner = {.shared = &reading->shared, .numbered = true};
	struct reading_options options = *reading->options;
	struct source source = zip_source_of(zs);
	struct sink sink = zip_inner_sink(&inner);
	enum status status;

	if (!zip_entry_label(reading, entry, &reading->arena, &inner.inside))
		return fail(err, E_NOMEM, "no memory for a name");
	if (whatsapp_chat_title(zip_name_base(entry->name.label)).p != NULL)
		options.name = zip_name_base(entry->name.label);
	options.inside = inner.inside;
	arena_init(&chat.arena, 1 << 20);
	status = whatsapp_read(&source, &options, &sink, NULL, &media, err);
	arena_fini(&chat.arena);
	return status;
}

static enum status
one_chat(struct zip_reading *reading, size_t i, const struct names *names, struct err *err)
{
	uint64_t records = reading->shared.records;
	struct zip_source zs;
	enum status status = zip_source_init(&zs, reading->source, &reading->directory.entry[i],
	    reading->shared.budget, ZIP_SOURCE_HELD_BYTES, err);

	if (status != OK)
		return status == E_FORMAT ? OK : status; /* kept with the others */
	arena_reset(&reading->arena);
	status = chat_read(reading, i, &zs, names, err);
	if (reading->shared.failed != OK || zs.zip_status != OK)
		goto out;
	reading->taken[i].done = reading->shared.records != records;
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
	struct names names;
	enum status status;

	if (reading->chats_count == 0)
		return OK;
	status = names_init(&names, directory, err);
	for (size_t k = 0; k < reading->chats_count && status == OK; k++)
		status = one_chat(reading, reading->chats[k], &names, err);
	names_fini(&names);
	if (reading->chats_count == 1) {
		reading->conversation = whatsapp_chat_title(
		    zip_name_base(directory->entry[reading->chats[0]].name.label));
		if (reading->conversation.p == NULL)
			reading->conversation = whatsapp_chat_title(reading->options->name);
	}
	return status;
}
