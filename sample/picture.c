/* sample/picture.c
 * Choosing the part that draws, adding sensor noise, and the encoders. */
#include "sample/picture.h"

#include <stdio.h> /* jpeglib.h needs FILE and does not include it */
#include <stdlib.h>
#include <string.h>

#include <fontconfig/fontconfig.h>
#include <jpeglib.h>

#include "sample/zip.h"

struct spot
picture_spot(struct rng *rng, double x, double y, uint32_t w, uint32_t h)
{
	struct spot at;

	at.x = x + (double)rng_below(rng, w);
	at.y = y + (double)rng_below(rng, h);
	return at;
}

double
picture_jitter(struct rng *rng, double spread)
{
	return ((double)rng_below(rng, 2001) / 1000.0 - 1.0) * spread;
}

struct page {
	double width;
	double height;
	void (*draw)(cairo_t *cr, const struct picture_order *o, struct rng *rng);
};

static struct page
page_of(enum picture what)
{
	if (what == PICTURE_LETTER)
		return (struct page){1000, 1414, letter_draw};
	if (what >= PICTURE_SHOT_CHAT)
		return (struct page){540, 1080, screen_draw};
	return (struct page){1000, 750, what <= PICTURE_DOORBELL ? street_draw : thing_draw};
}

static void
add_grain(cairo_surface_t *s, struct rng *rng, bool night)
{
	unsigned char *p = cairo_image_surface_get_data(s);
	int stride = cairo_image_surface_get_stride(s);
	int height = cairo_image_surface_get_height(s);
	int spread = night ? 9 : 5;
	uint64_t bits = 0;

	cairo_surface_flush(s);
	for (int i = 0; i < stride * height; i += 4) {
		int shift;

		if (i % 32 == 0)
			bits = rng_next(rng);
		shift = (int)(bits & 255u) * spread / 255 - spread / 2;
		bits >>= 8;
		for (int k = 0; k < 3; k++) {
			int v = p[i + k] + shift;

			p[i + k] = (unsigned char)(v < 0 ? 0 : v > 255 ? 255 : v);
		}
	}
	cairo_surface_mark_dirty(s);
}

cairo_surface_t *
picture_draw(const struct picture_order *o, struct rng *rng)
{
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, o->width, o->height);
	cairo_t *cr = cairo_create(s);
	struct page page = page_of(o->what);

	cairo_scale(cr, o->width / page.width, o->height / page.height);
	page.draw(cr, o, rng);
	if (cairo_status(cr) != CAIRO_STATUS_SUCCESS) {
		fprintf(stderr, "daybook-sample: drawing failed: %s\n",
		    cairo_status_to_string(cairo_status(cr)));
		exit(1);
	}
	cairo_destroy(cr);
	if (o->grain)
		add_grain(s, rng, o->night);
	return s;
}

static void
put_row(const unsigned char *from, int width, bool grey, unsigned char *to)
{
	for (int x = 0; x < width; x++) {
		uint32_t v;

		memcpy(&v, from + 4 * x, sizeof v);
		if (grey) {
			*to++ = (unsigned char)(((v >> 16 & 255u) * 77 + (v >> 8 & 255u) * 150 +
						    (v & 255u) * 29) >>
						8);
			continue;
		}
		*to++ = (unsigned char)(v >> 16 & 255u);
		*to++ = (unsigned char)(v >> 8 & 255u);
		*to++ = (unsigned char)(v & 255u);
	}
}

/* One try at one quality.  The caller frees *out. */
static size_t
compress(cairo_surface_t *s, int quality, bool grey, const struct str *app1, unsigned char **out)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr e;
	unsigned long n = 0;
	int width = cairo_image_surface_get_width(s);
	const unsigned char *pixels = cairo_image_surface_get_data(s);
	unsigned char *row = str_alloc((size_t)width, 3);

	c.err = jpeg_std_error(&e);
	jpeg_create_compress(&c);
	*out = NULL;
	jpeg_mem_dest(&c, out, &n);
	c.image_width = (JDIMENSION)width;
	c.image_height = (JDIMENSION)cairo_image_surface_get_height(s);
	c.input_components = grey ? 1 : 3;
	c.in_color_space = grey ? JCS_GRAYSCALE : JCS_RGB;
	jpeg_set_defaults(&c);
	c.dct_method = JDCT_ISLOW;
	c.optimize_coding = TRUE;
	jpeg_set_quality(&c, quality, TRUE);
	if (app1 != NULL)
		c.write_JFIF_header = FALSE;
	jpeg_start_compress(&c, TRUE);
	if (app1 != NULL)
		jpeg_write_marker(
		    &c, JPEG_APP0 + 1, (const JOCTET *)app1->p, (unsigned int)app1->n);
	while (c.next_scanline < c.image_height) {
		put_row(
		    pixels + (size_t)c.next_scanline * (size_t)cairo_image_surface_get_stride(s),
		    width, grey, row);
		(void)jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	free(row);
	return n;
}

void
picture_jpeg(cairo_surface_t *s, int quality, bool grey, size_t limit, const struct str *app1,
    struct str *out)
{
	unsigned char *bytes = NULL;
	size_t n = compress(s, quality, grey, app1, &bytes);

	while (n > limit && quality > 20) {
		free(bytes);
		quality -= 12;
		n = compress(s, quality, grey, app1, &bytes);
	}
	str_add(out, bytes, n);
	free(bytes);
}

static cairo_status_t
keep_png(void *ctx, const unsigned char *bytes, unsigned int n)
{
	str_add(ctx, bytes, n);
	return CAIRO_STATUS_SUCCESS;
}

static void
add_u32(struct str *s, uint32_t v)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		str_addc(s, (char)(v >> shift & 255u));
}

void
picture_png(cairo_surface_t *s, const struct str *exif, struct str *out)
{
	enum { AFTER_IHDR = 33 }; /* signature 8, chunk 4 + 4 + 13 + 4 */
	struct str png = {0};
	struct str chunk = {0};

	if (cairo_surface_write_to_png_stream(s, keep_png, &png) != CAIRO_STATUS_SUCCESS) {
		fputs("daybook-sample: drawing failed: PNG\n", stderr);
		exit(1);
	}
	str_add(out, png.p, AFTER_IHDR);
	if (exif != NULL) {
		str_addz(&chunk, "eXIf");
		str_add(&chunk, exif->p, exif->n);
		add_u32(out, (uint32_t)exif->n);
		str_add(out, chunk.p, chunk.n);
		add_u32(out, zip_crc32(chunk.p, chunk.n));
	}
	str_add(out, png.p + AFTER_IHDR, png.n - AFTER_IHDR);
	str_fini(&png);
	str_fini(&chunk);
}

void
picture_fini(void)
{
	cairo_debug_reset_static_data();
	FcFini();
}
