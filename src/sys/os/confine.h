/* src/sys/os/confine.h
 * The walls around a process that reads hostile bytes (docs/design/0003-worker.md).
 * After confine_self() it can read descriptor 0, write 1 and 2, get memory, and end: no file, no
 * network, no other process, no new program.  There is no way back and no switch to leave it out.
 */
#ifndef SYS_OS_CONFINE_H
#define SYS_OS_CONFINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* Bits of the set of walls; the numbers are part of docs/format/frame.md. */
enum wall {
	WALL_LIMITS = 1 << 0,       /* memory, processor time, no files, no processes, no dumps */
	WALL_PARENT = 1 << 1,       /* dies with its parent */
	WALL_MEMORY = 1 << 2,       /* its memory is closed to others */
	WALL_NAMESPACES = 1 << 3,   /* own user, network and ipc namespaces: best effort */
	WALL_PRIVILEGES = 1 << 4,   /* NO_NEW_PRIVS */
	WALL_CAPABILITIES = 1 << 5, /* none left */
	WALL_FILES = 1 << 6,        /* Landlock: no right on any file */
	WALL_TCP = 1 << 7,          /* Landlock: no TCP (ABI 4) */
	WALL_SCOPE = 1 << 8, /* Landlock: no signals or abstract sockets to the outside (ABI 6) */
	WALL_CALLS = 1 << 9, /* seccomp: a short list of system calls, death for any other */
	WALL_SANITIZER =
	    1 << 10, /* built for AddressSanitizer, which no wall can stand beside: tests */
};

/* Without these nothing is read. */
#define WALLS_NEEDED ((uint32_t)(WALL_LIMITS | WALL_PRIVILEGES | WALL_FILES | WALL_CALLS))

struct confine_limits {
	uint64_t memory_bytes; /* address space */
	uint64_t cpu_seconds;  /* SIGXCPU then; SIGKILL a second later */
};

/*
 * Put the walls up, in the order of the design note.  Expects one thread and everything loaded that
 * needs files.  *walls says which stand, also on failure.
 * E_DENIED  a needed one could not be had; err says which.  Others may stand.
 */
MUST_USE enum status confine_self(
    const struct confine_limits *limits, uint32_t *walls, struct err *err);

/* False only in a build for AddressSanitizer: then a set of walls is WALL_SANITIZER alone, and is
 * good enough for the tests that this build is for. */
bool confine_is_real(void);
/* Is this set of walls enough to read behind? */
bool confine_suffices(uint32_t walls);

#endif
