/* src/read/formats/zip_locked.h
 * One entry of a zip that is locked with a password (ZipCrypto, or AES as WinZip writes it), or
 * packed otherwise than with deflate: the library gets its bytes behind a header of our own making,
 * so that it never sees the zip, its list or its names.
 * Not for: limits and checksums; see bundle_stream.c and zip_stream.c. */
#ifndef READ_FORMATS_ZIP_LOCKED_H
#define READ_FORMATS_ZIP_LOCKED_H

#include "read/formats/archive_walk.h"
#include "read/formats/zip_directory.h"

enum {
	ZIP_LOCKED_HEAD_BYTES = 64,
	ZIP_METHOD_AES = 99,
};

struct zip_locked {
	const struct source *zip;
	uint64_t data_at, data_bytes; /* of the packed bytes in the zip */
	uint8_t head[ZIP_LOCKED_HEAD_BYTES];
	size_t head_n;
	struct source source; /* the header, then the packed bytes */
	struct archive_walk walk;
};

/* Whether the library can unpack what is packed that way. */
bool zip_locked_knows(const struct zip_entry *entry);
/* Whether its checksum is left out (AES in its second version, which has a better one). */
bool zip_locked_has_no_crc(const struct zip_entry *entry);
/*
 * `locked` stays in place.  data_at: of its first packed byte in the zip.
 * OK: to be closed.  E_FORMAT: it cannot be unpacked; err->text is a plain sentence.  E_NOMEM, or
 * what the source returned.  Nothing to close then.
 */
MUST_USE enum status zip_locked_open(struct zip_locked *locked, const struct source *zip,
    const struct zip_entry *entry, uint64_t data_at, struct text password, struct err *err);
/* As archive_walk_data(). */
MUST_USE enum status zip_locked_next(
    struct zip_locked *locked, struct slice *out, const char **damage, struct err *err);
void zip_locked_close(struct zip_locked *locked);

#endif
