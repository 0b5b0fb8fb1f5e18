/* src/web/words.c
 * Tables of sentences; see words.h. */
#include "web/words.h"

#include "web/words_code.inc"

const char *const *
words_of(struct text language)
{
	if (text_eq_c(language, "en"))
		return words_en;
	if (text_eq_c(language, "cy"))
		return words_cy;
	return text_eq_c(language, "pl") ? words_pl : NULL;
}
