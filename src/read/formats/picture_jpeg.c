/* src/read/formats/picture_jpeg.c
 * JPEG (ITU-T T.81) by libjpeg, made smaller while it is decoded; see picture.h. */
#include "read/formats/picture.h"

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

#include <jerror.h>

#include "base/mem.h"

enum {
	SEGMENT_BYTES = 65533, /* the longest, without its length */
	SCANS_MAX = 100,       /* a camera writes about ten; each goes over the whole picture */
	COEFFICIENT_BYTES = 2, /* all of them stand in memory when there are several scans */
	CMYK = 4,
};

/* What all of them may take, of the worker's 512 MiB. */
#define COEFFICIENTS_MAX (UINT64_C(384) << 20)

struct jpeg {
	struct jpeg_decompress_struct info;
	struct jpeg_error_mgr errors;
	struct jpeg_source_mgr input;
	struct jpeg_progress_mgr progress;
	struct picture *picture;
	JSAMPARRAY rows; /* one, libjpeg's */
	uint8_t *rgb;    /* of CMYK, libjpeg's too */
	bool oriented;   /* the first EXIF block counts */
	uint8_t segment[SEGMENT_BYTES];
	jmp_buf end; /* back to picture_jpeg_decode() */
};

static struct jpeg *
jpeg_of(j_common_ptr info)
{
	return info->client_data;
}

/* --- errors: libjpeg does not expect its callbacks to return --- */

static void
on_error(j_common_ptr info)
{
	struct picture *picture = jpeg_of(info)->picture;

	switch (info->err->msg_code) {
	case JERR_OUT_OF_MEMORY:
	case JERR_WIDTH_OVERFLOW:
	case JERR_IMAGE_TOO_BIG: picture->refused = PICTURE_NO_SIZE; break;
	case JERR_BAD_PRECISION:
	case JERR_SOF_UNSUPPORTED:
	case JERR_COMPONENT_COUNT:
	case JERR_CONVERSION_NOTIMPL:
	case JERR_ARITH_NOTIMPL: picture->refused = PICTURE_NO_CODING; break;
	default: picture->damaged = true; break;
	}
	longjmp(jpeg_of(info)->end, 1);
}

/* level -1: the data are damaged and it goes on; others are for people who write decoders. */
static void
on_message(j_common_ptr info, int level)
{
	struct picture *picture = jpeg_of(info)->picture;

	if (level < 0 && !picture->cut) /* what comes after the end is our own */
		picture->damaged = true;
}

static void
on_output(j_common_ptr info)
{
	(void)info;
}

static void
on_progress(j_common_ptr info)
{
	struct jpeg *jpeg = jpeg_of(info);

	if (jpeg->info.input_scan_number <= SCANS_MAX)
		return;
	jpeg->picture->refused = PICTURE_NO_SIZE;
	longjmp(jpeg->end, 1);
}

/* --- bytes --- */

static void
on_source(j_decompress_ptr info)
{
	(void)info;
}

/* At the end of the file an end of the picture is made up, as libjpeg wants it. */
static boolean
on_fill(j_decompress_ptr info)
{
	static const JOCTET end[] = {0xff, JPEG_EOI};
	struct jpeg *jpeg = info->client_data;
	struct slice view = picture_take(jpeg->picture);

	if (jpeg->picture->status != OK)
		longjmp(jpeg->end, 1);
	if (view.n == 0) {
		jpeg->picture->cut = true;
		view = slice_of(end, sizeof end);
	}
	info->src->next_input_byte = view.p;
	info->src->bytes_in_buffer = view.n;
	return TRUE;
}

static void
on_skip(j_decompress_ptr info, long n)
{
	struct jpeg_source_mgr *input = info->src;

	while (n > 0 && (size_t)n > input->bytes_in_buffer) {
		n -= (long)input->bytes_in_buffer;
		(void)on_fill(info);
		if (((struct jpeg *)info->client_data)->picture->cut)
			return;
	}
	if (n > 0) {
		input->next_input_byte += n;
		input->bytes_in_buffer -= (size_t)n;
	}
}

static uint8_t
next_byte(j_decompress_ptr info)
{
	if (info->src->bytes_in_buffer == 0)
		(void)on_fill(info);
	info->src->bytes_in_buffer--;
	return *info->src->next_input_byte++;
}

/* APP1: the way it stands is all that is looked for. */
static boolean
on_app1(j_decompress_ptr info)
{
	static const char exif[] = "Exif\0"; /* and another NUL */
	struct jpeg *jpeg = info->client_data;
	size_t n = (size_t)next_byte(info) << 8, got = 0;

	n |= next_byte(info);
	n = n > 2 ? n - 2 : 0;
	if (jpeg->oriented) {
		on_skip(info, (long)n);
		return TRUE;
	}
	while (got < n && !jpeg->picture->cut)
		jpeg->segment[got++] = next_byte(info);
	if (got >= sizeof exif && memcmp(jpeg->segment, exif, sizeof exif) == 0) {
		jpeg->picture->orientation = picture_orientation(
		    slice_of(jpeg->segment + sizeof exif, got - (sizeof exif)));
		jpeg->oriented = true;
	}
	return TRUE;
}

/* --- pixels --- */

/* Several scans are put together in memory. */
static bool
fits_memory(const struct jpeg_decompress_struct *info)
{
	uint64_t blocks = 0;

	for (int i = 0; i < info->num_components; i++)
		blocks += (uint64_t)info->comp_info[i].width_in_blocks *
			  info->comp_info[i].height_in_blocks;
	return blocks <= COEFFICIENTS_MAX / (DCTSIZE2 * COEFFICIENT_BYTES);
}

/* The coarsest of the decoder's own scales that leaves as many pixels as are shown. */
static void
scale_choose(struct jpeg *jpeg)
{
	uint32_t width, height;

	picture_target(jpeg->picture, &width, &height);
	jpeg->info.scale_num = 1;
	for (unsigned by = 8; by >= 1; by /= 2) {
		jpeg->info.scale_denom = by;
		jpeg_calc_output_dimensions(&jpeg->info);
		if (jpeg->info.output_width >= width && jpeg->info.output_height >= height)
			return;
	}
}

static bool
colours_choose(struct jpeg *jpeg)
{
	const J_COLOR_SPACE from = jpeg->info.jpeg_color_space;

	if (from == JCS_GRAYSCALE || from == JCS_RGB || from == JCS_YCbCr)
		jpeg->info.out_color_space = JCS_RGB;
	else if (from == JCS_CMYK || from == JCS_YCCK)
		jpeg->info.out_color_space = JCS_CMYK;
	else
		jpeg->picture->refused = PICTURE_NO_CODING;
	return jpeg->picture->refused == NULL;
}

/* Ink to light, without a colour profile.  Adobe's programs write how much light is left. */
static const uint8_t *
row_of_ink(struct jpeg *jpeg, const uint8_t *cmyk)
{
	const unsigned turned = jpeg->info.saw_Adobe_marker ? 0 : 255;
	uint8_t *out = jpeg->rgb;

	for (size_t x = 0; x < jpeg->info.output_width; x++, cmyk += CMYK)
		for (size_t c = 0; c < PICTURE_RGB; c++)
			*out++ = (uint8_t)((cmyk[c] ^ turned) * (cmyk[3] ^ turned) / 255);
	return jpeg->rgb;
}

static void
rows_read(struct jpeg *jpeg)
{
	struct jpeg_decompress_struct *info = &jpeg->info;
	bool ink = info->out_color_space == JCS_CMYK;

	jpeg->rows = (*info->mem->alloc_sarray)((j_common_ptr)info, JPOOL_IMAGE,
	    info->output_width * (JDIMENSION)info->output_components, 1);
	if (ink)
		jpeg->rgb = (*info->mem->alloc_large)(
		    (j_common_ptr)info, JPOOL_IMAGE, (size_t)info->output_width * PICTURE_RGB);
	while (info->output_scanline < info->output_height) {
		if (jpeg_read_scanlines(info, jpeg->rows, 1) != 1)
			return;
		shrink_row(
		    &jpeg->picture->shrink, ink ? row_of_ink(jpeg, jpeg->rows[0]) : jpeg->rows[0]);
	}
}

static void
decode(struct jpeg *jpeg)
{
	struct jpeg_decompress_struct *info = &jpeg->info;
	struct picture *picture = jpeg->picture;

	info->err = &jpeg->errors;
	info->client_data = jpeg;
	jpeg_create_decompress(info);
	info->src = &jpeg->input;
	info->progress = &jpeg->progress;
	jpeg_set_marker_processor(info, JPEG_APP0 + 1, on_app1);
	(void)jpeg_read_header(info, TRUE);
	if (!picture_sides(picture, info->image_width, info->image_height) || !colours_choose(jpeg))
		return;
	if (jpeg_has_multiple_scans(info) && !fits_memory(info)) {
		picture->refused = PICTURE_NO_SIZE;
		return;
	}
	scale_choose(jpeg);
	(void)jpeg_start_decompress(info);
	if (picture_begin(picture, info->output_width, info->output_height))
		rows_read(jpeg);
}

void
picture_jpeg_decode(struct picture *picture)
{
	struct jpeg *jpeg = mem_new(1, sizeof *jpeg);

	picture->coding = "jpeg";
	if (jpeg == NULL) {
		picture->status = fail(picture->err, E_NOMEM, "no memory for a picture");
		return;
	}
	jpeg->picture = picture;
	(void)jpeg_std_error(&jpeg->errors);
	jpeg->errors.error_exit = on_error;
	jpeg->errors.emit_message = on_message;
	jpeg->errors.output_message = on_output;
	jpeg->progress.progress_monitor = on_progress;
	jpeg->input.init_source = on_source;
	jpeg->input.fill_input_buffer = on_fill;
	jpeg->input.skip_input_data = on_skip;
	jpeg->input.resync_to_restart = jpeg_resync_to_restart;
	jpeg->input.term_source = on_source;
	if (setjmp(jpeg->end) == 0) /* nothing here changes between the two ways out of it */
		decode(jpeg);
	jpeg_destroy_decompress(&jpeg->info);
	mem_free(jpeg);
}
