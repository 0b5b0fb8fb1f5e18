/* tests/sim/faults.c
 * See faults.h. */
#include "tests/sim/faults.h"

#include <errno.h>
#include <stdio.h>

#include "tests/sim/memory.h"

enum { WHY_BYTES = 400, CALLS_MAX = 5000, REQUESTS_MAX = 100000, SHORT_BYTES = 1000 };

struct fault {
	uint64_t call; /* 0: none fails */
	int error;
	size_t most;     /* bytes a call moves at most; 0: all */
	uint64_t memory; /* request for memory that is refused; 0: none */
};

/* True: what was to fail was reached. */
static bool
run_with(struct faults *faults, const struct workload *workload, const struct world *start,
    const struct fault *fault)
{
	struct world *world = world_copy(start);
	struct err err = {0};
	char why[WHY_BYTES] = "";
	enum status status;
	uint64_t before;
	bool reached;

	before = mem_io_calls(world->disk);
	mem_io_fail_at(world->disk, fault->call, fault->error);
	mem_io_short(world->disk, fault->most);
	memory_fail_at(fault->memory);
	status = workload->run(world, &err);
	world_close(world);
	reached = mem_io_calls(world->disk) - before >= fault->call &&
		  memory_requests() >= fault->memory;
	memory_fail_at(0);
	mem_io_restart(world->disk, false);
	faults->runs++;
	if (fault->call == 0 && fault->memory == 0 && status != OK)
		(void)snprintf(why, sizeof why, "does not run: %s", err.text);
	else if (judge(world, world->count, workload->from_nothing, true, world->disk, why,
		     sizeof why))
		why[0] = '\0';
	if (why[0] != '\0') {
		faults->losses++;
		printf("LOST %s: %s\n  errno %d at call %llu, %zu bytes a call, memory %llu, seed "
		       "%llu\n",
		    workload->name, why, fault->error, (unsigned long long)fault->call, fault->most,
		    (unsigned long long)fault->memory, (unsigned long long)faults->seed);
	}
	world_free(world);
	return reached;
}

void
faults_run(struct faults *faults, const struct workload *workload)
{
	static const int errors[] = {ENOSPC, EIO, EINTR, EDQUOT};
	size_t kinds = sizeof errors / sizeof *errors - (faults->thin > 1 ? 1 : 0);
	uint64_t apart = workload->slow ? faults->thin : 1;
	struct world *start = world_prepared(workload, faults->seed);
	uint64_t runs = faults->runs, losses = faults->losses;

	(void)run_with(faults, workload, start, &(struct fault){.most = SHORT_BYTES});
	for (size_t i = 0; i < kinds; i++)
		for (uint64_t call = 1; call < CALLS_MAX; call += apart)
			if (!run_with(
				faults, workload, start, &(struct fault){call, errors[i], 0, 0}))
				break;
	for (uint64_t n = 1; n < REQUESTS_MAX; n += faults->thin)
		if (!run_with(faults, workload, start, &(struct fault){.memory = n}))
			break;
	world_free(start);
	printf("%-12s %4llu runs with a call that fails, %llu lost\n", workload->name,
	    (unsigned long long)(faults->runs - runs),
	    (unsigned long long)(faults->losses - losses));
	(void)fflush(stdout);
}
