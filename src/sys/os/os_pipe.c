/* src/sys/os/os_pipe.c
 * Pipes; see os_pipe.h. */
#include "sys/os/os_pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_FREE = 3 }; /* 0, 1 and 2 may be closed in us, and must not be taken for pipes */

/* Move a descriptor out of the way of 0, 1 and 2; -1 when there is none left. */
static int
end_raise(int end)
{
	int raised;

	if (end >= FIRST_FREE)
		return end;
	raised = fcntl(end, F_DUPFD_CLOEXEC, FIRST_FREE);
	(void)close(end);
	return raised;
}

enum status
os_pipe_open(struct os_pipe *out, size_t bytes, struct err *err)
{
	int ends[2], size = bytes < (1 << 20) ? (int)bytes : 1 << 20;
	struct os_pipe made;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return fail_errno(err, errno == EMFILE || errno == ENFILE ? E_LIMIT : E_IO, errno,
		    "cannot make a pipe");
	made.from = end_raise(ends[0]);
	made.to = end_raise(ends[1]);
	if (made.from < 0 || made.to < 0) {
		os_pipe_close(&made.from);
		os_pipe_close(&made.to);
		return fail(err, E_LIMIT, "no file descriptors left");
	}
	(void)fcntl(made.to, F_SETPIPE_SZ, size); /* smaller pipes are only slower */
	*out = made;
	return OK;
}

void
os_pipe_close(int *end)
{
	if (*end >= 0)
		(void)close(*end);
	*end = -1;
}

enum status
os_pipe_nonblock(int end, struct err *err)
{
	int flags = fcntl(end, F_GETFL);

	if (flags < 0 || fcntl(end, F_SETFL, flags | O_NONBLOCK) != 0)
		return fail_errno(err, E_IO, errno, "cannot set up a pipe");
	return OK;
}

int64_t
os_pipe_read(int end, void *p, size_t n)
{
	ssize_t got;

	do {
		got = read(end, p, n);
	} while (got < 0 && errno == EINTR);
	return got < 0 ? -errno : got;
}

int64_t
os_pipe_write(int end, const void *p, size_t n)
{
	ssize_t put;

	do {
		put = write(end, p, n);
	} while (put < 0 && errno == EINTR);
	return put < 0 ? -errno : put;
}

/* The signal is held back in this thread, taken away if it came, and let through again. */
int64_t
os_pipe_write_quiet(int end, const void *p, size_t n)
{
	static const struct timespec at_once = {0};
	sigset_t pipe_set, before, waiting;
	int64_t put;
	bool was_waiting;

	(void)sigemptyset(&pipe_set);
	(void)sigaddset(&pipe_set, SIGPIPE);
	(void)sigpending(&waiting);
	was_waiting = sigismember(&waiting, SIGPIPE) == 1;
	(void)pthread_sigmask(SIG_BLOCK, &pipe_set, &before);
	put = os_pipe_write(end, p, n);
	if (put == -EPIPE && !was_waiting)
		while (sigtimedwait(&pipe_set, NULL, &at_once) < 0 && errno == EINTR)
			;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return put;
}

void
os_pipe_wait(int from, int to, int64_t timeout_us, bool *can_read, bool *can_write)
{
	struct pollfd ends[2] = {{.fd = from, .events = POLLIN}, {.fd = to, .events = POLLOUT}};
	int64_t ms = timeout_us / 1000;

	/* An interrupted wait is a short one: the caller looks at its clock anyway. */
	if (poll(ends, 2, ms < 0 ? 0 : ms > 60000 ? 60000 : (int)ms) <= 0) {
		*can_read = *can_write = false;
		return;
	}
	*can_read = ends[0].revents != 0;
	*can_write = ends[1].revents != 0;
}
