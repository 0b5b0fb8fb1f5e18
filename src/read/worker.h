/* src/read/worker.h
 * The worker: our own program started again to read one original behind walls.
 * Not for: starting it (reading.h). */
#ifndef READ_WORKER_H
#define READ_WORKER_H

#define WORKER_BARE "bare"

/*
 * What main() does when its first argument is "--worker", before anything else of its own.
 * argv[2], argv[3]: memory in bytes and seconds of processor time, decimal.  argv[4]: WORKER_BARE
 * when the job is for a format that needs nothing loaded before the walls stand, which is most of
 * the cost of a start; another format may then die at them.  Speaks frames on
 * descriptors 0 and 1.  Returns the exit code: 0 when it said how it went, 1 when nobody listened,
 * 2 for wrong arguments.
 */
int worker_main(int argc, char **argv);

#endif
