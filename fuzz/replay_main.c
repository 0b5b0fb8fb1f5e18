/* fuzz/replay_main.c
 * Runs a fuzz target over every file below the given folder, so that seeds are ordinary tests. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static int
run_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data = NULL;
	size_t n = 0, size = 0, got;

	if (file == NULL)
		return 0;
	do {
		if (n == size) {
			size = size != 0 ? 2 * size : 65536;
			data = realloc(data, size);
			if (data == NULL)
				abort();
		}
		got = fread(data + n, 1, size - n, file);
		n += got;
	} while (got != 0);
	(void)fclose(file);
	(void)LLVMFuzzerTestOneInput(data, n);
	free(data);
	return 1;
}

static int
run_folder(const char *path)
{
	char below[4096];
	struct dirent *entry;
	struct stat st;
	DIR *dir = opendir(path);
	int count = 0;

	if (dir == NULL)
		return 0;
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		(void)snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
		if (stat(below, &st) != 0)
			continue;
		count += S_ISDIR(st.st_mode) ? run_folder(below) : run_file(below);
	}
	(void)closedir(dir);
	return count;
}

int
main(int argc, char **argv)
{
	int count = argc == 2 ? run_folder(argv[1]) : 0;

	(void)printf("%d seeds replayed\n", count);
	return count >= 10 ? 0 : 1; /* five good and five bad at least */
}
