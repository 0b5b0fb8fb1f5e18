/* src/show/picture/displacement.h
 * Whether contact moved after a block or a change of number: each number, address or account in the
 * 28 days before and after, and the first that was seen of those that came after. */
#ifndef SHOW_PICTURE_DISPLACEMENT_H
#define SHOW_PICTURE_DISPLACEMENT_H

#include "show/picture/picture.h"

struct displaced {
	const struct picture_count *handle;
	uint64_t before_28d, after_28d;
	int32_t first_day, days_after; /* of its first contact ever; after the event, when is_new */
	bool is_new;                   /* not seen before the event's day */
};

/* Is a question where contact went after it? */
bool event_may_displace(const struct picture_event *event);
/* Those with a contact in either window, the most after first; at most `max`.  *untold: how many
 * more there are. */
size_t displaced_around(const struct picture *picture, const struct picture_event *event,
    struct displaced *out, size_t max, size_t *untold);

#endif
