/* src/read/formats/imessage.c
 * Apple's Messages: all rows of one database, and what it says about what is not there any more;
 * see imessage.h. */
#include "read/formats/imessage.h"

#include "base/buf.h"
#include "read/formats/sqlite.h"

enum { ROW_ARENA_BYTES = 48 * 1024 * 1024 };

static enum status
tables_find(struct imessage *im)
{
	static const char *const names[] = {"message", "handle", "chat", "attachment"};
	struct sqlite_table *const tables[] = {
	    &im->message, &im->handle, &im->chat, &im->attachment};
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

/* Rows are numbered one after the other: a number that is missing was once there. */
static void
say_gaps(struct making *m, uint64_t missing, int64_t first)
{
	struct buf buf;

	if (missing == 0 || m->status != OK)
		return;
	buf_init(&buf, 256);
	buf_putf(&buf,
	    "%llu row numbers are missing between the first message and the last, the first of "
	    "them %lld: rows that were there once and were deleted, or never kept.",
	    (unsigned long long)missing, (long long)first);
	m->status = buf_check(&buf, m->err);
	if (m->status == OK)
		m->status = m->sink->note(
		    m->sink->ctx, NOTE_GAP, "row-gap", buf_text(&buf), m->position, m->err);
	buf_fini(&buf);
}

static enum status
messages_read(struct imessage *im)
{
	struct sqlite_walk walk;
	struct sqlite_row row;
	uint64_t missing = 0;
	int64_t before = 0, first = 0;
	bool more = true, begun = false;
	enum status status = OK;

	sqlite_walk_init(&walk, im->file, im->message.root);
	while (status == OK) {
		arena_reset(&im->row);
		status = sqlite_walk_next(&walk, &im->row, &row, &more, im->err);
		if (status != OK || !more)
			break;
		if (begun && row.rowid > before && row.rowid - before > 1) {
			first = missing == 0 ? before + 1 : first;
			missing += (uint64_t)(row.rowid - before - 1);
		}
		begun = true;
		before = row.rowid;
		status = imessage_message(im, &row);
	}
	say_gaps(im->m, missing, first);
	return status;
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
	if (status == OK && (im.chats.many || im.attachments.many || im.recoverable.many))
		making_note(m, NOTE_UNREAD, "links-many",
		    "There are more messages in it than can be matched with their conversations.");
	if (status == OK)
		status = messages_read(&im);
	sqlite_links_fini(&im.chats);
	sqlite_links_fini(&im.attachments);
	sqlite_links_fini(&im.recoverable);
	arena_fini(&im.row);
	arena_fini(&im.arena);
	return status;
}
