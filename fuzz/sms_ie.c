/* fuzz/sms_ie.c
 * Rows of Android's tables as JSON, of any bytes; see reader.h. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options options = {
	    .me = TEXT_LITERAL("07700 900101"), .name = TEXT_LITERAL("messages.ndjson")};

	return reader_fuzz(&sms_ie_format, slice_of(data, n), &options);
}
