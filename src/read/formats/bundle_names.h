/* src/read/formats/bundle_names.h
 * The names in an archive in order, for the names that its texts give their pictures: a label is
 * found in the folder of the text that names it, or in one above it
 * (docs/design/0023-references.md). Not for: unpacking what was found. */
#ifndef READ_FORMATS_BUNDLE_NAMES_H
#define READ_FORMATS_BUNDLE_NAMES_H

#include "base/err.h"
#include "read/formats/bundle_name.h"

enum { BUNDLE_ENTRIES_MAX = 100000, BUNDLE_NAMES_MAX_BYTES = 128 * 1024 * 1024 };

struct bundle;
struct bundle_named;

/* Zero at first: an archive in which nothing is looked for need not be sorted. */
struct bundle_names {
	struct arena arena;
	struct bundle_named *whole,
	    *stem; /* the same entries, by label and by label without ending */
	size_t count;
};

/* Zero is fine. */
void bundle_names_fini(struct bundle_names *names);
/*
 * The entry that `name` means in a text of `folder` (with its slash, or empty); the first of
 * several. *found is false when there is none.  The labels are those of the bundle's entries, the
 * same each time, and borrowed until bundle_names_fini().  E_NOMEM.
 */
MUST_USE enum status bundle_names_find(struct bundle *bundle, struct text folder, struct text name,
    bool *found, size_t *entry, struct err *err);
/* The same in that folder only, by the whole name. */
MUST_USE enum status bundle_names_find_here(struct bundle *bundle, struct text folder,
    struct text name, bool *found, size_t *entry, struct err *err);

/* How many entries have a name that another has as well.  E_NOMEM. */
MUST_USE enum status bundle_names_twice(struct bundle *bundle, size_t *count, struct err *err);

#endif
