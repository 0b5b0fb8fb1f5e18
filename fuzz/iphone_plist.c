/* fuzz/iphone_plist.c
 * What a backup of an iPhone says of itself, of any bytes; see reader.h. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options options = {
	    .me = TEXT_LITERAL("Maya Okafor"), .name = TEXT_LITERAL("Info.plist")};

	return reader_fuzz(&iphone_plist_format, slice_of(data, n), &options);
}
