/* sample/story.c
 * The list of events. */
#include "sample/story.h"

#include <stdlib.h>

#include "sample/str.h"
#include "sample/zone.h"

void
story_init(struct story *s, uint64_t seed)
{
	*s = (struct story){.seed = seed};
}

void
story_fini(struct story *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->events[i].text);
		free(s->events[i].subject);
	}
	free(s->events);
	*s = (struct story){0};
}

void
story_add(struct story *s, struct event e)
{
	if (s->n == s->cap) {
		s->cap = s->cap * 2 + 256;
		s->events = str_grow(s->events, s->cap, sizeof *s->events);
	}
	e.order = (uint32_t)s->n;
	s->events[s->n++] = e;
}

static int
compare(const void *pa, const void *pb)
{
	const struct event *a = pa;
	const struct event *b = pb;

	if (a->at_ms != b->at_ms)
		return a->at_ms < b->at_ms ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

void
story_sort(struct story *s)
{
	qsort(s->events, s->n, sizeof *s->events, compare);
}

enum handle
story_own_number(int64_t at_ms)
{
	return at_ms < zone_ms(STORY_OWN_NUMBER) ? HANDLE_ME_FIRST : HANDLE_ME_SECOND;
}
