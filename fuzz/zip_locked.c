/* fuzz/zip_locked.c
 * A zip of any bytes, with the password that its seeds are locked with; see fuzz/bundle.h. */
#include "fuzz/bundle.h"
#include "read/formats/zip.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct reading_options options = {
	    .me = TEXT_LITERAL("Maya Okafor"), .password = TEXT_LITERAL("pass w\xc3\xb6rd")};

	bundle_fuzz(zip_read_within, slice_of(data, n), &options);
	return 0;
}
