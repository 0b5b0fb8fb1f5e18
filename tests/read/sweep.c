/* tests/read/sweep.c
 * sweep [--flips N] [--swells N] [--seed N] [--most BYTES] [--share K/N] FOLDER…: every file below,
 * cut at every 1/64 of its length, with one bit turned at N places (2,000), and with what stands
 * there repeated beyond every limit of a text or a list at N places (64), is read by whoever knows
 * it then.  Every rule of a reader holds each time (tests/read/collect.h), each reading ends within
 * seconds, and a swollen file is heard alike however few bytes a read gives.  Files larger than
 * --most are left out and counted.  Prints what was done; exit status 1 when a rule was broken. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/support/load.h"

enum {
	CUTS = 64,
	FLIPS = 2000,
	SWELLS = 64,
	SECONDS_MAX = 60,
	PATH_BYTES = 4096,
	COMPARED_RECORDS = 64,
	COMPARED_BYTES = 4096, /* of each extract */
	PIECE_BYTES = 1021,
};

struct sweep {
	uint64_t flips, swells, seed, most, share, shares;
	uint64_t number; /* of the file, for shares */
	uint64_t files, left_out, cuts, turned, swollen, records, notes, failed;
	char path[PATH_BYTES];
};

static const struct format *
format_for(struct slice bytes)
{
	return format_of_head(
	    slice_of(bytes.p, bytes.n < FORMAT_HEAD_BYTES ? bytes.n : (size_t)FORMAT_HEAD_BYTES));
}

static enum status
hear(struct sweep *sweep, struct collect *c, struct slice bytes, const char *how, size_t at)
{
	const struct format *format = format_for(bytes);
	enum status status;

	(void)alarm(SECONDS_MAX);
	status = collect_slice(c, format, bytes, NULL);
	(void)alarm(0);
	if ((status != OK && status != E_FORMAT) || c->broken[0] != '\0') {
		sweep->failed++;
		(void)printf("%s, %s at %zu, read as %s: %s: %s %s\n", sweep->path, how, at,
		    format->name, status_name(status), c->err.text, c->broken);
	}
	sweep->records += c->count;
	sweep->notes += c->notes_count;
	return status;
}

static void
read_one(struct sweep *sweep, struct slice bytes, const char *how, size_t at)
{
	struct collect c;

	collect_init(&c);
	c.keep_records = 0;
	c.keep_bytes = 0;
	(void)hear(sweep, &c, bytes, how, at);
	collect_fini(&c);
}

/* Whole and in pieces, which must not matter. */
static void
read_both(struct sweep *sweep, struct slice bytes, const char *how, size_t at)
{
	struct collect whole, pieces;
	enum status status;

	collect_init(&whole);
	collect_init(&pieces);
	whole.keep_records = pieces.keep_records = COMPARED_RECORDS;
	whole.keep_bytes = pieces.keep_bytes = COMPARED_BYTES;
	pieces.read_at_most = PIECE_BYTES;
	status = hear(sweep, &whole, bytes, how, at);
	if (hear(sweep, &pieces, bytes, how, at) != status || !collect_equal(&whole, &pieces)) {
		sweep->failed++;
		(void)printf("%s, %s at %zu, read as %s: heard otherwise in pieces\n", sweep->path,
		    how, at, format_for(bytes)->name);
	}
	collect_fini(&whole);
	collect_fini(&pieces);
}

/* The same places each time: a sweep repeats exactly, unless it is given another seed. */
static uint64_t
turn(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static uint64_t
places(const struct sweep *sweep, size_t n)
{
	return (UINT64_C(88172645463325252) ^ n) + sweep->seed * 7919;
}

/* Before `at` the last `unit` bytes stand again and again, `more` bytes of them. */
static void
swell(struct sweep *sweep, struct slice bytes, size_t at, size_t unit, size_t more)
{
	uint8_t *large = malloc(bytes.n + more);
	char how[64];

	if (large == NULL)
		abort();
	memcpy(large, bytes.p, at);
	for (size_t i = 0; i < more; i++)
		large[at + i] = large[at + i - unit];
	memcpy(large + at + more, bytes.p + at, bytes.n - at);
	(void)snprintf(how, sizeof how, "swollen by %zu bytes in %zus", more, unit);
	read_both(sweep, slice_of(large, bytes.n + more), how, at);
	free(large);
	sweep->swollen++;
}

/* What stands around `at` between two such marks, the second with it; as it was when there is none.
 */
static void
piece_around(struct slice bytes, const char *mark, size_t *at, size_t *unit)
{
	struct slice wanted = slice_of(mark, strlen(mark));
	size_t hit = slice_find(slice_of(bytes.p + *at, bytes.n - *at), wanted), to, from;

	if (hit == SIZE_MAX)
		return;
	to = *at + hit + wanted.n;
	from = to - wanted.n;
	while (
	    from > 0 && (from < wanted.n || memcmp(bytes.p + from - wanted.n, mark, wanted.n) != 0))
		from--;
	*at = to;
	*unit = to - from;
}

static void
sweep_swells(struct sweep *sweep, struct slice bytes)
{
	static const size_t more[] = {5000, 20000, 70000, 300000, 5000, 20000, 70000, 2500000};
	static const size_t units[] = {1, 3, 48, 700};
	static const char *const marks[] = {"\n", ",", "},", ">", ";", "\n\n"};
	uint64_t state = places(sweep, bytes.n);

	for (size_t i = 0; i < sweep->swells && bytes.n != 0; i++) {
		size_t at = (size_t)(turn(&state) % bytes.n) + 1, unit = units[turn(&state) % 4];

		if (turn(&state) % 2 != 0)
			piece_around(bytes, marks[turn(&state) % COUNT_OF(marks)], &at, &unit);
		swell(
		    sweep, bytes, at, unit < at ? unit : at, more[(i + bytes.n) % COUNT_OF(more)]);
	}
}

static void
sweep_bytes(struct sweep *sweep, const uint8_t *p, size_t n)
{
	uint64_t state = places(sweep, n);
	uint8_t *copy = malloc(n + 1);

	if (copy == NULL)
		abort();
	memcpy(copy, p, n);
	for (size_t i = 0; i < CUTS; i++) {
		/* A block of just that length, so that a sanitizer sees a read behind it. */
		size_t length = (size_t)((uint64_t)n * i / CUTS);
		uint8_t *part = malloc(length + 1);

		if (part == NULL)
			abort();
		memcpy(part + 1, p, length);
		read_one(sweep, slice_of(part + 1, length), "cut", length);
		free(part);
		sweep->cuts++;
	}
	for (size_t i = 0; i < sweep->flips && n != 0; i++) {
		size_t at = (size_t)(turn(&state) % n);
		uint8_t was = copy[at];

		copy[at] ^= (uint8_t)(1U << (turn(&state) & 7));
		read_one(sweep, slice_of(copy, n), "turned", at);
		copy[at] = was;
		sweep->turned++;
	}
	free(copy);
	sweep_swells(sweep, slice_of(p, n));
}

static void
sweep_file(struct sweep *sweep)
{
	struct slice bytes = load_file(sweep->path);

	sweep->files++;
	sweep_bytes(sweep, bytes.p, bytes.n);
	if (sweep->files % 100 == 0)
		(void)fprintf(stderr, "%lu files, %lu readings so far\n", sweep->files,
		    sweep->cuts + sweep->turned + sweep->swollen);
	load_free(bytes);
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void
sweep_below(struct sweep *sweep, size_t length)
{
	struct dirent **list = NULL;
	int count;
	struct stat st;

	if (stat(sweep->path, &st) != 0)
		return;
	if (S_ISREG(st.st_mode) && (uint64_t)st.st_size > sweep->most)
		sweep->left_out++;
	else if (S_ISREG(st.st_mode) && sweep->number++ % sweep->shares == sweep->share)
		sweep_file(sweep);
	if (!S_ISDIR(st.st_mode))
		return;
	count = scandir(sweep->path, &list, NULL, by_name);
	for (int i = 0; i < count; i++) {
		if (list[i]->d_name[0] != '.') {
			(void)snprintf(
			    sweep->path + length, PATH_BYTES - length, "/%s", list[i]->d_name);
			sweep_below(sweep, strlen(sweep->path));
			sweep->path[length] = '\0';
		}
		free(list[i]);
	}
	free(list);
}

int
main(int argc, char **argv)
{
	struct sweep sweep = {.flips = FLIPS, .swells = SWELLS, .most = UINT64_MAX, .shares = 1};

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--flips") == 0 && i + 1 < argc) {
			sweep.flips = strtoull(argv[++i], NULL, 10);
		} else if (strcmp(argv[i], "--swells") == 0 && i + 1 < argc) {
			sweep.swells = strtoull(argv[++i], NULL, 10);
		} else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc) {
			sweep.seed = strtoull(argv[++i], NULL, 10);
		} else if (strcmp(argv[i], "--most") == 0 && i + 1 < argc) {
			sweep.most = strtoull(argv[++i], NULL, 10);
		} else if (strcmp(argv[i], "--share") == 0 && i + 1 < argc) {
			if (sscanf(argv[++i], "%lu/%lu", &sweep.share, &sweep.shares) != 2 ||
			    sweep.shares == 0)
				return 2;
		} else if (argv[i][0] == '-') {
			(void)fprintf(stderr, "sweep: no such option: %s\n", argv[i]);
			return 2;
		} else {
			(void)snprintf(sweep.path, sizeof sweep.path, "%s", argv[i]);
			sweep_below(&sweep, strlen(sweep.path));
		}
	}
	(void)printf("%lu files (%lu larger ones left out): %lu cut, %lu turned, %lu swollen, %lu "
		     "records and %lu notes heard, %lu broken rules\n",
	    sweep.files, sweep.left_out, sweep.cuts, sweep.turned, sweep.swollen, sweep.records,
	    sweep.notes, sweep.failed);
	return sweep.files != 0 && sweep.failed == 0 ? 0 : 1;
}
