/* src/prove/shown.c
 * leaves.txt and records.txt; see shown.h and docs/format/pack.md section 5. */
#include "prove/shown.h"

#include <assert.h>

#include "base/encode.h"

const char leaves_head[] = "daybook leaves v1\n";
const char records_head[] = "daybook records v1\n";

void
leaf_line_put(struct buf *out, const struct leaf_line *line)
{
	assert(line->level < MERKLE_MAX_PATH);
	buf_put_hex(out, line->hash, sizeof line->hash);
	if (line->level != 0) {
		buf_put_byte(out, ' ');
		buf_put_u64(out, (uint64_t)1 << line->level);
	}
	buf_put_byte(out, '\n');
}

/* " 8" after the hash: eight leaves; nothing: one. */
static bool
level_parse(struct slice line, unsigned *level)
{
	uint64_t leaves;

	*level = 0;
	if (line.n == 0)
		return true;
	if (line.p[0] != ' ' || !u64_parse(slice_from(line, 1), &leaves) || leaves < 2 ||
	    (leaves & (leaves - 1)) != 0)
		return false;
	*level = (unsigned)__builtin_ctzll(leaves);
	return true;
}

enum status
leaf_line_take(struct slice *rest, struct leaf_line *out, bool *got, struct err *err)
{
	struct slice after = *rest, line, hex;
	struct leaf_line found;

	*got = false;
	if (!cut(&after, '\n', &line)) {
		if (rest->n > SHOWN_LINE_MAX_BYTES)
			return fail(err, E_FORMAT, "leaves: a line is too long");
		return OK;
	}
	if (!take(&line, (size_t)2 * SHA256_BYTES, &hex) ||
	    !hex_decode(hex, found.hash, sizeof found.hash) || !level_parse(line, &found.level))
		return fail(
		    err, E_FORMAT, "leaves: a line is not a hash, or a hash and a power of two");
	*out = found;
	*rest = after;
	*got = true;
	return OK;
}

void
shown_record_head_put(struct buf *out, uint64_t index, size_t preimage_bytes)
{
	buf_put_c(out, "record ");
	buf_put_u64(out, index);
	buf_put_byte(out, ' ');
	buf_put_u64(out, preimage_bytes);
	buf_put_byte(out, '\n');
}

void
shown_record_put(struct buf *out, const struct shown_record *record)
{
	shown_record_head_put(out, record->index, record->preimage.n);
	buf_put_slice(out, record->preimage);
	buf_put_byte(out, '\n');
}

enum status
shown_record_take(struct slice *rest, struct shown_record *out, bool *got, struct err *err)
{
	struct slice after = *rest, line, word, end;
	struct shown_record found;
	uint64_t bytes;

	*got = false;
	if (!cut(&after, '\n', &line)) {
		if (rest->n > SHOWN_LINE_MAX_BYTES)
			return fail(err, E_FORMAT, "records: a line is too long");
		return OK;
	}
	if (!cut(&line, ' ', &word) || !slice_eq(word, SLICE_LITERAL("record")) ||
	    !cut(&line, ' ', &word) || !u64_parse(word, &found.index) || !u64_parse(line, &bytes))
		return fail(err, E_FORMAT, "records: a line is not \"record number length\"");
	if (bytes > SHOWN_ITEM_MAX_BYTES)
		return fail(
		    err, E_LIMIT, "records: a record is over %d bytes", SHOWN_ITEM_MAX_BYTES);
	if (after.n <= bytes)
		return OK;
	if (!take(&after, (size_t)bytes, &found.preimage) || !take(&after, 1, &end) ||
	    end.p[0] != '\n')
		return fail(err, E_FORMAT, "records: no line feed after a record");
	*out = found;
	*rest = after;
	*got = true;
	return OK;
}

void
leaf_lister_init(struct leaf_lister *lister)
{
	lister->next = 0;
	lister->depth = 0;
}

/* Two neighbours of one size become one when the first begins where such a pair may begin. */
static void
merge(struct leaf_lister *lister, struct hash *hash)
{
	struct leaf_line *left, *right;

	while (lister->depth >= 2) {
		left = &lister->pending[lister->depth - 2];
		right = left + 1;
		if (left->level != right->level ||
		    (lister->next & (((uint64_t)2 << left->level) - 1)) != 0)
			return;
		merkle_node(hash, left->hash, right->hash, left->hash);
		left->level++;
		lister->depth--;
	}
}

void
leaf_lister_end(struct leaf_lister *lister, struct buf *out)
{
	for (unsigned i = 0; i < lister->depth; i++)
		leaf_line_put(out, &lister->pending[i]);
	lister->depth = 0;
}

void
leaf_lister_add(struct leaf_lister *lister, struct hash *hash, const uint8_t leaf[SHA256_BYTES],
    bool shown, struct buf *out)
{
	struct leaf_line line = {.level = 0};

	memcpy(line.hash, leaf, sizeof line.hash);
	lister->next++;
	if (shown) {
		leaf_lister_end(lister, out);
		leaf_line_put(out, &line);
		return;
	}
	/* Sizes rise to the largest and fall again, each at most once but for the last two. */
	assert(lister->depth < COUNT_OF(lister->pending));
	lister->pending[lister->depth++] = line;
	merge(lister, hash);
}
