/* Tests of the walls and of the parent's distrust, with a worker that is the file's author's.
 * Every escape must end in death, every lie in "reader failed" with what was wrong, and what came
 * before must still stand. */
#include "tests/read/worker_support.h"

#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void
assert_escape_fails(const struct programs *programs, const char *deed, int by_signal)
{
	struct heard heard = {0};
	struct reading_job job = heard_job(&heard, programs, deed);

	heard_run(&heard, &job);
	if (heard.status != OK || heard.result.end != READING_DIED ||
	    !heard.result.exit_by_signal || heard.result.exit_code != by_signal)
		fail_msg("%s: %s, exit %d: %s", deed, reading_end_name(heard.result.end),
		    heard.result.exit_code, heard.result.why);
	assert_int_equal(heard.result.status, READING_KEPT);
	assert_int_equal(heard.result.records, 0);
}

static void
walls__every_way_out_is_death(void **state)
{
	static const char *const deeds[] = {
		"open",
		"create",
		"tcp",
		"udp",
		"unix",
		"connect",
		"fork",
		"exec",
		"ptrace",
		"memory",
		"kill",
		"mmap-exec",
		"mprotect-exec",
		"mmap-file",
		"prctl",
		"io-uring",
		"memfd",
		"ioctl",
		"read-other",
		"write-other",
		"limits",
#if defined(__x86_64__)
		"x32",
#endif
		"abort"
	};

	if (!confine_is_real())
		skip();
	for (size_t i = 0; i < COUNT_OF(deeds); i++)
		assert_escape_fails(*state, deeds[i], SIGSYS);
	assert_int_equal(access("/tmp/daybook-escaped", F_OK), -1);
}

#if defined(__x86_64__)
/* Where the kernel has no 32-bit calls at all (ia32_emulation=0), whoever knocks has a fault: then
 * somebody without walls has it too. */
static bool
has_32_bit_door(void)
{
	int how = 0;
	pid_t pid = fork();

	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		long result = 20; /* getpid() */

		(void)signal(SIGSEGV, SIG_DFL);
		__asm__ volatile("int $0x80" : "+a"(result) : : "memory");
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &how, 0), pid);
	assert_true(WIFEXITED(how) || WTERMSIG(how) == SIGSEGV);
	return WIFEXITED(how);
}

static void
walls__the_32_bit_door_is_death(void **state)
{
	if (!confine_is_real())
		skip();
	assert_escape_fails(*state, "32-bit", has_32_bit_door() ? SIGSYS : SIGSEGV);
}
#endif

static bool
is_allowed(long call)
{
	static const long allowed[] = {SYS_read, SYS_write, SYS_close, SYS_brk, SYS_munmap,
	    SYS_mremap, SYS_madvise, SYS_futex, SYS_clock_gettime, SYS_getrandom, SYS_rt_sigreturn,
	    SYS_restart_syscall, SYS_exit, SYS_exit_group, SYS_mprotect};

	for (size_t i = 0; i < COUNT_OF(allowed); i++)
		if (allowed[i] == call)
			return true;
	return false;
}

/* Two numbers (x86-64: uretprobe, uprobe) never come to any filter: the kernel answers its own
 * probes there, and anybody else with an illegal instruction or an error. */
static bool
is_death(const struct reading_result *result, long call)
{
	if (call == 336)
		return result->end == READING_ENDED || result->end == READING_DIED;
	return result->end == READING_DIED && result->exit_by_signal &&
	       (result->exit_code == SIGSYS || (call == 335 && result->exit_code == SIGILL));
}

/* All numbers, those of the future too.  read and write with descriptor -1 and mmap without
 * MAP_ANONYMOUS are among the deaths. */
static void
walls__every_other_system_call_is_death(void **state)
{
	unsigned tried = 0;

	if (!confine_is_real())
		skip();
	for (long call = 0; call < 600; call++) {
		uint8_t number[8];
		struct heard heard = {.data = slice_of(number, sizeof number)};
		struct reading_job job = heard_job(&heard, *state, "any");

		if (is_allowed(call) && call != SYS_read && call != SYS_write)
			continue;
		put_u64le(number, (uint64_t)call);
		heard_run(&heard, &job);
		if (!is_death(&heard.result, call))
			fail_msg("system call %ld: %s", call, heard.result.why);
		tried++;
	}
	assert_true(tried > 580);
}

static void
walls__time_and_memory_are_limited(void **state)
{
	struct heard heard = {0};
	struct reading_job job = heard_job(&heard, *state, "spin");

	if (!confine_is_real())
		skip();
	job.limits.cpu_seconds = 1;
	job.limits.silence_seconds = 30;
	heard_run(&heard, &job);
	assert_int_equal(heard.result.end, READING_DIED);
	assert_int_equal(heard.result.exit_code, SIGXCPU);
	assert_string_equal(
	    heard.result.why, "it used more time or memory than it may (signal 24)");
	heard = (struct heard){0};
	job = heard_job(&heard, *state, "eat");
	job.limits.memory_bytes = 64 << 20;
	heard_run(&heard, &job);
	assert_int_equal(heard.result.end, READING_ENDED);
	assert_string_equal(heard.result.why, "out of memory");
}

static void
walls__a_crash_is_only_a_crash(void **state)
{
	if (!confine_is_real())
		skip();
	assert_escape_fails(*state, "crash", SIGSEGV);
}

static void
walls__without_landlock_or_seccomp_nothing_is_read(void **state)
{
	static const char *const modes[] = {"--no-landlock", "--no-seccomp", "--claim-nothing"};

	for (size_t i = 0; i < COUNT_OF(modes); i++) {
		struct heard heard = {.data = SLICE_LITERAL("private\n")};
		struct reading_job job = heard_job(&heard, *state, "lines");

		if (!confine_is_real() && strcmp(modes[i], "--claim-nothing") != 0)
			continue;
		job.mode = modes[i];
		heard_run(&heard, &job);
		assert_int_equal(heard.status, E_DENIED);
		assert_int_equal(heard.result.end, READING_UNWALLED);
		assert_int_equal(heard.result.status, READING_KEPT);
		assert_int_equal(heard.reads, 0);
		assert_int_equal(heard.records, 0);
		assert_false(confine_suffices(heard.result.walls));
	}
}

static void
walls__namespaces_are_only_one_wall_more(void **state)
{
	struct heard heard = {.data = SLICE_LITERAL("a\n")};
	struct reading_job job = heard_job(&heard, *state, "lines");

	if (!confine_is_real())
		skip();
	job.mode = "--no-namespaces";
	heard_run(&heard, &job);
	assert_ok(heard.status, &heard.err);
	assert_int_equal(heard.result.status, READING_READ);
	assert_int_equal(heard.result.walls & WALL_NAMESPACES, 0);
	assert_int_equal(heard.result.walls & WALLS_NEEDED, WALLS_NEEDED);
}

/* What is done, how it must end, what must be said of it, and how many records were good. */
struct lie {
	const char *deed;
	enum reading_end end;
	const char *why;
	uint64_t records;
};

static const struct lie lies[] = {
    {"flood-notes", READING_LIED, "too many notes", 0},
    {"length", READING_LIED, "frame R of 4294967295 bytes", 0},
    {"type", READING_LIED, "frame of unknown type 113", 0},
    {"parents-frame", READING_LIED, "a frame out of place", 0},
    {"walls-twice", READING_LIED, "a frame out of place", 0},
    {"record-first", READING_LIED, "a record before the name of the format", 0},
    {"data-first", READING_LIED, "a frame out of place", 1},
    {"record-in-extract", READING_LIED, "a frame out of place", 0},
    {"extract-number", READING_LIED, "an extract out of order", 0},
    {"extract-bytes", READING_LIED, "an extract of another length than was sent", 0},
    {"extract-missing", READING_LIED, "record: an attachment that was never sent", 1},
    {"utf8", READING_LIED, "record: a value is not text", 0},
    {"note-utf8", READING_LIED, "malformed note", 0},
    {"code", READING_LIED, "malformed note", 0},
    {"incident", READING_LIED, "record: an incident, which no file can hold", 0},
    {"not-canonical", READING_LIED, "record: it does not begin with a known kind", 0},
    {"counts", READING_LIED, "other counts at the end than were sent", 1},
    {"want-beyond", READING_LIED, "a request beyond the end of the file", 0},
    {"want-wraps", READING_LIED, "a request beyond the end of the file", 0},
    {"want-nothing", READING_LIED, "malformed request", 0},
    {"want-twice", READING_LIED, "a request before the last was answered", 0},
    {"after-the-end", READING_LIED, "bytes after the end", 1},
    {"exit-code", READING_DIED, "it ended early, with code 3", 1},
    {"exit-without-a-word", READING_DIED, "it ended early, with code 0", 1},
    {"half-a-frame", READING_DIED, "it ended early, with code 0", 1},
    {"extract-open", READING_DIED, "it ended early, with code 0", 0},
    {"silence", READING_SILENT, "nothing was heard of it for 2 seconds", 1},
    {"half-a-frame-and-silence", READING_SILENT, "nothing was heard of it for 2 seconds", 0},
    {"dribble", READING_SILENT, "nothing was heard of it for 2 seconds", 0},
    {"stays", READING_LIED, "it did not leave after its last word", 1},
    {"closes-and-stays", READING_LIED, "it did not leave when it had nothing more to say", 1},
};

static void
assert_lie_is_caught(const struct programs *programs, const struct lie *lie)
{
	struct heard heard = {.data = SLICE_LITERAL("0123456789abcdef")};
	struct reading_job job = heard_job(&heard, programs, lie->deed);

	if (lie->end == READING_SILENT)
		job.limits.silence_seconds = 2;
	heard_run(&heard, &job);
	if (heard.status != OK || heard.result.end != lie->end ||
	    strcmp(heard.result.why, lie->why) != 0)
		fail_msg(
		    "%s: %s: %s", lie->deed, reading_end_name(heard.result.end), heard.result.why);
	assert_int_equal(heard.result.records, lie->records);
	assert_int_equal(heard.records, lie->records);
	assert_int_equal(heard.result.status, lie->records != 0 ? READING_PARTLY : READING_KEPT);
	assert_int_equal(heard.begins, heard.ends);
	assert_int_equal(heard.ends_whole, 0);
}

static void
lies__each_is_caught_and_named(void **state)
{
	for (size_t i = 0; i < COUNT_OF(lies); i++)
		assert_lie_is_caught(*state, &lies[i]);
}

static void
lies__floods_stop_at_the_limits(void **state)
{
	static const struct {
		const char *deed;
		struct reading_limits limits;
		const char *why;
	} rows[] = {
	    {"flood-records", {.records = 100000},
		"more records than a file of this size may give"},
	    {"flood-records", {.answer_bytes = 5000000},
		"more answers than a file of this size may give"},
	    {"flood-extract", {.extract_bytes = 50000000},
		"more bytes of extracts than a file of this size may give"},
	    {"endless-wants", {.wanted_bytes = 80000},
		"more requests than a file of this size may give"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct heard heard = {.data = SLICE_LITERAL("0123456789abcdef")};
		struct reading_job job = heard_job(&heard, *state, rows[i].deed);

		job.limits = rows[i].limits;
		heard_run(&heard, &job);
		assert_ok(heard.status, &heard.err);
		assert_int_equal(heard.result.end, READING_TOO_MUCH);
		assert_string_equal(heard.result.why, rows[i].why);
	}
}

static void
lies__chatter_is_capped_and_harmless(void **state)
{
	struct heard heard = {0};
	struct reading_job job = heard_job(&heard, *state, "chatter");

	heard_run(&heard, &job);
	assert_ok(heard.status, &heard.err);
	assert_int_equal(heard.result.end, READING_ENDED);
	assert_int_equal(strlen(heard.result.said), sizeof heard.result.said - 1);
	assert_null(strchr(heard.result.said, '\x1b'));
	assert_null(strchr(heard.result.said, '\n'));
}

static void
lies__before_the_first_word(void **state)
{
	static const struct {
		const char *mode;
		enum reading_end end;
		const char *why;
	} rows[] = {
	    {"--exit", READING_DIED, "it ended early, with code 3"},
	    {"--mute", READING_SILENT, "nothing was heard of it for 2 seconds"},
	    {"--no-first-word", READING_LIED, "a frame out of place"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct heard heard = {.data = SLICE_LITERAL("private\n")};
		struct reading_job job = heard_job(&heard, *state, "lines");

		job.mode = rows[i].mode;
		if (rows[i].end == READING_SILENT)
			job.limits.silence_seconds = 2;
		heard_run(&heard, &job);
		assert_ok(heard.status, &heard.err);
		assert_int_equal(heard.result.end, rows[i].end);
		assert_string_equal(heard.result.why, rows[i].why);
		assert_int_equal(heard.reads, 0);
	}
}

int
main(int argc, char **argv)
{
	static struct programs programs;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(walls__every_way_out_is_death, &programs),
#if defined(__x86_64__)
		cmocka_unit_test_prestate(walls__the_32_bit_door_is_death, &programs),
#endif
		cmocka_unit_test_prestate(walls__every_other_system_call_is_death, &programs),
		cmocka_unit_test_prestate(walls__time_and_memory_are_limited, &programs),
		cmocka_unit_test_prestate(walls__a_crash_is_only_a_crash, &programs),
		cmocka_unit_test_prestate(
		    walls__without_landlock_or_seccomp_nothing_is_read, &programs),
		cmocka_unit_test_prestate(walls__namespaces_are_only_one_wall_more, &programs),
		cmocka_unit_test_prestate(lies__each_is_caught_and_named, &programs),
		cmocka_unit_test_prestate(lies__floods_stop_at_the_limits, &programs),
		cmocka_unit_test_prestate(lies__chatter_is_capped_and_harmless, &programs),
		cmocka_unit_test_prestate(lies__before_the_first_word, &programs),
	};

	if (argc != 3)
		return 2;
	programs = (struct programs){argv[1], argv[2]};
	if (!walls_here(&programs)) {
		(void)printf("no confinement on this system: only its absence can be tested\n");
		return 77; /* meson: skipped */
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
