/* fuzz/isom.c
 * MP4 and QuickTime, and photographs in HEIF, of any bytes; see reader.h. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options options = {
	    .me = TEXT_LITERAL("Maya Okafor"), .name = TEXT_LITERAL("IMG_0001.MOV")};

	(void)reader_fuzz(&mp4_format, slice_of(data, n), &options);
	return reader_fuzz(&heif_format, slice_of(data, n), &options);
}
