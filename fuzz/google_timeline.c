/* fuzz/google_timeline.c
 * Location history of Google, of any bytes; see google.h. */
#include "fuzz/google.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return google_fuzz(&google_timeline_format, data, n);
}
