/* tests/sys_os/scratch.h
 * A folder of its own for each test, removed afterwards. */
#ifndef TESTS_SYS_OS_SCRATCH_H
#define TESTS_SYS_OS_SCRATCH_H

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/check.h"

struct scratch {
	char root[64];
	char path[512]; /* the last scratch_path() */
};

static inline const char *
scratch_path(struct scratch *s, const char *name)
{
	(void)snprintf(s->path, sizeof s->path, "%s/%s", s->root, name);
	return s->path;
}

static inline void
scratch_file(struct scratch *s, const char *name, const char *content)
{
	FILE *file = fopen(scratch_path(s, name), "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(content, 1, strlen(content), file), strlen(content));
	assert_int_equal(fclose(file), 0);
}

static inline void
scratch_folder(struct scratch *s, const char *name)
{
	assert_int_equal(mkdir(scratch_path(s, name), 0700), 0);
}

static inline int
scratch_setup(void **state)
{
	struct scratch *s = calloc(1, sizeof *s);

	if (s == NULL)
		return -1;
	(void)snprintf(s->root, sizeof s->root, "/tmp/daybook-test-XXXXXX");
	*state = s;
	return mkdtemp(s->root) != NULL ? 0 : -1;
}

static inline int
scratch_remove(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

static inline int
scratch_teardown(void **state)
{
	struct scratch *s = *state;

	(void)nftw(s->root, scratch_remove, 16, FTW_DEPTH | FTW_PHYS);
	free(s);
	return 0;
}

#define scratch_test(f) cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

#endif
