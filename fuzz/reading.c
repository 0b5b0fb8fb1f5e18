/* fuzz/reading.c
 * What the vault keeps of a reading, as the index is filled from it:
 *   'r' pieces  the plain bytes of a stored reading, compressed here.
 *   'z' bytes   the object as it is.
 *   'f' bytes   the fixed facts before a record in a row of the index. */
#include <stdlib.h>

#include "app/reading_store.h"
#include "keep/index_facts.h"
#include "sys/crypto/entropy.h"
#include "sys/press/press.h"
#include "tests/support/mem_io.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { CONTENT_MAX_BYTES = 16 << 20 };

static void
must(bool ok)
{
	if (!ok)
		abort();
}

/* What parses is what would be written. */
static void
facts_run(struct slice in)
{
	uint8_t put[FACTS_MAX_BYTES], again[FACTS_MAX_BYTES];
	struct facts facts, same;
	size_t n;

	if (facts_parse(in, &facts, NULL) != OK)
		return;
	must(facts.kind < KIND_COUNT && facts.direction < DIRECTION_COUNT);
	n = facts_put(put, &facts);
	must(n <= sizeof put && facts_parse(slice_of(put, n), &same, NULL) == OK);
	must(facts_put(again, &same) == n && memcmp(put, again, n) == 0);
}

/* --- a vault on a disk in memory --- */

enum { RUNS_ON_ONE_DISK = 2000 }; /* it keeps the room of what was removed */

struct stage {
	unsigned runs;
	struct mem_io *disk;
	struct vault *vault;
	struct entropy_seeded seeded;
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
	struct vault_options options = {64 * 1024, 3};
	struct vault_seams seams;
	struct buf words;

	vault_close(s->vault);
	if (s->disk != NULL)
		mem_io_free(s->disk);
	s->disk = mem_io_new();
	seams = (struct vault_seams){
	    mem_io_seam(s->disk), {no_time, no_time, NULL}, entropy_of_seed(&s->seeded), false};
	buf_init(&words, 256);
	must(
	    vault_create("v", &seams, SLICE_LITERAL("p"), &options, &words, &s->vault, NULL) == OK);
	buf_fini(&words);
}

static void
object_remove(struct stage *s, const struct object_id *id)
{
	struct buf path;

	buf_init(&path, 64);
	buf_put_c(&path, "v/o/");
	buf_put(&path, id->text, 2);
	buf_put_byte(&path, '/');
	buf_put(&path, id->text, OBJECT_ID_CHARS + 1);
	mem_io_remove(s->disk, (const char *)path.p);
	buf_fini(&path);
}

/* The counts at the end are the counts of what came, and what came is in bounds. */
static void
pieces_check(struct reading_reader *reader)
{
	enum reading_piece piece = PIECE_RECORD;
	struct extract extract = {0};
	struct slice canonical = {NULL, 0};
	struct arena arena;
	struct record record;
	struct object_id id;

	arena_init(&arena, 8 << 20);
	while (piece != PIECE_END &&
	       reading_reader_next(reader, &piece, &canonical, &extract, NULL) == OK) {
		must(canonical.n <= RECORD_MAX_BYTES);
		if (piece == PIECE_EXTRACT)
			must(object_id_parse(
			    slice_of(extract.object.id.text, OBJECT_ID_CHARS), &id));
		arena_reset(&arena);
		if (piece == PIECE_RECORD)
			(void)!record_parse(canonical, &arena, &record, NULL);
	}
	if (piece == PIECE_END) /* nothing more is given */
		must(reading_reader_next(reader, &piece, &canonical, &extract, NULL) != OK);
	arena_fini(&arena);
}

static void
reading_run(struct slice in, bool pressed)
{
	static struct stage stage;
	struct reading_reader *reader = NULL;
	struct object_info info;
	struct press *press = NULL;
	struct buf content;
	struct out out = out_of_buf(&content);

	if (stage.runs++ % RUNS_ON_ONE_DISK == 0)
		stage_make(&stage);
	buf_init(&content, CONTENT_MAX_BYTES);
	if (pressed) {
		buf_put_c(&content, "daybook reading v1\n");
		must(press_new(&out, &press, NULL) == OK && press_put(press, in, NULL) == OK &&
		     press_end(press, NULL) == OK);
		press_free(press);
	} else {
		buf_put_slice(&content, in);
	}
	must(object_put(stage.vault, buf_slice(&content), &info, NULL) == OK &&
	     objects_settle(stage.vault, NULL) == OK);
	if (reading_reader_new(stage.vault, &info.id, &reader, NULL) == OK)
		pieces_check(reader);
	reading_reader_free(reader);
	object_remove(&stage, &info.id);
	buf_fini(&content);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n < 1)
		return 0;
	switch (data[0]) {
	case 'f': facts_run(slice_of(data + 1, n - 1)); break;
	case 'r': reading_run(slice_of(data + 1, n - 1), true); break;
	case 'z': reading_run(slice_of(data + 1, n - 1), false); break;
	default: break;
	}
	return 0;
}
