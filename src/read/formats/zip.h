/* src/read/formats/zip.h
 * A zip as a bundle: its list, and one reading of it within a budget.
 * Not for: how entries are unpacked (zip_stream.h), or what is done with them (bundle.h). */
#ifndef READ_FORMATS_ZIP_H
#define READ_FORMATS_ZIP_H

#include "read/formats/bundle.h"
#include "read/formats/zip_directory.h"

struct zip {
	struct bundle bundle;
	struct zip_directory directory;
	/* Other parts of the same download, once something was looked for that is not here. */
	struct zip *parts;
	size_t parts_count;
};

/* The list of a zip, ready to be read.  E_FORMAT: not a zip.   E_NOMEM, or what the source
 * returned.  Nothing to free then; else zip_fini(). */
MUST_USE enum status zip_init(struct zip *zip, const struct source *source,
    const struct reading_options *options, const struct sink *sink, uint64_t *budget,
    struct err *err);
void zip_fini(struct zip *zip);
/* zip_part.c: as bundle_ways.elsewhere; also NULL when two parts have a different one. */
MUST_USE enum status zip_parts_find(struct bundle *bundle, struct text folder, struct text name,
    struct bundle **part, size_t *entry, struct err *err);
void zip_parts_fini(struct zip *zip);
/* Read one zip, within what `budget` still allows; results as struct format says. */
MUST_USE enum status zip_read_within(const struct source *source,
    const struct reading_options *options, const struct sink *sink, uint64_t *budget,
    struct err *err);

#endif
