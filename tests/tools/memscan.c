/* tests/tools/memscan.c
 * Looks through the memory of a program that is about to end (LD_PRELOAD) for what should not be
 * there any more: the content of every piece of locked memory that it gave back.  It keeps them
 * masked, so that it does not find itself.  For tests only.
 *
 * MEMSCAN=F: a line in F for each place where something was found: what, how many bytes of it, and
 * in which part of the memory; and a last line "looked for N in M bytes".
 *
 * MEMSCAN_CONTROL=1: a copy of one such piece is left in ordinary memory, to be found.
 */
#include <dlfcn.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT                __attribute__((visibility("default")))
#define REAL(type, name, ...) (__extension__(type(*)(__VA_ARGS__)) dlsym(RTLD_NEXT, name))

enum {
	MASK = 0x5a,
	PIECES = 512,
	LEAST_BYTES = 16,
	MOST_BYTES = 32,
	LINE_BYTES = 512,
	FOUND_MOST = 200,
};

struct piece {
	void *p;
	size_t n;
};

struct needle {
	uint8_t masked[MOST_BYTES];
	size_t n;
};

static struct piece pieces[PIECES];
static struct needle needles[PIECES];
static size_t needle_count, found;
static uint8_t *left_behind;

EXPORT void *sodium_malloc(size_t size);
EXPORT void sodium_free(void *p);

EXPORT void *
sodium_malloc(size_t size)
{
	void *p = REAL(void *, "sodium_malloc", size_t)(size);

	for (size_t i = 0; p != NULL && i < PIECES; i++) {
		if (pieces[i].p == NULL) {
			pieces[i] = (struct piece){p, size};
			break;
		}
	}
	return p;
}

/* One value all through is no secret. */
static bool
is_plain(const uint8_t *p, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (p[i] != p[0])
			return false;
	return true;
}

static void
needle_add(const uint8_t *p, size_t n)
{
	struct needle needle = {.n = n < MOST_BYTES ? n : MOST_BYTES};

	if (needle.n < LEAST_BYTES || is_plain(p, needle.n) || needle_count == PIECES)
		return;
	for (size_t i = 0; i < needle.n; i++)
		needle.masked[i] = p[i] ^ MASK;
	for (size_t i = 0; i < needle_count; i++)
		if (memcmp(needles[i].masked, needle.masked, sizeof needle.masked) == 0)
			return;
	needles[needle_count++] = needle;
}

EXPORT void
sodium_free(void *p)
{
	for (size_t i = 0; p != NULL && i < PIECES; i++) {
		if (pieces[i].p != p)
			continue;
		needle_add(p, pieces[i].n);
		if (getenv("MEMSCAN_CONTROL") != NULL && left_behind == NULL &&
		    pieces[i].n >= LEAST_BYTES) {
			left_behind = malloc(pieces[i].n);
			if (left_behind != NULL)
				memcpy(left_behind, p, pieces[i].n);
		}
		pieces[i] = (struct piece){0};
	}
	REAL(void, "sodium_free", void *)(p);
}

static void
part_scan(FILE *out, const uint8_t *p, size_t n, const char *name)
{
	static uint8_t first[256]; /* whether any needle begins with it */

	memset(first, 0, sizeof first);
	for (size_t k = 0; k < needle_count; k++)
		first[needles[k].masked[0] ^ MASK] = 1;
	for (size_t i = 0; i < n && found < FOUND_MOST; i++) {
		if (first[p[i]] == 0)
			continue;
		for (size_t k = 0; k < needle_count; k++) {
			const struct needle *needle = &needles[k];
			size_t same = 0;

			while (same < needle->n && i + same < n &&
			       (p[i + same] ^ MASK) == needle->masked[same])
				same++;
			if (same != needle->n)
				continue;
			found++;
			(void)fprintf(
			    out, "secret %zu, %zu bytes, at +%zx in %s\n", k, same, i, name);
		}
	}
}

__attribute__((destructor)) static void
scan(void)
{
	const char *path = getenv("MEMSCAN");
	char line[LINE_BYTES], name[LINE_BYTES], rights[8];
	FILE *maps, *out;
	uint64_t from, to, bytes = 0;

	if (path == NULL)
		return;
	out = fopen(path, "a");
	maps = fopen("/proc/self/maps", "r");
	if (out == NULL || maps == NULL)
		abort();
	while (fgets(line, sizeof line, maps) != NULL) {
		name[0] = '\0';
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s %*s %*s %*s %500s", &from, &to,
			rights, name) < 3 ||
		    rights[0] != 'r' || rights[1] != 'w' || strcmp(name, "[vvar]") == 0)
			continue;
		part_scan(out, (const uint8_t *)(uintptr_t)from, (size_t)(to - from), name);
		bytes += to - from;
	}
	(void)fprintf(out, "looked for %zu in %" PRIu64 " bytes\n", needle_count, bytes);
	(void)fclose(maps);
	(void)fclose(out);
}
