/* tests/bench/test_generators.c
 * The bench's inputs: as many as asked for, the same bytes each time, the two forms of mail equal.
 * Arguments: the paths of bench-gen-sms, bench-gen-mail, bench-gen-mixed. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/sample/files.h"

enum { PATH_BYTES = 256 };

struct fixture {
	const char *sms;
	const char *mail;
	const char *mixed;
	char work[PATH_BYTES];
};

static int
run(const char *program, const char *amount, const char *target)
{
	int status = -1;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		if (freopen("/dev/null", "w", stdout) == NULL ||
		    freopen("/dev/null", "w", stderr) == NULL)
			_exit(126);
		execl(program, program, amount, target, (char *)NULL);
		_exit(127);
	}
	while (waitpid(pid, &status, 0) < 0)
		assert_int_equal(errno, EINTR);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
inside(const struct fixture *f, const char *name, char *path)
{
	assert_true(snprintf(path, PATH_BYTES, "%s/%s", f->work, name) < PATH_BYTES);
}

static void
gen_sms__writes_as_many_as_asked(void **state)
{
	const struct fixture *f = *state;
	char path[PATH_BYTES];
	struct bytes x;

	inside(f, "a.xml", path);
	assert_int_equal(run(f->sms, "25k", path), 0);
	x = files_read(f->work, "a.xml");
	assert_int_equal(files_count(x, "  <sms ", true), 25000);
	assert_non_null(strstr(x.p, "<smses count=\"25000\" "));
	assert_int_equal(files_count(x, " marigold", false), 1);
	assert_true(files_count(x, "body=\"you ", false) > 24000);
	free(x.p);
}

static void
gen_sms__dates_ascend(void **state)
{
	const struct fixture *f = *state;
	char path[PATH_BYTES];
	struct bytes x;
	long long last = 0;

	inside(f, "b.xml", path);
	assert_int_equal(run(f->sms, "1k", path), 0);
	x = files_read(f->work, "b.xml");
	for (const char *at = strstr(x.p, " date=\""); at != NULL;
	     at = strstr(at + 1, " date=\"")) {
		long long ms = strtoll(at + 7, NULL, 10);

		assert_true(ms > last);
		last = ms;
	}
	assert_true(last < 1735722000000);
	free(x.p);
}

static void
gen_sms__same_bytes_each_time(void **state)
{
	const struct fixture *f = *state;
	char path[PATH_BYTES];
	struct bytes a;
	struct bytes b;

	inside(f, "c.xml", path);
	assert_int_equal(run(f->sms, "3k", path), 0);
	a = files_read(f->work, "c.xml");
	assert_int_equal(run(f->sms, "3k", path), 0);
	b = files_read(f->work, "c.xml");
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
	free(a.p);
	free(b.p);
}

struct mails {
	const char *root;
	struct bytes box;
	size_t files;
	size_t bytes;
};

static void
find_in_mailbox(const char *path, void *ctx)
{
	struct mails *m = ctx;
	struct bytes one = files_read(m->root, path);

	assert_non_null(strstr(m->box.p, one.p));
	m->files++;
	m->bytes += one.n;
	free(one.p);
}

static void
gen_mail__both_forms_hold_the_same(void **state)
{
	const struct fixture *f = *state;
	char folder[PATH_BYTES];
	char maildir[PATH_BYTES];
	struct mails m = {.root = maildir};

	inside(f, "mail", folder);
	inside(f, "mail/maildir", maildir);
	assert_int_equal(run(f->mail, "300", folder), 0);
	m.box = files_read(folder, "all.mbox");
	files_walk(maildir, find_in_mailbox, &m);
	assert_int_equal(m.files, 300);
	assert_int_equal(files_count(m.box, "From ", true), 300);
	assert_true(m.bytes / 300 > 900 && m.bytes / 300 < 1400);
	free(m.box.p);
}

struct sum {
	const char *root;
	size_t files;
	size_t bytes;
};

static void
add_up(const char *path, void *ctx)
{
	struct sum *s = ctx;
	struct bytes b = files_read(s->root, path);

	s->files++;
	s->bytes += b.n;
	free(b.p);
}

static void
gen_mixed__is_as_large_as_asked(void **state)
{
	const struct fixture *f = *state;
	char folder[PATH_BYTES];
	struct sum s = {.root = folder};

	inside(f, "mixed", folder);
	assert_int_equal(run(f->mixed, "12M", folder), 0);
	files_walk(folder, add_up, &s);
	assert_int_equal(s.bytes, 12 * 1024 * 1024);
	assert_true(s.files > 20);
}

static void
generators__refuse_what_is_not_a_number(void **state)
{
	const struct fixture *f = *state;
	char path[PATH_BYTES];

	inside(f, "none", path);
	assert_int_equal(run(f->sms, "0", path), 2);
	assert_int_equal(run(f->sms, "12x", path), 2);
	assert_int_equal(run(f->mail, "-1", path), 2);
	assert_int_equal(run(f->mixed, "1Mb", path), 2);
	assert_int_equal(access(path, F_OK), -1);
}

int
main(int argc, char **argv)
{
	struct fixture f = {.work = "bench-test-XXXXXX"};
	struct CMUnitTest tests[] = {
	    cmocka_unit_test(gen_sms__writes_as_many_as_asked),
	    cmocka_unit_test(gen_sms__dates_ascend),
	    cmocka_unit_test(gen_sms__same_bytes_each_time),
	    cmocka_unit_test(gen_mail__both_forms_hold_the_same),
	    cmocka_unit_test(gen_mixed__is_as_large_as_asked),
	    cmocka_unit_test(generators__refuse_what_is_not_a_number),
	};
	int failed;

	if (argc != 4 || mkdtemp(f.work) == NULL) {
		fputs("usage: test-generators GEN-SMS GEN-MAIL GEN-MIXED\n", stderr);
		return 2;
	}
	f.sms = argv[1];
	f.mail = argv[2];
	f.mixed = argv[3];
	for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
		tests[i].initial_state = &f;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	files_remove(f.work);
	return failed;
}
