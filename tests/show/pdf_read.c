/* tests/show/pdf_read.c
 * See pdf_read.h. */
#include "tests/show/pdf_read.h"

#define ZLIB_CONST
#include <zlib.h>

#include "tests/support/check.h"

static void
unpack(struct slice bytes, struct buf *out)
{
	z_stream z = {.next_in = bytes.p, .avail_in = (uInt)bytes.n};
	uint8_t piece[65536];
	int code = Z_OK;

	assert_int_equal(inflateInit(&z), Z_OK);
	while (code == Z_OK) {
		z.next_out = piece;
		z.avail_out = sizeof piece;
		code = inflate(&z, Z_NO_FLUSH);
		buf_put(out, piece, sizeof piece - z.avail_out);
	}
	assert_int_equal(code, Z_STREAM_END);
	(void)inflateEnd(&z);
}

void
pdf_read_streams(struct slice pdf, struct buf *out)
{
	struct slice head, digits, bytes;
	uint64_t length;
	size_t at;

	while ((at = slice_find(pdf, SLICE_LITERAL(">>\nstream\n"))) != SIZE_MAX) {
		head = slice_of(pdf.p, at);
		pdf = slice_from(pdf, at + strlen(">>\nstream\n"));
		digits = head;
		while (digits.n != 0 && digits.p[digits.n - 1] != ' ')
			digits.n--;
		digits = slice_from(head, digits.n);
		assert_true(u64_parse(digits, &length));
		assert_true(take(&pdf, length, &bytes));
		head.p += head.n > 60 ? head.n - 60 : 0;
		head.n = head.n > 60 ? 60 : head.n;
		if (slice_find(head, SLICE_LITERAL("/Filter/FlateDecode/Length")) != SIZE_MAX)
			unpack(bytes, out);
		assert_true(slice_starts(pdf, "\nendstream"));
	}
	assert_int_equal(out->failed, OK);
}

size_t
pdf_read_count(struct slice pdf, const char *words)
{
	struct slice wanted = slice_of(words, strlen(words)), rest;
	struct buf streams;
	size_t at, n = 0;

	buf_init(&streams, 1 << 30);
	pdf_read_streams(pdf, &streams);
	rest = buf_slice(&streams);
	while ((at = slice_find(rest, wanted)) != SIZE_MAX) {
		n++;
		rest = slice_from(rest, at + wanted.n);
	}
	buf_fini(&streams);
	return n;
}
