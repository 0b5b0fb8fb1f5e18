/* fuzz/picture.c
 * Pictures decoded to be looked at: whatever the bytes, pixels of the size that is told or a reason
 * why there are none, the same however the file comes in pieces. */
#include <stdlib.h>

#include "read/formats/picture.h"
#include "tests/read/collect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { FUZZED_PIXELS_MAX = 1 << 20 };

static void
read_once(struct collect *c, struct slice bytes, size_t at_most)
{
	struct reading_options options = {.name = TEXT_LITERAL("IMG-20240324-WA0003.jpg")};
	struct collect_pieces pieces = {bytes, at_most};
	struct source source = collect_source(&pieces);
	struct sink sink;
	struct picture_pixels told;

	collect_init(c);
	sink = collect_sink(c);
	if (picture_read(&source, &options, FUZZED_PIXELS_MAX, &sink, &c->err) != OK)
		abort();
	if (c->broken[0] != '\0' || c->extracts_count > 1 || c->count > 1)
		abort();
	if (c->extracts_count == 0) {
		if (collect_notes(c, NOTE_UNREAD, NULL) != 1)
			abort(); /* it says why */
	} else if (!picture_pixels_parse(c->extracts[0].name, c->extracts[0].type, &told) ||
		   told.bytes != c->extracts[0].bytes) {
		abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct slice bytes = slice_of(data, n);
	struct collect whole, pieces;

	read_once(&whole, bytes, 0);
	read_once(&pieces, bytes, 1 + n % 97);
	if (!collect_equal(&whole, &pieces))
		abort();
	collect_fini(&pieces);
	collect_fini(&whole);
	return 0;
}
