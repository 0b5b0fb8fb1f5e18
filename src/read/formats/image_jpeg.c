/* src/read/formats/image_jpeg.c
 * The segments of a JPEG file (ITU-T T.81, annex B) up to the picture data: size, EXIF, XMP,
 * comment; then only whether the end comes, and whether something stands behind it. */
#include "read/formats/image.h"

enum {
	MARKER_SOI = 0xD8,
	MARKER_EOI = 0xD9,
	MARKER_SOS = 0xDA,
	MARKER_APP0 = 0xE0,
	MARKER_APP1 = 0xE1,
	MARKER_APP2 = 0xE2,
	MARKER_APP15 = 0xEF,
	MARKER_COM = 0xFE,
	SEGMENTS_MAX = 10000,
};

/* B.1.1.3: these stand alone, without a length. */
static bool
stands_alone(uint8_t marker)
{
	return marker == 0x01 || (marker >= 0xD0 && marker <= MARKER_EOI);
}

/* SOF0..SOF15 but DHT, JPG and DAC. */
static bool
is_frame(uint8_t marker)
{
	return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 &&
	       marker != 0xCC;
}

/* The next marker, any fill bytes before it stepped over (B.1.1.2); 0 when there is none. */
static uint8_t
next_marker(struct image *image)
{
	struct slice view = image_peek(image, 2);
	uint8_t marker;

	if (view.n >= 2 && view.p[0] != 0xFF) {
		image->damaged = true;
		return 0;
	}
	while (view.n >= 2 && view.p[1] == 0xFF) {
		window_skip(&image->window, 1);
		view = image_peek(image, 2);
	}
	if (view.n < 2) {
		image->cut = true;
		return 0;
	}
	marker = view.p[1];
	window_skip(&image->window, 2);
	return marker;
}

static void
read_frame(struct image *image, struct slice segment)
{
	uint16_t height, width;
	uint8_t precision;

	if (image->width != 0)
		return;
	if (!take_u8(&segment, &precision) || !take_u16be(&segment, &height) ||
	    !take_u16be(&segment, &width)) {
		image->damaged = true;
		return;
	}
	image->height = height;
	image->width = width;
}

static void
read_app1(struct image *image, struct slice segment)
{
	static const char exif[] = "Exif\0\0", xmp[] = "http://ns.adobe.com/xap/1.0/";
	struct slice head;

	if (segment.n >= 6 && memcmp(segment.p, exif, 6) == 0) {
		if (take(&segment, 6, &head))
			image_exif_read(image, segment);
	} else if (segment.n >= sizeof xmp && memcmp(segment.p, xmp, sizeof xmp) == 0) {
		if (take(&segment, sizeof xmp, &head))
			image_xmp_read(image, segment);
	}
}

/* One segment with a length; false when the walk is over. */
static bool
read_segment(struct image *image, uint8_t marker)
{
	struct slice view = image_peek(image, 2), rest, segment;
	uint16_t n;

	rest = view;
	if (!take_u16be(&rest, &n)) {
		image->cut = true;
		return false;
	}
	if (n < 2) { /* B.1.1.4: the length counts itself */
		image->damaged = true;
		return false;
	}
	view = image_peek(image, n);
	if (view.n < n) {
		image->cut = true;
		return false;
	}
	segment = slice_of(view.p + 2, (size_t)n - 2);
	if (marker == MARKER_APP1)
		read_app1(image, segment);
	else if (marker == MARKER_APP2 && segment.n >= 4 && memcmp(segment.p, "MPF\0", 4) == 0)
		image->several = true; /* CIPA DC-007, section 5.1 */
	else if (marker == MARKER_COM)
		image_claim_bytes(image, "jpeg-comment", segment);
	else if (is_frame(marker))
		read_frame(image, segment);
	window_skip(&image->window, n);
	return image->status == OK && marker != MARKER_SOS;
}

/* What may stand between the scans of one picture, with a length: DHT, SOS, DQT, DNL, DRI, APPn,
 * COM.  There an EOI is none. */
static bool
is_between_scans(uint8_t marker)
{
	return marker == 0xC4 || (marker >= MARKER_SOS && marker <= 0xDD) ||
	       (marker >= MARKER_APP0 && marker <= MARKER_APP15) || marker == MARKER_COM;
}

static void
step_over(struct image *image)
{
	struct slice rest = image_peek(image, 4), ignored;
	uint16_t n = 0;

	if (take(&rest, 2, &ignored) && take_u16be(&rest, &n))
		image_skip(image, 2 + (uint64_t)n);
	else
		image->cut = image->status == OK;
}

/* In picture data an EOI can only be the end (B.1.1.5: FF is stuffed). */
static void
find_end(struct image *image)
{
	struct slice view;
	const uint8_t *hit;
	uint8_t marker;

	for (;;) {
		view = image_peek(image, 2);
		if (view.n < 2) {
			image->cut = image->status == OK;
			return;
		}
		hit = memchr(view.p, 0xFF, view.n - 1);
		marker = hit != NULL ? hit[1] : 0;
		window_skip(&image->window, hit != NULL ? (size_t)(hit - view.p) : view.n - 1);
		if (hit == NULL)
			continue;
		if (marker == MARKER_EOI) {
			window_skip(&image->window, 2);
			image_behind_read(image);
			return;
		}
		if (is_between_scans(marker))
			step_over(image);
		else
			window_skip(&image->window, 1);
		if (image->cut)
			return;
	}
}

void
image_jpeg_walk(struct image *image)
{
	struct slice head = image_peek(image, 3);
	uint8_t marker;

	if (image->status != OK)
		return;
	if (!slice_starts(head, "\xff\xd8\xff")) {
		image->status = fail(image->err, E_FORMAT, "it does not begin like a JPEG file");
		return;
	}
	window_skip(&image->window, 2);
	for (int i = 0; i < SEGMENTS_MAX && image->status == OK; i++) {
		marker = next_marker(image);
		if (marker == 0 || image->status != OK)
			return;
		if (stands_alone(marker)) {
			image->damaged = true; /* none belongs before the picture */
			if (marker == MARKER_EOI)
				return;
			continue;
		}
		if (!read_segment(image, marker)) {
			if (marker == MARKER_SOS && !image->cut && !image->damaged)
				find_end(image);
			return;
		}
	}
	image->damaged = true;
}
