/* src/read/formats/apple_backup.h
 * Where a backup of an iPhone keeps a file: a folder of two digits and the SHA-1 of its domain and
 * path.  A label to look for, see docs/design/0023-references.md. */
#ifndef READ_FORMATS_APPLE_BACKUP_H
#define READ_FORMATS_APPLE_BACKUP_H

#include "base/buf.h"

/* The databases of the telephone that are read. */
enum { APPLE_BACKUP_STORES = 10 };
struct apple_backup_store {
	const char *domain, *path;
};
extern const struct apple_backup_store apple_backup_stores[APPLE_BACKUP_STORES];

/* The name of store i in a backup, without its folder: "3d0d7e5f…" at the end of `out`. */
void apple_backup_put_store(struct buf *out, size_t i);
/* "MediaDomain", "Library/SMS/Attachments/…" -> "d0/d03090c8…" at the end of `out`. */
void apple_backup_put(struct buf *out, const char *domain, struct text path);

#endif
