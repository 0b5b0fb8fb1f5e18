/* fuzz/gpx.c
 * A GPX file of any bytes; see google.h. */
#include "fuzz/google.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return google_fuzz(&gpx_format, data, n);
}
