/* src/read/formats/zip_salvage.c
 * Entries of a zip whose end is lost (a copy cut off, a phone that ran full): the headers before
 * each entry, from the begin of the file on.  Where sizes stand only after the data, the record
 * that holds them is looked for; it is believed when it gives the very distance it was found at.
 * Not for: zips with a directory; that is the one truth then. */
#include "read/formats/zip_directory.h"

enum {
	LOCAL_BYTES = 30,      /* local header, APPNOTE.TXT 4.3.7 */
	DESCRIPTOR_BYTES = 24, /* data descriptor with signature and zip64 sizes, 4.3.9 */
	METHOD_STORED = 0,
	VERSION_MAX = 63,
	VIEW_BYTES = 64 * 1024,
};

struct local {
	uint16_t version, name_n, extra_n;
};

static bool
local_parse(struct slice view, struct zip_entry *entry, struct local *local)
{
	uint32_t packed, bytes, skip32;

	if (!slice_starts(view, "PK\3\4") || !take_u32le(&view, &skip32) ||
	    !take_u16le(&view, &local->version) || !take_u16le(&view, &entry->flags) ||
	    !take_u16le(&view, &entry->method) || !take_u16le(&view, &entry->dos_time) ||
	    !take_u16le(&view, &entry->dos_date) || !take_u32le(&view, &entry->crc) ||
	    !take_u32le(&view, &packed) || !take_u32le(&view, &bytes) ||
	    !take_u16le(&view, &local->name_n) || !take_u16le(&view, &local->extra_n))
		return false;
	entry->packed_bytes = packed;
	entry->bytes = bytes;
	return true;
}

/* Four bytes alone come about by chance; a header that makes sense does not. */
static bool
is_local(struct slice view)
{
	struct zip_entry entry = {.header_at = 0};
	struct local local;

	return local_parse(view, &entry, &local) && (local.version & 0xff) <= VERSION_MAX &&
	       entry.method < 100 && local.name_n != 0 && local.name_n <= BUNDLE_NAME_MAX_BYTES;
}

/* A data descriptor that ends data of exactly `distance` bytes. */
static bool
is_descriptor(struct slice view, uint64_t distance, struct zip_entry *entry)
{
	struct slice narrow, wide;
	uint32_t skip32, crc, packed32, bytes32;
	uint64_t packed64, bytes64;

	if (!slice_starts(view, "PK\7\10") || !take_u32le(&view, &skip32) ||
	    !take_u32le(&view, &crc))
		return false;
	narrow = wide = view;
	if (take_u64le(&wide, &packed64) && take_u64le(&wide, &bytes64) && packed64 == distance) {
		entry->bytes = bytes64;
	} else if (take_u32le(&narrow, &packed32) && take_u32le(&narrow, &bytes32) &&
		   packed32 == distance) {
		entry->bytes = bytes32;
	} else {
		return false;
	}
	entry->crc = crc;
	entry->packed_bytes = distance;
	return true;
}

/* One place "PK" was found in data whose length is not known yet. */
static bool
ends_data(struct slice view, uint64_t distance, struct zip_entry *entry)
{
	if (is_descriptor(view, distance, entry))
		return true;
	/* Stored data may be a zip itself: its headers end nothing. */
	if (entry->method == METHOD_STORED || (!is_local(view) && !slice_starts(view, "PK\1\2")))
		return false;
	entry->packed_bytes = distance;
	entry->sizes_unknown = true;
	return true;
}

/* From the begin of the data on; the window stands behind it afterwards. */
static enum status
late_sizes_find(struct window *window, struct zip_entry *entry, struct err *err)
{
	uint64_t begin = window->at;
	struct slice view;
	enum status status;
	size_t at;

	for (;;) {
		status = window_peek(window, VIEW_BYTES, &view, err);
		if (status != OK)
			return status;
		at = slice_find(view, SLICE_LITERAL("PK"));
		if (at != SIZE_MAX && at + LOCAL_BYTES > view.n && !window->ended) {
			window_skip(window, at); /* see all of it with the next peek */
			continue;
		}
		if (at == SIZE_MAX) {
			if (window->ended)
				break;
			window_skip(window, view.n - 1); /* perhaps the 'P' */
			continue;
		}
		if (ends_data(slice_from(view, at), window->at + at - begin, entry)) {
			window_skip(window, at);
			return OK;
		}
		window_skip(window, at + 2);
	}
	window_skip(window, view.n);
	entry->packed_bytes = window->at - begin;
	entry->cut = true;
	entry->sizes_unknown = true;
	return OK;
}

static enum status
data_skip(struct window *window, uint64_t file_bytes, struct zip_entry *entry, struct err *err)
{
	uint64_t left = file_bytes - window->at;

	if ((entry->flags & ZIP_FLAG_LATE_SIZES) != 0 && entry->packed_bytes == 0)
		return late_sizes_find(window, entry, err);
	if (entry->packed_bytes > left) {
		entry->packed_bytes = left;
		entry->cut = true;
	}
	window_seek(window, window->at + entry->packed_bytes);
	return OK;
}

/* The entry whose header stands at the window. */
static enum status
entry_read(
    struct zip_directory *directory, struct window *window, uint64_t file_bytes, struct err *err)
{
	struct zip_entry entry = {.header_at = window->at}, *slot;
	struct local local = {.version = 0};
	struct slice view;
	enum status status = window_peek(window, LOCAL_BYTES, &view, err);
	size_t all;

	if (status != OK || !local_parse(view, &entry, &local))
		return status;
	all = LOCAL_BYTES + (size_t)local.name_n + local.extra_n;
	status = window_peek(window, all, &view, err);
	if (status != OK)
		return status;
	if (view.n < all) {
		window_skip(window, view.n); /* cut inside the header: nothing to be had */
		return OK;
	}
	if (!bundle_name_read(
		&directory->arena, slice_of(view.p + LOCAL_BYTES, local.name_n), &entry.name))
		return fail(err, E_NOMEM, "the names in a zip need too much memory");
	(void)zip_directory_zip64(slice_of(view.p + LOCAL_BYTES + local.name_n, local.extra_n),
	    &entry.bytes, &entry.packed_bytes, NULL);
	zip_directory_aes(slice_of(view.p + LOCAL_BYTES + local.name_n, local.extra_n), &entry);
	window_skip(window, all);
	status = data_skip(window, file_bytes, &entry, err);
	if (status != OK)
		return status;
	entry.limit_at = window->at;
	slot = zip_directory_add(directory, &status, err);
	if (slot != NULL)
		*slot = entry;
	return status;
}

/* The next header from here on.  *more is false at the directory or the end of the file. */
static enum status
next_find(struct window *window, bool *more, struct err *err)
{
	struct slice view;
	enum status status;
	size_t at;

	*more = false;
	for (;;) {
		status = window_peek(window, VIEW_BYTES, &view, err);
		if (status != OK || slice_starts(view, "PK\1\2") || slice_starts(view, "PK\5\6"))
			return status;
		at = slice_find(view, SLICE_LITERAL("PK"));
		if (at == 0 && is_local(view)) {
			*more = true;
			return OK;
		}
		if (at == SIZE_MAX && window->ended)
			return OK;
		if (at == SIZE_MAX)
			at = view.n - 1;
		else if (at == 0)
			at = 2;
		window_skip(window, at);
	}
}

enum status
zip_salvage_read(struct zip_directory *directory, const struct source *source, struct err *err)
{
	struct window window = {.p = NULL};
	enum status status = window_init(&window, source, LINES_BUFFER_BYTES, err);
	bool more = true;

	while (status == OK && directory->beyond == 0) {
		status = next_find(&window, &more, err);
		if (status != OK || !more)
			break;
		status = entry_read(directory, &window, source->bytes, err);
	}
	window_fini(&window);
	return status;
}
