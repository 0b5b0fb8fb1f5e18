/* src/app/packing_labels.c
 * The numbers of exhibits: a label that was handed over stays with its original, whatever is
 * brought in, removed or merged later, and is never given to another.  Part of packing.h. */
#include "app/packing_inside.h"

#include <stdlib.h>

#include "app/other_logs.h"
#include "base/mem.h"
#include "keep/log_other.h"

enum { LABELS_AN_ENTRY = 15000, ID_CHARS = 26 };

/* --- what was handed over --- */

/* "MH/12 k7...": false for anything else. */
static bool
handed_parse(struct text line, struct handed *out)
{
	struct slice rest = slice_of_text(line), label, number;

	*out = (struct handed){0};
	if (!cut(&rest, ' ', &label) || rest.n != ID_CHARS || label.n >= sizeof out->label)
		return false;
	memcpy(out->label, label.p, label.n);
	memcpy(out->id, rest.p, ID_CHARS);
	while (
	    label.n != 0 && cut(&label, '/', &number)) /* the number stands behind the last one */
		continue;
	return u64_parse(label, &out->number);
}

static enum status
referred_add(struct packing *p, const struct entry *entry, struct err *err)
{
	struct text id = act_find(entry->fields[FIELD_RELATIONS], "names");
	struct referred *bigger, *one;

	if (id.n != ID_CHARS)
		return OK;
	bigger = mem_more(p->referred, p->referred_count, &p->referred_size, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for the list of exhibits");
	p->referred = bigger;
	one = &bigger[p->referred_count];
	*one = (struct referred){0};
	memcpy(one->id, id.p, ID_CHARS);
	if (!arena_text(
		&p->arena, act_find(entry->fields[FIELD_SOURCE], "reference"), &one->reference))
		return fail(err, E_NOMEM, "no memory for the list of exhibits");
	p->referred_count++;
	return OK;
}

enum status
packing_handed(struct packing *p, uint64_t number, const struct entry *entry, struct err *err)
{
	struct slice source = entry->fields[FIELD_SOURCE];
	struct handed *bigger, one;
	struct text name, value;

	/* Somebody else's exhibits have that person's numbers, in that person's own packs. */
	if (other_log_from(p->app, number).n != 0)
		return OK;
	if (text_eq_c(act_field(entry, FIELD_KIND), "exhibit"))
		return referred_add(p, entry, err);
	while (value_next_line(&source, &name, &value)) {
		if (!text_eq_c(name, "exhibit") || !handed_parse(value, &one))
			continue;
		bigger = mem_more(p->handed, p->handed_count, &p->handed_size, sizeof *bigger);
		if (bigger == NULL)
			return fail(err, E_NOMEM, "no memory for the list of exhibits");
		p->handed = bigger;
		p->handed[p->handed_count++] = one;
	}
	return OK;
}

/* Of one that was handed over twice the first, which is the lower number. */
static int
by_id(const void *a, const void *b)
{
	const struct handed *left = a, *right = b;
	int order = memcmp(left->id, right->id, ID_CHARS);

	if (order != 0)
		return order;
	return left->number < right->number ? -1 : left->number > right->number;
}

static const struct handed *
handed_of(const struct packing *p, const char *id)
{
	size_t low = 0, high = p->handed_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (memcmp(p->handed[middle].id, id, ID_CHARS) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == p->handed_count || memcmp(p->handed[low].id, id, ID_CHARS) != 0)
		return NULL;
	return &p->handed[low];
}

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
name_exhibit(const struct packing *p, struct exhibit *x, const struct handed *handed)
{
	struct buf path = {
	    .p = (uint8_t *)x->path, .size = sizeof x->path - 1, .max = sizeof x->path - 1};
	struct buf label = {
	    .p = (uint8_t *)x->label, .size = sizeof x->label - 1, .max = sizeof x->label - 1};

	buf_putf(&path, "data/originals/%06llu", (unsigned long long)x->number);
	put_ending(&path, x->name);
	x->path[path.n] = '\0';
	if (handed != NULL) {
		buf_put_c(&label, handed->label);
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
	uint64_t *taken = mem_new(p->handed_count, sizeof *taken), last = 0;
	size_t at = 0;

	if (taken == NULL)
		return fail(err, E_NOMEM, "no memory for the list of exhibits");
	for (size_t i = 0; i < p->handed_count; i++)
		taken[i] = p->handed[i].number;
	if (p->handed_count != 0) {
		qsort(taken, p->handed_count, sizeof *taken, by_number);
		qsort(p->handed, p->handed_count, sizeof *p->handed, by_id);
	}
	for (size_t i = 0; i < p->exhibit_count; i++) {
		struct exhibit *x = &p->exhibits[i];
		const struct handed *handed = handed_of(p, x->id);

		if (handed == NULL)
			last = number_free(taken, p->handed_count, &at, last);
		x->number = handed != NULL ? handed->number : last;
		name_exhibit(p, x, handed);
		for (size_t k = 0; k < p->referred_count; k++)
			if (memcmp(p->referred[k].id, x->id, ID_CHARS) == 0)
				x->reference = p->referred[k].reference;
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

		if (!x->shown || handed_of(p, x->id) != NULL)
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
