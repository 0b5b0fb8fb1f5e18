/* fuzz/sound.c
 * Recordings in AMR, WAVE and CAF of any bytes; see reader.h. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options options = {
	    .me = TEXT_LITERAL("Maya Okafor"), .name = TEXT_LITERAL("voice.amr")};

	(void)reader_fuzz(&amr_format, slice_of(data, n), &options);
	(void)reader_fuzz(&wav_format, slice_of(data, n), &options);
	return reader_fuzz(&caf_format, slice_of(data, n), &options);
}
