/* src/read/formats/picture.c
 * A picture decoded to be looked at: which decoder, how large, which way up, and what is sent; see
 * picture.h and read/picture_pixels.h. */
#include "read/formats/picture.h"

#include "base/mem.h"
#include "read/formats/formats.h"
#include "read/formats/tiff.h"

enum { HEAD_BYTES = 16, ORIENTATION_TAG = 0x0112, TYPE_SHORT = 3, FIELDS_MAX = 200 };

static int
never(struct slice head)
{
	(void)head;
	return 0;
}

/* --- for the decoders --- */

bool
picture_sides(struct picture *picture, uint64_t width, uint64_t height)
{
	if (width == 0 || height == 0) {
		picture->refused = PICTURE_NO_PIXELS;
	} else if (width > PICTURE_FILE_SIDE_MAX || height > PICTURE_FILE_SIDE_MAX ||
		   width * height > picture->pixels_max) {
		picture->refused = PICTURE_NO_SIZE;
	} else {
		picture->width = (uint32_t)width;
		picture->height = (uint32_t)height;
	}
	return picture->refused == NULL;
}

static uint32_t
scaled(uint32_t side, uint32_t longer)
{
	uint64_t parts = (uint64_t)side * PICTURE_SHOWN_SIDE + longer / 2;
	uint32_t made = (uint32_t)(parts / longer);

	return made != 0 ? made : 1;
}

void
picture_target(const struct picture *picture, uint32_t *width, uint32_t *height)
{
	uint32_t longer = picture->width > picture->height ? picture->width : picture->height;
	bool small = longer <= PICTURE_SHOWN_SIDE;

	*width = small ? picture->width : scaled(picture->width, longer);
	*height = small ? picture->height : scaled(picture->height, longer);
}

bool
picture_begin(struct picture *picture, uint32_t from_width, uint32_t from_height)
{
	uint32_t width, height;

	picture_target(picture, &width, &height);
	width = width < from_width ? width : from_width;
	height = height < from_height ? height : from_height;
	picture->status = shrink_init(
	    &picture->shrink, from_width, from_height, width, height, picture->err);
	return picture->status == OK;
}

struct slice
picture_take(struct picture *picture)
{
	struct slice view = slice_of(NULL, 0);

	/* Always as much: what libjpeg makes of damaged data depends on where a piece of it ends.
	 */
	if (picture->status == OK)
		picture->status = window_look(
		    &picture->window, PICTURE_WINDOW_BYTES, &view, picture->err);
	if (picture->status != OK)
		return slice_of(NULL, 0);
	window_skip(&picture->window, view.n);
	return view;
}

void
picture_flatten(uint8_t *pixels, size_t count)
{
	uint8_t *out = pixels;

	for (size_t i = 0; i < count; i++, pixels += 4, out += PICTURE_RGB) {
		unsigned alpha = pixels[3];

		for (size_t c = 0; c < PICTURE_RGB; c++)
			out[c] = alpha == 255
				     ? pixels[c]
				     : (uint8_t)((pixels[c] * alpha + 255 * (255 - alpha) + 127) /
						 255);
	}
}

/* --- which way up --- */

/* One field of a directory (TIFF 6.0, section 2); 0 when it is another one. */
static unsigned
orientation_field(struct slice *rest, bool big)
{
	uint16_t tag, type, value, unused;
	uint32_t count;

	if (!tiff_u16(rest, big, &tag) || !tiff_u16(rest, big, &type) ||
	    !tiff_u32(rest, big, &count) || !tiff_u16(rest, big, &value) ||
	    !tiff_u16(rest, big, &unused)) {
		*rest = slice_of(NULL, 0);
		return 0;
	}
	return tag == ORIENTATION_TAG && type == TYPE_SHORT && count == 1 && value >= 1 &&
		       value <= 8
		   ? value
		   : 0;
}

unsigned
picture_orientation(struct slice tiff)
{
	bool big = slice_starts(tiff, "MM");
	struct slice rest = tiff;
	uint16_t mark, magic, fields;
	uint32_t at;
	unsigned found = 0;

	if (!big && !slice_starts(tiff, "II"))
		return 1;
	if (!tiff_u16(&rest, big, &mark) || !tiff_u16(&rest, big, &magic) || magic != 42 ||
	    !tiff_u32(&rest, big, &at) || at > tiff.n)
		return 1;
	rest = slice_from(tiff, at);
	if (!tiff_u16(&rest, big, &fields))
		return 1;
	for (unsigned i = 0; found == 0 && rest.n != 0 && i < fields && i < FIELDS_MAX; i++)
		found = orientation_field(&rest, big);
	return found != 0 ? found : 1;
}

/* Where the pixel (x, y) of the upright picture stands in the one that lies. */
static size_t
lies_at(unsigned orientation, uint32_t w, uint32_t h, uint32_t x, uint32_t y)
{
	switch (orientation) {
	case 2: return (size_t)y * w + (w - 1 - x);
	case 3: return (size_t)(h - 1 - y) * w + (w - 1 - x);
	case 4: return (size_t)(h - 1 - y) * w + x;
	case 5: return (size_t)x * w + y;
	case 6: return (size_t)(h - 1 - x) * w + y;
	case 7: return (size_t)(h - 1 - x) * w + (w - 1 - y);
	case 8: return (size_t)x * w + (w - 1 - y);
	default: return (size_t)y * w + x;
	}
}

/* In place; the sides change places where it lies on its side. */
static void
turn_upright(struct picture *picture)
{
	struct shrink *shrink = &picture->shrink;
	uint32_t w = shrink->width, h = shrink->height;
	bool on_side = picture->orientation >= 5;
	uint32_t width = on_side ? h : w, height = on_side ? w : h;
	uint8_t *turned, *out;

	if (picture->orientation == 1)
		return;
	turned = out = mem_new((size_t)w * h, PICTURE_RGB);
	if (turned == NULL) {
		picture->status = fail(picture->err, E_NOMEM, "no memory for a picture");
		return;
	}
	for (uint32_t y = 0; y < height; y++)
		for (uint32_t x = 0; x < width; x++, out += PICTURE_RGB)
			memcpy(out,
			    shrink->pixels +
				PICTURE_RGB * lies_at(picture->orientation, w, h, x, y),
			    PICTURE_RGB);
	mem_free(shrink->pixels);
	shrink->pixels = turned;
	shrink->width = width;
	shrink->height = height;
}

/* --- what the file says of itself: its usual reader's one record, without its notes --- */

static enum status
pass_record(void *ctx, const struct record *record, struct err *err)
{
	const struct sink *sink = ctx;

	return sink->record(sink->ctx, record, err);
}

static enum status
no_note(void *ctx, enum note_kind kind, const char *code, struct text detail, uint64_t position,
    struct err *err)
{
	(void)ctx, (void)kind, (void)code, (void)detail, (void)position, (void)err;
	return OK;
}

/* What cannot be read of it is no reason not to look at it. */
static enum status
claims_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct slice head, struct err *err)
{
	static const struct format *const readers[] = {&jpeg_format, &png_format, &heif_format};
	struct sink copy = *sink;
	/* These readers take nothing out of a file. */
	struct sink inner = {.record = pass_record, .note = no_note, .ctx = &copy};
	enum status status = OK;

	for (size_t i = 0; i < COUNT_OF(readers); i++)
		if (readers[i]->probe(head) > 0) {
			status = readers[i]->read(source, options, &inner, err);
			break;
		}
	return status == E_FORMAT ? OK : status;
}

/* --- from the first byte to the last note --- */

static bool
is_webp(struct slice head)
{
	return head.n >= 12 && memcmp(head.p, "RIFF", 4) == 0 && memcmp(head.p + 8, "WEBP", 4) == 0;
}

static void
decode(struct picture *picture, struct slice head)
{
	if (slice_starts(head, "\xff\xd8\xff"))
		picture_jpeg_decode(picture);
	else if (slice_starts(head, "\x89PNG\r\n\x1a\n"))
		picture_png_decode(picture);
	else if (is_webp(head))
		picture_webp_decode(picture);
	else
		picture->refused = head.n == 0 ? PICTURE_NO_PIXELS : PICTURE_NO_CODING;
	if (picture->refused == NULL && picture->status == OK && picture->shrink.rows == 0)
		picture->refused = PICTURE_NO_PIXELS;
}

static void
sized_put(struct buf *out, const char *word, uint32_t width, uint32_t height)
{
	buf_put_c(out, word);
	buf_put_byte(out, ' ');
	buf_put_u64(out, width);
	buf_put_byte(out, 'x');
	buf_put_u64(out, height);
}

static enum status
send_pixels(struct picture *picture, const struct sink *sink)
{
	const struct shrink *shrink = &picture->shrink;
	uint8_t name_bytes[48], type_bytes[48];
	struct buf name = {.p = name_bytes, .size = sizeof name_bytes, .max = sizeof name_bytes};
	struct buf type = {.p = type_bytes, .size = sizeof type_bytes, .max = sizeof type_bytes};
	enum status status;

	sized_put(&name, picture->coding, picture->width, picture->height);
	sized_put(&type, "rgb8", shrink->width, shrink->height);
	status = sink->extract_begin(sink->ctx, buf_text(&name), buf_text(&type), picture->err);
	if (status == OK)
		status = sink->extract_data(sink->ctx,
		    slice_of(shrink->pixels, (size_t)shrink->width * shrink->height * PICTURE_RGB),
		    picture->err);
	return status == OK
		   ? sink->extract_end(sink->ctx, !picture->cut && !picture->damaged, picture->err)
		   : status;
}

static void
say(struct picture *picture, const struct sink *sink, enum note_kind kind, const char *code)
{
	if (picture->status == OK)
		picture->status = sink->note(sink->ctx, kind, code, TEXT_NONE, 0, picture->err);
}

static void
finish(struct picture *picture, const struct sink *sink)
{
	if (picture->status != OK)
		return;
	if (picture->refused != NULL) {
		say(picture, sink, NOTE_UNREAD, picture->refused);
		return;
	}
	shrink_end(&picture->shrink);
	turn_upright(picture);
	if (picture->status == OK)
		picture->status = send_pixels(picture, sink);
	if (picture->cut)
		say(picture, sink, NOTE_UNREAD, PICTURE_NOTE_CUT);
	if (picture->damaged)
		say(picture, sink, NOTE_UNREAD, PICTURE_NOTE_DAMAGED);
	if (picture->several)
		say(picture, sink, NOTE_OMITS, PICTURE_NOTE_SEVERAL);
}

enum status
picture_read(const struct source *source, const struct reading_options *options,
    uint64_t pixels_max, const struct sink *sink, struct err *err)
{
	struct slice head = {.n = 0};
	struct picture picture = {.err = err,
	    .bytes = source->bytes,
	    .pixels_max = pixels_max,
	    .coding = "",
	    .orientation = 1};

	picture.status = window_init(&picture.window, source, PICTURE_WINDOW_BYTES, err);
	say(&picture, sink, NOTE_FORMAT, PICTURE_FORMAT_NAME);
	if (picture.status == OK)
		picture.status = window_look(&picture.window, HEAD_BYTES, &head, err);
	if (picture.status == OK)
		picture.status = claims_read(source, options, sink, head, err);
	if (picture.status == OK)
		decode(&picture, head);
	/* No memory for its pixels: that is a picture too large, and no more than that. */
	if (picture.status == E_NOMEM) {
		picture.status = OK;
		picture.refused = PICTURE_NO_SIZE;
	}
	finish(&picture, sink);
	shrink_fini(&picture.shrink);
	window_fini(&picture.window);
	return picture.status;
}

static enum status
read_pixels(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return picture_read(source, options, PICTURE_PIXELS_MAX, sink, err);
}

const struct format picture_format = {
    .name = PICTURE_FORMAT_NAME, .probe = never, .read = read_pixels, .prepare = NULL};
