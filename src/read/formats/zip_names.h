/* src/read/formats/zip_names.h
 * The names in a zip in order, for the names that its texts give their pictures: a label is found
 * in the folder of the text that names it, or in one above it (docs/design/0023-references.md).
 * Not for: unpacking what was found. */
#ifndef READ_FORMATS_ZIP_NAMES_H
#define READ_FORMATS_ZIP_NAMES_H

#include "read/formats/zip_directory.h"

struct zip_named;

/* Zero at first: a zip in which nothing is looked for need not be sorted. */
struct zip_names {
	struct arena arena;
	struct zip_named *whole, *stem; /* the same entries, by label and by label without ending */
	size_t count;
};

/* Zero is fine. */
void zip_names_fini(struct zip_names *names);
/*
 * The entry that `name` means in a text of `folder` (with its slash, or empty); the first of
 * several. *found is false when there is none.  The labels are those of `directory`, the same each
 * time, and borrowed from it until zip_names_fini().  E_NOMEM.
 */
MUST_USE enum status zip_names_find(struct zip_names *names, const struct zip_directory *directory,
    struct text folder, struct text name, bool *found, size_t *entry, struct err *err);

#endif
