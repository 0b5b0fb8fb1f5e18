/* src/prove/proof.c
 * The two proof files, a few lines of hashes before a signed head: inclusion (c2sp.org/tlog-proof)
 * and consistency; declared in checkpoint.h, ruled by docs/format/log.md sections 8 and 9.
 * Not for: checking them (merkle.h, checkpoint_open). */
#include "base/encode.h"
#include "prove/checkpoint.h"

static const char inclusion_head[] = "c2sp.org/tlog-proof@v1\nindex ";
static const char consistency_head[] = "daybook consistency v1\nold ";

static void
lines_put(struct buf *out, const char *head, uint64_t number, const struct merkle_path *path,
    struct slice note)
{
	buf_put_c(out, head);
	buf_put_u64(out, number);
	buf_put_byte(out, '\n');
	for (size_t i = 0; i < path->count; i++) {
		base64_put(out, path->hashes[i], SHA256_BYTES);
		buf_put_byte(out, '\n');
	}
	buf_put_byte(out, '\n');
	buf_put_slice(out, note);
}

static enum status
lines_parse(struct slice bytes, const char *head, uint64_t *number, struct merkle_path *path,
    struct slice *note, struct err *err)
{
	struct merkle_path found = {0};
	struct slice rest = bytes, line;
	uint64_t n;

	if (bytes.n > PROOF_MAX_BYTES)
		return fail(err, E_LIMIT, "proof: over %d bytes", PROOF_MAX_BYTES);
	if (!slice_starts(rest, head) || !take(&rest, strlen(head), &line))
		return fail(err, E_FORMAT, "proof: does not begin as its form says");
	if (!cut(&rest, '\n', &line) || !u64_parse(line, &n))
		return fail_at(err, E_FORMAT, bytes.n - rest.n, "proof: number is not a number");
	for (;;) {
		struct buf hash = {.size = SHA256_BYTES, .max = SHA256_BYTES};

		if (!cut(&rest, '\n', &line))
			return fail_at(err, E_FORMAT, bytes.n - rest.n, "proof: cut off");
		if (line.n == 0)
			break;
		if (found.count == MERKLE_MAX_PATH)
			return fail_at(err, E_LIMIT, bytes.n - rest.n, "proof: over %d hashes",
			    MERKLE_MAX_PATH);
		hash.p = found.hashes[found.count];
		if (!base64_decode(line, &hash) || hash.n != SHA256_BYTES)
			return fail_at(err, E_FORMAT, bytes.n - rest.n,
			    "proof: a hash is not 44 base64 characters");
		found.count++;
	}
	*number = n;
	*path = found;
	*note = rest;
	return OK;
}

void
proof_put(struct buf *out, uint64_t index, const struct merkle_path *path, struct slice note)
{
	lines_put(out, inclusion_head, index, path, note);
}

enum status
proof_parse(struct slice bytes, uint64_t *index, struct merkle_path *path, struct slice *note,
    struct err *err)
{
	return lines_parse(bytes, inclusion_head, index, path, note, err);
}

void
consistency_put(
    struct buf *out, uint64_t old_size, const struct merkle_path *path, struct slice note)
{
	lines_put(out, consistency_head, old_size, path, note);
}

enum status
consistency_parse(struct slice bytes, uint64_t *old_size, struct merkle_path *path,
    struct slice *note, struct err *err)
{
	return lines_parse(bytes, consistency_head, old_size, path, note, err);
}
