/* src/read/formats/picture_png.c
 * PNG (ISO/IEC 15948) by libpng: every kind of pixel to RGB over white; see picture.h. */
#include "read/formats/picture.h"

#include <png.h>

#include "base/checked.h"
#include "base/mem.h"

enum {
	CHUNK_BYTES_MAX = 1 << 20, /* of one that is kept: EXIF, palettes */
	CHUNKS_MAX = 1000,
	PIECE_BYTES = 512, /* of packed pixels, at a time */
	ALPHA = 4,
	INTERLACED_PIXELS_MAX = 32 * 1024 * 1024, /* all of them stand in memory at once */
};

struct png {
	png_structp read;
	png_infop info;
	struct picture *picture;
	struct slice view; /* bytes that were taken and not asked for yet */
	uint8_t *rows;     /* one, or all of them when it is interlaced */
	uint32_t done;     /* rows of an interlaced one that may be shown */
	size_t row_bytes;
	bool alpha;
};

/* Into picture_png_decode(), which called what called this. */
static void
on_error(png_structp read, png_const_charp why)
{
	struct png *png = png_get_error_ptr(read);

	(void)why;
	png->picture->damaged = !png->picture->cut;
	png_longjmp(read, 1);
}

static void
on_warning(png_structp read, png_const_charp why)
{
	(void)read;
	(void)why;
}

static void
on_read(png_structp read, png_bytep out, size_t n)
{
	struct png *png = png_get_io_ptr(read);
	struct slice piece;

	while (n != 0) {
		if (png->view.n == 0)
			png->view = picture_take(png->picture);
		if (png->view.n == 0) {
			png->picture->cut = png->picture->status == OK;
			png_error(read, "the end");
		}
		if (!take(&png->view, png->view.n < n ? png->view.n : n, &piece))
			return;
		memcpy(out, piece.p, piece.n);
		out += piece.n;
		n -= piece.n;
	}
}

/* Of chunks that libpng does not know only whether it is an APNG. */
static int
on_chunk(png_structp read, png_unknown_chunkp chunk)
{
	struct png *png = png_get_user_chunk_ptr(read);

	png->picture->several = png->picture->several || memcmp(chunk->name, "acTL", 4) == 0;
	return 1;
}

/* Everything that says something about the picture is left alone: profiles, texts, times. */
static void
chunks_choose(struct png *png)
{
	png_set_chunk_malloc_max(png->read, CHUNK_BYTES_MAX);
	png_set_chunk_cache_max(png->read, CHUNKS_MAX);
	/* What is asked for beyond the end of the file is lost with what came before it. */
	png_set_compression_buffer_size(png->read, PIECE_BYTES);
	png_set_user_limits(
	    png->read, PNG_UINT_31_MAX, PNG_UINT_31_MAX); /* we say what is too large */
	png_set_keep_unknown_chunks(png->read, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
	png_set_keep_unknown_chunks(
	    png->read, PNG_HANDLE_CHUNK_AS_DEFAULT, (png_const_bytep) "eXIf", 1);
	png_set_read_user_chunk_fn(png->read, png, on_chunk);
	/* A wrong sum ends it: what was decoded before it is shown. */
	png_set_crc_action(png->read, PNG_CRC_DEFAULT, PNG_CRC_QUIET_USE);
}

/* Eight bits each of red, green, blue, and alpha where there is any. */
static void
pixels_choose(struct png *png)
{
	png_set_expand(png->read);
	png_set_scale_16(png->read);
	png_set_gray_to_rgb(png->read);
}

static const uint8_t *
row_flat(const struct png *png, uint8_t *row)
{
	if (png->alpha)
		picture_flatten(row, png->picture->width);
	return row;
}

static void
rows_read(struct png *png)
{
	for (uint32_t y = 0; y < png->picture->height; y++) {
		png_read_row(png->read, png->rows, NULL);
		shrink_row(&png->picture->shrink, row_flat(png, png->rows));
	}
}

/* Seven times over the picture, each time with more of it. */
static void
passes_read(struct png *png, int passes)
{
	for (int pass = 0; pass < passes; pass++)
		for (uint32_t y = 0; y < png->picture->height; y++) {
			png_read_row(png->read, png->rows + y * png->row_bytes, NULL);
			if (pass == 0 && y == 0)
				png->done = png->picture->height;
		}
}

static void
passes_show(struct png *png)
{
	for (uint32_t y = 0; y < png->done; y++)
		shrink_row(&png->picture->shrink, row_flat(png, png->rows + y * png->row_bytes));
}

static bool
rows_new(struct png *png, bool all)
{
	size_t n = png->row_bytes;

	if (all && !mul_size(n, png->picture->height, &n))
		n = 0;
	png->rows = n != 0 ? mem_new(n, 1) : NULL;
	if (png->rows == NULL) {
		png->picture->refused = PICTURE_NO_SIZE;
		return false;
	}
	memset(png->rows, 0xff, n); /* what never comes is white */
	return true;
}

static void
orientation_read(struct png *png)
{
	png_bytep exif = NULL;
	png_uint_32 n = 0;

	if (png_get_eXIf_1(png->read, png->info, &n, &exif) != 0 && exif != NULL)
		png->picture->orientation = picture_orientation(slice_of(exif, n));
}

static void
decode(struct png *png)
{
	struct picture *picture = png->picture;
	int passes;

	chunks_choose(png);
	png_set_read_fn(png->read, png, on_read);
	png_read_info(png->read, png->info);
	if (!picture_sides(picture, png_get_image_width(png->read, png->info),
		png_get_image_height(png->read, png->info)))
		return;
	orientation_read(png);
	pixels_choose(png);
	passes = png_set_interlace_handling(png->read);
	if (passes > 1 && (uint64_t)picture->width * picture->height > INTERLACED_PIXELS_MAX) {
		picture->refused = PICTURE_NO_SIZE;
		return;
	}
	png_read_update_info(png->read, png->info);
	png->alpha = png_get_channels(png->read, png->info) == ALPHA;
	png->row_bytes = png_get_rowbytes(png->read, png->info);
	if (!rows_new(png, passes > 1) || !picture_begin(picture, picture->width, picture->height))
		return;
	if (passes > 1)
		passes_read(png, passes);
	else
		rows_read(png);
}

void
picture_png_decode(struct picture *picture)
{
	struct png *png = mem_new(1, sizeof *png);

	picture->coding = "png";
	if (png != NULL) {
		png->picture = picture;
		png->read = png_create_read_struct(
		    PNG_LIBPNG_VER_STRING, png, on_error, on_warning);
		png->info = png->read != NULL ? png_create_info_struct(png->read) : NULL;
	}
	if (png == NULL || png->info == NULL)
		picture->status = fail(picture->err, E_NOMEM, "no memory for a picture");
	else if (setjmp(png_jmpbuf(png->read)) == 0) /* png itself stays as it is */
		decode(png);
	if (png != NULL && png->done != 0)
		passes_show(png);
	if (png != NULL && png->read != NULL)
		png_destroy_read_struct(&png->read, &png->info, NULL);
	if (png != NULL)
		mem_free(png->rows);
	mem_free(png);
}
