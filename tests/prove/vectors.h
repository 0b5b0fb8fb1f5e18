/* tests/prove/vectors.h
 * Reads docs/format/vectors/log.txt, the very file the format page names: one vector a line, words
 * parted by a space, bytes in hex, "-" for none. */
#ifndef TESTS_PROVE_VECTORS_H
#define TESTS_PROVE_VECTORS_H

#include "tests/support/check.h"

#include "base/buf.h"
#include "prove/merkle.h"

enum { VECTOR_MAX_WORDS = 80 };

struct vector {
	struct slice words[VECTOR_MAX_WORDS]; /* words[0] is the kind of vector */
	size_t count;
};

/* Calls `each` for every vector of `kind` (NULL: of any kind); returns how many there were. */
unsigned vectors_each(const char *kind, void (*each)(const struct vector *, void *), void *ctx);
/* Bytes of one word into `out`; the test fails when it is not hex. */
void vector_hex(const struct vector *v, size_t word, struct buf *out);
void vector_hash(const struct vector *v, size_t word, uint8_t out[SHA256_BYTES]);
uint64_t vector_u64(const struct vector *v, size_t word);
/* Hashes from `word` on to the end of the line. */
void vector_path(const struct vector *v, size_t word, struct merkle_path *out);

#endif
