/* tests/tools/killat.c
 * Stands between a program and its disk (LD_PRELOAD): counts the calls that change files, and ends
 * the program at one of them or lets it fail.  For tests only; not for programs that write from
 * several threads.
 *
 *   KILLAT=N          the program is killed (SIGKILL) instead of making its Nth call; the state
 * after call N is the state before call N + 1, so every N covers both sides KILLAT_FULL=N     from
 * the Nth call on, whatever needs room fails with ENOSPC KILLAT_COUNT=F    the number of calls made
 * is written to F at the end KILLAT_DENY=S     opening a path that contains S fails with EACCES
 *   KILLAT_VANISH=S   a path that contains S is removed just before it is opened
 *   KILLAT_CUT=S      a file whose path contains S is cut to half its length just after it was
 * opened */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXPORT                __attribute__((visibility("default")))
#define REAL(type, name, ...) ((type(*)(__VA_ARGS__))next(name))

static unsigned long calls;
static bool inside;

static void *
next(const char *name)
{
	void *symbol = dlsym(RTLD_NEXT, name);

	if (symbol == NULL)
		abort();
	return symbol;
}

static unsigned long
number(const char *name)
{
	const char *value = getenv(name);

	return value != NULL ? strtoul(value, NULL, 10) : 0;
}

/* One more call: true says that it must fail for want of room. */
static bool
counted(bool needs_room)
{
	unsigned long full = number("KILLAT_FULL");

	if (inside)
		return false;
	calls++;
	if (calls == number("KILLAT"))
		(void)kill(getpid(), SIGKILL);
	if (!needs_room || full == 0 || calls < full)
		return false;
	errno = ENOSPC;
	return true;
}

/* Not the pipes to its worker, nor what it says to others. */
static bool
matters(int handle)
{
	struct stat st;

	return fstat(handle, &st) == 0 && S_ISREG(st.st_mode);
}

static bool
named(const char *variable, const char *path)
{
	const char *part = getenv(variable);

	return part != NULL && strstr(path, part) != NULL;
}

EXPORT ssize_t
write(int handle, const void *p, size_t n)
{
	if (matters(handle) && counted(true))
		return -1;
	return REAL(ssize_t, "write", int, const void *, size_t)(handle, p, n);
}

EXPORT ssize_t
pwrite64(int handle, const void *p, size_t n, off_t at)
{
	if (counted(true))
		return -1;
	return REAL(ssize_t, "pwrite64", int, const void *, size_t, off_t)(handle, p, n, at);
}

EXPORT int
fsync(int handle)
{
	(void)counted(false);
	return REAL(int, "fsync", int)(handle);
}

EXPORT int
fdatasync(int handle)
{
	(void)counted(false);
	return REAL(int, "fdatasync", int)(handle);
}

EXPORT int
syncfs(int handle)
{
	(void)counted(false);
	return REAL(int, "syncfs", int)(handle);
}

EXPORT int
ftruncate64(int handle, off_t bytes)
{
	if (counted(bytes != 0))
		return -1;
	return REAL(int, "ftruncate64", int, off_t)(handle, bytes);
}

EXPORT int
renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	(void)counted(false);
	return REAL(int, "renameat", int, const char *, int, const char *)(
	    from_folder, from, to_folder, to);
}

EXPORT int
renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
	(void)counted(false);
	return REAL(int, "renameat2", int, const char *, int, const char *, unsigned)(
	    from_folder, from, to_folder, to, flags);
}

EXPORT int
unlinkat(int folder, const char *path, int flags)
{
	(void)counted(false);
	return REAL(int, "unlinkat", int, const char *, int)(folder, path, flags);
}

EXPORT int
mkdirat(int folder, const char *path, mode_t mode)
{
	if (counted(true))
		return -1;
	return REAL(int, "mkdirat", int, const char *, mode_t)(folder, path, mode);
}

EXPORT int
mkdir(const char *path, mode_t mode)
{
	if (counted(true))
		return -1;
	return REAL(int, "mkdir", const char *, mode_t)(path, mode);
}

/* Puts a second program's hand on the file that is being opened. */
static void
disturb(const char *path, int handle)
{
	struct stat st;

	inside = true;
	if (handle < 0 && named("KILLAT_VANISH", path))
		(void)unlink(path);
	if (handle >= 0 && named("KILLAT_CUT", path) && fstat(handle, &st) == 0 &&
	    S_ISREG(st.st_mode))
		(void)!truncate(path, st.st_size / 2);
	inside = false;
}

EXPORT int
openat64(int folder, const char *path, int flags, ...)
{
	va_list args;
	mode_t mode = 0;
	int handle;

	if ((flags & O_CREAT) != 0) {
		va_start(args, flags);
		mode = va_arg(args, mode_t);
		va_end(args);
		if (counted(true))
			return -1;
	}
	if (named("KILLAT_DENY", path)) {
		errno = EACCES;
		return -1;
	}
	disturb(path, -1);
	handle = REAL(int, "openat64", int, const char *, int, ...)(folder, path, flags, mode);
	disturb(path, handle);
	return handle;
}

__attribute__((destructor)) static void
at_end(void)
{
	const char *path = getenv("KILLAT_COUNT");
	FILE *file;

	inside = true;
	file = path != NULL ? fopen(path, "w") : NULL;
	if (file == NULL)
		return;
	(void)fprintf(file, "%lu\n", calls);
	(void)fclose(file);
}
