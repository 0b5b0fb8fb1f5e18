/* src/read/formats/pst_item.c
 * One thing of a mailbox as a record, by its class, and the mails within it as records of their
 * own; see pst.h. */
#include "read/formats/msg_item.h"
#include "read/formats/pst.h"

/* Where it stands, and whether it was deleted. */
static void
place_fill(struct pst *pst, uint32_t folder)
{
	struct making *m = &pst->msg.m;
	bool deleted = pst_folder_path(pst, folder);
	size_t before = m->options->inside.n == 0 ? 0 : m->options->inside.n + 1;
	struct text path = making_keep(m, buf_text(&pst->path));

	if (path.n != 0)
		m->record.inside = text_prefix(path, RECORD_NAME_MAX_BYTES);
	if (path.n > before)
		content_record_claim(
		    &pst->msg.r, "folder", (struct text){path.p + before, path.n - before});
	if (deleted)
		making_mark(m, "deleted");
	if (pst_folder_of(pst, folder) == NULL)
		making_doubt(m, "no-folder",
		    TEXT_LITERAL("The folder it is in cannot be found in this mailbox."));
}

/* What was met so far is not said of the next thing. */
static void
troubles_past(struct pst *pst)
{
	pst->inner_lost = pst->file.inner_lost;
	pst->unsound = pst->file.unsound_blocks;
}

static void
doubts_fill(struct pst *pst, bool listed_only)
{
	struct making *m = &pst->msg.m;

	if (listed_only)
		making_doubt(m, "only-listed",
		    TEXT_LITERAL("Only its line in the list of the folder is left: what it says, "
				 "and what was attached to it, cannot be found."));
	if (pst->unlisted)
		making_doubt(m, "not-in-folder-list",
		    TEXT_LITERAL("It stands in the mailbox, but its folder does not list it: it "
				 "may have been deleted."));
	if (pst->file.inner_lost != pst->inner_lost)
		pst->damaged = true;
	if (pst->file.unsound_blocks != pst->unsound)
		making_doubt(m, "checksum-differs",
		    TEXT_LITERAL("It does not fit its checksums: it was changed or damaged after "
				 "Outlook wrote it."));
	troubles_past(pst);
	if (!pst->damaged)
		return;
	if (pst->file.exhausted) {
		making_doubt(m, "too-much",
		    TEXT_LITERAL("Something of it was left unread: this mailbox asks for far more "
				 "than it holds."));
		return;
	}
	making_doubt(m, "container-damaged",
	    TEXT_LITERAL("Something of it could not be read: the mailbox is damaged there."));
	making_note(m, NOTE_UNREAD, "items-damaged",
	    "Something of one item, or of several, could not be read: the mailbox is damaged.");
}

/* One record; what is within is read later. */
static void
one_read(struct pst *pst, const struct msg_object *object, uint32_t folder, bool within,
    bool listed_only)
{
	struct msg *msg = &pst->msg;
	enum msg_item item;

	pst->damaged = false;
	item = msg_item_of(msg, object);
	msg_item_begin(msg, object, item);
	place_fill(pst, folder);
	if (within)
		content_record_claim(&msg->r, "attached-to", TEXT_LITERAL("the item before it"));
	msg_item_fill(msg, object, item);
	pst_object_check(object);
	doubts_fill(pst, listed_only);
	if (msg->m.status == OK)
		msg->m.status = content_record_send(&msg->r);
}

/* Mails within mails are few deep, and each level waits for the ones in it: so a list of levels,
 * not calls. */
struct level {
	struct msg_object attachment, mail;
	uint64_t at;
};

/* The next mail within, open in next; false when there is none any more. */
static bool
within_next(struct msg *msg, const struct msg_object *mail, uint64_t *at, struct level *next)
{
	while (msg->m.status == OK &&
	       msg->from->part(msg, mail, MSG_ATTACHMENT, at, &next->attachment)) {
		if (msg->from->within(msg, &next->attachment, &next->mail)) {
			next->at = 0;
			return true;
		}
		msg_object_close(msg, &next->attachment);
	}
	return false;
}

static void
level_close(struct msg *msg, struct level *level)
{
	msg_object_close(msg, &level->mail);
	msg_object_close(msg, &level->attachment);
}

static void
within_read(struct pst *pst, const struct msg_object *object, uint32_t folder)
{
	struct level levels[PST_WITHIN_MAX + 1], *level;
	struct msg *msg = &pst->msg;
	uint64_t at = 0;
	size_t depth = 0;
	bool more;

	for (;;) {
		level = &levels[depth];
		more = depth == 0 ? within_next(msg, object, &at, level)
				  : within_next(msg, &level[-1].mail, &level[-1].at, level);
		if (more && depth < PST_WITHIN_MAX) {
			one_read(pst, &level->mail, folder, true, false);
			depth++;
			continue;
		}
		if (more) {
			level_close(msg, level);
			pst->too_deep = true;
		}
		if (depth == 0)
			return;
		level_close(msg, &levels[--depth]);
	}
}

void
pst_item_read(struct pst *pst, const struct msg_object *object, uint32_t folder, bool listed_only)
{
	one_read(pst, object, folder, false, listed_only);
	pst->unlisted = false;
	within_read(pst, object, folder);
	troubles_past(pst);
}

void
pst_item_lost(struct pst *pst, uint32_t number, uint32_t folder)
{
	struct making *m = &pst->msg.m;

	content_record_begin(&pst->msg.r, KIND_NOTE, "outlook");
	place_fill(pst, folder);
	making_claim_i64(m, "item-number", number);
	making_doubt(m, "item-unreadable",
	    TEXT_LITERAL("Something stands in this folder that cannot be read: the mailbox is "
			 "damaged there."));
	making_note(m, NOTE_UNREAD, "items-unreadable",
	    "One item or several could not be read: the mailbox is damaged.");
	if (m->status == OK)
		m->status = content_record_send(&pst->msg.r);
}
