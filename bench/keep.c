/* bench/keep.c
 * Keeps every file of a folder in a new vault the way an import does (hash, encrypt, sync, read
 * back, log) and prints the rate.  Usage: bench-keep FILES-FOLDER NEW-VAULT [serial] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "keep/log.h"
#include "keep/object.h"
#include "sys/crypto/entropy.h"
#include "sys/os/file.h"
#include "sys/os/os_clock.h"
#include "sys/os/os_io.h"

enum { GROUP_FILES = 256 };

struct bench {
	struct vault *vault;
	struct io io;
	uint64_t files, bytes, grouped, entries;
	struct object_info group[GROUP_FILES];
};

static enum status
group_log(struct bench *b, struct err *err)
{
	enum status status = objects_settle(b->vault, err);
	struct entry entry = {0};

	for (uint64_t i = 0; i < b->grouped && status == OK; i++) {
		entropy_fill(&vault_seams(b->vault)->entropy, entry.seed, sizeof entry.seed);
		entry.fields[FIELD_KIND] = SLICE_LITERAL("original");
		entry.fields[FIELD_PRIVATE] = slice_of(b->group[i].id.text, OBJECT_ID_CHARS);
		status = log_append(b->vault, &entry, NULL, err);
	}
	if (status == OK)
		status = log_settle(b->vault, err);
	b->grouped = 0;
	return status;
}

static enum status
file_keep(void *ctx, const struct walk_entry *found, struct err *err)
{
	struct object_stream from = {0};
	struct bench *b = ctx;
	enum status status;

	if (found->kind != WALK_FILE)
		return OK;
	from.io = &b->io;
	status = file_open(&b->io, found->path, IO_READ, &from.handle, err);
	if (status != OK)
		return status;
	status = object_put_stream(b->vault, &from, &b->group[b->grouped], err);
	file_close(&b->io, from.handle);
	if (status != OK)
		return status;
	b->files++;
	b->bytes += b->group[b->grouped].bytes;
	return ++b->grouped == GROUP_FILES ? group_log(b, err) : OK;
}

int
main(int argc, char **argv)
{
	struct vault_options cost = {64 * 1024, 3};
	struct vault_seams seams = {os_io(), os_clock(), entropy_system(), argc < 4};
	struct walk_options options = WALK_OPTIONS_INIT;
	struct bench *b = calloc(1, sizeof *b);
	struct err err = {0};
	enum status status;
	struct buf words;
	int64_t start;
	double seconds;

	if (argc < 3 || b == NULL)
		return 2;
	buf_init(&words, 256);
	b->io = os_io();
	status = vault_create(
	    argv[2], &seams, SLICE_LITERAL("bench"), &cost, &words, &b->vault, &err);
	start = seams.clock.boot_us(seams.clock.ctx);
	if (status == OK)
		status = file_walk(&b->io, argv[1], &options, file_keep, b, &err);
	if (status == OK)
		status = group_log(b, &err);
	seconds = (double)(seams.clock.boot_us(seams.clock.ctx) - start) / 1e6;
	if (status != OK)
		(void)printf("failed: %s\n", err.text);
	else
		(void)printf("%llu files, %.1f MB in %.2f s: %.0f MB/s\n",
		    (unsigned long long)b->files, (double)b->bytes / 1e6, seconds,
		    (double)b->bytes / 1e6 / seconds);
	vault_close(b->vault);
	buf_fini(&words);
	free(b);
	return status == OK ? 0 : 1;
}
