/* src/prove/zip_reader.h
 * The directory of a plain ZIP file as zip_writer.h writes it, read strictly: no compression, no
 * encryption, one disk, files side by side without gaps or overlaps.  Anything else is refused with
 * the advice to unpack it first.  docs/format/pack.md section 8.
 * Not for: other people's archives in general. */
#ifndef PROVE_ZIP_READER_H
#define PROVE_ZIP_READER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/seam.h"
#include "base/slice.h"

struct zip_entry {
	struct slice name;  /* as in the directory, unchecked but for its length; in the arena */
	uint64_t at, bytes; /* where the content stands */
};

enum { ZIP_MAX_ENTRIES = 1100000 };

/*
 * All files of the ZIP, in the order they stand; names that end in '/' (folders) are left out.
 * E_FORMAT  not a ZIP, or not of our plain kind (the sentence says which).   E_LIMIT  too many.
 * E_NOMEM, E_IO.
 */
MUST_USE enum status zip_directory(const struct io *io, int handle, struct arena *arena,
    struct zip_entry **out, size_t *count, struct err *err);

#endif
