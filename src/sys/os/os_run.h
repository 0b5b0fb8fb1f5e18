/* src/sys/os/os_run.h
 * Another program of ours run to its end (the sample generator, the verifier). */
#ifndef SYS_OS_OS_RUN_H
#define SYS_OS_OS_RUN_H

#include <stdbool.h>

#include "base/err.h"

/*
 * No search, empty environment, nothing inherited but standard input from /dev/null, output and
 * errors (both to /dev/null when `quiet`).  *code: exit code, or 128 + the signal.
 * E_NOTFOUND, E_DENIED, E_NOMEM, E_IO: it was not started.
 */
MUST_USE enum status os_run(
    const char *path, const char *const *argv, bool quiet, int *code, struct err *err);

#endif
