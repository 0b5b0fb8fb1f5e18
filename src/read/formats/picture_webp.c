/* src/read/formats/picture_webp.c
 * WebP (RFC 9649) by libwebp, made smaller while it is decoded; see picture.h.  Of one that moves
 * the first picture. */
#include "read/formats/picture.h"

#include <webp/decode.h>

#include "base/mem.h"

enum {
	FILE_BYTES_MAX = 64 * 1024 * 1024, /* it is decoded from memory */
	FRAME_HEAD_BYTES = 16,             /* of ANMF: section 2.7.1.1 */
	HEAD_BYTES = 12,                   /* "RIFF", length, "WEBP" */
	EXTENDED_BYTES = 18,               /* VP8X with its head: section 2.7 */
	FLAG_ALPHA = 0x10,
	ALPHA = 4,
};

struct webp {
	struct picture *picture;
	struct buf file;  /* as it came */
	struct buf frame; /* the first picture of one that moves, as a file of its own */
	struct slice exif, moving;
	WebPDecoderConfig config;
};

static bool
file_take(struct webp *webp)
{
	struct slice view;

	for (;;) {
		view = picture_take(webp->picture);
		if (view.n == 0)
			break;
		buf_put_slice(&webp->file, view);
		if (webp->file.failed != OK) {
			webp->picture->refused = PICTURE_NO_SIZE;
			return false;
		}
	}
	return webp->picture->status == OK;
}

/* The next chunk, as much of it as there is; its length is even in the file. */
static bool
chunk_next(struct slice *rest, struct slice *name, struct slice *body)
{
	struct slice pad;
	uint32_t n;

	if (!take(rest, 4, name) || !take_u32le(rest, &n))
		return false;
	(void)!take(rest, n < rest->n ? n : rest->n, body);
	if (n % 2 != 0)
		(void)!take(rest, 1, &pad);
	return true;
}

static bool
is_called(struct slice name, const char *four)
{
	return memcmp(name.p, four, 4) == 0;
}

static void
chunks_find(struct webp *webp)
{
	struct slice rest = buf_slice(&webp->file), name, body;

	if (!take(&rest, HEAD_BYTES, &name))
		return;
	while (chunk_next(&rest, &name, &body)) {
		if (is_called(name, "EXIF") && webp->exif.n == 0)
			webp->exif = body;
		else if (is_called(name, "ANMF") && webp->moving.n == 0)
			webp->moving = body;
	}
	/* Some programs write the mark of JPEG's segment before it. */
	if (webp->exif.n > 6 && memcmp(webp->exif.p, "Exif\0", 6) == 0)
		webp->exif = slice_from(webp->exif, 6);
}

/* Head, VP8X and the chunks of the first picture. */
static void
frame_put(struct webp *webp)
{
	struct slice rest = webp->moving, head, name, body;
	struct buf *out = &webp->frame;
	bool alpha = false;

	if (!take(&rest, FRAME_HEAD_BYTES, &head))
		return;
	for (struct slice look = rest; chunk_next(&look, &name, &body);)
		alpha = alpha || is_called(name, "ALPH");
	buf_put_c(out, "RIFF");
	buf_put_u32le(out, (uint32_t)(4 + EXTENDED_BYTES + rest.n));
	buf_put_c(out, "WEBPVP8X");
	buf_put_u32le(out, EXTENDED_BYTES - 8);
	buf_put_u32le(out, alpha ? FLAG_ALPHA : 0);
	buf_put(out, head.p + 6, 6); /* width and height, 24 bits each, less one */
	buf_put_slice(out, rest);
}

static void
rows_show(struct webp *webp, const WebPIDecoder *decoder)
{
	struct picture *picture = webp->picture;
	int rows = 0, width = 0, height = 0, stride = 0;
	uint8_t *pixels = WebPIDecGetRGB(decoder, &rows, &width, &height, &stride);

	if (pixels == NULL || width <= 0 || height <= 0 || stride < width * ALPHA ||
	    !picture_begin(picture, (uint32_t)width, (uint32_t)height))
		return;
	for (int y = 0; y < rows; y++, pixels += stride) {
		picture_flatten(pixels, (size_t)width);
		shrink_row(&picture->shrink, pixels);
	}
}

static void
bytes_decode(struct webp *webp, struct slice bytes)
{
	struct picture *picture = webp->picture;
	WebPIDecoder *decoder;
	uint32_t width, height;
	VP8StatusCode code = VP8_STATUS_OUT_OF_MEMORY;

	picture_target(picture, &width, &height);
	webp->config.options.use_scaling = 1;
	webp->config.options.scaled_width = (int)width;
	webp->config.options.scaled_height = (int)height;
	webp->config.output.colorspace = MODE_RGBA;
	decoder = WebPIDecode(NULL, 0, &webp->config);
	if (decoder != NULL)
		code = WebPIUpdate(decoder, bytes.p, bytes.n);
	if (code == VP8_STATUS_OUT_OF_MEMORY) {
		picture->refused = PICTURE_NO_SIZE;
	} else {
		picture->cut = code == VP8_STATUS_SUSPENDED;
		picture->damaged = code != VP8_STATUS_OK && !picture->cut;
		rows_show(webp, decoder);
	}
	WebPIDelete(decoder);
	WebPFreeDecBuffer(&webp->config.output);
}

static void
decode(struct webp *webp)
{
	struct picture *picture = webp->picture;
	struct slice bytes;

	if (!file_take(webp))
		return;
	chunks_find(webp);
	if (webp->moving.n != 0) {
		picture->several = true;
		frame_put(webp);
	}
	bytes = buf_slice(webp->frame.n != 0 ? &webp->frame : &webp->file);
	if (webp->frame.failed != OK || WebPInitDecoderConfig(&webp->config) == 0 ||
	    WebPGetFeatures(bytes.p, bytes.n, &webp->config.input) != VP8_STATUS_OK) {
		picture->refused = PICTURE_NO_PIXELS;
		return;
	}
	if (picture_sides(
		picture, (uint64_t)webp->config.input.width, (uint64_t)webp->config.input.height))
		bytes_decode(webp, bytes);
	picture->orientation = picture_orientation(webp->exif);
}

void
picture_webp_decode(struct picture *picture)
{
	struct webp *webp = mem_new(1, sizeof *webp);

	picture->coding = "webp";
	if (webp == NULL) {
		picture->status = fail(picture->err, E_NOMEM, "no memory for a picture");
		return;
	}
	webp->picture = picture;
	buf_init(&webp->file, FILE_BYTES_MAX);
	buf_init(&webp->frame, FILE_BYTES_MAX);
	decode(webp);
	buf_fini(&webp->file);
	buf_fini(&webp->frame);
	mem_free(webp);
}
