/* src/sys/os/os_clock.h
 * The real clock behind base/seam.h: UTC wall time, and time since boot counting sleep
 * (CLOCK_BOOTTIME).  Nothing else in the tree asks for the time. */
#ifndef SYS_OS_OS_CLOCK_H
#define SYS_OS_OS_CLOCK_H

#include "base/seam.h"

struct clock os_clock(void);

/* Microseconds of a clock that stands still while the machine sleeps: for time limits on our own
 * processes, never for evidence. */
int64_t os_clock_tick_us(void);

#endif
