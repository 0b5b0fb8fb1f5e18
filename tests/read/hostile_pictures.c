/* tests/read/hostile_pictures.c
 * What a worker that was taken over may send in place of a picture's pixels. */
#include <stdlib.h>

#include "read/picture_pixels.h"
#include "tests/read/hostile.h"

#define DEED(function)                                                                             \
	static enum status function(                                                               \
	    const struct source *source, const struct sink *sink, struct err *err)

enum { SIDE = 8, BYTES = SIDE * SIDE * 3, MUCH = 9000000 };

static enum status
begin(const struct sink *sink, const char *type, struct err *err)
{
	return sink->extract_begin(sink->ctx, TEXT_LITERAL("jpeg 8x8"), text_of_c(type), err);
}

static enum status
send(const struct sink *sink, size_t n, struct err *err)
{
	uint8_t *bytes = calloc(n, 1);
	enum status status = bytes != NULL ? sink->extract_data(sink->ctx, slice_of(bytes, n), err)
					   : E_NOMEM;

	free(bytes);
	return status;
}

static enum status
picture(const struct sink *sink, const char *type, size_t n, struct err *err)
{
	enum status status = begin(sink, type, err);

	if (status == OK)
		status = send(sink, n, err);
	return status == OK ? sink->extract_end(sink->ctx, true, err) : status;
}

DEED(picture_fine)
{
	(void)source;
	return picture(sink, "rgb8 8x8", BYTES, err);
}

DEED(picture_short)
{
	(void)source;
	return picture(sink, "rgb8 8x8", BYTES - 1, err);
}

DEED(picture_long)
{
	(void)source;
	return picture(sink, "rgb8 8x8", BYTES + 1, err);
}

DEED(picture_endless)
{
	(void)source;
	return picture(sink, "rgb8 1600x1600", MUCH, err);
}

DEED(picture_too_large)
{
	(void)source;
	return picture(sink, "rgb8 40000x40000", BYTES, err);
}

DEED(picture_of_another_kind)
{
	(void)source;
	return picture(sink, "image/jpeg", BYTES, err);
}

DEED(picture_twice)
{
	enum status status = picture_fine(source, sink, err);

	return status == OK ? picture_fine(source, sink, err) : status;
}

DEED(picture_with_a_message)
{
	struct record record;
	enum status status;

	record_init(&record);
	record.kind = KIND_MESSAGE;
	record.channel = TEXT_LITERAL("sms");
	record.body = TEXT_LITERAL("never sent");
	record.position = 1;
	status = sink->record(sink->ctx, &record, err);
	return status == OK ? picture_fine(source, sink, err) : status;
}

DEED(picture_then_death)
{
	(void)source, (void)sink, (void)err;
	if (picture_fine(source, sink, err) == OK)
		abort();
	return OK;
}

DEED(picture_of_nothing)
{
	(void)source, (void)sink, (void)err;
	return OK;
}

DEED(picture_refused_in_other_words)
{
	(void)source;
	return sink->note(sink->ctx, NOTE_UNREAD, "because-of-you",
	    TEXT_LITERAL("<script>alert(1)</script>"), 0, err);
}

const struct deed hostile_pictures[] = {
    {"picture-fine", picture_fine},
    {"picture-short", picture_short},
    {"picture-long", picture_long},
    {"picture-endless", picture_endless},
    {"picture-too-large", picture_too_large},
    {"picture-of-another-kind", picture_of_another_kind},
    {"picture-twice", picture_twice},
    {"picture-with-a-message", picture_with_a_message},
    {"picture-then-death", picture_then_death},
    {"picture-of-nothing", picture_of_nothing},
    {"picture-refused-in-other-words", picture_refused_in_other_words},
    {NULL, NULL},
};
