/* src/prove/zip_writer.c
 * A plain ZIP file as a stream; see zip_writer.h and docs/format/pack.md section 8.
 * Sizes and checksum stand in front of each file, so its header is written again at its end; room
 * for the ZIP64 field is kept there by a padding field that other programs pass over. */
#include "prove/zip_writer.h"

#include <assert.h>

#include "base/buf.h"
#include "base/mem.h"
#include "prove/zip_form.h"
#include "sys/os/file.h"

enum {
	ZIP_BUFFER_BYTES = 1024 * 1024,
	ZIP_DIRECTORY_MAX_BYTES = 1024 * 1024 * 1024,
	ZIP_VERSION_PLAIN = 10,
	ZIP_VERSION_64 = 45,
};

/* The file being written. */
struct zip_file {
	bool open;
	uint8_t name[ZIP_NAME_MAX_BYTES];
	size_t name_bytes;
	uint64_t header_at, bytes;
	uint32_t crc;
};

struct zip_writer {
	struct io io;
	int handle;
	struct buf window;  /* not yet written */
	uint64_t window_at; /* where its first byte belongs */
	struct buf directory;
	uint64_t files;
	struct zip_file file;
	struct crc32 crc;
};

static void
put_u16(struct buf *out, uint16_t v)
{
	buf_put_byte(out, (uint8_t)v);
	buf_put_byte(out, (uint8_t)(v >> 8));
}

enum status
zip_writer_new(const struct io *io, int handle, struct zip_writer **out, struct err *err)
{
	struct zip_writer *zip = mem_new(1, sizeof *zip);

	if (zip == NULL)
		return fail(err, E_NOMEM, "zip: out of memory");
	zip->io = *io;
	zip->handle = handle;
	buf_init(&zip->window, (size_t)2 * ZIP_BUFFER_BYTES);
	buf_init(&zip->directory, ZIP_DIRECTORY_MAX_BYTES);
	crc32_init(&zip->crc);
	*out = zip;
	return OK;
}

void
zip_writer_free(struct zip_writer *zip)
{
	if (zip == NULL)
		return;
	buf_fini(&zip->window);
	buf_fini(&zip->directory);
	mem_free(zip);
}

static enum status
write_at(struct zip_writer *zip, uint64_t at, struct slice bytes, struct err *err)
{
	return file_write_full(&zip->io, zip->handle, at, bytes.p, bytes.n, err);
}

static enum status
flush(struct zip_writer *zip, struct err *err)
{
	enum status status = buf_check(&zip->window, err);

	if (status == OK)
		status = write_at(zip, zip->window_at, buf_slice(&zip->window), err);
	if (status != OK)
		return status;
	zip->window_at += zip->window.n;
	buf_reset(&zip->window);
	return OK;
}

static enum status
flush_when_full(struct zip_writer *zip, struct err *err)
{
	return zip->window.n >= ZIP_BUFFER_BYTES ? flush(zip, err) : buf_check(&zip->window, err);
}

static bool
is_large(const struct zip_file *file)
{
	return file->bytes >= ZIP_MAX_32;
}

/* Version, flags, method, time, date, checksum, both sizes, length of the name (4.4). */
static void
put_shared(struct buf *out, const struct zip_file *file, bool zip64)
{
	uint32_t size = is_large(file) ? ZIP_MAX_32 : (uint32_t)file->bytes;

	put_u16(out, zip64 ? ZIP_VERSION_64 : ZIP_VERSION_PLAIN);
	put_u16(out, 0); /* flags: plain ASCII name, sizes in front */
	put_u16(out, 0); /* method: STORE */
	put_u16(out, 0);
	put_u16(out, ZIP_DATE);
	buf_put_u32le(out, file->crc);
	buf_put_u32le(out, size);
	buf_put_u32le(out, size);
	put_u16(out, (uint16_t)file->name_bytes);
}

static void
put_local(struct buf *out, const struct zip_file *file)
{
	static const uint8_t padding[12] = {0};

	buf_put_u32le(out, ZIP_LOCAL_MARK);
	put_shared(out, file, is_large(file));
	put_u16(out, ZIP_RESERVED_BYTES);
	buf_put(out, file->name, file->name_bytes);
	put_u16(out, is_large(file) ? ZIP_EXTRA_ZIP64 : ZIP_EXTRA_GROWTH);
	put_u16(out, ZIP_RESERVED_BYTES - 4);
	if (is_large(file)) {
		buf_put_u64le(out, file->bytes);
		buf_put_u64le(out, file->bytes);
	} else {
		put_u16(out, ZIP_GROWTH_MARK);
		put_u16(out, 0);
		buf_put(out, padding, sizeof padding);
	}
}

static void
put_central(struct buf *out, const struct zip_file *file)
{
	bool far = file->header_at >= ZIP_MAX_32, large = is_large(file);
	uint16_t extra = (uint16_t)((large ? 16 : 0) + (far ? 8 : 0));

	buf_put_u32le(out, ZIP_CENTRAL_MARK);
	put_u16(out, ZIP_MADE_BY_UNIX << 8 | ZIP_VERSION_64);
	put_shared(out, file, large || far);
	put_u16(out, extra != 0 ? (uint16_t)(extra + 4) : 0);
	put_u16(out, 0); /* comment */
	put_u16(out, 0); /* disk */
	put_u16(out, 0);
	buf_put_u32le(out, UINT32_C(0100644) << 16); /* regular file, rw-r--r-- */
	buf_put_u32le(out, far ? ZIP_MAX_32 : (uint32_t)file->header_at);
	buf_put(out, file->name, file->name_bytes);
	if (extra == 0)
		return;
	put_u16(out, ZIP_EXTRA_ZIP64);
	put_u16(out, extra);
	if (large) {
		buf_put_u64le(out, file->bytes);
		buf_put_u64le(out, file->bytes);
	}
	if (far)
		buf_put_u64le(out, file->header_at);
}

enum status
zip_file_begin(struct zip_writer *zip, struct slice name, struct err *err)
{
	struct zip_file *file = &zip->file;

	assert(!file->open);
	if (name.n == 0 || name.n > sizeof file->name)
		return fail(err, E_LIMIT, "zip: a name of %zu bytes", name.n);
	file->open = true;
	memcpy(file->name, name.p, name.n);
	file->name_bytes = name.n;
	file->header_at = zip->window_at + zip->window.n;
	file->bytes = 0;
	file->crc = 0;
	put_local(&zip->window, file);
	return flush_when_full(zip, err);
}

enum status
zip_file_write(struct zip_writer *zip, struct slice bytes, struct err *err)
{
	struct zip_file *file = &zip->file;
	struct slice part;
	enum status status = OK;

	assert(file->open);
	file->crc = crc32_add(&zip->crc, file->crc, bytes.p, bytes.n);
	file->bytes += bytes.n;
	while (bytes.n != 0 && status == OK) {
		size_t n = bytes.n < ZIP_BUFFER_BYTES ? bytes.n : ZIP_BUFFER_BYTES;

		if (!take(&bytes, n, &part))
			break;
		buf_put_slice(&zip->window, part);
		status = flush_when_full(zip, err);
	}
	return status;
}

/* The header again, now that checksum and sizes are known. */
static enum status
header_rewrite(struct zip_writer *zip, struct err *err)
{
	uint8_t bytes[ZIP_LOCAL_BYTES + ZIP_NAME_MAX_BYTES + ZIP_RESERVED_BYTES];
	struct buf header = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	uint64_t at = zip->file.header_at;

	put_local(&header, &zip->file);
	assert(header.failed == OK);
	if (at < zip->window_at)
		return write_at(zip, at, buf_slice(&header), err);
	memcpy(zip->window.p + (at - zip->window_at), header.p, header.n);
	return OK;
}

enum status
zip_file_end(struct zip_writer *zip, struct err *err)
{
	enum status status;

	assert(zip->file.open);
	status = header_rewrite(zip, err);
	if (status != OK)
		return status;
	put_central(&zip->directory, &zip->file);
	zip->files++;
	zip->file.open = false;
	return buf_check(&zip->directory, err);
}

static void
put_end64(struct zip_writer *zip, uint64_t at)
{
	struct buf *out = &zip->window;
	uint64_t end_at = at + zip->directory.n;

	buf_put_u32le(out, ZIP_END64_MARK);
	buf_put_u64le(out, ZIP_END64_BYTES - 12); /* 4.3.14.1: what follows this field */
	put_u16(out, ZIP_MADE_BY_UNIX << 8 | ZIP_VERSION_64);
	put_u16(out, ZIP_VERSION_64);
	buf_put_u32le(out, 0);
	buf_put_u32le(out, 0);
	buf_put_u64le(out, zip->files);
	buf_put_u64le(out, zip->files);
	buf_put_u64le(out, zip->directory.n);
	buf_put_u64le(out, at);
	buf_put_u32le(out, ZIP_LOCATOR_MARK);
	buf_put_u32le(out, 0);
	buf_put_u64le(out, end_at);
	buf_put_u32le(out, 1);
}

static void
put_end(struct zip_writer *zip, uint64_t at, bool zip64)
{
	struct buf *out = &zip->window;
	uint16_t files = zip->files >= ZIP_MAX_16 ? ZIP_MAX_16 : (uint16_t)zip->files;

	if (zip64)
		put_end64(zip, at);
	buf_put_u32le(out, ZIP_END_MARK);
	put_u16(out, 0);
	put_u16(out, 0);
	put_u16(out, files);
	put_u16(out, files);
	buf_put_u32le(
	    out, zip->directory.n >= ZIP_MAX_32 ? ZIP_MAX_32 : (uint32_t)zip->directory.n);
	buf_put_u32le(out, at >= ZIP_MAX_32 ? ZIP_MAX_32 : (uint32_t)at);
	put_u16(out, 0); /* comment */
}

enum status
zip_writer_finish(struct zip_writer *zip, struct err *err)
{
	uint64_t at = zip->window_at + zip->window.n;
	bool zip64 = zip->files >= ZIP_MAX_16 || zip->directory.n >= ZIP_MAX_32 || at >= ZIP_MAX_32;
	enum status status;

	assert(!zip->file.open);
	status = buf_check(&zip->directory, err);
	if (status == OK)
		status = flush(zip, err);
	if (status == OK)
		status = write_at(zip, at, buf_slice(&zip->directory), err);
	if (status != OK)
		return status;
	zip->window_at += zip->directory.n;
	put_end(zip, at, zip64);
	return flush(zip, err);
}
