/* fuzz/meta.c
 * A thread of Facebook, Instagram or Messenger of any bytes: every rule of a reader holds
 * (tests/read/collect.h), whoever the owner is said to be and however few bytes a read gives. */
#include "fuzz/reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct reading_options options = {
	    .me = TEXT_LITERAL("Maya Okafor"), .name = TEXT_LITERAL("message_1.json")};
	struct slice bytes = slice_of(data, n);

	/* Answers change directions, never what is a message; both formats read both spellings. */
	if (reader_once(&meta_json_format, bytes, NULL, 0) !=
	    reader_once(&meta_e2ee_format, bytes, &options, 61))
		abort();
	(void)meta_json_format.probe(bytes);
	(void)meta_e2ee_format.probe(bytes);
	return 0;
}
