/* src/show/pdf/pdf_file.c
 * Objects, object streams and cross-references of a PDF; see pdf_file.h. */
#include "show/pdf/pdf_file.h"

#define ZLIB_CONST
#include <zlib.h>

#include "base/mem.h"
#include "show/pdf/pdf_put.h"

enum { PENDING_BYTES = 64 * 1024, PACK_BYTES = 48 * 1024, ROW_BYTES = 7, PRESS_LEVEL = 2 };

/* A place is where an object begins, or IN_PACK, the number of an object stream and the index in
 * it.  0 is an object that was reserved and never written. */
#define IN_PACK (UINT64_C(1) << 63)

static void
flush(struct pdf_file *file)
{
	if (file->status == OK)
		file->status = buf_check(&file->pending, &file->err);
	if (file->status == OK)
		file->status = out_write(file->out, buf_slice(&file->pending), &file->err);
	file->crc = (uint32_t)crc32(file->crc, file->pending.p, (uInt)file->pending.n);
	file->adler = (uint32_t)adler32(file->adler, file->pending.p, (uInt)file->pending.n);
	buf_reset(&file->pending);
}

static void
put_bytes(struct pdf_file *file, struct slice bytes)
{
	while (bytes.n != 0 && file->status == OK) {
		size_t left = buf_put_most(&file->pending, bytes);

		file->at += bytes.n - left;
		bytes = slice_from(bytes, bytes.n - left);
		if (left != 0)
			flush(file);
	}
}

static void
put_c(struct pdf_file *file, const char *c)
{
	put_bytes(file, slice_of(c, strlen(c)));
}

void
pdf_file_init(struct pdf_file *file, const struct out *out)
{
	*file = (struct pdf_file){.out = out, .count = 1, .adler = 1};
	buf_init(&file->pending, PENDING_BYTES);
	buf_init(&file->pack, PDF_BODY_BYTES);
	buf_init(&file->small, SIZE_MAX / 4);
	/* Four bytes above 127 in a comment: whoever carries it sees that it is not text (7.5.2).
	 */
	put_c(file, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
}

void
pdf_file_fini(struct pdf_file *file)
{
	if (file->press != NULL)
		(void)deflateEnd(file->press);
	mem_free(file->press);
	mem_free(file->places);
	buf_fini(&file->pending);
	buf_fini(&file->pack);
	buf_fini(&file->small);
	*file = (struct pdf_file){0};
}

void
pdf_file_fail(struct pdf_file *file, const struct err *why)
{
	if (file->status != OK)
		return;
	file->status = why->status;
	file->err = *why;
}

void
pdf_file_check(struct pdf_file *file, const struct buf *buf)
{
	if (file->status == OK)
		file->status = buf_check(buf, &file->err);
}

uint32_t
pdf_file_reserve(struct pdf_file *file)
{
	uint64_t *bigger;

	if (file->status != OK)
		return 0;
	if (file->count > PDF_OBJECTS_MAX) {
		file->status = fail(
		    &file->err, E_LIMIT, "PDF: more than %d objects", (int)PDF_OBJECTS_MAX);
		return 0;
	}
	bigger = mem_more(file->places, file->count, &file->size, sizeof *bigger);
	if (bigger == NULL) {
		file->status = fail(&file->err, E_NOMEM, "no memory for a PDF");
		return 0;
	}
	file->places = bigger;
	file->places[0] = 0;
	file->places[file->count] = 0;
	return (uint32_t)file->count++;
}

static bool
press_start(struct pdf_file *file)
{
	if (file->press != NULL)
		return deflateReset(file->press) == Z_OK;
	file->press = mem_new(1, sizeof *file->press);
	if (file->press == NULL)
		return false;
	if (deflateInit(file->press, PRESS_LEVEL) == Z_OK)
		return true;
	mem_free(file->press);
	file->press = NULL;
	return false;
}

/* In one call: there is room for the worst case. */
static struct slice
pressed(struct pdf_file *file, struct slice bytes)
{
	z_stream *z;
	uint8_t *room = NULL;
	size_t bound;

	buf_reset(&file->small);
	if (bytes.n < UINT32_MAX / 2 && press_start(file)) {
		bound = deflateBound(file->press, (uLong)bytes.n);
		room = buf_extend(&file->small, bound);
	}
	if (room == NULL) {
		if (file->status == OK)
			file->status = fail(&file->err, E_NOMEM, "no memory for a PDF");
		return slice_of(NULL, 0);
	}
	z = file->press;
	z->next_in = bytes.p;
	z->avail_in = (uInt)bytes.n;
	z->next_out = room;
	z->avail_out = (uInt)bound;
	if (deflate(z, Z_FINISH) != Z_STREAM_END && file->status == OK)
		file->status = fail(&file->err, E_LIMIT, "PDF: a stream could not be compressed");
	return slice_of(file->small.p, bound - z->avail_out);
}

static void
begin(struct pdf_file *file, uint32_t id)
{
	uint8_t bytes[32];
	struct buf head = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	if (id == 0 || file->status != OK)
		return;
	file->places[id] = file->at;
	buf_put_u64(&head, id);
	buf_put_c(&head, " 0 obj\n");
	put_bytes(file, buf_slice(&head));
}

void
pdf_file_stream(
    struct pdf_file *file, uint32_t id, struct text dict, struct slice bytes, enum pdf_press press)
{
	uint8_t room[96];
	struct buf head = {.p = room, .size = sizeof room, .max = sizeof room};

	if (press == PDF_DEFLATE)
		bytes = pressed(file, bytes);
	buf_put_c(&head, press == PDF_DEFLATE ? "/Filter/FlateDecode" : "");
	buf_put_c(&head, "/Length ");
	buf_put_u64(&head, bytes.n);
	buf_put_c(&head, ">>\nstream\n");
	begin(file, id);
	put_c(file, "<<");
	put_bytes(file, slice_of_text(dict));
	put_bytes(file, buf_slice(&head));
	put_bytes(file, bytes);
	put_c(file, "\nendstream\nendobj\n");
}

static void
pack_finish(struct pdf_file *file)
{
	uint8_t room[64];
	struct buf whole, dict = {.p = room, .size = sizeof room, .max = sizeof room};
	size_t first;

	if (file->pack_count == 0 || file->status != OK)
		return;
	buf_init(&whole, PDF_BODY_BYTES * (size_t)2);
	for (size_t i = 0; i < file->pack_count; i++) {
		buf_put_u64(&whole, file->pack_ids[i]);
		buf_put_byte(&whole, ' ');
		buf_put_u64(&whole, file->pack_at[i]);
		buf_put_byte(&whole, ' ');
	}
	first = whole.n;
	buf_put_slice(&whole, buf_slice(&file->pack));
	buf_put_c(&dict, "/Type/ObjStm/N ");
	buf_put_u64(&dict, file->pack_count);
	buf_put_c(&dict, "/First ");
	buf_put_u64(&dict, first);
	pdf_file_check(file, &file->pack);
	pdf_file_check(file, &whole);
	pdf_file_stream(file, file->pack_id, buf_text(&dict), buf_slice(&whole), PDF_DEFLATE);
	buf_fini(&whole);
	buf_reset(&file->pack);
	file->pack_count = 0;
}

void
pdf_file_object(struct pdf_file *file, uint32_t id, const struct buf *body)
{
	pdf_file_check(file, body);
	if (file->pack_count == 0)
		file->pack_id = pdf_file_reserve(file);
	if (file->status != OK || id == 0)
		return;
	file->places[id] = IN_PACK | (uint64_t)file->pack_id << 16 | file->pack_count;
	file->pack_ids[file->pack_count] = id;
	file->pack_at[file->pack_count++] = file->pack.n;
	buf_put_slice(&file->pack, buf_slice(body));
	buf_put_byte(&file->pack, '\n');
	if (file->pack_count == PDF_PACK_OBJECTS || file->pack.n >= PACK_BYTES)
		pack_finish(file);
}

/* One entry (7.5.8.3): what it is, four or five bytes of where, one of which. */
static void
row_fill(uint8_t row[ROW_BYTES], uint64_t place)
{
	uint64_t where = (place & IN_PACK) != 0 ? (place & ~IN_PACK) >> 16 : place;

	row[0] = place == 0 ? 0 : (place & IN_PACK) != 0 ? 2 : 1;
	for (int i = 0; i < 5; i++)
		row[1 + i] = (uint8_t)(where >> (32 - 8 * i));
	row[6] = (place & IN_PACK) != 0 ? (uint8_t)(place & 0xffu) : 0;
}

/* Each row less the one above it, which is what compresses (PNG "up", 7.4.4.4). */
static void
rows_put(struct buf *out, const struct pdf_file *file)
{
	uint8_t above[ROW_BYTES] = {0}, row[ROW_BYTES];

	for (size_t id = 0; id < file->count; id++) {
		uint8_t *at = buf_extend(out, ROW_BYTES + 1);

		row_fill(row, file->places[id]);
		if (at == NULL)
			return;
		at[0] = 2;
		for (int i = 0; i < ROW_BYTES; i++)
			at[1 + i] = (uint8_t)(row[i] - above[i]);
		memcpy(above, row, sizeof above);
	}
}

/* The file's name for itself (14.4): two sums of all that stands before, and how much it is.  It
 * tells versions of a file apart and proves nothing; what proves is the pack around it. */
static void
id_put(struct buf *out, const struct pdf_file *file, uint64_t bytes)
{
	uint8_t id[16];

	put_u32le(id, file->crc);
	put_u32le(id + 4, file->adler);
	put_u64le(id + 8, bytes);
	buf_put_c(out, "/ID[<");
	buf_put_hex(out, id, sizeof id);
	buf_put_c(out, "><");
	buf_put_hex(out, id, sizeof id);
	buf_put_c(out, ">]");
}

enum status
pdf_file_end(struct pdf_file *file, uint32_t catalog, uint32_t info, struct err *err)
{
	struct buf rows, dict;
	uint32_t id;
	uint64_t at;

	pack_finish(file);
	id = pdf_file_reserve(file);
	flush(file);
	buf_init(&rows, PDF_OBJECTS_MAX * (size_t)(ROW_BYTES + 2));
	buf_init(&dict, 1024);
	at = file->at;
	if (id != 0) {
		file->places[id] = at;
		rows_put(&rows, file);
	}
	buf_put_c(&dict, "/Type/XRef/W[1 5 1]/DecodeParms<</Predictor 12/Columns 7>>/Size ");
	buf_put_u64(&dict, file->count);
	buf_put_c(&dict, "/Root ");
	pdf_put_ref(&dict, catalog);
	buf_put_c(&dict, "/Info ");
	pdf_put_ref(&dict, info);
	id_put(&dict, file, at);
	pdf_file_check(file, &rows);
	pdf_file_stream(file, id, buf_text(&dict), buf_slice(&rows), PDF_DEFLATE);
	buf_reset(&dict);
	buf_put_c(&dict, "startxref\n");
	buf_put_u64(&dict, at);
	buf_put_c(&dict, "\n%%EOF\n");
	put_bytes(file, buf_slice(&dict));
	flush(file);
	buf_fini(&rows);
	buf_fini(&dict);
	if (file->status != OK && err != NULL)
		*err = file->err;
	return file->status;
}
