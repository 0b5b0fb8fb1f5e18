/* tests/read/zip_make.c
 * The writer of test zips; see zip_make.h. */
#include "tests/read/zip_make.h"

#include <stdlib.h>
#include <zlib.h>

enum { MAKE_MAX_BYTES = 1 << 28, LATE_SIZES = 0x0008, UNIX_20 = 0x0314 };

void
zip_make_init(struct zip_make *make)
{
	*make = (struct zip_make){.count = 0};
	buf_init(&make->file, MAKE_MAX_BYTES);
	buf_init(&make->central, MAKE_MAX_BYTES);
}

void
zip_make_fini(struct zip_make *make)
{
	buf_fini(&make->file);
	buf_fini(&make->central);
}

static void
put(struct buf *buf, uint64_t value, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		buf_put_byte(buf, (uint8_t)(value >> 8 * i));
}

static void
deflate_to(struct buf *out, struct slice data)
{
	z_stream z = {.next_in = NULL};
	uint8_t block[65536];
	uint8_t *copy = malloc(data.n + 1);

	if (copy == NULL || deflateInit2(&z, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	if (data.n != 0)
		memcpy(copy, data.p, data.n);
	z.next_in = copy;
	z.avail_in = (uInt)data.n;
	do {
		z.next_out = block;
		z.avail_out = sizeof block;
		if (deflate(&z, Z_FINISH) == Z_STREAM_ERROR)
			abort();
		buf_put(out, block, sizeof block - z.avail_out);
	} while (z.avail_out == 0);
	(void)deflateEnd(&z);
	free(copy);
}

static void
put_sizes(struct buf *buf, const struct zip_make *make, uint64_t packed, uint64_t bytes)
{
	put(buf, make->zip64 ? UINT32_MAX : packed, 4);
	put(buf, make->zip64 ? UINT32_MAX : bytes, 4);
}

static void
put_local(struct zip_make *make, const struct zip_part *part, struct slice name, uint16_t flags,
    uint16_t method, uint32_t crc, uint64_t packed)
{
	struct buf *f = &make->file;
	bool known = !part->late;

	buf_put_c(f, "PK\3\4");
	put(f, 20, 2);
	put(f, flags, 2);
	put(f, method, 2);
	put(f, 0xa8b6, 2); /* 21:05:44 */
	put(f, 0x5878, 2); /* 24 March 2024 */
	put(f, known ? crc : 0, 4);
	if (known)
		put_sizes(f, make, packed, part->data.n);
	else
		put(f, 0, 8);
	put(f, name.n, 2);
	put(f, known && make->zip64 ? 20 : 0, 2);
	buf_put_slice(f, name);
	if (known && make->zip64) {
		put(f, 1, 2);
		put(f, 16, 2);
		put(f, part->data.n, 8);
		put(f, packed, 8);
	}
}

static void
put_central(struct zip_make *make, const struct zip_part *part, struct slice name, uint16_t flags,
    uint16_t method, uint32_t crc, uint64_t packed, uint64_t at)
{
	struct buf *c = &make->central;
	uint64_t bytes = part->data.n + part->bytes_add;

	buf_put_c(c, "PK\1\2");
	put(c, UNIX_20, 2);
	put(c, 20, 2);
	put(c, flags, 2);
	put(c, method, 2);
	put(c, 0xa8b6, 2);
	put(c, 0x5878, 2);
	put(c, crc, 4);
	put_sizes(c, make, packed, bytes);
	put(c, name.n, 2);
	put(c, make->zip64 ? 28 : 0, 2);
	put(c, 0, 2); /* comment */
	put(c, 0, 2); /* disk */
	put(c, 0, 2); /* internal attributes */
	put(c, part->attributes, 4);
	put(c, make->zip64 ? UINT32_MAX : at, 4);
	buf_put_slice(c, name);
	if (make->zip64) {
		put(c, 1, 2);
		put(c, 24, 2);
		put(c, bytes, 8);
		put(c, packed, 8);
		put(c, at, 8);
	}
}

void
zip_make_add(struct zip_make *make, const struct zip_part *part)
{
	struct slice name = slice_of(
	    part->name, part->name_n != 0 ? part->name_n : strlen(part->name));
	uint32_t crc = (uint32_t)crc32_z(0, part->data.p, part->data.n) ^ part->crc_xor;
	uint16_t flags = (uint16_t)(part->flags | (part->late ? LATE_SIZES : 0));
	uint16_t method = part->method != 0 ? part->method : part->deflate ? 8 : 0;
	uint64_t at = make->file.n;
	struct buf packed;

	buf_init(&packed, MAKE_MAX_BYTES);
	if (part->deflate)
		deflate_to(&packed, part->data);
	else
		buf_put_slice(&packed, part->data);
	put_local(make, part, name, flags, method, crc, packed.n);
	buf_put_slice(&make->file, buf_slice(&packed));
	if (part->late) {
		if (!part->unsigned_late)
			buf_put_c(&make->file, "PK\7\10");
		put(&make->file, crc, 4);
		put(&make->file, packed.n, 4);
		put(&make->file, part->data.n, 4);
	}
	put_central(make, part, name, flags, method, crc, packed.n, at + part->at_add);
	make->count++;
	buf_fini(&packed);
}

void
zip_make_text(struct zip_make *make, const char *name, const char *text)
{
	struct zip_part part = {.name = name, .data = slice_of(text, strlen(text))};

	zip_make_add(make, &part);
}

struct slice
zip_make_end(struct zip_make *make)
{
	struct buf *f = &make->file;
	uint64_t at = f->n, bytes = make->central.n, end64;

	buf_put_slice(f, buf_slice(&make->central));
	end64 = f->n;
	if (make->zip64 || make->count > 65535) {
		buf_put_c(f, "PK\6\6");
		put(f, 44, 8);
		put(f, 45, 2);
		put(f, 45, 2);
		put(f, 0, 8);
		put(f, make->count, 8);
		put(f, make->count, 8);
		put(f, bytes, 8);
		put(f, at, 8);
		buf_put_c(f, "PK\6\7");
		put(f, 0, 4);
		put(f, end64, 8);
		put(f, 1, 4);
	}
	buf_put_c(f, "PK\5\6");
	put(f, 0, 4);
	put(f, make->count > 65535 ? 65535 : make->count, 2);
	put(f, make->count > 65535 ? 65535 : make->count, 2);
	put(f, make->zip64 ? UINT32_MAX : bytes, 4);
	put(f, make->zip64 ? UINT32_MAX : at, 4);
	put(f, 0, 2);
	if (f->failed != OK)
		abort();
	return buf_slice(f);
}
