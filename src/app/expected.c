/* src/app/expected.c
 * See expected.h. */
#include "app/expected.h"

#include "base/buf.h"

enum { HEX_BYTES = 64, SENTENCE_BYTES = 256 };

/* "files/ab/abcd.jpg" -> "abcd". */
static struct slice
stem_of(struct text name)
{
	struct slice rest = slice_of_text(name), piece = {NULL, 0}, stem = {NULL, 0};

	while (cut_last(&rest, '/', &piece))
		;
	return cut_last(&piece, '.', &stem) ? stem : piece;
}

static bool
is_expected(const struct record *record, struct slice sum)
{
	for (size_t i = 0; i < record->claims_count; i++)
		if (text_eq_c(record->claims[i].key, "expected-sha256") &&
		    slice_eq(slice_of_text(record->claims[i].value), sum))
			return true;
	return false;
}

static enum status
doubt(struct record *record, struct slice expected, struct slice found, struct arena *arena,
    struct err *err)
{
	struct buf buf;
	struct text sentence;
	enum status status;

	buf_init(&buf, SENTENCE_BYTES);
	buf_put_c(&buf, "By the export the SHA-256 of this file is ");
	buf_put_slice(&buf, expected);
	buf_put_c(&buf, "; the file that is there has ");
	buf_put_slice(&buf, found);
	buf_put_byte(&buf, '.');
	status = buf_check(&buf, err);
	if (status == OK && !arena_text(arena, buf_text(&buf), &sentence))
		status = fail(err, E_NOMEM, "no memory for a doubt");
	buf_fini(&buf);
	if (status != OK)
		return status;
	status = record_add_doubt(record, arena, "checksum-differs", sentence, err);
	/* Full of doubts already. */
	return status == E_LIMIT ? OK : status;
}

enum status
expected_check(struct record *record, struct arena *arena, struct err *err)
{
	unsigned doubts = 0;
	enum status status = OK;

	for (size_t i = 0; i < record->attachments_count && status == OK; i++) {
		const struct attachment *a = &record->attachments[i];
		struct slice expected = stem_of(a->name);
		uint8_t hex[HEX_BYTES];
		struct buf buf = {.p = hex, .size = sizeof hex, .max = sizeof hex};

		if (!a->hashed || expected.n != HEX_BYTES || !is_expected(record, expected))
			continue;
		buf_put_hex(&buf, a->sha256, sizeof a->sha256);
		if (!slice_eq(expected, buf_slice(&buf)) && doubts++ < EXPECTED_DOUBTS_MAX)
			status = doubt(record, expected, buf_slice(&buf), arena, err);
	}
	return status;
}
