/* src/read/formats/pst_folder.c
 * The folders of a mailbox: their names, what they say they hold, and which things they list
 * ([MS-PST], section 2.4.4); see pst.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "read/formats/pst.h"

/* Properties of folders and of the store. */
enum {
	FOLDER_COUNT = 0x3602,
	TOP_ENTRY = 0x35E0,
	BIN_ENTRY = 0x35E3,
	PASSWORD = 0x67FF,
	ENTRY_NUMBER_AT = 20,
	ENTRY_BYTES = 24,
};

/* -- sets ---------------------------------------------------------------------------------------
 */

void
pst_set_add(struct pst *pst, struct pst_set *set, uint32_t number)
{
	uint32_t bit = number >> 5, within = bit % (PST_SET_CHUNK_BYTES * 8);
	uint8_t **chunk = &set->chunk[bit / (PST_SET_CHUNK_BYTES * 8)];

	if (*chunk == NULL)
		*chunk = mem_new(1, PST_SET_CHUNK_BYTES);
	if (*chunk == NULL)
		msg_stick(&pst->msg, fail(pst->msg.err, E_NOMEM, "no memory for a mailbox"));
	else
		(*chunk)[within / 8] |= (uint8_t)(1U << within % 8);
}

bool
pst_set_has(const struct pst_set *set, uint32_t number)
{
	uint32_t bit = number >> 5, within = bit % (PST_SET_CHUNK_BYTES * 8);
	const uint8_t *chunk = set->chunk[bit / (PST_SET_CHUNK_BYTES * 8)];

	return chunk != NULL && (chunk[within / 8] >> within % 8 & 1) != 0;
}

/* -- reading ------------------------------------------------------------------------------------
 */

/* The list of a folder has the same number as the folder, and another type. */
static void
list_read(struct pst *pst, struct pst_folder *folder)
{
	struct pst_table table;
	struct pst_node node;

	pst_table_init(&table, &pst->file);
	folder->listed = pst_node_find(
			     &pst->file, (folder->number & ~UINT32_C(31)) | PST_CONTENTS, &node) &&
			 pst_table_open(&table, &node);
	while (folder->listed && pst->msg.m.status == OK && pst_table_next(&table))
		pst_set_add(pst, &pst->listed, table.number);
	if (table.heap.broken)
		folder->listed = false;
	pst_table_fini(&table);
	msg_stick(&pst->msg, pst->file.status);
}

static void
folder_add(struct pst *pst, const struct pst_node *node)
{
	struct pst_folder *folder, *more;
	struct msg_object object;
	struct text name;
	uint64_t said;

	if (pst->folders == PST_FOLDERS_MAX) {
		pst->folders_many = true;
		return;
	}
	more = mem_more(pst->folder, pst->folders, &pst->folders_room, sizeof *more);
	if (more == NULL) {
		msg_stick(&pst->msg, fail(pst->msg.err, E_NOMEM, "no memory for a mailbox"));
		return;
	}
	pst->folder = more;
	folder = &pst->folder[pst->folders++];
	*folder = (struct pst_folder){
	    .number = node->number, .parent = node->parent, .said = UINT32_MAX};
	if (pst_object_open(pst, node, &object)) {
		name = msg_text_max(&pst->msg, &object, MSG_NAME, RECORD_NAME_MAX_BYTES);
		if (!arena_text(&pst->arena, text_prefix(name, 256), &folder->name))
			pst->folders_many = true;
		if (msg_fixed(&object, (enum msg_id)FOLDER_COUNT, MSG_LONG, &said))
			folder->said = (uint32_t)said;
	}
	msg_object_close(&pst->msg, &object);
	list_read(pst, folder);
}

static int
folder_compare(const void *a, const void *b)
{
	const struct pst_folder *x = a, *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

/* The number in an entry of the store [2.4.3.2]; 0 also for one of another kind. */
static uint32_t
entry_number(struct pst *pst, const struct msg_object *store, unsigned id)
{
	if (!msg_bytes(&pst->msg, store, (enum msg_id)id, MSG_BINARY, ENTRY_BYTES + 1) ||
	    pst->msg.bytes.n != ENTRY_BYTES)
		return 0;
	return (uint32_t)pst_number_at(buf_slice(&pst->msg.bytes), ENTRY_NUMBER_AT, false);
}

static void
store_read(struct pst *pst)
{
	struct making *m = &pst->msg.m;
	struct pst_node node;
	struct msg_object store;
	uint64_t password = 0;
	bool found = false;

	if (pst_node_find(&pst->file, PST_STORE, &node)) {
		found = pst_object_open(pst, &node, &store);
		pst->top = entry_number(pst, &store, TOP_ENTRY);
		pst->bin = entry_number(pst, &store, BIN_ENTRY);
		(void)msg_fixed(&store, (enum msg_id)PASSWORD, MSG_LONG, &password);
		msg_object_close(&pst->msg, &store);
	}
	if (!found)
		making_note(m, NOTE_UNREAD, "no-store",
		    "What this mailbox says of itself cannot be read: it is damaged.");
	if ((uint32_t)password != 0)
		making_note(m, NOTE_DOUBT, "has-password",
		    "Outlook asks for a password before it opens this mailbox. Nothing in it is "
		    "locked by that; it was read without.");
}

/* Where the store does not say where people's folders begin, their names do. */
static void
top_find(struct pst *pst)
{
	static const char *const names[] = {"IPM_SUBTREE", "Top of Personal Folders",
	    "Top of Outlook data file", "Top of Information Store"};

	if (pst_folder_of(pst, pst->top) == NULL)
		pst->top = 0;
	for (size_t i = 0; pst->top == 0 && i < pst->folders; i++)
		for (size_t k = 0; k < COUNT_OF(names); k++)
			if (text_eq_c(pst->folder[i].name, names[k]))
				pst->top = pst->folder[i].number;
}

void
pst_folders_read(struct pst *pst)
{
	struct pst_walk walk;
	struct pst_node node;

	store_read(pst);
	pst_walk_init(&walk, &pst->file);
	while (pst->msg.m.status == OK && pst_walk_next(&walk, &node))
		if ((node.number & 31) == PST_FOLDER)
			folder_add(pst, &node);
	msg_stick(&pst->msg, pst->file.status);
	if (pst->folders > 1)
		qsort(pst->folder, pst->folders, sizeof *pst->folder, folder_compare);
	top_find(pst);
}

void
pst_folders_fini(struct pst *pst)
{
	for (size_t i = 0; i < PST_SET_CHUNKS; i++) {
		mem_free(pst->listed.chunk[i]);
		mem_free(pst->met.chunk[i]);
	}
	mem_free(pst->folder);
}

struct pst_folder *
pst_folder_of(struct pst *pst, uint32_t number)
{
	struct pst_folder key = {.number = number};

	return pst->folders == 0
		   ? NULL
		   : bsearch(&key, pst->folder, pst->folders, sizeof *pst->folder, folder_compare);
}

/* Folders that Outlook does not show, for what was deleted from "Deleted Items" too. */
static bool
keeps_deleted(struct text name)
{
	static const char *const names[] = {
	    "Recoverable Items", "Deletions", "Purges", "Versions", "DiscoveryHolds"};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (text_eq_c(name, names[i]))
			return true;
	return false;
}

static bool
among(const struct pst_folder *const *step, size_t depth, const struct pst_folder *folder)
{
	for (size_t i = 0; i < depth; i++)
		if (step[i] == folder)
			return true;
	return false;
}

bool
pst_folder_path(struct pst *pst, uint32_t number)
{
	const struct pst_folder *step[PST_PATH_DEPTH_MAX], *folder;
	size_t depth = 0;
	bool deleted = false, seen = false;

	while (depth < PST_PATH_DEPTH_MAX && number != PST_ROOT &&
	       (folder = pst_folder_of(pst, number)) != NULL && !among(step, depth, folder)) {
		deleted = deleted || number == pst->bin;
		if (number == pst->top) {
			seen = true;
			break;
		}
		step[depth++] = folder;
		number = folder->parent;
	}
	buf_reset(&pst->path);
	buf_put_text(&pst->path, pst->msg.m.options->inside);
	for (size_t i = depth; i-- > 0;) {
		deleted = deleted || (!seen && keeps_deleted(step[i]->name));
		if (pst->path.n != 0)
			buf_put_c(&pst->path, "/");
		buf_put_text(&pst->path, step[i]->name);
	}
	if (pst->path.failed == E_NOMEM)
		msg_stick(&pst->msg, buf_check(&pst->path, pst->msg.err));
	return deleted;
}
