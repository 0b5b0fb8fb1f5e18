/* src/sys/os/os_terminal.h
 * The person at the terminal: is there one, how wide is it, and questions whose answers are, or are
 * not, shown.  Not for: screens or colours. */
#ifndef SYS_OS_OS_TERMINAL_H
#define SYS_OS_OS_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Descriptors 0, 1, 2. */
bool os_terminal_is(int fd);
/* Columns of that terminal; 80 when it cannot be told. */
unsigned os_terminal_width(int fd);

/*
 * Ask on the controlling terminal, without showing the answer, and put the line without its end in
 * p (size bytes, best locked memory: it is read straight into there).  Backspace,
 * Ctrl-U and Ctrl-W erase.
 * OK           *n bytes, any bytes the person typed.
 * E_CANCELLED  Ctrl-C, Ctrl-D or the terminal went away.
 * E_NOTFOUND   there is no terminal.
 * E_LIMIT      longer than size; p is wiped.     E_IO.
 */
MUST_USE enum status os_terminal_ask_secret(
    const char *question, uint8_t *p, size_t size, size_t *n, struct err *err);
/* The same with the answer shown while it is typed. */
MUST_USE enum status os_terminal_ask_shown(
    const char *question, uint8_t *p, size_t size, size_t *n, struct err *err);
/* Bytes to the controlling terminal, wherever standard output goes.  E_NOTFOUND, E_IO. */
MUST_USE enum status os_terminal_say(const uint8_t *p, size_t n, struct err *err);

#endif
