/* src/sys/os/os_self.h
 * This process: where its program is, and what it must not leave behind.  First thing in main(). */
#ifndef SYS_OS_OS_SELF_H
#define SYS_OS_OS_SELF_H

#include "base/buf.h"
#include "base/err.h"

/* Path of the running program, NUL-terminated (contents of `out` replaced). */
MUST_USE enum status os_self_path(struct buf *out, struct err *err);

/*
 * No core dumps (RLIMIT_CORE 0), no reading of our memory by other processes of the same user
 * (PR_SET_DUMPABLE 0), private files (umask 077), and descriptors 0, 1 and 2 open, so that no file
 * is ever taken for standard output.  E_IO when one of them cannot be had.
 */
MUST_USE enum status os_self_harden(struct err *err);

/* Close every descriptor but 0, 1 and 2. */
void os_self_close_others(void);
/* End at once: no handlers, no flushing. */
NORETURN void os_self_end(int code);

#endif
