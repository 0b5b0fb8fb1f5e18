/* src/sys/os/confine_parts.h
 * Inside sys/os only: the two walls with files of their own. */
#ifndef SYS_OS_CONFINE_PARTS_H
#define SYS_OS_CONFINE_PARTS_H

#include <stdint.h>

#include "base/err.h"

/* Landlock.  Needs NO_NEW_PRIVS and one free descriptor.  Adds to *walls.  E_DENIED. */
MUST_USE enum status confine_files(uint32_t *walls, struct err *err);
/* seccomp, the last wall: nothing but the list afterwards.  E_DENIED. */
MUST_USE enum status confine_calls(struct err *err);

#endif
