/* fuzz/bag.c
 * Everything of a pack that is parsed before anything in it is checked: the lists of files,
 * bag-info.txt, leaves.txt, records.txt, and the directory of a ZIP. */
#include <errno.h>
#include <stdlib.h>

#include "prove/bag.h"
#include "prove/shown.h"
#include "prove/zip_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
manifest_try(struct slice in, struct buf *again)
{
	struct slice rest = in;
	struct bag_line line;
	struct bag_info info;

	buf_reset(again);
	while (rest.n != 0 && bag_line_next(&rest, &line, NULL) == OK) {
		must(bag_name_ok(line.name));
		bag_line_put(again, line.sha256, line.name);
	}
	must(slice_eq(buf_slice(again), slice_of(in.p, in.n - rest.n)));
	(void)!bag_info_parse(in, &info, NULL);
}

static void
leaves_try(struct slice in, struct buf *again)
{
	struct slice rest = in;
	struct leaf_line line;
	struct merkle merkle;
	struct hash *hash = hash_new();
	uint8_t root[SHA256_BYTES];
	bool got = true;

	must(hash != NULL);
	buf_reset(again);
	merkle_init(&merkle);
	while (got && leaf_line_take(&rest, &line, &got, NULL) == OK && got) {
		leaf_line_put(again, &line);
		(void)!merkle_add_subtree(&merkle, hash, line.level, line.hash);
	}
	merkle_root(&merkle, hash, root);
	must(slice_eq(buf_slice(again), slice_of(in.p, in.n - rest.n)));
	hash_free(hash);
}

static void
records_try(struct slice in, struct buf *again)
{
	struct slice rest = in;
	struct shown_record record;
	bool got = true;

	buf_reset(again);
	while (got && shown_record_take(&rest, &record, &got, NULL) == OK && got)
		shown_record_put(again, &record);
	must(slice_eq(buf_slice(again), slice_of(in.p, in.n - rest.n)));
}

/* --- a file in memory --- */

static int64_t
memory_pread(void *ctx, int handle, void *p, size_t n, uint64_t at)
{
	const struct slice *in = ctx;

	(void)handle;
	if (at >= in->n)
		return 0;
	n = n < in->n - (size_t)at ? n : in->n - (size_t)at;
	memcpy(p, in->p + at, n);
	return (int64_t)n;
}

static int
memory_size(void *ctx, int handle, uint64_t *bytes)
{
	const struct slice *in = ctx;

	(void)handle;
	*bytes = in->n;
	return 0;
}

/* Every file lies inside, and none over another. */
static void
zip_try(struct slice in)
{
	static const struct io_ops ops = {.pread = memory_pread, .size = memory_size};
	struct io io = {&ops, &in};
	struct zip_entry *entries;
	struct arena arena;
	size_t count;
	uint64_t end = 0;

	arena_init(&arena, 1 << 20);
	if (zip_directory(&io, 0, &arena, &entries, &count, NULL) == OK) {
		for (size_t i = 0; i < count; i++) {
			must(entries[i].name.n != 0 && entries[i].at >= end);
			end = entries[i].at + entries[i].bytes;
			must(end >= entries[i].at && end <= in.n);
		}
	}
	arena_fini(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf again;

	buf_init(&again, (size_t)2 * SHOWN_ITEM_MAX_BYTES);
	if (n <= SHOWN_ITEM_MAX_BYTES) {
		manifest_try(slice_of(data, n), &again);
		leaves_try(slice_of(data, n), &again);
		records_try(slice_of(data, n), &again);
		zip_try(slice_of(data, n));
	}
	buf_fini(&again);
	return 0;
}
