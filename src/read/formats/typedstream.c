/* src/read/formats/typedstream.c
 * See typedstream.h.  The first string object of the archive is the text: its class name, a few
 * bytes of references, '+' for bytes to come, their number, and they. */
#include "read/formats/typedstream.h"

enum { BETWEEN_MAX = 16, NUMBER_16 = 0x81, NUMBER_32 = 0x82 };

/* A number: one byte, or 0x81 and two, or 0x82 and four, the low one first. */
static bool
number_take(struct slice *rest, size_t *out)
{
	uint8_t first;
	uint16_t two;
	uint32_t four;

	if (!take_u8(rest, &first))
		return false;
	if (first == NUMBER_16) {
		if (!take_u16le(rest, &two))
			return false;
		*out = two;
	} else if (first == NUMBER_32) {
		if (!take_u32le(rest, &four))
			return false;
		*out = four;
	} else {
		*out = first;
	}
	return true;
}

bool
typedstream_text(struct slice bytes, struct text *out)
{
	struct slice rest, word;
	size_t at, n;

	at = slice_find(bytes, SLICE_LITERAL("streamtyped"));
	if (at > BETWEEN_MAX)
		return false;
	at = slice_find(bytes, SLICE_LITERAL("NSString"));
	if (at == SIZE_MAX)
		at = slice_find(bytes, SLICE_LITERAL("NSMutableString"));
	if (at == SIZE_MAX)
		return false;
	rest = slice_of(bytes.p + at, bytes.n - at);
	at = slice_find(slice_of(rest.p, rest.n < 32 ? rest.n : 32), SLICE_LITERAL("+"));
	if (at == SIZE_MAX)
		return false;
	rest = slice_of(rest.p + at + 1, rest.n - at - 1);
	return number_take(&rest, &n) && take(&rest, n, &word) && text_check(word, out, NULL);
}
