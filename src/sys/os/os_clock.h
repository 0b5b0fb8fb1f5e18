/* src/sys/os/os_clock.h
 * The real clock behind base/seam.h: UTC wall time, and time since boot counting sleep
 * (CLOCK_BOOTTIME).  Nothing else in the tree asks for the time. */
#ifndef SYS_OS_OS_CLOCK_H
#define SYS_OS_OS_CLOCK_H

#include "base/seam.h"

struct clock os_clock(void);

#endif
