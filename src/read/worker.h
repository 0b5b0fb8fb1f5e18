/* src/read/worker.h
 * The worker: our own program started again to read one original behind walls.
 * Not for: starting it (reading.h). */
#ifndef READ_WORKER_H
#define READ_WORKER_H

/* What the first argument begins with; the second is for a job that asks for the format of
 * read/picture_pixels.h and no other: whatever else it reads may end it. */
#define WORKER_MODE    "--worker"
#define WORKER_PICTURE "--worker-picture"

/*
 * What main() does when its first argument is one of these, before anything else of its own.
 * argv[2], argv[3]: memory in bytes and seconds of processor time, decimal.  Speaks frames on
 * descriptors 0 and 1.  Returns the exit code: 0 when it said how it went, 1 when nobody listened,
 * 2 for wrong arguments.
 */
int worker_main(int argc, char **argv);

#endif
