/* src/sys/os/os_interrupt.c
 * Ctrl-C as a flag; see os_interrupt.h.  A signal handler has no context to be given, so this is
 * the one file-scope variable of the program. */
#include "sys/os/os_interrupt.h"

#include <signal.h>

static atomic_bool interrupted;

static void
on_signal(int number)
{
	(void)number;
	atomic_store(&interrupted, 1);
}

const atomic_bool *
os_interrupt_catch(void)
{
	struct sigaction action = {
	    .sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND | SA_RESTART};

	(void)sigemptyset(&action.sa_mask);
	(void)sigaction(SIGINT, &action, 0);
	(void)sigaction(SIGTERM, &action, 0);
	(void)sigaction(SIGHUP, &action, 0);
	return &interrupted;
}
