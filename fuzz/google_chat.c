/* fuzz/google_chat.c
 * Google Chat of Google Takeout, of any bytes; see google.h. */
#include "fuzz/google.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return google_fuzz(&google_chat_format, data, n);
}
