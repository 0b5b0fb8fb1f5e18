/* Tests of read/reading.h with a real worker that behaves: bytes in, records out, ends and counts.
 */
#include "tests/read/worker_support.h"

#include <sys/wait.h>
#include <unistd.h>

#include "read/worker.h"
#include "sys/os/os_self.h"

static uint8_t *
pattern(size_t n)
{
	uint8_t *p = malloc(n);

	assert_non_null(p);
	for (size_t i = 0; i < n; i++)
		p[i] = (uint8_t)(i * 131 / 64);
	return p;
}

static void
reading_run__reads_with_the_real_formats(void **state)
{
	const struct programs *programs = *state;
	struct heard heard = {.data = SLICE_LITERAL("%PDF-1.4 and so on")};
	struct reading_job job = heard_job(&heard, programs, "letter.pdf");

	job.path = programs->host;
	heard_run(&heard, &job);
	assert_ok(heard.status, &heard.err);
	assert_int_equal(heard.result.status, READING_READ);
	assert_int_equal(heard.result.end, READING_ENDED);
	assert_int_equal(heard.records, 1);
	assert_string_not_equal(heard.result.format, "");
	assert_string_equal(heard.result.why, "");
	assert_string_equal(heard.result.said, "");
}

static void
reading_run__an_empty_original_is_no_trouble(void **state)
{
	const struct programs *programs = *state;
	struct heard heard = {0};
	struct reading_job job = heard_job(&heard, programs, "empty");

	job.path = programs->host;
	heard_run(&heard, &job);
	assert_ok(heard.status, &heard.err);
	assert_int_equal(heard.result.end, READING_ENDED);
	assert_int_equal(heard.reads, 0);
}

static void
reading_run__says_which_walls_stand(void **state)
{
	struct heard heard = {0};
	struct reading_job job = heard_job(&heard, *state, "nothing");

	heard_run(&heard, &job);
	assert_ok(heard.status, &heard.err);
	assert_true(confine_suffices(heard.result.walls));
	if (confine_is_real())
		assert_int_equal(heard.result.walls & WALLS_NEEDED, WALLS_NEEDED);
	assert_string_equal(heard.result.format, "hostile");
}

static void
reading_run__every_line_becomes_a_record(void **state)
{
	enum { LINES = 100000, LINE = 40 };
	char *text = malloc(LINES * LINE + 1);
	struct heard heard = {0};
	struct reading_job job;

	for (size_t i = 0; i < LINES; i++)
		(void)snprintf(
		    text + i * LINE, LINE + 1, "line %08zu .........................\n", i);
	heard.data = slice_of(text, LINES * LINE);
	job = heard_job(&heard, *state, "lines");
	heard_run(&heard, &job);
	assert_ok(heard.status, &heard.err);
	assert_int_equal(heard.result.status, READING_READ);
	assert_int_equal(heard.records, LINES);
	assert_int_equal(heard.result.records, LINES);
	assert_string_equal(heard.body, "line 00099999 .........................");
	assert_int_equal(heard.result.wanted_bytes, LINES * LINE);
	free(text);
}

static void
reading_run__extracts_arrive_whole(void **state)
{
	size_t n = 3 * 1000 * 1000 + 17;
	uint8_t *bytes = pattern(n);
	struct heard heard = {.data = slice_of(bytes, n)};
	struct reading_job job = heard_job(&heard, *state, "extract");
	uint64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += bytes[i] * (i + 1);
	heard_run(&heard, &job);
	assert_ok(heard.status, &heard.err);
	assert_int_equal(heard.result.end, READING_ENDED);
	assert_int_equal(heard.data_bytes, n);
	assert_true(heard.data_sum == sum);
	assert_int_equal(heard.ends_whole, 1);
	assert_int_equal(heard.result.extracts, 1);
	assert_int_equal(heard.result.extract_bytes, n);
	assert_int_equal(heard.records, 1);
	free(bytes);
}

static void
reading_run__any_place_can_be_read_in_any_order(void **state)
{
	size_t n = 5 * 1000 * 1000;
	uint8_t *bytes = pattern(n);
	struct heard heard = {.data = slice_of(bytes, n)};
	struct reading_job job = heard_job(&heard, *state, "seek");

	job.limits.wanted_bytes = UINT64_MAX;
	heard_run(&heard, &job);
	assert_ok(heard.status, &heard.err);
	assert_string_equal(heard.result.why, "");
	assert_int_equal(heard.result.status, READING_READ);
	free(bytes);
}

static void
reading_run__sorting_and_memory_work_behind_the_walls(void **state)
{
	static const char *const deeds[] = {"sort", "memory-use"};

	for (size_t i = 0; i < COUNT_OF(deeds); i++) {
		struct heard heard = {0};
		struct reading_job job = heard_job(&heard, *state, deeds[i]);

		heard_run(&heard, &job);
		assert_ok(heard.status, &heard.err);
		assert_string_equal(heard.result.why, "");
		assert_int_equal(heard.result.end, READING_ENDED);
	}
}

static void
reading_run__a_largest_record_passes(void **state)
{
	struct heard heard = {0};
	struct reading_job job = heard_job(&heard, *state, "large");

	heard_run(&heard, &job);
	assert_ok(heard.status, &heard.err);
	assert_string_equal(heard.result.why, "");
	assert_int_equal(heard.records, 1);
}

static void
reading_run__too_many_notes_are_counted_not_lost(void **state)
{
	struct heard heard = {0};
	struct reading_job job = heard_job(&heard, *state, "many-notes");

	heard_run(&heard, &job);
	assert_ok(heard.status, &heard.err);
	assert_int_equal(heard.result.end, READING_ENDED);
	assert_int_equal(heard.notes, 2000);
	assert_string_equal(heard.note_code, "more-notes");
	assert_string_equal(heard.note_detail, "3002"); /* 5000 + the format - 1999 sent */
	assert_int_equal(heard.notes_unread, 1);
	assert_int_equal(heard.result.status, READING_KEPT); /* unread, and not one record */
}

static void
reading_run__tells_read_partly_and_kept_apart(void **state)
{
	static const struct {
		const char *deed;
		enum reading_status status;
		const char *why, *format;
	} rows[] = {
	    {"nothing", READING_READ, "", "hostile"},
	    {"unread", READING_PARTLY, "", "hostile"},
	    {"locked", READING_KEPT, "", "hostile"},
	    {"not-mine", READING_KEPT, "this is ?[2J no export", ""},
	    {"twice-named", READING_READ, "", "outer-zip"},
	    {"eat", READING_KEPT, "out of memory", ""},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct heard heard = {0};
		struct reading_job job = heard_job(&heard, *state, rows[i].deed);

		if (!confine_is_real() && strcmp(rows[i].deed, "eat") == 0)
			continue; /* nobody limits its memory then */
		heard_run(&heard, &job);
		assert_ok(heard.status, &heard.err);
		assert_int_equal(heard.result.end, READING_ENDED);
		assert_string_equal(heard.result.why, rows[i].why);
		assert_int_equal(heard.result.status, rows[i].status);
		assert_string_equal(heard.result.format, rows[i].format);
	}
}

static void
reading_run__an_asked_for_format_must_exist(void **state)
{
	struct heard heard = {.data = SLICE_LITERAL("x")};
	struct reading_job job = heard_job(&heard, *state, "nothing");

	job.options.format = TEXT_LITERAL("sms-xlm");
	heard_run(&heard, &job);
	assert_ok(heard.status, &heard.err);
	assert_int_equal(heard.result.status, READING_KEPT);
	assert_string_equal(heard.result.why, "no reader of that name");
	assert_int_equal(heard.reads, 0);
}

static void
reading_run__can_be_stopped(void **state)
{
	struct heard heard = {.cancel_after = 3};
	struct reading_job job = heard_job(&heard, *state, "flood-records");

	heard_run(&heard, &job);
	assert_int_equal(heard.status, E_CANCELLED);
	assert_int_equal(heard.result.end, READING_STOPPED);
	assert_int_equal(heard.result.status, READING_PARTLY);
	assert_true(heard.result.exit_by_signal);
}

static void
reading_run__a_failing_handler_ends_it(void **state)
{
	struct heard heard = {.fail_record = E_IO, .data = SLICE_LITERAL("a\nb\n")};
	struct reading_job job = heard_job(&heard, *state, "lines");

	heard_run(&heard, &job);
	assert_int_equal(heard.status, E_IO);
	assert_string_equal(heard.err.text, "the disk is full");
	assert_int_equal(heard.result.end, READING_STOPPED);
	assert_int_equal(heard.records, 1);
}

static void
reading_run__a_failing_source_ends_it(void **state)
{
	struct heard heard = {.data = SLICE_LITERAL("a\nb\n")};
	struct reading_job job = heard_job(&heard, *state, "lines");

	job.source.bytes = 100; /* more than heard_source() has */
	heard_run(&heard, &job);
	assert_int_equal(heard.status, E_IO);
	assert_string_equal(heard.err.text, "the original is gone");
}

static void
reading_run__a_program_that_is_not_there(void **state)
{
	struct heard heard = {0};
	struct reading_job job = heard_job(&heard, *state, "nothing");

	job.path = "/nonexistent/daybook";
	heard_run(&heard, &job);
	assert_int_equal(heard.status, E_NOTFOUND);
	assert_int_equal(heard.result.status, READING_KEPT);
}

/* A hardened process (the real one is) must still be able to start itself again. */
static void
reading_run__starts_ourselves_when_not_told_what(void **state)
{
	int how = 0;
	pid_t child = fork();

	(void)state;
	if (child == 0) {
		struct programs none = {NULL, NULL};
		struct heard heard = {.data = SLICE_LITERAL("%PDF-1.4")};
		struct reading_job job = heard_job(&heard, &none, "letter.pdf");

		if (os_self_harden(&heard.err) != OK)
			_exit(1);
		heard_run(&heard, &job);
		_exit(heard.status == OK && heard.result.status == READING_READ ? 0 : 2);
	}
	assert_int_equal(waitpid(child, &how, 0), child);
	assert_int_equal(how, 0);
}

static void
reading_run__leaves_no_descriptor_behind(void **state)
{
	char before[64], after[64];
	FILE *probe;

	for (int i = 0; i < 3; i++) {
		struct heard heard = {0};
		struct reading_job job = heard_job(&heard, *state, i == 0 ? "nothing" : "crash");

		heard_run(&heard, &job);
		probe = fopen("/dev/null", "r");
		assert_non_null(probe);
		(void)snprintf(i == 0 ? before : after, sizeof before, "%d", fileno(probe));
		(void)fclose(probe);
	}
	assert_string_equal(before, after);
}

int
main(int argc, char **argv)
{
	static struct programs programs;
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_prestate(reading_run__reads_with_the_real_formats, &programs),
	    cmocka_unit_test_prestate(reading_run__an_empty_original_is_no_trouble, &programs),
	    cmocka_unit_test_prestate(reading_run__says_which_walls_stand, &programs),
	    cmocka_unit_test_prestate(reading_run__every_line_becomes_a_record, &programs),
	    cmocka_unit_test_prestate(reading_run__extracts_arrive_whole, &programs),
	    cmocka_unit_test_prestate(reading_run__any_place_can_be_read_in_any_order, &programs),
	    cmocka_unit_test_prestate(
		reading_run__sorting_and_memory_work_behind_the_walls, &programs),
	    cmocka_unit_test_prestate(reading_run__a_largest_record_passes, &programs),
	    cmocka_unit_test_prestate(reading_run__too_many_notes_are_counted_not_lost, &programs),
	    cmocka_unit_test_prestate(reading_run__tells_read_partly_and_kept_apart, &programs),
	    cmocka_unit_test_prestate(reading_run__an_asked_for_format_must_exist, &programs),
	    cmocka_unit_test_prestate(reading_run__can_be_stopped, &programs),
	    cmocka_unit_test_prestate(reading_run__a_failing_handler_ends_it, &programs),
	    cmocka_unit_test_prestate(reading_run__a_failing_source_ends_it, &programs),
	    cmocka_unit_test_prestate(reading_run__a_program_that_is_not_there, &programs),
	    cmocka_unit_test_prestate(reading_run__starts_ourselves_when_not_told_what, &programs),
	    cmocka_unit_test_prestate(reading_run__leaves_no_descriptor_behind, &programs),
	};

	if (argc >= 2 && strcmp(argv[1], "--worker") == 0)
		return worker_main(argc, argv);
	if (argc != 3)
		return 2;
	programs = (struct programs){argv[1], argv[2]};
	if (!walls_here(&programs)) {
		(void)printf("no confinement on this system: reading cannot be tested\n");
		return 77; /* meson: skipped */
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
