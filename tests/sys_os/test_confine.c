/* Tests of sys/os/confine.h: each wall by itself, in a child, so that it is known to hold even if
 * another should fail.  That no system call passes is tested on the real worker
 * (tests/read/test_hostile.c). */
#include "tests/sys_os/scratch.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "sys/os/confine.h"
#include "sys/os/confine_parts.h"

enum { NO_LANDLOCK = 77 };

static int
in_child(int (*act)(void))
{
	int how = 0;
	pid_t child = fork();

	if (child == 0)
		_exit(act());
	assert_int_equal(waitpid(child, &how, 0), child);
	return WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
}

/* 0: Landlock stands, and nothing else. */
static int
landlock_only(uint32_t *walls)
{
	struct err err;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) != 0)
		return 90;
	return confine_files(walls, &err) == OK ? 0 : NO_LANDLOCK;
}

static int
files_are_closed(void)
{
	uint32_t walls = 0;
	int code = landlock_only(&walls);

	if (code != 0)
		return code;
	if ((walls & WALL_FILES) == 0)
		return 1;
	if (open("/etc/passwd", O_RDONLY) >= 0 || errno != EACCES)
		return 2;
	if (open("/tmp/daybook-escaped", O_WRONLY | O_CREAT, 0600) >= 0 || errno != EACCES)
		return 3;
	if (open("/proc/1/mem", O_RDONLY) >= 0)
		return 4;
	if (open("/", O_RDONLY | O_DIRECTORY) >= 0 || errno != EACCES)
		return 5;
	if (mkdir("/tmp/daybook-escaped", 0700) == 0 || errno != EACCES)
		return 6;
	if (execl("/bin/true", "true", NULL) == 0 || errno != EACCES)
		return 7;
	return 0;
}

static int
tcp_is_closed(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(9)};
	uint32_t walls = 0;
	int code = landlock_only(&walls), tcp = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (code != 0 || (walls & WALL_TCP) == 0)
		return NO_LANDLOCK;
	if (connect(tcp, (struct sockaddr *)&address, sizeof address) == 0 || errno != EACCES)
		return 1;
	if (bind(tcp, (struct sockaddr *)&address, sizeof address) == 0 || errno != EACCES)
		return 2;
	return 0;
}

static int
parent_is_out_of_reach(void)
{
	uint32_t walls = 0;
	int code = landlock_only(&walls);

	if (code != 0 || (walls & WALL_SCOPE) == 0)
		return NO_LANDLOCK;
	return kill(getppid(), 0) == -1 && errno == EPERM ? 0 : 1;
}

static int
calls_are_closed(void)
{
	struct err err;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) != 0 || confine_calls(&err) != OK)
		return 90;
	(void)getppid();
	return 0;
}

static int
everything_stands(void)
{
	struct confine_limits limits = {256 << 20, 5};
	uint32_t walls = 0;
	struct err err;

	if (confine_self(&limits, &walls, &err) != OK)
		return 1;
	return confine_suffices(walls) && (walls & WALL_PARENT) != 0 &&
		       (walls & WALL_MEMORY) != 0 && (walls & WALL_CAPABILITIES) != 0
		   ? 0
		   : 2;
}

static void
assert_wall(int code)
{
	if (code == NO_LANDLOCK)
		skip();
	assert_int_equal(code, 0);
}

static void
confine_files__closes_every_file(void **state)
{
	(void)state;
	assert_wall(in_child(files_are_closed));
	assert_int_equal(access("/tmp/daybook-escaped", F_OK), -1);
}

static void
confine_files__closes_tcp(void **state)
{
	(void)state;
	assert_wall(in_child(tcp_is_closed));
}

static void
confine_files__closes_signals_to_the_outside(void **state)
{
	(void)state;
	assert_wall(in_child(parent_is_out_of_reach));
}

static void
confine_calls__kills(void **state)
{
	(void)state;
	if (!confine_is_real())
		skip();
	assert_int_equal(in_child(calls_are_closed), 128 + SIGSYS);
}

static void
confine_self__says_what_stands(void **state)
{
	(void)state;
	if (!confine_is_real())
		skip();
	assert_int_equal(in_child(everything_stands), 0);
}

static void
confine_suffices__needs_all_that_are_needed(void **state)
{
	(void)state;
	if (!confine_is_real()) {
		assert_true(confine_suffices(WALL_SANITIZER));
		assert_false(confine_suffices(WALLS_NEEDED));
		return;
	}
	assert_true(confine_suffices(WALLS_NEEDED));
	assert_true(confine_suffices(WALLS_NEEDED | WALL_NAMESPACES | 1U << 30));
	for (uint32_t bit = 1; bit <= WALL_CALLS; bit <<= 1)
		if ((WALLS_NEEDED & bit) != 0)
			assert_false(confine_suffices(WALLS_NEEDED & ~bit));
	/* A release never believes a worker that says it was built for tests. */
	assert_false(confine_suffices(WALL_SANITIZER));
	assert_false(confine_suffices(WALLS_NEEDED | WALL_SANITIZER));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(confine_files__closes_every_file),
	    cmocka_unit_test(confine_files__closes_tcp),
	    cmocka_unit_test(confine_files__closes_signals_to_the_outside),
	    cmocka_unit_test(confine_calls__kills),
	    cmocka_unit_test(confine_self__says_what_stands),
	    cmocka_unit_test(confine_suffices__needs_all_that_are_needed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
