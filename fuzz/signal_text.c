/* fuzz/signal_text.c
 * A text of signal-export of any bytes; see reader.h. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options options = {.me = TEXT_LITERAL("Maya Okafor"),
	    .name = TEXT_LITERAL("chat.md"),
	    .folder = TEXT_LITERAL("Daniel Reed")};

	return reader_fuzz(&signal_text_format, slice_of(data, n), &options);
}
