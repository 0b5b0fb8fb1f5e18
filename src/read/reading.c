/* src/read/reading.c
 * The parent: start a worker, serve it, listen, and see it out; see reading.h. */
#include "read/reading.h"

#include <errno.h>

#include "base/mem.h"
#include "read/answers.h"
#include "read/picture_pixels.h"
#include "read/worker.h"
#include "sys/os/os_clock.h"
#include "sys/os/os_pipe.h"
#include "sys/os/os_process.h"

enum {
	READING_PIECE_BYTES = 256 * 1024, /* one read of the worker's pipe: stays in the cache */
	READING_IN_BYTES = FRAME_HEAD_BYTES + FRAME_MAX_BYTES + READING_PIECE_BYTES,
	READING_PIPE_BYTES = 1024 * 1024,
	READING_SAID_BYTES = 4096,
	READING_OUT_BYTES = 2 * FRAME_RANGE_BYTES,
};

#define READING_TURN_US  INT64_C(100000)  /* how soon a cancel is noticed */
#define READING_LEAVE_US INT64_C(2000000) /* to leave after the last word */
#define READING_REAP_US  INT64_C(10000000)

struct run {
	const struct reading_job *job;
	struct reading_result *result;
	struct reading_limits limits;
	struct answers answers;
	struct os_process process;
	struct os_pipe to_worker, from_worker, said;
	uint8_t *in; /* READING_IN_BYTES; frames not yet taken */
	size_t in_n;
	struct buf out; /* frames not yet sent */
	size_t out_sent;
	bool options_sent, ended;
	struct source slot[READING_SLOTS]; /* files that were looked for */
	int64_t begun_us, heard_us;
};

static enum status
pipes_open(struct run *run, struct err *err)
{
	enum status status = os_pipe_open(&run->to_worker, READING_PIPE_BYTES, err);

	if (status == OK)
		status = os_pipe_open(&run->from_worker, READING_PIPE_BYTES, err);
	/* The size of this pipe and its refusal to wait are the cap on what a worker may say. */
	if (status == OK)
		status = os_pipe_open(&run->said, READING_SAID_BYTES, err);
	if (status == OK)
		status = os_pipe_nonblock(run->said.to, err);
	if (status == OK)
		status = os_pipe_nonblock(run->said.from, err);
	if (status == OK)
		status = os_pipe_nonblock(run->to_worker.to, err);
	if (status == OK)
		status = os_pipe_nonblock(run->from_worker.from, err);
	return status;
}

static enum status
worker_start(struct run *run, struct err *err)
{
	const struct reading_job *job = run->job;
	uint8_t memory_text[24], cpu_text[24];
	struct buf memory = {
	    .p = memory_text, .size = sizeof memory_text, .max = sizeof memory_text};
	struct buf cpu = {.p = cpu_text, .size = sizeof cpu_text, .max = sizeof cpu_text};
	bool bare = text_eq_c(job->options.format, PICTURE_FORMAT_NAME);
	const char *argv[] = {"reader", job->mode != NULL ? job->mode : "--worker",
	    (const char *)memory_text, (const char *)cpu_text, bare ? WORKER_BARE : NULL, NULL};
	struct os_process_start start = {
	    .path = job->path != NULL ? job->path : OS_SELF,
	    .argv = argv,
	    .fds = {run->to_worker.from, run->from_worker.to, run->said.to},
	};
	enum status status;

	buf_put_u64(&memory, run->limits.memory_bytes);
	buf_put_byte(&memory, '\0');
	buf_put_u64(&cpu, run->limits.cpu_seconds);
	buf_put_byte(&cpu, '\0');
	status = os_process_spawn(&start, &run->process, err);
	os_pipe_close(&run->to_worker.from);
	os_pipe_close(&run->from_worker.to);
	os_pipe_close(&run->said.to);
	return status;
}

static enum status
run_start(struct run *run, struct err *err)
{
	enum status status;

	run->in = mem_new(1, READING_IN_BYTES);
	if (run->in == NULL)
		return fail(err, E_NOMEM, "no memory to listen to a worker");
	status = pipes_open(run, err);
	if (status == OK)
		status = worker_start(run, err);
	run->begun_us = run->heard_us = os_clock_tick_us();
	return status;
}

/* Send what waits; a worker that is gone is noticed when its answers end. */
static void
run_send(struct run *run)
{
	int64_t put;

	while (run->out_sent < run->out.n) {
		put = os_pipe_write_quiet(
		    run->to_worker.to, run->out.p + run->out_sent, run->out.n - run->out_sent);
		if (put == -EAGAIN)
			return;
		run->out_sent = put > 0 ? run->out_sent + (size_t)put : run->out.n;
	}
	buf_reset(&run->out);
	run->out_sent = 0;
	run->answers.want_waiting = false;
	run->heard_us = os_clock_tick_us(); /* it was waiting for us until now */
}

/* Whose byte number *at is: the original's, one of its parts', or of a file that was looked for;
 * *at counts from there then. */
static const struct source *
source_at(const struct run *run, uint64_t *at)
{
	const struct reading_options *options = &run->job->options;
	const struct source *source = &run->job->source;

	for (unsigned slot = READING_SLOTS; slot-- > 0;) {
		if (*at >= FRAME_SLOT_AT(slot)) {
			*at -= FRAME_SLOT_AT(slot);
			return &run->slot[slot];
		}
	}
	for (size_t i = 0; *at >= source->bytes && i < options->parts_count; i++) {
		*at -= source->bytes;
		source = &options->parts[i];
	}
	return source;
}

static enum status
range_fill(struct run *run, uint8_t *to, const struct frame_want *want, struct err *err)
{
	size_t done = 0, got;
	enum status status;

	while (done < want->n) {
		uint64_t at = want->at + done;
		const struct source *source = source_at(run, &at);
		size_t n = want->n - done;

		if (n > source->bytes - at)
			n = (size_t)(source->bytes - at);
		got = 0;
		status = source->read_at(source->ctx, at, to + done, n, &got, err);
		if (status != OK)
			return status;
		if (got == 0 || got > n)
			return fail(err, E_IO, "the original is shorter than it was");
		done += got;
	}
	return OK;
}

static struct frame_options
job_options(const struct reading_job *job)
{
	struct frame_options options = {.bytes = job->source.bytes, .options = job->options};

	for (size_t i = 0; i < job->options.parts_count; i++)
		options.part_bytes[i] = job->options.parts[i].bytes;
	return options;
}

static enum status
range_serve(struct run *run, struct err *err)
{
	const struct frame_want *want = &run->answers.want;
	uint8_t *to = buf_extend(&run->out, FRAME_RANGE_HEAD_BYTES + (size_t)want->n);

	if (to == NULL)
		return buf_check(&run->out, err);
	frame_range_head(to, want);
	return range_fill(run, to + FRAME_RANGE_HEAD_BYTES, want, err);
}

static enum status
look_serve(struct run *run, struct err *err)
{
	const struct looking *look = run->job->options.look;
	struct answers *answers = &run->answers;
	unsigned slot = answers->look_slot;
	bool found = false;
	enum status status = OK;

	run->slot[slot] = (struct source){.bytes = 0};
	if (look != NULL)
		status = look->file(
		    look->ctx, buf_text(&answers->look_name), slot, &run->slot[slot], &found, err);
	if (status != OK)
		return status;
	if (found && run->slot[slot].bytes >= FRAME_SLOT_AT(0))
		found = false;
	answers_found(answers, found ? run->slot[slot].bytes : UINT64_MAX);
	frame_found_put(&run->out, found ? run->slot[slot].bytes : UINT64_MAX);
	return buf_check(&run->out, err);
}

static enum status
run_serve(struct run *run, struct err *err)
{
	const struct frame_options options = job_options(run->job);
	enum status status = OK;

	if (run->out.n != 0)
		return OK; /* still sending */
	if (!run->options_sent && run->answers.state != ANSWERS_NEW) {
		run->options_sent = true;
		frame_options_put(&run->out, &options);
		status = buf_check(&run->out, err);
	} else if (run->answers.want_waiting) {
		status = range_serve(run, err);
	} else if (run->answers.look_waiting) {
		status = look_serve(run, err);
	}
	if (status == OK && run->out.n != 0)
		run_send(run);
	return status;
}

static enum status
run_listen(struct run *run, struct err *err)
{
	struct slice rest;
	enum status status;
	int64_t got;

	got = os_pipe_read(run->from_worker.from, run->in + run->in_n, READING_PIECE_BYTES);
	if (got == -EAGAIN)
		return OK;
	if (got <= 0) {
		run->ended = true;
		return OK;
	}
	run->in_n += (size_t)got;
	rest = slice_of(run->in, run->in_n);
	status = answers_feed(&run->answers, &rest, err);
	if (rest.n != run->in_n)
		run->heard_us = os_clock_tick_us(); /* a whole frame at least, and it was handled */
	if (rest.n != 0 && rest.n != run->in_n)
		memmove(run->in, rest.p, rest.n);
	run->in_n = rest.n;
	return status;
}

/* Has one of the clocks run out?  Asked at every turn: a byte now and then is no answer. */
static enum status
run_patience(struct run *run, struct err *err)
{
	int64_t now = os_clock_tick_us();
	uint64_t silent = (uint64_t)(now - run->heard_us) / US_PER_SECOND;
	uint64_t total = (uint64_t)(now - run->begun_us) / US_PER_SECOND;

	if (run->answers.state == ANSWERS_DONE) {
		if (now - run->heard_us <= READING_LEAVE_US)
			return OK;
		run->answers.fault = READING_LIED;
		return fail(err, E_FORMAT, "it did not leave after its last word");
	}
	if (silent >= run->limits.silence_seconds) {
		run->answers.fault = READING_SILENT;
		return fail(err, E_LIMIT, "nothing was heard of it for %llu seconds",
		    (unsigned long long)silent);
	}
	if (total >= run->limits.total_seconds) {
		run->answers.fault = READING_TOO_MUCH;
		return fail(err, E_LIMIT, "it took longer than %llu seconds",
		    (unsigned long long)run->limits.total_seconds);
	}
	return OK;
}

static enum status
run_turn(struct run *run, struct err *err)
{
	const struct reading_handler *handler = run->answers.handler;
	bool can_read, can_write;
	enum status status = OK;

	run->answers.fault = READING_STOPPED;
	if (run->job->cancel != NULL && atomic_load(run->job->cancel))
		return fail(err, E_CANCELLED, "stopped");
	os_pipe_wait(run->from_worker.from, run->out.n != 0 ? run->to_worker.to : -1,
	    READING_TURN_US, &can_read, &can_write);
	if (can_write)
		run_send(run);
	if (can_read) {
		status = run_listen(run, err);
		if (status == OK && handler->progress != NULL)
			handler->progress(
			    handler->ctx, run->result->wanted_bytes, run->result->records);
	}
	if (status == OK && !run->ended) {
		/* Patience first: run_serve() may take long, which is not the worker's silence. */
		status = run_patience(run, err);
		if (status == OK) {
			run->answers.fault = READING_STOPPED;
			status = run_serve(run, err);
		}
	}
	return status;
}

/* What it wrote to its standard error, made harmless. */
static void
said_take(struct run *run)
{
	uint8_t bytes[sizeof run->result->said - 1];
	int64_t got = os_pipe_read(run->said.from, bytes, sizeof bytes);
	size_t n = got > 0 ? (size_t)got : 0;

	for (size_t i = 0; i < n; i++)
		run->result->said[i] = bytes[i] >= ' ' && bytes[i] < 0x7f ? (char)bytes[i] : '?';
	run->result->said[n] = '\0';
}

static void
died(struct run *run, const struct os_exit *how, struct err *err)
{
	run->answers.fault = READING_DIED;
	if (how->by_signal)
		(void)fail(err, E_IO, "%s (signal %d)", os_process_exit_why(how), how->code);
	else
		(void)fail(err, E_IO, "it ended early, with code %d", how->code);
}

static enum status
stayed(struct run *run, struct err *err)
{
	run->answers.fault = READING_LIED;
	return fail(err, E_FORMAT, "it did not leave when it had nothing more to say");
}

/*
 * See the worker out.  `status` is how the turns ended; when they ended well (the pipe is closed)
 * the worker must leave by itself, with code 0 and after its last word.
 */
static enum status
run_end(struct run *run, enum status status, struct err *err)
{
	struct os_exit how = {0};

	if (run->process.pid <= 0)
		return status;
	if (status != OK || !os_process_wait(&run->process, READING_LEAVE_US, &how)) {
		if (status == OK)
			status = stayed(run, err);
		os_process_kill(&run->process);
		if (!os_process_wait(&run->process, READING_REAP_US, &how))
			how = (struct os_exit){.by_signal = true}; /* nobody knows how */
	}
	run->result->exit_by_signal = how.by_signal;
	run->result->exit_code = how.code;
	said_take(run);
	if (status == OK &&
	    (run->answers.state != ANSWERS_DONE || how.by_signal || how.code != 0)) {
		died(run, &how, err);
		return E_IO;
	}
	return status;
}

/* The two faults that are the caller's business; the others are what the result is for. */
static bool
is_callers(enum reading_end fault)
{
	return fault == READING_STOPPED || fault == READING_UNWALLED;
}

static void
result_finish(struct run *run, enum status status, const struct err *why)
{
	struct reading_result *result = run->result;
	bool good = status == OK && run->answers.done == OK && !run->answers.unread;
	size_t n = strlen(why->text);

	result->end = status == OK ? READING_ENDED : run->answers.fault;
	result->status = good ? READING_READ : result->records != 0 ? READING_PARTLY : READING_KEPT;
	if (status != OK)
		memcpy(result->why, why->text, n + 1);
}

static void
run_close(struct run *run)
{
	os_pipe_close(&run->to_worker.from);
	os_pipe_close(&run->to_worker.to);
	os_pipe_close(&run->from_worker.from);
	os_pipe_close(&run->from_worker.to);
	os_pipe_close(&run->said.from);
	os_pipe_close(&run->said.to);
	buf_fini(&run->out);
	mem_free(run->in);
	answers_fini(&run->answers);
}

enum status
reading_run(const struct reading_job *job, const struct reading_handler *handler,
    struct reading_result *result, struct err *err)
{
	const struct frame_options options = job_options(job);
	uint64_t total = frame_options_total(&options);
	struct run run = {
	    .job = job,
	    .result = result,
	    .limits = answers_limits(&job->limits, total),
	    .process = OS_PROCESS_NONE,
	    .to_worker = OS_PIPE_NONE,
	    .from_worker = OS_PIPE_NONE,
	    .said = OS_PIPE_NONE,
	};
	struct err why = {0};
	enum status status, closed;

	*result = (struct reading_result){.status = READING_KEPT};
	buf_init(&run.out, READING_OUT_BYTES);
	answers_init(&run.answers, handler, &run.limits, total, result);
	run.answers.fault = READING_STOPPED;
	status = run_start(&run, &why);
	while (status == OK && !run.ended)
		status = run_turn(&run, &why);
	status = run_end(&run, status, &why);
	closed = answers_close(&run.answers, &why);
	if (closed != OK) {
		status = closed;
		run.answers.fault = READING_STOPPED;
	}
	result_finish(&run, status, &why);
	if (err != NULL && status != OK)
		*err = why;
	run_close(&run);
	return status == OK || !is_callers(run.answers.fault) ? OK : status;
}

const char *
reading_status_name(enum reading_status status)
{
	static const char *const names[] = {"read", "partly", "kept"};

	return (size_t)status < COUNT_OF(names) ? names[status] : "unknown";
}

const char *
reading_end_name(enum reading_end end)
{
	static const char *const names[] = {
	    "ended", "unwalled", "died", "silent", "lied", "too-much", "stopped"};

	return (size_t)end < COUNT_OF(names) ? names[end] : "unknown";
}
