/* tests/second/spoil.c
 * Bad things that happen to the files of a vault, or are done to them; see make.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/second/make.h"
#include "tests/support/must.h"

enum {
	PATHS_MAX = 2048,
	PATH_BYTES = 128,
	AREA_BYTES = 1024,
	RECORD_FRAME_BYTES = 36,
	PAYLOAD_AT = 4096,
	CHUNKS_AT = 4112,
	CHUNK_SEALED_BYTES = 65552,
};

struct paths {
	const char *below; /* only those that begin so */
	char paths[PATHS_MAX][PATH_BYTES];
	size_t count;
};

static void
path_take(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	struct paths *paths = ctx;

	(void)p;
	(void)n;
	if (strncmp(path, paths->below, strlen(paths->below)) == 0 && paths->count < PATHS_MAX)
		(void)snprintf(paths->paths[paths->count++], PATH_BYTES, "%s", path);
}

/* One file below `below`, or the last of them in order of name; its bytes to be spoiled in place.
 * NULL: none, or an empty one. */
static uint8_t *
pick(struct made *made, const char *below, bool last, char path[PATH_BYTES], size_t *n)
{
	struct paths *paths = must(calloc(1, sizeof *paths));
	uint8_t *p = NULL;

	paths->below = below;
	mem_io_each(made->disk, path_take, paths);
	if (paths->count != 0) {
		memcpy(path,
		    paths->paths[last ? paths->count - 1 : dice_below(&made->dice, paths->count)],
		    PATH_BYTES);
		p = mem_io_file(made->disk, path, n);
	}
	free(paths);
	return p != NULL && *n != 0 ? p : NULL;
}

static void
told(struct made *made, const char *what, const char *expected)
{
	(void)snprintf(made->spoiled, sizeof made->spoiled, "%s", what);
	(void)snprintf(made->expected, sizeof made->expected, "%s", expected);
}

static const char *
last_name(const char *path)
{
	return strrchr(path, '/') + 1;
}

static void
flip(struct made *made, uint8_t *p, size_t n)
{
	p[dice_below(&made->dice, n)] ^= (uint8_t)(1U << dice_below(&made->dice, 8));
}

/* --- headers --- */

static void
header_flip(struct made *made)
{
	const char *path = dice_below(&made->dice, 2) == 0 ? "v/h0" : "v/h1";
	char expected[PATH_BYTES];
	size_t n;
	uint8_t *p = mem_io_file(made->disk, path, &n);

	flip(made, p, n);
	(void)snprintf(expected, sizeof expected, "%s differs", last_name(path));
	told(made, "a bit of one header", expected);
}

static void
header_cut(struct made *made)
{
	size_t n;
	uint8_t *p = mem_io_file(made->disk, "v/h1", &n);

	if (dice_below(&made->dice, 2) == 0)
		mem_io_remove(made->disk, "v/h1");
	else
		mem_io_put(made->disk, "v/h1", p, dice_below(&made->dice, n));
	told(made, "a header cut off or gone", "h1 differs");
}

static void
headers_flip(struct made *made)
{
	size_t n;

	flip(made, mem_io_file(made->disk, "v/h0", &n), 4096);
	flip(made, mem_io_file(made->disk, "v/h1", &n), 4096);
	told(made, "a bit of both headers", "refused");
}

/* --- objects --- */

static void
object_flip(struct made *made)
{
	char path[PATH_BYTES] = "", expected[2 * PATH_BYTES] = "";
	size_t n = 0, at;
	uint8_t *p = pick(made, "v/o/", false, path, &n);
	const char *id;

	if (p == NULL)
		return;
	id = last_name(path);
	at = dice_below(&made->dice, 2) == 0 ? dice_below(&made->dice, PAYLOAD_AT)
					     : dice_below(&made->dice, n);
	p[at] ^= (uint8_t)(1U << dice_below(&made->dice, 8));
	if (at < PAYLOAD_AT && at / AREA_BYTES % 2 == 0)
		(void)snprintf(
		    expected, sizeof expected, "object %s key area %zu", id, at / AREA_BYTES / 2);
	else if (at >= PAYLOAD_AT)
		(void)snprintf(expected, sizeof expected, "object %s chunk %zu", id,
		    at < CHUNKS_AT ? 0 : (at - CHUNKS_AT) / CHUNK_SEALED_BYTES);
	told(made, "a bit of an object", expected);
}

static void
object_length(struct made *made)
{
	char path[PATH_BYTES] = "", expected[PATH_BYTES];
	size_t n = 0;
	uint8_t *p = pick(made, "v/o/", false, path, &n), *longer;

	if (p == NULL)
		return;
	longer = must(calloc(1, n + 1));
	memcpy(longer, p, n);
	mem_io_put(made->disk, path, longer,
	    dice_below(&made->dice, 2) == 0 ? n + 1 : dice_below(&made->dice, n));
	free(longer);
	(void)snprintf(expected, sizeof expected, "object %s size", last_name(path));
	told(made, "an object cut off or longer", expected);
}

/* Two objects change places: each is bound to its own name. */
static void
object_swap(struct made *made)
{
	char one[PATH_BYTES] = "", two[PATH_BYTES] = "";
	size_t n = 0, m = 0;
	uint8_t *p = pick(made, "v/o/", false, one, &n), *q = pick(made, "v/o/", true, two, &m),
		*kept;

	if (p == NULL || q == NULL || p == q)
		return;
	kept = must(malloc(n));
	memcpy(kept, p, n);
	mem_io_put(made->disk, one, q, m);
	mem_io_put(made->disk, two, kept, n);
	free(kept);
	told(made, "two objects exchanged", "*");
}

static void
strange_file(struct made *made)
{
	mem_io_put(made->disk, "v/o/aa/note", "x", 1);
	mem_io_put(made->disk, "v/o/zz/aaaaaaaaaaaaaaaaaaaaaaaaaa", "x", 1);
	told(made, "files that are no objects", "");
}

/* --- the log --- */

static void
record_flip(struct made *made)
{
	char path[PATH_BYTES] = "";
	size_t n = 0;
	uint8_t *p = pick(made, made->segments, false, path, &n);

	if (p == NULL)
		return;
	for (size_t i = dice_below(&made->dice, 3) + 1; i != 0; i--)
		p[dice_below(&made->dice, n)] ^= (uint8_t)(1 + dice_below(&made->dice, 255));
	told(made, "bytes of the log", "*");
}

/* Anything of any log: what was taken in from elsewhere, and what lies beyond that. */
static void
any_log_flip(struct made *made)
{
	char path[PATH_BYTES] = "";
	size_t n = 0;
	uint8_t *p = pick(made, dice_below(&made->dice, 2) == 0 ? "v/l/" : "v/r/", false, path, &n);

	if (p == NULL)
		return;
	flip(made, p, n);
	told(made, "a bit of any log", "");
}

/* A sector of the newest segment never reached the disk. */
static void
sector_lost(struct made *made)
{
	char path[PATH_BYTES] = "";
	size_t n = 0, at, bytes;
	uint8_t *p = pick(made, made->segments, true, path, &n);

	if (p == NULL)
		return;
	at = dice_below(&made->dice, n) / 512 * 512;
	bytes = n - at < 512 ? n - at : 512;
	memset(p + at, 0, bytes);
	told(made, "a sector of the newest segment", "*");
}

static void
segment_cut(struct made *made)
{
	char path[PATH_BYTES] = "";
	size_t n = 0;
	uint8_t *p = pick(made, made->segments, dice_below(&made->dice, 4) != 0, path, &n);

	if (p == NULL)
		return;
	mem_io_put(made->disk, path, p, dice_below(&made->dice, n));
	told(made, "a segment cut off", ""); /* between two records, unsigned: nobody can tell */
}

static void
segment_longer(struct made *made)
{
	char path[PATH_BYTES] = "";
	size_t n = 0, more = 1 + dice_below(&made->dice, 2000);
	uint8_t *p = pick(made, made->segments, true, path, &n), *longer;

	if (p == NULL)
		return;
	longer = must(calloc(1, n + more));
	memcpy(longer, p, n);
	for (size_t i = 0; i < more; i++)
		longer[n + i] = (uint8_t)dice_next(&made->dice);
	mem_io_put(made->disk, path, longer, n + more);
	free(longer);
	told(made, "noise after the log", "unfinished");
}

/* Bytes that were never there, somewhere in the middle. */
static void
segment_wedged(struct made *made)
{
	char path[PATH_BYTES] = "";
	size_t n = 0, more = 1 + dice_below(&made->dice, 500), at;
	uint8_t *p = pick(made, made->segments, false, path, &n), *longer;

	if (p == NULL)
		return;
	at = dice_below(&made->dice, n);
	/* Half the time between two records, where it costs nothing. */
	if (dice_below(&made->dice, 2) == 0)
		at = RECORD_FRAME_BYTES + (size_t)(p[0] | p[1] << 8 | p[2] << 16);
	if (at > n)
		return;
	longer = must(calloc(1, n + more));
	memcpy(longer, p, at);
	memcpy(longer + at + more, p + at, n - at);
	mem_io_put(made->disk, path, longer, n + more);
	free(longer);
	told(made, "bytes wedged into a segment", "");
}

static void
segment_gone(struct made *made)
{
	char path[PATH_BYTES] = "";
	size_t n = 0;

	if (pick(made, made->segments, dice_below(&made->dice, 2) != 0, path, &n) == NULL)
		return;
	mem_io_remove(made->disk, path);
	told(made, "a segment gone", "");
}

/* --- checkpoints --- */

static void
note_flip(struct made *made)
{
	char path[PATH_BYTES] = "", expected[PATH_BYTES];
	size_t n = 0;
	uint8_t *p = pick(made, made->notes, dice_below(&made->dice, 2) == 0, path, &n);

	if (p == NULL)
		return;
	flip(made, p, n);
	(void)snprintf(expected, sizeof expected, "checkpoint %s damaged", last_name(path));
	told(made, "a bit of a checkpoint", expected);
}

/* A line under a checkpoint that another party could have put there, or nearly so. */
static void
note_line(struct made *made)
{
	static const char *const lines[] = {"\xe2\x80\x94 example.org/w AAAAAAAA\n",
	    "\xe2\x80\x94 w AAAAAAA=\n", "\xe2\x80\x94 w AAAAAA==\n", "\xe2\x80\x94 w AAAAAAB=\n",
	    "\xe2\x80\x94 w+ AAAAAAAA\n", "\xe2\x80\x94 w\xc2\xa0x AAAAAAAA\n",
	    "\xe2\x80\x94 w\xef\xbb\xbfx AAAAAAAA\n", "- w AAAAAAAA\n",
	    "\xe2\x80\x94 w  AAAAAAAA\n", "\xe2\x80\x94 w\x7f AAAAAAAA\n",
	    "\xe2\x80\x94 w\t AAAAAAAA\n", "\n", "x\n", "\xe2\x80\x94 w AAAAAAAA",
	    "\xe2\x80\x94 w AAAAAAAA\r\n", "\xe2\x80\x94 w AAAAAAAA \n"};
	char path[PATH_BYTES] = "";
	const char *line = lines[dice_below(&made->dice, COUNT_OF(lines))];
	size_t n = 0;
	uint8_t *p = pick(made, made->notes, true, path, &n), *longer;

	if (p == NULL)
		return;
	longer = must(malloc(n + strlen(line)));
	memcpy(longer, p, n);
	memcpy(longer + n, line, strlen(line));
	mem_io_put(made->disk, path, longer, n + strlen(line));
	free(longer);
	told(made, "a line more in a checkpoint", "");
}

static void
note_renamed(struct made *made)
{
	char path[PATH_BYTES] = "", expected[PATH_BYTES];
	size_t n = 0;
	uint8_t *p = pick(made, made->notes, true, path, &n), *kept;

	if (p == NULL)
		return;
	kept = must(malloc(n));
	memcpy(kept, p, n);
	mem_io_remove(made->disk, path);
	path[strlen(path) - 1] = path[strlen(path) - 1] == '7' ? '8' : '7';
	mem_io_put(made->disk, path, kept, n);
	free(kept);
	(void)snprintf(expected, sizeof expected, "checkpoint %s damaged", last_name(path));
	told(made, "a checkpoint under another number", expected);
}

static void
note_gone(struct made *made)
{
	char path[PATH_BYTES] = "";
	size_t n = 0;

	if (pick(made, made->notes, true, path, &n) == NULL)
		return;
	mem_io_remove(made->disk, path);
	told(made, "the newest checkpoint gone", "");
}

void
made_spoil(struct made *made)
{
	static void (*const ways[])(struct made *) = {header_flip, header_cut, headers_flip,
	    object_flip, object_flip, object_flip, object_length, object_swap, strange_file,
	    record_flip, record_flip, any_log_flip, any_log_flip, sector_lost, sector_lost,
	    sector_lost, segment_cut, segment_cut, segment_longer, segment_wedged, segment_gone,
	    note_flip, note_line, note_line, note_renamed, note_gone};

	if (dice_below(&made->dice, 3) != 0)
		ways[dice_below(&made->dice, sizeof ways / sizeof *ways)](made);
}
