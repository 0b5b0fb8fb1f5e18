/* src/read/reading.h
 * Have one original read by a confined worker, and hear what it says.
 * The worker is hostile until proven dull: every frame is checked again, any lie ends it, and what
 * came before the lie stays usable.  Not for: where bytes come from or go to. */
#ifndef READ_READING_H
#define READ_READING_H

#include <stdatomic.h>

#include "read/format.h"

/* Everything 0 means the default in brackets. */
struct reading_limits {
	uint64_t records;         /* [100 million] */
	uint64_t answer_bytes;    /* all frames but extracts [256 MiB + 64 times the original] */
	uint64_t extracts;        /* [1 million] */
	uint64_t extract_bytes;   /* all together [1 GiB + 8 times the original] */
	uint64_t wanted_bytes;    /* asked of the original [64 MiB + 256 times the original] */
	uint64_t memory_bytes;    /* the worker's address space [512 MiB] */
	uint64_t cpu_seconds;     /* [600] */
	uint64_t silence_seconds; /* without one whole frame [60] */
	uint64_t total_seconds;   /* [4 hours] */
};

struct reading_job {
	/* The original's bytes; called from reading_run()'s own thread.  `bytes` must be known,
	 * here, in options.parts, and of what options.look finds. */
	struct source source;
	struct reading_options options;
	struct reading_limits limits;
	const atomic_bool *cancel; /* set by anybody to stop; may be NULL */
	/* The program whose main() gives `--worker` to worker_main(); NULL: ourselves. */
	const char *path;
	const char *mode; /* its first argument; NULL: "--worker" */
};

/*
 * Called in the order things come, from reading_run()'s own thread.  Everything is borrowed for the
 * call.  Anything but OK stops the reading and comes back from reading_run().
 */
struct reading_handler {
	/* `canonical` is what record_put() of `record` gives.  Attachments EXTRACTED name extracts
	 * that have ended.  Digests are never filled in; `bytes` is only the file's claim. */
	enum status (*record)(
	    void *ctx, struct slice canonical, const struct record *record, struct err *err);
	/* Extracts: begin, any number of data, end; numbered from 0; never two at a time.  Every
	 * begin gets its end, with `whole` false when the worker ended in between. */
	enum status (*extract_begin)(
	    void *ctx, uint32_t number, struct text name, struct text type, struct err *err);
	enum status (*extract_data)(void *ctx, struct slice data, struct err *err);
	enum status (*extract_end)(void *ctx, bool whole, struct err *err);
	/* The first is NOTE_FORMAT, and the only one of its kind. */
	enum status (*note)(void *ctx, enum note_kind kind, struct text code, struct text detail,
	    uint64_t position, struct err *err);
	/* Bytes of the original given so far, records so far; may be NULL. */
	void (*progress)(void *ctx, uint64_t bytes, uint64_t records);
	void *ctx;
};

enum reading_status {
	READING_READ,   /* to the end, nothing left out */
	READING_PARTLY, /* some records, but not all there may be */
	READING_KEPT,   /* nothing: the original is only kept */
};

enum reading_end {
	READING_ENDED,    /* the worker said how it went, and left */
	READING_UNWALLED, /* no confinement to be had: nothing was given to it */
	READING_DIED,     /* it ended without a word: crash, forbidden call, limit of the system */
	READING_SILENT,   /* it was ended after saying nothing for too long */
	READING_LIED,     /* it was ended because a frame was not what it must be */
	READING_TOO_MUCH, /* it was ended because a limit of the job was reached */
	READING_STOPPED,  /* we stopped: cancelled, or the source or a handler failed */
};

struct reading_result {
	enum reading_status status;
	enum reading_end end;
	char format[72];          /* NUL-terminated; "" when it was not recognised */
	char why[ERR_TEXT_BYTES]; /* one line: what ended it early; else "" (see the notes) */
	char said[400]; /* what the worker wrote to its standard error, made printable; mostly "" */
	uint64_t records, extracts, extract_bytes, notes;
	uint64_t wanted_bytes; /* asked of the original; more than it has when read twice */
	uint32_t walls;        /* enum wall: which stood */
	bool exit_by_signal;
	int exit_code; /* exit code or signal; 0 after a good end */
};

/*
 * Run one job in a new worker; returns when the worker is gone.  *result is filled in whatever
 * happens, and tells also what was received before a failure.
 * OK           the worker did its best: result->status says how good that was.
 * E_DENIED     no confinement on this system: nothing was read.
 * E_CANCELLED  job->cancel.
 * other        of the source, a handler, or of starting a process.
 */
MUST_USE enum status reading_run(const struct reading_job *job,
    const struct reading_handler *handler, struct reading_result *result, struct err *err);

/* One word: "read", "partly", "kept"; "ended", "unwalled", "died" … */
const char *reading_status_name(enum reading_status status);
const char *reading_end_name(enum reading_end end);

#endif
