/* src/app/reading_store.c
 * Readings written and read; see reading_store.h and docs/format/reading.md. */
#include "app/reading_store.h"

#include "app/act.h"
#include "base/encode.h"
#include "base/mem.h"
#include "sys/press/press.h"

enum { EXTRACT_MAX_BYTES = 16 * 1024, READING_MAGIC_BYTES = 19 };

static const char magic[] = "daybook reading v1\n";

struct reading_writer {
	struct object_writer *object;
	struct out out;
	struct press *press;
	struct hash *hash;
	struct merkle merkle;
	uint64_t records, extracts;
	struct record_salter *salter;
	struct buf piece;
};

static enum status
object_out(void *ctx, struct slice data, struct err *err)
{
	struct reading_writer *writer = ctx;

	return object_write(writer->object, data, err);
}

static void
writer_free(struct reading_writer *writer)
{
	press_free(writer->press);
	hash_free(writer->hash);
	buf_fini(&writer->piece);
	record_salter_free(writer->salter);
	mem_free(writer);
}

void
reading_writer_abort(struct reading_writer *writer)
{
	if (writer == NULL)
		return;
	object_abort(writer->object);
	writer_free(writer);
}

enum status
reading_writer_new(struct vault *vault, const uint8_t seed[ENTRY_SEED_BYTES],
    struct reading_writer **out, struct err *err)
{
	struct reading_writer *writer = mem_new(1, sizeof *writer);
	enum status status;

	if (writer == NULL)
		return fail(err, E_NOMEM, "no memory for a reading");
	buf_init(&writer->piece, RECORD_MAX_BYTES + 64);
	merkle_init(&writer->merkle);
	writer->out = (struct out){object_out, writer};
	writer->hash = hash_new();
	writer->salter = record_salter_new(slice_of(seed, ENTRY_SEED_BYTES));
	status = writer->hash != NULL && writer->salter != NULL
		     ? object_begin(vault, &writer->object, err)
		     : fail(err, E_NOMEM, "no memory for a reading");
	if (status == OK)
		status = press_new(&writer->out, &writer->press, err);
	if (status == OK)
		status = object_write(writer->object, SLICE_LITERAL(magic), err);
	if (status == OK)
		*out = writer;
	else
		reading_writer_abort(writer);
	return status;
}

static enum status
put_piece(struct reading_writer *writer, uint8_t type, struct slice payload, struct err *err)
{
	enum status status;

	buf_reset(&writer->piece);
	buf_put_byte(&writer->piece, type);
	buf_put_u32le(&writer->piece, (uint32_t)payload.n);
	buf_put_slice(&writer->piece, payload);
	status = buf_check(&writer->piece, err);
	return status == OK ? press_put(writer->press, buf_slice(&writer->piece), err) : status;
}

enum status
reading_writer_record(struct reading_writer *writer, struct slice canonical, struct err *err)
{
	uint8_t salt[SHA256_BYTES], leaf[SHA256_BYTES];

	record_salter_salt(writer->salter, writer->records, salt);
	record_leaf(writer->hash, salt, canonical, leaf);
	merkle_add(&writer->merkle, writer->hash, leaf);
	writer->records++;
	return put_piece(writer, 'R', canonical, err);
}

static void
extract_line(struct buf *out, const char *name, struct text value)
{
	if (value.p == NULL)
		return;
	buf_put_c(out, name);
	buf_put_byte(out, ' ');
	for (size_t i = 0; i < value.n; i++)
		buf_put_byte(out, value.p[i] == '\n' ? ' ' : (uint8_t)value.p[i]);
	buf_put_byte(out, '\n');
}

enum status
reading_writer_extract(
    struct reading_writer *writer, const struct extract *extract, struct err *err)
{
	struct buf text;
	enum status status;

	buf_init(&text, EXTRACT_MAX_BYTES);
	buf_put_c(&text, "number ");
	buf_put_u64(&text, extract->number);
	buf_put_c(&text, "\nobject ");
	buf_put_c(&text, extract->object.id.text);
	buf_put_c(&text, "\nsha256 ");
	buf_put_hex(&text, extract->object.sha256, SHA256_BYTES);
	buf_put_c(&text, "\nbytes ");
	buf_put_u64(&text, extract->object.bytes);
	buf_put_c(&text, extract->whole ? "\nwhole yes\n" : "\nwhole no\n");
	extract_line(&text, "type", extract->type);
	extract_line(&text, "name", extract->name);
	status = buf_check(&text, err);
	if (status == OK)
		status = put_piece(writer, 'X', buf_slice(&text), err);
	if (status == OK)
		writer->extracts++;
	buf_fini(&text);
	return status;
}

enum status
reading_writer_end(struct reading_writer *writer, struct reading_sum *out, struct err *err)
{
	struct reading_sum sum = {.records = writer->records, .extracts = writer->extracts};
	uint8_t counts[16];
	enum status status;

	put_u64le(counts, writer->records);
	put_u64le(counts + 8, writer->extracts);
	merkle_root(&writer->merkle, writer->hash, sum.root);
	status = put_piece(writer, 'E', slice_of(counts, sizeof counts), err);
	if (status == OK)
		status = press_end(writer->press, err);
	if (status == OK)
		status = object_finish(writer->object, &sum.object, err);
	else
		object_abort(writer->object);
	writer_free(writer);
	if (status == OK)
		*out = sum;
	return status;
}

struct reading_reader {
	struct object_reader *object;
	uint64_t at;
	struct unpress *unpress;
	struct buf piece;
	uint64_t records, extracts;
	bool ended;
};

static enum status
object_pull(void *ctx, void *p, size_t n, size_t *got, struct err *err)
{
	struct reading_reader *reader = ctx;
	enum status status = object_read_at(reader->object, reader->at, p, n, got, err);

	if (status == OK)
		reader->at += *got;
	return status;
}

void
reading_reader_free(struct reading_reader *reader)
{
	if (reader == NULL)
		return;
	unpress_free(reader->unpress);
	object_close(reader->object);
	buf_fini(&reader->piece);
	mem_free(reader);
}

static enum status
reader_magic(struct reading_reader *reader, struct err *err)
{
	uint8_t head[READING_MAGIC_BYTES];
	size_t got = 0;
	enum status status = object_read_at(reader->object, 0, head, sizeof head, &got, err);

	if (status != OK)
		return status;
	if (got != sizeof head || memcmp(head, magic, sizeof head) != 0)
		return fail(err, E_FORMAT, "reading.md: it does not begin as a reading does");
	reader->at = sizeof head;
	return unpress_new(object_pull, reader, &reader->unpress, err);
}

enum status
reading_reader_new(struct vault *vault, const struct object_id *object, struct reading_reader **out,
    struct err *err)
{
	struct reading_reader *reader = mem_new(1, sizeof *reader);
	enum status status;

	if (reader == NULL)
		return fail(err, E_NOMEM, "no memory for a reading");
	buf_init(&reader->piece, RECORD_MAX_BYTES);
	status = object_open(vault, object, &reader->object, err);
	if (status == OK)
		status = reader_magic(reader, err);
	if (status == OK)
		*out = reader;
	else
		reading_reader_free(reader);
	return status;
}

static enum status
extract_of_lines(struct slice lines, struct extract *out, struct err *err)
{
	struct extract x = {0};
	struct text object = act_find(lines, "object");

	x.whole = text_eq_c(act_find(lines, "whole"), "yes");
	x.type = act_find(lines, "type");
	x.name = act_find(lines, "name");
	if (!u64_parse(slice_of_text(act_find(lines, "number")), &x.number) ||
	    !u64_parse(slice_of_text(act_find(lines, "bytes")), &x.object.bytes) ||
	    !hex_decode(slice_of_text(act_find(lines, "sha256")), x.object.sha256, SHA256_BYTES) ||
	    !object_id_parse(slice_of_text(object), &x.object.id))
		return fail(err, E_FORMAT, "reading.md: an extract piece is malformed");
	*out = x;
	return OK;
}

static enum status
end_check(struct reading_reader *reader, struct err *err)
{
	struct slice rest = buf_slice(&reader->piece);
	uint64_t records, extracts;

	if (!take_u64le(&rest, &records) || !take_u64le(&rest, &extracts) || rest.n != 0 ||
	    records != reader->records || extracts != reader->extracts)
		return fail(err, E_FORMAT, "reading.md: the counts at the end do not agree");
	reader->ended = true;
	return OK;
}

static enum status
piece_get(struct reading_reader *reader, uint8_t *type, struct err *err)
{
	uint8_t head[5], *at;
	struct slice rest = slice_of(head + 1, 4);
	uint32_t n = 0;
	enum status status = unpress_get(reader->unpress, head, sizeof head, err);

	if (status != OK)
		return status;
	*type = head[0];
	if (!take_u32le(&rest, &n) || n > RECORD_MAX_BYTES)
		return fail(err, E_FORMAT, "reading.md: a piece is too long");
	buf_reset(&reader->piece);
	at = n != 0 ? buf_extend(&reader->piece, n) : NULL;
	if (n != 0 && at == NULL)
		return buf_check(&reader->piece, err);
	return n != 0 ? unpress_get(reader->unpress, at, n, err) : OK;
}

enum status
reading_reader_next(struct reading_reader *reader, enum reading_piece *piece,
    struct slice *canonical, struct extract *extract, struct err *err)
{
	uint8_t type = 0;
	enum status status;

	if (reader->ended)
		return fail(err, E_FORMAT, "reading.md: asked for more after the end");
	status = piece_get(reader, &type, err);
	if (status != OK)
		return status;
	switch (type) {
	case 'R':
		reader->records++;
		*piece = PIECE_RECORD;
		*canonical = buf_slice(&reader->piece);
		return OK;
	case 'X':
		reader->extracts++;
		*piece = PIECE_EXTRACT;
		return extract_of_lines(buf_slice(&reader->piece), extract, err);
	case 'E': *piece = PIECE_END; return end_check(reader, err);
	default: return fail(err, E_FORMAT, "reading.md: unknown piece");
	}
}
