/* src/read/formats/pst_file.h
 * A mailbox file of Outlook (.pst, .ost) as nodes and blocks ([MS-PST], section 2.2;
 * docs/design/0025-pst.md): its header, the two trees that find nodes and blocks, and the bytes of
 * a node.  A page or block that is not what it should be is counted and stepped over; all trees
 * end, by their depth, the pages there are, and a budget for all reading together.
 * Not for: what the bytes of a node mean (pst_heap.h). */
#ifndef READ_FORMATS_PST_FILE_H
#define READ_FORMATS_PST_FILE_H

#include "base/buf.h"
#include "read/formats/blocks.h"

enum {
	PST_HEADER_BYTES = 564,
	PST_PAGE_MAX_BYTES = 4096,
	PST_BLOCK_MAX_BYTES = 65536, /* of one block of data, whatever it is packed into */
	PST_DEPTH_MAX = 16,          /* of a tree of pages */
	PST_DAMAGED_MAX = 64,        /* places that are told apart */
};

/* [MS-PST] 2.2.2.1: what a node is, in the lowest five bits of its number. */
enum pst_type {
	PST_HEAP = 0x00, /* no node: a place in a heap */
	PST_FOLDER = 0x02,
	PST_MESSAGE = 0x04,
	PST_ATTACHMENT = 0x05,
	PST_HIDDEN = 0x08, /* what Outlook keeps for itself in a folder */
	PST_CONTENTS = 0x0E,
};

/* Numbers that are the same in every file [2.4.1]. */
enum pst_number {
	PST_STORE = 0x21,
	PST_NAMES = 0x61,
	PST_ROOT = 0x122,
	PST_ATTACHMENT_TABLE = 0x671,
	PST_RECIPIENT_TABLE = 0x692,
};

enum pst_crypt {
	PST_CRYPT_NONE = 0,
	PST_CRYPT_PERMUTE = 1,
	PST_CRYPT_CYCLIC = 2,
	PST_CRYPT_LOCKED = 0x10, /* by Windows: nothing can be read without its key */
};

struct pst_file {
	struct blocks blocks;
	uint64_t bytes;   /* of the source */
	bool wide;        /* numbers of 64 bits */
	bool large;       /* pages of 4096 bytes, blocks that may be packed */
	bool offline;     /* it is a copy of a mailbox on a server (.ost) */
	uint16_t version; /* as written */
	uint8_t crypt;
	uint64_t nodes_at, blocks_at; /* root pages of the two trees */
	uint64_t budget;              /* bytes of blocks that may still be read */
	bool exhausted;               /* it ran out */
	bool cut;                     /* the file is shorter than it says */
	bool unsound;                 /* a page whose checksum is another one, and that was read */
	uint64_t unsound_blocks;      /* such blocks */
	uint64_t inner_lost;          /* lists of nodes within a node that could not be read */
	uint64_t damaged[PST_DAMAGED_MAX]; /* where pages and blocks are that could not be read */
	size_t damaged_count;
	bool damaged_more;
	uint8_t page[PST_PAGE_MAX_BYTES];
	struct buf packed;       /* a block as it stands in the file */
	struct buf above, below; /* lists of nodes within a node */
	enum status status;      /* of the source, and of memory: the first failure sticks */
	struct err *err;
};

/* `head` begins like one. */
bool pst_is(struct slice head);
/* E_FORMAT: no such file, or one of no known kind.  E_NOMEM, or what the source returned.  To be
 * given to pst_file_fini() in any case. */
MUST_USE enum status pst_file_init(
    struct pst_file *file, const struct source *source, struct err *err);
void pst_file_fini(struct pst_file *file);
/* Something at that place could not be read. */
void pst_damage(struct pst_file *file, uint64_t at);
/* Most bytes of data in one block. */
size_t pst_block_bytes(const struct pst_file *file);

struct pst_node {
	uint32_t number, parent;
	uint64_t data, inner; /* blocks; 0: none */
};

/* False when there is none (or it cannot be found any more). */
bool pst_node_find(struct pst_file *file, uint32_t number, struct pst_node *out);

/* All nodes, in the order of their numbers. */
struct pst_walk {
	struct pst_file *file;
	uint64_t pages; /* looked at */
	uint32_t last;  /* number of the node before */
	unsigned depth;
	struct {
		uint64_t at;
		uint32_t next;
		unsigned level;
	} step[PST_DEPTH_MAX];
};

void pst_walk_init(struct pst_walk *walk, struct pst_file *file);
bool pst_walk_next(struct pst_walk *walk, struct pst_node *out);

/* Where a block stands, and its bytes there without what is behind them. */
struct pst_place {
	uint64_t at;
	uint32_t bytes;
};

bool pst_block_find(struct pst_file *file, uint64_t number, struct pst_place *out);
/* Little-endian numbers at an offset; 0 past the end. */
uint64_t pst_number_at(struct slice bytes, size_t at, bool wide);
uint32_t pst_half_at(struct slice bytes, size_t at);
/* What a page or block with that number has beside its sum, by where it stands [5.5]. */
uint32_t pst_signature(uint64_t at, uint64_t number);
/* Takes n bytes off the budget; false when there are not as many left. */
bool pst_afford(struct pst_file *file, size_t n);
/* The bytes of a block, unpacked and readable, instead of what `out` held; false when they are not
 * to be had.  Bit 1 of a number says that the block is a list of others. */
bool pst_block_read(struct pst_file *file, uint64_t number, struct buf *out);
/* A node within a node, by its number. */
bool pst_inner_find(struct pst_file *file, uint64_t inner, uint32_t number, struct pst_node *out);
/* The first of a type whose number is above `after`. */
bool pst_inner_next(struct pst_file *file, uint64_t inner, enum pst_type type, uint32_t after,
    struct pst_node *out);

/* The bytes of a node, block by block [2.2.2.8.3.2]. */
struct pst_data {
	struct pst_file *file;
	unsigned level;   /* lists above its blocks: 0 to 2 */
	uint64_t total;   /* bytes that its list says it has; 0 without list */
	struct buf outer; /* list of lists, when there are two levels */
	struct buf list;  /* list of blocks; level 0: the one block */
	uint32_t list_at; /* which of outer that is */
	uint32_t first;   /* number of the first block in it */
	struct buf block; /* the block in hand */
	uint32_t held;    /* its number + 1 */
	bool broken;      /* something of it is missing */
};

void pst_data_init(struct pst_data *data, struct pst_file *file);
void pst_data_fini(struct pst_data *data);
/* False when there are no bytes, or they are not to be had (then data->broken). */
bool pst_data_open(struct pst_data *data, uint64_t block);
/* Block i, borrowed until the next is asked for; false behind the last, and for one that cannot be
 * read (then data->broken, and the next may still be there: *more). */
bool pst_data_block(struct pst_data *data, uint32_t i, struct slice *out, bool *more);

/* pst_crypt.c */
void pst_permute_undo(uint8_t *p, size_t n);
void pst_cyclic_undo(uint8_t *p, size_t n, uint32_t key);

#endif
