/* fuzz/discord.c
 * A file of Discord's, JSON or CSV, of any bytes; see reader.h. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options options = {.me = TEXT_LITERAL("Maya Okafor"),
	    .name = TEXT_LITERAL("messages.json"),
	    .folder = TEXT_LITERAL("c900100")};

	return reader_fuzz(&discord_format, slice_of(data, n), &options);
}
