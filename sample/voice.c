/* sample/voice.c
 * See voice.h. */
#include "sample/voice.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sample/encode.h"
#include "sample/str.h"

void
voice_init(struct voice *v, uint64_t seed, const char *stream)
{
	*v = (struct voice){0};
	rng_init(&v->rng, seed, stream);
}

void
voice_fini(struct voice *v)
{
	for (size_t i = 0; i < WORDS_KINDS; i++)
		free(v->bags[i].order);
	*v = (struct voice){0};
}

static void
shuffle(struct voice *v, struct bag *b)
{
	for (size_t i = b->n; i > 1; i--) {
		size_t j = rng_below(&v->rng, (uint32_t)i);
		uint8_t kept = b->order[i - 1];

		b->order[i - 1] = b->order[j];
		b->order[j] = kept;
	}
	b->at = 0;
}

size_t
voice_index(struct voice *v, enum words which)
{
	struct bag *b = &v->bags[which];

	if (b->order == NULL) {
		b->n = words_get(which).n;
		assert(b->n <= UINT8_MAX);
		b->order = str_alloc(b->n, 1);
		for (size_t i = 0; i < b->n; i++)
			b->order[i] = (uint8_t)i;
		b->at = b->n;
	}
	if (b->at >= b->n)
		shuffle(v, b);
	while (v->before && words_get(which).p[b->order[b->at]][0] == '!') {
		if (++b->at >= b->n)
			shuffle(v, b);
	}
	return b->order[b->at++];
}

const char *
voice_unmarked(const char *line)
{
	return line[0] == '!' ? line + 1 : line;
}

static void
add_code(struct voice *v, struct str *out)
{
	str_addz(out, "PG");
	for (int i = 0; i < 8; i++)
		str_addu(out, rng_below(&v->rng, 10));
}

static void
add_day(struct voice *v, struct str *out)
{
	static const char *const days[] = {
	    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

	str_addz(out, days[rng_below(&v->rng, 6)]);
}

static void
add_slot(struct voice *v, struct str *out, const char *name, size_t n)
{
	static const struct {
		const char *name;
		enum words words;
	} slots[] = {{"place", WORDS_PLACE}, {"thing", WORDS_THING}, {"hour", WORDS_HOUR},
	    {"friend", WORDS_FRIEND}};

	for (size_t i = 0; i < sizeof slots / sizeof slots[0]; i++) {
		if (strlen(slots[i].name) == n && memcmp(slots[i].name, name, n) == 0) {
			struct lines l = words_get(slots[i].words);

			str_addz(out, l.p[rng_below(&v->rng, (uint32_t)l.n)]);
			return;
		}
	}
	if (n == 5 && memcmp(name, "count", n) == 0)
		str_addu(out, 5 + rng_below(&v->rng, 60));
	else if (n == 4 && memcmp(name, "code", n) == 0)
		add_code(v, out);
	else if (n == 3 && memcmp(name, "pin", n) == 0)
		str_addu(out, 100000 + rng_below(&v->rng, 900000));
	else if (n == 3 && memcmp(name, "day", n) == 0)
		add_day(v, out);
	else
		assert(n == 0); /* the text bank uses a slot that does not exist */
}

static void
add_filled(struct voice *v, struct str *out, const char *line)
{
	size_t start = out->n;

	while (*line != '\0') {
		const char *close;

		if (*line != '{') {
			str_addc(out, *line++);
			continue;
		}
		close = strchr(line, '}');
		assert(close != NULL);
		add_slot(v, out, line + 1, (size_t)(close - line) - 1);
		line = close + 1;
	}
	/* A slot at the start of a sentence: "your sister should …" wants a capital. */
	if (out->n > start && out->p[start] >= 'a' && out->p[start] <= 'z')
		out->p[start] = (char)(out->p[start] - 32);
}

static void
add_line(struct voice *v, struct str *out, enum words which)
{
	add_filled(v, out, voice_unmarked(words_get(which).p[voice_index(v, which)]));
}

char *
voice_line(struct voice *v, enum words which)
{
	struct str s = {0};

	str_addz(&s, ""); /* a line may be empty, the result is never NULL */
	add_line(v, &s, which);
	return s.p;
}

/* People in a hurry drop capitals and the last full stop; people in a rage find the other key. */
static void
change_case(struct voice *v, struct str *s, enum words mood)
{
	uint32_t draw = rng_below(&v->rng, 1000);
	bool shout = mood == WORDS_ANGRY && draw < 45;

	if (!encode_is_ascii(str_z(s)) || (!shout && draw < 820))
		return;
	for (size_t i = 0; i < s->n; i++) {
		char c = s->p[i];

		if (shout && c >= 'a' && c <= 'z')
			s->p[i] = (char)(c - 32);
		else if (!shout && c >= 'A' && c <= 'Z')
			s->p[i] = (char)(c + 32);
	}
	if (!shout && s->n > 1 && s->p[s->n - 1] == '.' && s->p[s->n - 2] != '.')
		s->p[--s->n] = '\0';
}

char *
voice_say(struct voice *v, enum words mood)
{
	struct str s = {0};

	if (mood != WORDS_TOGETHER && rng_chance(&v->rng, 110)) {
		add_line(v, &s, WORDS_ONE);
		return s.p;
	}
	if (mood != WORDS_TOGETHER && rng_chance(&v->rng, 260)) {
		add_line(v, &s, WORDS_OPENER);
		str_addc(&s, ' ');
	}
	add_line(v, &s, mood);
	if (mood != WORDS_TOGETHER && rng_chance(&v->rng, 170)) {
		str_addc(&s, ' ');
		add_line(v, &s, mood);
	}
	if (mood != WORDS_TOGETHER && rng_chance(&v->rng, 220)) {
		str_addc(&s, ' ');
		add_line(v, &s, WORDS_CLOSER);
	}
	change_case(v, &s, mood);
	return s.p;
}

char *
voice_letter(struct voice *v, enum words mood)
{
	static const char *const greetings[] = {"Marta,\n\n", "Dear Marta,\n\n", "Marta\n\n", ""};
	static const char *const ends[] = {"\n\nOwen\n", "\n\nAlways,\nO.\n", "\n\nO. x\n", "\n"};
	struct str s = {0};
	uint32_t paragraphs = 1 + rng_below(&v->rng, 3);

	str_addz(&s, greetings[rng_below(&v->rng, 4)]);
	for (uint32_t i = 0; i < paragraphs; i++) {
		if (i > 0)
			str_addz(&s, "\n\n");
		if (rng_chance(&v->rng, 600)) {
			add_line(v, &s, WORDS_MAIL_LONG);
			continue;
		}
		for (uint32_t k = 2 + rng_below(&v->rng, 3); k > 0; k--) {
			add_line(v, &s, mood);
			str_addc(&s, k > 1 ? ' ' : '\n');
		}
		s.p[--s.n] = '\0';
	}
	str_addz(&s, ends[rng_below(&v->rng, 4)]);
	return s.p;
}
