/* src/app/crew.c
 * Objects checked two at a time; see crew.h. */
#include "app/crew.h"

#include <threads.h>

#include "base/mem.h"

enum { CREW_THREADS = 2, CREW_JOBS = 32, TELL_BYTES = 16 * 1024 * 1024 };

enum job_state { JOB_WAITS, JOB_RUNS, JOB_ANSWERED };

struct place {
	struct crew_job job;
	enum job_state state;
};

struct crew {
	struct crew_options o;
	atomic_uint_fast64_t bytes;
	thrd_t threads[CREW_THREADS];
	unsigned running; /* threads, fixed before the first job; 0: the caller does the work */
	mtx_t lock;       /* guards everything below */
	cnd_t changed;
	struct place places[CREW_JOBS]; /* a ring: from `first`, `count` of them */
	size_t first, count;
	bool stop;
};

static bool
go_on(void *ctx, uint64_t bytes)
{
	struct crew *crew = ctx;
	uint64_t before = atomic_fetch_add(&crew->bytes, bytes);

	/* The caller waits for whole objects, and a film is one. */
	if (crew->running != 0 && before / TELL_BYTES != (before + bytes) / TELL_BYTES) {
		(void)mtx_lock(&crew->lock);
		(void)cnd_broadcast(&crew->changed);
		(void)mtx_unlock(&crew->lock);
	}
	return crew->o.cancelled == NULL || !atomic_load(crew->o.cancelled);
}

static void
job_run(struct crew *crew, struct crew_job *job)
{
	const struct object_watch watch = {go_on, crew};

	job->status = object_check_watched(crew->o.vault, &job->id, &watch, &job->check, &job->err);
}

/* With the lock held: the oldest that waits, or NULL. */
static struct place *
place_waiting(struct crew *crew)
{
	for (size_t i = 0; i < crew->count; i++) {
		struct place *place = &crew->places[(crew->first + i) % CREW_JOBS];

		if (place->state == JOB_WAITS)
			return place;
	}
	return NULL;
}

static int
crew_run(void *ctx)
{
	struct crew *crew = ctx;
	struct place *place;

	(void)mtx_lock(&crew->lock);
	while (!crew->stop) {
		place = place_waiting(crew);
		if (place == NULL) {
			(void)cnd_wait(&crew->changed, &crew->lock);
			continue;
		}
		place->state = JOB_RUNS;
		(void)mtx_unlock(&crew->lock);
		job_run(crew, &place->job);
		(void)mtx_lock(&crew->lock);
		place->state = JOB_ANSWERED;
		(void)cnd_broadcast(&crew->changed);
	}
	(void)mtx_unlock(&crew->lock);
	return 0;
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

	if (crew == NULL)
		return fail(err, E_NOMEM, "no memory to check with");
	crew->o = *options;
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
	mem_free(crew);
}

static enum status
job_answer(struct crew *crew, const struct crew_job *job, struct err *err)
{
	if (crew->o.progress != NULL)
		crew->o.progress(crew->o.ctx, atomic_load(&crew->bytes));
	if (job->status == E_CANCELLED)
		return fail(err, E_CANCELLED, "stopped");
	return crew->o.answer(crew->o.ctx, job, err);
}

/* Wait until the oldest is done; how far the threads are is told meanwhile. */
static void
oldest_wait(struct crew *crew)
{
	const struct place *place = &crew->places[crew->first];

	(void)mtx_lock(&crew->lock);
	while (place->state != JOB_ANSWERED) {
		(void)cnd_wait(&crew->changed, &crew->lock);
		if (crew->o.progress != NULL)
			crew->o.progress(crew->o.ctx, atomic_load(&crew->bytes));
	}
	(void)mtx_unlock(&crew->lock);
}

static enum status
oldest_answer(struct crew *crew, struct err *err)
{
	struct place *place = &crew->places[crew->first];
	enum status status;

	oldest_wait(crew);
	status = job_answer(crew, &place->job, err);
	(void)mtx_lock(&crew->lock);
	crew->first = (crew->first + 1) % CREW_JOBS;
	crew->count--;
	(void)mtx_unlock(&crew->lock);
	return status;
}

enum status
crew_add(struct crew *crew, const struct crew_job *job, struct err *err)
{
	struct place *place;
	enum status status = OK;

	if (crew->running == 0) {
		place = &crew->places[0];
		place->job = *job;
		job_run(crew, &place->job);
		return job_answer(crew, &place->job, err);
	}
	/* So that the disk has more to do than what the threads wait for. */
	object_fetch(crew->o.vault, &job->id);
	if (crew->count == CREW_JOBS)
		status = oldest_answer(crew, err);
	if (status != OK)
		return status;
	(void)mtx_lock(&crew->lock);
	place = &crew->places[(crew->first + crew->count++) % CREW_JOBS];
	place->job = *job;
	place->state = JOB_WAITS;
	(void)cnd_broadcast(&crew->changed);
	(void)mtx_unlock(&crew->lock);
	return OK;
}

enum status
crew_finish(struct crew *crew, struct err *err)
{
	enum status status = OK;

	while (crew->count != 0 && status == OK)
		status = oldest_answer(crew, err);
	return status;
}
