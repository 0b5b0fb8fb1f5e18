/* src/read/formats/discord_package.c
 * The files about messages in Discord's own package; see discord.h and docs/formats/discord.md. */
#include "read/formats/discord.h"

#include "base/buf.h"
#include "read/formats/csv_record.h"

static const char *const columns[] = {"ID", "Timestamp", "Contents", "Attachments"};

/* "https://…/a.png https://…/b.png": links, which run out. */
static void
fill_links(struct making *m, struct text links)
{
	struct slice rest = slice_of_text(links), link;
	struct text text;

	while (cut_last(&rest, ' ', &link)) {
		link = slice_trim(link);
		if (link.n == 0)
			continue;
		text = (struct text){(const char *)link.p, link.n};
		making_attach(m, chat_last_part(text), TEXT_NONE, true);
		making_claim(m, "media-address", text);
	}
}

void
discord_own(struct discord *d, const struct discord_own *own)
{
	struct making *m = &d->m;

	m->record.direction = DIRECTION_OUT;
	m->record.conversation = making_name(m, d->channel);
	chat_utc(m, &m->record.when, own->timestamp);
	if (own->contents.n != 0)
		making_body(m, own->contents);
	fill_links(m, own->attachments);
	making_claim(m, "message-id", own->id);
}

static void
own_value(void *ctx, const struct json_taken *taken)
{
	struct discord *d = ctx;
	const struct json_node *message = taken->tree.root;
	struct discord_own own = {.id = chat_get(message, "ID"),
	    .timestamp = chat_get(message, "Timestamp"),
	    .contents = chat_get(message, "Contents"),
	    .attachments = chat_get(message, "Attachments")};

	if (message->type != JSON_OBJECT) {
		chat_strange(&d->m, "discord", taken, "Here a message should stand.");
		return;
	}
	making_begin(&d->m, KIND_MESSAGE, "discord");
	json_record_odd(&d->m, taken->tree.odd);
	chat_check(&d->m, taken, message, columns, COUNT_OF(columns));
	discord_own(d, &own);
	chat_other(&d->m, taken, message, columns, COUNT_OF(columns));
	(void)!making_send(&d->m);
}

enum status
discord_messages(struct discord *d, struct json_walk *walk)
{
	return chat_each(walk, &d->m, "discord", own_value, d);
}

static bool
is_one(size_t field, const size_t *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (names[i] == field)
			return true;
	return false;
}

/* Columns that are not known here are kept with the bytes of the row. */
static void
fill_others(struct making *m, const struct csv_row *row, const size_t names[4])
{
	for (size_t i = 0; i < row->count; i++) {
		if (row->field[i].n == 0 || is_one(i, names, COUNT_OF(columns)))
			continue;
		making_doubt(m, "unknown-part", text_prefix(row->field[i], CHAT_REPEATED_BYTES));
		if (m->record.raw.n == 0)
			making_raw(m, row->raw);
	}
}

/* A row of messages.csv.  `names` says which column is which. */
static void
row_read(struct discord *d, const struct csv_row *row, const size_t names[4], size_t count)
{
	struct making *m = &d->m;
	struct discord_own own = {.id = csv_row_get(row, names[0]),
	    .timestamp = csv_row_get(row, names[1]),
	    .contents = csv_row_get(row, names[2]),
	    .attachments = csv_row_get(row, names[3])};
	bool broken = row->count != count || (row->odd & (CSV_ODD_QUOTE | CSV_ODD_LONG)) != 0;

	making_begin(m, KIND_MESSAGE, "discord");
	csv_record_odd(m, row->odd);
	if (broken) {
		making_doubt(m, "not-understood",
		    TEXT_LITERAL("This row is not of the columns that the first one names."));
		making_raw(m, row->raw);
		making_claim_i64(m, "line", (int64_t)row->line);
	}
	discord_own(d, &own);
	if (!broken)
		fill_others(m, row, names);
	(void)!making_send(m);
	if (broken)
		making_note(m, NOTE_UNREAD, "broken-row",
		    "Part of the file is not as it should be and could not be read.");
}

enum status
discord_csv(struct discord *d, const struct source *source, struct err *err)
{
	struct csv_rows rows;
	struct csv_row row;
	size_t names[COUNT_OF(columns)], count = 0;
	enum status status = csv_rows_init(&rows, source, err);

	if (status == OK)
		status = csv_rows_next(&rows, &row, err);
	if (status == OK) {
		for (size_t i = 0; i < COUNT_OF(columns); i++)
			names[i] = csv_row_find(&row, columns[i]);
		count = row.count;
	}
	while (status == OK) {
		status = csv_rows_next(&rows, &row, err);
		if (status == OK) {
			row_read(d, &row, names, count);
			status = d->m.status;
		}
	}
	csv_rows_fini(&rows);
	return status == E_NOTFOUND ? OK : status;
}

/* {"id", "type", "recipients"} or {"id", "type", "name", "guild"}. */
enum status
discord_channel(struct discord *d, struct json_walk *walk)
{
	static const char *const known[] = {"id", "type", "name", "guild", "recipients"};
	struct making *m = &d->m;
	struct json_taken taken;
	const struct json_node *at, *channel;
	enum status status = json_walk_take(walk, &taken, m->err);

	if (status != OK)
		return status;
	if (taken.why != NULL) {
		json_record_unread(m, "discord", &taken);
		return m->status;
	}
	channel = taken.tree.root;
	making_begin(m, KIND_SYSTEM, "discord");
	json_record_odd(m, taken.tree.odd);
	m->record.conversation = making_name(m,
	    chat_get(channel, "name").n != 0 ? chat_get(channel, "name") : chat_get(channel, "id"));
	making_body(m, TEXT_LITERAL("This download holds a conversation of these people."));
	making_claim(m, "channel-id", chat_get(channel, "id"));
	making_claim(m, "channel-type", chat_get(channel, "type"));
	making_claim(m, "server", chat_get(json_tree_get(channel, "guild"), "name"));
	at = json_tree_typed(json_tree_get(channel, "recipients"), JSON_ARRAY);
	for (at = at != NULL ? at->first : NULL; at != NULL; at = at->next)
		making_to(m, json_tree_written(at), TEXT_NONE);
	chat_ids(m);
	chat_other(m, &taken, channel, known, COUNT_OF(known));
	(void)!making_send(m);
	return m->status;
}

/* {"900100": "Direct Message with danr#0", "900200": null} */
enum status
discord_index(struct discord *d, struct json_walk *walk)
{
	struct making *m = &d->m;
	struct json_taken taken;
	struct text key, id;
	bool more;
	enum status status = json_walk_enter(walk, m->err);

	while (status == OK) {
		status = json_walk_next(walk, &key, &more, m->err);
		if (status != OK || !more)
			break;
		making_begin(m, KIND_SYSTEM, "discord");
		id = making_name(m, key);
		status = json_walk_take(walk, &taken, m->err);
		if (status != OK)
			break;
		if (taken.why != NULL)
			json_record_strange(m, &taken, taken.why);
		else
			json_record_odd(m, taken.tree.odd);
		m->record.conversation = making_name(m, json_tree_text(taken.tree.root));
		making_body(
		    m, TEXT_LITERAL("This is what a conversation of this account is called."));
		making_claim(m, "channel-id", id);
		status = making_send(m);
	}
	return status;
}
