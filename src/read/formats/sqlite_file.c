/* src/read/formats/sqlite_file.c
 * Pages and trees of a SQLite file; see sqlite_file.h. */
#include "read/formats/sqlite_file.h"

enum {
	HEADER_BYTES = 100,
	PAGE_MIN_BYTES = 512,
	LEAF = 0x0d,
	INTERIOR = 0x05,
	LEAF_HEADER_BYTES = 8,
	INTERIOR_HEADER_BYTES = 12,
	VARINT_MAX_BYTES = 9,
	COLUMNS_READ_MAX = 2000, /* of one row [1.3: at most 32767]; no table of ours has as many */
};

/* --- pages --- */

static enum status
header_read(struct sqlite_file *file, struct err *err)
{
	struct slice begin, s;
	uint32_t said;
	const uint8_t *head;
	enum status status = blocks_at(&file->blocks, 0, HEADER_BYTES, &begin, err);

	if (status != OK)
		return status;
	if (file->source->bytes == UINT64_MAX)
		return fail(err, E_FORMAT, "a database that can only be read from its begin on");
	head = begin.p;
	if (begin.n < HEADER_BYTES || memcmp(head, "SQLite format 3", 16) != 0)
		return fail(err, E_FORMAT, "not a SQLite file [1.3.1]");
	file->page_bytes = (uint32_t)head[16] << 8 | head[17];
	if (file->page_bytes == 1)
		file->page_bytes = 65536;
	if (file->page_bytes < PAGE_MIN_BYTES || (file->page_bytes & (file->page_bytes - 1)) != 0 ||
	    head[20] > 64)
		return fail(err, E_FORMAT, "a SQLite file with pages of no known size [1.3.2]");
	file->usable_bytes = file->page_bytes - head[20];
	file->has_wal = head[18] == 2 || head[19] == 2;
	file->encoding = head[59] >= 1 && head[59] <= 3 ? head[59] : 1;
	s = slice_of(head + 28, 4);
	if (!take_u32be(&s, &said))
		said = 0;
	file->pages = UINT32_MAX;
	if (file->source->bytes / file->page_bytes < UINT32_MAX)
		file->pages = (uint32_t)(file->source->bytes / file->page_bytes);
	file->cut = said > file->pages && memcmp(head + 24, head + 92, 4) == 0;
	return OK;
}

enum status
sqlite_file_init(struct sqlite_file *file, const struct source *source, struct err *err)
{
	enum status status;

	*file = (struct sqlite_file){.source = source};
	status = blocks_init(&file->blocks, source, SQLITE_BLOCK_BYTES, SQLITE_BLOCKS, err);
	return status == OK ? header_read(file, err) : status;
}

void
sqlite_file_fini(struct sqlite_file *file)
{
	blocks_fini(&file->blocks);
	*file = (struct sqlite_file){.source = NULL};
}

void
sqlite_file_with(struct sqlite_file *file, struct sqlite_wal *wal)
{
	uint64_t most = (uint64_t)file->pages + wal->count;

	file->wal = wal;
	if (wal->pages == 0)
		return;
	/* Each page stands in one of the two: a log that says more lies. */
	file->pages = wal->pages < most ? wal->pages : (uint32_t)most;
	file->cut = wal->pages > most;
}

/* Pages count from 1.  page->p is NULL when the file has no such page; borrowed until the next page
 * is asked for. */
static enum status
page_get(struct sqlite_file *file, uint32_t number, struct slice *page, struct err *err)
{
	uint64_t at = (uint64_t)(number - 1) * file->page_bytes;
	enum status status = OK;

	*page = slice_of(NULL, 0);
	if (number == 0 || number > file->pages)
		return OK;
	if (file->wal != NULL)
		status = sqlite_wal_page(file->wal, number, page, err);
	if (status == OK && page->p == NULL)
		status = blocks_at(&file->blocks, at, file->page_bytes, page, err);
	*page = page->n == file->page_bytes ? slice_of(page->p, file->usable_bytes)
					    : slice_of(NULL, 0);
	return status;
}

/* --- one page of a tree [1.6] --- */

struct page {
	struct slice bytes; /* whole */
	size_t head;        /* where its header begins: 100 on the first page */
	bool leaf;
	uint32_t cells, right;
};

static uint32_t
u16_at(struct slice s, size_t at)
{
	return (uint32_t)s.p[at] << 8 | s.p[at + 1];
}

static uint32_t
u32_at(struct slice s, size_t at)
{
	return u16_at(s, at) << 16 | u16_at(s, at + 2);
}

/* A page of a table's tree; false when it is none. */
static bool
page_parse(struct slice bytes, uint32_t number, struct page *out)
{
	size_t header;

	*out = (struct page){.bytes = bytes, .head = number == 1 ? HEADER_BYTES : 0};
	if (bytes.p == NULL || bytes.n < out->head + INTERIOR_HEADER_BYTES)
		return false;
	out->leaf = bytes.p[out->head] == LEAF;
	if (!out->leaf && bytes.p[out->head] != INTERIOR)
		return false;
	header = out->head + (out->leaf ? LEAF_HEADER_BYTES : INTERIOR_HEADER_BYTES);
	out->cells = u16_at(bytes, out->head + 3);
	if (out->cells * 2 > bytes.n - header)
		return false;
	out->right = out->leaf ? 0 : u32_at(bytes, out->head + 8);
	return true;
}

/* The bytes from cell i on; nothing when it does not stand on the page. */
static struct slice
page_cell(const struct page *page, uint32_t i)
{
	size_t header = page->head + (page->leaf ? LEAF_HEADER_BYTES : INTERIOR_HEADER_BYTES);
	size_t at = u16_at(page->bytes, header + 2 * (size_t)i);

	if (at < header + 2 * (size_t)page->cells || at >= page->bytes.n)
		return slice_of(NULL, 0);
	return slice_from(page->bytes, at);
}

/* [1.6]: seven bits a byte, the ninth gives eight. */
static bool
varint_take(struct slice *rest, uint64_t *out)
{
	uint64_t value = 0;

	for (size_t i = 0; i < VARINT_MAX_BYTES && i < rest->n; i++) {
		uint8_t c = rest->p[i];

		value = i == VARINT_MAX_BYTES - 1 ? value << 8 | c : value << 7 | (c & 0x7f);
		if (i == VARINT_MAX_BYTES - 1 || c < 0x80) {
			*rest = slice_from(*rest, i + 1);
			*out = value;
			return true;
		}
	}
	return false;
}

/* --- rows --- */

/* What is on the page itself of a payload of n bytes [1.6]. */
static size_t
local_bytes(const struct sqlite_file *file, uint64_t n)
{
	uint64_t usable = file->usable_bytes, most = usable - 35;
	uint64_t least = (usable - 12) * 32 / 255 - 23, some;

	if (n <= most)
		return (size_t)n;
	some = least + (n - least) % (usable - 4);
	return (size_t)(some <= most ? some : least);
}

/* The rest of a payload, from page to page [1.7]. */
static enum status
overflow_read(
    struct sqlite_file *file, uint32_t next, uint8_t *p, size_t n, size_t *got, struct err *err)
{
	struct slice page;
	enum status status = OK;
	size_t room = file->usable_bytes - 4, take_n;

	*got = 0;
	while (next != 0 && *got < n) {
		status = page_get(file, next, &page, err);
		if (status != OK || page.p == NULL)
			break;
		take_n = n - *got < room ? n - *got : room;
		memcpy(p + *got, page.p + 4, take_n);
		*got += take_n;
		next = u32_at(page, 0);
	}
	return status;
}

static size_t
serial_bytes(uint64_t serial)
{
	static const uint8_t fixed[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};

	if (serial < COUNT_OF(fixed))
		return fixed[serial];
	return serial / 2 - 6 < SQLITE_VALUE_MAX_BYTES ? (size_t)(serial / 2 - 6)
						       : SQLITE_VALUE_MAX_BYTES + 1;
}

static int64_t
signed_of(struct slice bytes)
{
	uint64_t value = bytes.n != 0 && bytes.p[0] >= 0x80 ? UINT64_MAX : 0;

	for (size_t i = 0; i < bytes.n; i++)
		value = value << 8 | bytes.p[i];
	return (int64_t)value;
}

/* [2.1] */
static void
value_of(uint64_t serial, struct slice bytes, struct sqlite_value *out)
{
	*out = (struct sqlite_value){.type = SQLITE_NULL};
	if (serial >= 1 && serial <= 6) {
		out->type = SQLITE_INTEGER;
		out->integer = signed_of(bytes);
	} else if (serial == 7) {
		out->type = SQLITE_REAL;
		out->integer = signed_of(bytes);
	} else if (serial == 8 || serial == 9) {
		out->type = SQLITE_INTEGER;
		out->integer = (int64_t)serial - 8;
	} else if (serial >= 12) {
		out->type = serial % 2 == 0 ? SQLITE_BLOB : SQLITE_TEXT;
		out->bytes = bytes;
	}
}

/* The header of a record says what follows it; a value that is not all there is NULL. */
static enum status
values_parse(struct slice payload, struct arena *arena, struct sqlite_row *row, struct err *err)
{
	struct slice header = payload, body, rest, bytes;
	uint64_t header_bytes = 0, serial;
	size_t count = 0;

	if (!varint_take(&header, &header_bytes) || header_bytes > payload.n ||
	    header_bytes < payload.n - header.n) {
		row->cut = true;
		return OK;
	}
	body = slice_of(payload.p + header_bytes, payload.n - (size_t)header_bytes);
	header = slice_of(header.p, (size_t)header_bytes - (payload.n - header.n));
	for (rest = header; count < COLUMNS_READ_MAX && varint_take(&rest, &serial);)
		count++;
	row->value = arena_alloc(arena, count + 1, sizeof *row->value);
	if (row->value == NULL)
		return fail(err, E_NOMEM, "one row needs too much memory");
	while (row->count < count && varint_take(&header, &serial)) {
		if (!take(&body, serial_bytes(serial), &bytes)) {
			row->cut = true;
			break;
		}
		value_of(serial, bytes, &row->value[row->count++]);
	}
	return OK;
}

/* `cell`: from its first byte on, on its page. */
static enum status
row_read(struct sqlite_file *file, struct slice cell, struct arena *arena, struct sqlite_row *row,
    struct err *err)
{
	uint64_t n = 0, rowid = 0;
	size_t local, wanted, got = 0;
	uint32_t next = 0;
	uint8_t *p;
	enum status status = OK;

	*row = (struct sqlite_row){.rowid = 0};
	if (!varint_take(&cell, &n) || !varint_take(&cell, &rowid)) {
		row->cut = true;
		return OK;
	}
	row->rowid = (int64_t)rowid;
	local = local_bytes(file, n);
	wanted = n < SQLITE_VALUE_MAX_BYTES ? (size_t)n : SQLITE_VALUE_MAX_BYTES;
	row->cut = n > wanted || cell.n < local;
	local = cell.n < local ? cell.n : local;
	local = wanted < local ? wanted : local;
	if (wanted > local && cell.n >= local + 4)
		next = u32_at(cell, local);
	p = arena_alloc(arena, 1, wanted + 1);
	if (p == NULL)
		return fail(err, E_NOMEM, "one row needs too much memory");
	memcpy(p, cell.p, local);
	if (next != 0)
		status = overflow_read(file, next, p + local, wanted - local, &got, err);
	row->cut = row->cut || local + got < wanted;
	if (status != OK)
		return status;
	return values_parse(slice_of(p, local + got), arena, row, err);
}

/* --- trees --- */

static void
push(struct sqlite_walk *walk, uint32_t page)
{
	/* A tree that names one page many times would have no end. */
	if (walk->depth == SQLITE_DEPTH_MAX || ++walk->visited > (uint64_t)walk->file->pages + 1) {
		walk->file->damaged++;
		return;
	}
	walk->at[walk->depth].page = page;
	walk->at[walk->depth].next = 0;
	walk->depth++;
}

void
sqlite_walk_init(struct sqlite_walk *walk, struct sqlite_file *file, uint32_t root)
{
	*walk = (struct sqlite_walk){.file = file};
	push(walk, root);
}

static void
child_push(struct sqlite_walk *walk, const struct page *page, uint32_t i)
{
	struct slice cell;

	if (i == page->cells) {
		push(walk, page->right);
		return;
	}
	cell = page_cell(page, i);
	if (cell.n >= 4)
		push(walk, u32_at(cell, 0));
	else
		walk->file->damaged++;
}

enum status
sqlite_walk_next(struct sqlite_walk *walk, struct arena *arena, struct sqlite_row *row, bool *more,
    struct err *err)
{
	struct sqlite_file *file = walk->file;
	struct slice bytes, cell;
	struct page page;
	enum status status = OK;

	*more = false;
	while (walk->depth != 0) {
		uint32_t number = walk->at[walk->depth - 1].page;
		uint32_t i = walk->at[walk->depth - 1].next++;

		status = page_get(file, number, &bytes, err);
		if (status != OK)
			return status;
		if (!page_parse(bytes, number, &page)) {
			file->damaged++;
			walk->depth--;
		} else if (i > page.cells || (page.leaf && i == page.cells)) {
			walk->depth--;
		} else if (!page.leaf) {
			child_push(walk, &page, i);
		} else {
			cell = page_cell(&page, i);
			*more = cell.n != 0;
			file->damaged += !*more;
			if (*more)
				return row_read(file, cell, arena, row, err);
		}
	}
	return OK;
}

/* The first child whose keys are not all smaller [1.6]. */
static uint32_t
child_of(const struct page *page, int64_t rowid)
{
	for (uint32_t i = 0; i < page->cells; i++) {
		struct slice cell = page_cell(page, i), rest;
		uint64_t key;

		if (cell.n < 5)
			continue;
		rest = slice_from(cell, 4);
		if (varint_take(&rest, &key) && rowid <= (int64_t)key)
			return u32_at(cell, 0);
	}
	return page->right;
}

static struct slice
leaf_cell(const struct page *page, int64_t rowid)
{
	for (uint32_t i = 0; i < page->cells; i++) {
		struct slice cell = page_cell(page, i), rest = cell;
		uint64_t n, key;

		if (varint_take(&rest, &n) && varint_take(&rest, &key) && (int64_t)key == rowid)
			return cell;
	}
	return slice_of(NULL, 0);
}

enum status
sqlite_row_find(struct sqlite_file *file, uint32_t root, int64_t rowid, struct arena *arena,
    struct sqlite_row *row, bool *found, struct err *err)
{
	struct slice bytes, cell;
	struct page page;
	enum status status = OK;

	*found = false;
	for (unsigned depth = 0; depth < SQLITE_DEPTH_MAX && root != 0; depth++) {
		status = page_get(file, root, &bytes, err);
		if (status != OK)
			return status;
		if (!page_parse(bytes, root, &page)) {
			file->damaged++;
			return OK;
		}
		if (page.leaf) {
			cell = leaf_cell(&page, rowid);
			*found = cell.n != 0;
			return *found ? row_read(file, cell, arena, row, err) : OK;
		}
		root = child_of(&page, rowid);
	}
	return status;
}
