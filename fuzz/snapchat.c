/* fuzz/snapchat.c
 * A file of a Snapchat download of any bytes; see reader.h. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options options = {
	    .me = TEXT_LITERAL("Maya Okafor"), .name = TEXT_LITERAL("messages.json")};

	return reader_fuzz(&snapchat_format, slice_of(data, n), &options);
}
