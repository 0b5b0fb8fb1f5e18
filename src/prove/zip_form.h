/* src/prove/zip_form.h
 * The numbers of PKWARE APPNOTE 6.3.9 that the ZIP writer and the ZIP reader share, and CRC-32.
 * Only for those two. */
#ifndef PROVE_ZIP_FORM_H
#define PROVE_ZIP_FORM_H

#include <stddef.h>
#include <stdint.h>

enum {
	ZIP_LOCAL_BYTES = 30,      /* 4.3.7 without name and extra */
	ZIP_CENTRAL_BYTES = 46,    /* 4.3.12 */
	ZIP_END_BYTES = 22,        /* 4.3.16 */
	ZIP_END64_BYTES = 56,      /* 4.3.14 */
	ZIP_LOCATOR_BYTES = 20,    /* 4.3.15 */
	ZIP_RESERVED_BYTES = 20,   /* our extra field in each local header: room for 4.5.3 */
	ZIP_EXTRA_ZIP64 = 0x0001,  /* 4.5.3 */
	ZIP_EXTRA_GROWTH = 0xa220, /* padding as Open Packaging uses it, with the mark below */
	ZIP_GROWTH_MARK = 0xa028,
	ZIP_DATE = 0x0021, /* 1980-01-01, the first there is */
	ZIP_NAME_MAX_BYTES = 1024,
	ZIP_MADE_BY_UNIX = 3, /* 4.4.2.2 */
};

#define ZIP_LOCAL_MARK   UINT32_C(0x04034b50)
#define ZIP_CENTRAL_MARK UINT32_C(0x02014b50)
#define ZIP_END_MARK     UINT32_C(0x06054b50)
#define ZIP_END64_MARK   UINT32_C(0x06064b50)
#define ZIP_LOCATOR_MARK UINT32_C(0x07064b50)
#define ZIP_MAX_32       UINT32_C(0xffffffff)
#define ZIP_MAX_16       UINT16_C(0xffff)

/* CRC-32 of ISO 3309 (4.4.7), eight bytes at a time. */
struct crc32 {
	uint32_t table[8][256];
};
void crc32_init(struct crc32 *crc);
/* Start with 0; the result goes into the next call. */
uint32_t crc32_add(const struct crc32 *crc, uint32_t value, const uint8_t *p, size_t n);

#endif
