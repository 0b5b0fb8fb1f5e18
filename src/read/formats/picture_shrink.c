/* src/read/formats/picture_shrink.c
 * Rows of a picture to a smaller picture, in whole numbers; see picture.h.  A pixel that goes out
 * is the sum of what it covers, each with its weight; a picture of one colour keeps it to the bit.
 */
#include "read/formats/picture.h"

#include "base/mem.h"

enum {
	WHOLE = 256, /* what the weights of one pixel, or of one row, sum to: a sum fits 16 bits */
	LANES = 16,  /* numbers that a processor can take at once */
	MISSING = 0xd0, /* grey where nothing came */
};

/* Of the part [from, to) of `all`; the weights of parts that meet sum to what both have. */
static uint16_t
weight_of(uint32_t from, uint32_t to, uint32_t all)
{
	return (uint16_t)(to * WHOLE / all - from * WHOLE / all);
}

/* A pixel that came has `width` parts, one that goes out has from_width of them. */
static void
weights_fill(struct shrink *shrink)
{
	const uint32_t whole = shrink->from_width, each = shrink->width;

	for (uint32_t x = 0; x < each; x++) {
		const uint64_t begin = (uint64_t)x * whole, end = begin + whole;
		uint16_t *weights = shrink->weights + (size_t)x * shrink->taps;
		uint32_t i = (uint32_t)(begin / each), done = 0, last = whole - shrink->taps;

		/* At the right edge the taps begin earlier, with nothing. */
		shrink->first[x] = i < last ? i : last;
		weights += i - shrink->first[x];
		for (; (uint64_t)i * each < end; i++) {
			const uint64_t ends = (uint64_t)(i + 1) * each;
			const uint32_t to = (uint32_t)((ends < end ? ends : end) - begin);

			*weights++ = weight_of(done, to, whole);
			done = to;
		}
	}
}

static uint32_t
taps_of(uint32_t whole, uint32_t each)
{
	uint32_t most = whole / each + 2; /* one is cut at either end */

	return most < whole ? most : whole;
}

static enum status
tables_make(struct shrink *shrink)
{
	if (shrink->width == shrink->from_width)
		return OK; /* its rows go through as they are */
	shrink->taps = taps_of(shrink->from_width, shrink->width);
	shrink->first = mem_new(shrink->width, sizeof *shrink->first);
	shrink->weights = mem_new((size_t)shrink->width * shrink->taps, sizeof *shrink->weights);
	if (shrink->first == NULL || shrink->weights == NULL)
		return E_NOMEM;
	weights_fill(shrink);
	return OK;
}

enum status
shrink_init(struct shrink *shrink, uint32_t from_width, uint32_t from_height, uint32_t width,
    uint32_t height, struct err *err)
{
	*shrink = (struct shrink){
	    .from_width = from_width, .from_height = from_height, .width = width, .height = height};
	assert(width != 0 && width <= from_width && from_width <= PICTURE_FILE_SIDE_MAX);
	assert(height != 0 && height <= from_height && from_height <= PICTURE_FILE_SIDE_MAX);
	shrink->sums = mem_new(from_width, PICTURE_RGB * sizeof *shrink->sums);
	shrink->pixels = mem_new((size_t)width * height, PICTURE_RGB);
	if (shrink->sums != NULL && shrink->pixels != NULL && tables_make(shrink) == OK)
		return OK;
	shrink_fini(shrink);
	return fail(err, E_NOMEM, "no memory for a picture");
}

void
shrink_fini(struct shrink *shrink)
{
	mem_free(shrink->first);
	mem_free(shrink->weights);
	mem_free(shrink->sums);
	mem_free(shrink->pixels);
	*shrink = (struct shrink){.width = 0};
}

static void
row_add(uint16_t *restrict sums, const uint8_t *restrict rgb, size_t n, uint16_t weight)
{
	size_t i = 0;

	for (; i + LANES <= n; i += LANES)
		for (size_t k = 0; k < LANES; k++)
			sums[i + k] = (uint16_t)(sums[i + k] + weight * rgb[i + k]);
	for (; i < n; i++)
		sums[i] = (uint16_t)(sums[i] + weight * rgb[i]);
}

static void
row_across_same(const struct shrink *shrink, uint8_t *out)
{
	for (size_t i = 0; i < (size_t)shrink->width * PICTURE_RGB; i++)
		out[i] = (uint8_t)((shrink->sums[i] + WHOLE / 2) / WHOLE);
}

static uint8_t
rounded(uint32_t sum)
{
	return (uint8_t)((sum + WHOLE * WHOLE / 2) / (WHOLE * WHOLE));
}

static void
row_across(const struct shrink *shrink, uint8_t *out)
{
	const uint16_t *weight = shrink->weights;

	for (uint32_t x = 0; x < shrink->width; x++, out += PICTURE_RGB) {
		const uint16_t *in = shrink->sums + (size_t)shrink->first[x] * PICTURE_RGB;
		uint32_t r = 0, g = 0, b = 0;

		for (uint32_t i = shrink->taps; i > 0; i--, in += PICTURE_RGB, weight++) {
			r += (uint32_t)*weight * in[0];
			g += (uint32_t)*weight * in[1];
			b += (uint32_t)*weight * in[2];
		}
		out[0] = rounded(r);
		out[1] = rounded(g);
		out[2] = rounded(b);
	}
}

static void
row_out(struct shrink *shrink)
{
	uint8_t *out = shrink->pixels + (size_t)shrink->width * PICTURE_RGB * shrink->rows_out++;

	if (shrink->width == shrink->from_width)
		row_across_same(shrink, out);
	else
		row_across(shrink, out);
	memset(shrink->sums, 0, (size_t)shrink->from_width * PICTURE_RGB * sizeof *shrink->sums);
	shrink->filled = 0;
}

void
shrink_row(struct shrink *shrink, const uint8_t *rgb)
{
	const size_t n = (size_t)shrink->from_width * PICTURE_RGB;
	uint32_t left, part;
	uint16_t weight;

	if (shrink->rows == shrink->from_height)
		return;
	shrink->rows++;
	for (left = shrink->height; left != 0; left -= part) {
		part = shrink->from_height - shrink->filled;
		part = part < left ? part : left;
		weight = weight_of(shrink->filled, shrink->filled + part, shrink->from_height);
		row_add(shrink->sums, rgb, n, weight);
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
