/* src/read/formats/zip_directory.h
 * What a zip says it contains (PKWARE APPNOTE.TXT 6.3.10): the central directory, with zip64, or,
 * when the end of the file is lost, the headers before each entry.
 *
 * Overlapping entries can only be seen with all places in hand, names must not pass through the
 * locale of the process, and any entry can be opened at once without walking over those before it.
 * Not for: unpacking (zip_stream.h). */
#ifndef READ_FORMATS_ZIP_DIRECTORY_H
#define READ_FORMATS_ZIP_DIRECTORY_H

#include "read/formats/bundle_names.h"
#include "read/source.h"

enum {
	ZIP_FLAG_ENCRYPTED = 0x0001,
	ZIP_FLAG_LATE_SIZES = 0x0008, /* sizes stand after the data */
	ZIP_FLAG_STRONG = 0x0040,
	ZIP_AES_BYTES = 7, /* of the field that says how it is locked with AES */
};

struct zip_entry {
	struct bundle_name name;
	uint64_t header_at; /* of its local header */
	uint64_t limit_at;  /* first byte that belongs to something else */
	uint64_t packed_bytes, bytes;
	uint32_t crc;
	uint16_t method, flags;
	uint16_t dos_date, dos_time; /* as written; no zone, a claim */
	bool has_aes;
	uint8_t aes[ZIP_AES_BYTES]; /* field 0x9901 as written, when has_aes */
	bool overlaps; /* shares bytes with another entry: a bomb, or two readings of one file */
	bool link;     /* a symbolic link; its bytes are where it points */
	bool cut;      /* the file ends inside it */
	bool sizes_unknown; /* cut before its sizes */
};

struct zip_directory {
	struct arena arena;      /* names */
	struct zip_entry *entry; /* in the order of their places in the file */
	size_t count, size;
	uint64_t beyond; /* entries past BUNDLE_ENTRIES_MAX, at least */
	bool salvaged;   /* there was no usable directory */
	bool broken;     /* the directory ends before its last entry */
	bool unlisted;   /* there are entries that it does not name */
};

/*
 * Read the list.  source->bytes must be known.
 * OK        *directory is to be given to zip_directory_fini(); count may be 0.
 * E_FORMAT  not a zip.   E_NOMEM, or what the source returned.  Nothing to free then.
 */
MUST_USE enum status zip_directory_read(
    struct zip_directory *directory, const struct source *source, struct err *err);
void zip_directory_fini(struct zip_directory *directory);

/* Inside zip_directory*.c: one more entry, zero-filled; NULL with *status when there is no room for
 * it (OK: past the maximum, counted in `beyond`). */
struct zip_entry *zip_directory_add(
    struct zip_directory *directory, enum status *status, struct err *err);
/* Inside zip_directory*.c: fill in sizes and place from the zip64 field (0x0001) of `extra` where
 * the short fields are all ones.  header_at may be NULL.  False when the field is missing or short.
 */
bool zip_directory_zip64(
    struct slice extra, uint64_t *bytes, uint64_t *packed_bytes, uint64_t *header_at);
/* The same for how the entry is locked, where it says so (field 0x9901). */
void zip_directory_aes(struct slice extra, struct zip_entry *entry);
/* zip_unlisted.c: are there headers between the entries of the list, or before them?  Sets
 * `unlisted`. */
MUST_USE enum status zip_unlisted_find(
    struct zip_directory *directory, const struct source *source, struct err *err);
/* zip_salvage.c: entries found by their own headers from the begin of the file on. */
MUST_USE enum status zip_salvage_read(
    struct zip_directory *directory, const struct source *source, struct err *err);

#endif
