/* sample/exif.h
 * Writes an EXIF block (CIPA DC-008, TIFF 6.0 structure) as a telephone's camera does. */
#ifndef SAMPLE_EXIF_H
#define SAMPLE_EXIF_H

#include <stdbool.h>
#include <stdint.h>

#include "sample/str.h"

struct exif {
	bool big_endian;
	const char *make;
	const char *model;
	const char *software;
	const char *comment; /* UserComment, ASCII; may be NULL */
	int64_t taken_ms;    /* UTC; written as local wall time */
	bool offset;         /* with OffsetTimeOriginal */
	bool gps;
	int32_t lat_e6;
	int32_t lon_e6;
	int gps_day_shift; /* days by which the GPS date stamp is off, as old telephones have it */
	int width;
	int height;
};

/* The bare TIFF structure. */
void exif_tiff(const struct exif *x, struct str *out);

/* The same with "Exif\0\0" in front: the content of a JPEG APP1 segment. */
void exif_app1(const struct exif *x, struct str *out);
#endif
