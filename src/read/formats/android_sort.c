/* src/read/formats/android_sort.c
 * See android_sort.h. */
#include "read/formats/android_sort.h"

#include "diary/handle.h"

static const struct android_sort texts[] = {
    {DIRECTION_IN, NULL},
    {DIRECTION_OUT, NULL},
    {DIRECTION_OUT, "draft"},
    {DIRECTION_OUT, "queued"}, /* outbox */
    {DIRECTION_OUT, "failed"},
    {DIRECTION_OUT, "queued"},
};

static const struct android_sort calls[] = {
    {DIRECTION_IN, NULL},
    {DIRECTION_OUT, NULL},
    {DIRECTION_IN, "missed"},
    {DIRECTION_IN, "voicemail"},
    {DIRECTION_IN, "rejected"},
    {DIRECTION_IN, "blocked"},
    {DIRECTION_IN, "answered-elsewhere"},
};

static const struct {
	const struct android_sort *sorts;
	int64_t count;
} lists[] = {[ANDROID_TEXTS] = {texts, COUNT_OF(texts)},
    [ANDROID_CALLS] = {calls, COUNT_OF(calls)},
    /* The boxes of multimedia messages are those of texts, but for the last. */
    [ANDROID_MULTIMEDIA] = {texts, COUNT_OF(texts) - 1}};

const struct android_sort *
android_sort(enum android_list list, struct text type)
{
	int64_t value;

	if (!i64_parse_loose(slice_of_text(type), &value) || value < 1 || value > lists[list].count)
		return NULL;
	return &lists[list].sorts[value - 1];
}

/* To withhold a number is something that a person does: it is said only where the telephone says
 * it.  The values of `presentation` are those of Android's CallLog. */
const struct android_caller *
android_caller(struct text number, struct text presentation)
{
	static const struct android_caller withheld = {"withheld", NULL, NULL},
					   payphone = {"payphone", NULL, NULL},
					   unknown = {NULL, "number-unknown",
					       "The network did not tell it."},
					   unavailable = {NULL, "number-unknown",
					       "The network could not tell it."},
					   untold = {NULL, "number-unknown",
					       "The telephone does not say why."};

	if (text_eq_c(presentation, "2"))
		return &withheld;
	if (text_eq_c(presentation, "4"))
		return &payphone;
	if (!handle_is_withheld(number))
		return NULL;
	if (text_eq_c(presentation, "3"))
		return &unknown;
	if (text_eq_c(presentation, "5"))
		return &unavailable;
	if (handle_says_withheld(number))
		return &withheld;
	/* What Android wrote in place of the number before it had that column. */
	if (text_eq_c(number, "-3"))
		return &payphone;
	return text_eq_c(number, "-1") ? &unknown : &untold;
}

enum direction
android_kind_direction(struct text m_type)
{
	if (text_eq_c(m_type, "128"))
		return DIRECTION_OUT;
	return text_eq_c(m_type, "130") || text_eq_c(m_type, "132") ? DIRECTION_IN
								    : DIRECTION_UNKNOWN;
}

bool
android_is_owner(struct text written)
{
	return text_eq_c(written, "insert-address-token");
}
