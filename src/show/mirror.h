/* src/show/mirror.h
 * What a person has recorded beside what police and prosecutors look for where they live: a mirror
 * of the record, element by element, and what is not in it.  A pure function over rows.
 * Not for: advice, a verdict, a score, or choosing an offence.  docs/design/0037-law-and-kinds.md
 */
#ifndef SHOW_MIRROR_H
#define SHOW_MIRROR_H

#include "show/law.h"
#include "show/picture/picture.h"

enum {
	MIRROR_LISTED = 12, /* of what answers one element; the others are counted */
	MIRROR_WHAT_BYTES = 256,
	MIRROR_ID_BYTES = 96,
};

struct mirror_row {
	const struct moment *when; /* settled */
	enum record_kind kind;
	enum counted_as as;
	const struct record *record;
	struct text id;   /* as lists print it */
	struct text link; /* a place in the document it is printed in; may be absent */
};

/* One record that answers an element.  Everything is a copy. */
struct mirror_item {
	struct moment when;
	char id[MIRROR_ID_BYTES], link[MIRROR_ID_BYTES];
	char what[MIRROR_WHAT_BYTES]; /* words of its kind, or the beginning of what is written */
	bool proof;                   /* something is attached to it */
};

struct mirror_list {
	struct mirror_item items[MIRROR_LISTED]; /* in the order of the rows */
	size_t count;
	uint64_t total, proven; /* all there are, and those with something attached */
};

/* About 30 KB: not for the stack of a worker. */
struct mirror {
	enum jurisdiction place;
	/* Occasions: from, or about, whom the picture is of; as it counts them. */
	uint64_t contacts, incidents, undated, days_touched;
	bool any_dated;
	struct moment first, last;
	/* Effects: of incidents that do not name somebody else; key dates count only with one. */
	uint64_t effects, effects_elsewhere, without_effect; /* elsewhere: on messages and such */
	struct mirror_list lists[LAW_ELEMENTS_MAX];          /* by law_element_at() */
};

void mirror_init(struct mirror *mirror, enum jurisdiction place);
/* The occasions, from a picture that was ended. */
void mirror_occasions(struct mirror *mirror, const struct picture *picture);
/* Whatever somebody wrote words to.  In time order, so that the first are listed; undated ones in
 * any place.  Nothing can fail. */
void mirror_add(struct mirror *mirror, const struct mirror_row *row);

#endif
