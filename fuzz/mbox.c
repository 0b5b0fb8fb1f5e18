/* fuzz/mbox.c
 * A mailbox: whatever the bytes, the rules of the seam hold, and how the source is cut into pieces
 * does not matter. */
#include <stdlib.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char me[] = "maya@example.org";
	static bool prepared;
	struct reading_options options = {
	    .format = TEXT_LITERAL("mbox"), .me = {me, n % 2 != 0 ? sizeof me - 1 : 0}};
	struct slice bytes = slice_of(data, n);
	struct collect whole, pieces;
	enum status status;

	if (!prepared)
		mbox_format.prepare();
	prepared = true;
	if (mbox_format.probe(slice_of(data, n < FORMAT_HEAD_BYTES ? n : FORMAT_HEAD_BYTES)) > 100)
		abort();
	collect_init(&whole);
	collect_init(&pieces);
	pieces.read_at_most = 1 + n % 61;
	status = collect_slice(&whole, &mbox_format, bytes, &options);
	if (status != OK && status != E_FORMAT)
		abort();
	if (collect_slice(&pieces, &mbox_format, bytes, &options) != status)
		abort();
	if (whole.broken[0] != '\0' || !collect_equal(&whole, &pieces))
		abort();
	collect_fini(&pieces);
	collect_fini(&whole);
	return 0;
}
