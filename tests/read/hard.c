/* tests/read/hard.c
 * What every reader has to bear; see hard.h. */
#include "tests/read/hard.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"
#include "tests/support/check.h"

enum { CUTS = 64, FLIPS = 2000 };

void
hard_file(struct collect *c, const struct format *format, const char *path,
    const struct reading_options *options)
{
	collect_init(c);
	assert_ok(collect_file(c, format, path, options), &c->err);
	assert_string_equal(c->broken, "");
}

void
hard_text(struct collect *c, const struct format *format, const char *bytes, const char *me)
{
	struct reading_options options = {.me = me != NULL ? text_of_c(me) : TEXT_NONE};

	collect_init(c);
	assert_ok(collect_slice(c, format, slice_of(bytes, strlen(bytes)), &options), &c->err);
	assert_string_equal(c->broken, "");
}

void
hard_instant(const struct moment *when, const char *want)
{
	int64_t us = 0;

	assert_true(time_parse(slice_of(want, strlen(want)), &us));
	assert_int_equal(when->basis, BASIS_INSTANT);
	assert_int_equal(when->at_us, us);
}

void
hard_local(const struct moment *when, const char *want)
{
	struct buf buf;

	assert_int_equal(when->basis, BASIS_LOCAL);
	buf_init(&buf, 64);
	civil_put(&buf, &when->local);
	assert_text(buf_text(&buf), want);
	buf_fini(&buf);
}

const struct record *
hard_row(const struct collect *c, const char *number)
{
	for (size_t i = 0; i < c->count; i++)
		if (text_eq_c(record_claim(&c->records[i], "row"), number))
			return &c->records[i];
	fail_msg("no row %s", number);
	return NULL;
}

void
hard_pieces(const struct format *format, struct slice bytes)
{
	static const size_t at_most[] = {1, 7, 61, 4093};
	struct collect whole, pieces;

	collect_init(&whole);
	assert_ok(collect_slice(&whole, format, bytes, NULL), &whole.err);
	assert_string_equal(whole.broken, "");
	for (size_t i = 0; i < COUNT_OF(at_most); i++) {
		collect_init(&pieces);
		pieces.read_at_most = at_most[i];
		assert_ok(collect_slice(&pieces, format, bytes, NULL), &pieces.err);
		assert_string_equal(pieces.broken, "");
		if (!collect_equal(&whole, &pieces))
			fail_msg("%zu bytes a read give something else\n", at_most[i]);
		collect_fini(&pieces);
	}
	collect_fini(&whole);
}

static void
read_any(const struct format *format, struct slice bytes, size_t at)
{
	struct collect c;
	enum status status;

	collect_init(&c);
	c.keep_records = 4;
	status = collect_slice(&c, format, bytes, NULL);
	if ((status != OK && status != E_FORMAT) || c.broken[0] != '\0')
		fail_msg("at %zu: %s: %s %s\n", at, status_name(status), c.err.text, c.broken);
	collect_fini(&c);
	(void)format->probe(bytes);
}

void
hard_cuts(const struct format *format, struct slice bytes)
{
	for (size_t i = 0; i <= CUTS; i++)
		read_any(format, slice_of(bytes.p, bytes.n * i / CUTS), bytes.n * i / CUTS);
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

		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		at = (size_t)(state % bytes.n);
		copy[at] ^= (uint8_t)(1 + (state >> 40) % 255);
		read_any(format, slice_of(copy, bytes.n), at);
		copy[at] = bytes.p[at];
	}
	free(copy);
}

static void
over_file(void (*bear)(const struct format *, struct slice), const struct format *format,
    const char *path)
{
	struct slice bytes = load_file(path);

	bear(format, bytes);
	load_free(bytes);
}

void
hard_seed_pieces(const struct format *format, const char *path)
{
	over_file(hard_pieces, format, path);
}

void
hard_seed_cuts(const struct format *format, const char *path)
{
	over_file(hard_cuts, format, path);
}

void
hard_seed_flips(const struct format *format, const char *path)
{
	over_file(hard_flips, format, path);
}

void
hard_seed(const struct format *format, const char *path)
{
	hard_seed_pieces(format, path);
	hard_seed_cuts(format, path);
	hard_seed_flips(format, path);
}
