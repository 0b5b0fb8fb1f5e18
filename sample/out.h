/* sample/out.h
 * Writing the case to disc: folders, whole files, and one constant time stamp on all of them so
 * that two runs cannot be told apart.  The first failure is remembered and later calls do nothing,
 * so the caller asks once, at the end. */
#ifndef SAMPLE_OUT_H
#define SAMPLE_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sample/str.h"

struct out_file {
	char *path; /* relative to the case folder */
	uint64_t bytes;
};

struct out {
	const char *root;       /* borrowed */
	struct out_file *files; /* every file written, in order */
	size_t file_count;
	int failed;      /* errno of the first failure, 0 for none */
	struct str what; /* path of the first failure */
};

/* `root` is made if missing; it must be empty. */
void out_init(struct out *o, const char *root);
void out_fini(struct out *o);

/* Make folder `path` (and its parents) under the root. */
void out_folder(struct out *o, const char *path);

/* Write one file under the root; its folder must exist. */
void out_write(struct out *o, const char *path, const void *bytes, size_t n);

/* Give every file and folder the case's constant time stamp.  True if nothing has failed. */
bool out_finish(struct out *o);
#endif
