/* src/read/formats/android_letters.c
 * See android_letters.h. */
#include "read/formats/android_letters.h"

enum android_letters
android_letters(struct text written, struct text charset, struct buf *out)
{
	bool told = text_eq_c(charset, "106"), wide = false;
	bool given = charset.n != 0 && !text_eq_c(charset, "null");
	struct text rest = written, text;
	uint32_t c;

	if (written.n == 0 || (given && !told))
		return ANDROID_LETTERS_AS_WRITTEN;
	while ((c = text_next(&rest)) != 0) {
		if (c > 0xff)
			return ANDROID_LETTERS_AS_WRITTEN;
		wide = wide || c >= 0x80;
		buf_put_byte(out, (uint8_t)c);
	}
	/* Letters that happen to be bytes of UTF-8, in their order, are next to impossible. */
	if (!wide || buf_check(out, NULL) != OK || !text_check(buf_slice(out), &text, NULL))
		return ANDROID_LETTERS_AS_WRITTEN;
	return told ? ANDROID_LETTERS_TOLD : ANDROID_LETTERS_ASSUMED;
}
