/* fuzz/google_voice.c
 * A page of Google Voice, of any bytes; see google.h. */
#include "fuzz/google.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return google_fuzz(&google_voice_format, data, n);
}
