/* tests/read/trials.c
 * See trials.h. */
#include "tests/read/trials.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/support/check.h"

enum { LOAD_MAX_BYTES = 8 << 20, FLIPS = 2000 };

struct slice
trials_load(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *p = malloc(LOAD_MAX_BYTES);
	size_t n;

	if (file == NULL || p == NULL)
		fail_msg("%s is not there\n", path);
	n = fread(p, 1, LOAD_MAX_BYTES, file);
	(void)fclose(file);
	return slice_of(p, n);
}

void
trials_free(struct slice bytes)
{
	free((void *)(uintptr_t)bytes.p);
}

void
trials_read(struct collect *collect, const struct format *format, const char *path)
{
	collect_init(collect);
	assert_ok(collect_file(collect, format, path, NULL), &collect->err);
	assert_string_equal(collect->broken, "");
}

void
trials_pieces(const struct format *format, const char *path)
{
	static const size_t at_most[] = {1, 7, 61};
	struct collect whole, pieces;

	trials_read(&whole, format, path);
	for (size_t i = 0; i < COUNT_OF(at_most); i++) {
		collect_init(&pieces);
		pieces.read_at_most = at_most[i];
		assert_ok(collect_file(&pieces, format, path, NULL), &pieces.err);
		assert_string_equal(pieces.broken, "");
		if (!collect_equal(&whole, &pieces))
			fail_msg("%s: %zu bytes a read give something else\n", path, at_most[i]);
		collect_fini(&pieces);
	}
	collect_fini(&whole);
}

static void
one(const struct format *format, struct slice bytes, const char *path, size_t at)
{
	struct collect c;
	enum status status;

	collect_init(&c);
	status = collect_slice(&c, format, bytes, NULL);
	if ((status != OK && status != E_FORMAT) || c.broken[0] != '\0')
		fail_msg(
		    "%s at %zu: %s %s %s\n", path, at, status_name(status), c.err.text, c.broken);
	collect_fini(&c);
	(void)format->probe(bytes);
}

void
trials_cuts(const struct format *format, const char *path)
{
	struct slice bytes = trials_load(path);

	for (size_t i = 0; i < 64; i++)
		one(format, slice_of(bytes.p, bytes.n * i / 64), path, bytes.n * i / 64);
	trials_free(bytes);
}

void
trials_flips(const struct format *format, const char *path)
{
	struct slice bytes = trials_load(path);
	uint8_t *p = malloc(bytes.n + 1);
	uint32_t seed = 1;
	size_t at;

	if (p == NULL)
		abort();
	memcpy(p, bytes.p, bytes.n);
	for (size_t i = 0; i < FLIPS && bytes.n != 0; i++) {
		seed = seed * 1664525U + 1013904223U;
		at = seed % bytes.n;
		p[at] = (uint8_t)(p[at] ^ (1U << (seed >> 29)));
		one(format, slice_of(p, bytes.n), path, at);
		p[at] = bytes.p[at];
	}
	free(p);
	trials_free(bytes);
}
