/* fuzz/object.c
 * Object files: key areas raw and under a true seal, and whole files with bytes changed, cut or
 * added, read through the vault on a disk in memory. */
#include <stdlib.h>

#include "keep/object.h"
#include "keep/object_file.h"
#include "sys/crypto/entropy.h"
#include "tests/support/mem_io.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { AREA_PLAIN_BYTES = 984, CONTENT_BYTES = 150000 };

static void
head_check(const struct object_head *head)
{
	uint64_t padded;

	if (head->bytes > PAD_MAX_BYTES)
		abort();
	padded = pad_object(head->bytes);
	if (padded < head->bytes || object_file_bytes(padded) < padded ||
	    object_chunks(padded) == 0)
		abort();
}

static void
area_run(const uint8_t *data, size_t n, bool sealed)
{
	uint8_t area[OBJECT_AREA_BYTES] = {0}, again[OBJECT_AREA_BYTES];
	uint8_t plain[AREA_PLAIN_BYTES] = {0}, key[KEY_BYTES] = {1}, id[OBJECT_ID_BYTES] = {2};
	struct object_head head;

	if (sealed) {
		memcpy(plain, data, n < sizeof plain ? n : sizeof plain);
		wrap_seal(key, area, slice_of(id, sizeof id), slice_of(plain, sizeof plain),
		    area + WRAP_NONCE_BYTES);
	} else {
		memcpy(area, data, n < sizeof area ? n : sizeof area);
	}
	if (object_area_open(key, id, slice_of(area, sizeof area), &head, NULL) != OK)
		return;
	head_check(&head);
	object_area_seal(key, id, area, &head, again);
	if (memcmp(area, again, sizeof area) != 0)
		abort(); /* one head has one spelling */
}

/* One vault and one object for the whole run; each input spoils a fresh copy of the file. */
struct stage {
	struct mem_io *disk;
	struct vault *vault;
	struct entropy_seeded seeded;
	struct object_info info;
	char path[64];
	uint8_t *whole;
	size_t n;
};

static int64_t
no_time(void *ctx)
{
	(void)ctx;
	return 0;
}

static void
stage_make(struct stage *s)
{
	static uint8_t content[CONTENT_BYTES];
	struct vault_options options = {64 * 1024, 3};
	struct vault_seams seams;
	struct buf words, path;
	uint8_t *file;

	s->disk = mem_io_new();
	seams = (struct vault_seams){
	    mem_io_seam(s->disk), {no_time, no_time, NULL}, entropy_of_seed(&s->seeded), false};
	buf_init(&words, 256);
	buf_init(&path, sizeof s->path);
	for (size_t i = 0; i < sizeof content; i++)
		content[i] = (uint8_t)(i * 31 + (i >> 9));
	if (vault_create("v", &seams, SLICE_LITERAL("p"), &options, &words, &s->vault, NULL) !=
		OK ||
	    object_put(s->vault, slice_of(content, sizeof content), &s->info, NULL) != OK ||
	    objects_settle(s->vault, NULL) != OK)
		abort();
	buf_put_c(&path, "v/o/");
	buf_put(&path, s->info.id.text, 2);
	buf_put_byte(&path, '/');
	buf_put(&path, s->info.id.text, OBJECT_ID_CHARS + 1);
	memcpy(s->path, path.p, path.n);
	file = mem_io_file(s->disk, s->path, &s->n);
	s->whole = malloc(s->n);
	if (file == NULL || s->whole == NULL)
		abort();
	memcpy(s->whole, file, s->n);
	buf_fini(&words);
	buf_fini(&path);
}

/* Whatever the file holds, what is read is either the content or an error. */
static void
file_check(struct stage *s)
{
	struct object_reader *reader = NULL;
	struct object_check check;
	uint8_t piece[70000];
	size_t got = 0;

	if (object_open(s->vault, &s->info.id, &reader, NULL) == OK) {
		if (object_reader_info(reader)->bytes != CONTENT_BYTES)
			abort();
		for (uint64_t at = 0; at < CONTENT_BYTES; at += 60001) {
			if (object_read_at(reader, at, piece, sizeof piece, &got, NULL) != OK)
				continue;
			for (size_t i = 0; i < got; i++)
				if (piece[i] != (uint8_t)((at + i) * 31 + ((at + i) >> 9)))
					abort();
		}
		object_close(reader);
	}
	if (object_check(s->vault, &s->info.id, &check, NULL) == OK && check.content_whole &&
	    check.damaged_chunks != 0)
		abort();
}

/* Each 5 bytes of input are an offset, a kind of edit and a value. */
static void
file_run(const uint8_t *data, size_t n)
{
	static struct stage stage;
	struct stage *s = &stage;
	uint8_t *p;
	size_t at, length;

	if (s->vault == NULL)
		stage_make(s);
	length = s->n;
	mem_io_put(s->disk, s->path, s->whole, s->n);
	p = mem_io_file(s->disk, s->path, &at);
	for (; n >= 5; data += 5, n -= 5) {
		at = ((size_t)data[0] << 16 | (size_t)data[1] << 8 | data[2]) % s->n;
		if (data[3] % 4 == 0)
			length = at;
		else if (data[3] % 4 == 1 && at + 65552 <= s->n)
			memcpy(p + at, s->whole + 4112, 65552); /* a chunk in another place */
		else
			p[at] ^= data[4];
	}
	mem_io_put(s->disk, s->path, p, length);
	file_check(s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n < 1)
		return 0;
	switch (data[0]) {
	case 'f': file_run(data + 1, n - 1); break;
	case 's': area_run(data + 1, n - 1, true); break;
	default: area_run(data, n, false); break;
	}
	return 0;
}
