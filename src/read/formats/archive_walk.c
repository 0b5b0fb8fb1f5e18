/* src/read/formats/archive_walk.c
 * libarchive behind a source; see archive_walk.h and docs/design/0027-archives.md. */
#include "read/formats/archive_walk.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/time.h"

enum { HEADERS_SKIPPED_MAX = 1000, EMPTY_PIECES_MAX = 100000, BLOCKS_BEHIND_MAX = 16 };

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MEMORY_IS_CHECKED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define MEMORY_IS_CHECKED 1
#endif
#ifdef MEMORY_IS_CHECKED
enum { RESERVE_BYTES = 1 }; /* address space means nothing then, and costs */
#else
enum { RESERVE_BYTES = 304 * 1024 * 1024 };
#endif

/* An archive says how large a dictionary it wants.  What is taken here, and never touched, the
 * library cannot have: of the 512 MiB of addresses of a worker about 180 are left to it. */
static void *
reserve(void)
{
	return mem_new(1, RESERVE_BYTES);
}

static la_ssize_t
on_read(struct archive *library, void *ctx, const void **out)
{
	struct archive_walk *walk = ctx;
	size_t got = 0;

	*out = walk->block;
	if (walk->failed == OK)
		walk->failed = walk->source->read_at(walk->source->ctx, walk->at, walk->block,
		    ARCHIVE_PIECE_BYTES, &got, &walk->why);
	if (walk->failed == OK && got > ARCHIVE_PIECE_BYTES)
		walk->failed = fail(&walk->why, E_IO, "a source gave more than was asked for");
	if (walk->failed != OK) {
		archive_set_error(library, EIO, "the source failed");
		return ARCHIVE_FATAL;
	}
	walk->at += got;
	return (la_ssize_t)got;
}

static la_int64_t
on_skip(struct archive *library, void *ctx, la_int64_t n)
{
	struct archive_walk *walk = ctx;
	uint64_t left = walk->at < walk->source->bytes ? walk->source->bytes - walk->at : 0;

	(void)library;
	if (n <= 0)
		return 0;
	if ((uint64_t)n < left)
		left = (uint64_t)n;
	walk->at += left;
	return (la_int64_t)left;
}

static la_int64_t
on_seek(struct archive *library, void *ctx, la_int64_t offset, int whence)
{
	struct archive_walk *walk = ctx;
	int64_t from = whence == SEEK_SET   ? 0
		       : whence == SEEK_CUR ? (int64_t)walk->at
					    : (int64_t)walk->source->bytes;
	int64_t at;

	(void)library;
	if (__builtin_add_overflow(from, offset, &at) || at < 0 ||
	    (uint64_t)at > walk->source->bytes)
		return ARCHIVE_FATAL;
	walk->at = (uint64_t)at;
	return at;
}

/* False when there is no memory. */
static bool
library_set(struct archive_walk *walk, enum archive_kind kind)
{
	struct archive *a = walk->library;
	int result = ARCHIVE_OK;

	switch (kind) {
	case ARCHIVE_KIND_TAR:
		result = archive_read_support_format_tar(a);
		if (result == ARCHIVE_OK)
			result = archive_read_support_filter_bzip2(a);
		if (result == ARCHIVE_OK)
			result = archive_read_support_filter_xz(a);
		if (result == ARCHIVE_OK)
			result = archive_read_support_filter_zstd(a);
		/* Some people append one archive to another: `tar` then wants -i. */
		if (result == ARCHIVE_OK)
			result = archive_read_set_format_option(
			    a, "tar", "read_concatenated_archives", "1");
		break;
	case ARCHIVE_KIND_7Z: result = archive_read_support_format_7zip(a); break;
	case ARCHIVE_KIND_ZIP_ENTRY:
		result = archive_read_support_format_zip_streamable(a);
		/* The checksum is the caller's, who has what the list of the zip says. */
		if (result == ARCHIVE_OK)
			result = archive_read_set_format_option(a, "zip", "ignorecrc32", "1");
		break;
	}
	if (result == ARCHIVE_OK)
		result = archive_read_set_read_callback(a, on_read);
	if (result == ARCHIVE_OK)
		result = archive_read_set_callback_data(a, walk);
	if (result == ARCHIVE_OK && walk->source->bytes <= INT64_MAX)
		result = archive_read_set_seek_callback(a, on_seek);
	if (result == ARCHIVE_OK && walk->source->bytes <= INT64_MAX)
		result = archive_read_set_skip_callback(a, on_skip);
	return result == ARCHIVE_OK;
}

/* A copy of the password is made by the library, which neither locks nor wipes it; the worker it
 * stands in ends with the file. */
static bool
password_set(struct archive *a, struct text password)
{
	char *z = mem_copy_z(password.p, password.n);
	bool taken = z != NULL && archive_read_add_passphrase(a, z) == ARCHIVE_OK;

	mem_free(z);
	return taken;
}

/* A gzip is unpacked here: the library would drop the last part of one that is cut off, and does
 * not look at its checksum. */
static enum status
gzip_begin(struct archive_walk *walk, struct err *err)
{
	uint8_t mark[3];
	size_t n = 0, got = 1;
	enum status status = OK;

	while (status == OK && n < sizeof mark && got != 0) {
		got = 0;
		status = walk->source->read_at(
		    walk->source->ctx, n, mark + n, sizeof mark - n, &got, err);
		n += status == OK ? got : 0;
	}
	if (status != OK || !slice_starts(slice_of(mark, n), "\x1f\x8b\x08"))
		return status;
	status = gzip_source_init(&walk->gzip, walk->source, err);
	if (status != OK)
		return status;
	walk->in_gzip = true;
	walk->gzip_unpacked = gzip_source_of(&walk->gzip);
	walk->source = &walk->gzip_unpacked;
	return OK;
}

static void
why_look(struct archive_walk *walk)
{
	const char *text = archive_error_string(walk->library);

	if (archive_errno(walk->library) == ENOMEM ||
	    (text != NULL && strstr(text, "memory") != NULL))
		walk->starved = true;
	if (text != NULL && strstr(text, "header is encrypted") != NULL)
		walk->locked = true;
}

/* Packings are known, and begun to be unpacked, here. */
static void
library_open(struct archive_walk *walk)
{
	void *reserved = reserve();

	walk->unopened = archive_read_open1(walk->library) < ARCHIVE_WARN;
	mem_free(reserved);
	if (walk->unopened)
		why_look(walk);
}

enum status
archive_walk_begin(struct archive_walk *walk, const struct source *source, enum archive_kind kind,
    struct text password, struct err *err)
{
	*walk = (struct archive_walk){.source = source, .library = archive_read_new()};
	if (kind == ARCHIVE_KIND_TAR) {
		enum status status = gzip_begin(walk, err);

		if (status != OK) {
			archive_walk_end(walk);
			return status;
		}
	}
	walk->block = mem_new(1, ARCHIVE_PIECE_BYTES);
	if (walk->library == NULL || walk->block == NULL || !library_set(walk, kind) ||
	    (password.n != 0 && !password_set(walk->library, password))) {
		archive_walk_end(walk);
		return fail(err, E_NOMEM, "no memory to open an archive");
	}
	/* What is not understood is said by archive_walk_next(). */
	library_open(walk);
	if (walk->failed != OK) {
		enum status failed = walk->failed;

		if (err != NULL)
			*err = walk->why;
		archive_walk_end(walk);
		return failed;
	}
	return OK;
}

void
archive_walk_end(struct archive_walk *walk)
{
	if (walk->library != NULL)
		(void)archive_read_free(walk->library);
	if (walk->in_gzip)
		gzip_source_fini(&walk->gzip);
	walk->in_gzip = false;
	mem_free(walk->block);
	walk->library = NULL;
	walk->block = NULL;
}

static struct slice
slice_of_z(const char *z)
{
	return z != NULL ? slice_of(z, strlen(z)) : slice_of(NULL, 0);
}

static void
item_time(struct archive_entry *entry, struct archive_item *item)
{
	struct civil c;
	int64_t us;

	if (!archive_entry_mtime_is_set(entry))
		return;
	if (__builtin_mul_overflow((int64_t)archive_entry_mtime(entry), US_PER_SECOND, &us) ||
	    !civil_of_us(us, &c))
		return;
	item->timed = true;
	item->modified_us = us;
}

static void
item_fill(struct archive_entry *entry, struct archive_item *item)
{
	const char *hard = archive_entry_hardlink(entry);
	unsigned kind = archive_entry_filetype(entry);

	*item = (struct archive_item){.name = slice_of_z(archive_entry_pathname(entry))};
	item->bytes_known = archive_entry_size_is_set(entry) != 0 && archive_entry_size(entry) >= 0;
	item->bytes = item->bytes_known ? (uint64_t)archive_entry_size(entry) : 0;
	item->folder = kind == AE_IFDIR;
	/* A hard link that brings its bytes along is a file like any other. */
	if (kind == AE_IFLNK)
		item->target = slice_of_z(archive_entry_symlink(entry));
	else if (hard != NULL && item->bytes == 0)
		item->target = slice_of_z(hard);
	if (kind == AE_IFLNK && item->target.p == NULL)
		item->target = SLICE_LITERAL("");
	item->file = item->target.p == NULL && (kind == AE_IFREG || (kind == 0 && !item->folder));
	item->sparse = archive_entry_sparse_count(entry) != 0;
	item->locked = archive_entry_is_data_encrypted(entry) != 0;
	item_time(entry, item);
}

/* The source's own failure comes before whatever the library made of it. */
static enum status
failure(const struct archive_walk *walk, struct err *err)
{
	if (walk->failed != OK) {
		if (err != NULL)
			*err = walk->why;
		return walk->failed;
	}
	return fail(err, E_FORMAT, "the archive is damaged or cut off");
}

enum status
archive_walk_next(struct archive_walk *walk, struct archive_item *item, struct err *err)
{
	struct archive_entry *entry = NULL;
	void *reserved;
	int result = ARCHIVE_RETRY;

	if (walk->unopened)
		return failure(walk, err);
	reserved = reserve();
	walk->piece = slice_of(NULL, 0);
	walk->given = 0;
	walk->spoiled = false;
	/* A header that is damaged may be followed by a good one. */
	for (unsigned i = 0; i < HEADERS_SKIPPED_MAX && result == ARCHIVE_RETRY; i++) {
		result = archive_read_next_header(walk->library, &entry);
		walk->passed_over = walk->passed_over || result == ARCHIVE_RETRY;
	}
	mem_free(reserved);
	if (result != ARCHIVE_OK && result != ARCHIVE_EOF)
		why_look(walk);
	if (walk->failed != OK ||
	    (result != ARCHIVE_OK && result != ARCHIVE_WARN && result != ARCHIVE_EOF))
		return failure(walk, err);
	if (result == ARCHIVE_EOF)
		return fail(err, E_NOTFOUND, "the end of the archive");
	walk->odd = walk->odd || result == ARCHIVE_WARN;
	walk->begun++;
	walk->fresh = true;
	item_fill(entry, item);
	return OK;
}

static const char *
damage_of(struct archive_walk *walk)
{
	const char *text = archive_error_string(walk->library);

	why_look(walk);
	if (walk->starved)
		return "needs more memory to be unpacked than a reader is given";
	if (text != NULL && strstr(text, "assphrase") != NULL)
		return "locked with another password than the one that was given";
	if (text != NULL && strstr(text, "encrypted") != NULL)
		return "locked with a password";
	return "damaged, cut off, or packed in a way that cannot be unpacked here";
}

/* The next block of the library into walk->piece; E_NOTFOUND at the end. */
static enum status
piece_next(struct archive_walk *walk, const char **damage, struct err *err)
{
	const void *p = NULL;
	la_int64_t at = 0;
	size_t n = 0;
	/* Dictionaries are made when the first byte of an entry is asked for. */
	void *reserved = walk->given == 0 ? reserve() : NULL;
	int result = archive_read_data_block(walk->library, &p, &n, &at);

	mem_free(reserved);
	if (walk->failed != OK)
		return failure(walk, err);
	if (result == ARCHIVE_OK || result == ARCHIVE_WARN) {
		walk->spoiled = walk->spoiled || result == ARCHIVE_WARN;
		walk->piece = slice_of(p, p != NULL ? n : 0);
		if (walk->piece.n == 0 || (uint64_t)at == walk->given)
			return OK;
		*damage = "stored with holes in it, which is not unpacked here";
	} else if (result != ARCHIVE_EOF) {
		*damage = damage_of(walk);
	} else if (walk->spoiled) {
		*damage = "does not match its checksum: bytes were changed or lost";
	}
	walk->piece = slice_of(NULL, 0);
	return fail(err, E_NOTFOUND, "the end of the entry");
}

enum status
archive_walk_data(
    struct archive_walk *walk, struct slice *out, const char **damage, struct err *err)
{
	enum status status = OK;
	size_t n;

	*damage = NULL;
	walk->fresh = false;
	for (unsigned i = 0; walk->piece.n == 0; i++) {
		if (i == EMPTY_PIECES_MAX) {
			*damage = "damaged";
			return fail(err, E_NOTFOUND, "nothing but empty pieces");
		}
		status = piece_next(walk, damage, err);
		if (status != OK)
			return status;
	}
	n = walk->piece.n < ARCHIVE_PIECE_BYTES ? walk->piece.n : ARCHIVE_PIECE_BYTES;
	*out = slice_of(walk->piece.p, n);
	walk->piece = slice_from(walk->piece, n);
	walk->given += n;
	return OK;
}

enum status
archive_walk_finish(struct archive_walk *walk, const char **damage, struct err *err)
{
	enum status status = OK;
	size_t got = 1;

	*damage = NULL;
	if (!walk->in_gzip)
		return OK;
	/* Behind the end of a tar stand some blocks of zeros, and not much more. */
	for (unsigned i = 0; i < BLOCKS_BEHIND_MAX && status == OK && got != 0; i++)
		status = gzip_source_read(&walk->gzip, walk->block, ARCHIVE_PIECE_BYTES, &got, err);
	*damage = walk->gzip.damage;
	return status;
}

bool
archive_walk_is_plain(const struct archive_walk *walk)
{
	return !walk->in_gzip && archive_filter_code(walk->library, 0) == ARCHIVE_FILTER_NONE &&
	       (archive_format(walk->library) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_TAR;
}

void
archive_walk_prepare(void)
{
	/* Header, name "a", one byte "a", stored: opening it makes the C library look for its time
	 * zone, which behind the walls would be death. */
	static const uint8_t zip[] = "PK\3\4\12\0\0\0\0\0\0\0\41\0\103\276\267\350\1\0\0\0\1\0\0\0"
				     "\1\0\0\0aa";
	const struct slice bytes = slice_of(zip, sizeof zip - 1);
	struct source source = source_of_slice(&bytes);
	struct archive_item item;
	struct archive_walk walk;
	/* The library gives names of a 7z in the set of the locale only: UTF-8. */
	locale_t utf8 = (locale_t)0;

	if (uselocale((locale_t)0) == LC_GLOBAL_LOCALE)
		utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (utf8 != (locale_t)0)
		(void)uselocale(utf8);
	(void)setenv("TZ", "UTC0", 1);
	if (archive_walk_begin(&walk, &source, ARCHIVE_KIND_ZIP_ENTRY, TEXT_NONE, NULL) != OK)
		return;
	(void)!archive_walk_next(&walk, &item, NULL);
	archive_walk_end(&walk);
}
