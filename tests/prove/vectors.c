/* tests/prove/vectors.c
 * The reader of the vector file; see vectors.h.  Tests run in the source folder. */
#include "tests/prove/vectors.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/encode.h"

static struct buf
file_load(const char *path)
{
	struct buf buf;
	uint8_t block[65536];
	size_t got;
	FILE *file = fopen(path, "rb");

	buf_init(&buf, 4 << 20);
	assert_non_null(file);
	while ((got = fread(block, 1, sizeof block, file)) != 0)
		buf_put(&buf, block, got);
	(void)fclose(file);
	assert_int_equal(buf.failed, OK);
	return buf;
}

unsigned
vectors_each(const char *kind, void (*each)(const struct vector *, void *), void *ctx)
{
	struct buf file = file_load("docs/format/vectors/log.txt");
	struct slice rest = buf_slice(&file), line;
	struct vector v;
	unsigned hits = 0;

	while (cut(&rest, '\n', &line)) {
		if (line.n == 0 || line.p[0] == '#')
			continue;
		for (v.count = 0; v.count < VECTOR_MAX_WORDS; v.count++)
			if (!cut_last(&line, ' ', &v.words[v.count]))
				break;
		assert_int_equal(line.n, 0);
		if (kind != NULL && !slice_eq(v.words[0], slice_of(kind, strlen(kind))))
			continue;
		each(&v, ctx);
		hits++;
	}
	buf_fini(&file);
	return hits;
}

void
vector_hex(const struct vector *v, size_t word, struct buf *out)
{
	struct slice hex = v->words[word];
	uint8_t *at;

	assert_true(word < v->count);
	if (slice_eq(hex, SLICE_LITERAL("-")))
		return;
	at = buf_extend(out, hex.n / 2);
	assert_non_null(at);
	assert_true(hex_decode(hex, at, hex.n / 2));
}

void
vector_hash(const struct vector *v, size_t word, uint8_t out[SHA256_BYTES])
{
	assert_true(word < v->count);
	assert_true(hex_decode(v->words[word], out, SHA256_BYTES));
}

uint64_t
vector_u64(const struct vector *v, size_t word)
{
	uint64_t n = 0;

	assert_true(word < v->count);
	assert_true(u64_parse(v->words[word], &n));
	return n;
}

void
vector_path(const struct vector *v, size_t word, struct merkle_path *out)
{
	out->count = 0;
	if (word + 1 == v->count && slice_eq(v->words[word], SLICE_LITERAL("-")))
		return;
	for (; word < v->count; word++) {
		assert_true(out->count < MERKLE_MAX_PATH);
		vector_hash(v, word, out->hashes[out->count++]);
	}
}
