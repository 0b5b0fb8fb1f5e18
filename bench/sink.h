/* bench/sink.h
 * A file written through one buffer, so that a generator's memory does not grow with its output. */
#ifndef BENCH_SINK_H
#define BENCH_SINK_H

#include <stdbool.h>
#include <stdint.h>

#include "sample/str.h"

enum { SINK_BUFFER_BYTES = 1 << 20 };

struct sink {
	int fd;
	struct str buffer; /* add to this, then call sink_flow */
	bool failed;
	uint64_t bytes; /* handed to the file */
};

/* Make or replace the file.  False, with a message, if that is not possible. */
bool sink_open(struct sink *s, const char *path);

/* Write the buffer out once it is large. */
void sink_flow(struct sink *s);

/* Write the rest and close.  False, with a message, if any write had failed. */
bool sink_close(struct sink *s, const char *path);

/* A decimal number from a command line, with an optional suffix k, M or G (powers of 1024 when
 * `binary`, else of 1000). */
bool sink_number(const char *text, bool binary, uint64_t *value);

/* Make a folder; one that is there already is all right. */
bool sink_folder(const char *path);
#endif
