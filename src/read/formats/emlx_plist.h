/* src/read/formats/emlx_plist.h
 * The property list behind a mail of Apple Mail: keys and plain values of its XML, in order.
 * Not for: property lists at large (binary ones, nesting: what is inside is given flat). */
#ifndef READ_FORMATS_EMLX_PLIST_H
#define READ_FORMATS_EMLX_PLIST_H

#include "base/buf.h"
#include "base/slice.h"

/* Where one begins, behind blanks; SIZE_MAX when none does. */
size_t emlx_plist_start(struct slice bytes);
/*
 * The next key and its value, as bytes with their entities undone: "true", "8590195713".
 * They live in `scratch`, which is emptied first.  False at the end.
 */
MUST_USE bool emlx_plist_next(
    struct slice *rest, struct buf *scratch, struct slice *key, struct slice *value);

/* Append what Apple Mail's flags say: "read, answered, 2 attachments". */
void emlx_flags_put(uint64_t flags, struct buf *out);
enum emlx_flag { EMLX_READ = 1, EMLX_DELETED = 2, EMLX_DRAFT = 64 };

#endif
