/* tests/read/worker_support.h
 * Running a job of the hostile test program, and keeping what comes out of it. */
#ifndef TESTS_READ_WORKER_SUPPORT_H
#define TESTS_READ_WORKER_SUPPORT_H

#include <stdio.h>
#include <stdlib.h>

#include "tests/support/check.h"

#include "read/reading.h"
#include "sys/os/confine.h"

struct heard {
	struct reading_result result;
	enum status status; /* of reading_run() */
	struct err err;
	uint64_t records, begins, ends, ends_whole, notes, notes_unread, data_bytes;
	uint64_t data_sum;    /* of every byte of every extract, with its place */
	uint64_t reads;       /* times the source was asked */
	char body[64];        /* of the last record */
	char note_detail[64]; /* of the last note */
	char note_code[72];
	enum status fail_record; /* what the handler returns for a record */
	struct slice data;
	atomic_bool cancel;
	uint64_t cancel_after; /* records */
};

/* Paths of the test programs, from the command line of the test. */
struct programs {
	const char *host, *hostile;
};

static inline void
keep(char *out, size_t size, struct text t)
{
	t = text_prefix(t, size - 1);
	if (t.n != 0)
		memcpy(out, t.p, t.n);
	out[t.n] = '\0';
}

static inline enum status
heard_record(void *ctx, struct slice canonical, const struct record *record, struct err *err)
{
	struct heard *heard = ctx;

	(void)canonical;
	heard->records++;
	keep(heard->body, sizeof heard->body, record->body);
	if (heard->cancel_after != 0 && heard->records >= heard->cancel_after)
		atomic_store(&heard->cancel, true);
	return heard->fail_record == OK ? OK : fail(err, heard->fail_record, "the disk is full");
}

static inline enum status
heard_begin(void *ctx, uint32_t number, struct text name, struct text type, struct err *err)
{
	struct heard *heard = ctx;

	(void)name, (void)type, (void)err;
	assert_int_equal(number, heard->begins);
	heard->begins++;
	return OK;
}

static inline enum status
heard_data(void *ctx, struct slice data, struct err *err)
{
	struct heard *heard = ctx;

	(void)err;
	for (size_t i = 0; i < data.n; i++)
		heard->data_sum += data.p[i] * (heard->data_bytes + i + 1);
	heard->data_bytes += data.n;
	return OK;
}

static inline enum status
heard_end(void *ctx, bool whole, struct err *err)
{
	struct heard *heard = ctx;

	(void)err;
	heard->ends++;
	heard->ends_whole += whole;
	return OK;
}

static inline enum status
heard_note(void *ctx, enum note_kind kind, struct text code, struct text detail, uint64_t position,
    struct err *err)
{
	struct heard *heard = ctx;

	(void)position, (void)err;
	heard->notes++;
	heard->notes_unread += kind == NOTE_UNREAD;
	keep(heard->note_code, sizeof heard->note_code, code);
	keep(heard->note_detail, sizeof heard->note_detail, detail);
	return OK;
}

static inline enum status
heard_source(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	struct heard *heard = ctx;
	size_t left = at < heard->data.n ? heard->data.n - (size_t)at : 0;

	heard->reads++;
	if (left == 0)
		return fail(err, E_IO, "the original is gone");
	*got = n < left ? n : left;
	memcpy(p, heard->data.p + at, *got);
	return OK;
}

static inline struct reading_handler
heard_handler(struct heard *heard)
{
	return (struct reading_handler){
	    heard_record, heard_begin, heard_data, heard_end, heard_note, NULL, heard};
}

/* The job that makes the hostile program do `deed` with the bytes of heard->data. */
static inline struct reading_job
heard_job(struct heard *heard, const struct programs *programs, const char *deed)
{
	struct reading_job job = {
	    .source = {heard_source, heard->data.n, heard},
	    .options = {.name = text_of_c(deed)},
	    .limits = {.silence_seconds = 30, .cpu_seconds = 20},
	    .cancel = &heard->cancel,
	    .path = programs->hostile,
	};

	return job;
}

static inline void
heard_run(struct heard *heard, const struct reading_job *job)
{
	struct reading_handler handler = heard_handler(heard);

	heard->status = reading_run(job, &handler, &heard->result, &heard->err);
}

/* Can this system confine at all?  Where it cannot, only that can be tested. */
static inline bool
walls_here(const struct programs *programs)
{
	struct heard heard = {0};
	struct reading_job job = heard_job(&heard, programs, "nothing");

	heard_run(&heard, &job);
	return heard.status != E_DENIED;
}

#endif
