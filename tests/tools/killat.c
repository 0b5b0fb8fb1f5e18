/* tests/tools/killat.c
 * Stands between a program and its disk (LD_PRELOAD): numbers the calls that change files,
 * whichever thread makes them, and ends the program at one of them, lets it fail, or puts a second
 * program's hand on a file.  For tests only.
 *
 * KILLAT=N: the program is killed (SIGKILL) instead of making its Nth call.  What follows call N is
 * what precedes call N + 1, so every N in turn covers both sides.
 *
 * KILLAT_HALF=N: the program is killed in the middle of its Nth write: the first half is made.
 *
 * KILLAT_FULL=N: from the Nth call on, whatever needs room fails with ENOSPC.  KILLAT_FULL_FOR=M:
 * of those only the first M; then there is room again.
 *
 * KILLAT_TRACE=F: a line in F for each call: its name, a tab, the path (a rename: both, with a tab
 * between).  A write is told before it is made, everything else after it was made without error;
 * "said" is an answer given to the person.
 *
 * KILLAT_QUICK=1: Argon2id is replaced by a hash, so that opening a vault a thousand times does not
 * take a quarter of an hour.  A vault made so opens only so.
 *
 * KILLAT_DENY=S: opening a path that contains S fails with EACCES.
 *
 * KILLAT_READONLY=S: whatever would change something at a path that contains S fails with EROFS.
 *
 * KILLAT_VANISH=S: a file whose path contains S is removed just before it is opened.
 *
 * KILLAT_CUT=S: a file whose path contains S is cut to half its length just after it was opened.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EXPORT                __attribute__((visibility("default")))
#define REAL(type, name, ...) (__extension__(type(*)(__VA_ARGS__)) next(name))

enum { HANDLES = 1024, PATH_BYTES = 4096, LINE_BYTES = 2 * PATH_BYTES + 32 };

static atomic_ulong calls, writes;
static char paths[HANDLES][PATH_BYTES]; /* what each handle was opened as */

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

static bool
named(const char *variable, const char *path)
{
	const char *part = getenv(variable);

	return part != NULL && strstr(path, part) != NULL;
}

static bool
is_read_only(const char *path)
{
	if (!named("KILLAT_READONLY", path))
		return false;
	errno = EROFS;
	return true;
}

static const char *
path_of(int handle)
{
	return handle >= 0 && handle < HANDLES ? paths[handle] : "";
}

/* One write to a file opened for appending: lines of several threads do not mix. */
static void
trace(const char *what, const char *path)
{
	const char *to = getenv("KILLAT_TRACE");
	char line[LINE_BYTES];
	int before = errno, n, handle;

	if (to == NULL)
		return;
	n = snprintf(line, sizeof line, "%s\t%s\n", what, path);
	handle = (int)syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_CREAT | O_APPEND, 0600);
	if (n < 0 || handle < 0 || syscall(SYS_write, handle, line, (size_t)n) != n)
		abort();
	(void)syscall(SYS_close, handle);
	errno = before;
}

/* Not made, so not an answer; any other result is handed on. */
static int
traced(int result, const char *what, const char *path)
{
	if (result >= 0)
		trace(what, path);
	return result;
}

static void
die(void)
{
	for (;;)
		(void)kill(getpid(), SIGKILL);
}

static bool
no_room(unsigned long call)
{
	unsigned long full = number("KILLAT_FULL"), few = number("KILLAT_FULL_FOR");

	if (full == 0 || call < full || (few != 0 && call >= full + few))
		return false;
	errno = ENOSPC;
	return true;
}

/* One more call; true says that it must fail for want of room. */
static bool
counted(bool needs_room)
{
	unsigned long call = atomic_fetch_add(&calls, 1) + 1;

	if (call == number("KILLAT"))
		die();
	return needs_room && no_room(call);
}

/* Not the pipes to its worker, nor what it says to others. */
static bool
matters(int handle)
{
	struct stat st;

	return fstat(handle, &st) == 0 && S_ISREG(st.st_mode);
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
	ssize_t (*real)(int, const void *, size_t, off_t) = REAL(
	    ssize_t, "pwrite64", int, const void *, size_t, off_t);

	if (counted(true))
		return -1;
	if (atomic_fetch_add(&writes, 1) + 1 == number("KILLAT_HALF")) {
		(void)!real(handle, p, n / 2, at);
		die();
	}
	trace("write", path_of(handle));
	return real(handle, p, n, at);
}

EXPORT int
fsync(int handle)
{
	(void)counted(false);
	return traced(REAL(int, "fsync", int)(handle), "sync", path_of(handle));
}

EXPORT int
fdatasync(int handle)
{
	(void)counted(false);
	return traced(REAL(int, "fdatasync", int)(handle), "sync", path_of(handle));
}

EXPORT int
syncfs(int handle)
{
	(void)counted(false);
	return traced(REAL(int, "syncfs", int)(handle), "syncfs", path_of(handle));
}

EXPORT int
ftruncate64(int handle, off_t bytes)
{
	if (counted(bytes != 0))
		return -1;
	return traced(REAL(int, "ftruncate64", int, off_t)(handle, bytes), "cut", path_of(handle));
}

EXPORT int
renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	char both[2 * PATH_BYTES];

	(void)counted(false);
	if (is_read_only(from) || is_read_only(to))
		return -1;
	(void)snprintf(both, sizeof both, "%s\t%s", from, to);
	return traced(REAL(int, "renameat", int, const char *, int, const char *)(
			  from_folder, from, to_folder, to),
	    "rename", both);
}

EXPORT int
unlinkat(int folder, const char *path, int flags)
{
	(void)counted(false);
	if (is_read_only(path))
		return -1;
	return traced(
	    REAL(int, "unlinkat", int, const char *, int)(folder, path, flags), "unlink", path);
}

EXPORT int
mkdirat(int folder, const char *path, mode_t mode)
{
	if (counted(true) || is_read_only(path))
		return -1;
	return traced(
	    REAL(int, "mkdirat", int, const char *, mode_t)(folder, path, mode), "mkdir", path);
}

/* What the person reads: whatever it promises has to hold by now. */
EXPORT size_t
fwrite(const void *p, size_t size, size_t count, FILE *to)
{
	if (to == stdout)
		trace("said", "");
	return REAL(size_t, "fwrite", const void *, size_t, size_t, FILE *)(p, size, count, to);
}

/* libsodium's, at no cost. */
EXPORT int
crypto_pwhash(unsigned char *out, unsigned long long n, const char *secret,
    unsigned long long secret_n, const unsigned char *salt, unsigned long long passes,
    size_t memory, int kind)
{
	if (number("KILLAT_QUICK") == 0)
		return REAL(int, "crypto_pwhash", unsigned char *, unsigned long long, const char *,
		    unsigned long long, const unsigned char *, unsigned long long, size_t,
		    int)(out, n, secret, secret_n, salt, passes, memory, kind);
	return REAL(int, "crypto_generichash", unsigned char *, size_t, const unsigned char *,
	    unsigned long long, const unsigned char *,
	    size_t)(out, (size_t)n, (const unsigned char *)secret, secret_n, salt, 16);
}

static void
cut(const char *path, int handle)
{
	struct stat st;

	if (named("KILLAT_CUT", path) && fstat(handle, &st) == 0 && S_ISREG(st.st_mode))
		(void)!truncate(path, st.st_size / 2);
}

static int
opened(const char *path, int handle, bool made)
{
	if (handle < 0)
		return handle;
	if (handle < HANDLES && strlen(path) < PATH_BYTES)
		memcpy(paths[handle], path, strlen(path) + 1);
	if (made)
		trace("open", path);
	cut(path, handle);
	return handle;
}

EXPORT int
openat64(int folder, const char *path, int flags, ...)
{
	va_list args;
	mode_t mode = 0;
	bool makes = (flags & O_CREAT) != 0;

	if (makes) {
		va_start(args, flags);
		mode = va_arg(args, mode_t);
		va_end(args);
		if (counted(true))
			return -1;
	}
	if ((flags & (O_WRONLY | O_RDWR | O_CREAT)) != 0 && is_read_only(path))
		return -1;
	if (named("KILLAT_DENY", path)) {
		errno = EACCES;
		return -1;
	}
	if (named("KILLAT_VANISH", path))
		(void)syscall(SYS_unlink, path);
	return opened(path,
	    REAL(int, "openat64", int, const char *, int, ...)(folder, path, flags, mode), makes);
}

/* The rest is asked for by libraries inside the program; what it calls itself stands above. */
EXPORT int plain_open(const char *path, int flags, mode_t mode) __asm__("open");
EXPORT int plain_open64(const char *path, int flags, mode_t mode) __asm__("open64")
    __attribute__((alias("open")));
EXPORT int plain_mkstemp(char *path) __asm__("mkstemp");

/* As the kernel's call: the mode is there, or not looked at. */
int
plain_open(const char *path, int flags, mode_t mode)
{
	return openat64(AT_FDCWD, path, flags, mode);
}

EXPORT int
unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

int
plain_mkstemp(char *path)
{
	int handle;

	if (counted(true) || is_read_only(path))
		return -1;
	handle = REAL(int, "mkstemp", char *)(path);
	return opened(path, handle, true);
}
