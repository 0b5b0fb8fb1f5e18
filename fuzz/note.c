/* fuzz/note.c
 * Signed heads, verifier keys and proof files: what parses must be what would be written, and no
 * input may be accepted as signed by a key nobody here has. */
#include <stdlib.h>

#include "prove/checkpoint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

/* A note that is well formed has the text its parts give. */
static void
note_try(struct slice in, struct buf *again)
{
	static const uint8_t key[SIGN_PUBLIC_BYTES] = {1};
	struct checkpoint cp;

	if (checkpoint_peek(in, &cp, NULL) == OK) {
		buf_reset(again);
		checkpoint_text_put(again, &cp);
		must(again->n < in.n && memcmp(again->p, in.p, again->n) == 0);
	}
	must(checkpoint_open(in, key, &cp, NULL) != OK);
}

static void
vkey_try(struct slice in, struct buf *again)
{
	uint8_t key[SIGN_PUBLIC_BYTES];
	struct slice origin;

	if (vkey_parse(in, &origin, key, NULL) != OK)
		return;
	buf_reset(again);
	vkey_put(again, origin, key);
	must(slice_eq(buf_slice(again), in));
}

static void
proofs_try(struct slice in, struct buf *again)
{
	struct merkle_path path;
	struct slice note;
	uint64_t number;

	buf_reset(again);
	if (proof_parse(in, &number, &path, &note, NULL) == OK) {
		proof_put(again, number, &path, note);
		must(slice_eq(buf_slice(again), in));
		note_try(note, again);
	} else if (consistency_parse(in, &number, &path, &note, NULL) == OK) {
		consistency_put(again, number, &path, note);
		must(slice_eq(buf_slice(again), in));
		note_try(note, again);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf again;

	buf_init(&again, (size_t)2 * PROOF_MAX_BYTES);
	note_try(slice_of(data, n), &again);
	vkey_try(slice_of(data, n), &again);
	proofs_try(slice_of(data, n), &again);
	buf_fini(&again);
	return 0;
}
