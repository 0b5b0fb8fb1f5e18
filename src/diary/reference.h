/* src/diary/reference.h
 * A file that a record names, in the words of the export: "photos/1.jpg", or the way from the
 * export's own top folder.  It is a label to compare with, never a path to open
 * (docs/design/0023-references.md). */
#ifndef DIARY_REFERENCE_H
#define DIARY_REFERENCE_H

#include "base/buf.h"

/* No drive, no "..", not absolute, no control characters, no "\", not hidden, not empty. */
bool reference_is_safe(struct text name);
/* The name of a file that came along, as a label and never a path: separators, controls and the
 * marks that turn its direction round become '_' ("photo\u202egpj.exe" shows as "photoexe.jpg").
 * False when something had to be changed, and for "." and "..". */
bool reference_label(struct text name, struct buf *out);
/* Without the extension of its last part: "files/ab/abc.jpg" -> "files/ab/abc". */
struct text reference_stem(struct text name);
/* The folder in which a reader's wish for another file is looked for: that of the original.  A
 * backup of an iPhone keeps each file in a folder of the first two digits of its name: what is
 * asked for as "cd/cd47…" from such a folder stands beside that folder. */
struct text reference_folder(struct text folder, struct text name);

/* "d0/d03090c8…", as a backup of an iPhone has it since iOS 10 -> "d03090c8…", as iOS up to 9 had
 * it: no folders, and names of 40 digits.  Absent for any other name. */
struct text reference_flat(struct text name);

#endif
