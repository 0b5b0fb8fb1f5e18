/* src/prove/pack_out.c
 * The files of a pack being written; see pack_out.h and docs/format/pack.md sections 2 and 8. */
#include "prove/pack_out.h"

#include <assert.h>
#include <errno.h>

#include "base/encode.h"
#include "base/mem.h"
#include "prove/bag.h"
#include "prove/zip_writer.h"
#include "sys/os/file.h"

enum { OUT_BUFFER_BYTES = 1024 * 1024, OUT_PATH_BYTES = 4000 };

struct pack_out {
	struct io io;
	bool is_zip, renamed, spool_made;
	char *path, *part, *spool; /* final name; "….part" while it grows; "….wait.part" */
	struct buf top;            /* ZIP: the one folder everything stands in, with its slash */
	struct buf payload, tags;  /* the two manifests */
	struct buf folders;        /* made by us, NUL after each, parents first */
	struct buf names;          /* files made by us, NUL after each */
	struct buf scratch;        /* a path being put together */
	struct hash *hash;
	uint64_t payload_files, payload_bytes, files, bytes;
	struct zip_writer *zip;
	int handle; /* the ZIP, or the file being written, or -1 */
	bool open;
	struct buf name;   /* of the open file */
	struct buf window; /* folder: not yet written bytes of the open file */
	uint64_t window_at;
	uint64_t file_bytes;
};

static char *
path_with(const char *path, const char *end)
{
	struct buf buf;
	char *out = NULL;

	buf_init(&buf, OUT_PATH_BYTES + 32);
	buf_put_c(&buf, path);
	buf_put_c(&buf, end);
	if (buf.failed == OK)
		out = mem_copy_z(buf.p, buf.n);
	buf_fini(&buf);
	return out;
}

/* The ZIP's own name made safe: "/x/My Pack.zip" gives "my-pack/". */
static void
top_of(const char *path, struct buf *out)
{
	const char *slash = strrchr(path, '/');
	struct slice base = slice_of_text(text_of_c(slash != NULL ? slash + 1 : path));

	if (base.n > 4 && slice_eq_nocase(slice_of(base.p + base.n - 4, 4), SLICE_LITERAL(".zip")))
		base.n -= 4;
	for (size_t i = 0; i < base.n && out->n < 40; i++) {
		uint8_t c = base.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (uint8_t)(c + 32);
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			buf_put_byte(out, c);
		else if (out->n != 0 && out->p[out->n - 1] != '-')
			buf_put_byte(out, '-');
	}
	if (out->n == 0)
		buf_put_c(out, "pack");
	buf_put_byte(out, '/');
}

static enum status
out_alloc(struct pack_out *out, const char *path, struct err *err)
{
	if (strlen(path) > OUT_PATH_BYTES)
		return fail(err, E_LIMIT, "pack: the path is over %d bytes", OUT_PATH_BYTES);
	out->handle = -1;
	buf_init(&out->top, 64);
	buf_init(&out->payload, BAG_MANIFEST_MAX_BYTES);
	buf_init(&out->tags, BAG_MANIFEST_MAX_BYTES);
	buf_init(&out->folders, BAG_MANIFEST_MAX_BYTES);
	buf_init(&out->names, BAG_MANIFEST_MAX_BYTES);
	buf_init(&out->scratch, (size_t)2 * FILE_PATH_BYTES);
	buf_init(&out->name, BAG_NAME_MAX_BYTES + 1);
	buf_init(&out->window, OUT_BUFFER_BYTES);
	top_of(path, &out->top);
	out->path = path_with(path, "");
	out->part = path_with(path, ".part");
	out->spool = path_with(path, ".wait.part");
	out->hash = hash_new();
	if (out->path == NULL || out->part == NULL || out->spool == NULL || out->hash == NULL ||
	    out->top.failed != OK)
		return fail(err, E_NOMEM, "pack: out of memory");
	return OK;
}

static enum status
must_be_free(const struct pack_out *out, const char *path, struct err *err)
{
	struct io_stat st;
	int failed = out->io.ops->stat(out->io.ctx, path, &st);

	if (failed == 0)
		return file_fail(err, -EEXIST, "cannot write", path);
	return failed == -ENOENT ? OK : file_fail(err, failed, "cannot write", path);
}

/* Whether it is a pack that was cut off or something of the person's cannot be told for certain, so
 * it is not removed. */
static enum status
part_stands(const char *path, struct err *err)
{
	return fail(err, E_CONFLICT, "a pack that was not finished stands at %s", path);
}

static enum status
start(struct pack_out *out, struct err *err)
{
	enum status status;
	struct io_stat st;
	int failed;

	status = must_be_free(out, out->path, err);
	if (status != OK)
		return status;
	if (out->io.ops->stat(out->io.ctx, out->spool, &st) == 0)
		return part_stands(out->spool, err);
	if (!out->is_zip) {
		failed = out->io.ops->mkdir(out->io.ctx, out->part);
		if (failed == -EEXIST)
			return part_stands(out->part, err);
		return failed != 0 ? file_fail(err, failed, "cannot make folder", out->part) : OK;
	}
	status = file_open(&out->io, out->part, IO_WRITE | IO_NEW, &out->handle, err);
	if (status == E_CONFLICT)
		return part_stands(out->part, err);
	if (status != OK)
		return status;
	status = zip_writer_new(&out->io, out->handle, &out->zip, err);
	if (status != OK) {
		file_close(&out->io, out->handle);
		out->handle = -1;
		(void)out->io.ops->unlink(out->io.ctx, out->part); /* ours, and empty */
	}
	return status;
}

enum status
pack_out_new(
    const struct io *io, const char *path, bool zip, struct pack_out **ret, struct err *err)
{
	struct pack_out *out = mem_new(1, sizeof *out);
	enum status status;

	if (out == NULL)
		return fail(err, E_NOMEM, "pack: out of memory");
	out->io = *io;
	out->is_zip = zip;
	status = out_alloc(out, path, err);
	if (status == OK)
		status = start(out, err);
	if (status != OK) {
		pack_out_free(out); /* nothing of ours stands on the disk */
		return status;
	}
	*ret = out;
	return OK;
}

enum status
pack_out_spool_open(struct pack_out *out, int *handle, struct err *err)
{
	enum status status = file_open(&out->io, out->spool, IO_WRITE | IO_NEW, handle, err);

	out->spool_made = status == OK || out->spool_made;
	return status;
}

void
pack_out_spool_close(struct pack_out *out, int handle)
{
	file_close(&out->io, handle);
	if (out->spool_made)
		(void)out->io.ops->unlink(out->io.ctx, out->spool); /* a scratch file of ours */
	out->spool_made = false;
}

/* "part/name" with a NUL, in scratch. */
static enum status
place_of(struct pack_out *out, const char *name, const char **path, struct err *err)
{
	enum status status = file_join(&out->scratch, out->part, name, err);

	if (status == OK)
		*path = (const char *)out->scratch.p;
	return status;
}

/* Every folder on the way to `name`, once. */
static enum status
folders_make(struct pack_out *out, const char *name, struct err *err)
{
	char folder[BAG_NAME_MAX_BYTES + 1];
	const char *path;
	enum status status;
	int failed;

	for (size_t i = 0; name[i] != '\0'; i++) {
		if (name[i] != '/')
			continue;
		memcpy(folder, name, i);
		folder[i] = '\0';
		status = place_of(out, folder, &path, err);
		if (status != OK)
			return status;
		failed = out->io.ops->mkdir(out->io.ctx, path);
		if (failed == -EEXIST)
			continue;
		if (failed != 0)
			return file_fail(err, failed, "cannot make folder", path);
		buf_put(&out->folders, folder, i + 1);
	}
	return buf_check(&out->folders, err);
}

static enum status
folder_begin(struct pack_out *out, const char *name, struct err *err)
{
	const char *path;
	enum status status = folders_make(out, name, err);

	if (status == OK)
		status = place_of(out, name, &path, err);
	if (status == OK)
		status = file_open(&out->io, path, IO_WRITE | IO_NEW, &out->handle, err);
	if (status != OK)
		return status;
	buf_put(&out->names, name, strlen(name) + 1);
	buf_reset(&out->window);
	out->window_at = 0;
	return buf_check(&out->names, err);
}

enum status
pack_out_begin(struct pack_out *out, const char *name, struct err *err)
{
	enum status status;

	assert(!out->open && bag_name_ok(slice_of_text(text_of_c(name))));
	if (out->files >= BAG_MAX_FILES)
		return fail(err, E_LIMIT, "pack: more than %d files", BAG_MAX_FILES);
	buf_reset(&out->name);
	buf_put_c(&out->name, name);
	status = buf_check(&out->name, err);
	if (status != OK)
		return status;
	out->file_bytes = 0;
	out->open = true;
	hash_reset(out->hash);
	if (!out->is_zip)
		return folder_begin(out, name, err);
	buf_reset(&out->scratch);
	buf_put_slice(&out->scratch, buf_slice(&out->top));
	buf_put_slice(&out->scratch, buf_slice(&out->name));
	status = buf_check(&out->scratch, err);
	return status == OK ? zip_file_begin(out->zip, buf_slice(&out->scratch), err) : status;
}

static enum status
window_flush(struct pack_out *out, struct err *err)
{
	enum status status;

	if (out->window.n == 0)
		return OK;
	status = file_write_full(
	    &out->io, out->handle, out->window_at, out->window.p, out->window.n, err);
	out->window_at += out->window.n;
	buf_reset(&out->window);
	return status;
}

static enum status
folder_write(struct pack_out *out, struct slice bytes, struct err *err)
{
	struct slice part;
	enum status status = OK;

	while (bytes.n != 0 && status == OK) {
		size_t room = OUT_BUFFER_BYTES - out->window.n;

		if (!take(&bytes, bytes.n < room ? bytes.n : room, &part))
			break;
		buf_put_slice(&out->window, part);
		status = buf_check(&out->window, err);
		if (status == OK && out->window.n == OUT_BUFFER_BYTES)
			status = window_flush(out, err);
	}
	return status;
}

enum status
pack_out_write(struct pack_out *out, struct slice bytes, struct err *err)
{
	assert(out->open);
	hash_add(out->hash, bytes.p, bytes.n);
	out->file_bytes += bytes.n;
	return out->is_zip ? zip_file_write(out->zip, bytes, err) : folder_write(out, bytes, err);
}

static enum status
folder_end(struct pack_out *out, struct err *err)
{
	enum status status = window_flush(out, err);

	if (status == OK && out->io.ops->sync_all == NULL)
		status = file_sync(&out->io, out->handle, err);
	file_close(&out->io, out->handle);
	out->handle = -1;
	return status;
}

static enum status
list_file(struct pack_out *out, const uint8_t sha256[SHA256_BYTES], struct err *err)
{
	bool payload = bag_name_is_payload(buf_slice(&out->name));
	struct buf *list = payload ? &out->payload : &out->tags;

	bag_line_put(list, sha256, buf_slice(&out->name));
	if (payload) {
		out->payload_files++;
		out->payload_bytes += out->file_bytes;
	}
	out->files++;
	out->bytes += out->file_bytes;
	return buf_check(list, err);
}

enum status
pack_out_end(struct pack_out *out, struct pack_file_info *info, struct err *err)
{
	struct pack_file_info found = {.bytes = out->file_bytes};
	enum status status;

	assert(out->open);
	hash_end(out->hash, found.sha256);
	status = out->is_zip ? zip_file_end(out->zip, err) : folder_end(out, err);
	out->open = false;
	if (status == OK)
		status = list_file(out, found.sha256, err);
	if (status == OK && info != NULL)
		*info = found;
	return status;
}

enum status
pack_out_add(struct pack_out *out, const char *name, struct slice bytes, struct err *err)
{
	enum status status = pack_out_begin(out, name, err);

	if (status == OK)
		status = pack_out_write(out, bytes, err);
	return status == OK ? pack_out_end(out, NULL, err) : status;
}

/* RFC 8493: the lists come last; the tag manifest lists everything outside the payload but itself.
 */
static enum status
bag_files_add(
    struct pack_out *out, struct buf *info, char code[HEAD_CODE_CHARS + 1], struct err *err)
{
	enum status status;

	bag_oxum_put(info, out->payload_bytes, out->payload_files);
	status = buf_check(info, err);
	if (status == OK)
		status = pack_out_add(
		    out, "bagit.txt", slice_of_text(text_of_c(bag_declaration)), err);
	if (status == OK)
		status = pack_out_add(out, "bag-info.txt", buf_slice(info), err);
	if (status == OK)
		status = pack_out_add(out, "manifest-sha256.txt", buf_slice(&out->payload), err);
	if (status != OK)
		return status;
	head_code(buf_slice(&out->tags), code);
	/* Its own line would not be true any more, so it is taken as it stands. */
	return pack_out_add(out, "tagmanifest-sha256.txt", buf_slice(&out->tags), err);
}

static enum status
sync_folders(struct pack_out *out, struct err *err)
{
	struct slice rest = buf_slice(&out->folders), name;
	const char *path;
	enum status status = OK;
	int failed;

	if (out->io.ops->sync_all != NULL) {
		failed = out->io.ops->sync_all(out->io.ctx, out->part);
		return failed != 0 ? file_fail(err, failed, "cannot sync", out->part) : OK;
	}
	while (status == OK && cut(&rest, '\0', &name)) {
		status = place_of(out, (const char *)name.p, &path, err);
		if (status == OK)
			status = file_sync_folder(&out->io, path, err);
	}
	return status == OK ? file_sync_folder(&out->io, out->part, err) : status;
}

static enum status
settle(struct pack_out *out, struct err *err)
{
	enum status status;

	if (!out->is_zip)
		return sync_folders(out, err);
	status = zip_writer_finish(out->zip, err);
	if (status == OK)
		status = file_sync(&out->io, out->handle, err);
	file_close(&out->io, out->handle);
	out->handle = -1;
	return status;
}

/* "." for a path without a slash. */
static enum status
sync_parent(struct pack_out *out, struct err *err)
{
	const char *slash = strrchr(out->path, '/');

	buf_reset(&out->scratch);
	if (slash == NULL)
		buf_put_c(&out->scratch, ".");
	else
		buf_put(
		    &out->scratch, out->path, slash == out->path ? 1 : (size_t)(slash - out->path));
	buf_put_byte(&out->scratch, 0);
	return file_sync_folder(&out->io, (const char *)out->scratch.p, err);
}

enum status
pack_out_finish(
    struct pack_out *out, struct buf *info, struct pack_written *written, struct err *err)
{
	struct pack_written found = {0};
	enum status status;
	int failed;

	status = bag_files_add(out, info, found.code, err);
	if (status == OK)
		status = settle(out, err);
	if (status == OK)
		status = must_be_free(out, out->path, err);
	if (status != OK)
		return status;
	failed = out->io.ops->rename(out->io.ctx, out->part, out->path);
	if (failed != 0)
		return file_fail(err, failed, "cannot name", out->path);
	out->renamed = true;
	status = sync_parent(out, err);
	found.files = out->files;
	found.bytes = out->bytes;
	if (status == OK)
		*written = found;
	return status;
}

void
pack_out_free(struct pack_out *out)
{
	if (out == NULL)
		return;
	zip_writer_free(out->zip);
	file_close(&out->io, out->handle);
	hash_free(out->hash);
	buf_fini(&out->top);
	buf_fini(&out->payload);
	buf_fini(&out->tags);
	buf_fini(&out->folders);
	buf_fini(&out->names);
	buf_fini(&out->scratch);
	buf_fini(&out->name);
	buf_fini(&out->window);
	mem_free(out->path);
	mem_free(out->part);
	mem_free(out->spool);
	mem_free(out);
}

/* Only what was made here is removed, by name: no folder is ever emptied. */
static void
remove_folder(struct pack_out *out)
{
	struct slice rest = buf_slice(&out->names), name;
	const char *path;

	while (cut(&rest, '\0', &name))
		if (place_of(out, (const char *)name.p, &path, NULL) == OK)
			(void)out->io.ops->unlink(out->io.ctx, path);
	for (size_t end = out->folders.n; end > 0;) {
		size_t begin = end - 1; /* on the NUL; children come after their parents */

		while (begin > 0 && out->folders.p[begin - 1] != 0)
			begin--;
		if (place_of(out, (const char *)out->folders.p + begin, &path, NULL) == OK)
			(void)out->io.ops->rmdir(out->io.ctx, path);
		end = begin;
	}
	(void)out->io.ops->rmdir(out->io.ctx, out->part);
}

void
pack_out_abort(struct pack_out *out)
{
	if (out == NULL)
		return;
	file_close(&out->io, out->handle);
	out->handle = -1;
	if (out->renamed)
		;
	else if (out->is_zip)
		(void)out->io.ops->unlink(out->io.ctx, out->part);
	else
		remove_folder(out);
	pack_out_free(out);
}
