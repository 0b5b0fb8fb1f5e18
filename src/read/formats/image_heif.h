/* src/read/formats/image_heif.h
 * The parts of a HEIF file that count here: which items there are, and where their bytes lie.
 * Internal to image_heif*.c. */
#ifndef READ_FORMATS_IMAGE_HEIF_H
#define READ_FORMATS_IMAGE_HEIF_H

#include "read/formats/image.h"
#include "read/formats/isom_box.h"

enum { HEIF_ITEMS_MAX = 8, HEIF_EXTENTS_MAX = 64 };

/* An item that is looked into: EXIF or XMP. */
struct heif_item {
	uint32_t id;
	bool is_exif;
	bool located;
	unsigned method; /* 0: in the file, 1: in the box "idat" */
	struct {
		uint64_t at, bytes; /* bytes 0: to the end */
	} extents[HEIF_EXTENTS_MAX];
	size_t extents_count;
};

struct heif {
	struct image *image;
	struct isom isom;
	uint32_t primary; /* the picture itself; 0 when it is not named */
	struct heif_item items[HEIF_ITEMS_MAX];
	size_t items_count;
	struct isom_span idat;
	bool has_idat;
	unsigned properties; /* of the picture, looked at so far */
};

/* image_heif_item.c: the box "iloc", for the items that are known already. */
void heif_locations_read(struct heif *heif, struct isom_span box);
/* Every item that was found and located, into the claims of the picture. */
void heif_items_read(struct heif *heif);

#endif
