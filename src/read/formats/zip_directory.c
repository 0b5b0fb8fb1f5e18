/* src/read/formats/zip_directory.c
 * The central directory of a zip; see zip_directory.h. */
#include "read/formats/zip_directory.h"

#include "base/mem.h"

enum {
	END_BYTES = 22,     /* end of central directory, 4.3.16 */
	END64_BYTES = 56,   /* zip64 end of central directory, 4.3.14 */
	LOCATOR_BYTES = 20, /* zip64 locator, 4.3.15 */
	CENTRAL_BYTES = 46, /* central header, 4.3.12 */
	LOCAL_BYTES = 30,   /* local header, 4.3.7 */
	COMMENT_MAX_BYTES = 65535,
	EXTRA_ZIP64 = 0x0001,
	EXTRA_AES = 0x9901,
	UNIX_HOST = 3,
	UNIX_KIND = 0170000,
	UNIX_LINK = 0120000,
	DOS_FOLDER = 0x10,
};

/* Where the directory stands. */
struct end {
	uint64_t at;           /* of the end record */
	uint64_t directory_at; /* as written */
	uint64_t directory_bytes;
	uint64_t shift; /* bytes somebody put before the zip */
	uint16_t disk;
};

struct zip_entry *
zip_directory_add(struct zip_directory *directory, enum status *status, struct err *err)
{
	struct zip_entry *grown;

	*status = OK;
	if (directory->count == BUNDLE_ENTRIES_MAX) {
		directory->beyond++;
		return NULL;
	}
	grown = mem_more(directory->entry, directory->count, &directory->size, sizeof *grown);
	if (grown == NULL) {
		*status = fail(err, E_NOMEM, "no memory for the list of a zip");
		return NULL;
	}
	directory->entry = grown;
	grown = &directory->entry[directory->count++];
	*grown = (struct zip_entry){.header_at = 0};
	return grown;
}

bool
zip_directory_zip64(
    struct slice extra, uint64_t *bytes, uint64_t *packed_bytes, uint64_t *header_at)
{
	bool wanted = *bytes == UINT32_MAX || *packed_bytes == UINT32_MAX ||
		      (header_at != NULL && *header_at == UINT32_MAX);
	struct slice field;
	uint16_t tag, n;

	while (wanted && take_u16le(&extra, &tag) && take_u16le(&extra, &n) &&
	       take(&extra, n, &field)) {
		if (tag != EXTRA_ZIP64)
			continue;
		return (*bytes != UINT32_MAX || take_u64le(&field, bytes)) &&
		       (*packed_bytes != UINT32_MAX || take_u64le(&field, packed_bytes)) &&
		       (header_at == NULL || *header_at != UINT32_MAX ||
			   take_u64le(&field, header_at));
	}
	return !wanted;
}

void
zip_directory_aes(struct slice extra, struct zip_entry *entry)
{
	struct slice field;
	uint16_t tag, n;

	while (!entry->has_aes && take_u16le(&extra, &tag) && take_u16le(&extra, &n) &&
	       take(&extra, n, &field)) {
		if (tag != EXTRA_AES || field.n != ZIP_AES_BYTES)
			continue;
		memcpy(entry->aes, field.p, ZIP_AES_BYTES);
		entry->has_aes = true;
	}
}

/* The last end record whose comment does not run past the file. */
static bool
end_find(struct slice tail, size_t *at)
{
	for (size_t i = tail.n; i-- > 0;) {
		struct slice rest = slice_from(tail, i);

		if (rest.n >= END_BYTES && slice_starts(rest, "PK\5\6") &&
		    (size_t)(rest.p[20] | rest.p[21] << 8) <= rest.n - END_BYTES) {
			*at = i;
			return true;
		}
	}
	return false;
}

static void
end_parse(struct slice record, struct end *end)
{
	uint16_t disk = 0, skip16;
	uint32_t bytes = 0, at = 0, skip32;

	if (take_u32le(&record, &skip32) && take_u16le(&record, &disk) &&
	    take_u16le(&record, &skip16) && take_u16le(&record, &skip16) &&
	    take_u16le(&record, &skip16) && take_u32le(&record, &bytes) &&
	    take_u32le(&record, &at)) {
		end->disk = disk;
		end->directory_bytes = bytes;
		end->directory_at = at;
	}
}

/* The zip64 end record, named by the locator before the end record. */
static enum status
end64_read(struct window *window, struct end *end, struct err *err)
{
	struct slice view, record;
	uint64_t at, bytes, directory_at;
	enum status status;

	if (end->at < LOCATOR_BYTES)
		return OK;
	window_seek(window, end->at - LOCATOR_BYTES);
	status = window_peek(window, LOCATOR_BYTES, &view, err);
	if (status != OK || view.n < LOCATOR_BYTES || !slice_starts(view, "PK\6\7"))
		return status;
	record = slice_of(view.p + 8, 8);
	if (!take_u64le(&record, &at) || at > end->at)
		return OK;
	window_seek(window, at);
	status = window_peek(window, END64_BYTES, &view, err);
	if (status != OK || view.n < END64_BYTES || !slice_starts(view, "PK\6\6"))
		return status;
	record = slice_of(view.p + 40, 16);
	if (take_u64le(&record, &bytes) && take_u64le(&record, &directory_at)) {
		end->directory_bytes = bytes;
		end->directory_at = directory_at;
		end->disk = 0;
		end->at = at;
	}
	return OK;
}

static enum status
starts_directory(struct window *window, uint64_t at, bool *yes, struct err *err)
{
	struct slice view;
	enum status status;

	window_seek(window, at);
	status = window_peek(window, 4, &view, err);
	*yes = status == OK && (slice_starts(view, "PK\1\2") || slice_starts(view, "PK\5\6") ||
				   slice_starts(view, "PK\6\6"));
	return status;
}

/* Find the directory; *found false when there is none to be used. */
static enum status
end_read(struct window *window, uint64_t file_bytes, struct end *end, bool *found, struct err *err)
{
	uint64_t tail = file_bytes < END_BYTES + COMMENT_MAX_BYTES ? file_bytes
								   : END_BYTES + COMMENT_MAX_BYTES;
	struct slice view;
	enum status status;
	size_t at;

	*found = false;
	window_seek(window, file_bytes - tail);
	status = window_peek(window, (size_t)tail, &view, err);
	if (status != OK || !end_find(view, &at))
		return status;
	*end = (struct end){.at = file_bytes - tail + at};
	end_parse(slice_of(view.p + at, END_BYTES), end);
	status = end64_read(window, end, err);
	if (status != OK || end->disk != 0 || end->directory_bytes > end->at)
		return status;
	if (end->directory_at <= end->at - end->directory_bytes) {
		/* Counted back from the end, as others do, for something may stand before the zip:
		 * another one, whose own list stands where this one says. */
		end->shift = end->at - end->directory_bytes - end->directory_at;
		status = starts_directory(window, end->directory_at + end->shift, found, err);
		if (status != OK || *found || end->shift == 0)
			return status;
		end->shift = 0;
		status = starts_directory(window, end->directory_at, found, err);
	}
	return status;
}

/* What the fixed part of a central header says beyond the entry. */
struct central {
	uint16_t made_by, name_n, extra_n, comment_n;
	uint32_t attributes;
};

static bool
central_parse(struct slice view, struct zip_entry *entry, struct central *central)
{
	uint32_t packed, bytes, at, skip32;
	uint16_t skip16;

	if (!take_u32le(&view, &skip32) || !take_u16le(&view, &central->made_by) ||
	    !take_u16le(&view, &skip16) || !take_u16le(&view, &entry->flags) ||
	    !take_u16le(&view, &entry->method) || !take_u16le(&view, &entry->dos_time) ||
	    !take_u16le(&view, &entry->dos_date) || !take_u32le(&view, &entry->crc) ||
	    !take_u32le(&view, &packed) || !take_u32le(&view, &bytes) ||
	    !take_u16le(&view, &central->name_n) || !take_u16le(&view, &central->extra_n) ||
	    !take_u16le(&view, &central->comment_n) || !take_u32le(&view, &skip32) ||
	    !take_u32le(&view, &central->attributes) || !take_u32le(&view, &at))
		return false;
	entry->packed_bytes = packed;
	entry->bytes = bytes;
	entry->header_at = at;
	return true;
}

static void
kind_of(struct zip_entry *entry, const struct central *central)
{
	unsigned mode = central->attributes >> 16;

	entry->link = central->made_by >> 8 == UNIX_HOST && (mode & UNIX_KIND) == UNIX_LINK;
	if ((central->attributes & DOS_FOLDER) != 0 && entry->bytes == 0)
		entry->name.folder = true;
}

/* One entry of the directory.  *more is false when it is no entry. */
static enum status
central_read(struct zip_directory *directory, struct window *window, const struct end *end,
    bool *more, struct err *err)
{
	struct central central = {.made_by = 0};
	struct zip_entry entry = {.header_at = 0}, *slot;
	struct slice view;
	enum status status = window_peek(window, CENTRAL_BYTES, &view, err);
	size_t all;

	*more = false;
	if (status != OK || !slice_starts(view, "PK\1\2") || !central_parse(view, &entry, &central))
		return status;
	all = CENTRAL_BYTES + (size_t)central.name_n + central.extra_n + central.comment_n;
	status = window_peek(window, all, &view, err);
	if (status != OK || view.n < all ||
	    !zip_directory_zip64(slice_of(view.p + CENTRAL_BYTES + central.name_n, central.extra_n),
		&entry.bytes, &entry.packed_bytes, &entry.header_at))
		return status;
	*more = true;
	entry.header_at += end->shift;
	slot = zip_directory_add(directory, &status, err);
	if (slot == NULL) {
		window_skip(window, all);
		return status;
	}
	if (!bundle_name_read(
		&directory->arena, slice_of(view.p + CENTRAL_BYTES, central.name_n), &entry.name))
		return fail(err, E_NOMEM, "the names in a zip need too much memory");
	kind_of(&entry, &central);
	zip_directory_aes(
	    slice_of(view.p + CENTRAL_BYTES + central.name_n, central.extra_n), &entry);
	*slot = entry;
	window_skip(window, all);
	return OK;
}

static enum status
directory_walk(
    struct zip_directory *directory, struct window *window, const struct end *end, struct err *err)
{
	enum status status = OK;
	bool more = true;

	window_seek(window, end->directory_at + end->shift);
	while (status == OK && more && window->at < end->at && directory->beyond == 0)
		status = central_read(directory, window, end, &more, err);
	directory->broken = window->at < end->at && directory->beyond == 0 && !more;
	return status;
}

/* Heap sort: the list is as long as the file's author likes, and nearly always sorted already. */
static void
sift(struct zip_entry *e, size_t at, size_t n)
{
	struct zip_entry swap;

	for (size_t child; (child = 2 * at + 1) < n; at = child) {
		if (child + 1 < n && e[child].header_at < e[child + 1].header_at)
			child++;
		if (e[at].header_at >= e[child].header_at)
			return;
		swap = e[at];
		e[at] = e[child];
		e[child] = swap;
	}
}

static void
sort_by_place(struct zip_entry *e, size_t n)
{
	struct zip_entry swap;
	size_t i = 1;

	while (i < n && e[i - 1].header_at <= e[i].header_at)
		i++;
	if (i >= n)
		return;
	for (i = n / 2; i-- > 0;)
		sift(e, i, n);
	for (i = n; i-- > 1;) {
		swap = e[0];
		e[0] = e[i];
		e[i] = swap;
		sift(e, 0, i);
	}
}

/* Limits of each entry, and entries that share bytes.  Names of local headers are counted when an
 * entry is opened. */
static void
find_overlaps(struct zip_directory *directory, uint64_t directory_at)
{
	struct zip_entry *e = directory->entry;
	uint64_t end = 0, reach;
	size_t owner = 0;

	for (size_t i = 0; i < directory->count; i++) {
		e[i].limit_at = i + 1 < directory->count ? e[i + 1].header_at : directory_at;
		if (i != 0 && e[i].header_at < end)
			e[i].overlaps = e[owner].overlaps = true;
		if (__builtin_add_overflow(e[i].header_at, e[i].packed_bytes, &reach) ||
		    __builtin_add_overflow(reach, LOCAL_BYTES, &reach))
			reach = UINT64_MAX;
		if (reach > directory_at)
			e[i].overlaps = true;
		if (reach > end) {
			end = reach;
			owner = i;
		}
	}
}

static enum status
list_read(struct zip_directory *directory, struct window *window, const struct source *source,
    struct err *err)
{
	struct end end;
	bool found;
	enum status status = end_read(window, source->bytes, &end, &found, err);

	if (status != OK)
		return status;
	if (found) {
		status = directory_walk(directory, window, &end, err);
		if (status != OK)
			return status;
		sort_by_place(directory->entry, directory->count);
		find_overlaps(directory, end.directory_at + end.shift);
		if (directory->count != 0 ||
		    (!directory->broken && end.directory_at + end.shift == 0))
			return zip_unlisted_find(directory, source, err);
	}
	/* A list of nothing behind something may have been appended to hide it. */
	directory->salvaged = true;
	status = zip_salvage_read(directory, source, err);
	if (status == OK && found && !directory->broken && directory->count == 0)
		directory->salvaged = false;
	return status;
}

enum status
zip_directory_read(struct zip_directory *directory, const struct source *source, struct err *err)
{
	struct window window = {.p = NULL};
	enum status status;

	*directory = (struct zip_directory){.count = 0};
	if (source->bytes == UINT64_MAX || source->bytes < END_BYTES)
		return fail(err, E_FORMAT, "too short for a zip");
	arena_init(&directory->arena, BUNDLE_NAMES_MAX_BYTES);
	status = window_init(&window, source, LINES_BUFFER_BYTES, err);
	if (status == OK)
		status = list_read(directory, &window, source, err);
	window_fini(&window);
	if (status == OK && directory->salvaged && directory->count == 0)
		status = fail(err, E_FORMAT, "no entry and no directory of a zip");
	if (status != OK)
		zip_directory_fini(directory);
	return status;
}

void
zip_directory_fini(struct zip_directory *directory)
{
	arena_fini(&directory->arena);
	mem_free(directory->entry);
	*directory = (struct zip_directory){.count = 0};
}
