/* fuzz/bundle.h
 * For the targets of archives: one of any bytes, and everything found in it, is read within a small
 * allowance of unpacked bytes, and every rule of a reader holds (tests/read/collect.h). */
#ifndef FUZZ_BUNDLE_H
#define FUZZ_BUNDLE_H

#include <stdio.h>
#include <stdlib.h>

#include "read/formats/archive_walk.h"
#include "read/formats/bundle.h"
#include "tests/read/collect.h"

enum { ALLOWANCE_BYTES = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
const char *__asan_default_options(void);

/* What an archive asks for beyond the memory of a worker, it does not get. */
const char *
__asan_default_options(void)
{
	return "allocator_may_return_null=1:max_allocation_size_mb=256";
}

static inline void
bundle_fuzz(bundle_within_fn *within, struct slice bytes, const struct reading_options *options)
{
	struct source source = source_of_slice(&bytes);
	uint64_t budget = ALLOWANCE_BYTES, out = 0;
	struct collect c;
	struct sink sink;
	enum status status;

	archive_walk_prepare();
	collect_init(&c);
	c.keep_bytes = 64;
	sink = collect_sink(&c);
	status = within(&source, options, &sink, &budget, &c.err);
	if (c.broken[0] != '\0' || (status != OK && status != E_FORMAT)) {
		(void)fprintf(stderr, "%s: %s: %s\n", status_name(status), c.err.text, c.broken);
		abort();
	}
	for (size_t i = 0; i < c.extracts_count; i++)
		out += c.extracts[i].bytes;
	if (out > ALLOWANCE_BYTES)
		abort();
	collect_fini(&c);
}

#endif
