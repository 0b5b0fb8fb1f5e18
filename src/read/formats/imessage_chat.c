/* src/read/formats/imessage_chat.c
 * See imessage_chat.h and docs/formats/imessage.md. */
#include "read/formats/imessage_chat.h"

#include "read/formats/apple_handle.h"
#include "read/formats/sqlite_rows.h"

enum { STYLE_GROUP = 43, NAMESAKES_MAX = 16 /* looked at for one name */ };

/* --- names that mislead --- */

static bool
is_unseen(uint32_t cp)
{
	return cp <= ' ' || cp == 0xA0 || cp == 0xAD || (cp >= 0x2000 && cp <= 0x206F) ||
	       cp == 0x3000 || (cp >= 0xFE00 && cp <= 0xFE0F) || cp == 0xFEFF;
}

/* One number for all spellings that a glance does not tell apart.  Two names that share it by
 * chance, or by design, cost a doubt. */
static int64_t
mark_of(struct text name)
{
	uint64_t mark = UINT64_C(14695981039346656037);
	uint32_t cp;

	while (name.n != 0) {
		cp = text_next(&name);
		if (is_unseen(cp))
			continue;
		if (cp >= 'A' && cp <= 'Z')
			cp += 'a' - 'A';
		mark = (mark ^ cp) * UINT64_C(1099511628211);
	}
	return (int64_t)(mark >> 1);
}

static enum status
name_add(void *ctx, struct sqlite_rows *rows, struct err *err)
{
	static const char *const columns[] = {"display_name", "chat_identifier"};
	struct imessage *im = ctx;
	struct text name;
	enum status status = OK;

	for (size_t i = 0; i < COUNT_OF(columns) && status == OK; i++) {
		name = sqlite_rows_text(rows, columns[i]);
		if (name.n != 0)
			status = sqlite_links_add(&im->names, mark_of(name), rows->row.rowid, err);
	}
	return status;
}

enum status
imessage_chat_names(struct imessage *im)
{
	enum status status = sqlite_rows_each(im->file, "chat", name_add, im, im->err);

	sqlite_links_sort(&im->names);
	return status;
}

/* One group may stand there in several rows: as one of iMessage and one of SMS. */
static bool
is_same_chat(struct imessage *im, const struct sqlite_row *a, const struct sqlite_row *b)
{
	static const char *const columns[] = {"chat_identifier", "group_id"};
	struct text x, y;

	for (size_t i = 0; i < COUNT_OF(columns); i++) {
		x = imessage_words(im, &im->chat, a, columns[i]);
		y = imessage_words(im, &im->chat, b, columns[i]);
		if (x.n != 0 && text_eq(x, y))
			return true;
	}
	return false;
}

static enum status
namesake_find(struct imessage *im, const struct sqlite_row *chat, struct text name, bool *is)
{
	size_t count;
	const struct sqlite_link *link = sqlite_links_of(&im->names, mark_of(name), &count);
	struct sqlite_row row;
	bool found = false;
	enum status status = OK;

	*is = count > NAMESAKES_MAX;
	for (size_t i = 0; i < count && !*is && status == OK; i++) {
		if (link[i].to == chat->rowid)
			continue;
		status = imessage_row(im, &im->chat, link[i].to, &row, &found);
		*is = status == OK && found && !is_same_chat(im, chat, &row);
	}
	return status;
}

/* --- where --- */

static enum status
place_name(struct imessage *im, const struct sqlite_row *chat, struct imessage_place *out)
{
	struct text identifier = imessage_words(im, &im->chat, chat, "chat_identifier");

	out->name = imessage_words(im, &im->chat, chat, "display_name");
	if (out->name.n == 0) {
		out->name = identifier;
		return OK;
	}
	if (text_eq(out->name, identifier))
		return OK;
	out->misleads = apple_handle_is_number(out->name) || apple_handle_is_address(out->name);
	return out->misleads ? OK : namesake_find(im, chat, out->name, &out->misleads);
}

enum status
imessage_place(struct imessage *im, int64_t message, struct imessage_place *out)
{
	const struct sqlite_link *link;
	struct sqlite_row row;
	size_t count;
	int64_t style = 0;
	bool found = false;
	enum status status = OK;

	*out = (struct imessage_place){.known = false};
	link = sqlite_links_of(&im->chats, message, &count);
	if (link == NULL) /* one that was deleted not long ago hangs there */
		link = sqlite_links_of(&im->deleted_from, message, &count);
	if (link != NULL)
		status = imessage_row(im, &im->chat, link->to, &row, &found);
	if (status != OK || !found)
		return status;
	out->known = true;
	out->guid = imessage_words(im, &im->chat, &row, "guid");
	if (sqlite_i64(sqlite_value_of(&im->chat, &row, "style"), &style) && style == STYLE_GROUP)
		out->group = link->to;
	else
		out->other = imessage_words(im, &im->chat, &row, "chat_identifier");
	return place_name(im, &row, out);
}
