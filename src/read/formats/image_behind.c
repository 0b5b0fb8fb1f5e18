/* src/read/formats/image_behind.c
 * What stands in a JPEG or PNG file behind the end of its picture: the film of a "motion photo", a
 * second picture, notes of the camera, or what is left of a larger picture.  Not for: reading it.
 */
#include "read/formats/image.h"

enum {
	STEP_BYTES = 64 * 1024,
	MARK_BYTES = 4,
	FEW_BYTES = 8, /* other than zero: a line end, or what fills up a sector */
};

struct behind {
	uint64_t bytes, not_zero;
	bool film;          /* a box "ftyp" */
	bool first_is_jpeg; /* another picture follows at once */
	uint8_t last[MARK_BYTES];
};

/* `fresh` bytes of the view, of which the next view may show the last few again. */
static void
look(struct behind *behind, struct slice view, size_t fresh)
{
	if (behind->bytes == 0)
		behind->first_is_jpeg = slice_starts(view, "\xff\xd8\xff");
	behind->film = behind->film || slice_find(view, slice_of("ftyp", MARK_BYTES)) != SIZE_MAX;
	for (size_t i = 0; i < fresh; i++)
		behind->not_zero += view.p[i] != 0;
	behind->bytes += fresh;
	if (view.n >= MARK_BYTES)
		memcpy(behind->last, view.p + view.n - MARK_BYTES, MARK_BYTES);
}

static void
put_what(struct buf *out, const struct image *image, const struct behind *behind)
{
	buf_put_u64(out, behind->bytes);
	buf_put_c(out, behind->bytes == 1 ? " byte" : " bytes");
	if (behind->film)
		buf_put_c(out, ", with a film among them (a motion photo)");
	else if (behind->first_is_jpeg && image->several)
		buf_put_c(out, ": another picture, as the file says itself");
	else if (behind->first_is_jpeg)
		buf_put_c(out, ": another picture");
	else if (memcmp(behind->last, "SEFT", MARK_BYTES) == 0)
		buf_put_c(out, ": notes of a Samsung camera");
}

void
image_behind_read(struct image *image)
{
	struct behind behind = {.bytes = 0};
	uint8_t bytes[128];
	struct buf what = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	struct slice view;
	bool usual;

	for (;;) {
		view = image_peek(image, STEP_BYTES);
		if (view.n == 0)
			break;
		/* A mark may stand across two views. */
		if (view.n >= STEP_BYTES)
			look(&behind, view, view.n - (MARK_BYTES - 1));
		else
			look(&behind, view, view.n);
		window_skip(
		    &image->window, view.n >= STEP_BYTES ? view.n - (MARK_BYTES - 1) : view.n);
	}
	if (behind.not_zero <= FEW_BYTES)
		return;
	put_what(&what, image, &behind);
	usual = !behind.film && ((behind.first_is_jpeg && image->several) ||
				    memcmp(behind.last, "SEFT", MARK_BYTES) == 0);
	if (usual)
		image_claim(image, "behind-picture", image_keep(image, buf_text(&what)));
	else
		image_doubt(image, "more-behind", image_keep(image, buf_text(&what)));
}
