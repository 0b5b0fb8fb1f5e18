/* src/read/formats/bundle_stream.c
 * Unpacking one entry within limits; see bundle_stream.h. */
#include "read/formats/bundle_stream.h"

#include "read/formats/bundle.h"

enum status
bundle_stream_open(struct bundle_stream *stream, struct bundle *bundle, size_t i, struct err *err)
{
	const struct bundle_entry *entry = &bundle->entry[i];
	enum status status = OK;

	*stream = (struct bundle_stream){.bundle = bundle, .i = i, .held = entry->held};
	if (entry->refusal != NULL)
		return fail(err, E_FORMAT, "%s", entry->refusal);
	if (entry->held.p == NULL)
		status = bundle->ways->open(stream, err);
	stream->open = status == OK && entry->held.p == NULL;
	return status;
}

/* What an entry gave before, when it was looked into, is not counted again. */
static const char *
limit_of(struct bundle_stream *stream, size_t n)
{
	struct bundle_entry *entry = &stream->bundle->entry[stream->i];
	uint64_t *budget = stream->bundle->shared->budget, given = stream->given + n, cost;

	cost = given > entry->paid ? given - entry->paid : 0;
	if (given > BUNDLE_ENTRY_MAX_BYTES)
		return "larger than 8 GiB when unpacked";
	if (given > BUNDLE_RATIO_FREE_BYTES && given / BUNDLE_RATIO_MAX > entry->packed_bytes)
		return "unpacks to more than a thousand times its size, as zip bombs do";
	if (cost > *budget)
		return "unpacks to more than is taken from an archive of that size";
	*budget -= cost;
	entry->paid += cost;
	stream->given = given;
	return NULL;
}

enum status
bundle_stream_next(struct bundle_stream *stream, struct slice *out, struct err *err)
{
	struct slice block = stream->held;
	const char *limit;
	enum status status = OK;

	if (!stream->ended && stream->open)
		status = stream->bundle->ways->next(stream, &block, err);
	if (status != OK && status != E_NOTFOUND)
		return status;
	if (stream->ended || status != OK || block.n == 0) {
		stream->ended = true;
		return fail(err, E_NOTFOUND, "the end of the entry");
	}
	limit = limit_of(stream, block.n);
	if (limit != NULL) {
		stream->damage = limit;
		stream->limited = true;
		stream->ended = true;
		return fail(err, E_NOTFOUND, "a limit");
	}
	stream->held = slice_of(NULL, 0);
	*out = block;
	return OK;
}

enum status
bundle_stream_mark(struct bundle_stream *stream, void **mark, struct err *err)
{
	const struct bundle_ways *ways = stream->bundle->ways;

	*mark = NULL;
	if (!stream->open || stream->ended || ways->mark == NULL)
		return OK;
	return ways->mark(stream, mark, err);
}

enum status
bundle_stream_back(struct bundle_stream *stream, const void *mark, uint64_t given, struct err *err)
{
	stream->ended = false;
	stream->limited = false;
	stream->damage = NULL;
	stream->given = given;
	return stream->bundle->ways->back(stream, mark, err);
}

void
bundle_stream_forget(const struct bundle *bundle, void *mark)
{
	if (mark != NULL)
		bundle->ways->forget(mark);
}

void
bundle_stream_close(struct bundle_stream *stream)
{
	if (stream->open)
		stream->bundle->ways->close(stream);
	stream->open = false;
}
