/* tests/keep/make_vectors.c
 * Writes docs/format/vectors/vault.txt, keys.txt and the folder vault/ beside it.  Run by hand
 * after a wanted change of the format: make_vectors docs/format/vectors */
#include <stdio.h>
#include <sys/stat.h>

#include "tests/keep/reference.h"

static const char *root;

static void
file_write(const char *path, const uint8_t *p, size_t n)
{
	char whole[1024];
	FILE *file;

	(void)snprintf(whole, sizeof whole, "%s/%s", root, path);
	for (char *c = whole + strlen(root) + 1; *c != '\0'; c++) {
		if (*c != '/')
			continue;
		*c = '\0';
		(void)mkdir(whole, 0755);
		*c = '/';
	}
	file = fopen(whole, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(p, 1, n, file), n);
	assert_int_equal(fclose(file), 0);
}

static void
vault_file_write(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	char below[1024];

	(void)ctx;
	(void)snprintf(below, sizeof below, "vault%s", path + 1); /* "v/..." */
	file_write(below, p, n);
}

static void
make(void **state)
{
	struct object_info objects[REFERENCE_OBJECTS];
	struct rig rig;
	struct buf text;

	(void)state;
	buf_init(&text, 65536);
	reference_make(&rig, objects);
	reference_text(&rig, objects, &text);
	file_write("vault.txt", text.p, text.n);
	buf_reset(&text);
	reference_keys_text(&rig, &text);
	file_write("keys.txt", text.p, text.n);
	mem_io_each(rig.disk, vault_file_write, NULL);
	buf_fini(&text);
	rig_stop(&rig);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(make)};

	if (argc != 2)
		return 2;
	root = argv[1];
	return cmocka_run_group_tests_name("make_vectors", tests, NULL, NULL);
}
