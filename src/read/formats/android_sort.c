/* src/read/formats/android_sort.c
 * See android_sort.h. */
#include "read/formats/android_sort.h"

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
