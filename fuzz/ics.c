/* fuzz/ics.c
 * A calendar of any bytes: every rule of a reader holds (tests/read/collect.h), whoever the
 * owner is said to be and however few bytes a read gives. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options options = {.me = TEXT_LITERAL("Maya"),
	    .name = TEXT_LITERAL("calendar.ics"),
	    .zone = TEXT_LITERAL("Europe/Berlin")};

	return reader_fuzz(&ics_format, slice_of(data, n), &options);
}
