/* src/cli/nearest.c
 * The word that was probably meant; see nearest.h. */
#include "cli/nearest.h"

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Three rows of the usual table: a swap of neighbours looks two rows back. */
size_t
nearest_distance(struct slice typed, struct slice word)
{
	size_t rows[3][NEAREST_WORD_BYTES + 1] = {{0}};
	size_t *before = rows[0], *above = rows[1], *row = rows[2], *spare;

	if (typed.n > NEAREST_WORD_BYTES || word.n > NEAREST_WORD_BYTES)
		return SIZE_MAX;
	for (size_t k = 0; k <= word.n; k++)
		row[k] = k;
	for (size_t i = 1; i <= typed.n; i++) {
		spare = before;
		before = above;
		above = row;
		row = spare;
		row[0] = i;
		for (size_t k = 1; k <= word.n; k++) {
			row[k] = least(above[k] + 1, row[k - 1] + 1,
			    above[k - 1] + (typed.p[i - 1] != word.p[k - 1]));
			if (i > 1 && k > 1 && typed.p[i - 1] == word.p[k - 2] &&
			    typed.p[i - 2] == word.p[k - 1] && before[k - 2] + 1 < row[k])
				row[k] = before[k - 2] + 1;
		}
	}
	return row[word.n];
}

void
nearest_init(struct nearest *nearest, struct slice typed)
{
	*nearest = (struct nearest){.typed = typed, .distance = SIZE_MAX};
}

/* The beginning of a word, or at most one mistake in three letters. */
void
nearest_try(struct nearest *nearest, const char *word)
{
	struct slice whole = slice_of(word, strlen(word));
	size_t distance = nearest_distance(nearest->typed, whole);

	if (nearest->typed.n >= 3 && nearest->typed.n < whole.n &&
	    memcmp(nearest->typed.p, whole.p, nearest->typed.n) == 0)
		distance = 1;
	if (distance > (whole.n + 2) / 3 || distance >= nearest->typed.n ||
	    distance >= nearest->distance)
		return;
	nearest->word = word;
	nearest->distance = distance;
}
