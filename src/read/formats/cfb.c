/* src/read/formats/cfb.c
 * Compound files: sectors, their tables, streams; see cfb.h.  The directory is in
 * cfb_directory.c. */
#include "read/formats/cfb_inside.h"

/* [MS-CFB], section 2.1: sector numbers that are none. */
#define SECTOR_LAST UINT32_C(0xFFFFFFFA)

enum { HEADER_FATS = 109, HEADER_FATS_AT = 76, BUDGET_TIMES = 4, STEP_BYTES = 1 << 20 };

#define BUDGET_BASE    (UINT64_C(32) << 20)
#define BUDGET_UNKNOWN (UINT64_C(1) << 30)

void
cfb_damaged(struct cfb *cfb, const char *what)
{
	if (cfb->damage == NULL)
		cfb->damage = what;
}

bool
cfb_is(struct slice head)
{
	return slice_starts(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
}

/* -- sectors ------------------------------------------------------------------------------------
 */

/* Up to n bytes at an offset of the file; fewer only at its end. */
static enum status
bytes_at(struct cfb *cfb, uint64_t at, uint8_t *p, size_t n, size_t *got, struct err *err)
{
	size_t piece = 1;
	enum status status = OK;

	*got = 0;
	if (n > cfb->budget) {
		cfb_damaged(cfb, "Its parts claim to be larger together than the file can hold.");
		return OK;
	}
	cfb->budget -= n;
	while (status == OK && piece != 0 && *got < n) {
		piece = 0;
		status = cfb->source->read_at(
		    cfb->source->ctx, at + *got, p + *got, n - *got, &piece, err);
		*got += piece;
	}
	return status;
}

static uint64_t
sector_at(const struct cfb *cfb, uint32_t sector)
{
	return ((uint64_t)sector + 1) * cfb->sector_bytes;
}

/* The n-th number of a table; a sector that is none when the table is too short. */
static uint32_t
number_at(const struct buf *table, size_t n)
{
	struct slice rest;
	uint32_t number = SECTOR_LAST;

	if (n >= table->n / 4)
		return SECTOR_LAST;
	rest = slice_of(table->p + 4 * n, 4);
	return take_u32le(&rest, &number) ? number : SECTOR_LAST;
}

static uint32_t
chain_next(const struct cfb *cfb, uint32_t sector, bool mini)
{
	return number_at(mini ? &cfb->mini_fat : &cfb->fat, sector);
}

/* One whole sector behind the others; a short one at the end of the file is filled with zeros. */
static enum status
sector_add(struct cfb *cfb, uint32_t sector, struct buf *out, bool *there, struct err *err)
{
	size_t got = 0;
	uint8_t *p = buf_extend(out, cfb->sector_bytes);
	enum status status;

	if (p == NULL)
		return buf_check(out, err);
	memset(p, 0, cfb->sector_bytes);
	status = bytes_at(cfb, sector_at(cfb, sector), p, cfb->sector_bytes, &got, err);
	*there = got != 0;
	if (got == 0)
		out->n -= cfb->sector_bytes;
	return status;
}

enum status
cfb_chain_read(struct cfb *cfb, uint32_t sector, size_t max, struct buf *out, struct err *err)
{
	size_t steps = 0, sectors = cfb->fat.n / 4;
	bool there = true;
	enum status status = OK;

	while (status == OK && there && sector < SECTOR_LAST) {
		if (steps++ > sectors || out->n + cfb->sector_bytes > max) {
			cfb_damaged(cfb, "One of its lists runs in a circle, or has no end.");
			break;
		}
		status = sector_add(cfb, sector, out, &there, err);
		sector = chain_next(cfb, sector, false);
	}
	if (!there)
		cfb_damaged(cfb, "The file ends before all of its parts do.");
	return status;
}

static enum status
chain_list(struct cfb *cfb, uint32_t sector, uint64_t bytes, struct buf *out, struct err *err)
{
	uint64_t wanted = bytes / cfb->sector_bytes + (bytes % cfb->sector_bytes != 0);

	while (sector < SECTOR_LAST && wanted-- != 0 && out->n + 4 <= out->max &&
	       out->n <= cfb->fat.n) {
		buf_put_u32le(out, sector);
		sector = chain_next(cfb, sector, false);
	}
	return buf_check(out, err);
}

/* -- opening ------------------------------------------------------------------------------------
 */

struct header {
	uint16_t version, order, sector_shift, mini_shift;
	uint32_t directory, cutoff, mini_fat, difat;
	struct slice fats; /* numbers of the first FAT sectors */
};

static bool
header_parse(struct slice bytes, struct header *out)
{
	struct slice rest = bytes, skipped;
	uint16_t minor;
	uint32_t number;

	return take(&rest, 24, &skipped) && take_u16le(&rest, &minor) &&
	       take_u16le(&rest, &out->version) && take_u16le(&rest, &out->order) &&
	       take_u16le(&rest, &out->sector_shift) && take_u16le(&rest, &out->mini_shift) &&
	       take(&rest, 14, &skipped) && take_u32le(&rest, &out->directory) &&
	       take_u32le(&rest, &number) && take_u32le(&rest, &out->cutoff) &&
	       take_u32le(&rest, &out->mini_fat) && take_u32le(&rest, &number) &&
	       take_u32le(&rest, &out->difat) && take_u32le(&rest, &number) &&
	       take(&rest, (size_t)4 * HEADER_FATS, &out->fats);
}

/* The FAT sectors whose numbers stand in `list`. */
static enum status
fat_add(struct cfb *cfb, struct slice list, struct err *err)
{
	uint32_t sector = 0;
	bool there = true;
	enum status status = OK;

	while (status == OK && there && take_u32le(&list, &sector)) {
		if (sector >= SECTOR_LAST)
			continue;
		if (cfb->fat.n + cfb->sector_bytes > cfb->fat.max) {
			cfb_damaged(cfb, "Its table of sectors is longer than can be read.");
			break;
		}
		status = sector_add(cfb, sector, &cfb->fat, &there, err);
	}
	return status;
}

/* The rest of the FAT's own sectors are listed in a chain whose links stand in its last number. */
static enum status
fat_read(struct cfb *cfb, const struct header *header, struct err *err)
{
	struct buf list;
	uint32_t sector = header->difat;
	bool there = true;
	size_t steps = CFB_FAT_MAX_BYTES / cfb->sector_bytes;
	enum status status = fat_add(cfb, header->fats, err);

	buf_init(&list, cfb->sector_bytes);
	while (status == OK && there && sector < SECTOR_LAST && steps-- != 0) {
		buf_reset(&list);
		status = sector_add(cfb, sector, &list, &there, err);
		if (status != OK || !there)
			break;
		sector = number_at(&list, list.n / 4 - 1);
		status = fat_add(cfb, slice_of(list.p, list.n - 4), err);
	}
	buf_fini(&list);
	return status;
}

/* A FAT may say more than the file has: what lies behind its end is nowhere. */
static void
fat_trim(struct cfb *cfb)
{
	uint64_t sectors;

	if (cfb->source->bytes == UINT64_MAX)
		return;
	sectors = cfb->source->bytes / cfb->sector_bytes + 1;
	if (cfb->fat.n / 4 > sectors)
		cfb->fat.n = (size_t)sectors * 4;
}

static enum status
header_use(struct cfb *cfb, const struct header *header, struct err *err)
{
	if (header->order != 0xFFFE || (header->version != 3 && header->version != 4) ||
	    (header->sector_shift != 9 && header->sector_shift != 12) || header->mini_shift != 6)
		return fail(err, E_FORMAT, "not a compound file ([MS-CFB], section 2.2)");
	cfb->sector_bytes = UINT32_C(1) << header->sector_shift;
	cfb->mini_bytes = 64;
	cfb->cutoff_bytes = header->cutoff == 0 || header->cutoff > cfb->sector_bytes * 64
				? 4096
				: header->cutoff;
	return OK;
}

static enum status
tables_read(struct cfb *cfb, const struct header *header, struct err *err)
{
	enum status status = fat_read(cfb, header, err);

	fat_trim(cfb);
	if (status == OK)
		status = cfb_directory_read(cfb, header->directory, err);
	if (status == OK && header->mini_fat < SECTOR_LAST)
		status = cfb_chain_read(
		    cfb, header->mini_fat, cfb->mini_fat.max, &cfb->mini_fat, err);
	if (status == OK)
		status = chain_list(
		    cfb, cfb->entries[0].start, cfb->entries[0].bytes, &cfb->mini, err);
	return status;
}

enum status
cfb_open(struct cfb *cfb, const struct source *source, struct err *err)
{
	uint8_t bytes[CFB_HEADER_BYTES];
	struct header header;
	size_t got = 0;
	enum status status;

	*cfb = (struct cfb){.source = source, .budget = BUDGET_UNKNOWN};
	arena_init(&cfb->arena, (size_t)CFB_ENTRIES_MAX * 512);
	buf_init(&cfb->fat, CFB_FAT_MAX_BYTES);
	buf_init(&cfb->mini_fat, CFB_FAT_MAX_BYTES);
	buf_init(&cfb->mini, CFB_FAT_MAX_BYTES);
	if (source->bytes < (UINT64_C(1) << 40))
		cfb->budget = BUDGET_BASE + BUDGET_TIMES * source->bytes;
	status = bytes_at(cfb, 0, bytes, sizeof bytes, &got, err);
	if (status != OK)
		return status;
	if (!cfb_is(slice_of(bytes, got)) || !header_parse(slice_of(bytes, got), &header))
		return fail(err, E_FORMAT, "not a compound file ([MS-CFB], section 2.2)");
	status = header_use(cfb, &header, err);
	return status == OK ? tables_read(cfb, &header, err) : status;
}

void
cfb_fini(struct cfb *cfb)
{
	arena_fini(&cfb->arena);
	buf_fini(&cfb->fat);
	buf_fini(&cfb->mini_fat);
	buf_fini(&cfb->mini);
}

/* -- streams ------------------------------------------------------------------------------------
 */

void
cfb_stream_open(struct cfb *cfb, uint32_t entry, struct cfb_stream *out)
{
	const struct cfb_entry *e = &cfb->entries[entry];

	*out = (struct cfb_stream){
	    .cfb = cfb, .sector = e->start, .left = e->bytes, .mini = e->bytes < cfb->cutoff_bytes};
}

/* Where the stream stands in the file, and how many bytes follow one another there. */
static bool
run_find(struct cfb_stream *s, uint64_t *at, size_t *bytes)
{
	struct cfb *cfb = s->cfb;
	uint32_t unit = s->mini ? cfb->mini_bytes : cfb->sector_bytes, sector = s->sector, last;
	uint64_t offset;

	if (sector >= SECTOR_LAST || sector >= (s->mini ? cfb->mini_fat.n : cfb->fat.n) / 4 ||
	    s->steps > (s->mini ? cfb->mini_fat.n : cfb->fat.n) / 4)
		return false;
	*bytes = unit - s->within;
	if (s->mini) {
		offset = (uint64_t)sector * unit + s->within;
		last = number_at(&cfb->mini, (size_t)(offset / cfb->sector_bytes));
		*at = sector_at(cfb, last) + offset % cfb->sector_bytes;
		return last < SECTOR_LAST;
	}
	*at = sector_at(cfb, sector) + s->within;
	for (last = sector; *bytes < STEP_BYTES && chain_next(cfb, last, false) == last + 1; last++)
		*bytes += unit;
	return true;
}

/* n bytes of the run were read. */
static void
run_step(struct cfb_stream *s, size_t n)
{
	uint32_t unit = s->mini ? s->cfb->mini_bytes : s->cfb->sector_bytes;
	uint64_t within = (uint64_t)s->within + n;

	s->left -= n;
	for (; within >= unit; within -= unit) {
		s->sector = chain_next(s->cfb, s->sector, s->mini);
		s->steps++;
	}
	s->within = (uint32_t)within;
}

enum status
cfb_stream_read(struct cfb_stream *s, uint8_t *p, size_t n, size_t *got, struct err *err)
{
	uint64_t at = 0;
	size_t bytes = 0;
	enum status status = OK;

	*got = 0;
	if (n > s->left)
		n = (size_t)s->left;
	if (n == 0 || s->broken)
		return OK;
	if (run_find(s, &at, &bytes))
		status = bytes_at(s->cfb, at, p, n < bytes ? n : bytes, got, err);
	s->broken = status == OK && *got == 0;
	if (s->broken)
		cfb_damaged(s->cfb, "One of its parts ends before its size says.");
	run_step(s, *got);
	return status;
}

enum status
cfb_read(struct cfb *cfb, uint32_t entry, size_t max, struct buf *out, bool *whole, struct err *err)
{
	struct cfb_stream stream;
	size_t got = 1, room;
	uint8_t *p;
	enum status status = OK;

	cfb_stream_open(cfb, entry, &stream);
	while (status == OK && got != 0 && stream.left != 0 && max != 0) {
		room = max < CFB_PIECE_BYTES ? max : (size_t)CFB_PIECE_BYTES;
		if (room > stream.left)
			room = (size_t)stream.left;
		p = buf_extend(out, room);
		if (p == NULL)
			return buf_check(out, err);
		status = cfb_stream_read(&stream, p, room, &got, err);
		out->n -= room - got;
		max -= got;
	}
	if (whole != NULL)
		*whole = stream.left == 0;
	return status;
}
