/* src/sys/os/confine.c
 * The walls, in their order; see confine.h.  Landlock: confine_files.c; seccomp: confine_calls.c.
 */
#include "sys/os/confine.h"

#include <errno.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sys/os/confine_parts.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BUILT_FOR_ASAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define BUILT_FOR_ASAN 1
#endif
#ifndef BUILT_FOR_ASAN
#define BUILT_FOR_ASAN 0
#endif

enum { WHOLE_PERSONALITY_QUERY = -1 };

bool
confine_is_real(void)
{
	return BUILT_FOR_ASAN == 0;
}

bool
confine_suffices(uint32_t walls)
{
	if (!confine_is_real())
		return walls == WALL_SANITIZER;
	return (walls & WALLS_NEEDED) == WALLS_NEEDED && (walls & WALL_SANITIZER) == 0;
}

static bool
limit(int what, uint64_t soft, uint64_t hard)
{
	struct rlimit l = {(rlim_t)soft, (rlim_t)hard};

	/* __rlimit_resource_t is an enum in glibc's C and an int elsewhere. */
	return setrlimit((__rlimit_resource_t)what, &l) == 0;
}

static enum status
limits_set(const struct confine_limits *limits, struct err *err)
{
	/* One descriptor more than is open, for Landlock's rules; calls_left() takes it away. */
	if (!limit(RLIMIT_AS, limits->memory_bytes, limits->memory_bytes) ||
	    !limit(RLIMIT_CPU, limits->cpu_seconds, limits->cpu_seconds + 1) ||
	    !limit(RLIMIT_FSIZE, 0, 0) || !limit(RLIMIT_CORE, 0, 0) || !limit(RLIMIT_NPROC, 0, 0) ||
	    !limit(RLIMIT_MEMLOCK, 0, 0) || !limit(RLIMIT_MSGQUEUE, 0, 0) ||
	    !limit(RLIMIT_NOFILE, 4, 4))
		return fail_errno(err, E_DENIED, errno, "no confinement: resource limits");
	return OK;
}

/* Some programs ask that readable memory be executable too; then PROT_EXEC could not be refused. */
static bool
readable_is_not_executable(void)
{
	int now = personality((unsigned long)WHOLE_PERSONALITY_QUERY);

	if (now < 0)
		return false;
	if ((now & READ_IMPLIES_EXEC) == 0)
		return true;
	return personality((unsigned long)(now & ~READ_IMPLIES_EXEC)) >= 0;
}

/* A user namespace gives all capabilities inside it, and root has them outside: give them up. */
static bool
capabilities_drop(void)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[2] = {{0}};

	return syscall(SYS_capset, &header, none) == 0;
}

static bool
namespaces_enter(void)
{
	return unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) == 0;
}

static enum status
walls_build(const struct confine_limits *limits, uint32_t *walls, struct err *err)
{
	enum status status = limits_set(limits, err);

	if (status != OK)
		return status;
	*walls |= WALL_LIMITS;
	if (prctl(PR_SET_PDEATHSIG, (long)SIGKILL, 0L, 0L, 0L) == 0)
		*walls |= WALL_PARENT;
	if (namespaces_enter())
		*walls |= WALL_NAMESPACES;
	/* After unshare(), which makes a process dumpable again. */
	if (prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L) == 0)
		*walls |= WALL_MEMORY;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) != 0)
		return fail_errno(err, E_DENIED, errno, "no confinement: NO_NEW_PRIVS");
	*walls |= WALL_PRIVILEGES;
	if (!readable_is_not_executable())
		return fail_errno(err, E_DENIED, errno, "no confinement: personality");
	status = confine_files(walls, err);
	if (status != OK)
		return status;
	if (capabilities_drop())
		*walls |= WALL_CAPABILITIES;
	if (!limit(RLIMIT_NOFILE, 0, 0))
		return fail_errno(err, E_DENIED, errno, "no confinement: resource limits");
	status = confine_calls(err);
	if (status == OK)
		*walls |= WALL_CALLS;
	return status;
}

enum status
confine_self(const struct confine_limits *limits, uint32_t *walls, struct err *err)
{
	*walls = 0;
	if (!confine_is_real()) {
		*walls = WALL_SANITIZER;
		return OK;
	}
	return walls_build(limits, walls, err);
}
