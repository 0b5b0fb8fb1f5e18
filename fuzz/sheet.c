/* fuzz/sheet.c
 * A recovery sheet as it is read from a file or typed: any text. */
#include <stdlib.h>

#include "app/keys.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* What is read prints as lines that are read as the same. */
static void
again(const struct sheet *sheet)
{
	struct sheet_typing typing = {0};
	struct sheet back;
	struct buf line;
	unsigned number = 0;

	buf_init(&line, 64);
	for (unsigned i = 1; i <= SHEET_LINES; i++) {
		buf_reset(&line);
		sheet_line_put(&line, sheet, i);
		if (sheet_line_take(&typing, buf_slice(&line), 0, &number) != SHEET_LINE_TAKEN ||
		    number != i)
			abort();
	}
	if (sheet_typed(&typing, &back, NULL) != OK || memcmp(&back, sheet, sizeof back) != 0)
		abort();
	buf_fini(&line);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct sheet_typing typing = {0};
	struct sheet sheet = {0};
	unsigned line = 0;

	if (sheet_page_read(slice_of(data, n), &sheet, NULL) == OK) {
		if (sheet.memory_kib > STRETCH_MAX_MEMORY_KIB || sheet.passes > STRETCH_MAX_PASSES)
			abort();
		again(&sheet);
	}
	if (n != 0 &&
	    sheet_line_take(&typing, slice_of(data, n), data[0] % SHEET_LINES + 1, &line) ==
		SHEET_LINE_TAKEN &&
	    (line < 1 || line > SHEET_LINES || typing.have != 1U << (line - 1)))
		abort();
	return 0;
}
