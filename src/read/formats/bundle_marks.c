/* src/read/formats/bundle_marks.c
 * Places to come back to; see bundle_marks.h. */
#include "read/formats/bundle_marks.h"

#include "base/mem.h"

enum status
bundle_marks_init(struct bundle_marks *marks, const struct bundle *bundle, uint64_t apart_bytes,
    size_t max, struct err *err)
{
	*marks = (struct bundle_marks){.bundle = bundle, .max = max, .apart = apart_bytes};
	marks->mark = mem_new(max, sizeof *marks->mark);
	return marks->mark != NULL ? OK : fail(err, E_NOMEM, "no memory to unpack");
}

void
bundle_marks_fini(struct bundle_marks *marks)
{
	for (size_t i = 0; i < marks->count; i++)
		bundle_stream_forget(marks->bundle, marks->mark[i].place);
	for (size_t i = 0; i < BUNDLE_MARKS_LEFT; i++)
		bundle_stream_forget(marks->bundle, marks->left[i].place);
	mem_free(marks->mark);
	*marks = (struct bundle_marks){.bundle = NULL};
}

/* The first one stays. */
static void
thin(struct bundle_marks *marks)
{
	size_t kept = 0;

	for (size_t i = 0; i < marks->count; i++) {
		if (i % 2 == 0)
			marks->mark[kept++] = marks->mark[i];
		else
			bundle_stream_forget(marks->bundle, marks->mark[i].place);
	}
	marks->count = kept;
	marks->apart *= 2;
}

enum status
bundle_marks_put(
    struct bundle_marks *marks, struct bundle_stream *stream, bool *marked, struct err *err)
{
	struct bundle_mark mark = {.at = stream->given};
	enum status status;

	*marked = marks->count != 0;
	if (*marked && mark.at - marks->mark[marks->count - 1].at < marks->apart)
		return OK;
	status = bundle_stream_mark(stream, &mark.place, err);
	if (status != OK || mark.place == NULL)
		return status;
	*marked = true;
	if (marks->count == marks->max)
		thin(marks);
	marks->mark[marks->count++] = mark;
	return OK;
}

void
bundle_marks_leave(struct bundle_marks *marks, struct bundle_mark mark)
{
	if (mark.place == NULL)
		return;
	bundle_stream_forget(marks->bundle, marks->left[marks->next].place);
	marks->left[marks->next] = mark;
	marks->next = (marks->next + 1) % BUNDLE_MARKS_LEFT;
}

const struct bundle_mark *
bundle_marks_before(const struct bundle_marks *marks, uint64_t at)
{
	const struct bundle_mark *best;
	size_t from = 0, to = marks->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (marks->mark[middle].at <= at)
			from = middle + 1;
		else
			to = middle;
	}
	best = from != 0 ? &marks->mark[from - 1] : NULL;
	for (size_t i = 0; i < BUNDLE_MARKS_LEFT; i++) {
		const struct bundle_mark *left = &marks->left[i];

		if (left->place != NULL && left->at <= at && (best == NULL || left->at > best->at))
			best = left;
	}
	return best;
}
