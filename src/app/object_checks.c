/* src/app/object_checks.c
 * Objects checked two at a time; see object_checks.h. */
#include "app/object_checks.h"

#include "app/crew.h"
#include "base/mem.h"

enum { WAITING = 32, TELL_BYTES = 16 * 1024 * 1024 };

struct object_checks {
	struct object_checks_options o;
	struct crew *crew;
	atomic_uint_fast64_t bytes;
};

static bool
go_on(void *ctx, uint64_t bytes)
{
	struct object_checks *checks = ctx;
	uint64_t before = atomic_fetch_add(&checks->bytes, bytes);

	/* The caller waits for whole objects, and a film is one. */
	if (before / TELL_BYTES != (before + bytes) / TELL_BYTES)
		crew_tell(checks->crew);
	return checks->o.cancelled == NULL || !atomic_load(checks->o.cancelled);
}

static void
check_one(void *ctx, void *job)
{
	struct object_checks *checks = ctx;
	struct checked_object *object = job;
	const struct object_watch watch = {go_on, checks};

	object->status = object_check_watched(
	    checks->o.vault, &object->id, &watch, &object->check, &object->err);
}

static void
tell(void *ctx)
{
	const struct object_checks *checks = ctx;

	if (checks->o.progress != NULL)
		checks->o.progress(checks->o.ctx, atomic_load(&checks->bytes));
}

static enum status
answer_one(void *ctx, void *job, struct err *err)
{
	const struct object_checks *checks = ctx;
	const struct checked_object *object = job;

	tell(ctx);
	if (object->status == E_CANCELLED)
		return fail(err, E_CANCELLED, "stopped");
	return checks->o.answer(checks->o.ctx, object, err);
}

enum status
object_checks_new(
    const struct object_checks_options *options, struct object_checks **out, struct err *err)
{
	struct object_checks *checks = mem_new(1, sizeof *checks);
	const struct crew_options crew = {.parallel = options->parallel,
	    .job_bytes = sizeof(struct checked_object),
	    .waiting = WAITING,
	    .work = check_one,
	    .answer = answer_one,
	    .meanwhile = tell,
	    .ctx = checks};
	enum status status;

	if (checks == NULL)
		return fail(err, E_NOMEM, "no memory to check with");
	checks->o = *options;
	status = crew_new(&crew, &checks->crew, err);
	if (status == OK)
		*out = checks;
	else
		mem_free(checks);
	return status;
}

enum status
object_checks_add(
    struct object_checks *checks, const struct checked_object *object, struct err *err)
{
	if (checks->o.parallel) /* the disk has more to do than what the threads wait for */
		object_fetch(checks->o.vault, &object->id);
	return crew_add(checks->crew, object, err);
}

enum status
object_checks_finish(struct object_checks *checks, struct err *err)
{
	return crew_finish(checks->crew, err);
}

void
object_checks_free(struct object_checks *checks)
{
	if (checks == NULL)
		return;
	crew_free(checks->crew);
	mem_free(checks);
}
