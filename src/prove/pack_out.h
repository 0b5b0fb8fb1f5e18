/* src/prove/pack_out.h
 * Where a pack's files go: a folder or a plain ZIP, written beside its final name, each file hashed
 * on the way and listed in the right manifest.  Knows BagIt, knows nothing of entries.
 * Only for pack_writer.c. */
#ifndef PROVE_PACK_OUT_H
#define PROVE_PACK_OUT_H

#include "base/seam.h"
#include "prove/pack_writer.h"

struct pack_out;

MUST_USE enum status pack_out_new(
    const struct io *io, const char *path, bool zip, struct pack_out **out, struct err *err);
/* `name` is a safe name, used once. */
MUST_USE enum status pack_out_begin(struct pack_out *out, const char *name, struct err *err);
MUST_USE enum status pack_out_write(struct pack_out *out, struct slice bytes, struct err *err);
MUST_USE enum status pack_out_end(
    struct pack_out *out, struct pack_file_info *info, struct err *err);
MUST_USE enum status pack_out_add(
    struct pack_out *out, const char *name, struct slice bytes, struct err *err);
/* Writes the bag's own files (`info`: bag-info.txt without Payload-Oxum), syncs, renames.  The
 * caller still frees it, with pack_out_free() after OK and pack_out_abort() otherwise. */
MUST_USE enum status pack_out_finish(
    struct pack_out *out, struct buf *info, struct pack_written *written, struct err *err);
void pack_out_free(struct pack_out *out);
void pack_out_abort(struct pack_out *out);

/* One file beside the pack at a time, for what must wait its turn; closing removes it (a negative
 * handle is fine). */
MUST_USE enum status pack_out_spool_open(struct pack_out *out, int *handle, struct err *err);
void pack_out_spool_close(struct pack_out *out, int handle);

#endif
