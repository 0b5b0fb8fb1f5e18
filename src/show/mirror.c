/* src/show/mirror.c
 * What is recorded, by element; see mirror.h.  How it is printed: report/report_mirror.c. */
#include "show/mirror.h"

void
mirror_init(struct mirror *mirror, enum jurisdiction place)
{
	*mirror = (struct mirror){.place = place};
	mirror->first = mirror->last = MOMENT_NONE;
}

/* What a row borrows goes with it. */
static struct moment
moment_kept(const struct moment *when)
{
	struct moment kept = *when;

	kept.zone = TEXT_NONE;
	return kept;
}

void
mirror_occasions(struct mirror *mirror, const struct picture *picture)
{
	mirror->incidents = picture->incidents;
	mirror->contacts = picture->contacts - picture->incidents;
	mirror->undated = picture->undated;
	mirror->days_touched = picture->days_touched;
	mirror->any_dated = picture->any;
	if (!picture->any)
		return;
	mirror->first = picture_moment(&picture->first);
	mirror->last = picture_moment(&picture->last);
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
	effect_count(mirror, row);
	for (size_t i = 0; i < LAW_ELEMENTS_MAX; i++) {
		element = law_element_at(mirror->place, i);
		if (element == NULL)
			break;
		element_answer(element, &mirror->lists[i], row);
	}
}
