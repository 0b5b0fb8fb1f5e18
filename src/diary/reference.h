/* src/diary/reference.h
 * A file that a record names, in the words of the export: "photos/1.jpg", or the way from the
 * export's own top folder.  It is a label to compare with, never a path to open
 * (docs/design/0023-references.md). */
#ifndef DIARY_REFERENCE_H
#define DIARY_REFERENCE_H

#include "base/slice.h"

/* No drive, no "..", not absolute, no control characters, no "\", not hidden, not empty. */
bool reference_is_safe(struct text name);
/* Without the extension of its last part: "files/ab/abc.jpg" -> "files/ab/abc". */
struct text reference_stem(struct text name);

#endif
