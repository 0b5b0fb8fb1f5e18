/* src/read/formats/apple_handle.c
 * See apple_handle.h. */
#include "read/formats/apple_handle.h"

#include <string.h>

enum { NUMBER_MIN_DIGITS = 3 /* 101, 999 */ };

/* Marks and blanks that an iPhone puts into numbers. */
static bool
is_filler(uint32_t cp)
{
	if (cp < 0x80)
		return cp != 0 && strchr("+()-./ *#,;", (int)cp) != NULL;
	return cp == 0xA0 || (cp >= 0x2000 && cp <= 0x206F);
}

/* "694224000.0" is a day as Apple counts seconds: no telephone number has so short an end. */
static bool
is_fraction(struct text written)
{
	size_t dots = 0, at = 0;

	for (size_t i = 0; i < written.n; i++) {
		if (written.p[i] == '.') {
			dots++;
			at = i;
		} else if ((written.p[i] < '0' || written.p[i] > '9') &&
			   (i != 0 || written.p[i] != '-')) {
			return false;
		}
	}
	return dots == 1 && written.n - at - 1 < NUMBER_MIN_DIGITS;
}

bool
apple_handle_is_number(struct text written)
{
	struct text rest = written;
	size_t digits = 0;
	uint32_t cp;

	while (rest.n != 0) {
		cp = text_next(&rest);
		if (cp >= '0' && cp <= '9')
			digits++;
		else if (!is_filler(cp))
			return false;
	}
	return digits >= NUMBER_MIN_DIGITS && !is_fraction(written);
}

bool
apple_handle_is_address(struct text written)
{
	size_t count = 0;

	for (size_t i = 0; i < written.n; i++) {
		if (written.p[i] == ' ' || written.p[i] == ':' || written.p[i] == '/')
			return false;
		count += written.p[i] == '@';
	}
	return count == 1 && written.p[0] != '@' && written.p[written.n - 1] != '@';
}
