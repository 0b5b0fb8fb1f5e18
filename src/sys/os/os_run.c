/* src/sys/os/os_run.c
 * Another program run to its end; see os_run.h. */
#include "sys/os/os_run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

#include "sys/os/os_process.h"

/* A copy above 2, as os_process_spawn() wants them. */
static int
copy_of(int fd)
{
	return fcntl(fd, F_DUPFD_CLOEXEC, 3);
}

static int
open_nothing(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	int copy = fd >= 0 ? copy_of(fd) : -1;

	if (fd >= 0)
		(void)close(fd);
	return copy;
}

enum status
os_run(const char *path, const char *const *argv, bool quiet, int *code, struct err *err)
{
	struct os_process_start start = {.path = path, .argv = argv};
	struct os_process process = OS_PROCESS_NONE;
	struct os_exit how;
	enum status status = OK;

	start.fds[0] = open_nothing();
	start.fds[1] = quiet ? open_nothing() : copy_of(1);
	start.fds[2] = quiet ? open_nothing() : copy_of(2);
	for (int i = 0; i < 3; i++)
		if (start.fds[i] < 0)
			status = fail_errno(err, E_IO, errno, "cannot start %.100s", path);
	if (status == OK)
		status = os_process_spawn(&start, &process, err);
	for (int i = 0; i < 3; i++)
		if (start.fds[i] >= 0)
			(void)close(start.fds[i]);
	if (status != OK)
		return status;
	while (!os_process_wait(&process, 1000000, &how))
		continue;
	*code = how.by_signal ? 128 + how.code : how.code;
	return OK;
}
