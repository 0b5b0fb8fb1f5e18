/* src/read/formats/image.h
 * One photograph while it is read: what the walkers of JPEG, PNG and HEIF find, and what becomes of
 * it. Everything a picture says of itself is a claim; none is merged with another.  Internal to
 * image*.c. */
#ifndef READ_FORMATS_IMAGE_H
#define READ_FORMATS_IMAGE_H

#include "read/format.h"

/* A date as one field of EXIF writes it, with its fraction and offset fields. */
struct image_date {
	bool present; /* the field is there */
	bool blank;   /* and says nothing */
	bool parsed;
	struct civil local; /* when parsed; with the fraction */
	bool has_offset;
	int32_t offset_s;   /* when has_offset */
	struct text offset; /* "+01:00" as written, when has_offset */
	struct text raw;
};

struct image {
	const struct sink *sink;
	const struct reading_options *options;
	const char *type; /* media type, where the format alone does not say it */
	struct err *err;
	enum status status; /* the first failure sticks; every function does nothing after it */
	struct window window;
	struct arena arena;
	struct record record;
	uint32_t width, height; /* 0 when unknown */
	bool cut;               /* the file ends too early */
	bool damaged;           /* some length or check sum in it cannot be */
	bool too_long;          /* a part of it was too long to be looked into */
	bool details;           /* it has EXIF, XMP or texts */
	bool not_utf8;          /* a text of it was no text */
	bool too_much;          /* it says more than one record holds */
	unsigned texts;         /* PNG: texts met */
	bool several;           /* JPEG: it says that it holds several pictures */
	struct image_date original, digitized,
	    changed; /* EXIF: taken, made digital, last changed */
	bool satellite_day_known, satellite_time_known;
	int64_t satellite_us; /* GPS date (and time of day) in UTC */
	bool changed_known;   /* PNG: tIME */
	int64_t changed_us;
};

/* image_jpeg.c, image_png.c, image_heif.c: from the first byte to the end of what is of interest.
 * E_FORMAT when it does not begin as such a file. */
void image_jpeg_walk(struct image *image);
void image_png_walk(struct image *image);
void image_heif_walk(struct image *image);

/* image_behind.c: from the end of the picture to the end of the file; what stands there is said. */
void image_behind_read(struct image *image);

/* image_exif.c: a TIFF block ("II*" or "MM"), at most 1 MiB; one that cannot be read is doubted. */
void image_exif_read(struct image *image, struct slice tiff);
/* image_xmp.c: the dates in an XMP packet, looked for as text; nothing in it is obeyed. */
void image_xmp_read(struct image *image, struct slice packet);
/* The first date that stands after that name, as written.  False (out untouched) without one. */
MUST_USE bool image_xmp_date(struct slice packet, const char *name, struct slice *value);
/* image_apple.c: what an iPhone's camera notes for itself, of which only the number that a picture
 * and its moving half (a "Live Photo") share is shown. */
void image_apple_read(struct image *image, struct slice note);
/* image_date.c: the rules of dates, see there. */
bool image_date_is_blank(struct slice raw);
/* EXIF 2.32, section 4.6.4 D: "YYYY:MM:DD HH:MM:SS", nothing else. */
MUST_USE bool image_date_parse(struct slice raw, struct civil *out);
/* "+01:00"; section 4.6.5 H. */
MUST_USE bool image_date_offset(struct slice raw, int32_t *offset_s);
/* From all dates that were found, the record's time and its doubts. */
void image_date_settle(struct image *image);

/* `code` and `key` are literals; values are borrowed for the record.  A doubt is said once; what is
 * more than a record holds sets too_much. */
void image_doubt(struct image *image, const char *code, struct text detail);
void image_claim(struct image *image, const char *key, struct text value);
/* Outside bytes as text that lives as long as the record: up to the first NUL, trimmed, at most
 * 1 KiB; what is no UTF-8 becomes U+FFFD and is doubted at the end.  Absent when it is empty. */
struct text image_text(struct image *image, struct slice bytes);
/* Our own short text, kept. */
struct text image_keep(struct image *image, struct text text);
/* A claim of outside bytes; nothing when they are empty. */
void image_claim_bytes(struct image *image, const char *key, struct slice bytes);

/* Up to n bytes ahead (n at most 128 KiB), without taking them. */
struct slice image_peek(struct image *image, size_t n);
/* Step over n bytes; image->cut when there are fewer. */
void image_skip(struct image *image, uint64_t n);

#endif
