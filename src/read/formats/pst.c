/* src/read/formats/pst.c
 * The format "pst": a mailbox of Outlook (docs/formats/pst.md).  All its nodes are met once, in
 * the order of their numbers; then the lists of its folders say what else should be there.
 * Not for: one mail (msg.c). */
#include "read/formats/pst.h"

#include "base/mem.h"
#include "read/formats/formats.h"
#include "read/formats/mail.h"
#include "read/formats/owner_look.h"

enum { GAPS_MAX = 100, GAP_BYTES = 2048 };

static int
pst_probe(struct slice head)
{
	return pst_is(head) ? 95 : 0;
}

static void
say_first(struct pst *pst)
{
	struct making *m = &pst->msg.m;

	making_note(m, NOTE_FORMAT, "pst", NULL);
	making_note(
	    m, NOTE_OMITS, "mail-deleted", "Mail that was deleted for good is not in this file.");
	making_note(m, NOTE_OMITS, "mail-bcc",
	    "A mail that was received does not say who else got a blind copy (Bcc).");
	making_note(m, NOTE_OMITS, "outlook-times",
	    "A mail that is moved in Outlook, or brought in from elsewhere, may get new times of "
	    "creation and of delivery; only the time it was sent stays.");
	if (pst->file.offline)
		making_note(m, NOTE_OMITS, "mail-on-server",
		    "This is the copy that Outlook keeps of a mailbox on a server: often only the "
		    "mail of the last months is in it.");
}

static void
message_read(struct pst *pst, const struct pst_node *node)
{
	struct pst_folder *folder = pst_folder_of(pst, node->parent);
	struct msg_object object;

	pst_set_add(pst, &pst->met, node->number);
	pst->unsound = pst->file.unsound_blocks;
	if (pst_object_open(pst, node, &object)) {
		if (folder != NULL)
			folder->met++;
		pst->unlisted = folder != NULL && folder->listed &&
				!pst_set_has(&pst->listed, node->number);
		pst_item_read(pst, &object, node->parent, false);
		pst->unlisted = false;
	} else if (pst->msg.m.status == OK) {
		pst->unreadable++;
		pst_item_lost(pst, node->number, node->parent);
	}
	msg_object_close(&pst->msg, &object);
}

static void
messages_read(struct pst *pst)
{
	struct pst_walk walk;
	struct pst_node node;

	pst_walk_init(&walk, &pst->file);
	while (pst->msg.m.status == OK && pst_walk_next(&walk, &node)) {
		if ((node.number & 31) == PST_MESSAGE && !pst_set_has(&pst->met, node.number))
			message_read(pst, &node);
		else if ((node.number & 31) == PST_HIDDEN)
			pst->hidden++;
	}
	msg_stick(&pst->msg, pst->file.status);
}

/* What a folder lists and nobody met: its line says who and when. */
static void
missing_read(struct pst *pst, const struct pst_folder *folder)
{
	struct pst_table table;
	struct pst_node node;
	struct msg_object row;

	pst_table_init(&table, &pst->file);
	if (pst_node_find(&pst->file, (folder->number & ~UINT32_C(31)) | PST_CONTENTS, &node) &&
	    pst_table_open(&table, &node)) {
		while (pst->msg.m.status == OK && pst_table_next(&table)) {
			if ((table.number & 31) != PST_MESSAGE ||
			    pst_set_has(&pst->met, table.number))
				continue;
			pst_set_add(pst, &pst->met, table.number);
			if (pst_object_row(&table, &row))
				pst_item_read(pst, &row, folder->number, true);
			else
				pst_item_lost(pst, table.number, folder->number);
			msg_object_close(&pst->msg, &row);
		}
	}
	pst_table_fini(&table);
	msg_stick(&pst->msg, pst->file.status);
}

/* -- about the whole mailbox --------------------------------------------------------------------
 */

static void
gap_say(struct pst *pst, const struct pst_folder *folder)
{
	struct making *m = &pst->msg.m;
	struct buf buf;

	(void)pst_folder_path(pst, folder->number);
	buf_init(&buf, GAP_BYTES + 2 * RECORD_NAME_MAX_BYTES);
	buf_put_text(&buf, text_prefix(buf_text(&pst->path), RECORD_NAME_MAX_BYTES));
	buf_putf(&buf, ": the folder says that it holds %u items; %u were found.",
	    (unsigned)folder->said, (unsigned)folder->met);
	msg_stick(&pst->msg, buf_check(&buf, m->err));
	if (m->status == OK)
		m->status = m->sink->note(
		    m->sink->ctx, NOTE_GAP, "folder-count", buf_text(&buf), 0, m->err);
	buf_fini(&buf);
}

static void
gaps_say(struct pst *pst)
{
	size_t said = 0;

	for (size_t i = 0; i < pst->folders && pst->msg.m.status == OK; i++) {
		const struct pst_folder *folder = &pst->folder[i];

		if (folder->said == UINT32_MAX || folder->said == folder->met)
			continue;
		if (said++ == GAPS_MAX) {
			making_note(&pst->msg.m, NOTE_GAP, "folder-counts",
			    "More folders than are named here hold another number of items than "
			    "they say.");
			return;
		}
		gap_say(pst, folder);
	}
}

static void
say_damage(struct pst *pst)
{
	const struct pst_file *file = &pst->file;
	struct making *m = &pst->msg.m;
	struct buf buf;

	if (file->cut)
		making_note(m, NOTE_UNREAD, "cut-off", "The end of this mailbox is missing.");
	if (file->exhausted)
		making_note(m, NOTE_UNREAD, "too-much",
		    "Parts of this mailbox name the same bytes over and over; not all of it was "
		    "read.");
	if (file->unsound || file->unsound_blocks != 0)
		making_note(m, NOTE_DOUBT, "checksum-differs",
		    "Parts of this mailbox do not fit their checksums: they were changed or "
		    "damaged after Outlook wrote them. They were read as they are.");
	if (file->damaged_count == 0)
		return;
	buf_init(&buf, 256);
	if (file->damaged_count == 1)
		buf_put_c(
		    &buf, "A part of this mailbox is damaged; what stood in it was not read.");
	else
		buf_putf(&buf,
		    "%s%u parts of this mailbox are damaged; what stood in them was not read.",
		    file->damaged_more ? "More than " : "", (unsigned)file->damaged_count);
	msg_stick(&pst->msg, buf_check(&buf, m->err));
	if (m->status == OK)
		m->status = m->sink->note(
		    m->sink->ctx, NOTE_UNREAD, "parts-damaged", buf_text(&buf), 0, m->err);
	buf_fini(&buf);
}

static void
say_last(struct pst *pst)
{
	struct making *m = &pst->msg.m;

	if (pst->hidden != 0)
		making_note(m, NOTE_OMITS, "outlook-hidden",
		    "Outlook keeps settings and rules as hidden items in its folders; they are "
		    "not listed.");
	if (pst->folders_many)
		making_note(m, NOTE_UNREAD, "folders-many",
		    "This mailbox has more folders than can be named.");
	if (pst->too_deep)
		making_note(m, NOTE_UNREAD, "attached-mail",
		    "Mails are attached to mails, and so on, deeper than was read.");
	if (pst->msg.unread)
		making_note(m, NOTE_UNREAD, "attachments",
		    "Something inside an attachment was left unread: it is in the original only.");
	gaps_say(pst);
	say_damage(pst);
}

static void
mailbox_read(struct pst *pst)
{
	say_first(pst);
	if (pst->file.crypt == PST_CRYPT_LOCKED) {
		making_note(&pst->msg.m, NOTE_ENCRYPTED, "mailbox-locked",
		    "This mailbox is locked by Windows (Windows Information Protection); it can "
		    "only be read on the computer, and in the account, it belongs to.");
		return;
	}
	msg_names_read(&pst->msg);
	pst_folders_read(pst);
	messages_read(pst);
	for (size_t i = 0; i < pst->folders && pst->msg.m.status == OK; i++)
		if (pst->folder[i].listed)
			missing_read(pst, &pst->folder[i]);
	say_last(pst);
}

static enum status
read_once(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct pst *pst = mem_new(1, sizeof *pst);
	enum status status;

	if (pst == NULL)
		return fail(err, E_NOMEM, "no memory for a mailbox");
	arena_init(&pst->arena, PST_NAMES_MAX_BYTES);
	buf_init(&pst->path, 16 * 1024);
	status = msg_init(&pst->msg, &pst_from, pst, options, sink, err);
	if (status == OK)
		status = pst_file_init(&pst->file, source, err);
	if (status == OK) {
		mailbox_read(pst);
		status = making_finish(&pst->msg.m);
	}
	pst_folders_fini(pst);
	pst_file_fini(&pst->file);
	msg_fini(&pst->msg);
	arena_fini(&pst->arena);
	buf_fini(&pst->path);
	mem_free(pst);
	return status;
}

static enum status
pst_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return owner_look_met(read_once, source, options, sink, err);
}

const struct format pst_format = {
    .name = "pst", .probe = pst_probe, .read = pst_read, .prepare = mail_prepare, .anywhere = true};
