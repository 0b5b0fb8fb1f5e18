/* fuzz/pack.c
 * A whole pack that somebody changed, checked as daybook-verify checks it: every file of it is
 * parsed before anything is believed.
 *   'f' edits  the folder as an accident leaves it: any change of a byte must be noticed.
 *   'l' edits  the folder as a liar leaves it: the lists are made again, so the deeper files are
 *              read too.
 *   'z' edits  the same pack as a ZIP.
 *   'n' name LF bytes  one file replaced by `bytes` (or added), the lists made again. */
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "prove/bag.h"
#include "prove/pack_verify.h"
#include "tests/prove/pack_sample.h"
#include "tests/support/mem_io.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { FILES_MAX = 128, PATH_BYTES = 256, SAID_MAX_BYTES = 1 << 20, ROOT_BYTES = 2 /* "p/" */ };

static const char zip_path[] = "p.zip";

struct files {
	char path[FILES_MAX][PATH_BYTES];
	size_t count;
};

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
path_take(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	struct files *files = ctx;

	(void)p, (void)n;
	must(files->count < FILES_MAX && strlen(path) < PATH_BYTES);
	memcpy(files->path[files->count++], path, strlen(path) + 1);
}

struct renaming {
	struct mem_io *from, *to;
	const char *old, *name;
};

static void
file_rename(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	struct renaming *renaming = ctx;
	char renamed[2 * PATH_BYTES];
	size_t old_n = strlen(renaming->old);

	if (strncmp(path, renaming->old, old_n) != 0)
		return;
	(void)snprintf(renamed, sizeof renamed, "%s%s", renaming->name, path + old_n);
	mem_io_remove(renaming->to, path);
	mem_io_put(renaming->to, renamed, p, n);
}

/* The disk in memory renames files only; a pack gets its name as a folder. */
static int
any_rename(void *ctx, const char *from, const char *to)
{
	struct renaming renaming = {mem_io_copy(ctx), ctx, from, to};

	mem_io_each(renaming.from, file_rename, &renaming);
	mem_io_free(renaming.from);
	return 0;
}

static struct mem_io *
pack_made(bool zip)
{
	struct mem_io *disk = mem_io_new();
	struct io_ops ops = *mem_io_seam(disk).ops;
	struct io io = {&ops, disk};
	struct pack_options options;
	struct pack_written written;
	struct sample sample;

	ops.rename = any_rename;
	sample_init(&sample);
	options = sample_options(&sample, &io);
	options.path = zip ? zip_path : "p";
	options.zip = zip;
	must(sample_pack(&sample, &options, &written, NULL) == OK);
	sample_fini(&sample);
	return disk;
}

/* --- the lists, made again --- */

struct listing {
	struct buf lines;
	bool payload;
	uint64_t bytes, files;
};

static void
line_add(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	struct listing *listing = ctx;
	struct slice name = slice_of(path + ROOT_BYTES, strlen(path) - ROOT_BYTES);
	uint8_t sha256[SHA256_BYTES];

	if (bag_name_is_payload(name) != listing->payload || !bag_name_ok(name) ||
	    slice_eq(name, SLICE_LITERAL("tagmanifest-sha256.txt")))
		return;
	sha256_of(slice_of(p, n), sha256);
	bag_line_put(&listing->lines, sha256, name);
	listing->bytes += n;
	listing->files++;
}

static struct listing
listed(struct mem_io *disk, bool payload)
{
	struct listing listing = {.payload = payload};

	buf_init(&listing.lines, SAID_MAX_BYTES);
	mem_io_each(disk, line_add, &listing);
	return listing;
}

static void
lists_again(struct mem_io *disk)
{
	struct listing payload = listed(disk, true), tags;
	struct buf info;
	size_t n;
	const uint8_t *old = mem_io_file(disk, "p/bag-info.txt", &n);
	struct slice rest = slice_of(old, old != NULL ? n : 0), line;

	buf_init(&info, SAID_MAX_BYTES);
	while (cut(&rest, '\n', &line)) {
		if (slice_starts(line, "Payload-Oxum: "))
			continue;
		buf_put_slice(&info, line);
		buf_put_byte(&info, '\n');
	}
	bag_oxum_put(&info, payload.bytes, payload.files);
	mem_io_put(disk, "p/bag-info.txt", info.p, info.n);
	mem_io_put(disk, "p/manifest-sha256.txt", payload.lines.p, payload.lines.n);
	tags = listed(disk, false);
	mem_io_put(disk, "p/tagmanifest-sha256.txt", tags.lines.p, tags.lines.n);
	buf_fini(&tags.lines);
	buf_fini(&payload.lines);
	buf_fini(&info);
}

/* --- what the checker says --- */

/* True when it held; whatever it says can be printed. */
static bool
holds(struct mem_io *disk, const char *path)
{
	struct pack_verify_options options = PACK_VERIFY_OPTIONS_INIT;
	struct verify_report *report = calloc(1, sizeof *report);
	struct io io = mem_io_seam(disk);
	struct buf said;
	bool ok;

	must(report != NULL);
	verify_report_init(report, "pack");
	ok = pack_verify(&io, path, &options, report, NULL) == OK && verify_report_ok(report);
	must(
	    verify_report_exit(report) == 0 || report->problem_count != 0 || report->unsure || !ok);
	buf_init(&said, SAID_MAX_BYTES);
	verify_report_text(report, &said);
	must(text_check(buf_slice(&said), &(struct text){NULL, 0}, NULL));
	buf_fini(&said);
	verify_report_fini(report);
	free(report);
	return ok;
}

/* Each 5 bytes are a file, an offset, a kind of edit and a value. */
static void
edits_make(struct mem_io *disk, const struct files *files, const uint8_t *data, size_t n)
{
	uint8_t *p;
	size_t at, length, from;

	for (; n >= 5; data += 5, n -= 5) {
		const char *path = files->path[data[0] % files->count];

		p = mem_io_file(disk, path, &length);
		if (p == NULL || length == 0)
			continue;
		at = ((size_t)data[1] << 8 | data[2]) % length;
		switch (data[3] % 5) {
		case 0: p[at] ^= data[4]; break;
		case 1: p[at] = data[4]; break;
		case 2: mem_io_put(disk, path, p, at); break;
		case 3: mem_io_remove(disk, path); break;
		default: /* one stretch of the file over another */
			from = (size_t)data[4] * 61 % length;
			if (from + 64 <= length && at + 64 <= length)
				memmove(p + at, p + from, 64);
			break;
		}
	}
}

struct compared {
	struct mem_io *other;
	bool same;
};

static void
compare(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	struct compared *compared = ctx;
	size_t other_n = SIZE_MAX; /* stays when there is no such file */
	const uint8_t *other = mem_io_file(compared->other, path, &other_n);

	if (other_n != n || (n != 0 && (other == NULL || memcmp(other, p, n) != 0)))
		compared->same = false;
}

static bool
same(struct mem_io *a, struct mem_io *b)
{
	struct compared forth = {b, true}, back = {a, true};

	mem_io_each(a, compare, &forth);
	mem_io_each(b, compare, &back);
	return forth.same && back.same;
}

static void
file_replace(struct mem_io *disk, struct slice in)
{
	char path[PATH_BYTES] = "p/";
	struct slice name;

	if (!cut(&in, '\n', &name) || !bag_name_ok(name) || name.n + ROOT_BYTES >= sizeof path)
		return;
	memcpy(path + ROOT_BYTES, name.p, name.n);
	mem_io_put(disk, path, in.p, in.n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct mem_io *folder, *zip;
	static struct files files, zip_files;
	struct mem_io *disk;
	bool held;

	if (folder == NULL) {
		folder = pack_made(false);
		zip = pack_made(true);
		mem_io_each(folder, path_take, &files);
		mem_io_each(zip, path_take, &zip_files);
		must(holds(folder, "p") && holds(zip, zip_path));
	}
	if (n < 1)
		return 0;
	disk = mem_io_copy(data[0] == 'z' ? zip : folder);
	if (data[0] == 'n')
		file_replace(disk, slice_of(data + 1, n - 1));
	else
		edits_make(disk, data[0] == 'z' ? &zip_files : &files, data + 1, n - 1);
	if (data[0] == 'n' || data[0] == 'l')
		lists_again(disk);
	held = holds(disk, data[0] == 'z' ? zip_path : "p");
	if (data[0] != 'z' && data[0] != 'n' && data[0] != 'l')
		must(held == same(disk, folder));
	mem_io_free(disk);
	return 0;
}
