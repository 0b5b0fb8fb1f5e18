/* src/read/formats/pst.h
 * Inside pst*.c only: a mailbox of Outlook while it is read: its folders, and which of its things
 * were met.  How it is read as a whole: docs/design/0025-pst.md. */
#ifndef READ_FORMATS_PST_H
#define READ_FORMATS_PST_H

#include "base/arena.h"
#include "read/formats/msg.h"
#include "read/formats/pst_heap.h"

enum {
	PST_FOLDERS_MAX = 32768,
	PST_NAMES_MAX_BYTES = 8 * 1024 * 1024, /* of all folders together */
	PST_PATH_DEPTH_MAX = 32,
	PST_WITHIN_MAX = 8,    /* mails within mails within … */
	PST_SET_CHUNKS = 2048, /* of PST_SET_CHUNK_BYTES: all numbers there can be */
	PST_SET_CHUNK_BYTES = 8192,
};

/* A set of nodes, by the 27 bits that number them. */
struct pst_set {
	uint8_t *chunk[PST_SET_CHUNKS];
};

struct pst_folder {
	uint32_t number, parent;
	struct text name; /* of the arena */
	uint32_t said;    /* things in it, as the folder says; UINT32_MAX: it does not */
	uint32_t met;     /* found */
	bool listed;      /* its list could be read */
};

struct pst {
	struct msg msg;
	struct pst_file file;
	uint64_t unsound;    /* blocks of other sums, before the thing in hand */
	uint64_t inner_lost; /* the same of lists of nodes */
	bool damaged;        /* something of the thing in hand could not be read */
	struct arena arena;
	struct pst_folder *folder; /* by number */
	size_t folders, folders_room;
	bool folders_many;     /* there are more */
	uint32_t top, bin;     /* where the folders begin that people see; deleted things; or 0 */
	struct pst_set listed; /* by a folder */
	struct pst_set met;    /* found among the nodes */
	uint64_t hidden;       /* things that Outlook keeps for itself */
	uint64_t unreadable;   /* things whose properties could not be read */
	bool unlisted;         /* the folder of the thing in hand does not list it */
	bool too_deep;         /* mails within mails, deeper than is read */
	struct buf path;
};

/* pst_object.c: things of a mailbox for msg.h; msg->container is the struct pst. */
extern const struct msg_from pst_from;
/* A thing by its node; false when its properties cannot be read.  To be given to
 * msg_object_close() in any case. */
bool pst_object_open(struct pst *pst, const struct pst_node *node, struct msg_object *out);
/* Sets pst->damaged when something of it could not be read so far. */
void pst_object_check(const struct msg_object *object);
/* The row in hand of a table, which must outlive it. */
bool pst_object_row(struct pst_table *table, struct msg_object *out);

/* pst_folder.c */
void pst_folders_read(struct pst *pst);
void pst_folders_fini(struct pst *pst);
/* NULL when there is none. */
struct pst_folder *pst_folder_of(struct pst *pst, uint32_t number);
/* "Inbox/tmp" in pst->path, behind what the original stands in; whether its things were deleted. */
bool pst_folder_path(struct pst *pst, uint32_t number);
void pst_set_add(struct pst *pst, struct pst_set *set, uint32_t number);
bool pst_set_has(const struct pst_set *set, uint32_t number);

/* pst_item.c: one thing, and the mails within it, as records.  listed_only: all that is left of it
 * is its line in the list of the folder. */
void pst_item_read(
    struct pst *pst, const struct msg_object *object, uint32_t folder, bool listed_only);
/* One whose properties cannot be read. */
void pst_item_lost(struct pst *pst, uint32_t number, uint32_t folder);

#endif
