/* src/app/crew.c
 * Jobs done two at a time; see crew.h. */
#include "app/crew.h"

#include <stdint.h>
#include <string.h>
#include <threads.h>

#include "base/mem.h"

enum { CREW_THREADS = 2 };

enum job_state { JOB_WAITS, JOB_RUNS, JOB_DONE };

struct crew {
	struct crew_options o;
	thrd_t threads[CREW_THREADS];
	unsigned running; /* threads, fixed before the first job; 0: the caller does the work */
	mtx_t lock;       /* guards everything below */
	cnd_t changed;
	uint8_t *jobs; /* a ring of o.waiting: from `first`, `count` of them */
	enum job_state *states;
	size_t first, count;
	bool stop;
};

static void *
job_at(struct crew *crew, size_t place)
{
	return crew->jobs + place * crew->o.job_bytes;
}

/* With the lock held: where the oldest that waits stands; false: none does. */
static bool
find_waiting(const struct crew *crew, size_t *place)
{
	for (size_t i = 0; i < crew->count; i++) {
		*place = (crew->first + i) % crew->o.waiting;
		if (crew->states[*place] == JOB_WAITS)
			return true;
	}
	return false;
}

static int
crew_run(void *ctx)
{
	struct crew *crew = ctx;
	size_t place;

	(void)mtx_lock(&crew->lock);
	while (!crew->stop) {
		if (!find_waiting(crew, &place)) {
			(void)cnd_wait(&crew->changed, &crew->lock);
			continue;
		}
		crew->states[place] = JOB_RUNS;
		(void)mtx_unlock(&crew->lock);
		crew->o.work(crew->o.ctx, job_at(crew, place));
		(void)mtx_lock(&crew->lock);
		crew->states[place] = JOB_DONE;
		(void)cnd_broadcast(&crew->changed);
	}
	(void)mtx_unlock(&crew->lock);
	return 0;
}

void
crew_tell(struct crew *crew)
{
	if (crew->running == 0)
		return;
	(void)mtx_lock(&crew->lock);
	(void)cnd_broadcast(&crew->changed);
	(void)mtx_unlock(&crew->lock);
}

static void
threads_stop(struct crew *crew)
{
	(void)mtx_lock(&crew->lock);
	crew->stop = true;
	(void)cnd_broadcast(&crew->changed);
	(void)mtx_unlock(&crew->lock);
	for (unsigned i = 0; i < crew->running; i++)
		(void)thrd_join(crew->threads[i], NULL);
	cnd_destroy(&crew->changed);
	mtx_destroy(&crew->lock);
	crew->running = 0;
}

/* Without threads all works, only slower; one of two will do. */
static void
threads_start(struct crew *crew)
{
	if (mtx_init(&crew->lock, mtx_plain) != thrd_success)
		return;
	if (cnd_init(&crew->changed) != thrd_success) {
		mtx_destroy(&crew->lock);
		return;
	}
	while (crew->running < CREW_THREADS &&
	       thrd_create(&crew->threads[crew->running], crew_run, crew) == thrd_success)
		crew->running++;
	if (crew->running == 0)
		threads_stop(crew);
}

enum status
crew_new(const struct crew_options *options, struct crew **out, struct err *err)
{
	struct crew *crew = mem_new(1, sizeof *crew);

	if (crew != NULL) {
		crew->o = *options;
		crew->jobs = mem_new(options->waiting, options->job_bytes);
		crew->states = mem_new(options->waiting, sizeof *crew->states);
	}
	if (crew == NULL || crew->jobs == NULL || crew->states == NULL) {
		crew_free(crew);
		return fail(err, E_NOMEM, "no memory for two jobs at a time");
	}
	if (options->parallel)
		threads_start(crew);
	*out = crew;
	return OK;
}

void
crew_free(struct crew *crew)
{
	if (crew == NULL)
		return;
	if (crew->running != 0)
		threads_stop(crew);
	for (; crew->count != 0; crew->count--) {
		if (crew->o.drop != NULL)
			crew->o.drop(crew->o.ctx, job_at(crew, crew->first));
		crew->first = (crew->first + 1) % crew->o.waiting;
	}
	mem_free(crew->jobs);
	mem_free(crew->states);
	mem_free(crew);
}

/* How far the threads are is told meanwhile. */
static void
oldest_wait(struct crew *crew)
{
	(void)mtx_lock(&crew->lock);
	while (crew->states[crew->first] != JOB_DONE) {
		(void)cnd_wait(&crew->changed, &crew->lock);
		if (crew->o.meanwhile != NULL)
			crew->o.meanwhile(crew->o.ctx);
	}
	(void)mtx_unlock(&crew->lock);
}

/* Once answered it is gone, whatever the answer came to. */
static enum status
oldest_answer(struct crew *crew, struct err *err)
{
	enum status status;

	if (crew->running != 0)
		oldest_wait(crew);
	status = crew->o.answer(crew->o.ctx, job_at(crew, crew->first), err);
	if (crew->running != 0)
		(void)mtx_lock(&crew->lock);
	crew->first = (crew->first + 1) % crew->o.waiting;
	crew->count--;
	if (crew->running != 0)
		(void)mtx_unlock(&crew->lock);
	return status;
}

static void
job_put(struct crew *crew, const void *job)
{
	size_t place = (crew->first + crew->count) % crew->o.waiting;

	memcpy(job_at(crew, place), job, crew->o.job_bytes);
	crew->states[place] = JOB_WAITS;
	crew->count++;
}

enum status
crew_add(struct crew *crew, const void *job, struct err *err)
{
	enum status status = OK;

	if (crew->running == 0) {
		job_put(crew, job);
		crew->o.work(crew->o.ctx, job_at(crew, crew->first));
		return oldest_answer(crew, err);
	}
	if (crew->count == crew->o.waiting)
		status = oldest_answer(crew, err);
	(void)mtx_lock(&crew->lock);
	job_put(crew, job);
	(void)cnd_broadcast(&crew->changed);
	(void)mtx_unlock(&crew->lock);
	return status;
}

enum status
crew_finish(struct crew *crew, struct err *err)
{
	enum status status = OK;

	while (crew->count != 0 && status == OK)
		status = oldest_answer(crew, err);
	return status;
}
