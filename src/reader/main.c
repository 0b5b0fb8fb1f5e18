/* src/reader/main.c
 * daybook-reader: the confined worker as a program of its own, so that nothing is loaded, and
 * nothing is within reach of a hostile file, that reading does not need
 * (docs/design/0014-reader.md). Daybook starts it, one for each file; by hand it is of no use. */
#include <stdio.h>

#include "read/worker.h"

int
main(int argc, char **argv)
{
	if (argc >= 2)
		return worker_main(argc, argv);
	(void)fputs("daybook-reader is started by daybook, to read one file at a time.\n", stderr);
	return 2;
}
