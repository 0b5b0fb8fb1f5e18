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

/* `type`, or `msg_box` of a multimedia message, as written.  NULL when it is none of those. */
const struct android_sort *android_sort(enum android_list list, struct text type);

#endif
