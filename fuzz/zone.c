/* fuzz/zone.c
 * Time zone files: whatever is taken must convert every way without harm, and back again. */
#include <stdlib.h>

#include "sys/os/os_zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
there_and_back(const struct zone *zone, int64_t at_us)
{
	struct civil local;
	int64_t out[2];
	unsigned count = 0;
	int32_t offset;

	if (!zone_local(zone, at_us, &local, &offset))
		return;
	if (!civil_valid(&local) || offset <= -93600 || offset >= 93600)
		abort();
	zone_instants(zone, &local, out, &count);
	if (count > 2 || (count == 2 && out[0] >= out[1]))
		abort();
	/* A third instant of one wall time is possible in a file nobody would make; it is the only
	 * way for this one not to be among the two. */
	if (count < 2 && (count == 0 || out[0] != at_us))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct zone *zone = NULL;
	int64_t step = INT64_C(86400) * 37 * US_PER_SECOND + 1234567;

	if (zone_of_bytes(slice_of(data, n), &zone, NULL) != OK)
		return 0;
	for (int64_t i = -100; i < 3000; i++)
		there_and_back(zone, i * step);
	there_and_back(zone, INT64_MAX);
	there_and_back(zone, INT64_MIN);
	zone_close(zone);
	return 0;
}
