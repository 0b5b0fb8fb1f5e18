/* tests/sim/trace.h
 * What a program asked of its disk: every changing call, in order, with its bytes.
 * The calls themselves go to a disk in memory (mem_io); the trace is what platter.h crashes.
 * Not for: failing calls (mem_io does that). */
#ifndef TESTS_SIM_TRACE_H
#define TESTS_SIM_TRACE_H

#include "base/seam.h"
#include "tests/support/mem_io.h"

enum step_kind {
	STEP_CREATE, /* a new file `path`: file number `file` */
	STEP_WRITE,  /* `n` bytes `p` at `at` of file number `file` */
	STEP_TRUNCATE,
	STEP_SYNC,
	STEP_RENAME, /* `path` to `to`; `file` 0: a folder, with all that is below it */
	STEP_UNLINK,
	STEP_MKDIR,
	STEP_RMDIR,
	STEP_SYNC_FOLDER,
	STEP_TOLD, /* not a call: here the program promised something; `at` says what */
};

struct step {
	enum step_kind kind;
	size_t file; /* number of the file, from 1; the same under every name it has */
	uint64_t at; /* offset, new length, or what was promised */
	uint8_t *p;
	size_t n;
	char *path, *to;
	bool failed; /* a sync that said so: what waited for it is kept or lost, nobody knows */
};

/* What a disk that does not do what it says leaves out.  For tests of the tests. */
enum lie { LIE_NONE, LIE_SYNC, LIE_SYNC_FOLDER };

struct trace;

/* Files that stand on `disk` already are durable; `disk` outlives the trace. */
struct trace *trace_new(struct mem_io *disk, enum lie lie);
void trace_free(struct trace *trace);
struct io trace_seam(struct trace *trace);
void trace_told(struct trace *trace, uint64_t what);
/* Sync number `number` (from 1, files and folders) fails once with -EIO.  0: none. */
void trace_fail_sync(struct trace *trace, uint64_t number);

size_t trace_steps(const struct trace *trace);
const struct step *trace_step(const struct trace *trace, size_t i);
uint64_t trace_syncs(const struct trace *trace);
/* The disk as it stood when the trace began, for platter_new(). */
const struct mem_io *trace_start(const struct trace *trace);

#endif
