/* src/read/formats/archive_forward.h
 * Archives that are read from their begin to their end, within a budget; results as struct format
 * says. */
#ifndef READ_FORMATS_ARCHIVE_FORWARD_H
#define READ_FORMATS_ARCHIVE_FORWARD_H

#include "read/format.h"

/* archive.c: whether a file begins as a tar does, or as a gzip in which one begins. */
bool archive_is_tar(struct slice head);

/* What turns out to be no tar is read as any other file. */
MUST_USE enum status archive_tar_within(const struct source *source,
    const struct reading_options *options, const struct sink *sink, uint64_t *budget,
    struct err *err);
MUST_USE enum status archive_7z_within(const struct source *source,
    const struct reading_options *options, const struct sink *sink, uint64_t *budget,
    struct err *err);

#endif
