/* src/show/picture/displacement.c
 * Where contact went after a block; see displacement.h. */
#include "show/picture/displacement.h"

bool
event_may_displace(const struct picture_event *event)
{
	return event->day_known &&
	       (text_eq_c(event->kind, "blocked") || text_eq_c(event->kind, "changed-number"));
}

static bool
around(const struct picture_count *handle, const struct picture_event *event, struct displaced *out)
{
	*out = (struct displaced){.handle = handle,
	    .before_28d = series_sum(
		&handle->days, event->day - PICTURE_AROUND_DAYS, event->day - 1),
	    .after_28d = series_sum(
		&handle->days, event->day + 1, event->day + PICTURE_AROUND_DAYS)};
	if (!handle->any || out->before_28d + out->after_28d == 0)
		return false;
	out->first_day = handle->days.days[0].day;
	out->is_new = out->first_day >= event->day;
	out->days_after = out->is_new ? out->first_day - event->day : 0;
	return true;
}

/* Handles come most first, so that of two alike the one seen more often stands first. */
static bool
stands_before(const struct displaced *a, const struct displaced *b)
{
	if (a->after_28d != b->after_28d)
		return a->after_28d > b->after_28d;
	return a->before_28d > b->before_28d;
}

size_t
displaced_around(const struct picture *picture, const struct picture_event *event,
    struct displaced *out, size_t max, size_t *untold)
{
	size_t n = 0, i;
	struct displaced one;

	*untold = 0;
	for (size_t h = 0; h < picture->handle_count; h++) {
		if (!around(&picture->handles[h], event, &one))
			continue;
		i = n;
		if (n < max)
			n++;
		else
			(*untold)++;
		if (i == max && (i == 0 || !stands_before(&one, &out[--i])))
			continue;
		for (; i > 0 && stands_before(&one, &out[i - 1]); i--)
			out[i] = out[i - 1];
		out[i] = one;
	}
	return n;
}
