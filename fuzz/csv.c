/* fuzz/csv.c
 * A table of any bytes; see reader.h.  The first byte chooses what a person answers. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const answers[] = {"when=1 time=2 from=3 to=4 body=5",
	    "when=1 body=2 amount=3", "when=2 number=1 duration=3 type=4",
	    "body=1 in=2 out=3 balance=4 currency=5", "when=1", "what=1"};
	const struct reading_options options = {.me = TEXT_LITERAL("maya@example.org"),
	    .name = TEXT_LITERAL("statement.csv"),
	    .columns = text_of_c(answers[n != 0 ? data[0] % COUNT_OF(answers) : 0]),
	    .date_order = n != 0 ? (enum date_order)(data[0] % (DATE_ORDER_YMD + 1)) : 0};

	return reader_fuzz(&csv_format, slice_of(data, n), &options);
}
