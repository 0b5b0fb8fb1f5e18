/* src/read/formats/cfb_directory.c
 * The directory of a compound file: entries of 128 bytes, linked as trees ([MS-CFB], section 2.6).
 * The trees are walked once and flattened; an entry that is met twice is met once. */
#include "read/formats/cfb_inside.h"

enum { ENTRY_BYTES = 128, NAME_BYTES = 64 };

/* UTF-16 up to its NUL as text; names of Outlook's streams are plain ASCII. */
static bool
name_read(struct cfb *cfb, struct slice units, struct text *out)
{
	uint8_t spelled[NAME_BYTES * 2];
	struct buf buf = {.p = spelled, .size = sizeof spelled, .max = sizeof spelled};
	uint16_t unit;

	while (take_u16le(&units, &unit) && unit != 0)
		buf_put_code_point(&buf, unit);
	return arena_text(&cfb->arena, buf_text(&buf), out);
}

static bool
entry_parse(struct cfb *cfb, struct slice bytes, bool wide, struct cfb_entry *out)
{
	struct slice rest = bytes, units, skipped;
	uint16_t length;
	uint8_t type, color;
	bool fine = take(&rest, NAME_BYTES, &units) && take_u16le(&rest, &length) &&
		    take_u8(&rest, &type) && take_u8(&rest, &color) &&
		    take_u32le(&rest, &out->left) && take_u32le(&rest, &out->right) &&
		    take_u32le(&rest, &out->child) && take(&rest, 36, &skipped) &&
		    take_u32le(&rest, &out->start) && take_u64le(&rest, &out->bytes);

	if (!fine)
		return true; /* cannot be: there are always as many bytes */
	if (!wide)
		out->bytes &= UINT32_MAX; /* older writers left rubbish above */
	out->type = type == CFB_STORAGE || type == CFB_STREAM || type == CFB_ROOT
			? (enum cfb_type)type
			: CFB_UNUSED;
	out->first = out->next = CFB_NONE;
	if (length >= 2 && length <= NAME_BYTES)
		units.n = length - 2U;
	return name_read(cfb, units, &out->name);
}

/* What the walk needs to remember: never more than there are entries. */
struct walk {
	struct cfb *cfb;
	uint32_t *stack; /* entries whose own turn comes after those left of them */
	size_t depth;
	uint32_t *last;     /* of the storage being filled */
	uint32_t *storages; /* reached, in order */
	size_t storages_count;
};

static void
walk_left(struct walk *walk, uint32_t at)
{
	struct cfb *cfb = walk->cfb;

	while (at != CFB_NONE) {
		if (at >= cfb->count || cfb->entries[at].reached ||
		    (cfb->entries[at].type != CFB_STORAGE && cfb->entries[at].type != CFB_STREAM)) {
			cfb_damaged(cfb, "Its directory runs in a circle, or points to nothing.");
			return;
		}
		cfb->entries[at].reached = true;
		walk->stack[walk->depth++] = at;
		if (cfb->entries[at].type == CFB_STORAGE)
			walk->storages[walk->storages_count++] = at;
		at = cfb->entries[at].left;
	}
}

static void
storage_fill(struct walk *walk, uint32_t storage)
{
	struct cfb *cfb = walk->cfb;
	uint32_t at;

	walk->last = &cfb->entries[storage].first;
	walk->depth = 0;
	walk_left(walk, cfb->entries[storage].child);
	while (walk->depth != 0) {
		at = walk->stack[--walk->depth];
		*walk->last = at;
		walk->last = &cfb->entries[at].next;
		walk_left(walk, cfb->entries[at].right);
	}
}

static void
tree_fill(struct walk *walk)
{
	struct cfb *cfb = walk->cfb;

	cfb->entries[0].type = CFB_ROOT;
	cfb->entries[0].reached = true;
	storage_fill(walk, 0);
	for (size_t i = 0; i < walk->storages_count; i++)
		storage_fill(walk, walk->storages[i]);
}

static void
orphans_find(struct cfb *cfb)
{
	for (uint32_t i = 1; i < cfb->count; i++)
		if (!cfb->entries[i].reached && cfb->entries[i].type != CFB_UNUSED)
			cfb_damaged(cfb, "Some of its parts stand in no place in it.");
}

static enum status
entries_parse(struct cfb *cfb, struct slice bytes, struct err *err)
{
	struct walk walk = {.cfb = cfb};
	struct slice rest = bytes, one;
	bool fits = true;

	cfb->count = (uint32_t)(bytes.n / ENTRY_BYTES);
	if (cfb->count == 0)
		return fail(err, E_FORMAT, "a compound file without a directory");
	cfb->entries = arena_alloc(&cfb->arena, cfb->count, sizeof *cfb->entries);
	walk.stack = arena_alloc(&cfb->arena, cfb->count, sizeof *walk.stack);
	walk.storages = arena_alloc(&cfb->arena, cfb->count, sizeof *walk.storages);
	if (cfb->entries == NULL || walk.stack == NULL || walk.storages == NULL)
		return fail(err, E_NOMEM, "no memory for the directory of a compound file");
	for (uint32_t i = 0; fits && i < cfb->count && take(&rest, ENTRY_BYTES, &one); i++)
		fits = entry_parse(cfb, one, cfb->sector_bytes != 512, &cfb->entries[i]);
	if (!fits)
		return fail(err, E_NOMEM, "no memory for the directory of a compound file");
	tree_fill(&walk);
	orphans_find(cfb);
	return OK;
}

enum status
cfb_directory_read(struct cfb *cfb, uint32_t sector, struct err *err)
{
	struct buf bytes;
	enum status status;

	buf_init(&bytes, (size_t)CFB_ENTRIES_MAX * ENTRY_BYTES);
	status = cfb_chain_read(cfb, sector, bytes.max, &bytes, err);
	if (status == OK)
		status = entries_parse(cfb, buf_slice(&bytes), err);
	buf_fini(&bytes);
	return status;
}

uint32_t
cfb_find(const struct cfb *cfb, uint32_t storage, struct text name)
{
	uint32_t at = cfb->entries[storage].first;

	while (at != CFB_NONE &&
	       !slice_eq_nocase(slice_of_text(cfb->entries[at].name), slice_of_text(name)))
		at = cfb->entries[at].next;
	return at;
}
