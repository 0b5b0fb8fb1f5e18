/* src/read/formats/imessage_deleted.c
 * See imessage_deleted.h and docs/formats/imessage.md. */
#include "read/formats/imessage_deleted.h"

#include "base/buf.h"
#include "read/formats/apple_time.h"
#include "read/formats/typedstream.h"

/* "2024-03-25T20:53:20Z I know": when it was deleted, and what it said. */
static void
part_claim(struct making *m, int64_t deleted, struct slice stored)
{
	struct buf buf;
	struct text text;
	int64_t at_us;

	if (!typedstream_text(stored, &text)) {
		making_doubt(m, "text-not-understood",
		    TEXT_LITERAL("The words of a part that was deleted are in a form that is not "
				 "understood; the bytes are kept."));
		making_raw(m, stored);
		text = TEXT_NONE;
	}
	buf_init(&buf, RECORD_TEXT_MAX_BYTES);
	if (apple_time_us(deleted, &at_us) && time_put(&buf, at_us) && text.n != 0)
		buf_put_c(&buf, " ");
	buf_put_text(&buf, text);
	making_claim(m, "deleted-part", buf_text(&buf));
	/* Words that leave no room for the time stand alone. */
	if (buf.failed != OK)
		making_claim(m, "deleted-part", text);
	buf_fini(&buf);
}

static enum status
part_read(struct imessage *im, int64_t rowid)
{
	struct sqlite_row row;
	int64_t deleted = 0;
	bool found = false;
	enum status status = imessage_row(im, &im->part, rowid, &row, &found);

	if (status != OK || !found)
		return status;
	if (!sqlite_i64(sqlite_value_of(&im->part, &row, "delete_date"), &deleted))
		deleted = 0;
	part_claim(im->m, deleted, sqlite_blob(sqlite_value_of(&im->part, &row, "part_text")));
	if (row.cut)
		making_doubt(
		    im->m, "row-damaged", TEXT_LITERAL("Part of this row could not be read."));
	return OK;
}

static enum status
parts_read(struct imessage *im, int64_t message)
{
	size_t count;
	const struct sqlite_link *link = sqlite_links_of(&im->parts, message, &count);
	enum status status = OK;

	if (link == NULL)
		return OK;
	making_mark(im->m, "part-deleted");
	for (size_t i = 0; i < count && i < RECORD_MAX_ITEMS && status == OK; i++)
		status = part_read(im, link[i].to);
	im->m->many = im->m->many || count > RECORD_MAX_ITEMS;
	return status;
}

enum status
imessage_deleted(struct imessage *im, int64_t message)
{
	size_t count;
	const struct sqlite_link *link = sqlite_links_of(&im->recoverable, message, &count);
	int64_t at_us;

	if (link != NULL) {
		making_mark(im->m, "deleted");
		if (apple_time_us(link->to, &at_us))
			making_claim_ms(im->m, "deleted-at", at_us / 1000);
	}
	return parts_read(im, message);
}

/* --- what hangs on no message --- */

static enum status
parts_alone(struct imessage *im, int64_t message)
{
	struct making *m = im->m;
	struct sqlite_row row;
	bool found = false;
	enum status status;

	arena_reset(&im->row);
	status = imessage_row(im, &im->message, message, &row, &found);
	if (status != OK || found)
		return status;
	making_begin(m, KIND_MESSAGE, "imessage");
	m->record.direction = DIRECTION_UNKNOWN;
	making_claim_i64(m, "row", message);
	making_doubt(m, "no-time", TEXT_NONE);
	making_doubt(m, "sender-unknown", TEXT_NONE);
	making_doubt(m, "no-conversation",
	    TEXT_LITERAL("Of this message only the parts are there that were deleted from it."));
	status = parts_read(im, message);
	return status == OK ? making_send(m) : status;
}

static enum status
say_listed(struct imessage *im)
{
	struct sqlite_links listed = {.item = NULL};
	struct buf buf;
	enum status status = sqlite_links_read(
	    im->file, "deleted_messages", "ROWID", NULL, &listed, im->err);

	buf_init(&buf, 256);
	buf_putf(&buf, "The database lists %llu message%s as deleted. What they said is not in it.",
	    (unsigned long long)listed.count, listed.count == 1 ? "" : "s");
	if (status == OK && listed.count != 0)
		status = buf_check(&buf, im->err);
	if (status == OK && listed.count != 0)
		status = im->m->sink->note(im->m->sink->ctx, NOTE_GAP, "deleted-listed",
		    buf_text(&buf), im->m->position, im->err);
	buf_fini(&buf);
	sqlite_links_fini(&listed);
	return status;
}

enum status
imessage_deleted_rest(struct imessage *im)
{
	const struct sqlite_links *parts = &im->parts;
	enum status status = OK;

	for (size_t i = 0; i < parts->count && status == OK; i++)
		if (i == 0 || parts->item[i].from != parts->item[i - 1].from)
			status = parts_alone(im, parts->item[i].from);
	return status == OK ? say_listed(im) : status;
}
