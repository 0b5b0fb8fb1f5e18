/* src/read/formats/picture_shrink.c
 * Rows of a picture to a smaller picture, in whole numbers; see picture.h. */
#include "read/formats/picture.h"

#include "base/mem.h"

enum { PART = 256, MISSING = 0xd0 }; /* grey where nothing came */

#define HALF_32 (UINT64_C(1) << 31)
#define HALF_40 (UINT64_C(1) << 39)

/* 255 * 256 * PICTURE_FILE_SIDE_MAX, with what rounds it, fits 32 bits. */
_Static_assert(UINT64_C(255) * PART * PICTURE_FILE_SIDE_MAX + PICTURE_FILE_SIDE_MAX <= UINT32_MAX,
    "sums of a row fit");

enum status
shrink_init(struct shrink *shrink, uint32_t from_width, uint32_t from_height, uint32_t width,
    uint32_t height, struct err *err)
{
	*shrink = (struct shrink){
	    .from_width = from_width, .from_height = from_height, .width = width, .height = height};
	assert(width != 0 && width <= from_width && from_width <= PICTURE_FILE_SIDE_MAX);
	assert(height != 0 && height <= from_height && from_height <= PICTURE_FILE_SIDE_MAX);
	shrink->sums = mem_new(width, PICTURE_RGB * sizeof *shrink->sums);
	shrink->across = mem_new(width, PICTURE_RGB * sizeof *shrink->across);
	shrink->pixels = mem_new((size_t)width * height, PICTURE_RGB);
	if (shrink->sums != NULL && shrink->across != NULL && shrink->pixels != NULL)
		return OK;
	shrink_fini(shrink);
	return fail(err, E_NOMEM, "no memory for a picture");
}

void
shrink_fini(struct shrink *shrink)
{
	mem_free(shrink->sums);
	mem_free(shrink->across);
	mem_free(shrink->pixels);
	*shrink = (struct shrink){.width = 0};
}

/* A pixel that came has `width` parts, one that goes out from_width.  Dividing is multiplying by
 * what one part is worth; a row of one colour keeps it to the bit. */
static void
row_across(struct shrink *shrink, const uint8_t *rgb)
{
	const uint32_t whole = shrink->from_width, each = shrink->width;
	const uint64_t worth = (UINT64_C(256) << 32) / whole;
	uint32_t left = each, need, sum[PICTURE_RGB];
	uint16_t *out = shrink->across;

	for (uint32_t x = 0; x < each; x++) {
		for (size_t c = 0; c < PICTURE_RGB; c++)
			sum[c] = left * rgb[c];
		rgb += PICTURE_RGB;
		for (need = whole - left; need >= each; need -= each, rgb += PICTURE_RGB)
			for (size_t c = 0; c < PICTURE_RGB; c++)
				sum[c] += each * rgb[c];
		if (need != 0) /* else it ends where the row may end, too */
			for (size_t c = 0; c < PICTURE_RGB; c++)
				sum[c] += need * rgb[c];
		left = each - need;
		for (size_t c = 0; c < PICTURE_RGB; c++)
			*out++ = (uint16_t)((sum[c] * worth + HALF_32) >> 32);
	}
}

static void
row_across_same(struct shrink *shrink, const uint8_t *rgb)
{
	for (size_t i = 0; i < (size_t)shrink->width * PICTURE_RGB; i++)
		shrink->across[i] = (uint16_t)(rgb[i] * PART);
}

static void
row_out(struct shrink *shrink)
{
	const uint64_t worth = (UINT64_C(1) << 32) / shrink->from_height;
	const size_t n = (size_t)shrink->width * PICTURE_RGB;
	uint8_t *out = shrink->pixels + n * shrink->rows_out;

	for (size_t i = 0; i < n; i++) {
		out[i] = (uint8_t)((shrink->sums[i] * worth + HALF_40) >> 40);
		shrink->sums[i] = 0;
	}
	shrink->rows_out++;
	shrink->filled = 0;
}

void
shrink_row(struct shrink *shrink, const uint8_t *rgb)
{
	const size_t n = (size_t)shrink->width * PICTURE_RGB;
	uint32_t left, part;

	if (shrink->rows == shrink->from_height)
		return;
	if (shrink->width == shrink->from_width)
		row_across_same(shrink, rgb);
	else
		row_across(shrink, rgb);
	shrink->rows++;
	for (left = shrink->height; left != 0; left -= part) {
		part = shrink->from_height - shrink->filled;
		part = part < left ? part : left;
		for (size_t i = 0; i < n; i++)
			shrink->sums[i] += part * shrink->across[i];
		shrink->filled += part;
		if (shrink->filled == shrink->from_height)
			row_out(shrink);
	}
}

void
shrink_end(struct shrink *shrink)
{
	const size_t n = (size_t)shrink->width * PICTURE_RGB;

	if (shrink->rows_out < shrink->height)
		memset(shrink->pixels + n * shrink->rows_out, MISSING,
		    n * (shrink->height - shrink->rows_out));
}
