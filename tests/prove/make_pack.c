/* tests/prove/make_pack.c
 * make_pack PATH: writes the sample pack, as a ZIP when the name ends in .zip, for the scripts that
 * check it with other tools. */
#include <stdio.h>
#include <string.h>

#include "sys/os/os_io.h"
#include "tests/prove/pack_sample.h"

int
main(int argc, char **argv)
{
	struct pack_options options;
	struct pack_written written;
	struct sample sample;
	struct io io = os_io();
	struct err err = {0};
	enum status status;
	size_t n;

	if (argc != 2)
		return 2;
	n = strlen(argv[1]);
	sample_init(&sample);
	options = sample_options(&sample, &io);
	options.path = argv[1];
	options.zip = n > 4 && strcmp(argv[1] + n - 4, ".zip") == 0;
	status = sample_pack(&sample, &options, &written, &err);
	sample_fini(&sample);
	if (status != OK) {
		(void)fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	(void)printf("%llu files, pack code %s\n", (unsigned long long)written.files, written.code);
	return 0;
}
