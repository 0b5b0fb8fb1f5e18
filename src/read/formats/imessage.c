/* src/read/formats/imessage.c
 * Apple's Messages: all rows of one database, and what it says about what is not there any more;
 * see imessage.h. */
#include "read/formats/imessage.h"

#include "read/formats/imessage_chat.h"
#include "read/formats/imessage_deleted.h"
#include "read/formats/sqlite.h"
#include "read/formats/sqlite_gaps.h"

enum { ROW_ARENA_BYTES = 48 * 1024 * 1024 };

enum status
imessage_row(struct imessage *im, const struct sqlite_table *table, int64_t rowid,
    struct sqlite_row *row, bool *found)
{
	*found = false;
	if (table->root == 0)
		return OK;
	return sqlite_row_find(im->file, table->root, rowid, &im->row, row, found, im->err);
}

struct text
imessage_words(struct imessage *im, const struct sqlite_table *table, const struct sqlite_row *row,
    const char *column)
{
	return sqlite_text(im->file, sqlite_value_of(table, row, column), &im->row);
}

enum status
imessage_handle(struct imessage *im, int64_t rowid, struct text *out)
{
	struct sqlite_row row;
	bool found = false;
	enum status status = rowid != 0 ? imessage_row(im, &im->handle, rowid, &row, &found) : OK;

	*out = found ? imessage_words(im, &im->handle, &row, "id") : TEXT_NONE;
	return status;
}

static enum status
tables_find(struct imessage *im)
{
	static const char *const names[] = {
	    "message", "handle", "chat", "attachment", "recoverable_message_part"};
	struct sqlite_table *const tables[] = {
	    &im->message, &im->handle, &im->chat, &im->attachment, &im->part};
	enum status status = OK;

	for (size_t i = 0; i < COUNT_OF(names) && status == OK; i++)
		status = sqlite_table_find(im->file, names[i], &im->arena, tables[i], im->err);
	return status;
}

static enum status
links_read(struct imessage *im)
{
	enum status status = sqlite_links_read(
	    im->file, "chat_message_join", "message_id", "chat_id", &im->chats, im->err);

	if (status == OK)
		status = sqlite_links_read(im->file, "message_attachment_join", "message_id",
		    "attachment_id", &im->attachments, im->err);
	if (status == OK)
		status = sqlite_links_read(im->file, "chat_recoverable_message_join", "message_id",
		    "delete_date", &im->recoverable, im->err);
	if (status == OK)
		status = sqlite_links_read(im->file, "chat_recoverable_message_join", "message_id",
		    "chat_id", &im->deleted_from, im->err);
	if (status == OK)
		status = sqlite_links_read(
		    im->file, "chat_handle_join", "chat_id", "handle_id", &im->members, im->err);
	if (status == OK)
		status = sqlite_links_read(
		    im->file, "recoverable_message_part", "message_id", NULL, &im->parts, im->err);
	if (status == OK)
		status = imessage_chat_names(im);
	return status;
}

static void
say_omits(struct making *m)
{
	making_note(m, NOTE_OMITS, "unsent-text",
	    "Messages keeps that a message was unsent, but not what it said.");
	making_note(m, NOTE_OMITS, "deleted",
	    "Messages that were deleted more than 30 to 40 days ago are not in it any more.");
	making_note(m, NOTE_OMITS, "icloud",
	    "Pictures and recordings that were only in iCloud when the copy was made are missing.");
}

static enum status
messages_read(struct imessage *im)
{
	struct sqlite_walk walk;
	struct sqlite_row row;
	struct sqlite_gaps gaps = {.begun = false};
	bool more = true;
	enum status status = OK;

	sqlite_walk_init(&walk, im->file, im->message.root);
	while (status == OK) {
		arena_reset(&im->row);
		status = sqlite_walk_next(&walk, &im->row, &row, &more, im->err);
		if (status != OK || !more)
			break;
		sqlite_gaps_see(&gaps, row.rowid);
		status = imessage_message(im, &row);
	}
	sqlite_gaps_say(&gaps, im->file, im->m);
	return status == OK ? sqlite_gaps_end(&gaps, im->file, "message", im->m, im->err) : status;
}

enum status
imessage_read(struct sqlite_file *file, struct making *m, struct err *err)
{
	struct imessage im = {.file = file, .m = m, .err = err};
	enum status status;

	arena_init(&im.arena, IMESSAGE_TABLE_ARENA_BYTES);
	arena_init(&im.row, ROW_ARENA_BYTES);
	m->owner.known = true;
	making_note(m, NOTE_FORMAT, "imessage", NULL);
	say_omits(m);
	status = tables_find(&im);
	if (status == OK)
		status = links_read(&im);
	if (status == OK && (im.chats.many || im.attachments.many || im.recoverable.many ||
				im.deleted_from.many || im.members.many || im.parts.many))
		making_note(m, NOTE_UNREAD, "links-many",
		    "There are more messages in it than can be matched with their conversations.");
	if (status == OK)
		status = messages_read(&im);
	if (status == OK)
		status = imessage_deleted_rest(&im);
	sqlite_links_fini(&im.chats);
	sqlite_links_fini(&im.attachments);
	sqlite_links_fini(&im.recoverable);
	sqlite_links_fini(&im.deleted_from);
	sqlite_links_fini(&im.members);
	sqlite_links_fini(&im.parts);
	sqlite_links_fini(&im.names);
	arena_fini(&im.row);
	arena_fini(&im.arena);
	return status;
}
