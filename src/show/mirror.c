/* src/show/mirror.c
 * What is recorded, by element; see mirror.h.  How it is printed: report/report_mirror.c. */
#include "show/mirror.h"

#include "show/when.h"

void
mirror_init(struct mirror *mirror, enum jurisdiction place)
{
	*mirror = (struct mirror){.place = place};
	mirror->first = mirror->last = MOMENT_NONE;
}

static void
day_touch(struct mirror *mirror, const struct moment *when)
{
	struct civil c;
	bool utc;
	int64_t day;
	uint8_t bit;

	if (when->precision > PRECISION_DAY || !when_civil(when, &c, &utc) ||
	    c.year < MIRROR_FIRST_YEAR)
		return;
	c.hour = c.minute = c.second = c.us = 0;
	day = civil_to_us(&c) / US_PER_DAY;
	if (day >= MIRROR_DAYS)
		return;
	bit = (uint8_t)(1U << (day % 8));
	mirror->days_touched += (mirror->days[day / 8] & bit) == 0;
	mirror->days[day / 8] |= bit;
}

/* What a row borrows goes with it. */
static struct moment
moment_kept(const struct moment *when)
{
	struct moment kept = *when;

	kept.zone = TEXT_NONE;
	return kept;
}

static void
occasion_add(struct mirror *mirror, const struct mirror_row *row)
{
	if (row->kind == KIND_INCIDENT)
		mirror->incidents++;
	else
		mirror->contacts++;
	if (!moment_is_plausible(row->when)) {
		mirror->undated++;
		return;
	}
	day_touch(mirror, row->when);
	if (!mirror->any_dated || row->when->at_us < mirror->first.at_us)
		mirror->first = moment_kept(row->when);
	if (!mirror->any_dated || row->when->at_us > mirror->last.at_us)
		mirror->last = moment_kept(row->when);
	mirror->any_dated = true;
}

static void
list_add(struct mirror_list *list, const struct mirror_row *row, struct text what)
{
	struct text shown = text_prefix(what, MIRROR_WHAT_BYTES - sizeof "\xe2\x80\xa6");
	bool proof = row->record->attachments_count != 0;
	struct mirror_item *item;

	list->total++;
	list->proven += proof;
	if (list->count == MIRROR_LISTED)
		return;
	item = &list->items[list->count++];
	*item = (struct mirror_item){.when = moment_kept(row->when), .proof = proof};
	text_copy(item->id, sizeof item->id, row->id);
	text_copy(item->link, sizeof item->link, row->link);
	memcpy(item->what, shown.p, shown.n);
	if (shown.n < what.n)
		memcpy(item->what + shown.n, "\xe2\x80\xa6", 4);
}

/* The first of its kinds that answers the element; NULL: none does. */
static const struct law_kind *
event_of(const struct law_element *element, const struct record *record)
{
	for (size_t i = 0; i < record->kinds_count; i++) {
		const struct law_kind *kind = law_kind_of(record->kinds[i]);

		if (kind != NULL && law_element_event(element, kind))
			return kind;
	}
	return NULL;
}

static void
effect_count(struct mirror *mirror, const struct mirror_row *row)
{
	bool written = row->record->effect.n != 0;

	if (row->kind != KIND_INCIDENT)
		mirror->effects_elsewhere += written;
	else if (written)
		mirror->effects++;
	else if (row->as == COUNTED_AS_CONTACT || row->as == COUNTED_AS_UNNAMED)
		mirror->without_effect++;
}

/* One record stands once beside an element: what somebody wrote says more than a kind. */
static void
element_answer(
    const struct law_element *element, struct mirror_list *list, const struct mirror_row *row)
{
	const struct record *record = row->record;
	const struct law_kind *event = event_of(element, record);

	if (element->effect && record->effect.n != 0)
		list_add(list, row, record->effect);
	else if (element->changed && record->changed.n != 0)
		list_add(list, row, record->changed);
	else if (event != NULL)
		list_add(list, row, text_of_c(event->words));
}

void
mirror_add(struct mirror *mirror, const struct mirror_row *row)
{
	const struct law_element *element;

	if (row->as == COUNTED_AS_FROM_OTHERS)
		return;
	if (row->as == COUNTED_AS_CONTACT)
		occasion_add(mirror, row);
	if (row->record == NULL)
		return;
	effect_count(mirror, row);
	for (size_t i = 0; i < LAW_ELEMENTS_MAX; i++) {
		element = law_element_at(mirror->place, i);
		if (element == NULL)
			break;
		element_answer(element, &mirror->lists[i], row);
	}
}
