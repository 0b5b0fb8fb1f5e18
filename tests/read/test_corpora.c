/* tests/read/test_corpora.c
 * Every seed of every corpus, and every file of ../shared/fixtures where that is present, goes
 * through the real worker with the real formats: whatever is in a file, the reader must end in
 * good order.  A reader that needs a system call its walls forbid dies here. */
#include "tests/read/worker_support.h"
#include "tests/support/load.h"

#include <ftw.h>
#include <unistd.h>

enum { CORPORA_FILE_BYTES = 64 << 20 };

static struct {
	const char *host;
	unsigned files, failed;
} corpora; /* nftw() hands no context on */

/* Seeds of parsers that are none of the worker's. */
static bool
is_for_others(const char *path)
{
	static const char *const others[] = {"bag", "field", "frame", "header", "json", "note",
	    "object", "pack", "query", "reading", "record", "segment", "sheet", "zone"};
	const char *corpus = path + strlen("tests/corpora/");
	size_t n;

	for (size_t i = 0; i < COUNT_OF(others); i++) {
		n = strlen(others[i]);
		if (strncmp(path, "tests/corpora/", strlen("tests/corpora/")) == 0 &&
		    strncmp(corpus, others[i], n) == 0 && corpus[n] == '/')
			return true;
	}
	return false;
}

static int
run_file(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	struct programs programs = {corpora.host, corpora.host};
	struct heard heard = {0};
	struct reading_job job;

	if (kind != FTW_F || st->st_size > CORPORA_FILE_BYTES || is_for_others(path))
		return 0;
	heard.data = load_file(path);
	job = heard_job(&heard, &programs, path + at->base);
	job.limits.wanted_bytes = 0;
	heard_run(&heard, &job);
	corpora.files++;
	if (heard.status != OK || heard.result.end != READING_ENDED) {
		corpora.failed++;
		print_error("%s (%s): %s: %s %s\n", path, heard.result.format,
		    reading_end_name(heard.result.end), heard.result.why, heard.result.said);
	}
	load_free(heard.data);
	return 0;
}

static void
corpora__every_seed_is_read_in_good_order(void **state)
{
	(void)state;
	corpora.files = corpora.failed = 0;
	assert_int_equal(nftw("tests/corpora", run_file, 16, FTW_PHYS), 0);
	assert_true(corpora.files >= 20);
	assert_int_equal(corpora.failed, 0);
}

static void
corpora__every_fixture_is_read_in_good_order(void **state)
{
	(void)state;
	corpora.files = corpora.failed = 0;
	if (access("../shared/fixtures", R_OK) != 0) {
		print_message("../shared/fixtures is not here\n");
		skip();
	}
	assert_int_equal(nftw("../shared/fixtures", run_file, 16, FTW_PHYS), 0);
	assert_int_equal(corpora.failed, 0);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(corpora__every_seed_is_read_in_good_order),
	    cmocka_unit_test(corpora__every_fixture_is_read_in_good_order),
	};
	struct programs programs;

	if (argc != 3)
		return 2;
	corpora.host = argv[1];
	programs = (struct programs){argv[1], argv[2]};
	if (!walls_here(&programs)) {
		(void)printf("no confinement on this system: reading cannot be tested\n");
		return 77; /* meson: skipped */
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
