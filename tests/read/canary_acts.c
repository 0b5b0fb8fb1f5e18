/* tests/read/canary_acts.c
 * What code inside a reader might try to get at a file outside, one act each; see canary.h. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/read/canary.h"

enum { LEFT_OPEN = 2, PATH_BYTES = 4096 };

#define ACT(function)                                                                              \
	static size_t function(const struct canary_order *order, long argument, char *out)

#define UNUSED_ARGUMENTS (void)order, (void)argument

/* A word, when a call came through. */
static size_t
reached(long result, char *out)
{
	if (result < 0)
		return 0;
	memcpy(out, "reached", 7);
	return 7;
}

static size_t
bytes_of(int fd, char *out)
{
	ssize_t got = fd >= 0 ? pread(fd, out, CANARY_PROOF_BYTES, 0) : -1;

	return got > 0 ? (size_t)got : 0;
}

static const char *
beside(const struct canary_order *order, const char *before, const char *after)
{
	static char path[2 * PATH_BYTES];

	(void)snprintf(path, sizeof path, "%s%s%s", before, order->path, after);
	return path;
}

static const char *
folder(const struct canary_order *order)
{
	static char path[PATH_BYTES];
	const char *slash = strrchr(order->path, '/');

	(void)snprintf(path, sizeof path, "%.*s", (int)(slash - order->path), order->path);
	return path;
}

static const char *
of_parent(const struct canary_order *order, const char *after)
{
	static char path[2 * PATH_BYTES];

	(void)snprintf(path, sizeof path, "/proc/%lld/%s", (long long)order->pid, after);
	return path;
}

/* --- opening, by each flag that is a way of its own --- */

ACT(act_openat)
{
	return bytes_of((int)syscall(SYS_openat, AT_FDCWD, order->path, (int)argument, 0600), out);
}

ACT(act_openat_word)
{
	return reached(syscall(SYS_openat, AT_FDCWD, order->path, (int)argument, 0600), out);
}

ACT(act_openat_folder)
{
	long fd = syscall(SYS_openat, AT_FDCWD, folder(order), (int)argument, 0600);

	return reached(fd, out);
}

ACT(act_openat_from_folder)
{
	long fd = syscall(SYS_openat, AT_FDCWD, folder(order), O_PATH | O_DIRECTORY);

	return bytes_of(
	    (int)syscall(SYS_openat, (int)fd, strrchr(order->path, '/') + 1, (int)argument), out);
}

ACT(act_openat_new)
{
	return reached(syscall(SYS_openat, AT_FDCWD, order->proof, (int)argument, 0600), out);
}

ACT(act_openat2)
{
	struct open_how how = {.flags = (uint64_t)argument};

	return bytes_of((int)syscall(SYS_openat2, AT_FDCWD, order->path, &how, sizeof how), out);
}

ACT(act_handle)
{
	struct {
		struct file_handle head;
		unsigned char room[128];
	} handle = {.head = {.handle_bytes = sizeof handle.room}};
	int mount = 0;

	(void)argument;
	return reached(
	    syscall(SYS_name_to_handle_at, AT_FDCWD, order->path, &handle, &mount, 0), out);
}

#if defined(__x86_64__)
ACT(act_open)
{
	return bytes_of((int)syscall(SYS_open, order->path, (int)argument, 0600), out);
}

ACT(act_creat)
{
	(void)argument;
	return reached(syscall(SYS_creat, order->proof, 0600), out);
}

ACT(act_stat)
{
	struct stat st;

	(void)argument;
	return reached(syscall(SYS_stat, order->path, &st), out);
}

ACT(act_access)
{
	(void)argument;
	return reached(syscall(SYS_access, order->path, R_OK), out);
}

ACT(act_readlink)
{
	long got = syscall(
	    SYS_readlink, beside(order, "", ".link"), out, (size_t)CANARY_PROOF_BYTES);

	(void)argument;
	return got > 0 ? (size_t)got : 0;
}
#endif

/* --- what can be known of it, or done to it, without opening --- */

ACT(act_fstatat)
{
	struct stat st;

	return reached(fstatat(AT_FDCWD, order->path, &st, (int)argument), out);
}

ACT(act_statx)
{
	struct statx st;

	(void)argument;
	return reached(statx(AT_FDCWD, order->path, 0, STATX_ALL, &st), out);
}

ACT(act_faccessat)
{
	return reached(syscall(SYS_faccessat, AT_FDCWD, order->path, (int)argument), out);
}

ACT(act_readlinkat)
{
	ssize_t got = readlinkat(AT_FDCWD, beside(order, "", ".link"), out, CANARY_PROOF_BYTES);

	(void)argument;
	return got > 0 ? (size_t)got : 0;
}

ACT(act_linkat)
{
	return reached(linkat(AT_FDCWD, order->path, AT_FDCWD, order->proof, (int)argument), out);
}

ACT(act_symlink)
{
	(void)argument;
	return reached(symlinkat(order->path, AT_FDCWD, order->proof), out);
}

ACT(act_renameat)
{
	(void)argument;
	return reached(renameat(AT_FDCWD, order->path, AT_FDCWD, order->proof), out);
}

ACT(act_mkdirat)
{
	return reached(mkdirat(AT_FDCWD, order->proof, (mode_t)argument), out);
}

ACT(act_unlinkat)
{
	return reached(unlinkat(AT_FDCWD, order->path, (int)argument), out);
}

ACT(act_chdir)
{
	(void)argument;
	return reached(chdir(folder(order)), out);
}

/* --- other programs and processes --- */

/* A program that does it for us: it never comes back when it could be started. */
ACT(act_execve)
{
	static char name[] = "cp";
	char path[PATH_BYTES], to[PATH_BYTES];
	char *const argv[] = {name, path, to, NULL};
	char *const none[] = {NULL};

	(void)argument;
	(void)snprintf(path, sizeof path, "%s", order->path);
	(void)snprintf(to, sizeof to, "%s", order->proof);
	return reached(execve("/bin/cp", argv, none), out);
}

ACT(act_execveat)
{
	static char name[] = "cp";
	char path[PATH_BYTES], to[PATH_BYTES];
	char *const argv[] = {name, path, to, NULL};
	char *const none[] = {NULL};

	(void)snprintf(path, sizeof path, "%s", order->path);
	(void)snprintf(to, sizeof to, "%s", order->proof);
	return reached(syscall(SYS_execveat, AT_FDCWD, "/bin/cp", argv, none, (int)argument), out);
}

ACT(act_ptrace)
{
	return reached(ptrace((enum __ptrace_request)argument, (pid_t)order->pid, NULL, NULL), out);
}

ACT(act_memory)
{
	struct iovec local = {out, CANARY_PROOF_BYTES / 4};
	struct iovec remote = {NULL, CANARY_PROOF_BYTES / 4};
	ssize_t got;

	(void)argument;
	memcpy(&remote.iov_base, &order->address, sizeof remote.iov_base);
	got = process_vm_readv((pid_t)order->pid, &local, 1, &remote, 1, 0);
	return got > 0 ? (size_t)got : 0;
}

ACT(act_pidfd)
{
	long process = syscall(SYS_pidfd_open, (pid_t)order->pid, 0);

	(void)argument;
	return bytes_of((int)syscall(SYS_pidfd_getfd, (int)process, (int)order->fd, 0), out);
}

/* --- the network --- */

ACT(act_unix)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, (int)argument, 0);

	(void)snprintf(address.sun_path, sizeof address.sun_path, "%s.sock", order->path);
	return reached(connect(fd, (struct sockaddr *)&address, sizeof address), out);
}

ACT(act_tcp)
{
	struct sockaddr_in address = {
	    .sin_family = AF_INET, .sin_port = htons((uint16_t)order->port)};
	int fd = socket(AF_INET, (int)argument, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return reached(connect(fd, (struct sockaddr *)&address, sizeof address), out);
}

/* --- /proc --- */

ACT(act_proc_root)
{
	const char *path = argument != 0 ? beside(order, of_parent(order, "root"), "")
					 : beside(order, "/proc/self/root", "");

	return bytes_of(open(path, O_RDONLY | O_CLOEXEC), out);
}

ACT(act_proc_exe)
{
	(void)order, (void)argument;
	return reached(readlink("/proc/self/exe", out, CANARY_PROOF_BYTES), out);
}

ACT(act_proc_maps)
{
	(void)order, (void)argument;
	return reached(open("/proc/self/maps", O_RDONLY | O_CLOEXEC), out);
}

ACT(act_proc_self_fd)
{
	(void)order, (void)argument;
	return bytes_of(open("/proc/self/fd/2", O_RDONLY | O_CLOEXEC), out);
}

ACT(act_proc_fd)
{
	char name[32];

	(void)argument;
	(void)snprintf(name, sizeof name, "fd/%lld", (long long)order->fd);
	return bytes_of(open(of_parent(order, name), O_RDONLY | O_CLOEXEC), out);
}

ACT(act_proc_mem)
{
	int fd = open(of_parent(order, "mem"), O_RDONLY | O_CLOEXEC);
	ssize_t got = pread(fd, out, CANARY_PROOF_BYTES / 4, (off_t)order->address);

	(void)argument;
	return got > 0 ? (size_t)got : 0;
}

ACT(act_proc_environ)
{
	(void)argument;
	return reached(open(of_parent(order, "environ"), O_RDONLY | O_CLOEXEC), out);
}

/* --- a canary that somebody forgot to close --- */

ACT(act_left_read)
{
	ssize_t got = read(LEFT_OPEN, out, CANARY_PROOF_BYTES);

	UNUSED_ARGUMENTS;
	return got > 0 ? (size_t)got : 0;
}

ACT(act_left_pread)
{
	UNUSED_ARGUMENTS;
	return bytes_of(LEFT_OPEN, out);
}

ACT(act_left_readv)
{
	struct iovec local = {out, CANARY_PROOF_BYTES};
	ssize_t got = readv(LEFT_OPEN, &local, 1);

	UNUSED_ARGUMENTS;
	return got > 0 ? (size_t)got : 0;
}

ACT(act_left_mmap)
{
	struct stat st = {.st_size = CANARY_PROOF_BYTES / 4};
	void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, (int)argument, LEFT_OPEN, 0);

	(void)order;
	if (p == MAP_FAILED)
		return 0;
	memcpy(out, p, (size_t)st.st_size);
	return (size_t)st.st_size;
}

/* Reading descriptor 0 is allowed: what if it were another file? */
ACT(act_left_dup)
{
	ssize_t got;

	UNUSED_ARGUMENTS;
	if (syscall(SYS_dup3, LEFT_OPEN, 0, 0) < 0)
		return 0;
	got = read(0, out, CANARY_PROOF_BYTES);
	return got > 0 ? (size_t)got : 0;
}

ACT(act_left_fcntl)
{
	(void)order;
	(void)close(0);
	return bytes_of((int)syscall(SYS_fcntl, LEFT_OPEN, (int)argument, 0), out);
}

const struct canary_act canary_acts[] = {
#if defined(__x86_64__)
    {"open", act_open, O_RDONLY, CANARY_BYTES},
    {"open-path", act_openat_word, O_PATH, CANARY_WORD},
    {"creat", act_creat, 0, CANARY_FILE},
    {"stat", act_stat, 0, CANARY_WORD},
    {"access", act_access, 0, CANARY_WORD},
    {"readlink", act_readlink, 0, CANARY_BYTES},
#endif
    {"openat", act_openat, O_RDONLY, CANARY_BYTES},
    {"openat-rdwr", act_openat, O_RDWR, CANARY_BYTES},
    {"openat-nofollow", act_openat, O_RDONLY | O_NOFOLLOW, CANARY_BYTES},
    {"openat-nonblock", act_openat, O_RDONLY | O_NONBLOCK, CANARY_BYTES},
    {"openat-create", act_openat, O_RDWR | O_CREAT, CANARY_BYTES},
    {"openat-append", act_openat, O_RDWR | O_APPEND, CANARY_BYTES},
    {"openat-write", act_openat_word, O_WRONLY, CANARY_WORD},
    {"openat-truncate", act_openat_word, O_WRONLY | O_TRUNC, CANARY_WORD},
    {"openat-directory", act_openat_folder, O_RDONLY | O_DIRECTORY, CANARY_WORD},
    {"openat-tmpfile", act_openat_folder, O_RDWR | O_TMPFILE, CANARY_WORD},
    {"openat-from-folder", act_openat_from_folder, O_RDONLY, CANARY_BYTES},
    {"openat-new", act_openat_new, O_WRONLY | O_CREAT | O_EXCL, CANARY_FILE},
    {"openat2", act_openat2, O_RDONLY, CANARY_BYTES},
    {"openat2-path", act_openat2, O_RDONLY | O_NOFOLLOW | O_NOCTTY, CANARY_BYTES},
    {"file-handle", act_handle, 0, CANARY_WORD},
    {"fstatat", act_fstatat, 0, CANARY_WORD},
    {"lstat", act_fstatat, AT_SYMLINK_NOFOLLOW, CANARY_WORD},
    {"statx", act_statx, 0, CANARY_WORD},
    {"faccessat", act_faccessat, R_OK, CANARY_WORD},
    {"readlinkat", act_readlinkat, 0, CANARY_BYTES},
    {"linkat", act_linkat, 0, CANARY_FILE},
    {"symlinkat", act_symlink, 0, CANARY_FILE},
    {"renameat", act_renameat, 0, CANARY_FILE},
    {"mkdirat", act_mkdirat, 0700, CANARY_FILE},
    {"unlinkat", act_unlinkat, 0, CANARY_WORD},
    {"chdir", act_chdir, 0, CANARY_WORD},
    {"execve", act_execve, 0, CANARY_FILE},
    {"execveat", act_execveat, 0, CANARY_FILE},
    {"ptrace-seize", act_ptrace, PTRACE_SEIZE, CANARY_WORD},
    {"process-vm-readv", act_memory, 0, CANARY_BYTES},
    {"pidfd-getfd", act_pidfd, 0, CANARY_BYTES},
    {"unix-connect", act_unix, SOCK_STREAM, CANARY_WORD},
    {"tcp-connect", act_tcp, SOCK_STREAM, CANARY_WORD},
    {"udp-connect", act_tcp, SOCK_DGRAM, CANARY_WORD},
    {"proc-self-root", act_proc_root, 0, CANARY_BYTES},
    {"proc-parent-root", act_proc_root, 1, CANARY_BYTES},
    {"proc-self-exe", act_proc_exe, 0, CANARY_WORD},
    {"proc-self-maps", act_proc_maps, 0, CANARY_WORD},
    {"proc-self-fd", act_proc_self_fd, 0, CANARY_BYTES},
    {"proc-parent-fd", act_proc_fd, 0, CANARY_BYTES},
    {"proc-parent-mem", act_proc_mem, 0, CANARY_BYTES},
    {"proc-parent-environ", act_proc_environ, 0, CANARY_WORD},
    {"left-open-read", act_left_read, 0, CANARY_BYTES},
    {"left-open-pread", act_left_pread, 0, CANARY_BYTES},
    {"left-open-readv", act_left_readv, 0, CANARY_BYTES},
    {"left-open-mmap", act_left_mmap, MAP_PRIVATE, CANARY_BYTES},
    {"left-open-mmap-shared", act_left_mmap, MAP_SHARED, CANARY_BYTES},
    {"left-open-dup3", act_left_dup, 0, CANARY_BYTES},
    {"left-open-fcntl", act_left_fcntl, F_DUPFD, CANARY_BYTES},
    {NULL, NULL, 0, CANARY_WORD},
};
