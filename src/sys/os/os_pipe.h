/* src/sys/os/os_pipe.h
 * Pipes to a process of ours: made, sized, read, written and waited for.
 * Ends are file descriptors of at least 3, close-on-exec. */
#ifndef SYS_OS_OS_PIPE_H
#define SYS_OS_OS_PIPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct os_pipe {
	int from, to; /* read end, write end; -1 when closed */
};

#define OS_PIPE_NONE ((struct os_pipe){-1, -1})

/* `bytes` is how much may stand in it unread, a wish (the system rounds it, and may refuse more
 * than 1 MiB).  E_IO, E_LIMIT (no descriptors left). */
MUST_USE enum status os_pipe_open(struct os_pipe *out, size_t bytes, struct err *err);
/* Close one end and set it to -1; -1 is fine. */
void os_pipe_close(int *end);
/* From now on the end says -EAGAIN instead of waiting.  The other process sees it too when it
 * holds the same end. */
MUST_USE enum status os_pipe_nonblock(int end, struct err *err);

/* Count, 0 when the other side is gone and all was read, else -errno.  EINTR is handled. */
int64_t os_pipe_read(int end, void *p, size_t n);
/* Count or -errno.  A reader that is gone is a SIGPIPE here... */
int64_t os_pipe_write(int end, const void *p, size_t n);
/* ... and -EPIPE without any signal here. */
int64_t os_pipe_write_quiet(int end, const void *p, size_t n);

/* Wait until `from` can be read (or its other side is gone) or `to` can be written; -1 leaves that
 * one out.  Both false after the timeout. */
void os_pipe_wait(int from, int to, int64_t timeout_us, bool *can_read, bool *can_write);

#endif
