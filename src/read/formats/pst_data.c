/* src/read/formats/pst_data.c
 * Blocks of a mailbox: one, the bytes of a node in many, and the nodes within a node ([MS-PST],
 * section 2.2.2.8); see pst_file.h. */
#include "read/formats/pst_file.h"

#include <zlib.h>

#include "read/formats/msg_rtf.h"

enum {
	LIST = 1,  /* first byte of a list of blocks */
	INNER = 2, /* of a list of nodes within a node */
	LIST_HEAD_BYTES = 8,
	LOOKUP_BYTES = 128, /* what finding a block costs of the budget, at least */
};

#define IS_LIST UINT64_C(2)

/* -- one block ----------------------------------------------------------------------------------
 */

bool
pst_afford(struct pst_file *file, size_t n)
{
	if (n < LOOKUP_BYTES)
		n = LOOKUP_BYTES;
	if (file->status != OK || n > file->budget) {
		file->exhausted |= file->status == OK;
		return false;
	}
	file->budget -= n;
	return true;
}

static bool
unpack(struct pst_file *file, size_t unpacked, struct buf *out)
{
	struct slice in = buf_slice(&file->packed);
	uLongf n = (uLongf)unpacked;
	uint8_t *p;

	if (!pst_afford(file, unpacked))
		return false;
	p = buf_extend(out, unpacked);
	if (p == NULL) {
		file->status = buf_check(out, file->err);
		return false;
	}
	if (uncompress(p, &n, in.p, (uLong)in.n) != Z_OK || n != unpacked)
		return false;
	return true;
}

/* Behind the bytes, at the end of a whole number of units, stand their length, a sum, the number of
 * the block, and, where they are packed, how many they were [2.2.2.8.1]. */
static size_t
trailer_read(struct pst_file *file, uint64_t number, const struct pst_place *place)
{
	uint32_t unit = file->large ? 512 : 64, bytes = file->wide ? (file->large ? 24 : 16) : 12;
	uint64_t end = place->at + (place->bytes + bytes + unit - 1) / unit * unit, named;
	uint8_t trailer[24] = {0};
	struct slice s = slice_of(trailer, bytes);
	size_t got = 0, unpacked;

	file->status = blocks_read(&file->blocks, end - bytes, trailer, bytes, &got, file->err);
	if (file->status != OK || got != bytes)
		return 0;
	named = pst_number_at(s, file->wide ? 8 : 4, file->wide);
	if (pst_half_at(s, 0) != place->bytes || ((named ^ number) & ~UINT64_C(1)) != 0 ||
	    pst_half_at(s, 2) != pst_signature(place->at, named) ||
	    pst_number_at(s, file->wide ? 4 : 8, false) != msg_sum(buf_slice(&file->packed)))
		file->unsound_blocks++;
	unpacked = file->large ? pst_half_at(s, 18) : 0;
	return unpacked == place->bytes ? 0 : unpacked;
}

static bool
bytes_read(struct pst_file *file, uint64_t number, const struct pst_place *place, struct buf *out)
{
	size_t got = 0, unpacked;
	uint8_t *p;

	buf_reset(&file->packed);
	p = buf_extend(&file->packed, place->bytes);
	if (p == NULL)
		file->status = buf_check(&file->packed, file->err);
	else
		file->status = blocks_read(
		    &file->blocks, place->at, p, place->bytes, &got, file->err);
	if (file->status != OK || got != place->bytes)
		return false;
	unpacked = trailer_read(file, number, place);
	if (file->status != OK)
		return false;
	if (unpacked != 0)
		return unpack(file, unpacked, out);
	buf_put_slice(out, buf_slice(&file->packed));
	file->status = buf_check(out, file->err);
	return file->status == OK;
}

bool
pst_block_read(struct pst_file *file, uint64_t number, struct buf *out)
{
	struct pst_place place = {.at = 0, .bytes = 0};
	size_t most = file->large ? PST_BLOCK_MAX_BYTES - 24 : 8192;

	buf_reset(out);
	if (number == 0 || !pst_afford(file, LOOKUP_BYTES))
		return false;
	if (!pst_block_find(file, number, &place)) {
		pst_damage(file, ~number);
		return false;
	}
	if (place.bytes == 0 || place.bytes > most || place.at >= file->bytes ||
	    !pst_afford(file, place.bytes) || !bytes_read(file, number, &place, out)) {
		if (!file->exhausted && file->status == OK)
			pst_damage(file, place.at);
		buf_reset(out);
		return false;
	}
	if ((number & IS_LIST) != 0)
		return true;
	if (file->crypt == PST_CRYPT_PERMUTE)
		pst_permute_undo(out->p, out->n);
	else if (file->crypt == PST_CRYPT_CYCLIC)
		pst_cyclic_undo(out->p, out->n, (uint32_t)number);
	return true;
}

/* -- nodes within a node ------------------------------------------------------------------------
 */

/* The entries of a list, of that level (0 or 1). */
static bool
inner_list(struct pst_file *file, uint64_t block, struct buf *out, struct slice *entries,
    unsigned *level, size_t *entry_bytes)
{
	size_t head = file->wide ? 8 : 4, count;

	if ((block & IS_LIST) == 0 || !pst_block_read(file, block, out)) {
		file->inner_lost++;
		return false;
	}
	if (out->n < head || out->p[0] != INNER || out->p[1] > 1) {
		pst_damage(file, ~block);
		file->inner_lost++;
		return false;
	}
	*level = out->p[1];
	*entry_bytes = (file->wide ? 8U : 4U) * (*level == 0 ? 3 : 2);
	count = pst_half_at(buf_slice(out), 2);
	if (count > (out->n - head) / *entry_bytes) {
		pst_damage(file, ~block);
		file->inner_lost++;
		count = (out->n - head) / *entry_bytes;
	}
	*entries = slice_of(out->p + head, count * *entry_bytes);
	return true;
}

static bool
wanted(uint32_t found, bool exact, uint32_t number, enum pst_type type)
{
	return exact ? found == number : (found & 31) == (uint32_t)type && found > number;
}

/* In a list of nodes. */
static bool
leaf_search(struct pst_file *file, struct slice entries, size_t entry_bytes, bool exact,
    uint32_t number, enum pst_type type, struct pst_node *out)
{
	size_t step = file->wide ? 8 : 4;
	struct slice entry;
	uint32_t found;

	while (take(&entries, entry_bytes, &entry)) {
		found = (uint32_t)pst_number_at(entry, 0, false);
		if (!wanted(found, exact, number, type))
			continue;
		*out = (struct pst_node){.number = found,
		    .data = pst_number_at(entry, step, file->wide),
		    .inner = pst_number_at(entry, 2 * step, file->wide)};
		return true;
	}
	return false;
}

static bool
inner_search(struct pst_file *file, uint64_t inner, bool exact, uint32_t number, enum pst_type type,
    struct pst_node *out)
{
	struct slice entries, below, entry;
	size_t step = file->wide ? 8 : 4, entry_bytes = 0, below_bytes = 0;
	unsigned level = 0;
	uint64_t next;

	if (inner == 0 || !inner_list(file, inner, &file->above, &entries, &level, &entry_bytes))
		return false;
	if (level == 0)
		return leaf_search(file, entries, entry_bytes, exact, number, type, out);
	while (take(&entries, entry_bytes, &entry)) {
		/* The list below may be left out when the one behind it still begins in front. */
		if (entries.n != 0 && (uint32_t)pst_number_at(entries, 0, false) <= number)
			continue;
		next = pst_number_at(entry, step, file->wide);
		level = 0;
		if (inner_list(file, next, &file->below, &below, &level, &below_bytes) &&
		    level == 0 && leaf_search(file, below, below_bytes, exact, number, type, out))
			return true;
		if (level != 0) {
			pst_damage(file, ~next);
			file->inner_lost++;
		}
		if (exact)
			return false;
	}
	return false;
}

bool
pst_inner_find(struct pst_file *file, uint64_t inner, uint32_t number, struct pst_node *out)
{
	return inner_search(file, inner, true, number, PST_HEAP, out);
}

bool
pst_inner_next(
    struct pst_file *file, uint64_t inner, enum pst_type type, uint32_t after, struct pst_node *out)
{
	return inner_search(file, inner, false, after, type, out);
}

/* -- the bytes of a node ------------------------------------------------------------------------
 */

void
pst_data_init(struct pst_data *data, struct pst_file *file)
{
	*data = (struct pst_data){.file = file};
	buf_init(&data->outer, PST_BLOCK_MAX_BYTES);
	buf_init(&data->list, PST_BLOCK_MAX_BYTES);
	buf_init(&data->block, PST_BLOCK_MAX_BYTES);
}

void
pst_data_fini(struct pst_data *data)
{
	buf_fini(&data->outer);
	buf_fini(&data->list);
	buf_fini(&data->block);
}

static uint32_t
list_count(const struct pst_file *file, const struct buf *list)
{
	size_t room = list->n < LIST_HEAD_BYTES
			  ? 0
			  : (list->n - LIST_HEAD_BYTES) / (file->wide ? 8 : 4);
	uint32_t count = pst_half_at(buf_slice(list), 2);

	return count < room ? count : (uint32_t)room;
}

/* A list of blocks, or of lists; its level, 0 when it is none. */
static unsigned
list_read(struct pst_file *file, uint64_t block, struct buf *out, uint64_t *total)
{
	if ((block & IS_LIST) == 0 || !pst_block_read(file, block, out))
		return 0;
	if (out->n < LIST_HEAD_BYTES || out->p[0] != LIST || out->p[1] == 0 || out->p[1] > 2) {
		pst_damage(file, ~block);
		return 0;
	}
	*total = pst_number_at(buf_slice(out), 4, false);
	if (list_count(file, out) < pst_half_at(buf_slice(out), 2))
		pst_damage(file, ~block);
	return out->p[1];
}

static uint64_t
list_at(const struct pst_file *file, const struct buf *list, uint32_t i)
{
	return pst_number_at(
	    buf_slice(list), LIST_HEAD_BYTES + (size_t)i * (file->wide ? 8 : 4), file->wide);
}

/* The list of blocks that stands at i of the list of lists; one that cannot be read is empty. */
static void
list_load(struct pst_data *data, uint32_t i)
{
	uint64_t part, block = list_at(data->file, &data->outer, i);
	unsigned level;

	data->list_at = i;
	level = list_read(data->file, block, &data->list, &part);
	if (level == 1)
		return;
	if (level != 0)
		pst_damage(data->file, ~block);
	data->broken = true;
	buf_reset(&data->list);
}

bool
pst_data_open(struct pst_data *data, uint64_t block)
{
	uint64_t total = 0;

	data->level = data->list_at = data->first = data->held = 0;
	data->total = 0;
	data->broken = false;
	if (block == 0)
		return false;
	if ((block & IS_LIST) == 0) {
		data->broken = !pst_block_read(data->file, block, &data->block);
		data->held = data->broken ? 0 : 1;
		return !data->broken;
	}
	data->level = list_read(data->file, block, &data->list, &total);
	data->total = total;
	data->broken = data->level == 0;
	if (data->level == 2) {
		buf_reset(&data->outer);
		buf_put_slice(&data->outer, buf_slice(&data->list));
		if (data->file->status == OK)
			data->file->status = buf_check(&data->outer, data->file->err);
		list_load(data, 0);
	}
	return data->level != 0;
}

/* The list that holds block i; false behind the last. */
static bool
list_seek(struct pst_data *data, uint32_t i)
{
	if (data->level == 2 && i < data->first) {
		data->first = 0;
		list_load(data, 0);
	}
	while (data->level == 2 && i - data->first >= list_count(data->file, &data->list)) {
		if (data->list_at + 1 >= list_count(data->file, &data->outer))
			return false;
		data->first += list_count(data->file, &data->list);
		list_load(data, data->list_at + 1);
	}
	return i - data->first < list_count(data->file, &data->list);
}

bool
pst_data_block(struct pst_data *data, uint32_t i, struct slice *out, bool *more)
{
	*out = slice_of(NULL, 0);
	*more = false;
	if (data->held == i + 1) {
		*out = buf_slice(&data->block);
		return true;
	}
	if (data->level == 0 || data->file->status != OK || !list_seek(data, i))
		return false;
	data->held = 0;
	*more = !data->file->exhausted;
	if (!pst_block_read(
		data->file, list_at(data->file, &data->list, i - data->first), &data->block)) {
		data->broken = true;
		return false;
	}
	data->held = i + 1;
	*out = buf_slice(&data->block);
	return true;
}
