/* fuzz/imessage_field.c
 * One field of a database of Messages, of any bytes; see reader.h. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options options = {
	    .me = TEXT_LITERAL("Maya Okafor"), .name = TEXT_LITERAL("attributedBody.bin")};

	return reader_fuzz(&imessage_field_format, slice_of(data, n), &options);
}
