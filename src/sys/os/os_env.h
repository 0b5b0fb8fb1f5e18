/* src/sys/os/os_env.h
 * The environment: the only place that reads it. */
#ifndef SYS_OS_OS_ENV_H
#define SYS_OS_OS_ENV_H

/* NULL when the variable is not set or empty.  Borrowed; nothing in Daybook changes the
 * environment, so it stays valid. */
const char *os_env(const char *name);

#endif
