/* tests/read/meta_battered.c
 * Pieces, cuts and turned bits; see meta_battered.h. */
#include "tests/support/check.h"

#include <stdio.h>

#include "tests/read/collect.h"
#include "tests/read/meta_battered.h"

static struct buf
file_bytes(const char *path)
{
	struct buf out;
	FILE *file = fopen(path, "rb");
	uint8_t piece[4096];
	size_t n;

	buf_init(&out, 1 << 20);
	if (file == NULL)
		fail_msg("%s is not there", path);
	while ((n = fread(piece, 1, sizeof piece, file)) != 0)
		buf_put(&out, piece, n);
	(void)fclose(file);
	return out;
}

void
meta_read_in_pieces(const struct format *format, const char *path)
{
	static const size_t at_most[] = {1, 7, 61};
	struct collect whole, pieces;

	collect_init(&whole);
	assert_ok(collect_file(&whole, format, path, NULL), &whole.err);
	assert_string_equal(whole.broken, "");
	for (size_t i = 0; i < COUNT_OF(at_most); i++) {
		collect_init(&pieces);
		pieces.read_at_most = at_most[i];
		assert_ok(collect_file(&pieces, format, path, NULL), &pieces.err);
		assert_true(collect_equal(&whole, &pieces));
		collect_fini(&pieces);
	}
	collect_fini(&whole);
}

static void
read_any(const struct format *format, struct slice bytes)
{
	struct collect c;
	enum status status;

	collect_init(&c);
	status = collect_slice(&c, format, bytes, NULL);
	assert_true(status == OK || status == E_FORMAT);
	assert_string_equal(c.broken, "");
	collect_fini(&c);
	(void)format->probe(bytes);
}

void
meta_read_damaged(const struct format *format, const char *path, size_t flips)
{
	struct buf bytes = file_bytes(path);
	uint64_t place = 1;

	assert_ok(buf_check(&bytes, NULL), &(struct err){0});
	for (size_t i = 0; i <= 64; i++)
		read_any(format, slice_of(bytes.p, bytes.n * i / 64));
	for (size_t i = 0; i < flips; i++) {
		/* Places that look picked by chance, and are the same each time. */
		place = place * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		size_t at = (size_t)((place >> 33) % bytes.n);
		uint8_t bit = (uint8_t)(1u << ((place >> 20) & 7));

		bytes.p[at] ^= bit;
		read_any(format, buf_slice(&bytes));
		bytes.p[at] ^= bit;
	}
	buf_fini(&bytes);
}
