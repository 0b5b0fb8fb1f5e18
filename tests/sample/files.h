/* tests/sample/files.h
 * Looking at what the sample generator wrote, with none of the generator's own code: whole files,
 * folders, ZIP members, numbers out of facts.json. */
#ifndef TESTS_SAMPLE_FILES_H
#define TESTS_SAMPLE_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
	char *p; /* NUL-terminated for string searches; free() it */
	size_t n;
};

/* Fails the test if the file cannot be read. */
struct bytes files_read(const char *root, const char *path);

/* Calls `seen` for every plain file below root, with its path relative to root. */
void files_walk(const char *root, void (*seen)(const char *path, void *ctx), void *ctx);

/* Removes a folder and all below it. */
void files_remove(const char *root);

/* Times `what` stands in `text`; with `at_line_start` only at the start of a line. */
size_t files_count(struct bytes text, const char *what, bool at_line_start);

/* The number called `key` in the entry of `path` in facts.json; fails the test if it is not there.
 */
uint64_t files_fact(struct bytes facts, const char *path, const char *key);

/* A number of the "totals" object. */
uint64_t files_total(struct bytes facts, const char *key);

/* Text of the first member of a stored-only ZIP whose name ends in `suffix`; *members counts all.
 */
struct bytes files_zip_member(struct bytes zip, const char *suffix, size_t *members);
#endif
