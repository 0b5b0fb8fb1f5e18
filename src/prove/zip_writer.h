/* src/prove/zip_writer.h
 * A plain ZIP file (PKWARE APPNOTE 6.3.9) written as a stream: no compression (STORE), no
 * encryption, ZIP64 where sizes need it, a fixed date, so the same content gives the same bytes.
 * docs/format/pack.md section 8 rules the layout.  Not for: names (bag.h) or hashes. */
#ifndef PROVE_ZIP_WRITER_H
#define PROVE_ZIP_WRITER_H

#include "base/err.h"
#include "base/seam.h"
#include "base/slice.h"

struct zip_writer;

/* Writes from offset 0 of `handle`, which is borrowed, opened for writing and empty.  E_NOMEM. */
MUST_USE enum status zip_writer_new(
    const struct io *io, int handle, struct zip_writer **out, struct err *err);
/* Files one after another: begin, any number of writes, end.  `name` is ASCII, at most 1,024 bytes,
 * and used once.  E_LIMIT too many files, E_IO, E_NOMEM: the writer is of no use afterwards. */
MUST_USE enum status zip_file_begin(struct zip_writer *zip, struct slice name, struct err *err);
MUST_USE enum status zip_file_write(struct zip_writer *zip, struct slice bytes, struct err *err);
MUST_USE enum status zip_file_end(struct zip_writer *zip, struct err *err);
/* The directory; everything is written then, not yet synced. */
MUST_USE enum status zip_writer_finish(struct zip_writer *zip, struct err *err);
void zip_writer_free(struct zip_writer *zip);

#endif
