/* src/show/picture/picture_told.c
 * Key events and effects, of which so many are told as there is room for: the first in order of
 * time, then those without a time; see picture.h.  While rows come in, those without a time come
 * first: what has a place by then gives it up to what comes before it in that order. */
#include <stdlib.h>

#include "base/mem.h"
#include "show/picture/picture_inside.h"

enum { EFFECT_BYTES = 400 };

typedef int (*compare_fn)(const void *a, const void *b);

/* --- the order in which they are told --- */

static int
moment_compare(const struct moment *a, const struct moment *b)
{
	if (a->at_known != b->at_known)
		return a->at_known ? -1 : 1; /* those without a time come last */
	return a->at_known ? (a->at_us > b->at_us) - (a->at_us < b->at_us) : 0;
}

static int
event_compare(const void *a, const void *b)
{
	const struct picture_event *left = a, *right = b;
	int order = moment_compare(&left->when, &right->when);

	if (order == 0)
		order = text_compare(left->id, right->id);
	return order != 0 ? order : text_compare(left->kind, right->kind);
}

static int
effect_compare(const void *a, const void *b)
{
	const struct picture_effect *left = a, *right = b;
	int order = moment_compare(&left->when, &right->when);

	return order != 0 ? order : text_compare(left->id, right->id);
}

static int
event_last_first(const void *a, const void *b)
{
	return event_compare(b, a);
}

static int
effect_last_first(const void *a, const void *b)
{
	return effect_compare(b, a);
}

/* --- a full list: its last one stands first (a heap) --- */

static void
swap(uint8_t *a, uint8_t *b, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		uint8_t held = a[i];

		a[i] = b[i];
		b[i] = held;
	}
}

/* What was put in the place of the first goes down to where it belongs. */
static void
sink(void *list, size_t count, size_t size, compare_fn compare)
{
	uint8_t *items = list;
	size_t at = 0, below = 1;

	while (below < count) {
		if (below + 1 < count &&
		    compare(items + (below + 1) * size, items + below * size) > 0)
			below++;
		if (compare(items + below * size, items + at * size) <= 0)
			return;
		swap(items + below * size, items + at * size, size);
		at = below;
		below = 2 * at + 1;
	}
}

/* --- texts, in room that stays with the place --- */

static struct text
room_put(char **room, struct text text, size_t max_bytes)
{
	struct text kept = TEXT_NONE;

	text = text_prefix(text, max_bytes);
	if (text.p != NULL) {
		kept = (struct text){*room, text.n};
		memcpy(*room, text.p, text.n);
	}
	*room += max_bytes;
	return kept;
}

static char *
room_new(struct picture *picture, size_t bytes)
{
	char *room = arena_alloc(&picture->arena, bytes, 1);

	if (room == NULL)
		picture->status = E_NOMEM;
	return room;
}

/* --- key events --- */

static void
event_put(struct picture_event *place, struct picture_event event, char *room)
{
	event.room = room;
	event.kind = room_put(&room, event.kind, PICTURE_NAME_BYTES);
	event.id = room_put(&room, event.id, PICTURE_NAME_BYTES);
	*place = event;
}

static void
event_add(struct picture *picture, const struct picture_event *event)
{
	struct picture_event *events = picture->events;
	char *room;

	if (picture->event_count == PICTURE_MAX_EVENTS) {
		picture->events_untold++;
		if (event_compare(event, events) >= 0)
			return;
		event_put(events, *event, events->room);
		sink(events, PICTURE_MAX_EVENTS, sizeof *events, event_compare);
		return;
	}
	room = room_new(picture, (size_t)2 * PICTURE_NAME_BYTES);
	if (room == NULL)
		return;
	event_put(&events[picture->event_count++], *event, room);
	if (picture->event_count == PICTURE_MAX_EVENTS)
		qsort(events, PICTURE_MAX_EVENTS, sizeof *events, event_last_first);
}

void
picture_events_add(struct picture *picture, const struct picture_row *row)
{
	struct picture_event event = {
	    .when = *row->when, .id = text_prefix(row->id, PICTURE_NAME_BYTES)};

	event.when.zone = TEXT_NONE; /* borrowed */
	for (size_t i = 0; i < row->kinds_count && picture->status == OK; i++) {
		if (!kind_is_key_event(row->kinds[i]))
			continue;
		event.kind = text_prefix(row->kinds[i], PICTURE_NAME_BYTES);
		event_add(picture, &event);
	}
}

/* --- effects --- */

static void
effect_put(struct picture_effect *place, struct picture_effect effect, char *room)
{
	effect.room = room;
	effect.id = room_put(&room, effect.id, PICTURE_NAME_BYTES);
	effect.effect = room_put(&room, effect.effect, EFFECT_BYTES);
	effect.changed = room_put(&room, effect.changed, EFFECT_BYTES);
	*place = effect;
}

static void
effect_add(struct picture *picture, const struct picture_effect *effect)
{
	struct picture_effect *bigger;
	char *room;

	bigger = mem_more(
	    picture->effects, picture->effect_count, &picture->effect_size, sizeof *bigger);
	if (bigger == NULL) {
		picture->status = E_NOMEM;
		return;
	}
	picture->effects = bigger;
	room = room_new(picture, PICTURE_NAME_BYTES + (size_t)2 * EFFECT_BYTES);
	if (room == NULL)
		return;
	effect_put(&bigger[picture->effect_count++], *effect, room);
	if (picture->effect_count == PICTURE_MAX_EFFECTS)
		qsort(bigger, PICTURE_MAX_EFFECTS, sizeof *bigger, effect_last_first);
}

void
picture_effects_add(struct picture *picture, const struct picture_row *row)
{
	struct picture_effect effect = {.when = *row->when,
	    .id = text_prefix(row->id, PICTURE_NAME_BYTES),
	    .effect = row->effect,
	    .changed = row->changed};
	struct picture_effect *effects = picture->effects;

	if (row->effect.n + row->changed.n == 0)
		return;
	effect.when.zone = TEXT_NONE; /* borrowed */
	if (picture->effect_count < PICTURE_MAX_EFFECTS) {
		effect_add(picture, &effect);
		return;
	}
	picture->effects_untold++;
	if (effect_compare(&effect, effects) >= 0)
		return;
	effect_put(effects, effect, effects->room);
	sink(effects, PICTURE_MAX_EFFECTS, sizeof *effects, effect_compare);
}

void
picture_told_end(struct picture *picture)
{
	qsort(picture->events, picture->event_count, sizeof *picture->events, event_compare);
	if (picture->effect_count != 0)
		qsort(picture->effects, picture->effect_count, sizeof *picture->effects,
		    effect_compare);
}
