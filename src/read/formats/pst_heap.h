/* src/read/formats/pst_heap.h
 * What the bytes of a node of a mailbox hold ([MS-PST], section 2.3): a heap of small pieces, trees
 * of keys in it, the properties of a thing, and tables.  Places in a heap and numbers of nodes
 * within the node share one form; every place is checked against the heap it is in.
 * Not for: what properties mean (msg.h). */
#ifndef READ_FORMATS_PST_HEAP_H
#define READ_FORMATS_PST_HEAP_H

#include "read/formats/pst_file.h"

enum {
	PST_TREE_DEPTH_MAX = 9,
	PST_RECORD_MAX_BYTES = 64, /* key and value of a tree */
	PST_COLUMNS_MAX = 1024,
};

/* Kinds of heap [2.3.1.2]. */
enum pst_client { PST_CLIENT_TABLE = 0x7C, PST_CLIENT_PROPERTIES = 0xBC };

struct pst_heap {
	struct pst_data data;
	uint64_t inner; /* nodes within the node */
	uint32_t root;  /* place */
	bool broken;    /* a place in it is none */
};

void pst_heap_init(struct pst_heap *heap, struct pst_file *file);
void pst_heap_fini(struct pst_heap *heap);
/* False when the node holds no heap of that kind. */
bool pst_heap_open(struct pst_heap *heap, const struct pst_node *node, enum pst_client client);
/* A piece, borrowed until the next of another block is asked for. */
bool pst_heap_piece(struct pst_heap *heap, uint32_t place, struct slice *out);

/* All records of a tree, in their order [2.3.2]. */
struct pst_tree {
	struct pst_heap *heap;
	size_t key_bytes, value_bytes;
	uint32_t visited;
	unsigned depth;
	struct {
		uint32_t place, next;
		unsigned level;
	} step[PST_TREE_DEPTH_MAX];
	uint8_t record[PST_RECORD_MAX_BYTES]; /* the one in hand */
};

/* False when there is no tree at that place. */
bool pst_tree_open(struct pst_tree *tree, struct pst_heap *heap, uint32_t place);
bool pst_tree_next(struct pst_tree *tree);

/* The properties of a thing as a list of msg.h; those of no fixed size have the place of their
 * value in it. */
bool pst_properties(struct pst_heap *heap, struct buf *list);
/* The bytes of a value by its place, piece by piece, at least one; *whole: nothing of it is
 * missing. */
void pst_value_pour(struct pst_heap *heap, uint32_t place,
    void (*put)(void *ctx, struct slice piece), void *ctx, bool *whole);

/* A table: rows in the order of their numbers, whose cells are properties [2.3.4]. */
struct pst_table {
	struct pst_heap heap;
	struct pst_tree index;
	struct buf columns; /* of 8 bytes each, as they stand */
	size_t row_bytes, present_at;
	uint32_t rows;        /* place of the rows */
	struct pst_data data; /* of the rows, when they are a node */
	bool apart;           /* they are */
	struct buf row;       /* the one in hand */
	uint32_t number, at;  /* of the row in hand: of the node it is about; its place */
};

void pst_table_init(struct pst_table *table, struct pst_file *file);
void pst_table_fini(struct pst_table *table);
bool pst_table_open(struct pst_table *table, const struct pst_node *node);
/* The next row; table->number is set.  False at the end. */
bool pst_table_next(struct pst_table *table);
/* The cells of the row in hand, as pst_properties() gives them; false when they are not there. */
bool pst_table_cells(struct pst_table *table, struct buf *list);

#endif
