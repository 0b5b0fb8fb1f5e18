/* src/sys/os/os_process.h
 * A program started with exactly three descriptors and nothing else of ours: no environment, no
 * other files, no signal mask, its own process group (so that Ctrl-C reaches us, not it). */
#ifndef SYS_OS_OS_PROCESS_H
#define SYS_OS_OS_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct os_process {
	int pid;   /* -1 when there is none (any more) */
	int watch; /* a pidfd, -1 where the system has none */
};

#define OS_PROCESS_NONE ((struct os_process){-1, -1})

struct os_process_start {
	const char *path;        /* no search; OS_SELF for ourselves */
	const char *const *argv; /* ends with NULL */
	int fds[3];              /* become 0, 1, 2; each at least 3 */
};

struct os_exit {
	bool by_signal;
	int code; /* exit code, or the signal */
};

/* The running program, even when its file was replaced meanwhile. */
#define OS_SELF "/proc/self/exe"

/* E_NOTFOUND, E_DENIED, E_NOMEM, E_IO: nothing was started. */
MUST_USE enum status os_process_spawn(
    const struct os_process_start *start, struct os_process *out, struct err *err);
/* True when it has ended: *out says how and the process is gone (pid -1). */
MUST_USE bool os_process_wait(struct os_process *process, int64_t timeout_us, struct os_exit *out);
/* Of an end by signal, in words: "it crashed", "it tried something that it may not do" … */
const char *os_process_exit_why(const struct os_exit *how);
/* SIGKILL; wait afterwards. */
void os_process_kill(const struct os_process *process);

#endif
