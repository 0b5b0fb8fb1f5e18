/* src/read/formats/zip_locked.c
 * A locked entry of a zip; see zip_locked.h.  PKWARE APPNOTE.TXT 6.1 (ZipCrypto); "AES Encryption
 * Information: Encryption Specification AE-1 and AE-2", WinZip. */
#include "read/formats/zip_locked.h"

#include "base/buf.h"

enum {
	METHOD_DEFLATED = 8,
	METHOD_BZIP2 = 12,
	METHOD_LZMA = 14,
	METHOD_ZSTD = 93,
	METHOD_XZ = 95,
	METHOD_PPMD = 98,
	LZMA_END_MARK = 0x0002,
	EXTRA_AES = 0x9901,
	AES_CRC_LEFT_OUT = 2, /* AE-2 */
};

static void
u16_put(struct buf *out, unsigned v)
{
	buf_put_byte(out, v & 0xff);
	buf_put_byte(out, v >> 8 & 0xff);
}

static bool
is_usual(unsigned method)
{
	return method == 0 || method == METHOD_DEFLATED;
}

static bool
is_unusual(unsigned method)
{
	return method == METHOD_BZIP2 || method == METHOD_LZMA || method == METHOD_ZSTD ||
	       method == METHOD_XZ || method == METHOD_PPMD;
}

bool
zip_locked_knows(const struct zip_entry *entry)
{
	if (entry->sizes_unknown || entry->packed_bytes >= UINT32_MAX || entry->bytes >= UINT32_MAX)
		return false;
	/* Under a password the library knows the two usual ways only. */
	if (entry->method == ZIP_METHOD_AES)
		return entry->has_aes && is_usual(entry->aes[5] | (unsigned)entry->aes[6] << 8);
	if ((entry->flags & ZIP_FLAG_ENCRYPTED) != 0)
		return is_usual(entry->method);
	return is_usual(entry->method) || is_unusual(entry->method);
}

bool
zip_locked_has_no_crc(const struct zip_entry *entry)
{
	return entry->method == ZIP_METHOD_AES && entry->has_aes &&
	       (entry->aes[0] | entry->aes[1] << 8) == AES_CRC_LEFT_OUT;
}

static enum status
locked_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	const struct zip_locked *locked = ctx;
	uint64_t left;

	*got = 0;
	if (at < locked->head_n) {
		left = locked->head_n - at;
		*got = n < left ? n : (size_t)left;
		memcpy(p, locked->head + at, *got);
		return OK;
	}
	at -= locked->head_n;
	if (at >= locked->data_bytes)
		return OK;
	left = locked->data_bytes - at;
	return locked->zip->read_at(
	    locked->zip->ctx, locked->data_at + at, p, n < left ? n : (size_t)left, got, err);
}

/* One header, 4.3.7, with the least in it. */
static void
head_put(struct zip_locked *locked, const struct zip_entry *entry)
{
	struct buf out = {
	    .p = locked->head, .size = sizeof locked->head, .max = sizeof locked->head};
	bool is_locked = (entry->flags & ZIP_FLAG_ENCRYPTED) != 0;
	bool aes = entry->method == ZIP_METHOD_AES;
	uint32_t check = entry->crc;

	/* Where sizes come after the data, the byte that shows a wrong password is out of the time.
	 */
	if ((entry->flags & ZIP_FLAG_LATE_SIZES) != 0)
		check = (uint32_t)entry->dos_time << 16;
	buf_put_c(&out, "PK\3\4");
	u16_put(&out, 20);
	u16_put(&out, (is_locked ? ZIP_FLAG_ENCRYPTED : 0u) | (entry->flags & LZMA_END_MARK));
	u16_put(&out, entry->method);
	buf_put_u32le(&out, 33u << 16); /* 1 January 1980 */
	buf_put_u32le(&out, check);
	buf_put_u32le(&out, (uint32_t)entry->packed_bytes);
	buf_put_u32le(&out, (uint32_t)entry->bytes);
	u16_put(&out, 1);
	u16_put(&out, aes ? 4u + ZIP_AES_BYTES : 0u);
	buf_put_byte(&out, 'a');
	if (aes) {
		u16_put(&out, EXTRA_AES);
		u16_put(&out, ZIP_AES_BYTES);
		buf_put_slice(&out, slice_of(entry->aes, ZIP_AES_BYTES));
	}
	locked->head_n = out.n;
}

enum status
zip_locked_open(struct zip_locked *locked, const struct source *zip, const struct zip_entry *entry,
    uint64_t data_at, struct text password, struct err *err)
{
	struct archive_item item;
	enum status status;

	*locked = (struct zip_locked){
	    .zip = zip, .data_at = data_at, .data_bytes = entry->packed_bytes};
	head_put(locked, entry);
	locked->source = (struct source){
	    locked_read_at, locked->head_n + locked->data_bytes, locked};
	status = archive_walk_begin(
	    &locked->walk, &locked->source, ARCHIVE_KIND_ZIP_ENTRY, password, err);
	if (status != OK)
		return status;
	status = archive_walk_next(&locked->walk, &item, err);
	if (status == OK)
		return OK;
	archive_walk_end(&locked->walk);
	if (status == E_NOTFOUND || status == E_FORMAT)
		status = fail(err, E_FORMAT, "damaged, or packed in a way that is not known here");
	return status;
}

enum status
zip_locked_next(struct zip_locked *locked, struct slice *out, const char **damage, struct err *err)
{
	return archive_walk_data(&locked->walk, out, damage, err);
}

void
zip_locked_close(struct zip_locked *locked)
{
	archive_walk_end(&locked->walk);
}
