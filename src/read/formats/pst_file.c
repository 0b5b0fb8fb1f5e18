/* src/read/formats/pst_file.c
 * The header of a mailbox, and the trees of pages that find its nodes and blocks ([MS-PST],
 * sections 2.2.2.6 and 2.2.2.7); see pst_file.h. */
#include "read/formats/pst_file.h"

#include "read/formats/msg_rtf.h"

enum {
	PAGE_BYTES = 512,
	CACHE_BLOCK_BYTES = 16 * 1024,
	CACHE_BLOCKS = 512,
	KIND_NODES = 0x81, /* of a page */
	KIND_BLOCKS = 0x80,
	BUDGET_TIMES = 32,
	LEVELS_FREE = 4,
};

#define BUDGET_BASE (UINT64_C(4) << 20)

/* -- the header ---------------------------------------------------------------------------------
 */

bool
pst_is(struct slice head)
{
	return head.n >= 24 && slice_starts(head, "!BDN") &&
	       (head.p[8] == 'S' || head.p[8] == 'A') && head.p[11] == 0;
}

uint64_t
pst_number_at(struct slice bytes, size_t at, bool wide)
{
	struct slice rest = {NULL, 0};
	uint32_t narrow = 0;
	uint64_t value = 0;

	if (at <= bytes.n)
		rest = slice_from(bytes, at);
	if (wide)
		return take_u64le(&rest, &value) ? value : 0;
	return take_u32le(&rest, &narrow) ? narrow : 0;
}

uint32_t
pst_half_at(struct slice bytes, size_t at)
{
	return at + 2 <= bytes.n ? (uint32_t)bytes.p[at] | (uint32_t)bytes.p[at + 1] << 8 : 0;
}

uint32_t
pst_signature(uint64_t at, uint64_t number)
{
	uint32_t mixed = (uint32_t)at ^ (uint32_t)number;

	return (mixed >> 16 ^ mixed) & UINT16_MAX;
}

void
pst_damage(struct pst_file *file, uint64_t at)
{
	for (size_t i = 0; i < file->damaged_count; i++)
		if (file->damaged[i] == at)
			return;
	if (file->damaged_count == PST_DAMAGED_MAX)
		file->damaged_more = true;
	else
		file->damaged[file->damaged_count++] = at;
}

size_t
pst_block_bytes(const struct pst_file *file)
{
	if (file->large)
		return 65536 - 24;
	return file->wide ? 8192 - 16 : 8192 - 12;
}

/* Where things stand in the header, of 32-bit and of 64-bit files [2.2.2.6]. */
static const struct {
	size_t end, nodes, blocks, crypt;
} places[2] = {{168, 188, 196, 461}, {184, 224, 240, 513}};

static enum status
header_parse(struct pst_file *file, struct slice head, struct err *err)
{
	size_t kind;
	uint64_t end;

	if (head.n < PST_HEADER_BYTES || !pst_is(head))
		return fail(err, E_FORMAT, "not a mailbox of Outlook ([MS-PST], section 2.2.2.6)");
	file->version = (uint16_t)pst_half_at(head, 10);
	file->offline = head.p[9] == 'O';
	if (file->version != 14 && file->version != 15 && file->version < 21)
		return fail(err, E_FORMAT, "a mailbox of a version that nobody knows: %u",
		    (unsigned)file->version);
	file->wide = file->version >= 21;
	file->large = file->version == 36;
	kind = file->wide ? 1 : 0;
	end = pst_number_at(head, places[kind].end, file->wide);
	file->nodes_at = pst_number_at(head, places[kind].nodes, file->wide);
	file->blocks_at = pst_number_at(head, places[kind].blocks, file->wide);
	file->crypt = head.p[places[kind].crypt];
	file->cut = end > file->bytes;
	file->unsound = msg_sum(slice_of(head.p + 8, 471)) != pst_number_at(head, 4, false);
	return OK;
}

/* -- pages --------------------------------------------------------------------------------------
 */

struct page {
	struct slice entries;
	size_t count, entry_bytes;
	unsigned level;
};

static size_t
page_bytes(const struct pst_file *file)
{
	return file->large ? PST_PAGE_MAX_BYTES : PAGE_BYTES;
}

/* What stands behind a page agrees with what and where it is. */
static bool
page_sound(const struct pst_file *file, uint64_t at, size_t trailer)
{
	struct slice bytes = slice_of(file->page, page_bytes(file));
	size_t from = bytes.n - trailer;
	uint64_t number = pst_number_at(bytes, from + (file->wide ? 8 : 4), file->wide);
	uint64_t sum = pst_number_at(bytes, from + (file->wide ? 4 : 8), false);

	return sum == msg_sum(slice_of(bytes.p, from)) &&
	       pst_half_at(bytes, from + 2) == pst_signature(at, number);
}

/* The page in memory, as one of that kind; false when it is none. */
static bool
page_parse(struct pst_file *file, uint64_t at, uint8_t kind, struct page *out)
{
	size_t n = page_bytes(file), trailer = file->wide ? (file->large ? 24 : 16) : 12;
	size_t room = file->wide ? (file->large ? 4056 : 488) : 496;
	size_t needed = kind == KIND_NODES ? 32 : 24;
	struct slice bytes = slice_of(file->page, n);
	const uint8_t *p = file->page;

	if (p[n - trailer] != kind || p[n - trailer + 1] != kind)
		return false;
	*out = (struct page){.entries = slice_of(p, room),
	    .count = file->large ? pst_half_at(bytes, room) : p[room],
	    .entry_bytes = file->large ? p[room + 4] : p[room + 2],
	    .level = file->large ? p[room + 5] : p[room + 3]};
	if (out->level != 0)
		needed = 24;
	if (!file->wide)
		needed /= 2;
	if (out->level >= PST_DEPTH_MAX || out->entry_bytes < needed ||
	    out->count > room / out->entry_bytes)
		return false;
	if (!page_sound(file, at, trailer))
		file->unsound = true;
	return true;
}

/* The page at an offset; one that is none is counted. */
static bool
page_get(struct pst_file *file, uint64_t at, uint8_t kind, struct page *out)
{
	size_t n = page_bytes(file), got = 0;

	if (file->status == OK && at < file->bytes)
		file->status = blocks_read(&file->blocks, at, file->page, n, &got, file->err);
	if (file->status != OK)
		return false;
	if (got == n && page_parse(file, at, kind, out))
		return true;
	pst_damage(file, at);
	return false;
}

static struct slice
entry_at(const struct page *page, size_t i)
{
	return slice_of(page->entries.p + i * page->entry_bytes, page->entry_bytes);
}

/* Key and place of the page below [2.2.2.7.7.2]. */
static uint64_t
entry_key(const struct pst_file *file, struct slice entry)
{
	return pst_number_at(entry, 0, file->wide);
}

static uint64_t
entry_below(const struct pst_file *file, struct slice entry)
{
	return file->wide ? pst_number_at(entry, 16, true) : pst_number_at(entry, 8, false);
}

/* The leaf that should hold a key: the last entry at each level whose key is not above it. */
static bool
leaf_find(struct pst_file *file, uint64_t at, uint8_t kind, uint64_t key, struct page *out)
{
	unsigned level = PST_DEPTH_MAX, levels = 0;

	for (;;) {
		size_t i = 0;

		if (!page_get(file, at, kind, out))
			return false;
		if (out->level >= level) {
			pst_damage(file, at);
			return false;
		}
		if (out->level == 0)
			return true;
		/* No mailbox has so many levels: looking something up in one costs. */
		if (++levels > LEVELS_FREE && !pst_afford(file, page_bytes(file)))
			return false;
		level = out->level;
		while (i < out->count && entry_key(file, entry_at(out, i)) <= key)
			i++;
		if (i == 0)
			return false;
		at = entry_below(file, entry_at(out, i - 1));
	}
}

/* -- nodes --------------------------------------------------------------------------------------
 */

static void
node_parse(const struct pst_file *file, struct slice entry, struct pst_node *out)
{
	size_t step = file->wide ? 8 : 4;

	*out = (struct pst_node){.number = (uint32_t)pst_number_at(entry, 0, false),
	    .data = pst_number_at(entry, step, file->wide),
	    .inner = pst_number_at(entry, 2 * step, file->wide),
	    .parent = (uint32_t)pst_number_at(entry, 3 * step, false)};
}

bool
pst_node_find(struct pst_file *file, uint32_t number, struct pst_node *out)
{
	struct page page;

	if (!leaf_find(file, file->nodes_at, KIND_NODES, number, &page))
		return false;
	for (size_t i = 0; i < page.count; i++) {
		node_parse(file, entry_at(&page, i), out);
		if (out->number == number)
			return true;
	}
	return false;
}

bool
pst_block_find(struct pst_file *file, uint64_t number, struct pst_place *out)
{
	struct page page;
	size_t step = file->wide ? 8 : 4;

	number &= ~UINT64_C(1);
	if (!leaf_find(file, file->blocks_at, KIND_BLOCKS, number, &page))
		return false;
	for (size_t i = 0; i < page.count; i++) {
		struct slice entry = entry_at(&page, i);

		if ((entry_key(file, entry) & ~UINT64_C(1)) != number)
			continue;
		out->at = pst_number_at(entry, step, file->wide);
		out->bytes = pst_half_at(entry, 2 * step);
		return true;
	}
	return false;
}

static void
walk_push(struct pst_walk *walk, uint64_t at, unsigned level)
{
	/* A tree that names one page many times would have no end. */
	if (walk->depth == PST_DEPTH_MAX ||
	    ++walk->pages > walk->file->bytes / page_bytes(walk->file) + 1) {
		pst_damage(walk->file, at);
		return;
	}
	walk->step[walk->depth].at = at;
	walk->step[walk->depth].next = 0;
	walk->step[walk->depth++].level = level;
}

void
pst_walk_init(struct pst_walk *walk, struct pst_file *file)
{
	*walk = (struct pst_walk){.file = file};
	walk_push(walk, file->nodes_at, PST_DEPTH_MAX);
}

bool
pst_walk_next(struct pst_walk *walk, struct pst_node *out)
{
	struct pst_file *file = walk->file;
	struct page page;

	while (walk->depth != 0 && file->status == OK) {
		uint64_t at = walk->step[walk->depth - 1].at;
		unsigned level = walk->step[walk->depth - 1].level;
		uint32_t i = walk->step[walk->depth - 1].next++;
		bool there = page_get(file, at, KIND_NODES, &page);
		bool down = there && page.level < level;

		if (there && !down)
			pst_damage(file, at);
		if (!down || i >= page.count) {
			walk->depth--;
		} else if (page.level != 0) {
			walk_push(walk, entry_below(file, entry_at(&page, i)), page.level);
		} else {
			node_parse(file, entry_at(&page, i), out);
			/* Out of order, or met before: some page stands where it should not. */
			if (out->number <= walk->last)
				pst_damage(file, at);
			walk->last = out->number;
			return true;
		}
	}
	return false;
}

/* -- begin and end ------------------------------------------------------------------------------
 */

/* Both sizes of pages are met under versions above 23: the root says which it is. */
static void
pages_measure(struct pst_file *file)
{
	bool large = file->large, unsound = file->unsound;
	struct page page;

	for (int i = 0; file->wide && i < 2; i++) {
		file->large = i == 0 ? large : !large;
		file->unsound = unsound;
		if (page_get(file, file->nodes_at, KIND_NODES, &page)) {
			file->damaged_count = 0;
			return;
		}
	}
	file->large = large;
	file->damaged_count = 0;
}

enum status
pst_file_init(struct pst_file *file, const struct source *source, struct err *err)
{
	uint8_t head[PST_HEADER_BYTES];
	size_t got = 0;

	*file = (struct pst_file){.bytes = source->bytes, .err = err};
	buf_init(&file->packed, PST_BLOCK_MAX_BYTES);
	buf_init(&file->above, PST_BLOCK_MAX_BYTES);
	buf_init(&file->below, PST_BLOCK_MAX_BYTES);
	file->status = blocks_init(&file->blocks, source, CACHE_BLOCK_BYTES, CACHE_BLOCKS, err);
	if (file->status == OK && source->bytes == UINT64_MAX)
		file->status = fail(
		    err, E_FORMAT, "a mailbox that can only be read from its begin on");
	if (file->status == OK)
		file->status = blocks_read(&file->blocks, 0, head, sizeof head, &got, err);
	if (file->status == OK)
		file->status = header_parse(file, slice_of(head, got), err);
	if (file->status != OK)
		return file->status;
	file->budget = BUDGET_BASE +
		       (file->bytes < (UINT64_C(1) << 48) ? file->bytes : 0) * BUDGET_TIMES;
	pages_measure(file);
	return file->status;
}

void
pst_file_fini(struct pst_file *file)
{
	blocks_fini(&file->blocks);
	buf_fini(&file->packed);
	buf_fini(&file->above);
	buf_fini(&file->below);
}
