/* src/keep/wipe.h
 * Bytes overwritten where they stand, as far as a file can ask its disk for that: flash memory and
 * file systems that never write in place may keep the old ones.
 * Not for: memory (sys/crypto/secret.h). */
#ifndef KEEP_WIPE_H
#define KEEP_WIPE_H

#include "base/err.h"
#include "base/seam.h"

/* n bytes at `at` of an open file become random bytes; not durable.  E_IO, E_NOMEM. */
MUST_USE enum status wipe_bytes(const struct io *io, const struct entropy *entropy, int handle,
    uint64_t at, uint64_t n, struct err *err);
/*
 * All of a file becomes random bytes, durably, and its name goes; the folder is the caller's to
 * sync.  OK also when it is not there.  E_IO, E_DENIED, E_NOMEM: it may be overwritten in part.
 */
MUST_USE enum status wipe_file(
    const struct io *io, const struct entropy *entropy, const char *path, struct err *err);

#endif
