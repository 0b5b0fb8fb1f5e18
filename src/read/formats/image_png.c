/* src/read/formats/image_png.c
 * The chunks of a PNG file (W3C PNG Specification, third edition): size, time of change, texts,
 * EXIF, XMP.  Compressed texts are named, not unpacked. */
#include "read/formats/image.h"

enum {
	CHUNK_MAX_BYTES = 100 * 1024, /* of those looked into; the window holds one */
	CHUNKS_MAX = 1000000,
	TEXTS_MAX = 40,
};

/* Section 5.5: CRC-32 over type and data. */
static uint32_t
crc_of(struct slice bytes)
{
	uint32_t crc = 0xFFFFFFFFU;

	for (size_t i = 0; i < bytes.n; i++) {
		crc ^= bytes.p[i];
		for (int bit = 0; bit < 8; bit++)
			crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320U : 0);
	}
	return ~crc;
}

/* "png-creation-time" from "Creation Time". */
static struct text
text_key(struct image *image, struct slice keyword)
{
	char key[64] = "png-";
	size_t n = 4;

	for (size_t i = 0; i < keyword.n && n < sizeof key; i++) {
		uint8_t c = keyword.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (uint8_t)(c - 'A' + 'a');
		key[n++] = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? (char)c : '-';
	}
	return image_keep(image, (struct text){key, n});
}

static void
claim_text(struct image *image, struct slice keyword, struct slice value)
{
	struct text key;

	if (image->texts++ >= TEXTS_MAX) {
		image->too_much = true;
		return;
	}
	key = text_key(image, keyword);
	image->details = true;
	if (key.p != NULL)
		image_claim_bytes(image, key.p, value);
}

/* tEXt is ISO 8859-1. */
static void
read_latin_text(struct image *image, struct slice data)
{
	struct slice keyword;
	struct buf utf8;

	if (!cut(&data, 0, &keyword)) {
		image->damaged = true;
		return;
	}
	buf_init(&utf8, 2 * CHUNK_MAX_BYTES);
	for (size_t i = 0; i < data.n; i++)
		buf_put_code_point(&utf8, data.p[i]);
	if (image->status == OK)
		image->status = buf_check(&utf8, image->err);
	if (image->status == OK)
		claim_text(image, keyword, buf_slice(&utf8));
	buf_fini(&utf8);
}

/* iTXt: keyword NUL compressed method language NUL keyword NUL text (UTF-8). */
static void
read_text(struct image *image, struct slice data)
{
	struct slice keyword, ignored;
	uint8_t compressed, method;

	if (!cut(&data, 0, &keyword) || !take_u8(&data, &compressed) || !take_u8(&data, &method) ||
	    !cut(&data, 0, &ignored) || !cut(&data, 0, &ignored)) {
		image->damaged = true;
		return;
	}
	if (compressed != 0)
		image_claim_bytes(image, "png-compressed-text", keyword);
	else if (slice_eq(keyword, SLICE_LITERAL("XML:com.adobe.xmp")))
		image_xmp_read(image, data);
	else
		claim_text(image, keyword, data);
}

static void
read_size(struct image *image, struct slice data)
{
	if (!take_u32be(&data, &image->width) || !take_u32be(&data, &image->height) ||
	    image->width == 0 || image->height == 0)
		image->damaged = true;
}

/* tIME: last change, in UTC. */
static void
read_change(struct image *image, struct slice data)
{
	uint8_t bytes[64], part[5] = {0};
	struct buf spelled = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	struct civil c = {0};
	uint16_t year = 0;
	bool whole = take_u16be(&data, &year);

	for (size_t i = 0; i < sizeof part; i++)
		whole = whole && take_u8(&data, &part[i]);
	c = (struct civil){year, part[0], part[1], part[2], part[3], part[4], 0};
	if (!whole || !civil_valid(&c)) {
		image_doubt(image, "date-unreadable", TEXT_LITERAL("tIME"));
		return;
	}
	if (image->changed_known) { /* section 5.6: one at most */
		image->damaged = true;
		return;
	}
	image->changed_known = image->details = true;
	image->changed_us = civil_to_us(&c);
	(void)time_put(&spelled, image->changed_us);
	image_claim(image, "png-time", image_keep(image, buf_text(&spelled)));
}

static void
read_chunk(struct image *image, struct slice type, struct slice data)
{
	struct slice head;

	if (slice_starts(type, "IHDR"))
		read_size(image, data);
	else if (slice_starts(type, "tIME"))
		read_change(image, data);
	else if (slice_starts(type, "tEXt"))
		read_latin_text(image, data);
	else if (slice_starts(type, "iTXt"))
		read_text(image, data);
	else if (slice_starts(type, "zTXt") && cut(&data, 0, &head))
		image_claim_bytes(image, "png-compressed-text", head);
	else if (slice_starts(type, "eXIf")) {
		if (data.n >= 6 && memcmp(data.p, "Exif\0\0", 6) == 0)
			data = slice_from(data, 6); /* some writers */
		image_exif_read(image, data);
	}
}

static bool
is_read(struct slice type)
{
	static const char *const types[] = {"IHDR", "tIME", "tEXt", "iTXt", "zTXt", "eXIf"};

	for (size_t i = 0; i < COUNT_OF(types); i++)
		if (slice_starts(type, types[i]))
			return true;
	return false;
}

static bool
is_type(struct slice type)
{
	for (size_t i = 0; i < type.n; i++)
		if (!((type.p[i] | 0x20) >= 'a' && (type.p[i] | 0x20) <= 'z'))
			return false;
	return type.n == 4;
}

/* A chunk that is looked into, its check sum first. */
static void
check_chunk(struct image *image, uint32_t n)
{
	struct slice view = image_peek(image, 8 + (size_t)n + 4), rest;
	uint32_t crc = 0;

	if (view.n < 8 + (size_t)n + 4) {
		image->cut = image->status == OK;
		return;
	}
	rest = slice_of(view.p + 8 + n, 4);
	if (!take_u32be(&rest, &crc) || crc != crc_of(slice_of(view.p + 4, 4 + (size_t)n)))
		image->damaged = true; /* said, and read all the same */
	read_chunk(image, slice_of(view.p + 4, 4), slice_of(view.p + 8, n));
}

/* One chunk; false when the walk is over. */
static bool
walk_chunk(struct image *image)
{
	struct slice view = image_peek(image, 8), rest = view, type;
	uint32_t n;

	if (!take_u32be(&rest, &n) || !take(&rest, 4, &type)) {
		image->cut = image->status == OK;
		return false;
	}
	if (n > INT32_MAX || !is_type(type)) { /* section 5.3 */
		image->damaged = true;
		return false;
	}
	if (slice_starts(type, "IEND")) {
		image_skip(image, (uint64_t)n + 12);
		if (!image->cut)
			image_behind_read(image);
		return false;
	}
	if (is_read(type)) {
		if (n <= CHUNK_MAX_BYTES)
			check_chunk(image, n);
		else
			image->too_long = true;
	}
	if (!image->cut)
		image_skip(image, (uint64_t)n + 12);
	return image->status == OK && !image->cut;
}

void
image_png_walk(struct image *image)
{
	struct slice head = image_peek(image, 8);

	if (image->status != OK)
		return;
	if (!slice_starts(head, "\x89PNG\r\n\x1a\n")) {
		image->status = fail(image->err, E_FORMAT, "it does not begin like a PNG file");
		return;
	}
	window_skip(&image->window, 8);
	for (int i = 0; i < CHUNKS_MAX; i++)
		if (!walk_chunk(image))
			return;
	image->damaged = true;
}
