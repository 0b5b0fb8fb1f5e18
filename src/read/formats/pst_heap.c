/* src/read/formats/pst_heap.c
 * The heap of a node, trees and properties in it; see pst_heap.h. */
#include "read/formats/pst_heap.h"

#include "read/formats/msg.h"

enum {
	HEAP = 0xEC, /* third byte of a heap */
	TREE = 0xB5, /* first byte of a tree */
	HEAP_HEAD_BYTES = 12,
	TREE_HEAD_BYTES = 8,
	VISITED_MAX = 65536,
	PROPERTY_KEY_BYTES = 2,
	PROPERTY_VALUE_BYTES = 6,
};

/* -- the heap -----------------------------------------------------------------------------------
 */

void
pst_heap_init(struct pst_heap *heap, struct pst_file *file)
{
	*heap = (struct pst_heap){.inner = 0};
	pst_data_init(&heap->data, file);
}

void
pst_heap_fini(struct pst_heap *heap)
{
	pst_data_fini(&heap->data);
}

bool
pst_heap_open(struct pst_heap *heap, const struct pst_node *node, enum pst_client client)
{
	struct slice block;
	bool more;

	heap->inner = node->inner;
	heap->broken = false;
	if (!pst_data_open(&heap->data, node->data) ||
	    !pst_data_block(&heap->data, 0, &block, &more))
		return false;
	if (block.n < HEAP_HEAD_BYTES || block.p[2] != HEAP || block.p[3] != (uint8_t)client) {
		heap->broken = true;
		return false;
	}
	heap->root = (uint32_t)pst_number_at(block, 4, false);
	return true;
}

/* A place: five bits that are zero, the number of the piece, the number of the block. */
bool
pst_heap_piece(struct pst_heap *heap, uint32_t place, struct slice *out)
{
	unsigned shift = heap->data.file->large ? 19 : 16;
	uint32_t i = (place & ((UINT32_C(1) << shift) - 1)) >> 5, map, from, to, count;
	struct slice block;
	bool more;

	*out = slice_of(NULL, 0);
	if ((place & 31) != 0 || i == 0 ||
	    !pst_data_block(&heap->data, place >> shift, &block, &more)) {
		heap->broken = true;
		return false;
	}
	map = pst_half_at(block, 0);
	count = pst_half_at(block, map);
	from = pst_half_at(block, map + 4 + 2 * ((size_t)i - 1));
	to = pst_half_at(block, map + 4 + 2 * (size_t)i);
	if (i > count || (size_t)map + 4 + 2 * ((size_t)count + 1) > block.n || from > to ||
	    to > map) {
		heap->broken = true;
		return false;
	}
	*out = slice_of(block.p + from, to - from);
	return true;
}

/* -- trees --------------------------------------------------------------------------------------
 */

static void
tree_push(struct pst_tree *tree, uint32_t place, unsigned level)
{
	if (tree->depth == PST_TREE_DEPTH_MAX || ++tree->visited > VISITED_MAX) {
		tree->heap->broken = true;
		return;
	}
	tree->step[tree->depth].place = place;
	tree->step[tree->depth].next = 0;
	tree->step[tree->depth++].level = level;
}

bool
pst_tree_open(struct pst_tree *tree, struct pst_heap *heap, uint32_t place)
{
	struct slice head;
	uint32_t root;

	*tree = (struct pst_tree){.heap = heap};
	if (!pst_heap_piece(heap, place, &head))
		return false;
	if (head.n < TREE_HEAD_BYTES || head.p[0] != TREE || head.p[1] == 0 || head.p[1] > 16 ||
	    head.p[2] == 0 || head.p[2] > 32 || head.p[3] >= PST_TREE_DEPTH_MAX) {
		heap->broken = true;
		return false;
	}
	tree->key_bytes = head.p[1];
	tree->value_bytes = head.p[2];
	root = (uint32_t)pst_number_at(head, 4, false);
	if (root != 0)
		tree_push(tree, root, head.p[3]);
	return true;
}

bool
pst_tree_next(struct pst_tree *tree)
{
	struct slice piece;

	while (tree->depth != 0) {
		uint32_t place = tree->step[tree->depth - 1].place;
		uint32_t i = tree->step[tree->depth - 1].next++;
		unsigned level = tree->step[tree->depth - 1].level;
		size_t n = tree->key_bytes + (level == 0 ? tree->value_bytes : 4);

		if (!pst_heap_piece(tree->heap, place, &piece) || i >= piece.n / n) {
			tree->depth--;
		} else if (i == 0 && !pst_afford(tree->heap->data.file, piece.n)) {
			tree->heap->broken = true;
			tree->depth = 0;
		} else if (level != 0) {
			tree_push(tree,
			    (uint32_t)pst_number_at(piece, i * n + tree->key_bytes, false),
			    level - 1);
		} else {
			memcpy(tree->record, piece.p + i * n, n);
			return true;
		}
	}
	return false;
}

/* -- properties ---------------------------------------------------------------------------------
 */

/* Bytes of a value of that type [2.3.3.3]; 0: it stands elsewhere. */
static size_t
type_bytes(uint32_t type)
{
	switch (type) {
	case 0x0002: return 2;
	case 0x000B: return 1;
	case 0x0003:
	case 0x0004:
	case 0x000A: return 4;
	case 0x0005:
	case 0x0006:
	case 0x0007:
	case 0x0014:
	case 0x0040: return 8;
	default: return 0;
	}
}

static void
property_put(struct buf *list, uint32_t tag, uint64_t value)
{
	buf_put_u32le(list, tag);
	buf_put_u32le(list, 0);
	buf_put_u64le(list, value);
}

bool
pst_properties(struct pst_heap *heap, struct buf *list)
{
	struct pst_tree tree;
	struct slice record, piece;
	uint64_t value;

	if (!pst_tree_open(&tree, heap, heap->root) || tree.key_bytes != PROPERTY_KEY_BYTES ||
	    tree.value_bytes != PROPERTY_VALUE_BYTES)
		return false;
	record = slice_of(tree.record, PROPERTY_KEY_BYTES + PROPERTY_VALUE_BYTES);
	while (pst_tree_next(&tree)) {
		uint32_t type = pst_half_at(record, 2);

		value = pst_number_at(record, 4, false);
		if (type_bytes(type) == 8) {
			if (!pst_heap_piece(heap, (uint32_t)value, &piece) || piece.n < 8) {
				heap->broken = true;
				continue;
			}
			value = pst_number_at(piece, 0, true);
		}
		property_put(list, pst_half_at(record, 0) << 16 | type, value);
	}
	return true;
}

static void
inner_pour(struct pst_heap *heap, uint32_t number, void (*put)(void *ctx, struct slice piece),
    void *ctx, bool *whole)
{
	struct pst_file *file = heap->data.file;
	struct pst_node node;
	struct pst_data data;
	struct slice piece;
	uint64_t total = 0;
	bool found, more = true;

	*whole = false;
	if (!pst_inner_find(file, heap->inner, number, &node)) {
		put(ctx, slice_of(NULL, 0));
		return;
	}
	pst_data_init(&data, file);
	(void)pst_data_open(&data, node.data);
	for (uint32_t i = 0; more && file->status == OK; i++) {
		found = pst_data_block(&data, i, &piece, &more);
		more = more || found;
		if (found || i == 0)
			put(ctx, piece);
		total += piece.n;
	}
	*whole = !data.broken && (data.level == 0 || total == data.total);
	pst_data_fini(&data);
}

void
pst_value_pour(struct pst_heap *heap, uint32_t place, void (*put)(void *ctx, struct slice piece),
    void *ctx, bool *whole)
{
	struct slice piece = {NULL, 0};

	if (place != 0 && (place & 31) != PST_HEAP) {
		inner_pour(heap, place, put, ctx, whole);
		return;
	}
	*whole = place == 0 || pst_heap_piece(heap, place, &piece);
	put(ctx, piece);
}

/* -- tables -------------------------------------------------------------------------------------
 */

enum {
	TABLE = 0x7C, /* first byte of what says how a table is */
	TABLE_HEAD_BYTES = 22,
	COLUMN_BYTES = 8,
	ROW_NUMBER_BYTES = 4,
};

void
pst_table_init(struct pst_table *table, struct pst_file *file)
{
	*table = (struct pst_table){.number = 0};
	pst_heap_init(&table->heap, file);
	pst_data_init(&table->data, file);
	buf_init(&table->columns, (size_t)PST_COLUMNS_MAX * COLUMN_BYTES);
	buf_init(&table->row, PST_BLOCK_MAX_BYTES);
}

void
pst_table_fini(struct pst_table *table)
{
	pst_heap_fini(&table->heap);
	pst_data_fini(&table->data);
	buf_fini(&table->columns);
	buf_fini(&table->row);
}

/* What memory had no room for ends the reading. */
static bool
stick(struct pst_file *file, const struct buf *buf)
{
	if (file->status == OK)
		file->status = buf_check(buf, file->err);
	return file->status == OK;
}

/* [2.3.4.1]: where the parts of a row end, the tree of rows, the rows, and the columns. */
static bool
head_parse(struct pst_table *table, struct slice head, uint32_t *index)
{
	size_t count;

	if (head.n < TABLE_HEAD_BYTES || head.p[0] != TABLE)
		return false;
	count = head.p[1];
	table->present_at = pst_half_at(head, 6);
	table->row_bytes = pst_half_at(head, 8);
	*index = (uint32_t)pst_number_at(head, 10, false);
	table->rows = (uint32_t)pst_number_at(head, 14, false);
	if (count > (head.n - TABLE_HEAD_BYTES) / COLUMN_BYTES ||
	    table->row_bytes < ROW_NUMBER_BYTES ||
	    table->row_bytes > pst_block_bytes(table->heap.data.file) ||
	    table->present_at > table->row_bytes)
		return false;
	buf_reset(&table->columns);
	buf_put(&table->columns, head.p + TABLE_HEAD_BYTES, count * COLUMN_BYTES);
	return stick(table->heap.data.file, &table->columns);
}

bool
pst_table_open(struct pst_table *table, const struct pst_node *node)
{
	struct pst_file *file = table->heap.data.file;
	struct pst_node rows;
	struct slice head;
	uint32_t index = 0;

	if (!pst_heap_open(&table->heap, node, PST_CLIENT_TABLE) ||
	    !pst_heap_piece(&table->heap, table->heap.root, &head) ||
	    !head_parse(table, head, &index) || !pst_tree_open(&table->index, &table->heap, index))
		return false;
	table->apart = (table->rows & 31) != PST_HEAP;
	if (table->apart && pst_inner_find(file, node->inner, table->rows, &rows))
		(void)pst_data_open(&table->data, rows.data);
	return true;
}

bool
pst_table_next(struct pst_table *table)
{
	struct slice record = slice_of(table->index.record, PST_RECORD_MAX_BYTES);

	if (!pst_tree_next(&table->index))
		return false;
	table->number = (uint32_t)pst_number_at(record, 0, false);
	table->at = table->index.value_bytes >= 4
			? (uint32_t)pst_number_at(record, table->index.key_bytes, false)
			: pst_half_at(record, table->index.key_bytes);
	return true;
}

/* The bytes of the row in hand.  In a node of its own no row goes across two blocks [2.3.4.4]. */
static bool
row_find(struct pst_table *table, struct slice *out)
{
	size_t per = pst_block_bytes(table->heap.data.file) / table->row_bytes;
	size_t within = table->at;
	struct slice rows;
	bool more;

	if (table->apart) {
		if (!pst_data_block(&table->data, (uint32_t)(table->at / per), &rows, &more))
			return false;
		within = table->at % per;
	} else if (table->rows == 0 || !pst_heap_piece(&table->heap, table->rows, &rows)) {
		return false;
	}
	if (within >= rows.n / table->row_bytes)
		return false;
	*out = slice_of(rows.p + within * table->row_bytes, table->row_bytes);
	return true;
}

static void
cell_put(const struct pst_table *table, struct slice row, struct slice column, struct buf *list)
{
	uint32_t tag = (uint32_t)pst_number_at(column, 0, false);
	size_t at = pst_half_at(column, 4), n = column.p[6], bit = column.p[7], wanted;
	uint8_t cell[8] = {0};

	wanted = type_bytes(tag & UINT16_MAX);
	if (wanted == 0)
		wanted = 4;
	if (table->present_at + bit / 8 >= row.n || at + wanted > table->present_at || n < wanted ||
	    (row.p[table->present_at + bit / 8] >> (7 - bit % 8) & 1) == 0)
		return;
	memcpy(cell, row.p + at, wanted);
	property_put(list, tag, pst_number_at(slice_of(cell, sizeof cell), 0, true));
}

bool
pst_table_cells(struct pst_table *table, struct buf *list)
{
	struct slice row, columns = buf_slice(&table->columns), column;

	if (!pst_afford(table->heap.data.file, columns.n) || !row_find(table, &row))
		return false;
	buf_reset(&table->row);
	buf_put_slice(&table->row, row);
	while (take(&columns, COLUMN_BYTES, &column))
		cell_put(table, buf_slice(&table->row), column, list);
	return stick(table->heap.data.file, &table->row) &&
	       (list->failed != E_NOMEM || stick(table->heap.data.file, list));
}
