/* src/read/formats/image_apple.c
 * The note of an iPhone's camera in EXIF ("MakerNote"): a directory as TIFF has them, its offsets
 * counted from its own begin.  Not published; one field of it is known well enough to be shown. */
#include "read/formats/image.h"

#include "read/formats/tiff.h"

enum {
	DIRECTORY_AT = 14, /* behind "Apple iOS", a version and the order of bytes */
	FIELDS_MAX = 200,
	FIELD_BYTES = 12,
	TYPE_TEXT = 2,
	CONTENT_IDENTIFIER = 0x11,
};

static void
field_read(struct image *image, struct slice note, struct slice field, bool big)
{
	uint16_t tag, type;
	uint32_t count, at;

	if (!tiff_u16(&field, big, &tag) || !tiff_u16(&field, big, &type) ||
	    !tiff_u32(&field, big, &count) || !tiff_u32(&field, big, &at))
		return;
	if (tag != CONTENT_IDENTIFIER || type != TYPE_TEXT || count <= 4)
		return;
	if (at > note.n || count > note.n - at) {
		image_doubt(image, "exif-unreadable", TEXT_LITERAL("The note of the camera."));
		return;
	}
	image_claim_bytes(image, "apple-content-identifier", slice_of(note.p + at, count));
}

void
image_apple_read(struct image *image, struct slice note)
{
	struct slice rest = note, begin, field;
	uint16_t count;
	bool big;

	if (!take(&rest, DIRECTORY_AT, &begin) || !slice_starts(begin, "Apple iOS"))
		return;
	big = begin.p[DIRECTORY_AT - 1] == 'M';
	if (!tiff_u16(&rest, big, &count))
		return;
	for (unsigned i = 0; i < count && i < FIELDS_MAX && take(&rest, FIELD_BYTES, &field); i++)
		field_read(image, note, field, big);
}
