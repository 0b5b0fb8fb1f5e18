/* fuzz/google_chat.c
 * Google Chat of Google Takeout, of any bytes; see reader.h. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options options = {.me = TEXT_LITERAL("maya@example.org"),
	    .name = TEXT_LITERAL("messages.json"),
	    .folder = TEXT_LITERAL("DM dmAAA")};

	return reader_fuzz(&google_chat_format, slice_of(data, n), &options);
}
