/* src/show/picture/series.c
 * Days and counts; see series.h. */
#include "show/picture/series.h"

#include <stdlib.h>

#include "base/mem.h"

enum status
series_add(struct series *series, int32_t day, uint64_t count)
{
	struct series_day *last = series->count != 0 ? &series->days[series->count - 1] : NULL;

	while (count != 0) {
		uint32_t part = count > UINT32_MAX / 2 ? UINT32_MAX / 2 : (uint32_t)count;

		count -= part;
		if (last != NULL && last->day == day && last->count <= UINT32_MAX - part) {
			last->count += part;
			continue;
		}
		last = mem_more(series->days, series->count, &series->size, sizeof *last);
		if (last == NULL)
			return E_NOMEM;
		series->days = last;
		last = &series->days[series->count++];
		*last = (struct series_day){day, part};
	}
	return OK;
}

void
series_fini(struct series *series)
{
	mem_free(series->days);
	*series = (struct series){0};
}

static int
by_day(const void *a, const void *b)
{
	const struct series_day *left = a, *right = b;

	return left->day < right->day ? -1 : left->day > right->day;
}

void
series_settle(struct series *series)
{
	size_t k = 0;

	if (series->count == 0)
		return;
	for (size_t i = 1; i < series->count; i++)
		if (series->days[i].day < series->days[i - 1].day) {
			qsort(series->days, series->count, sizeof *series->days, by_day);
			break;
		}
	for (size_t i = 1; i < series->count; i++) {
		struct series_day *last = &series->days[k];

		if (last->day != series->days[i].day)
			series->days[++k] = series->days[i];
		else if (last->count > UINT32_MAX - series->days[i].count)
			last->count = UINT32_MAX;
		else
			last->count += series->days[i].count;
	}
	series->count = k + 1;
}

/* The first place whose day is not below `day`. */
static size_t
place_of(const struct series *series, int32_t day)
{
	size_t low = 0, high = series->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (series->days[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint64_t
series_sum(const struct series *series, int32_t from, int32_t to)
{
	uint64_t sum = 0;

	for (size_t i = place_of(series, from); i < series->count && series->days[i].day <= to; i++)
		sum += series->days[i].count;
	return sum;
}

bool
series_next(const struct series *series, int32_t day, int32_t *out)
{
	size_t i = day == INT32_MAX ? series->count : place_of(series, day + 1);

	if (i == series->count)
		return false;
	*out = series->days[i].day;
	return true;
}

void
series_spread(const struct series *series, int32_t from, int32_t to, uint32_t *out)
{
	if (to < from)
		return;
	memset(out, 0, ((size_t)to - (size_t)from + 1) * sizeof *out);
	for (size_t i = place_of(series, from); i < series->count && series->days[i].day <= to; i++)
		out[series->days[i].day - from] = series->days[i].count;
}
