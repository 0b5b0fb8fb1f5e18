/* src/sys/press/png_write.c
 * PNG by libpng; see png_write.h. */
#include "sys/press/png_write.h"

#include <png.h>

#include "base/mem.h"

enum status
png_write(struct buf *out, const uint8_t *rgb, uint32_t width, uint32_t height, size_t max_bytes,
    struct err *err)
{
	png_image image = {.version = PNG_IMAGE_VERSION,
	    .width = width,
	    .height = height,
	    .format = PNG_FORMAT_RGB};
	png_alloc_size_t n = max_bytes;
	uint8_t *room;
	bool made;

	if (width == 0 || width > PNG_WRITE_SIDE_MAX || height == 0 || height > PNG_WRITE_SIDE_MAX)
		return fail(err, E_LIMIT, "a picture of no such size can be written");
	room = mem_new(max_bytes, 1);
	if (room == NULL)
		return fail(err, E_NOMEM, "no memory to write a picture");
	made = png_image_write_to_memory(&image, room, &n, 0, rgb, 0, NULL) != 0;
	png_image_free(&image);
	if (made)
		buf_put(out, room, n);
	mem_free(room);
	if (!made)
		return n > max_bytes ? fail(err, E_LIMIT, "the picture takes more as PNG")
				     : fail(err, E_NOMEM, "no memory to write a picture");
	return buf_check(out, err);
}
