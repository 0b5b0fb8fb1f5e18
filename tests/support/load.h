/* tests/support/load.h
 * A whole file in memory that ends where the file ends, so that a read behind it is found. */
#ifndef TESTS_SUPPORT_LOAD_H
#define TESTS_SUPPORT_LOAD_H

#include <stdint.h>
#include <sys/stat.h>

#include "base/slice.h"
#include "tests/support/must.h"

/* For load_free().  A file that is not there, or shrinks meanwhile, is a mistake of the test. */
static inline struct slice
load_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct stat st;
	uint8_t *p;
	size_t n;

	if (file == NULL || fstat(fileno(file), &st) != 0) {
		(void)fprintf(stderr, "%s is not there\n", path);
		abort();
	}
	n = (size_t)st.st_size;
	p = must(malloc(n != 0 ? n : 1));
	if (fread(p, 1, n, file) != n)
		abort();
	(void)fclose(file);
	return slice_of(p, n);
}

static inline void
load_free(struct slice bytes)
{
	free((void *)(uintptr_t)bytes.p);
}

#endif
