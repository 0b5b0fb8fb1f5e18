/* src/show/pdf/pdf_image.h
 * Pictures as image XObjects (ISO 32000-1, 8.9.5).  JPEG goes in as it is (DCTDecode, 7.4.8), PNG
 * as pixels with what is transparent beside them (SMask, 11.6.5.3). */
#ifndef SHOW_PDF_IMAGE_H
#define SHOW_PDF_IMAGE_H

#include "show/pdf/pdf_file.h"

enum { PDF_IMAGE_SIDE_MAX = 20000 };

struct pdf_image {
	uint32_t id;
	uint32_t width, height; /* of its pixels */
	bool sheer;             /* something of it is transparent */
};

/* Baseline or progressive JPEG of one or three components.  E_FORMAT when it is not. */
MUST_USE enum status pdf_image_jpeg(
    struct pdf_file *file, struct slice bytes, struct pdf_image *out, struct err *err);
/* PNG.  E_FORMAT, E_LIMIT (too large to be shown), E_NOMEM. */
MUST_USE enum status pdf_image_png(
    struct pdf_file *file, struct slice bytes, struct pdf_image *out, struct err *err);

#endif
