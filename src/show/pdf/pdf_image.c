/* src/show/pdf/pdf_image.c
 * JPEG and PNG into image XObjects; see pdf_image.h. */
#include "show/pdf/pdf_image.h"

#include <png.h>

#include "base/checked.h"
#include "base/mem.h"
#include "show/pdf/pdf_put.h"

enum { PIXELS_MAX = 24 * 1024 * 1024, DICT_BYTES = 256 };

static void
dict_put(struct buf *dict, uint32_t width, uint32_t height, const char *space)
{
	buf_put_c(dict, "/Type/XObject/Subtype/Image/BitsPerComponent 8/Width ");
	buf_put_u64(dict, width);
	buf_put_c(dict, "/Height ");
	buf_put_u64(dict, height);
	buf_put_c(dict, "/ColorSpace/");
	buf_put_c(dict, space);
}

/* --- JPEG (ITU-T T.81) --- */

struct frame {
	uint16_t width, height;
	uint8_t components;
};

/* The frame header, B.2.2, found by going from marker to marker. */
static bool
jpeg_frame(struct slice rest, struct frame *out)
{
	struct slice part;
	uint8_t first, marker, bits;
	uint16_t length;

	if (!slice_starts(rest, "\xff\xd8"))
		return false;
	rest = slice_from(rest, 2);
	while (take_u8(&rest, &first) && first == 0xff && take_u8(&rest, &marker)) {
		while (marker == 0xff) /* fill bytes, B.1.1.2 */
			if (!take_u8(&rest, &marker))
				return false;
		if (!take_u16be(&rest, &length) || length < 2 ||
		    !take(&rest, (size_t)length - 2, &part))
			return false;
		if (marker >= 0xc0 && marker <= 0xc2)
			return take_u8(&part, &bits) && bits == 8 &&
			       take_u16be(&part, &out->height) && take_u16be(&part, &out->width) &&
			       take_u8(&part, &out->components);
	}
	return false;
}

enum status
pdf_image_jpeg(struct pdf_file *file, struct slice bytes, struct pdf_image *out, struct err *err)
{
	uint8_t room[DICT_BYTES];
	struct buf dict = {.p = room, .size = sizeof room, .max = sizeof room};
	struct frame frame;

	if (!jpeg_frame(bytes, &frame) || frame.width == 0 || frame.height == 0 ||
	    (frame.components != 1 && frame.components != 3))
		return fail(err, E_FORMAT, "not a JPEG picture that a PDF can hold");
	*out = (struct pdf_image){
	    .id = pdf_file_reserve(file), .width = frame.width, .height = frame.height};
	dict_put(
	    &dict, out->width, out->height, frame.components == 1 ? "DeviceGray" : "DeviceRGB");
	buf_put_c(&dict, "/Filter/DCTDecode");
	pdf_file_stream(file, out->id, buf_text(&dict), bytes, PDF_AS_IS);
	return OK;
}

/* --- PNG --- */

/* RGBA in place: colours to the front, three bytes each, and what is seen of them to `seen`. */
static bool
part_pixels(uint8_t *pixels, uint8_t *seen, size_t count)
{
	bool sheer = false;

	for (size_t i = 0; i < count; i++) {
		seen[i] = pixels[4 * i + 3];
		sheer = sheer || seen[i] != 255;
		memmove(pixels + 3 * i, pixels + 4 * i, 3);
	}
	return sheer;
}

static void
pixels_write(struct pdf_file *file, uint8_t *pixels, uint8_t *seen, struct pdf_image *image)
{
	uint8_t room[DICT_BYTES];
	struct buf dict = {.p = room, .size = sizeof room, .max = sizeof room};
	size_t count = (size_t)image->width * image->height;
	uint32_t mask = 0;

	image->id = pdf_file_reserve(file);
	image->sheer = part_pixels(pixels, seen, count);
	if (image->sheer) {
		mask = pdf_file_reserve(file);
		dict_put(&dict, image->width, image->height, "DeviceGray");
		pdf_file_stream(file, mask, buf_text(&dict), slice_of(seen, count), PDF_DEFLATE);
		buf_reset(&dict);
	}
	dict_put(&dict, image->width, image->height, "DeviceRGB");
	if (image->sheer) {
		buf_put_c(&dict, "/SMask ");
		pdf_put_ref(&dict, mask);
	}
	pdf_file_stream(file, image->id, buf_text(&dict), slice_of(pixels, 3 * count), PDF_DEFLATE);
}

enum status
pdf_image_png(struct pdf_file *file, struct slice bytes, struct pdf_image *out, struct err *err)
{
	png_image png = {.version = PNG_IMAGE_VERSION};
	uint8_t *pixels = NULL, *seen = NULL;
	enum status status = OK;
	size_t count;

	if (!png_image_begin_read_from_memory(&png, bytes.p, bytes.n))
		return fail(err, E_FORMAT, "not a PNG picture: %s", png.message);
	png.format = PNG_FORMAT_RGBA;
	if (!mul_size(png.width, png.height, &count) || count == 0 || count > PIXELS_MAX) {
		png_image_free(&png);
		return fail(err, E_LIMIT, "a picture of too many pixels");
	}
	pixels = mem_new(count, 4);
	seen = mem_new(count, 1);
	*out = (struct pdf_image){.width = png.width, .height = png.height};
	if (pixels == NULL || seen == NULL)
		status = fail(err, E_NOMEM, "no memory for a picture");
	else if (!png_image_finish_read(&png, NULL, pixels, 0, NULL))
		status = fail(err, E_FORMAT, "a damaged PNG picture: %s", png.message);
	else
		pixels_write(file, pixels, seen, out);
	png_image_free(&png);
	mem_free(pixels);
	mem_free(seen);
	return status;
}
