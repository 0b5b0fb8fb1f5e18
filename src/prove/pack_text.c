/* src/prove/pack_text.c
 * The explanations every pack carries, built in as bytes from src/prove/pack/; see pack_text.h. */
#include "prove/pack_text.h"

#include "prove/pack_format.inc"
#include "prove/pack_verify.inc"

struct slice
pack_text_format(void)
{
	return slice_of(pack_format_text, sizeof pack_format_text - 1);
}

struct slice
pack_text_verify(void)
{
	return slice_of(pack_verify_text, sizeof pack_verify_text - 1);
}
