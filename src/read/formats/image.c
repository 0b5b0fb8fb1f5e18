/* src/read/formats/image.c
 * Photographs and screenshots: JPEG, PNG, HEIF (HEIC, AVIF), one record each, with what the file
 * says of itself. Nothing is decoded: no pixel is looked at. */
#include "read/formats/image.h"
#include "base/mem.h"
#include "read/formats/formats.h"
#include "read/formats/media.h"

enum {
	ARENA_BYTES = 8 * 1024 * 1024,
	WINDOW_BYTES = 128 * 1024,
	TEXT_MAX_BYTES = 1024,
	CLAIMS_MAX = 256, /* a picture that says more says it for somebody else's sake */
};

static int
jpeg_probe(struct slice head)
{
	return slice_starts(head, "\xff\xd8\xff") ? 90 : 0;
}

static int
png_probe(struct slice head)
{
	return slice_starts(head, "\x89PNG\r\n\x1a\n") ? 90 : 0;
}

/* The brand of the file, or one that it names besides (ISO/IEC 23008-12, section 10.2; AVIF). */
static int
heif_probe(struct slice head)
{
	static const char *const brands[] = {"heic", "heix", "heim", "heis", "hevc", "hevx", "hevm",
	    "hevs", "mif1", "msf1", "mif2", "avif", "avis"};

	if (head.n < 12 || head.p[0] != 0 || memcmp(head.p + 4, "ftyp", 4) != 0)
		return 0;
	for (size_t i = 0; i < COUNT_OF(brands); i++)
		if (memcmp(head.p + 8, brands[i], 4) == 0)
			return 95;
	return 0;
}

static bool
is_doubted(const struct record *record, const char *code, struct text detail)
{
	for (size_t i = 0; i < record->doubts_count; i++)
		if (text_eq_c(record->doubts[i].code, code) &&
		    text_eq(record->doubts[i].detail, detail))
			return true;
	return false;
}

void
image_doubt(struct image *image, const char *code, struct text detail)
{
	if (image->status != OK || is_doubted(&image->record, code, detail))
		return;
	image->status = record_add_doubt(&image->record, &image->arena, code, detail, image->err);
}

void
image_claim(struct image *image, const char *key, struct text value)
{
	if (image->record.claims_count >= CLAIMS_MAX)
		image->too_much = true;
	else if (image->status == OK)
		image->status = record_add_claim(
		    &image->record, &image->arena, key, value, image->err);
}

struct text
image_keep(struct image *image, struct text text)
{
	struct text out = TEXT_NONE;

	if (image->status == OK && !arena_text(&image->arena, text, &out))
		image->status = fail(image->err, E_NOMEM, "no room for one photograph");
	return out;
}

/* Wrong bytes as U+FFFD, one for one. */
static void
put_repaired(struct buf *out, struct slice bytes)
{
	struct text ignored;
	size_t good;

	while (bytes.n != 0) {
		if (text_check(bytes, &ignored, &good))
			good = bytes.n;
		buf_put(out, bytes.p, good);
		if (good == bytes.n)
			return;
		buf_put_code_point(out, 0xFFFD);
		bytes = slice_from(bytes, good + 1);
	}
}

/* Without the blanks that fixed-length fields are filled up with. */
static struct slice
trimmed(struct slice bytes)
{
	const uint8_t *nul = bytes.n != 0 ? memchr(bytes.p, 0, bytes.n) : NULL;

	if (nul != NULL)
		bytes.n = (size_t)(nul - bytes.p);
	return slice_trim(bytes);
}

/* As much as is kept, not ending inside a character. */
static struct slice
shortened(struct slice bytes)
{
	size_t n = TEXT_MAX_BYTES;

	while (n > TEXT_MAX_BYTES - 4 && (bytes.p[n] & 0xC0) == 0x80)
		n--;
	return slice_of(bytes.p, n);
}

struct text
image_text(struct image *image, struct slice bytes)
{
	uint8_t room[3 * TEXT_MAX_BYTES];
	struct buf out = {.p = room, .size = sizeof room, .max = sizeof room};
	struct text text;

	bytes = trimmed(bytes);
	if (bytes.n == 0)
		return TEXT_NONE;
	if (bytes.n > TEXT_MAX_BYTES) {
		image_doubt(image, "cut", TEXT_LITERAL("A text was too long to be kept whole."));
		bytes = shortened(bytes);
	}
	if (text_check(bytes, &text, NULL))
		return image_keep(image, text);
	if (!image->not_utf8 && image->status == OK) {
		char *raw = arena_z(&image->arena, bytes);

		image->not_utf8 = raw != NULL;
		image->record.raw = slice_of(raw, raw != NULL ? bytes.n : 0);
	}
	put_repaired(&out, bytes);
	return image_keep(image, buf_text(&out));
}

void
image_claim_bytes(struct image *image, const char *key, struct slice bytes)
{
	struct text text;

	if (image->record.claims_count >= CLAIMS_MAX) {
		image->too_much = true;
		return;
	}
	text = image_text(image, bytes);
	if (text.n != 0)
		image_claim(image, key, text);
}

struct slice
image_peek(struct image *image, size_t n)
{
	struct slice out = slice_of(NULL, 0);

	if (image->status == OK)
		image->status = window_peek(&image->window, n, &out, image->err);
	return image->status == OK ? out : slice_of(NULL, 0);
}

void
image_skip(struct image *image, uint64_t n)
{
	struct slice view;

	while (n != 0 && image->status == OK) {
		view = image_peek(image, 1);
		if (view.n == 0) {
			image->cut = image->status == OK;
			return;
		}
		if (view.n > n)
			view.n = (size_t)n;
		window_skip(&image->window, view.n);
		n -= view.n;
	}
}

static void
note(struct image *image, enum note_kind kind, const char *code, const char *detail)
{
	if (image->status == OK)
		image->status = image->sink->note(image->sink->ctx, kind, code,
		    detail != NULL ? text_of_c(detail) : TEXT_NONE, 0, image->err);
}

static void
claim_pixels(struct image *image)
{
	uint8_t bytes[32];
	struct buf pixels = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	if (image->width == 0 || image->height == 0)
		return;
	buf_put_u64(&pixels, image->width);
	buf_put_byte(&pixels, 'x');
	buf_put_u64(&pixels, image->height);
	image_claim(image, "pixels", image_keep(image, buf_text(&pixels)));
}

/* `names` are the extensions that files of this type have. */
static void
compare_name(struct image *image, const char *const *names)
{
	if (!media_name_fits(image->options->name, names))
		image_doubt(image, "name-differs-from-content",
		    text_prefix(image->options->name, RECORD_NAME_MAX_BYTES));
}

static void
say_faults(struct image *image)
{
	if (image->cut) {
		image_doubt(
		    image, "cut-off", TEXT_LITERAL("The file ends before the picture does."));
		note(image, NOTE_UNREAD, "cut-off", "The file ends before the picture does.");
	}
	if (image->damaged) {
		image_doubt(image, "damaged", TEXT_LITERAL("Its inner lengths or sums are wrong."));
		note(image, NOTE_UNREAD, "damaged", "Its inner lengths or sums are wrong.");
	}
	if (image->too_long) {
		image_doubt(
		    image, "too-long", TEXT_LITERAL("A part of it is too long to be read."));
		note(image, NOTE_UNREAD, "too-long", "A part of it is too long to be read.");
	}
	if (image->too_much)
		image_doubt(image, "too-much", TEXT_LITERAL("It says more than is shown here."));
	if (image->not_utf8)
		image_doubt(image, "not-utf8", TEXT_NONE);
	if (!image->details)
		note(image, NOTE_OMITS, "no-details",
		    "It does not say when, where or with what it was taken; messengers and "
		    "screenshots leave that out.");
}

struct kind {
	const char *format, *type;
	const char *const *extensions;
	void (*walk)(struct image *image);
};

static void
emit(struct image *image, const struct kind *kind, uint64_t bytes)
{
	struct attachment self = {.name = text_prefix(image->options->name, RECORD_NAME_MAX_BYTES),
	    .type = text_of_c(image->type != NULL ? image->type : kind->type),
	    .source = ATTACHMENT_SELF,
	    .bytes = bytes != UINT64_MAX ? bytes : 0};

	claim_pixels(image);
	image_date_settle(image);
	compare_name(image, kind->extensions);
	say_faults(image);
	image->record.kind = KIND_PHOTO;
	image->record.channel = TEXT_LITERAL("photo");
	image->record.attachments = &self;
	image->record.attachments_count = 1;
	image->record.inside = image->options->inside;
	image->record.position = 1;
	if (image->status == OK)
		image->status = image->sink->record(image->sink->ctx, &image->record, image->err);
}

static enum status
read_kind(const struct kind *kind, const struct source *source,
    const struct reading_options *options, const struct sink *sink, struct err *err)
{
	struct image *image = mem_new(1, sizeof *image);
	enum status status;

	if (image == NULL)
		return fail(err, E_NOMEM, "no memory for a reader");
	image->sink = sink;
	image->options = options;
	image->err = err;
	arena_init(&image->arena, ARENA_BYTES);
	record_init(&image->record);
	image->status = window_init(&image->window, source, WINDOW_BYTES, err);
	note(image, NOTE_FORMAT, kind->format, NULL);
	if (image->status == OK)
		kind->walk(image);
	if (image->status == OK)
		emit(image, kind, source->bytes);
	status = image->status;
	window_fini(&image->window);
	arena_fini(&image->arena);
	mem_free(image);
	return status;
}

static const char *const jpeg_extensions[] = {"jpg", "jpeg", "jpe", "jfif", "jif", NULL};
static const char *const png_extensions[] = {"png", "apng", NULL};
static const char *const heif_extensions[] = {
    "heic", "heif", "hif", "heics", "heifs", "avif", "avifs", NULL};
static const struct kind heif_kind = {"heif", "image/heif", heif_extensions, image_heif_walk};
static const struct kind jpeg_kind = {"jpeg", "image/jpeg", jpeg_extensions, image_jpeg_walk};
static const struct kind png_kind = {"png", "image/png", png_extensions, image_png_walk};

static enum status
jpeg_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return read_kind(&jpeg_kind, source, options, sink, err);
}

static enum status
png_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return read_kind(&png_kind, source, options, sink, err);
}

static enum status
heif_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return read_kind(&heif_kind, source, options, sink, err);
}

const struct format heif_format = {
    .name = "heif", .probe = heif_probe, .read = heif_read, .prepare = NULL};
const struct format jpeg_format = {
    .name = "jpeg", .probe = jpeg_probe, .read = jpeg_read, .prepare = NULL};
const struct format png_format = {
    .name = "png", .probe = png_probe, .read = png_read, .prepare = NULL};
