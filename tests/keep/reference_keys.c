/* tests/keep/reference_keys.c
 * docs/format/vectors/keys.txt: words, halves, a passphrase of six words, and the recovery sheet of
 * the reference vault; see reference.h. */
#include "keep/recover.h"
#include "keep/words.h"
#include "tests/keep/reference.h"

enum { KEYS_CASES = 4 };

static void
bytes_of(uint8_t *out, size_t n, unsigned number, unsigned kind)
{
	for (size_t i = 0; i < n; i++)
		out[i] = (uint8_t)(number == 0   ? 0
				   : number == 1 ? 255
						 : i * 29 + number * 77 + kind);
}

static void
line_begin(struct buf *out, const char *name, unsigned number)
{
	buf_putf(out, "%s-%u ", name, number);
}

static void
words_line(
    struct buf *out, const char *name, unsigned number, const uint8_t entropy[WORDS_ENTROPY_BYTES])
{
	line_begin(out, name, number);
	buf_put_hex(out, entropy, WORDS_ENTROPY_BYTES);
	buf_put_byte(out, ' ');
	words_put(out, entropy);
	buf_put_byte(out, '\n');
}

static void
words_text(struct buf *out)
{
	uint8_t whole[WORDS_ENTROPY_BYTES], half[WORDS_ENTROPY_BYTES], other[WORDS_ENTROPY_BYTES];
	uint8_t random[WORDS_PHRASE_RANDOM_BYTES];

	for (unsigned i = 0; i < KEYS_CASES; i++) {
		bytes_of(whole, sizeof whole, i, 0);
		bytes_of(half, sizeof half, i + 1, 1);
		bytes_of(random, sizeof random, i, 2);
		words_other_half(whole, half, other);
		words_line(out, "words", i, whole);
		words_line(out, "halves-a", i, half);
		words_line(out, "halves-b", i, other);
		line_begin(out, "phrase", i);
		buf_put_hex(out, random, sizeof random);
		buf_put_byte(out, ' ');
		words_phrase_put(out, random);
		buf_put_byte(out, '\n');
	}
}

void
reference_keys_text(struct rig *rig, struct buf *out)
{
	struct sheet sheet;
	struct err err = {0};

	buf_put_c(out,
	    "# Words (../vault.md, 2.2): hex, then the spelling.  halves-a-N and halves-b-N make "
	    "words-N.\n"
	    "# Then the recovery sheet (2.3) of the reference vault, as it is printed.\n");
	words_text(out);
	assert_ok(vault_sheet(rig->vault, buf_slice(&rig->words), &sheet, &err), &err);
	for (unsigned i = 1; i <= SHEET_LINES; i++) {
		line_begin(out, "sheet", i);
		sheet_line_put(out, &sheet, i);
		buf_put_byte(out, '\n');
	}
}
