/* src/app/rendering.c
 * Pixels out of a worker, coded anew; see rendering.h. */
#include "app/rendering.h"

#include "base/mem.h"
#include "read/picture_pixels.h"
#include "read/reading.h"
#include "sys/press/jpeg_write.h"
#include "sys/press/png_write.h"

enum {
	PHOTO_QUALITY = 80,
	LETTERS_QUALITY = 90,
	PNG_TIMES = 2, /* as many bytes as a JPEG is a screenshot worth */
	CPU_SECONDS = 60,
	TOTAL_SECONDS = 180,
};

#define MIB UINT64_C(1048576)

/* What a worker sends of one picture. */
struct pixels {
	struct rendering *rendering;
	struct picture_pixels told;
	uint8_t *rgb; /* told.bytes */
	size_t n;
	bool begun, ended, whole;
	bool lied; /* it said what no reader of ours says */
	bool cut, damaged, several;
	enum rendering_why why; /* what a note said */
	enum status status;     /* of ours: no memory */
};

const char *
rendering_kind(struct slice head)
{
	static const char *const brands[] = {
	    "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis"};

	if (slice_starts(head, "\xff\xd8\xff"))
		return "JPEG";
	if (slice_starts(head, "\x89PNG\r\n\x1a\n"))
		return "PNG";
	if (slice_starts(head, "GIF87a") || slice_starts(head, "GIF89a"))
		return "GIF";
	if (head.n < 12)
		return NULL;
	if (memcmp(head.p, "RIFF", 4) == 0 && memcmp(head.p + 8, "WEBP", 4) == 0)
		return "WebP";
	if (memcmp(head.p, "II*\0", 4) == 0 || memcmp(head.p, "MM\0*", 4) == 0)
		return "TIFF";
	for (size_t i = 0; i < COUNT_OF(brands); i++)
		if (memcmp(head.p + 4, "ftyp", 4) == 0 && memcmp(head.p + 8, brands[i], 4) == 0)
			return "HEIC or AVIF";
	return NULL;
}

void
rendering_init(struct rendering *rendering)
{
	*rendering = (struct rendering){.why = RENDERING_FAILED};
	buf_init(&rendering->bytes, RENDERING_MAX_BYTES);
	buf_init(&rendering->claims, RENDERING_CLAIMS_BYTES);
}

void
rendering_fini(struct rendering *rendering)
{
	buf_fini(&rendering->bytes);
	buf_fini(&rendering->claims);
}

/* --- what the worker says --- */

/* It ends the reading, and the picture is not shown. */
static enum status
lied(struct pixels *pixels, struct err *err)
{
	pixels->lied = true;
	return fail(err, E_FORMAT, "a picture that is none");
}

static enum status
take_record(void *ctx, struct slice canonical, const struct record *record, struct err *err)
{
	struct pixels *pixels = ctx;
	struct buf *claims = &pixels->rendering->claims;

	if (record->kind != KIND_PHOTO || pixels->begun)
		return lied(pixels, err);
	if (canonical.n > RENDERING_CLAIMS_BYTES)
		return OK;
	buf_put_slice(claims, canonical);
	return buf_check(claims, err);
}

static enum status
take_begin(void *ctx, uint32_t number, struct text name, struct text type, struct err *err)
{
	struct pixels *pixels = ctx;

	(void)number;
	if (pixels->begun || !picture_pixels_parse(name, type, &pixels->told))
		return lied(pixels, err);
	pixels->begun = true;
	pixels->rgb = mem_new(pixels->told.bytes, 1);
	if (pixels->rgb == NULL)
		pixels->status = fail(err, E_NOMEM, "no memory for a picture");
	return pixels->status;
}

static enum status
take_data(void *ctx, struct slice data, struct err *err)
{
	struct pixels *pixels = ctx;

	if (data.n > pixels->told.bytes - pixels->n)
		return lied(pixels, err);
	memcpy(pixels->rgb + pixels->n, data.p, data.n);
	pixels->n += data.n;
	return OK;
}

static enum status
take_end(void *ctx, bool whole, struct err *err)
{
	struct pixels *pixels = ctx;

	(void)err;
	pixels->ended = true;
	pixels->whole = whole;
	return OK;
}

static enum status
take_note(void *ctx, enum note_kind kind, struct text code, struct text detail, uint64_t position,
    struct err *err)
{
	struct pixels *pixels = ctx;

	(void)kind;
	(void)detail;
	(void)position;
	(void)err;
	if (text_eq_c(code, PICTURE_NOTE_CUT))
		pixels->cut = true;
	else if (text_eq_c(code, PICTURE_NOTE_DAMAGED))
		pixels->damaged = true;
	else if (text_eq_c(code, PICTURE_NOTE_SEVERAL))
		pixels->several = true;
	else if (text_eq_c(code, PICTURE_NO_CODING))
		pixels->why = RENDERING_NO_CODING;
	else if (text_eq_c(code, PICTURE_NO_SIZE))
		pixels->why = RENDERING_NO_SIZE;
	else if (text_eq_c(code, PICTURE_NO_PIXELS))
		pixels->why = RENDERING_NO_PIXELS;
	return OK;
}

static enum status
read_object(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	return object_read_at(ctx, at, p, n, got, err);
}

/* --- the copy --- */

static enum status
code_anew(struct pixels *pixels, struct err *err)
{
	struct rendering *r = pixels->rendering;
	const struct picture_pixels *told = &pixels->told;
	bool letters = told->coding == PICTURE_PNG;
	const struct jpeg_write jpeg = {.rgb = pixels->rgb,
	    .width = told->width,
	    .height = told->height,
	    .quality = letters ? LETTERS_QUALITY : PHOTO_QUALITY,
	    .crisp = letters};
	enum status status = jpeg_write(&r->bytes, &jpeg, err);
	size_t n = r->bytes.n;

	if (status != OK || !letters)
		return status;
	/* As PNG behind it, where it does not take too much: then the JPEG goes. */
	status = png_write(&r->bytes, pixels->rgb, told->width, told->height, PNG_TIMES * n, NULL);
	r->png = status == OK;
	if (r->png)
		buf_drop(&r->bytes, n);
	return status == E_LIMIT ? OK : status;
}

static bool
is_complete(const struct pixels *pixels, const struct reading_result *result)
{
	return result->end == READING_ENDED && !pixels->lied && pixels->ended &&
	       pixels->n == pixels->told.bytes;
}

static enum status
settle(struct pixels *pixels, const struct reading_result *result, struct err *err)
{
	struct rendering *r = pixels->rendering;
	enum status status;

	if (!is_complete(pixels, result)) {
		r->why = pixels->lied || result->end != READING_ENDED || pixels->begun
			     ? RENDERING_FAILED
			     : pixels->why;
		return OK;
	}
	status = code_anew(pixels, err);
	if (status != OK)
		return status;
	r->width = pixels->told.width;
	r->height = pixels->told.height;
	r->file_width = pixels->told.file_width;
	r->file_height = pixels->told.file_height;
	r->cut = pixels->cut;
	r->damaged = pixels->damaged || (!pixels->whole && !pixels->cut);
	r->several = pixels->several;
	r->why = RENDERING_SHOWN;
	return OK;
}

static enum status
run_worker(struct app *app, struct object_reader *object, struct text name, struct pixels *pixels,
    struct err *err)
{
	const uint64_t bytes = object_reader_info(object)->bytes;
	struct reading_job job = {.source = {read_object, bytes, object},
	    .options = {.format = TEXT_LITERAL(PICTURE_FORMAT_NAME), .name = name},
	    .limits = {.records = 1,
		.answer_bytes = 8 * MIB,
		.extracts = 1,
		.extract_bytes = UINT64_C(3) * PICTURE_SHOWN_SIDE * PICTURE_SHOWN_SIDE,
		.wanted_bytes = 4 * MIB + 4 * (bytes < INT64_MAX / 8 ? bytes : INT64_MAX / 8),
		.cpu_seconds = CPU_SECONDS,
		.silence_seconds = CPU_SECONDS,
		.total_seconds = TOTAL_SECONDS},
	    .cancel = app->cancelled,
	    .path = app->program};
	struct reading_handler handler = {
	    take_record, take_begin, take_data, take_end, take_note, NULL, pixels};
	struct reading_result result = {0};
	struct err why = {0};
	enum status status = reading_run(&job, &handler, &result, &why);

	if (status == E_DENIED) {
		pixels->rendering->why = RENDERING_UNWALLED;
		return OK;
	}
	if (status != OK && !pixels->lied) {
		if (err != NULL)
			*err = why;
		return status;
	}
	return settle(pixels, &result, err);
}

enum status
rendering_make(struct app *app, const struct object_id *object, struct text name,
    struct rendering *rendering, struct err *err)
{
	struct pixels pixels = {.rendering = rendering, .why = RENDERING_FAILED};
	struct object_reader *reader = NULL;
	struct buf bytes = rendering->bytes, claims = rendering->claims;
	enum status status = object_open(app->vault, object, &reader, err);

	buf_reset(&bytes);
	buf_reset(&claims);
	*rendering = (struct rendering){.bytes = bytes, .claims = claims, .why = RENDERING_FAILED};
	if (status == OK)
		status = run_worker(app, reader, name, &pixels, err);
	if (status != OK)
		buf_reset(&rendering->bytes);
	object_close(reader);
	mem_free(pixels.rgb);
	return status;
}
