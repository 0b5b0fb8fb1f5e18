/* fuzz/google_voice.c
 * A page of Google Voice, of any bytes; see reader.h. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options options = {
	    .me = TEXT_LITERAL("maya@example.org"), .name = TEXT_LITERAL("messages.json")};

	return reader_fuzz(&google_voice_format, slice_of(data, n), &options);
}
