/* tests/sample/files.c
 * See files.h. */
#include "tests/sample/files.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH_BYTES = 1024 };

struct bytes
files_read(const char *root, const char *path)
{
	char full[PATH_BYTES];
	struct bytes b = {0};
	struct stat st;
	FILE *f;

	assert_true(snprintf(full, sizeof full, "%s/%s", root, path) < (int)sizeof full);
	f = fopen(full, "rb");
	if (f == NULL)
		fail_msg("%s cannot be opened", full);
	assert_int_equal(fstat(fileno(f), &st), 0);
	b.n = (size_t)st.st_size;
	b.p = malloc(b.n + 1);
	assert_non_null(b.p);
	assert_int_equal(fread(b.p, 1, b.n, f), b.n);
	b.p[b.n] = '\0';
	assert_int_equal(fclose(f), 0);
	return b;
}

static void
walk_folder(
    const char *root, const char *folder, void (*seen)(const char *path, void *ctx), void *ctx)
{
	char full[PATH_BYTES];
	const struct dirent *e;
	DIR *d;

	assert_true(snprintf(full, sizeof full, "%s/%s", root, folder) < (int)sizeof full);
	d = opendir(full);
	assert_non_null(d);
	while ((e = readdir(d)) != NULL) {
		char path[PATH_BYTES];
		struct stat st;

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		assert_true(snprintf(path, sizeof path, "%s%s%s", folder, *folder ? "/" : "",
				e->d_name) < (int)sizeof path);
		assert_true(snprintf(full, sizeof full, "%s/%s", root, path) < (int)sizeof full);
		assert_int_equal(lstat(full, &st), 0);
		if (S_ISDIR(st.st_mode))
			walk_folder(root, path, seen, ctx);
		else
			seen(path, ctx);
	}
	assert_int_equal(closedir(d), 0);
}

void
files_walk(const char *root, void (*seen)(const char *path, void *ctx), void *ctx)
{
	walk_folder(root, "", seen, ctx);
}

void
files_remove(const char *root)
{
	const struct dirent *e;
	DIR *d = opendir(root);

	if (d == NULL)
		return;
	while ((e = readdir(d)) != NULL) {
		char full[PATH_BYTES];

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		assert_true(
		    snprintf(full, sizeof full, "%s/%s", root, e->d_name) < (int)sizeof full);
		if (unlink(full) != 0)
			files_remove(full);
	}
	(void)closedir(d);
	(void)rmdir(root);
}

size_t
files_count(struct bytes text, const char *what, bool at_line_start)
{
	size_t n = strlen(what);
	size_t count = 0;

	for (size_t i = 0; i + n <= text.n; i++)
		if (memcmp(text.p + i, what, n) == 0 &&
		    (!at_line_start || i == 0 || text.p[i - 1] == '\n'))
			count++;
	return count;
}

static uint64_t
number_after(const char *from, const char *end, const char *key)
{
	char quoted[96];
	const char *at;
	uint64_t v = 0;

	assert_true(snprintf(quoted, sizeof quoted, "\"%s\": ", key) < (int)sizeof quoted);
	at = strstr(from, quoted);
	if (at == NULL || at >= end)
		fail_msg("facts.json does not hold %s", key);
	for (at += strlen(quoted); *at >= '0' && *at <= '9'; at++)
		v = v * 10 + (uint64_t)(*at - '0');
	return v;
}

uint64_t
files_fact(struct bytes facts, const char *path, const char *key)
{
	char quoted[PATH_BYTES];
	const char *at;

	assert_true(snprintf(quoted, sizeof quoted, "\"path\": \"%s\"", path) < (int)sizeof quoted);
	at = strstr(facts.p, quoted);
	if (at == NULL)
		fail_msg("facts.json does not hold %s", path);
	return number_after(at, strchr(at, '}'), key);
}

uint64_t
files_total(struct bytes facts, const char *key)
{
	const char *at = strstr(facts.p, "\"totals\"");

	assert_non_null(at);
	return number_after(at, strstr(at, "\"files\""), key);
}

static uint32_t
little_endian(const char *p, size_t bytes)
{
	uint32_t v = 0;

	for (size_t i = bytes; i > 0; i--)
		v = v << 8 | (unsigned char)p[i - 1];
	return v;
}

/* Through the end record and the central directory, not by scanning for signatures. */
struct bytes
files_zip_member(struct bytes zip, const char *suffix, size_t *members)
{
	enum { END_BYTES = 22, CENTRAL_BYTES = 46, LOCAL_BYTES = 30 };
	const char *end = zip.p + zip.n - END_BYTES;
	struct bytes found = {0};
	size_t at;

	assert_true(zip.n > END_BYTES && memcmp(end, "PK\5\6", 4) == 0);
	*members = little_endian(end + 10, 2);
	at = little_endian(end + 16, 4);
	for (size_t i = 0; i < *members; i++) {
		const char *c = zip.p + at;
		size_t name = little_endian(c + 28, 2);
		size_t bytes = little_endian(c + 24, 4);
		size_t local = little_endian(c + 42, 4);

		assert_true(at + CENTRAL_BYTES + name <= zip.n && memcmp(c, "PK\1\2", 4) == 0);
		assert_true(local + LOCAL_BYTES + name + bytes <= zip.n);
		at += CENTRAL_BYTES + name;
		if (name < strlen(suffix) ||
		    memcmp(c + CENTRAL_BYTES + name - strlen(suffix), suffix, strlen(suffix)) != 0)
			continue;
		found.p = calloc(bytes + 1, 1);
		assert_non_null(found.p);
		memcpy(found.p, zip.p + local + LOCAL_BYTES + name, bytes);
		found.n = bytes;
	}
	return found;
}
