/* src/web/when_typed.c
 * A time out of a form; see when_typed.h. */
#include "web/when_typed.h"

#include "base/buf.h"

struct text
when_typed(const struct form *form, char bytes[WHEN_TYPED_BYTES])
{
	struct text choice = form_value(form, "w"), day = form_value(form, "day");
	struct text time = form_value(form, "time");
	struct buf words = {
	    .p = (uint8_t *)bytes, .size = WHEN_TYPED_BYTES, .max = WHEN_TYPED_BYTES};

	if (text_eq_c(choice, "now") || text_eq_c(choice, "unknown"))
		return choice;
	if (text_eq_c(choice, "part"))
		return form_value(form, "part");
	if (!text_eq_c(choice, "day") || day.n == 0)
		return TEXT_NONE;
	buf_put_text(&words, day);
	buf_put_c(&words, time.n != 0 ? " " : "");
	buf_put_text(&words, time);
	return words.failed == OK ? buf_text(&words) : TEXT_NONE;
}
