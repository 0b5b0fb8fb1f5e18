/* src/read/formats/image_heif_item.c
 * Where the items of a HEIF file lie (ISO/IEC 14496-12, section 8.11.3), and what EXIF and XMP
 * items say (ISO/IEC 23008-12, annex A); see image_heif.h. */
#include "read/formats/image_heif.h"

enum { ITEM_MAX_BYTES = 1024 * 1024 };

/* How many bytes the numbers of the box have. */
struct widths {
	unsigned version, offset, length, base, index;
};

static struct heif_item *
item_of(struct heif *heif, uint64_t id)
{
	for (size_t i = 0; i < heif->items_count; i++)
		if (heif->items[i].id == id)
			return &heif->items[i];
	return NULL;
}

static bool
extents_read(struct heif *heif, const struct widths *w, struct isom_span *box, uint64_t base,
    uint64_t count, struct heif_item *item)
{
	uint64_t ignored, at, bytes;

	if (w->offset + w->length + w->index == 0 && count > 1)
		count = 1; /* all of them are the same */
	for (uint64_t i = 0; i < count; i++) {
		if ((w->version != 0 && !isom_take(&heif->isom, box, w->index, &ignored)) ||
		    !isom_take(&heif->isom, box, w->offset, &at) ||
		    !isom_take(&heif->isom, box, w->length, &bytes))
			return false;
		if (item == NULL)
			continue;
		if (item->extents_count == HEIF_EXTENTS_MAX || at > UINT64_MAX - base) {
			heif->image->damaged = true;
			continue;
		}
		item->extents[item->extents_count].at = base + at;
		item->extents[item->extents_count++].bytes = bytes;
	}
	return true;
}

static bool
location_read(struct heif *heif, const struct widths *w, struct isom_span *box)
{
	uint64_t id, method = 0, data, base, count;
	struct heif_item *item;

	if (!isom_take(&heif->isom, box, w->version == 2 ? 4 : 2, &id) ||
	    (w->version != 0 && !isom_take(&heif->isom, box, 2, &method)) ||
	    !isom_take(&heif->isom, box, 2, &data) ||
	    !isom_take(&heif->isom, box, w->base, &base) || !isom_take(&heif->isom, box, 2, &count))
		return false;
	item = item_of(heif, id);
	if (item != NULL && item->located) {
		heif->image->damaged = true;
		item = NULL;
	}
	if (item != NULL && data != 0) {
		image_doubt(heif->image, "details-elsewhere",
		    TEXT_LITERAL("Some of what it says of itself is in another file."));
		item = NULL;
	}
	if (item != NULL) {
		item->located = true;
		item->method = method & 15;
	}
	return extents_read(heif, w, box, base, count, item);
}

void
heif_locations_read(struct heif *heif, struct isom_span box)
{
	uint64_t sizes, count;
	uint8_t version;
	uint32_t flags;
	struct widths w;

	if (!isom_take_full(&heif->isom, &box, &version, &flags) || version > 2 ||
	    !isom_take(&heif->isom, &box, 2, &sizes) ||
	    !isom_take(&heif->isom, &box, version == 2 ? 4 : 2, &count)) {
		heif->image->damaged = true;
		return;
	}
	w = (struct widths){.version = version,
	    .offset = (unsigned)(sizes >> 12),
	    .length = (unsigned)(sizes >> 8 & 15),
	    .base = (unsigned)(sizes >> 4 & 15),
	    .index = version != 0 ? (unsigned)(sizes & 15) : 0};
	if (w.offset > 8 || w.length > 8 || w.base > 8 || w.index > 8) {
		heif->image->damaged = true;
		return;
	}
	while (count-- != 0 && location_read(heif, &w, &box))
		continue;
}

/* In the file, or in the box that holds small items. */
static bool
extent_load(struct heif *heif, const struct heif_item *item, size_t i, struct buf *out)
{
	struct isom_span span = item->method == 1 ? heif->idat : isom_all(&heif->isom);
	uint64_t at = item->extents[i].at, bytes = item->extents[i].bytes;

	if (at > span.end - span.at) {
		heif->image->cut |= item->method == 0;
		return false;
	}
	span.at += at;
	if (bytes != 0 && bytes > span.end - span.at)
		heif->image->cut |= item->method == 0;
	else if (bytes != 0)
		span.end = span.at + bytes;
	return isom_load(&heif->isom, span, out);
}

/* Four bytes say how many more stand before the TIFF block. */
static void
exif_read(struct heif *heif, struct slice bytes)
{
	struct slice before;
	uint32_t skip;

	if (!take_u32be(&bytes, &skip) || !take(&bytes, skip, &before)) {
		image_doubt(heif->image, "exif-unreadable", TEXT_NONE);
		return;
	}
	if (bytes.n >= 6 && memcmp(bytes.p, "Exif\0\0", 6) == 0)
		bytes = slice_from(bytes, 6); /* some writers do not count them */
	image_exif_read(heif->image, bytes);
}

static void
item_read(struct heif *heif, const struct heif_item *item)
{
	struct buf bytes;
	bool whole = item->extents_count != 0;

	if (item->method > 1 || (item->method == 1 && !heif->has_idat)) {
		image_doubt(heif->image, "details-elsewhere",
		    TEXT_LITERAL("Some of what it says of itself is where it was not looked for."));
		return;
	}
	buf_init(&bytes, ITEM_MAX_BYTES);
	for (size_t i = 0; i < item->extents_count && whole; i++)
		whole = extent_load(heif, item, i, &bytes);
	if (!whole)
		image_doubt(heif->image, "details-cut",
		    TEXT_LITERAL("Not all of what it says of itself could be read."));
	if (item->is_exif)
		exif_read(heif, buf_slice(&bytes));
	else if (bytes.n != 0)
		image_xmp_read(heif->image, buf_slice(&bytes));
	buf_fini(&bytes);
}

void
heif_items_read(struct heif *heif)
{
	for (size_t i = 0; i < heif->items_count; i++) {
		if (heif->items[i].located)
			item_read(heif, &heif->items[i]);
		else
			heif->image->damaged = true;
	}
}
