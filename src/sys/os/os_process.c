/* src/sys/os/os_process.c
 * Starting and ending processes; see os_process.h. */
#include "sys/os/os_process.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sys/os/file.h"
#include "sys/os/os_clock.h"

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434 /* Linux 5.3, the same number on every architecture */
#endif

static int
actions_fill(posix_spawn_file_actions_t *actions, const int fds[3])
{
	int failed = 0;

	for (int i = 0; i < 3 && failed == 0; i++)
		failed = posix_spawn_file_actions_adddup2(actions, fds[i], i);
	if (failed == 0)
		failed = posix_spawn_file_actions_addclosefrom_np(actions, 3);
	return failed;
}

static int
attributes_fill(posix_spawnattr_t *attributes)
{
	sigset_t none, all;
	int failed;

	(void)sigemptyset(&none);
	(void)sigfillset(&all);
	failed = posix_spawnattr_setsigmask(attributes, &none);
	if (failed == 0)
		failed = posix_spawnattr_setsigdefault(attributes, &all);
	if (failed == 0)
		failed = posix_spawnattr_setpgroup(attributes, 0);
	if (failed == 0)
		failed = posix_spawnattr_setflags(attributes,
		    POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
	return failed;
}

/* posix_spawn() wants its strings writable but only reads them (POSIX, exec RATIONALE). */
static char *const *
unconst(const char *const *argv)
{
	union {
		const char *const *in;
		char *const *out;
	} cast = {.in = argv};

	return cast.out;
}

enum status
os_process_spawn(const struct os_process_start *start, struct os_process *out, struct err *err)
{
	static const char *const nothing[] = {NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int failed;
	pid_t pid = -1;

	failed = posix_spawn_file_actions_init(&actions);
	if (failed != 0)
		return fail_errno(err, E_NOMEM, failed, "cannot start a process");
	failed = posix_spawnattr_init(&attributes);
	if (failed == 0) {
		failed = actions_fill(&actions, start->fds);
		if (failed == 0)
			failed = attributes_fill(&attributes);
		if (failed == 0)
			failed = posix_spawn(&pid, start->path, &actions, &attributes,
			    unconst(start->argv), unconst(nothing));
		(void)posix_spawnattr_destroy(&attributes);
	}
	(void)posix_spawn_file_actions_destroy(&actions);
	if (failed != 0)
		return file_fail(err, -failed, "cannot start", start->path);
	out->pid = pid;
	out->watch = (int)syscall(SYS_pidfd_open, pid, 0);
	return OK;
}

static bool
reap(struct os_process *process, struct os_exit *out)
{
	int how = 0;
	pid_t got;

	do {
		got = waitpid(process->pid, &how, WNOHANG);
	} while (got < 0 && errno == EINTR);
	if (got == 0)
		return false;
	/* An error means that somebody else reaped it: it is gone, nobody knows how. */
	out->by_signal = got < 0 || WIFSIGNALED(how);
	out->code = got < 0 ? 0 : WIFSIGNALED(how) ? WTERMSIG(how) : WEXITSTATUS(how);
	if (process->watch >= 0)
		(void)close(process->watch);
	*process = OS_PROCESS_NONE;
	return true;
}

/* Up to `us`, less when the process ends; without a pidfd in steps of a millisecond. */
static void
pause_for(const struct os_process *process, int64_t us)
{
	static const struct timespec step = {.tv_nsec = 1000000};
	struct pollfd watch = {.fd = process->watch, .events = POLLIN};

	if (process->watch >= 0)
		(void)poll(&watch, 1, us > 60000000 ? 60000 : (int)((us + 999) / 1000));
	else
		(void)nanosleep(&step, NULL);
}

bool
os_process_wait(struct os_process *process, int64_t timeout_us, struct os_exit *out)
{
	int64_t start = os_clock_tick_us(), passed;

	if (process->pid <= 0)
		return false;
	for (;;) {
		if (reap(process, out))
			return true;
		passed = os_clock_tick_us() - start;
		if (passed >= timeout_us)
			return false;
		pause_for(process, timeout_us - passed);
	}
}

void
os_process_kill(const struct os_process *process)
{
	/* Not reaped yet, so the number cannot mean anybody else. */
	if (process->pid > 0)
		(void)kill(process->pid, SIGKILL);
}

const char *
os_process_exit_why(const struct os_exit *how)
{
	switch (how->code) {
	case SIGSYS: return "it tried something that it may not do";
	case SIGXCPU:
	case SIGKILL: return "it used more time or memory than it may";
	case SIGSEGV:
	case SIGBUS:
	case SIGABRT:
	case SIGFPE:
	case SIGILL: return "it crashed";
	default: return "it was ended by a signal";
	}
}
