/* fuzz/tar.c
 * A tar of any bytes, packed or not, as it comes and with the sums of its headers put right, which
 * chance would not do; see fuzz/bundle.h. */
#include <string.h>

#include "fuzz/bundle.h"
#include "read/formats/archive_forward.h"
#include "read/formats/formats.h"

enum { BLOCK_BYTES = 512, SUM_AT = 148, SUM_BYTES = 8, MAGIC_AT = 257 };

static bool
sums_put(uint8_t *p, size_t n)
{
	char text[SUM_BYTES + 1];
	bool any = false;

	for (size_t at = 0; at + BLOCK_BYTES <= n; at += BLOCK_BYTES) {
		unsigned sum = 0;

		if (memcmp(p + at + MAGIC_AT, "ustar", 5) != 0)
			continue;
		memset(p + at + SUM_AT, ' ', SUM_BYTES);
		for (size_t i = 0; i < BLOCK_BYTES; i++)
			sum += p[at + i];
		(void)snprintf(text, sizeof text, "%06o", sum);
		memcpy(p + at + SUM_AT, text, 7);
		any = true;
	}
	return any;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct reading_options options = {
	    .me = TEXT_LITERAL("Maya Okafor"), .name = TEXT_LITERAL("takeout.tgz")};
	struct slice bytes = slice_of(data, n);
	uint8_t *copy = malloc(n + 1);

	if (copy == NULL)
		return 0;
	(void)tar_format.probe(bytes);
	bundle_fuzz(archive_tar_within, bytes, &options);
	memcpy(copy, data, n);
	if (sums_put(copy, n))
		bundle_fuzz(archive_tar_within, slice_of(copy, n), &options);
	free(copy);
	return 0;
}
