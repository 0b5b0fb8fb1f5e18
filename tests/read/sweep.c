/* tests/read/sweep.c
 * sweep [--flips N] [--most BYTES] [--share K/N] FOLDER…: every file below, cut at every 1/64 of
 * its length and with one bit turned at N places (2,000), is read by whoever knows it then.  Every
 * rule of a reader holds each time (tests/read/collect.h), and each reading ends within seconds.
 * Files larger than
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

enum { CUTS = 64, FLIPS = 2000, SECONDS_MAX = 60, PATH_BYTES = 4096 };

struct sweep {
	uint64_t flips, most, share, shares;
	uint64_t number; /* of the file, for shares */
	uint64_t files, left_out, cuts, turned, records, notes, failed;
	char path[PATH_BYTES];
};

static void
read_one(struct sweep *sweep, struct slice bytes, const char *how, size_t at)
{
	struct slice head = slice_of(
	    bytes.p, bytes.n < FORMAT_HEAD_BYTES ? bytes.n : (size_t)FORMAT_HEAD_BYTES);
	const struct format *format = format_of_head(head);
	struct collect c;
	enum status status;

	collect_init(&c);
	c.keep_records = 0;
	c.keep_bytes = 0;
	(void)alarm(SECONDS_MAX);
	status = collect_slice(&c, format, bytes, NULL);
	(void)alarm(0);
	if ((status != OK && status != E_FORMAT) || c.broken[0] != '\0') {
		sweep->failed++;
		(void)printf("%s, %s at %zu, read as %s: %s: %s %s\n", sweep->path, how, at,
		    format->name, status_name(status), c.err.text, c.broken);
	}
	sweep->records += c.count;
	sweep->notes += c.notes_count;
	collect_fini(&c);
}

/* The same places each time: a sweep repeats exactly. */
static uint64_t
turn(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static void
sweep_bytes(struct sweep *sweep, const uint8_t *p, size_t n)
{
	uint64_t state = UINT64_C(88172645463325252) ^ n;
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
}

static void
sweep_file(struct sweep *sweep, size_t n)
{
	FILE *file = fopen(sweep->path, "rb");
	uint8_t *p = malloc(n + 1);

	if (file == NULL || p == NULL || fread(p, 1, n, file) != n)
		abort();
	(void)fclose(file);
	sweep->files++;
	sweep_bytes(sweep, p, n);
	if (sweep->files % 100 == 0)
		(void)fprintf(stderr, "%lu files, %lu readings so far\n", sweep->files,
		    sweep->cuts + sweep->turned);
	free(p);
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
		sweep_file(sweep, (size_t)st.st_size);
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
	struct sweep sweep = {.flips = FLIPS, .most = UINT64_MAX, .shares = 1};

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--flips") == 0 && i + 1 < argc) {
			sweep.flips = strtoull(argv[++i], NULL, 10);
		} else if (strcmp(argv[i], "--most") == 0 && i + 1 < argc) {
			sweep.most = strtoull(argv[++i], NULL, 10);
		} else if (strcmp(argv[i], "--share") == 0 && i + 1 < argc) {
			if (sscanf(argv[++i], "%lu/%lu", &sweep.share, &sweep.shares) != 2 ||
			    sweep.shares == 0)
				return 2;
		} else {
			(void)snprintf(sweep.path, sizeof sweep.path, "%s", argv[i]);
			sweep_below(&sweep, strlen(sweep.path));
		}
	}
	(void)printf(
	    "%lu files (%lu larger ones left out): %lu cut, %lu turned, %lu records and %lu "
	    "notes heard, %lu broken rules\n",
	    sweep.files, sweep.left_out, sweep.cuts, sweep.turned, sweep.records, sweep.notes,
	    sweep.failed);
	return sweep.files != 0 && sweep.failed == 0 ? 0 : 1;
}
