/* src/sys/os/confine_calls.c
 * seccomp: the system calls a pure function from bytes to bytes needs, and death for any other.
 *
 *   read 0, write 1 and 2          the frames, and the capped diagnostics
 *   close                          of what it has
 *   brk mmap munmap mremap         malloc of glibc: heap, large blocks, growing them.  mmap only
 *   mprotect madvise               anonymous; neither mmap nor mprotect may make memory executable
 *   futex                          locks inside GLib and glibc, uncontended in one thread
 *   clock_gettime                  where the vDSO does not answer; GLib stamps what it logs
 *   getrandom                      hash table seeds
 *   rt_sigreturn restart_syscall   the kernel's own way back from a stopped call (SIGSTOP, SIGCONT)
 *   exit exit_group                the end
 *
 * What is left out on purpose: fstat and ioctl (stdio asks them about a terminal: readers do not
 * print), rt_sigprocmask and tgkill (abort() then dies at the first of them, which is as dead),
 * lseek, getpid, prlimit, sysinfo (qsort() asks once for the size of memory: the worker sorts
 * something before the walls go up). */
#include <errno.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "sys/os/confine.h"
#include "sys/os/confine_parts.h"

static const int plain_calls[] = {
    SCMP_SYS(close),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(getrandom),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

/* 0 or -errno, like libseccomp. */
static int
rules_add(scmp_filter_ctx filter)
{
	int failed;

	failed = seccomp_rule_add(
	    filter, SCMP_ACT_ALLOW, SCMP_SYS(read), 1, SCMP_A0(SCMP_CMP_EQ, 0));
	for (unsigned fd = 1; fd <= 2 && failed == 0; fd++)
		failed = seccomp_rule_add(
		    filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, SCMP_A0(SCMP_CMP_EQ, fd));
	if (failed == 0)
		failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2,
		    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
		    SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS));
	if (failed == 0)
		failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
		    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	for (size_t i = 0; i < COUNT_OF(plain_calls) && failed == 0; i++)
		failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, plain_calls[i], 0);
	return failed;
}

static int
filter_load(scmp_filter_ctx filter)
{
	int failed;

	/* Calls of another architecture (32-bit, x32) would pass under other numbers. */
	failed = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	if (failed == 0)
		failed = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
	if (failed == 0)
		failed = rules_add(filter);
	return failed != 0 ? failed : seccomp_load(filter);
}

enum status
confine_calls(struct err *err)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int failed;

	if (filter == NULL)
		return fail(err, E_DENIED, "no confinement: seccomp");
	failed = filter_load(filter);
	seccomp_release(filter);
	if (failed != 0)
		return fail_errno(err, E_DENIED, -failed, "no confinement: seccomp");
	return OK;
}
