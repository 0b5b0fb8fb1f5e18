/* tests/read/worker_host.c
 * The smallest program that can be started as a worker: what main() of daybook does with
 * "--worker", and the real formats. */
#include <string.h>

#include "read/worker.h"

int
main(int argc, char **argv)
{
	return argc >= 2 && strcmp(argv[1], "--worker") == 0 ? worker_main(argc, argv) : 2;
}
