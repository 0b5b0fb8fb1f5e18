/* sample/zip.h
 * A ZIP archive with stored members and UTF-8 names (APPNOTE 6.3, sections 4.3.7, 4.3.12, 4.3.16),
 * as the phone's "Export chat" makes.  Everything in memory; under 4 GiB. */
#ifndef SAMPLE_ZIP_H
#define SAMPLE_ZIP_H

#include <stddef.h>
#include <stdint.h>

#include "sample/str.h"

struct zip {
	struct str body;    /* local headers and data */
	struct str central; /* central directory so far */
	uint16_t entries;
	uint16_t dos_date;
	uint16_t dos_time;
};

/* Every member gets the wall time of `utc_ms`. */
void zip_init(struct zip *z, int64_t utc_ms);
void zip_add(struct zip *z, const char *name, const void *bytes, size_t n);

/* Close the archive: z->body then holds the whole file, until zip_fini. */
void zip_finish(struct zip *z);
void zip_fini(struct zip *z);

/* CRC-32 of ISO 3309, as ZIP and PNG use it. */
uint32_t zip_crc32(const void *bytes, size_t n);
#endif
