/* src/keep/words.c
 * Words as secrets; see words.h. */
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

/* `count` numbers of 11 bits, from the most significant bit, as words. */
static void
numbers_put(struct buf *out, const uint8_t *bits, unsigned count)
{
	unsigned number;

	for (unsigned word = 0; word < count; word++) {
		number = 0;
		for (unsigned i = 0; i < WORD_BITS; i++)
			number = number << 1 | (bit_at(bits, word * WORD_BITS + i) ? 1 : 0);
		if (word != 0)
			buf_put_byte(out, ' ');
		buf_put_c(out, words_list[number]);
	}
}

void
words_put(struct buf *out, const uint8_t entropy[WORDS_ENTROPY_BYTES])
{
	uint8_t bits[WORDS_ENTROPY_BYTES + 1];

	check_append(entropy, bits);
	numbers_put(out, bits, WORDS_COUNT);
	secret_wipe(bits, sizeof bits);
}

void
words_phrase_put(struct buf *out, const uint8_t random[WORDS_PHRASE_RANDOM_BYTES])
{
	numbers_put(out, random, WORDS_PHRASE_COUNT);
}

static uint8_t
lower_case(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
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
		lower[i] = (char)lower_case(word.p[i]);
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

/* How many words there are. */
static unsigned
words_counted(struct slice secret)
{
	struct slice word;
	unsigned count = 0;

	while (word_next(&secret, &word))
		count++;
	return count;
}

/* The first `count` words of `*rest`, which goes on after them. */
static struct slice
words_cut(struct slice *rest, unsigned count)
{
	struct slice all = *rest, word = {rest->p, 0};

	for (unsigned i = 0; i < count; i++)
		if (!word_next(rest, &word))
			break;
	return slice_of(all.p, (size_t)(word.p + word.n - all.p));
}

void
words_other_half(const uint8_t entropy[WORDS_ENTROPY_BYTES],
    const uint8_t half[WORDS_ENTROPY_BYTES], uint8_t out[WORDS_ENTROPY_BYTES])
{
	for (size_t i = 0; i < WORDS_ENTROPY_BYTES; i++)
		out[i] = entropy[i] ^ half[i];
}

/* Twice 12 words that are halves of one secret, in either order: the bytes they make together.
 * WORDS_NOT unless there are 24 words; `wrong` counts through both halves. */
static enum words_verdict
words_parse_halves(struct slice secret, uint8_t entropy[WORDS_ENTROPY_BYTES], unsigned *wrong)
{
	uint8_t first[WORDS_ENTROPY_BYTES], second[WORDS_ENTROPY_BYTES];
	struct slice rest = secret;
	enum words_verdict verdict;

	if (words_counted(secret) != 2 * WORDS_COUNT)
		return WORDS_NOT;
	verdict = words_parse(words_cut(&rest, WORDS_COUNT), first, wrong);
	if (verdict == WORDS_TRUE) {
		verdict = words_parse(rest, second, wrong);
		if (verdict == WORDS_STRANGE)
			*wrong += WORDS_COUNT;
		if (verdict == WORDS_TRUE)
			words_other_half(first, second, entropy);
		secret_wipe(second, sizeof second);
	}
	secret_wipe(first, sizeof first);
	return verdict;
}

/* Six words of the list, as they stand there. */
static bool
phrase_spell(struct slice secret, struct buf *out)
{
	struct slice rest = secret, word;
	unsigned numbers[WORDS_PHRASE_COUNT], count = 0;
	bool known = true;

	while (word_next(&rest, &word) && known) {
		known = count < WORDS_PHRASE_COUNT &&
			(numbers[count] = word_find(word)) != WORDS_LIST_COUNT;
		count++;
	}
	known = known && count == WORDS_PHRASE_COUNT;
	for (unsigned i = 0; known && i < WORDS_PHRASE_COUNT; i++) {
		if (i != 0)
			buf_put_byte(out, ' ');
		buf_put_c(out, words_list[numbers[i]]);
	}
	secret_wipe(numbers, sizeof numbers);
	return known;
}

enum words_verdict
words_spell(struct slice secret, struct buf *out, unsigned *wrong)
{
	uint8_t entropy[WORDS_ENTROPY_BYTES];
	enum words_verdict verdict = words_parse(secret, entropy, wrong);

	if (verdict == WORDS_NOT)
		verdict = words_parse_halves(secret, entropy, wrong);
	if (verdict == WORDS_TRUE)
		words_put(out, entropy);
	else if (verdict == WORDS_NOT && phrase_spell(secret, out))
		verdict = WORDS_TRUE;
	secret_wipe(entropy, sizeof entropy);
	return verdict;
}

static bool
word_same(struct slice a, struct slice b)
{
	bool same = a.n == b.n;

	for (size_t i = 0; same && i < a.n; i++)
		same = lower_case(a.p[i]) == lower_case(b.p[i]);
	return same;
}

bool
words_same(struct slice shown, struct slice typed, uint32_t *wrong)
{
	enum { TOO_MANY = 31 };
	struct slice want, got;

	*wrong = 0;
	for (unsigned i = 0; word_next(&shown, &want) && i < TOO_MANY; i++)
		if (!word_next(&typed, &got) || !word_same(want, got))
			*wrong |= UINT32_C(1) << i;
	if (word_next(&typed, &got))
		*wrong |= UINT32_C(1) << TOO_MANY;
	return *wrong == 0;
}
