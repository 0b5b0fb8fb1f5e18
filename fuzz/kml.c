/* fuzz/kml.c
 * A KML file of any bytes; see google.h. */
#include "fuzz/google.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return google_fuzz(&kml_format, data, n);
}
