/* src/read/formats/zip_names.h
 * The names in a zip in order, for the names that its texts give their pictures: a label is found
 * in the folder of the text that names it, or in one above it (docs/design/0023-references.md).
 * Not for: unpacking what was found. */
#ifndef READ_FORMATS_ZIP_NAMES_H
#define READ_FORMATS_ZIP_NAMES_H

#include "read/formats/zip_directory.h"

struct zip_named;

struct zip_names {
	struct arena arena;
	struct zip_named *whole, *stem; /* the same entries, by label and by label without ending */
	size_t count;
};

/* Labels are borrowed from the directory.  E_NOMEM.  To be given to zip_names_fini() in any case.
 */
MUST_USE enum status zip_names_init(
    struct zip_names *names, const struct zip_directory *directory, struct err *err);
void zip_names_fini(struct zip_names *names);
/* The entry that `name` means in a text of `folder` (with its slash, or empty); the first of
 * several. False when there is none. */
bool zip_names_find(
    const struct zip_names *names, struct text folder, struct text name, size_t *entry);

#endif
