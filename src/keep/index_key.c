/* src/keep/index_key.c
 * Instants as keys. */
#include "keep/index_key.h"

#include "base/time.h"

/* 0001-01-01T00:00:00Z and 10000-01-01T00:00:00Z */
static const int64_t first_second = INT64_C(-62135596800);
static const int64_t end_second = INT64_C(253402300800);

bool
key_of_us(int64_t at_us, int64_t *out)
{
	int64_t second = at_us / US_PER_SECOND, us = at_us % US_PER_SECOND;

	if (us < 0) {
		us += US_PER_SECOND;
		second--;
	}
	if (second < first_second || second >= end_second)
		return false;
	*out = KEY_FIRST_DATED + ((second - first_second) * 65536 + us / 1000 * 64);
	return true;
}
