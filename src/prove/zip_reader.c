/* src/prove/zip_reader.c
 * The strict reading of a plain ZIP's directory; see zip_reader.h.
 * Two programs must never see different files in one pack, so nothing here is forgiving: the end
 * record ends the file, the directory stands right before it, and the files fill what is left. */
#include "prove/zip_reader.h"

#include "base/buf.h"
#include "base/checked.h"
#include "prove/zip_form.h"
#include "sys/os/file.h"

enum {
	ZIP_DIRECTORY_MAX_BYTES = 1024 * 1024 * 1024,
	ZIP_EXTRA_MAX_BYTES = 1024,
	ZIP_FLAG_UTF8 = 1 << 11,
};

/* Where the directory stands. */
struct ends {
	uint64_t files, directory_at, directory_bytes;
	uint64_t file_bytes; /* all of the ZIP */
	uint64_t tail_at;    /* first byte after the directory */
};

struct reader {
	struct io io;
	int handle;
	struct ends ends;
};

static enum status
refused(struct err *err, const char *why)
{
	return fail(err, E_FORMAT, "zip: %s; unpack it and check the folder instead", why);
}

static bool
take_u64(struct slice *rest, uint64_t *out)
{
	return take_u64le(rest, out);
}

/* 4.3.14 and 4.3.15, right before the end record. */
static enum status
end64_read(struct reader *r, uint64_t end_at, struct err *err)
{
	uint8_t bytes[ZIP_END64_BYTES + ZIP_LOCATOR_BYTES];
	struct slice rest = slice_of(bytes, sizeof bytes), skip;
	struct ends *e = &r->ends;
	uint64_t n, at, files;
	uint32_t mark, disk, disks;
	enum status status;

	if (end_at < sizeof bytes)
		return refused(err, "its directory is damaged");
	e->tail_at = end_at - sizeof bytes;
	status = file_read_full(&r->io, r->handle, e->tail_at, bytes, sizeof bytes, err);
	if (status != OK)
		return status;
	if (!take_u32le(&rest, &mark) || mark != ZIP_END64_MARK || !take_u64(&rest, &n) ||
	    n != ZIP_END64_BYTES - 12 || !take(&rest, 12, &skip) || !take_u64(&rest, &files) ||
	    !take_u64(&rest, &e->files) || files != e->files ||
	    !take_u64(&rest, &e->directory_bytes) || !take_u64(&rest, &e->directory_at) ||
	    !take_u32le(&rest, &mark) || mark != ZIP_LOCATOR_MARK || !take_u32le(&rest, &disk) ||
	    disk != 0 || !take_u64(&rest, &at) || at != e->tail_at || !take_u32le(&rest, &disks) ||
	    disks != 1)
		return refused(err, "its directory is damaged");
	return OK;
}

static enum status
ends_read(struct reader *r, struct err *err)
{
	uint8_t bytes[ZIP_END_BYTES];
	struct slice rest = slice_of(bytes, sizeof bytes);
	uint16_t disk, start, here, files, comment;
	uint32_t mark, size, at;
	struct ends *e = &r->ends;
	enum status status;

	if (e->file_bytes < sizeof bytes)
		return refused(err, "it is too short");
	e->tail_at = e->file_bytes - sizeof bytes;
	status = file_read_full(&r->io, r->handle, e->tail_at, bytes, sizeof bytes, err);
	if (status != OK)
		return status;
	if (!take_u32le(&rest, &mark) || mark != ZIP_END_MARK || !take_u16le(&rest, &disk) ||
	    disk != 0 || !take_u16le(&rest, &start) || start != 0 || !take_u16le(&rest, &here) ||
	    !take_u16le(&rest, &files) || here != files || !take_u32le(&rest, &size) ||
	    !take_u32le(&rest, &at) || !take_u16le(&rest, &comment) || comment != 0)
		return refused(err, "it does not end as a plain ZIP ends");
	if (files == ZIP_MAX_16 || size == ZIP_MAX_32 || at == ZIP_MAX_32)
		return end64_read(r, e->tail_at, err);
	e->files = files;
	e->directory_bytes = size;
	e->directory_at = at;
	return OK;
}

static enum status
ends_check(const struct ends *e, struct err *err)
{
	uint64_t end;

	if (e->files > ZIP_MAX_ENTRIES || e->directory_bytes > ZIP_DIRECTORY_MAX_BYTES)
		return fail(err, E_LIMIT, "zip: more than %d files", ZIP_MAX_ENTRIES);
	if (__builtin_add_overflow(e->directory_at, e->directory_bytes, &end) ||
	    end != e->tail_at || e->files > e->directory_bytes / ZIP_CENTRAL_BYTES)
		return refused(err, "its directory is damaged");
	return OK;
}

/* One file as its directory record or its local header tells it. */
struct header {
	uint16_t made_by, flags, method;
	uint32_t attributes;
	uint64_t packed, bytes, at;
	struct slice name;
};

/* 4.5.3: the 64-bit values stand in this order, each only when its short form is all ones. */
static bool
zip64_take(struct slice extra, struct header *h)
{
	struct slice field;
	uint16_t id, n;
	bool done = h->bytes != ZIP_MAX_32 && h->packed != ZIP_MAX_32 && h->at != ZIP_MAX_32;

	while (extra.n != 0) {
		if (!take_u16le(&extra, &id) || !take_u16le(&extra, &n) || !take(&extra, n, &field))
			return false;
		if (id != ZIP_EXTRA_ZIP64)
			continue;
		if (done || (h->bytes == ZIP_MAX_32 && !take_u64(&field, &h->bytes)) ||
		    (h->packed == ZIP_MAX_32 && !take_u64(&field, &h->packed)) ||
		    (h->at == ZIP_MAX_32 && !take_u64(&field, &h->at)) || field.n != 0)
			return false;
		done = true;
	}
	return done;
}

/* Version, flags, method, time, date, checksum, sizes, length of name and extra. */
static bool
shared_take(struct slice *rest, struct header *h, uint16_t *name, uint16_t *extra)
{
	struct slice skip;
	uint32_t packed, bytes;

	if (!take(rest, 2, &skip) || !take_u16le(rest, &h->flags) ||
	    !take_u16le(rest, &h->method) || !take(rest, 8, &skip) || !take_u32le(rest, &packed) ||
	    !take_u32le(rest, &bytes) || !take_u16le(rest, name) || !take_u16le(rest, extra))
		return false;
	h->packed = packed;
	h->bytes = bytes;
	return true;
}

static bool
central_take(struct slice *rest, struct header *h)
{
	uint16_t name, extra, comment, disk;
	struct slice skip, more;
	uint32_t mark, at;

	if (!take_u32le(rest, &mark) || mark != ZIP_CENTRAL_MARK ||
	    !take_u16le(rest, &h->made_by) || !shared_take(rest, h, &name, &extra) ||
	    !take_u16le(rest, &comment) || !take_u16le(rest, &disk) || disk != 0 ||
	    !take(rest, 2, &skip) || !take_u32le(rest, &h->attributes) || !take_u32le(rest, &at) ||
	    name == 0 || name > ZIP_NAME_MAX_BYTES || !take(rest, name, &h->name) ||
	    !take(rest, extra, &more) || !take(rest, comment, &skip))
		return false;
	h->at = at;
	return zip64_take(more, h);
}

static bool
is_folder(const struct header *h)
{
	return h->name.p[h->name.n - 1] == '/' && h->bytes == 0;
}

/* A symbolic link would be one thing to us and another to the program that unpacks it. */
static bool
is_special(const struct header *h)
{
	uint32_t type = h->attributes >> 16 & UINT32_C(0170000);

	if (h->made_by >> 8 != ZIP_MADE_BY_UNIX)
		return false;
	return type != 0 && type != (is_folder(h) ? UINT32_C(0040000) : UINT32_C(0100000));
}

static enum status
plain_check(const struct header *h, struct err *err)
{
	if (is_special(h))
		return refused(err, "it holds a link or another special file");
	if ((h->flags & ~ZIP_FLAG_UTF8) != 0)
		return refused(err, (h->flags & 1) != 0 ? "it is encrypted" : "it was streamed");
	if (h->method != 0 || h->packed != h->bytes)
		return refused(err, "its files are compressed");
	return OK;
}

/* The local header must say the same; *end is where the file's content ends. */
static enum status
local_check(struct reader *r, const struct header *central, uint64_t *content, uint64_t *end,
    struct err *err)
{
	uint8_t bytes[ZIP_LOCAL_BYTES + ZIP_NAME_MAX_BYTES + ZIP_EXTRA_MAX_BYTES];
	struct header h = {0};
	struct slice rest = slice_of(bytes, ZIP_LOCAL_BYTES), more;
	uint16_t name, extra;
	uint32_t mark;
	enum status status;

	status = file_read_full(&r->io, r->handle, central->at, bytes, ZIP_LOCAL_BYTES, err);
	if (status != OK)
		return status;
	if (!take_u32le(&rest, &mark) || mark != ZIP_LOCAL_MARK ||
	    !shared_take(&rest, &h, &name, &extra) || name != central->name.n ||
	    extra > ZIP_EXTRA_MAX_BYTES)
		return refused(err, "a file's header is damaged");
	*content = central->at + ZIP_LOCAL_BYTES + name + extra;
	status = file_read_full(
	    &r->io, r->handle, central->at + ZIP_LOCAL_BYTES, bytes, (size_t)name + extra, err);
	if (status != OK)
		return status;
	rest = slice_of(bytes, (size_t)name + extra);
	if (!take(&rest, name, &h.name) || !take(&rest, extra, &more) || !zip64_take(more, &h) ||
	    !slice_eq(h.name, central->name) || h.bytes != central->bytes ||
	    h.packed != central->packed || h.method != central->method ||
	    h.flags != central->flags || __builtin_add_overflow(*content, h.bytes, end))
		return refused(err, "a file's header is not as the directory says");
	return OK;
}

static enum status
entries_read(struct reader *r, struct slice directory, struct zip_entry *entries, size_t *count,
    struct err *err)
{
	uint64_t next = 0, content, end;
	struct header h;
	enum status status;
	size_t n = 0;

	for (uint64_t i = 0; i < r->ends.files; i++) {
		h = (struct header){0};
		if (!central_take(&directory, &h))
			return refused(err, "its directory is damaged");
		if (h.at != next || h.at > r->ends.directory_at)
			return refused(err, "its files overlap, or something stands between them");
		status = plain_check(&h, err);
		if (status == OK)
			status = local_check(r, &h, &content, &end, err);
		if (status != OK)
			return status;
		if (!is_folder(&h))
			entries[n++] = (struct zip_entry){h.name, content, h.bytes};
		next = end;
	}
	if (directory.n != 0 || next != r->ends.directory_at)
		return refused(err, "something stands beside its files");
	*count = n;
	return OK;
}

enum status
zip_directory(const struct io *io, int handle, struct arena *arena, struct zip_entry **out,
    size_t *count, struct err *err)
{
	struct reader r = {.io = *io, .handle = handle};
	struct zip_entry *entries;
	uint8_t *directory;
	enum status status;

	status = file_size(io, handle, &r.ends.file_bytes, err);
	if (status == OK)
		status = ends_read(&r, err);
	if (status == OK)
		status = ends_check(&r.ends, err);
	if (status != OK)
		return status;
	directory = arena_alloc(arena, (size_t)r.ends.directory_bytes, 1);
	entries = arena_alloc(arena, (size_t)r.ends.files, sizeof *entries);
	if (directory == NULL || entries == NULL)
		return fail(err, E_NOMEM, "zip: out of memory");
	status = file_read_full(
	    io, handle, r.ends.directory_at, directory, (size_t)r.ends.directory_bytes, err);
	if (status == OK)
		status = entries_read(
		    &r, slice_of(directory, (size_t)r.ends.directory_bytes), entries, count, err);
	if (status == OK)
		*out = entries;
	return status;
}
