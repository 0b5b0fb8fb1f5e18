/* tests/sim/faults.h
 * A workload on a disk that refuses: each changing call fails once, with each error a disk gives,
 * and each also moves a few bytes at a time; and each request for memory is refused once.  What was
 * promised is then held to as after a power cut. Not for: power (platter.h). */
#ifndef TESTS_SIM_FAULTS_H
#define TESTS_SIM_FAULTS_H

#include "tests/sim/world.h"

struct faults {
	uint64_t seed, runs, losses;
	uint64_t thin; /* of the requests for memory, and the calls of slow workloads, one in so
			* many, 1: each; more: EDQUOT is left out */
};

/* Losses are printed. */
void faults_run(struct faults *faults, const struct workload *workload);

#endif
