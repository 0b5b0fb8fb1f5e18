/* src/prove/pack_reader.c
 * The files of a pack as a sorted list; see pack_reader.h. */
#include "prove/pack_reader.h"

#include <errno.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/mem.h"
#include "prove/bag.h"
#include "prove/zip_reader.h"
#include "sys/os/file.h"

enum { PACK_NAMES_MAX_BYTES = 1536 * 1024 * 1024, PACK_MAX_DEPTH = 16, ODD_NAME_BYTES = 120 };

struct pack {
	struct io io;
	int zip;    /* handle, or -1 for a folder */
	char *root; /* the folder */
	struct arena arena;
	struct pack_file *files;
	size_t count, room;
	struct pack_odd odd[PACK_MAX_ODD];
	uint64_t odd_count;
};

/* Names of strangers are shown without anything a terminal or a page could act on. */
static struct text
printable(struct pack *pack, struct slice name)
{
	size_t n = name.n < ODD_NAME_BYTES ? name.n : ODD_NAME_BYTES;
	char *copy = arena_alloc(&pack->arena, n + 1, 1);

	if (copy == NULL)
		return TEXT_LITERAL("?");
	for (size_t i = 0; i < n; i++)
		copy[i] = (char)(name.p[i] > ' ' && name.p[i] < 0x7f ? name.p[i] : '?');
	return (struct text){copy, n};
}

static void
odd_add(struct pack *pack, struct slice name, const char *what)
{
	if (pack->odd_count < PACK_MAX_ODD)
		pack->odd[pack->odd_count] = (struct pack_odd){printable(pack, name), what};
	pack->odd_count++;
}

/* `name` must live as long as the pack. */
static enum status
file_add(struct pack *pack, struct slice name, uint64_t at, uint64_t bytes, struct err *err)
{
	struct pack_file *more;

	if (!bag_name_ok(name)) {
		odd_add(pack, name, "does not have a name that belongs in a pack");
		return OK;
	}
	if (pack->count == BAG_MAX_FILES)
		return fail(err, E_LIMIT, "pack: more than %d files", BAG_MAX_FILES);
	more = mem_more(pack->files, pack->count, &pack->room, sizeof *more);
	if (more == NULL)
		return fail(err, E_NOMEM, "pack: out of memory");
	pack->files = more;
	pack->files[pack->count++] = (struct pack_file){name, bytes, at};
	return OK;
}

static enum status
each_in_folder(void *ctx, const struct walk_entry *entry, struct err *err)
{
	struct pack *pack = ctx;
	struct slice name = slice_of(entry->below, strlen(entry->below));
	char *copy;

	switch (entry->kind) {
	case WALK_FILE:
		copy = arena_z(&pack->arena, name);
		if (copy == NULL)
			return fail(err, E_NOMEM, "pack: out of memory");
		return file_add(pack, slice_of(copy, name.n), 0, entry->stat->bytes, err);
	case WALK_LINK: odd_add(pack, name, "is a link, not a file"); break;
	case WALK_OTHER: odd_add(pack, name, "is not a file"); break;
	case WALK_LOOP: odd_add(pack, name, "is a folder that contains itself"); break;
	case WALK_DEEP: odd_add(pack, name, "is a folder too deep inside others"); break;
	case WALK_UNREADABLE: odd_add(pack, name, "cannot be looked at"); break;
	}
	return OK;
}

static enum status
folder_open(struct pack *pack, const char *path, struct err *err)
{
	struct walk_options options = WALK_OPTIONS_INIT;

	options.max_depth = PACK_MAX_DEPTH;
	options.max_entries = (uint64_t)2 * BAG_MAX_FILES;
	pack->root = mem_copy_z(path, strlen(path));
	if (pack->root == NULL)
		return fail(err, E_NOMEM, "pack: out of memory");
	return file_walk(&pack->io, path, &options, each_in_folder, pack, err);
}

/* The one folder in a ZIP that the bag stands in, with its slash; empty when it stands outside. */
static struct slice
zip_top(const struct zip_entry *entries, size_t count)
{
	struct slice rest, top;

	for (size_t i = 0; i < count; i++)
		if (slice_eq(entries[i].name, SLICE_LITERAL("bagit.txt")))
			return slice_of(entries[i].name.p, 0);
	rest = count != 0 ? entries[0].name : slice_of(NULL, 0);
	if (!cut(&rest, '/', &top))
		return slice_of(NULL, 0);
	return slice_of(top.p, top.n + 1);
}

static enum status
zip_open(struct pack *pack, const char *path, struct err *err)
{
	struct zip_entry *entries;
	struct slice top, name, head;
	size_t count;
	enum status status;

	status = file_open(&pack->io, path, IO_READ, &pack->zip, err);
	if (status == OK)
		status = zip_directory(&pack->io, pack->zip, &pack->arena, &entries, &count, err);
	if (status != OK)
		return status;
	top = zip_top(entries, count);
	for (size_t i = 0; i < count && status == OK; i++) {
		name = entries[i].name;
		if (name.n < top.n || !take(&name, top.n, &head) || !slice_eq(head, top))
			odd_add(pack, entries[i].name, "stands outside the pack's folder");
		else
			status = file_add(pack, name, entries[i].at, entries[i].bytes, err);
	}
	return status;
}

static int
file_order(const void *a, const void *b)
{
	const struct pack_file *x = a, *y = b;

	return slice_compare(x->name, y->name);
}

/* A ZIP may hold one name twice; what is read then is the first, and the second is odd. */
static void
files_sort(struct pack *pack)
{
	size_t n = 0;

	if (pack->count == 0)
		return;
	qsort(pack->files, pack->count, sizeof *pack->files, file_order);
	for (size_t i = 0; i < pack->count; i++) {
		if (n != 0 && slice_eq(pack->files[n - 1].name, pack->files[i].name))
			odd_add(pack, pack->files[i].name, "stands in the ZIP twice");
		else
			pack->files[n++] = pack->files[i];
	}
	pack->count = n;
}

static enum status
pack_fill(struct pack *pack, const char *path, struct err *err)
{
	struct io_stat st;
	size_t at;
	enum status status;
	int failed = pack->io.ops->stat(pack->io.ctx, path, &st);

	if (failed != 0)
		return file_fail(err, failed, "cannot find", path);
	status = st.is_folder ? folder_open(pack, path, err) : zip_open(pack, path, err);
	if (status != OK)
		return status;
	files_sort(pack);
	if (!pack_find(pack, SLICE_LITERAL("bagit.txt"), &at))
		return fail(err, E_NOTFOUND, "this is not a pack: it has no bagit.txt");
	return OK;
}

enum status
pack_open(const struct io *io, const char *path, struct pack **out, struct err *err)
{
	struct pack *pack = mem_new(1, sizeof *pack);
	enum status status;

	if (pack == NULL)
		return fail(err, E_NOMEM, "pack: out of memory");
	pack->io = *io;
	pack->zip = -1;
	arena_init(&pack->arena, PACK_NAMES_MAX_BYTES);
	status = pack_fill(pack, path, err);
	if (status != OK) {
		pack_close(pack);
		return status;
	}
	*out = pack;
	return OK;
}

void
pack_close(struct pack *pack)
{
	if (pack == NULL)
		return;
	file_close(&pack->io, pack->zip);
	mem_free(pack->root);
	mem_free(pack->files);
	arena_fini(&pack->arena);
	mem_free(pack);
}

size_t
pack_count(const struct pack *pack)
{
	return pack->count;
}

const struct pack_file *
pack_file_of(const struct pack *pack, size_t index)
{
	return &pack->files[index];
}

bool
pack_find(const struct pack *pack, struct slice name, size_t *index)
{
	size_t low = 0, high = pack->count, middle;
	int order;

	while (low < high) {
		middle = low + (high - low) / 2;
		order = slice_compare(name, pack->files[middle].name);
		if (order == 0) {
			*index = middle;
			return true;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

uint64_t
pack_odd_count(const struct pack *pack)
{
	return pack->odd_count;
}

const struct pack_odd *
pack_odd_of(const struct pack *pack, size_t index)
{
	return &pack->odd[index];
}

enum status
pack_stream_open(const struct pack *pack, size_t index, struct pack_stream *out, struct err *err)
{
	const struct pack_file *file = &pack->files[index];
	struct pack_stream stream = {.pack = pack, .handle = pack->zip};
	struct buf path;
	enum status status;

	if (pack->zip >= 0) {
		stream.at = file->at;
		stream.end = file->at + file->bytes;
		*out = stream;
		return OK;
	}
	buf_init(&path, FILE_PATH_BYTES + BAG_NAME_MAX_BYTES + 2);
	buf_put_c(&path, pack->root);
	buf_put_byte(&path, '/');
	buf_put_slice(&path, file->name);
	buf_put_byte(&path, 0);
	status = buf_check(&path, err);
	if (status == OK)
		status = file_open(&pack->io, (const char *)path.p, IO_READ, &stream.handle, err);
	buf_fini(&path);
	if (status != OK)
		return status;
	stream.end = file->bytes;
	*out = stream;
	return OK;
}

enum status
pack_stream_read(struct pack_stream *stream, void *p, size_t n, size_t *got, struct err *err)
{
	uint64_t left = stream->end - stream->at;
	size_t want = left < n ? (size_t)left : n;
	enum status status;

	status = file_read_full(&stream->pack->io, stream->handle, stream->at, p, want, err);
	if (status != OK)
		return status;
	stream->at += want;
	*got = want;
	return OK;
}

void
pack_stream_close(struct pack_stream *stream)
{
	if (stream->pack->zip < 0)
		file_close(&stream->pack->io, stream->handle);
	stream->handle = -1;
}

enum status
pack_load(const struct pack *pack, size_t index, size_t max_bytes, struct buf *out, struct err *err)
{
	const struct pack_file *file = &pack->files[index];
	struct pack_stream stream;
	enum status status;
	uint8_t *to;
	size_t got;

	if (file->bytes > max_bytes)
		return fail(err, E_LIMIT, "over %zu bytes", max_bytes);
	status = pack_stream_open(pack, index, &stream, err);
	if (status != OK)
		return status;
	buf_reset(out);
	to = file->bytes != 0 ? buf_extend(out, (size_t)file->bytes) : NULL;
	status = buf_check(out, err);
	if (status == OK && to != NULL)
		status = pack_stream_read(&stream, to, (size_t)file->bytes, &got, err);
	pack_stream_close(&stream);
	return status;
}
