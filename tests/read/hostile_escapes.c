/* tests/read/hostile_escapes.c
 * Ways out.  Each must end in death by SIGSYS, or (limits) in failure; one that comes back OK
 * is reported by the worker as a good end, which the test refuses. */
#include <fcntl.h>
#include <linux/futex.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "read/frame.h"
#include "tests/read/hostile.h"

#define DEED(function)                                                                             \
	static enum status function(                                                               \
	    const struct source *source, const struct sink *sink, struct err *err)

#define UNUSED_ARGUMENTS (void)source, (void)sink, (void)err

DEED(escape_open)
{
	UNUSED_ARGUMENTS;
	(void)open("/etc/passwd", O_RDONLY | O_CLOEXEC);
	return OK;
}

DEED(escape_create)
{
	UNUSED_ARGUMENTS;
	(void)open("/tmp/daybook-escaped", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	return OK;
}

DEED(escape_tcp)
{
	UNUSED_ARGUMENTS;
	(void)socket(AF_INET, SOCK_STREAM, 0);
	return OK;
}

DEED(escape_udp)
{
	UNUSED_ARGUMENTS;
	(void)socket(AF_INET6, SOCK_DGRAM, 0);
	return OK;
}

DEED(escape_unix)
{
	UNUSED_ARGUMENTS;
	(void)socket(AF_UNIX, SOCK_STREAM, 0);
	return OK;
}

/* A descriptor that was there all along would do as well. */
DEED(escape_connect)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = 0x5000};

	UNUSED_ARGUMENTS;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	(void)connect(0, (struct sockaddr *)&address, sizeof address);
	return OK;
}

DEED(escape_fork)
{
	UNUSED_ARGUMENTS;
	if (fork() == 0)
		_exit(0);
	return OK;
}

DEED(escape_exec)
{
	static char *const argv[] = {NULL};

	UNUSED_ARGUMENTS;
	(void)execve("/bin/true", argv, argv);
	return OK;
}

DEED(escape_ptrace)
{
	UNUSED_ARGUMENTS;
	(void)ptrace(PTRACE_ATTACH, 1, NULL, NULL);
	return OK;
}

DEED(escape_memory)
{
	char here[16];
	struct iovec local = {here, sizeof here}, remote = {here, sizeof here};

	UNUSED_ARGUMENTS;
	(void)process_vm_readv(1, &local, 1, &remote, 1, 0);
	return OK;
}

DEED(escape_kill)
{
	UNUSED_ARGUMENTS;
	(void)kill(1, 0);
	return OK;
}

DEED(escape_mmap_exec)
{
	UNUSED_ARGUMENTS;
	(void)mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return OK;
}

DEED(escape_mprotect_exec)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	UNUSED_ARGUMENTS;
	(void)mprotect(p, 4096, PROT_READ | PROT_EXEC);
	return OK;
}

DEED(escape_mmap_file)
{
	UNUSED_ARGUMENTS;
	(void)mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 0, 0);
	return OK;
}

DEED(escape_prctl)
{
	UNUSED_ARGUMENTS;
	(void)prctl(PR_SET_DUMPABLE, 1L, 0L, 0L, 0L);
	return OK;
}

DEED(escape_io_uring)
{
	UNUSED_ARGUMENTS;
	(void)syscall(SYS_io_uring_setup, 8, NULL);
	return OK;
}

DEED(escape_memfd)
{
	UNUSED_ARGUMENTS;
	(void)memfd_create("x", 0);
	return OK;
}

DEED(escape_ioctl)
{
	UNUSED_ARGUMENTS;
	(void)isatty(2);
	return OK;
}

DEED(escape_read_other)
{
	char c;

	UNUSED_ARGUMENTS;
	(void)!read(3, &c, 1);
	return OK;
}

DEED(escape_write_other)
{
	UNUSED_ARGUMENTS;
	(void)!write(0, "x", 1);
	return OK;
}

DEED(escape_limits)
{
	UNUSED_ARGUMENTS;
	(void)syscall(SYS_prlimit64, 0, 0, NULL, NULL);
	return OK;
}

#if defined(__x86_64__)
/* getpid() by the 32-bit door, where the same number means another call. */
DEED(escape_32_bit)
{
	long result = 20;

	UNUSED_ARGUMENTS;
	__asm__ volatile("int $0x80" : "+a"(result) : : "memory");
	return OK;
}

DEED(escape_x32)
{
	UNUSED_ARGUMENTS;
	(void)syscall(0x40000000 | SYS_getpid);
	return OK;
}
#endif

DEED(escape_abort)
{
	UNUSED_ARGUMENTS;
	abort();
}

DEED(escape_crash)
{
	volatile char *volatile nowhere = NULL;

	UNUSED_ARGUMENTS;
	*nowhere = 1;
	return OK;
}

DEED(escape_spin)
{
	volatile unsigned long turns = 0;

	UNUSED_ARGUMENTS;
	while (turns + 1 != 0)
		turns++;
	return OK;
}

/* Takes memory until there is none, and says how much that was. */
DEED(escape_eat)
{
	struct buf all;

	UNUSED_ARGUMENTS;
	buf_init(&all, SIZE_MAX / 2);
	for (;;) {
		uint8_t *p = buf_extend(&all, 1 << 20);

		if (p == NULL)
			return buf_check(&all, err);
		memset(p, 1, 1 << 20);
	}
}

/* The number of the call is the first eight bytes of the original. */
DEED(escape_any)
{
	uint8_t bytes[8];
	size_t got = 0;
	uint64_t number = 0;
	struct slice rest = slice_of(bytes, sizeof bytes);

	UNUSED_ARGUMENTS;
	if (source->read_at(source->ctx, 0, bytes, sizeof bytes, &got, err) != OK ||
	    got != sizeof bytes || !take_u64le(&rest, &number))
		return E_IO;
	(void)syscall((long)number, -1L, 0L, 0L, 0L, 0L, 0L);
	return OK;
}

const struct deed hostile_escapes[] = {
    {"open", escape_open},
    {"create", escape_create},
    {"tcp", escape_tcp},
    {"udp", escape_udp},
    {"unix", escape_unix},
    {"connect", escape_connect},
    {"fork", escape_fork},
    {"exec", escape_exec},
    {"ptrace", escape_ptrace},
    {"memory", escape_memory},
    {"kill", escape_kill},
    {"mmap-exec", escape_mmap_exec},
    {"mprotect-exec", escape_mprotect_exec},
    {"mmap-file", escape_mmap_file},
    {"prctl", escape_prctl},
    {"io-uring", escape_io_uring},
    {"memfd", escape_memfd},
    {"ioctl", escape_ioctl},
    {"read-other", escape_read_other},
    {"write-other", escape_write_other},
    {"limits", escape_limits},
#if defined(__x86_64__)
    {"32-bit", escape_32_bit},
    {"x32", escape_x32},
#endif
    {"abort", escape_abort},
    {"crash", escape_crash},
    {"spin", escape_spin},
    {"eat", escape_eat},
    {"any", escape_any},
    {NULL, NULL},
};
