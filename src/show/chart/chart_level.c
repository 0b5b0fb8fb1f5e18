/* src/show/chart/chart_level.c
 * Levels by how many values lie below, and the line of bars for a terminal; see chart.h. */
#include "show/chart/chart.h"

static size_t
count_to(const uint64_t *values, size_t count, uint64_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += values[i] != 0 && values[i] <= most ? 1 : 0;
	return n;
}

/* The least value that `wanted` of the values above 0 do not exceed: halving what lies between
 * needs no second list, and at most 64 walks. */
static uint64_t
bound_of(const uint64_t *values, size_t count, size_t wanted)
{
	uint64_t low = 0, high = 0;

	for (size_t i = 0; i < count; i++)
		high = values[i] > high ? values[i] : high;
	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (count_to(values, count, middle) >= wanted)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

void
chart_levels(const uint64_t *values, size_t count, uint64_t bounds[CHART_LEVELS])
{
	static const size_t percent[CHART_LEVELS] = {25, 50, 75, 93, 100};
	size_t above = count_to(values, count, UINT64_MAX);

	for (size_t i = 0; i < CHART_LEVELS; i++) {
		/* ceil(above * percent / 100), and no product that could run over */
		size_t wanted = above / 100 * percent[i] + (above % 100 * percent[i] + 99) / 100;

		bounds[i] = above != 0 ? bound_of(values, count, wanted) : 0;
	}
}

unsigned
chart_level(uint64_t value, const uint64_t bounds[CHART_LEVELS])
{
	unsigned level = 1;

	if (value == 0)
		return 0;
	while (level < CHART_LEVELS && value > bounds[level - 1])
		level++;
	return level;
}

void
chart_spark_put(struct buf *buf, const uint64_t *values, size_t count, bool ascii)
{
	static const char signs[] = ":-=+*#%@";
	uint64_t most = 0, step;

	for (size_t i = 0; i < count; i++)
		most = values[i] != CHART_SPARK_NO_RECORD && values[i] > most ? values[i] : most;
	step = most / 8 + (most % 8 != 0 ? 1 : 0);
	for (size_t i = 0; i < count; i++) {
		if (values[i] == CHART_SPARK_NO_RECORD) {
			buf_put_c(buf, ascii ? "/" : "\xe2\x96\x91");
		} else if (values[i] == 0) {
			buf_put_c(buf, ascii ? "." : "\xc2\xb7");
		} else {
			uint32_t level = (uint32_t)((values[i] - 1) / step);

			if (ascii)
				buf_put_byte(buf, (uint8_t)signs[level]);
			else
				buf_put_code_point(buf, 0x2581 + level);
		}
	}
}
