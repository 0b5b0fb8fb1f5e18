/* src/prove/pack_text.c
 * The explanations every pack carries, built in as bytes from src/prove/pack/; see pack_text.h. */
#include "prove/pack_text.h"

#include <string.h>

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

void
pack_proof_folder(unsigned slot, char out[static 32])
{
	struct buf name = {.p = (uint8_t *)out, .size = 31, .max = 31};

	buf_put_c(&name, "proof/");
	if (slot != 0)
		buf_putf(&name, "%u/", slot);
	out[name.n] = '\0';
}

void
pack_log_name(unsigned slot, const char *file, char out[static PACK_PROOF_NAME_BYTES])
{
	struct buf name = {.p = (uint8_t *)out,
	    .size = PACK_PROOF_NAME_BYTES - 1,
	    .max = PACK_PROOF_NAME_BYTES - 1};

	pack_proof_folder(slot, out);
	name.n = strlen(out);
	buf_put_c(&name, file);
	out[name.n] = '\0';
}
