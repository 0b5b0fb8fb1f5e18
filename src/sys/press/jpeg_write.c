/* src/sys/press/jpeg_write.c
 * JPEG by libjpeg; see jpeg_write.h. */
#include "sys/press/jpeg_write.h"

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

#include "base/mem.h"

enum { PIECE_BYTES = 32 * 1024 };

struct writer {
	struct jpeg_compress_struct info;
	struct jpeg_error_mgr errors;
	struct jpeg_destination_mgr output;
	struct buf *out;
	bool failed;
	uint8_t piece[PIECE_BYTES];
	jmp_buf end; /* back to jpeg_write() */
};

/* libjpeg does not expect this to return. */
static void
on_error(j_common_ptr info)
{
	struct writer *writer = info->client_data;

	writer->failed = true;
	longjmp(writer->end, 1);
}

static void
on_message(j_common_ptr info, int level)
{
	(void)info;
	(void)level;
}

static void
piece_begin(j_compress_ptr info)
{
	struct writer *writer = info->client_data;

	writer->output.next_output_byte = writer->piece;
	writer->output.free_in_buffer = PIECE_BYTES;
}

static boolean
piece_full(j_compress_ptr info)
{
	struct writer *writer = info->client_data;

	buf_put(writer->out, writer->piece, PIECE_BYTES);
	if (writer->out->failed != OK)
		on_error((j_common_ptr)info);
	piece_begin(info);
	return TRUE;
}

static void
piece_last(j_compress_ptr info)
{
	struct writer *writer = info->client_data;

	buf_put(writer->out, writer->piece, PIECE_BYTES - writer->output.free_in_buffer);
}

static void
write_rows(struct writer *writer, const struct jpeg_write *picture)
{
	struct jpeg_compress_struct *info = &writer->info;
	const size_t row_bytes = (size_t)picture->width * 3;
	JSAMPARRAY row;

	info->err = &writer->errors;
	info->client_data = writer;
	jpeg_create_compress(info);
	info->dest = &writer->output;
	info->image_width = picture->width;
	info->image_height = picture->height;
	info->input_components = 3;
	info->in_color_space = JCS_RGB;
	jpeg_set_defaults(info);
	jpeg_set_quality(info, (int)picture->quality, TRUE);
	info->optimize_coding = TRUE;
	info->dct_method = JDCT_ISLOW; /* the same on every processor */
	if (picture->crisp)
		info->comp_info[0].h_samp_factor = info->comp_info[0].v_samp_factor = 1;
	jpeg_start_compress(info, TRUE);
	row = (*info->mem->alloc_sarray)((j_common_ptr)info, JPOOL_IMAGE, (JDIMENSION)row_bytes, 1);
	while (info->next_scanline < info->image_height) {
		memcpy(row[0], picture->rgb + info->next_scanline * row_bytes, row_bytes);
		(void)jpeg_write_scanlines(info, row, 1);
	}
	jpeg_finish_compress(info);
}

enum status
jpeg_write(struct buf *out, const struct jpeg_write *picture, struct err *err)
{
	struct writer *writer;
	enum status status;

	if (picture->width == 0 || picture->width > JPEG_WRITE_SIDE_MAX || picture->height == 0 ||
	    picture->height > JPEG_WRITE_SIDE_MAX)
		return fail(err, E_LIMIT, "a picture of no such size can be written");
	writer = mem_new(1, sizeof *writer);
	if (writer == NULL)
		return fail(err, E_NOMEM, "no memory to write a picture");
	writer->out = out;
	(void)jpeg_std_error(&writer->errors);
	writer->errors.error_exit = on_error;
	writer->errors.emit_message = on_message;
	writer->output.init_destination = piece_begin;
	writer->output.empty_output_buffer = piece_full;
	writer->output.term_destination = piece_last;
	if (setjmp(writer->end) == 0) /* nothing here changes between the two ways out of it */
		write_rows(writer, picture);
	status = buf_check(out, err);
	if (status == OK && writer->failed)
		status = fail(err, E_NOMEM, "no memory to write a picture");
	jpeg_destroy_compress(&writer->info);
	mem_free(writer);
	return status;
}
