/* fuzz/signal_text.c
 * A text of signal-export of any bytes; see reader.h. */
#include "fuzz/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return reader_fuzz(&signal_text_format, slice_of(data, n), TEXT_LITERAL("Maya Okafor"));
}
