/* sample/out.c
 * Plain stdio writing with sticky failure. */
#include "sample/out.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* 14 July 2025, 21:35:00 UTC: just after the last export of the case was made. */
static const time_t stamp_s = 1752528900;

static void
fail(struct out *o, const char *path)
{
	if (o->failed != 0)
		return;
	o->failed = errno != 0 ? errno : EIO;
	str_addz(&o->what, path);
}

static void
refuse_if_used(struct out *o)
{
	DIR *d = opendir(o->root);
	const struct dirent *e;

	if (d == NULL) {
		fail(o, o->root);
		return;
	}
	errno = 0;
	while ((e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		errno = ENOTEMPTY;
		fail(o, o->root);
		break;
	}
	(void)closedir(d);
}

void
out_init(struct out *o, const char *root)
{
	*o = (struct out){.root = root};
	if (mkdir(root, 0755) != 0 && errno != EEXIST)
		fail(o, root);
	else
		refuse_if_used(o);
}

void
out_fini(struct out *o)
{
	for (size_t i = 0; i < o->file_count; i++)
		free(o->files[i].path);
	free(o->files);
	str_fini(&o->what);
	*o = (struct out){0};
}

static void
full_path(const struct out *o, const char *path, struct str *full)
{
	str_addz(full, o->root);
	str_addc(full, '/');
	str_addz(full, path);
}

void
out_folder(struct out *o, const char *path)
{
	struct str full = {0};
	size_t i;

	full_path(o, path, &full);
	for (i = strlen(o->root) + 1; i <= full.n && o->failed == 0; i++) {
		char kept = full.p[i];

		if (kept != '/' && kept != '\0')
			continue;
		full.p[i] = '\0';
		if (mkdir(full.p, 0755) != 0 && errno != EEXIST)
			fail(o, full.p);
		full.p[i] = kept;
	}
	str_fini(&full);
}

static void
remember(struct out *o, const char *path, size_t n)
{
	o->files = str_grow(o->files, o->file_count + 1, sizeof *o->files);
	o->files[o->file_count++] = (struct out_file){.path = str_dup(path), .bytes = n};
}

void
out_write(struct out *o, const char *path, const void *bytes, size_t n)
{
	struct str full = {0};
	FILE *f = NULL;

	if (o->failed != 0)
		return;
	full_path(o, path, &full);
	f = fopen(full.p, "wb");
	if (f == NULL || fwrite(bytes, 1, n, f) != n)
		fail(o, full.p);
	if (f != NULL && fclose(f) != 0)
		fail(o, full.p);
	if (o->failed == 0)
		remember(o, path, n);
	str_fini(&full);
}

static void
set_stamp(struct out *o, const char *path)
{
	const struct timespec t[2] = {{.tv_sec = stamp_s}, {.tv_sec = stamp_s}};

	if (utimensat(AT_FDCWD, path, t, 0) != 0)
		fail(o, path);
}

/* Files first, then the folders on the way down to them: writing a file touches its folder. */
bool
out_finish(struct out *o)
{
	struct str full = {0};

	for (size_t i = 0; i < o->file_count && o->failed == 0; i++) {
		str_clear(&full);
		full_path(o, o->files[i].path, &full);
		set_stamp(o, full.p);
		for (char *slash = strrchr(full.p, '/');
		     slash != NULL && slash >= full.p + strlen(o->root);
		     slash = strrchr(full.p, '/')) {
			*slash = '\0';
			set_stamp(o, full.p);
		}
	}
	str_fini(&full);
	return o->failed == 0;
}
