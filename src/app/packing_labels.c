/* src/app/packing_labels.c
 * The numbers of exhibits: a label that was handed over stays with its original, whatever is
 * brought in, removed or merged later, and is never given to another.  Part of packing.h. */
#include "app/packing_inside.h"

#include <stdlib.h>

#include "base/mem.h"

enum { LABELS_AN_ENTRY = 15000 };

static int
by_number(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;

	return *left < *right ? -1 : *left > *right;
}

/* --- names --- */

/* ".jpg" from the name, where it is short, plain and harmless. */
static void
put_ending(struct buf *out, const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t n = dot != NULL ? strlen(dot + 1) : 0;

	if (n == 0 || n > 5)
		return;
	for (size_t i = 1; i <= n; i++)
		if (!((dot[i] >= 'a' && dot[i] <= 'z') || (dot[i] >= 'A' && dot[i] <= 'Z') ||
			(dot[i] >= '0' && dot[i] <= '9')))
			return;
	buf_put_byte(out, '.');
	for (size_t i = 1; i <= n; i++)
		buf_put_byte(out, (uint8_t)(dot[i] >= 'A' && dot[i] <= 'Z' ? dot[i] + 32 : dot[i]));
}

static void
name_exhibit(const struct packing *p, struct exhibit *x, const struct exhibit_handed *handed)
{
	struct buf path = {
	    .p = (uint8_t *)x->path, .size = sizeof x->path - 1, .max = sizeof x->path - 1};
	struct buf label = {
	    .p = (uint8_t *)x->label, .size = sizeof x->label - 1, .max = sizeof x->label - 1};

	buf_putf(&path, "data/originals/%06llu", (unsigned long long)x->number);
	put_ending(&path, x->name);
	x->path[path.n] = '\0';
	if (handed != NULL) {
		buf_put_text(&label, handed->label);
	} else {
		buf_put_text(&label, text_prefix(p->options->exhibit_prefix, 16));
		buf_putf(&label, "/%llu", (unsigned long long)x->number);
	}
	x->label[label.n] = '\0';
}

/* The least number above `last` that was not handed over; *at goes through the sorted ones. */
static uint64_t
number_free(const uint64_t *taken, size_t count, size_t *at, uint64_t last)
{
	uint64_t number = last + 1;

	while (*at < count && taken[*at] <= number) {
		number += taken[*at] == number;
		(*at)++;
	}
	return number;
}

enum status
packing_labels(struct packing *p, struct err *err)
{
	uint64_t *taken = mem_new(p->handed.count, sizeof *taken), last = 0;
	size_t at = 0;

	if (taken == NULL)
		return fail(err, E_NOMEM, "no memory for the list of exhibits");
	for (size_t i = 0; i < p->handed.count; i++)
		taken[i] = p->handed.items[i].number;
	if (p->handed.count != 0)
		qsort(taken, p->handed.count, sizeof *taken, by_number);
	for (size_t i = 0; i < p->exhibit_count; i++) {
		struct exhibit *x = &p->exhibits[i];
		const struct exhibit_handed *handed = exhibits_of(&p->handed, text_of_c(x->id));

		if (handed == NULL)
			last = number_free(taken, p->handed.count, &at, last);
		x->number = handed != NULL ? handed->number : last;
		name_exhibit(p, x, handed);
		x->reference = handed != NULL ? handed->reference : TEXT_NONE;
	}
	mem_free(taken);
	return OK;
}

/* --- a new hand-over --- */

void
packing_hand_over(const struct packing *p, struct act *act, size_t *from)
{
	struct buf line;
	size_t lines = 0;

	buf_init(&line, 256);
	for (; *from < p->exhibit_count && lines < LABELS_AN_ENTRY; (*from)++) {
		const struct exhibit *x = &p->exhibits[*from];

		if (!x->shown || exhibits_of(&p->handed, text_of_c(x->id)) != NULL)
			continue;
		buf_reset(&line);
		buf_put_c(&line, x->label);
		buf_put_byte(&line, ' ');
		buf_put_c(&line, x->id);
		act_line_of(act, FIELD_SOURCE, "exhibit", &line);
		lines++;
	}
	buf_fini(&line);
}
