/* src/sys/os/ram_io.h
 * Files in memory behind `struct io`, gone when it is freed: for what must be somewhere while a
 * medium can only be read.  One thread at a time.
 * Not for: folders (every path is a name of its own), or tests of power cuts (tests/support). */
#ifndef SYS_OS_RAM_IO_H
#define SYS_OS_RAM_IO_H

#include "base/seam.h"

struct ram_io;

/* NULL when out of memory.  No file may grow beyond max_bytes: -ENOSPC. */
MUST_USE struct ram_io *ram_io_new(uint64_t max_bytes);
/* What is still open is closed.  NULL is fine. */
void ram_io_free(struct ram_io *ram);
struct io ram_io_seam(struct ram_io *ram);

#endif
