/* src/read/formats/image_heif.c
 * Photographs in HEIF files (ISO/IEC 23008-12): HEIC of iPhones and other telephones, AVIF.  The
 * box "meta" says what is in the file; of its items only EXIF and XMP are read. */
#include "read/formats/image_heif.h"

enum {
	INFOS_MAX = 100000,
	PROPERTIES_MAX = 256,
	PROPERTIES_READ_MAX = 64,
	MIME_BYTES = 128,
	BRANDS_MAX = 64,
};

/* Boxes of "meta", found first, since their order is free. */
struct meta {
	struct isom_span infos, locations, properties;
	bool has_infos, has_locations, has_properties;
};

struct property {
	uint32_t type;
	struct isom_span content;
};

/* The most that a brand says of the coding. */
static const char *
type_of(uint64_t brand)
{
	switch (brand) {
	case ISOM_TYPE('h', 'e', 'i', 'c'):
	case ISOM_TYPE('h', 'e', 'i', 'x'):
	case ISOM_TYPE('h', 'e', 'i', 'm'):
	case ISOM_TYPE('h', 'e', 'i', 's'): return "image/heic";
	case ISOM_TYPE('h', 'e', 'v', 'c'):
	case ISOM_TYPE('h', 'e', 'v', 'x'):
	case ISOM_TYPE('h', 'e', 'v', 'm'):
	case ISOM_TYPE('h', 'e', 'v', 's'): return "image/heic-sequence";
	case ISOM_TYPE('a', 'v', 'i', 'f'):
	case ISOM_TYPE('a', 'v', 'i', 's'): return "image/avif";
	default: return NULL;
	}
}

static void
brands_read(struct heif *heif, struct isom_span box)
{
	uint64_t brand;

	for (int i = 0; i < BRANDS_MAX && heif->image->type == NULL && box.end - box.at >= 4; i++) {
		if (!isom_take(&heif->isom, &box, 4, &brand))
			return;
		heif->image->type = i != 1 ? type_of(brand) : NULL; /* the second is a version */
	}
}

/* What kind of item it is (section 8.11.6 of ISO/IEC 14496-12); others than EXIF and XMP are not
 * noted down. */
static void
info_read(struct heif *heif, struct isom_span box)
{
	static const char xmp[] = "application/rdf+xml";
	struct heif_item *item = &heif->items[heif->items_count];
	struct slice view, name;
	uint64_t id, type, guard;
	uint8_t version;
	uint32_t flags;

	if (!isom_take_full(&heif->isom, &box, &version, &flags) || version < 2)
		return; /* older ones hold no pictures of telephones */
	if (!isom_take(&heif->isom, &box, version == 2 ? 2 : 4, &id) ||
	    !isom_take(&heif->isom, &box, 2, &guard) || !isom_take(&heif->isom, &box, 4, &type))
		return;
	if (type == ISOM_TYPE('m', 'i', 'm', 'e')) {
		view = isom_peek(&heif->isom, &box, MIME_BYTES);
		if (!cut(&view, 0, &name) || !slice_starts(view, xmp))
			return;
	} else if (type != ISOM_TYPE('E', 'x', 'i', 'f')) {
		return;
	}
	if (heif->items_count == HEIF_ITEMS_MAX) {
		heif->image->too_much = true;
		return;
	}
	*item = (struct heif_item){
	    .id = (uint32_t)id, .is_exif = type == ISOM_TYPE('E', 'x', 'i', 'f')};
	heif->items_count++;
}

static void
infos_read(struct heif *heif, struct isom_span box)
{
	struct isom_box in;
	uint64_t count;
	uint8_t version;
	uint32_t flags;

	if (!isom_take_full(&heif->isom, &box, &version, &flags) ||
	    !isom_take(&heif->isom, &box, version == 0 ? 2 : 4, &count))
		return;
	for (int i = 0; i < INFOS_MAX && isom_next(&heif->isom, &box, &in); i++)
		if (in.type == ISOM_TYPE('i', 'n', 'f', 'e'))
			info_read(heif, in.content);
}

static void
claim_number(struct heif *heif, const char *key, uint64_t number)
{
	uint8_t bytes[24];
	struct buf out = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	buf_put_u64(&out, number);
	image_claim(heif->image, key, image_keep(heif->image, buf_text(&out)));
}

/* A property of the picture itself: its size, and how it is to be turned (section 6.5). */
static void
property_read(struct heif *heif, const struct property *property)
{
	struct isom_span box = property->content;
	uint64_t flags, width, height, turn;

	switch (property->type) {
	case ISOM_TYPE('i', 's', 'p', 'e'):
		if (heif->image->width == 0 && isom_take(&heif->isom, &box, 4, &flags) &&
		    isom_take(&heif->isom, &box, 4, &width) &&
		    isom_take(&heif->isom, &box, 4, &height)) {
			heif->image->width = (uint32_t)width;
			heif->image->height = (uint32_t)height;
		}
		break;
	case ISOM_TYPE('i', 'r', 'o', 't'): /* quarters, anti-clockwise */
		if (isom_take(&heif->isom, &box, 1, &turn))
			claim_number(heif, "heif-rotation", (turn & 3) * 90);
		break;
	case ISOM_TYPE('i', 'm', 'i', 'r'):
		if (isom_take(&heif->isom, &box, 1, &turn))
			claim_number(heif, "heif-mirror", turn & 1);
		break;
	default: break;
	}
}

/* Which properties an item has: numbers from 1 in the list of all. */
static bool
association_read(struct heif *heif, struct isom_span *box, bool wide_id, bool wide,
    const struct property *list, size_t count)
{
	uint64_t id, n, number;

	if (!isom_take(&heif->isom, box, wide_id ? 4 : 2, &id) ||
	    !isom_take(&heif->isom, box, 1, &n))
		return false;
	while (n-- != 0) {
		if (!isom_take(&heif->isom, box, wide ? 2 : 1, &number))
			return false;
		number &= wide ? 0x7FFF : 0x7F;
		if (id == heif->primary && number != 0 && number <= count &&
		    heif->properties++ < PROPERTIES_READ_MAX)
			property_read(heif, &list[number - 1]);
	}
	return true;
}

static void
associations_read(
    struct heif *heif, struct isom_span box, const struct property *list, size_t count)
{
	uint8_t version;
	uint32_t flags;
	uint64_t entries;

	if (!isom_take_full(&heif->isom, &box, &version, &flags) ||
	    !isom_take(&heif->isom, &box, 4, &entries))
		return;
	while (entries-- != 0 &&
	       association_read(heif, &box, version != 0, (flags & 1) != 0, list, count))
		continue;
}

static size_t
properties_list(struct heif *heif, struct isom_span box, struct property list[PROPERTIES_MAX])
{
	struct isom_box in;
	size_t count = 0;

	while (count < PROPERTIES_MAX && isom_next(&heif->isom, &box, &in))
		list[count++] = (struct property){in.type, in.content};
	return count;
}

static void
properties_read(struct heif *heif, struct isom_span box)
{
	struct property list[PROPERTIES_MAX];
	struct isom_box in;
	size_t count = 0;

	while (isom_next(&heif->isom, &box, &in)) {
		if (in.type == ISOM_TYPE('i', 'p', 'c', 'o'))
			count = properties_list(heif, in.content, list);
		else if (in.type == ISOM_TYPE('i', 'p', 'm', 'a'))
			associations_read(heif, in.content, list, count);
	}
}

static void
primary_read(struct heif *heif, struct isom_span box)
{
	uint64_t id;
	uint8_t version;
	uint32_t flags;

	if (isom_take_full(&heif->isom, &box, &version, &flags) &&
	    isom_take(&heif->isom, &box, version == 0 ? 2 : 4, &id))
		heif->primary = (uint32_t)id;
}

static void
meta_find(struct heif *heif, struct isom_span box, struct meta *meta)
{
	struct isom_box in;

	while (isom_next(&heif->isom, &box, &in)) {
		switch (in.type) {
		case ISOM_TYPE('p', 'i', 't', 'm'): primary_read(heif, in.content); break;
		case ISOM_TYPE('i', 'i', 'n', 'f'):
			meta->infos = in.content;
			meta->has_infos = true;
			break;
		case ISOM_TYPE('i', 'l', 'o', 'c'):
			meta->locations = in.content;
			meta->has_locations = true;
			break;
		case ISOM_TYPE('i', 'p', 'r', 'p'):
			meta->properties = in.content;
			meta->has_properties = true;
			break;
		case ISOM_TYPE('i', 'd', 'a', 't'):
			heif->idat = in.content;
			heif->has_idat = true;
			break;
		default: break;
		}
	}
}

static void
meta_read(struct heif *heif, struct isom_span box)
{
	struct meta meta = {.has_infos = false};

	isom_skip(&box, 4); /* version and flags */
	meta_find(heif, box, &meta);
	if (meta.has_infos)
		infos_read(heif, meta.infos);
	if (meta.has_locations)
		heif_locations_read(heif, meta.locations);
	if (meta.has_properties)
		properties_read(heif, meta.properties);
	heif_items_read(heif);
}

/* All boxes, to see whether the file goes on to where they end; "meta" is read at the end, once. */
static void
boxes_read(struct heif *heif)
{
	struct isom_span all = isom_all(&heif->isom), meta = {0, 0};
	struct isom_box box;

	while (isom_next(&heif->isom, &all, &box)) {
		if (box.type == ISOM_TYPE('f', 't', 'y', 'p'))
			brands_read(heif, box.content);
		else if (box.type == ISOM_TYPE('m', 'e', 't', 'a') && meta.end == 0)
			meta = box.content;
	}
	if (meta.end != 0)
		meta_read(heif, meta);
	else
		heif->isom.cut = true;
}

void
image_heif_walk(struct image *image)
{
	struct heif heif = {.image = image};
	struct isom_span all;
	struct slice head;

	isom_init(&heif.isom, image->window.source, &image->status, image->err);
	all = isom_all(&heif.isom);
	head = isom_peek(&heif.isom, &all, 8);
	if (image->status == OK && (head.n < 8 || memcmp(head.p + 4, "ftyp", 4) != 0))
		image->status = fail(image->err, E_FORMAT, "it does not begin like a HEIF file");
	boxes_read(&heif);
	image->cut |= heif.isom.cut;
	image->damaged |= heif.isom.damaged;
	image->too_much |= heif.isom.too_many;
	isom_fini(&heif.isom);
}
