/* src/read/formats/android_sort.h
 * What Android's numbers for the kind of a text, a call or a multimedia message say: which way it
 * went, and what became of it.  Pure tables, for every export of the telephone's own lists. */
#ifndef READ_FORMATS_ANDROID_SORT_H
#define READ_FORMATS_ANDROID_SORT_H

#include "diary/record.h"

struct android_sort {
	enum direction direction;
	const char *mark; /* NULL: none */
};

enum android_list { ANDROID_TEXTS, ANDROID_CALLS, ANDROID_MULTIMEDIA };

/* What a call that shows no number says of that: a mark, or a doubt with its detail. */
struct android_caller {
	const char *mark;           /* NULL: none */
	const char *doubt, *detail; /* NULL: none */
};

/* `type`, or `msg_box` of a multimedia message, as written.  NULL when it is none of those. */
const struct android_sort *android_sort(enum android_list list, struct text type);
/* Android's word for whoever holds the telephone, in the place of a number. */
bool android_is_owner(struct text written);
/* Which way `m_type` of a multimedia message says that it went (OMA-MMS-ENC, section 7.3.30);
 * unknown where it says nothing of that. */
enum direction android_kind_direction(struct text m_type);
/* `number` and `presentation` as written; absent where there is none, as for a text.  NULL when the
 * number is shown. */
const struct android_caller *android_caller(struct text number, struct text presentation);

#endif
