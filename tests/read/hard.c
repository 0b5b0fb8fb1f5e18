/* tests/read/hard.c
 * What every reader has to bear; see hard.h. */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/read/collect.h"
#include "tests/read/hard.h"

enum { CUTS = 64, FLIPS = 2000, SEED_BYTES = 1 << 20 };

static void
read_once(const struct format *format, struct slice bytes)
{
	struct collect c;
	enum status status;

	collect_init(&c);
	c.keep_records = 4;
	status = collect_slice(&c, format, bytes, NULL);
	if (status != OK && status != E_FORMAT)
		fail_msg("%s: %s\n", status_name(status), c.err.text);
	assert_string_equal(c.broken, "");
	collect_fini(&c);
}

void
hard_pieces(const struct format *format, struct slice bytes)
{
	static const size_t at_most[] = {1, 7, 61};
	struct collect whole, pieces;
	enum status status;

	collect_init(&whole);
	status = collect_slice(&whole, format, bytes, NULL);
	assert_string_equal(whole.broken, "");
	for (size_t i = 0; i < COUNT_OF(at_most); i++) {
		collect_init(&pieces);
		pieces.read_at_most = at_most[i];
		assert_int_equal(collect_slice(&pieces, format, bytes, NULL), status);
		assert_string_equal(pieces.broken, "");
		assert_true(collect_equal(&whole, &pieces));
		collect_fini(&pieces);
	}
	collect_fini(&whole);
}

void
hard_cuts(const struct format *format, struct slice bytes)
{
	for (size_t i = 0; i < CUTS; i++)
		read_once(format, slice_of(bytes.p, bytes.n * i / CUTS));
}

void
hard_flips(const struct format *format, struct slice bytes)
{
	uint64_t state = 0x9e3779b97f4a7c15;
	uint8_t *copy = malloc(bytes.n + 1);

	assert_non_null(copy);
	memcpy(copy, bytes.p, bytes.n);
	for (size_t i = 0; bytes.n != 0 && i < FLIPS; i++) {
		size_t at;
		uint8_t old;

		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		at = (size_t)(state % bytes.n);
		old = copy[at];
		copy[at] = (uint8_t)(state >> 40);
		read_once(format, slice_of(copy, bytes.n));
		copy[at] = old;
	}
	free(copy);
}

void
hard_all(const struct format *format, struct slice bytes)
{
	hard_pieces(format, bytes);
	hard_cuts(format, bytes);
	hard_flips(format, bytes);
}

void
hard_seed(const struct format *format, const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *bytes = malloc(SEED_BYTES);
	size_t n;

	if (file == NULL || bytes == NULL)
		fail_msg("%s cannot be read\n", path);
	n = fread(bytes, 1, SEED_BYTES, file);
	(void)fclose(file);
	hard_all(format, slice_of(bytes, n));
	free(bytes);
}
