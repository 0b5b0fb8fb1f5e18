/* fuzz/7z.c
 * A 7z of any bytes, as it comes and with the checksums of its list put right, which chance would
 * not do; see fuzz/bundle.h. */
#include <string.h>
#include <zlib.h>

#include "fuzz/bundle.h"
#include "read/formats/archive_forward.h"
#include "read/formats/formats.h"

/* Signature header: mark, version, checksum of the next 20 bytes: place, length, checksum. */
enum { HEAD_BYTES = 32, START_CRC_AT = 8, START_AT = 12, START_BYTES = 20, LIST_CRC_AT = 28 };

static bool
sums_put(uint8_t *p, size_t n)
{
	uint64_t at = 0, bytes = 0;

	if (n < HEAD_BYTES)
		return false;
	for (size_t i = 8; i-- > 0;) {
		at = at << 8 | p[START_AT + i];
		bytes = bytes << 8 | p[START_AT + 8 + i];
	}
	if (at > n - HEAD_BYTES || bytes > n - HEAD_BYTES - at)
		return false;
	put_u32le(p + LIST_CRC_AT, (uint32_t)crc32_z(0, p + HEAD_BYTES + at, (size_t)bytes));
	put_u32le(p + START_CRC_AT, (uint32_t)crc32_z(0, p + START_AT, START_BYTES));
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct reading_options options = {
	    .me = TEXT_LITERAL("Maya Okafor"), .name = TEXT_LITERAL("chats.7z")};
	struct slice bytes = slice_of(data, n);
	uint8_t *copy = malloc(n + 1);

	if (copy == NULL)
		return 0;
	(void)seven_format.probe(bytes);
	memcpy(copy, data, n);
	if (!sums_put(copy, n) || memcmp(copy, data, n) != 0)
		bundle_fuzz(archive_7z_within, bytes, &options);
	bundle_fuzz(archive_7z_within, slice_of(copy, n), &options);
	free(copy);
	return 0;
}
