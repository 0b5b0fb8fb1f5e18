/* src/read/formats/picture.h
 * One picture while it is decoded to be looked at: JPEG, PNG or WebP in, upright RGB pixels out, no
 * more than can be seen on a page.  Internal to picture*.c and to what tests them.
 * Not for: what a picture says of itself (image.h). */
#ifndef READ_FORMATS_PICTURE_H
#define READ_FORMATS_PICTURE_H

#include "read/format.h"
#include "read/picture_pixels.h"

enum {
	PICTURE_WINDOW_BYTES = 64 * 1024, /* of the file, at a time */
	PICTURE_RGB = 3,                  /* bytes of a pixel */
};

/* Rows of any width in, rows of a smaller picture out: each pixel is the mean of the area that it
 * covers (a box filter), in whole numbers, so that it comes out the same everywhere. */
struct shrink {
	uint32_t from_width, from_height, width, height;
	uint32_t rows;     /* that came in */
	uint32_t rows_out; /* that are finished */
	uint32_t filled;   /* of the row in hand, in parts of which it has from_height */
	uint32_t taps;     /* pixels that came in for one that goes out, at most */
	uint32_t *first;   /* of these, for each that goes out */
	uint16_t *weights; /* of these, `taps` for each that goes out; they sum to 256 */
	uint16_t *sums;    /* of the row in hand, as wide as it came in, times 256 */
	uint8_t *pixels;   /* width * height * PICTURE_RGB */
};

/* Sides of 1 to PICTURE_FILE_SIDE_MAX; width and height are no larger than from_*.  E_NOMEM. */
MUST_USE enum status shrink_init(struct shrink *shrink, uint32_t from_width, uint32_t from_height,
    uint32_t width, uint32_t height, struct err *err);
void shrink_fini(struct shrink *shrink);
/* from_width pixels; rows after the last are ignored. */
void shrink_row(struct shrink *shrink, const uint8_t *rgb);
/* Rows that never came are grey. */
void shrink_end(struct shrink *shrink);

struct picture {
	struct err *err;
	enum status status; /* of the source, the sink or memory: it ends the reading */
	struct window window;
	uint64_t bytes;         /* of the file; UINT64_MAX when not known */
	uint64_t pixels_max;    /* in the file */
	const char *coding;     /* "jpeg", "png", "webp" */
	const char *refused;    /* a code, why nothing of it is shown; NULL */
	uint32_t width, height; /* as the file is coded, before it is turned */
	unsigned orientation;   /* 1..8, of EXIF */
	bool cut, damaged;      /* what decodes is shown, and this said */
	bool several;           /* it moves: this is its first picture */
	struct shrink shrink;
};

/* picture_jpeg.c, picture_png.c, picture_webp.c: decode into picture->shrink, or say in `refused`
 * why not. */
void picture_jpeg_decode(struct picture *picture);
void picture_png_decode(struct picture *picture);
void picture_webp_decode(struct picture *picture);

/* The file's own sides are known: are they such as can be shown?  False and `refused` when not. */
MUST_USE bool picture_sides(struct picture *picture, uint64_t width, uint64_t height);
/* The sides that it is shown with, before it is turned. */
void picture_target(const struct picture *picture, uint32_t *width, uint32_t *height);
/* Get ready for rows of that size.  False: picture->status. */
MUST_USE bool picture_begin(struct picture *picture, uint32_t from_width, uint32_t from_height);
/* The next bytes of the file, none at its end; a failure is in picture->status. */
struct slice picture_take(struct picture *picture);
/* What a TIFF block says of the way the picture stands (EXIF 2.32, 4.6.4 A, Orientation); 1 when it
 * says nothing that can be. */
unsigned picture_orientation(struct slice tiff);
/* Pixels with `alpha` over white, in place: four bytes each become three. */
void picture_flatten(uint8_t *pixels, size_t count);

/* As picture_format.read, with another limit on the pixels of the file: for tests and fuzzing. */
MUST_USE enum status picture_read(const struct source *source,
    const struct reading_options *options, uint64_t pixels_max, const struct sink *sink,
    struct err *err);

#endif
