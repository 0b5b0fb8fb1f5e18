/* src/app/packing_pictures.c
 * Which files of a pack are pictures.  Part of packing.h.  A picture is shown where a record is
 * shown that has it and the pack holds its file, and nowhere else. */
#include "app/packing_inside.h"

#include <stdlib.h>

#include "base/mem.h"

enum status
packing_picture_add(struct packing *p, const struct taken_picture *picture, struct err *err)
{
	struct taken_picture *bigger;

	bigger = mem_more(p->pictures, p->picture_count, &p->picture_size, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for the list of pictures");
	p->pictures = bigger;
	p->pictures[p->picture_count++] = *picture;
	return OK;
}

static int
picture_compare(const void *a, const void *b)
{
	const struct taken_picture *x = a, *y = b;

	if (x->reading != y->reading)
		return x->reading < y->reading ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

void
packing_pictures_sort(struct packing *p)
{
	if (p->picture_count != 0)
		qsort(p->pictures, p->picture_count, sizeof *p->pictures, picture_compare);
}

static bool
find_exhibit(const struct exhibit *x, struct packed_picture *out)
{
	if (x == NULL || !x->shown || x->picture == NULL)
		return false;
	*out = (struct packed_picture){.object = &x->object,
	    .sha256 = x->sha256,
	    .bytes = x->bytes,
	    .exhibit = x,
	    .path = x->path,
	    .kind = x->picture};
	return true;
}

static bool
find_beside(const struct packing *p, const struct attachment *a, struct packed_picture *out)
{
	for (size_t i = 0; a->hashed && i < p->exhibit_count; i++)
		if (memcmp(p->exhibits[i].sha256, a->sha256, SHA256_BYTES) == 0 &&
		    find_exhibit(&p->exhibits[i], out))
			return true;
	return false;
}

static bool
find_taken(const struct packing *p, const struct attachment *a, struct packed_picture *out)
{
	struct taken_picture wanted = {.reading = p->listed->reading, .number = a->extract};
	const struct taken_picture *taken = NULL;

	if (p->picture_count != 0)
		taken = bsearch(
		    &wanted, p->pictures, p->picture_count, sizeof wanted, picture_compare);
	if (taken == NULL)
		return false;
	*out = (struct packed_picture){.object = &taken->object,
	    .sha256 = taken->sha256,
	    .bytes = taken->bytes,
	    .exhibit = exhibit_of_reading(p, taken->reading),
	    .path = taken->path,
	    .kind = taken->kind};
	return out->exhibit != NULL;
}

bool
packing_picture_find(
    const struct packing *p, const struct attachment *a, struct packed_picture *out)
{
	bool found = false;

	switch (a->source) {
	case ATTACHMENT_SELF:
		found = p->listed->original.p != NULL &&
			find_exhibit(exhibit_of_reading(p, p->listed->reading), out);
		break;
	case ATTACHMENT_BESIDE: found = find_beside(p, a, out); break;
	case ATTACHMENT_EXTRACTED: found = find_taken(p, a, out); break;
	case ATTACHMENT_MISSING:
	case ATTACHMENT_COUNT: break;
	}
	if (found)
		out->name = a->name.n != 0 ? a->name : text_of_c(out->exhibit->name);
	return found;
}

bool
packing_has_picture(const struct packing *p, const struct report_row *row)
{
	struct packed_picture found;

	for (size_t i = 0; i < row->record->attachments_count; i++)
		if (packing_picture_find(p, &row->record->attachments[i], &found))
			return true;
	return false;
}
