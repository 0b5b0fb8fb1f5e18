/* fuzz/image.c
 * JPEG and PNG: whatever the bytes, one record or a refusal, and the rules of the seam hold. */
#include <stdlib.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
read_as(const struct format *format, struct slice bytes)
{
	struct reading_options options = {.name = TEXT_LITERAL("IMG-20240324-WA0003.jpg")};
	struct collect whole, pieces;
	enum status status;

	collect_init(&whole);
	collect_init(&pieces);
	pieces.read_at_most = 1 + bytes.n % 97;
	status = collect_slice(&whole, format, bytes, &options);
	if (status != OK && status != E_FORMAT)
		abort();
	if (collect_slice(&pieces, format, bytes, &options) != status ||
	    whole.count != (status == OK ? 1U : 0U))
		abort();
	if (whole.broken[0] != '\0' || !collect_equal(&whole, &pieces))
		abort();
	collect_fini(&pieces);
	collect_fini(&whole);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct slice bytes = slice_of(data, n);

	read_as(&jpeg_format, bytes);
	read_as(&png_format, bytes);
	return 0;
}
