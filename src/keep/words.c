/* src/keep/words.c
 * Recovery words; see words.h. */
#include "keep/words.h"

#include "sys/crypto/hash.h"
#include "sys/crypto/secret.h"

enum { WORD_BITS = 11, CHECK_BITS = 4 };

/* `bits` holds the entropy and, in the top half of the last byte, the check. */
static void
check_append(const uint8_t entropy[WORDS_ENTROPY_BYTES], uint8_t bits[WORDS_ENTROPY_BYTES + 1])
{
	uint8_t sha[SHA256_BYTES];

	sha256_of(slice_of(entropy, WORDS_ENTROPY_BYTES), sha);
	memcpy(bits, entropy, WORDS_ENTROPY_BYTES);
	bits[WORDS_ENTROPY_BYTES] = sha[0] & 0xf0;
	secret_wipe(sha, sizeof sha);
}

static bool
bit_at(const uint8_t *bits, unsigned at)
{
	return (bits[at / 8] >> (7 - at % 8) & 1) != 0;
}

void
words_put(struct buf *out, const uint8_t entropy[WORDS_ENTROPY_BYTES])
{
	uint8_t bits[WORDS_ENTROPY_BYTES + 1];
	unsigned number;

	check_append(entropy, bits);
	for (unsigned word = 0; word < WORDS_COUNT; word++) {
		number = 0;
		for (unsigned i = 0; i < WORD_BITS; i++)
			number = number << 1 | (bit_at(bits, word * WORD_BITS + i) ? 1 : 0);
		if (word != 0)
			buf_put_byte(out, ' ');
		buf_put_c(out, words_list[number]);
	}
	secret_wipe(bits, sizeof bits);
}

/* Number of a word in any case; WORDS_LIST_COUNT when it is not in the list. */
static unsigned
word_find(struct slice word)
{
	char lower[WORDS_MAX_LETTERS + 1] = {0};
	unsigned low = 0, high = WORDS_LIST_COUNT, middle;
	int order;

	if (word.n > WORDS_MAX_LETTERS)
		return WORDS_LIST_COUNT;
	for (size_t i = 0; i < word.n; i++)
		lower[i] = (char)(word.p[i] >= 'A' && word.p[i] <= 'Z' ? word.p[i] + 32
								       : word.p[i]);
	while (low < high) {
		middle = (low + high) / 2;
		order = memcmp(lower, words_list[middle], sizeof lower);
		if (order == 0)
			return middle;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return WORDS_LIST_COUNT;
}

static bool
blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The next run of non-blanks; false at the end. */
static bool
word_next(struct slice *rest, struct slice *word)
{
	size_t n = 0;

	*rest = slice_trim(*rest);
	while (n < rest->n && !blank(rest->p[n]))
		n++;
	return n != 0 && take(rest, n, word);
}

enum words_verdict
words_parse(struct slice secret, uint8_t entropy[WORDS_ENTROPY_BYTES], unsigned *wrong)
{
	uint8_t bits[WORDS_ENTROPY_BYTES + 1] = {0}, checked[WORDS_ENTROPY_BYTES + 1];
	unsigned count = 0, number, strange = 0;
	struct slice rest = secret, word;
	enum words_verdict verdict;

	while (word_next(&rest, &word)) {
		number = word_find(word);
		if (number == WORDS_LIST_COUNT && strange == 0)
			strange = count + 1;
		for (unsigned i = 0; count < WORDS_COUNT && i < WORD_BITS; i++)
			if ((number >> (WORD_BITS - 1 - i) & 1) != 0)
				bits[(count * WORD_BITS + i) / 8] |= (uint8_t)(0x80 >>
									       (count * WORD_BITS +
										   i) %
										   8);
		count++;
	}
	check_append(bits, checked);
	if (count != WORDS_COUNT)
		verdict = WORDS_NOT;
	else if (strange != 0)
		verdict = WORDS_STRANGE;
	else
		verdict = hash_equal(bits, checked, sizeof bits) ? WORDS_TRUE : WORDS_CHECK_FAILS;
	if (verdict == WORDS_TRUE)
		memcpy(entropy, bits, WORDS_ENTROPY_BYTES);
	if (verdict == WORDS_STRANGE)
		*wrong = strange;
	secret_wipe(bits, sizeof bits);
	secret_wipe(checked, sizeof checked);
	return verdict;
}
