/* Tests of sys/os: processes, pipes, this process itself, and the terminal (through a pseudo one).
 */
#include "tests/sys_os/scratch.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>

#include "sys/os/os_clock.h"
#include "sys/os/os_env.h"
#include "sys/os/os_pipe.h"
#include "sys/os/os_process.h"
#include "sys/os/os_self.h"
#include "sys/os/os_terminal.h"

struct started {
	struct os_pipe in, out, said;
	struct os_process process;
};

static void
start_shell(struct started *s, const char *script)
{
	const char *const argv[] = {"sh", "-c", script, NULL};
	struct os_process_start start = {.path = "/bin/sh", .argv = argv};
	struct err err;

	assert_ok(os_pipe_open(&s->in, 65536, &err), &err);
	assert_ok(os_pipe_open(&s->out, 65536, &err), &err);
	assert_ok(os_pipe_open(&s->said, 4096, &err), &err);
	start.fds[0] = s->in.from;
	start.fds[1] = s->out.to;
	start.fds[2] = s->said.to;
	assert_ok(os_process_spawn(&start, &s->process, &err), &err);
	os_pipe_close(&s->in.from);
	os_pipe_close(&s->out.to);
	os_pipe_close(&s->said.to);
}

static void
stop(struct started *s)
{
	struct os_exit how;

	os_process_kill(&s->process);
	if (s->process.pid > 0)
		assert_true(os_process_wait(&s->process, 5000000, &how));
	os_pipe_close(&s->in.to);
	os_pipe_close(&s->out.from);
	os_pipe_close(&s->said.from);
}

static size_t
read_all(int end, char *p, size_t size)
{
	size_t n = 0;
	int64_t got;

	while (n + 1 < size && (got = os_pipe_read(end, p + n, size - n - 1)) > 0)
		n += (size_t)got;
	p[n] = '\0';
	return n;
}

static void
os_process__has_three_descriptors_and_no_environment(void **state)
{
	struct started s;
	struct os_exit how;
	char said[4096];
	int open_one = open("/dev/null", O_RDONLY); /* not close-on-exec: must not arrive either */

	(void)state;
	assert_int_equal(setenv("DAYBOOK_TEST", "leaks", 1), 0);
	start_shell(&s, "env | grep -c DAYBOOK_TEST; ls /proc/$$/fd; exit 7");
	(void)read_all(s.out.from, said, sizeof said);
	assert_string_equal(said, "0\n0\n1\n2\n");
	assert_true(os_process_wait(&s.process, 5000000, &how));
	assert_false(how.by_signal);
	assert_int_equal(how.code, 7);
	assert_int_equal(s.process.pid, -1);
	stop(&s);
	(void)close(open_one);
}

static void
os_process__waits_no_longer_than_told_and_kills(void **state)
{
	struct started s;
	struct os_exit how;
	int64_t before = os_clock_tick_us();

	(void)state;
	start_shell(&s, "read x");
	assert_false(os_process_wait(&s.process, 50000, &how));
	assert_in_range(os_clock_tick_us() - before, 50000, 4000000);
	os_process_kill(&s.process);
	assert_true(os_process_wait(&s.process, 5000000, &how));
	assert_true(how.by_signal);
	assert_int_equal(how.code, SIGKILL);
	stop(&s);
}

static void
os_process__a_missing_program_is_said_at_once(void **state)
{
	static const char *const argv[] = {"x", NULL};
	struct os_process_start start = {.path = "/nonexistent/x", .argv = argv, .fds = {3, 4, 5}};
	struct os_process process = OS_PROCESS_NONE;
	struct os_pipe a, b;
	struct err err;

	(void)state;
	assert_ok(os_pipe_open(&a, 4096, &err), &err);
	assert_ok(os_pipe_open(&b, 4096, &err), &err);
	start.fds[0] = a.from;
	start.fds[1] = a.to;
	start.fds[2] = b.to;
	assert_int_equal(os_process_spawn(&start, &process, &err), E_NOTFOUND);
	assert_int_equal(process.pid, -1);
	os_pipe_close(&a.from);
	os_pipe_close(&a.to);
	os_pipe_close(&b.from);
	os_pipe_close(&b.to);
}

static void
os_pipe__a_reader_that_is_gone_is_no_signal(void **state)
{
	struct os_pipe pipe;
	struct err err;
	sigset_t waiting;

	(void)state;
	assert_ok(os_pipe_open(&pipe, 4096, &err), &err);
	assert_true(pipe.from >= 3 && pipe.to >= 3);
	os_pipe_close(&pipe.from);
	assert_int_equal(os_pipe_write_quiet(pipe.to, "x", 1), -EPIPE);
	assert_int_equal(sigpending(&waiting), 0);
	assert_int_equal(sigismember(&waiting, SIGPIPE), 0);
	os_pipe_close(&pipe.to);
	assert_int_equal(pipe.to, -1);
}

static void
os_pipe__says_again_instead_of_waiting(void **state)
{
	static char block[1 << 16];
	struct os_pipe pipe;
	struct err err;
	bool can_read, can_write;
	int64_t put, total = 0;

	(void)state;
	assert_ok(os_pipe_open(&pipe, 65536, &err), &err);
	assert_ok(os_pipe_nonblock(pipe.from, &err), &err);
	assert_ok(os_pipe_nonblock(pipe.to, &err), &err);
	assert_int_equal(os_pipe_read(pipe.from, block, sizeof block), -EAGAIN);
	os_pipe_wait(pipe.from, pipe.to, 0, &can_read, &can_write);
	assert_true(!can_read && can_write);
	while ((put = os_pipe_write_quiet(pipe.to, block, sizeof block)) > 0)
		total += put;
	assert_int_equal(put, -EAGAIN);
	assert_true(total >= 65536);
	os_pipe_wait(pipe.from, pipe.to, 0, &can_read, &can_write);
	assert_true(can_read && !can_write);
	os_pipe_close(&pipe.to);
	while (total > 0)
		total -= os_pipe_read(pipe.from, block, sizeof block);
	assert_int_equal(os_pipe_read(pipe.from, block, sizeof block), 0);
	os_pipe_close(&pipe.from);
}

/* With 0 free, a pipe would be taken for standard input. */
static void
os_pipe__keeps_off_the_standard_descriptors(void **state)
{
	struct os_pipe pipe = OS_PIPE_NONE;
	struct err err;
	int saved = fcntl(0, F_DUPFD_CLOEXEC, 10), code;

	(void)state;
	(void)close(0);
	code = os_pipe_open(&pipe, 4096, &err) == OK && pipe.from >= 3 && pipe.to >= 3;
	assert_int_equal(dup2(saved, 0), 0);
	assert_true(code);
	os_pipe_close(&pipe.from);
	os_pipe_close(&pipe.to);
	(void)close(saved);
}

/* In a child, because there is no way back. */
static void
os_self_harden__closes_memory_and_fills_the_standard_descriptors(void **state)
{
	struct rlimit core;
	struct err err;
	int how = 0;
	pid_t child = fork();

	(void)state;
	if (child == 0) {
		(void)close(0);
		if (os_self_harden(&err) != OK || prctl(PR_GET_DUMPABLE, 0L, 0L, 0L, 0L) != 0 ||
		    getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_max != 0 ||
		    fcntl(0, F_GETFD) < 0 || umask(0) != 077)
			_exit(1);
		os_self_end(0);
	}
	assert_int_equal(waitpid(child, &how, 0), child);
	assert_int_equal(how, 0);
}

static void
os_self__knows_its_program(void **state)
{
	struct buf path;
	struct err err;

	(void)state;
	buf_init(&path, 8192);
	assert_ok(os_self_path(&path, &err), &err);
	assert_non_null(strstr((char *)path.p, "test_sys_os_process"));
	buf_fini(&path);
}

static void
os_env__empty_is_absent(void **state)
{
	(void)state;
	assert_int_equal(setenv("DAYBOOK_TEST", "", 1), 0);
	assert_null(os_env("DAYBOOK_TEST"));
	assert_int_equal(setenv("DAYBOOK_TEST", "x", 1), 0);
	assert_string_equal(os_env("DAYBOOK_TEST"), "x");
	assert_int_equal(unsetenv("DAYBOOK_TEST"), 0);
	assert_null(os_env("DAYBOOK_TEST"));
}

/* A child with a pseudo terminal of its own asks; we type.  The exit code is the status. */
struct asked {
	int status;
	char answer[64];
	char shown[512];
};

static void
child_asks(const char *slave, int report)
{
	uint8_t answer[16];
	size_t n = 0;
	struct err err;
	enum status status;

	(void)setsid();
	if (open(slave, O_RDWR) < 0)
		_exit(99); /* the first terminal a session leader opens is its own */
	status = os_terminal_ask_secret("Passphrase: ", answer, sizeof answer, &n, &err);
	if (status == OK)
		(void)!write(report, answer, n);
	_exit((int)status);
}

static void
type_and_hear(const char *keys, struct asked *asked)
{
	struct os_pipe report;
	struct err err;
	int master = posix_openpt(O_RDWR | O_NOCTTY), how = 0;
	size_t shown = 0;
	ssize_t got;
	pid_t child;

	assert_true(master >= 0);
	assert_int_equal(grantpt(master), 0);
	assert_int_equal(unlockpt(master), 0);
	assert_ok(os_pipe_open(&report, 4096, &err), &err);
	child = fork();
	if (child == 0)
		child_asks(ptsname(master), report.to);
	os_pipe_close(&report.to);
	while (strstr(asked->shown, "Passphrase: ") == NULL &&
	       (got = read(master, asked->shown + shown, 100)) > 0)
		shown += (size_t)got;
	assert_int_equal(write(master, keys, strlen(keys)), strlen(keys));
	(void)read_all(report.from, asked->answer, sizeof asked->answer);
	while (shown < 400 && (got = read(master, asked->shown + shown, 100)) > 0)
		shown += (size_t)got;
	assert_int_equal(waitpid(child, &how, 0), child);
	asked->status = WIFEXITED(how) ? WEXITSTATUS(how) : 98;
	os_pipe_close(&report.from);
	(void)close(master);
}

static void
os_terminal__does_not_show_the_answer(void **state)
{
	struct asked asked = {0};

	(void)state;
	type_and_hear("wrong\x15"
		      "secrx\x7f"
		      "et\n",
	    &asked);
	assert_int_equal(asked.status, OK);
	assert_string_equal(asked.answer, "secret");
	assert_null(strstr(asked.shown, "secr"));
	assert_null(strstr(asked.shown, "wrong"));
}

static void
os_terminal__erases_whole_characters(void **state)
{
	struct asked asked = {0};

	(void)state;
	type_and_hear("a\xc5\xbc\x7f"
		      "b\n",
	    &asked);
	assert_string_equal(asked.answer, "ab");
}

static void
os_terminal__can_be_cancelled(void **state)
{
	struct asked asked = {0}, eof = {0}, longer = {0};

	(void)state;
	type_and_hear("sec\x03", &asked);
	assert_int_equal(asked.status, E_CANCELLED);
	type_and_hear("\x04", &eof);
	assert_int_equal(eof.status, E_CANCELLED);
	type_and_hear("0123456789abcdefg\n", &longer);
	assert_int_equal(longer.status, E_LIMIT);
}

static void
os_terminal__a_file_is_none(void **state)
{
	int null = open("/dev/null", O_RDWR);

	(void)state;
	assert_false(os_terminal_is(null));
	assert_int_equal(os_terminal_width(null), 80);
	(void)close(null);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(os_process__has_three_descriptors_and_no_environment),
	    cmocka_unit_test(os_process__waits_no_longer_than_told_and_kills),
	    cmocka_unit_test(os_process__a_missing_program_is_said_at_once),
	    cmocka_unit_test(os_pipe__a_reader_that_is_gone_is_no_signal),
	    cmocka_unit_test(os_pipe__says_again_instead_of_waiting),
	    cmocka_unit_test(os_pipe__keeps_off_the_standard_descriptors),
	    cmocka_unit_test(os_self_harden__closes_memory_and_fills_the_standard_descriptors),
	    cmocka_unit_test(os_self__knows_its_program),
	    cmocka_unit_test(os_env__empty_is_absent),
	    cmocka_unit_test(os_terminal__does_not_show_the_answer),
	    cmocka_unit_test(os_terminal__erases_whole_characters),
	    cmocka_unit_test(os_terminal__can_be_cancelled),
	    cmocka_unit_test(os_terminal__a_file_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
