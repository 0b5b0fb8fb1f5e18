/* tests/read/google_support.c
 * Small reads, cuts and flips; see google_support.h. */
#include "tests/read/google_support.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/read/collect.h"
#include "tests/support/check.h"

enum { FLIPS = 2000, CUTS = 64 };

struct slice
google_bytes(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *p = malloc(1 << 20);
	size_t n;

	if (file == NULL || p == NULL)
		fail_msg("%s is not there", path);
	n = fread(p, 1, 1 << 20, file);
	(void)fclose(file);
	return slice_of(p, n);
}

void
google_bytes_free(struct slice bytes)
{
	free((void *)(uintptr_t)bytes.p);
}

void
google_small_reads(const struct format *format, struct slice bytes)
{
	static const size_t at_most[] = {1, 7, 61};
	struct collect whole, pieces;

	collect_init(&whole);
	assert_ok(collect_slice(&whole, format, bytes, NULL), &whole.err);
	for (size_t i = 0; i < COUNT_OF(at_most); i++) {
		collect_init(&pieces);
		pieces.read_at_most = at_most[i];
		assert_ok(collect_slice(&pieces, format, bytes, NULL), &pieces.err);
		assert_string_equal(pieces.broken, "");
		assert_true(collect_equal(&whole, &pieces));
		collect_fini(&pieces);
	}
	collect_fini(&whole);
}

static void
stands(const struct format *format, struct slice bytes)
{
	struct collect c;
	enum status status;

	collect_init(&c);
	status = collect_slice(&c, format, bytes, NULL);
	if (status != OK && status != E_FORMAT)
		fail_msg("%s: %s", status_name(status), c.err.text);
	assert_string_equal(c.broken, "");
	collect_fini(&c);
}

void
google_cut_off(const struct format *format, struct slice bytes)
{
	for (size_t i = 0; i < CUTS; i++)
		stands(format, slice_of(bytes.p, bytes.n * i / CUTS));
}

void
google_flipped(const struct format *format, struct slice bytes)
{
	uint8_t *copy = malloc(bytes.n);
	uint32_t random = 2463534242;
	size_t at;

	assert_non_null(copy);
	for (size_t i = 0; i < FLIPS; i++) {
		memcpy(copy, bytes.p, bytes.n);
		random ^= random << 13;
		random ^= random >> 17;
		random ^= random << 5;
		at = random % bytes.n;
		copy[at] = (uint8_t)(copy[at] ^ (1 + (random >> 16) % 255));
		stands(format, slice_of(copy, bytes.n));
	}
	free(copy);
}
