/* bench/prose.c
 * Zipf's law with an offset (Mandelbrot), as a table of 65,536 draws, plus a flat tail for the
 * words that the table is too small to hold. */
#include "bench/prose.h"

#include <stdlib.h>
#include <string.h>

enum { TAIL_FROM = 2000, TAIL_CHANCE = 40 };

static const char *const common[] = {"the", "to", "and", "a", "of", "in", "it", "is", "I", "that",
    "for", "on", "was", "with", "me", "have", "be", "not", "at", "this", "my", "we", "are", "but",
    "so", "what", "all", "when", "out", "up", "know", "just", "like", "there", "get", "can", "call",
    "home", "work", "time", "now", "see", "go", "come", "will", "tell", "please", "answer", "night",
    "day", "phone", "door", "car", "light", "street", "message", "why", "who", "where", "never",
    "always", "again", "house", "friend", "sister", "mother", "letter", "window", "today",
    "tomorrow", "Łódź", "café", "naïve", "żółw"};

static void
make_word(struct rng *rng, char *word)
{
	static const char *const syllables[] = {"ba", "ber", "cal", "den", "dor", "el", "fen",
	    "gar", "hal", "in", "jo", "kel", "lan", "mer", "nor", "ol", "per", "qui", "ran", "sel",
	    "tam", "ul", "ver", "wes", "yor", "zen"};
	uint32_t n = 2 + rng_below(rng, 3);

	word[0] = '\0';
	for (uint32_t i = 0; i < n; i++) {
		const char *s = syllables[rng_below(rng, sizeof syllables / sizeof syllables[0])];
		size_t at = strlen(word);

		memcpy(word + at, s, strlen(s) + 1);
	}
}

static void
fill_table(struct prose *p)
{
	double weight[PROSE_WORDS];
	double sum = 0;
	double reached = 0;
	size_t at = 0;

	for (size_t i = 0; i < PROSE_WORDS; i++) {
		weight[i] = 1.0 / ((double)i + 2.7);
		sum += weight[i];
	}
	for (size_t i = 0; i < PROSE_WORDS; i++) {
		size_t end;

		reached += weight[i];
		end = (size_t)(reached / sum * PROSE_TABLE);
		while (at < end && at < PROSE_TABLE)
			p->table[at++] = (uint16_t)i;
	}
	while (at < PROSE_TABLE)
		p->table[at++] = 0;
}

void
prose_init(struct prose *p)
{
	struct rng rng;

	rng_init(&rng, 1, "vocabulary");
	p->words = str_alloc(PROSE_WORDS, sizeof *p->words);
	p->lengths = str_alloc(PROSE_WORDS, 1);
	p->table = str_alloc(PROSE_TABLE, sizeof *p->table);
	for (size_t i = 0; i < PROSE_WORDS; i++) {
		if (i < sizeof common / sizeof common[0])
			memcpy(p->words[i], common[i], strlen(common[i]) + 1);
		else
			make_word(&rng, p->words[i]);
		p->lengths[i] = (uint8_t)strlen(p->words[i]);
	}
	fill_table(p);
}

void
prose_fini(struct prose *p)
{
	free(p->words);
	free(p->lengths);
	free(p->table);
	*p = (struct prose){0};
}

void
prose_add(const struct prose *p, struct rng *rng, size_t bytes, struct str *out)
{
	size_t end = out->n + bytes;

	while (out->n < end) {
		uint64_t bits = rng_next(rng);

		/* Two words of every draw: 16 bits for the table, 10 to choose the tail. */
		for (int k = 0; k < 2; k++, bits >>= 32) {
			size_t i = p->table[bits & 0xffffu];

			if ((bits >> 16 & 1023u) < TAIL_CHANCE)
				i = TAIL_FROM + (size_t)rng_below(rng, PROSE_WORDS - TAIL_FROM);
			str_add(out, p->words[i], p->lengths[i]);
			str_addc(out, ' ');
		}
	}
	out->n--;
	out->p[out->n] = '\0';
}
