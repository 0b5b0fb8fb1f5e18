/* tests/read/test_mail_walls.c
 * Once prepare() has run, mail in every known character set is read with nothing but memory: a
 * child under a system call list without open() reads every corpus file and must come back.
 * Not for: the worker's own walls (test_worker.c). */
#include "tests/support/check.h"

#include <dirent.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "read/formats/formats.h"
#include "read/formats/mail_charset.h"
#include "tests/read/collect.h"
#include "tests/support/load.h"

#if defined(__SANITIZE_ADDRESS__)
#define WALLS_IMPOSSIBLE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WALLS_IMPOSSIBLE 1
#endif
#endif

enum { FILES_MAX = 200 };

struct files {
	struct slice data[FILES_MAX];
	size_t count;
};

static void
file_load(struct files *files, const char *path)
{
	assert_true(files->count < FILES_MAX);
	files->data[files->count++] = load_file(path);
}

static void
folder_load(struct files *files, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char path[512];

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		(void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		file_load(files, path);
	}
	(void)closedir(dir);
}

/* Everything but memory, time and the end kills. */
static bool
walls_up(void)
{
	static const int allowed[] = {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(close),
	    SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex),
	    SCMP_SYS(clock_gettime), SCMP_SYS(getrandom), SCMP_SYS(exit), SCMP_SYS(exit_group)};
	static const int mapping[] = {SCMP_SYS(mmap), SCMP_SYS(mprotect)};
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int failed = ctx == NULL;

	for (size_t i = 0; i < COUNT_OF(allowed); i++)
		failed |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, allowed[i], 0);
	for (size_t i = 0; i < COUNT_OF(mapping); i++)
		failed |= seccomp_rule_add(
		    ctx, SCMP_ACT_ALLOW, mapping[i], 1, SCMP_A2(SCMP_CMP_MASKED_EQ, 4, 0));
	return failed == 0 && seccomp_load(ctx) == 0;
}

static int
child_read(const struct files *files)
{
	struct collect c;

	for (size_t i = 0; i < files->count; i++) {
		collect_init(&c);
		if (collect_slice(&c, &eml_format, files->data[i], NULL) == OK && c.count != 1)
			return 3;
		(void)!collect_slice(&c, &mbox_format, files->data[i], NULL);
		collect_fini(&c);
	}
	return 0;
}

/* Every set of the list, by its own name. */
static int
child_decode(void)
{
	static const uint8_t bytes[] = {0x1b, '$', 'B', 0x24, 0x22, 0x82, 0xa0, 0xd8, 0x00, 0xff};
	struct mail_texts texts;
	struct text name;
	struct buf out;
	int count = 0;

	mail_texts_init(&texts);
	buf_init(&out, 1 << 16);
	for (int set = 0; (name = mail_charset_name(set)).p != NULL; set++) {
		mail_texts_decode(&texts, slice_of_text(name), slice_of(bytes, sizeof bytes), &out);
		mail_texts_decode_as(&texts, set, slice_of(bytes, sizeof bytes), &out);
		count++;
	}
	/* Names that the C library knows and this list does not. */
	mail_texts_decode(&texts, SLICE_LITERAL("IBM1390"), slice_of(bytes, sizeof bytes), &out);
	mail_texts_decode(&texts, SLICE_LITERAL("EBCDIC-US"), slice_of(bytes, sizeof bytes), &out);
	buf_fini(&out);
	mail_texts_fini(&texts);
	return count >= 40 ? 0 : 4;
}

static int
in_child(const struct files *files, bool prepared)
{
	pid_t pid = fork();
	int status = 0, code;

	assert_true(pid >= 0);
	if (pid == 0) {
		if (prepared)
			eml_format.prepare();
		if (!walls_up())
			_exit(5);
		code = child_decode();
		if (code == 0)
			code = child_read(files);
		_exit(code);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void
walls__mail_is_read_without_opening_anything(void **state)
{
	static struct files files;

	(void)state;
#ifdef WALLS_IMPOSSIBLE
	skip();
#endif
	folder_load(&files, "tests/corpora/mail/good");
	folder_load(&files, "tests/corpora/mail/bad");
	folder_load(&files, "tests/corpora/mbox/good");
	folder_load(&files, "tests/corpora/mbox/bad");
	assert_int_equal(in_child(&files, true), 0);
	/* And the walls are real: without prepare() the first converter file is fatal. */
	assert_true(WIFSIGNALED(in_child(&files, false)));
	for (size_t i = 0; i < files.count; i++)
		load_free(files.data[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(walls__mail_is_read_without_opening_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
