/* src/sys/os/os_interrupt.h
 * Ctrl-C and a polite request to end (SIGINT, SIGTERM, SIGHUP), as a flag that long work looks at.
 * A second Ctrl-C ends the program at once, as without us. */
#ifndef SYS_OS_OS_INTERRUPT_H
#define SYS_OS_OS_INTERRUPT_H

#include <stdatomic.h>

/* Sets the handlers up on the first call; the flag lives as long as the program. */
const atomic_bool *os_interrupt_catch(void);

#endif
