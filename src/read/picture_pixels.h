/* src/read/picture_pixels.h
 * What the format "picture-pixels" sends, and how the parent checks it.  It is never chosen by
 * itself: a job that asks for it by name gets one extract of pixels, or a note that says why not,
 * and before it the record that the file's own reader makes of it, if there is one
 * (docs/design/0038-safe-pictures.md).
 *   extract name  "<coding> <width>x<height>": the file's, "jpeg 4000x3000"
 *   extract type  "rgb8 <width>x<height>": of the pixels that come, three bytes each, from the
 * upper left, row by row not whole     something of the picture is missing; a note says what Notes:
 * "cut-off", "damaged", "first-of-several" of what is shown; a code of picture_refusals of what is
 * not. */
#ifndef READ_PICTURE_PIXELS_H
#define READ_PICTURE_PIXELS_H

#include <stdint.h>

#include "base/slice.h"

#define PICTURE_FORMAT_NAME "picture-pixels"

enum {
	PICTURE_SHOWN_SIDE = 1600,      /* the longer side of what is sent, at most */
	PICTURE_FILE_SIDE_MAX = 65535,  /* of a picture in a file */
	PICTURE_PIXELS_MAX = 100000000, /* of a picture in a file */
};

/* Codes of notes. */
#define PICTURE_NOTE_CUT     "cut-off"
#define PICTURE_NOTE_DAMAGED "damaged"
#define PICTURE_NOTE_SEVERAL "first-of-several"
#define PICTURE_NO_CODING    "coding-not-shown" /* HEIC, GIF, TIFF, CMYK of unknown kind … */
#define PICTURE_NO_SIZE      "too-large"        /* too many pixels, or too much memory */
#define PICTURE_NO_PIXELS    "nothing-decoded"  /* damaged or cut off before the first row */

enum picture_coding { PICTURE_JPEG, PICTURE_PNG, PICTURE_WEBP, PICTURE_CODINGS };

struct picture_pixels {
	enum picture_coding coding;
	uint32_t file_width, file_height; /* as coded: before it was turned and made smaller */
	uint32_t width, height;           /* of the pixels */
	size_t bytes;                     /* width * height * 3 */
};

/* The inverse of what the reader puts: false for anything that it cannot have put. */
MUST_USE bool picture_pixels_parse(struct text name, struct text type, struct picture_pixels *out);
/* "jpeg", "png", "webp". */
const char *picture_coding_name(enum picture_coding coding);

#endif
