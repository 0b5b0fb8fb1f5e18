/* fuzz/zip.c
 * A zip of any bytes, and everything found in it: every rule of a reader holds
 * (tests/read/collect.h), within a small allowance of unpacked bytes. */
#include <stdio.h>
#include <stdlib.h>

#include "read/formats/formats.h"
#include "read/formats/zip.h"
#include "tests/read/collect.h"

enum { ALLOWANCE_BYTES = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct reading_options options = {
	    .me = TEXT_LITERAL("Maya"), .name = TEXT_LITERAL("WhatsApp Chat - Daniel Reed.zip")};
	struct slice bytes = slice_of(data, n);
	struct source source = source_of_slice(&bytes);
	uint64_t budget = ALLOWANCE_BYTES, out = 0;
	struct collect c;
	struct sink sink;
	enum status status;

	collect_init(&c);
	c.keep_bytes = 64;
	sink = collect_sink(&c);
	status = zip_read_within(&source, &options, &sink, &budget, &c.err);
	if (c.broken[0] != '\0' || (status != OK && status != E_FORMAT)) {
		(void)fprintf(stderr, "%s: %s: %s\n", status_name(status), c.err.text, c.broken);
		abort();
	}
	for (size_t i = 0; i < c.extracts_count; i++)
		out += c.extracts[i].bytes;
	if (out > ALLOWANCE_BYTES)
		abort();
	collect_fini(&c);
	(void)zip_format.probe(bytes);
	return 0;
}
