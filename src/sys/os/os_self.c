/* src/sys/os/os_self.c
 * This process; see os_self.h. */
#include "sys/os/os_self.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum status
os_self_path(struct buf *out, struct err *err)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path);

	if (n < 0 || (size_t)n >= sizeof path)
		return fail_errno(
		    err, E_IO, n < 0 ? errno : ENAMETOOLONG, "cannot tell where the program is");
	buf_reset(out);
	buf_put(out, path, (size_t)n);
	buf_put_byte(out, '\0');
	return buf_check(out, err);
}

static bool
standard_open(void)
{
	int fd;

	/* open() takes the lowest free number, so this fills the holes among 0, 1, 2. */
	do {
		fd = open("/dev/null", O_RDWR | O_NOCTTY);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd < 0)
		return false;
	(void)close(fd);
	return true;
}

enum status
os_self_harden(struct err *err)
{
	static const struct rlimit none = {0, 0};

	if (!standard_open())
		return fail_errno(err, E_IO, errno, "cannot open /dev/null");
	if (setrlimit(RLIMIT_CORE, &none) != 0)
		return fail_errno(err, E_IO, errno, "cannot switch core dumps off");
	if (prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L) != 0)
		return fail_errno(err, E_IO, errno, "cannot close our memory to other processes");
	(void)umask(077);
	return OK;
}

void
os_self_close_others(void)
{
	closefrom(STDERR_FILENO + 1); /* glibc: close_range(), or one by one */
}

void
os_self_end(int code)
{
	_exit(code);
}
