/* src/app/sampling.c
 * A part of many things by chance; see sampling.h.
 * What is owed grows by the share of each size and is paid with whole things: a thing is taken with
 * the chance that makes the payment even in the long run. */
#include "app/sampling.h"

#include <assert.h>

#include "sys/crypto/entropy.h"

void
sampling_init(struct sampling *sampling, const struct entropy *entropy, unsigned share)
{
	assert(share <= SAMPLING_ALL);
	*sampling = (struct sampling){.entropy = *entropy, .share = share};
}

bool
sampling_takes(struct sampling *sampling, uint64_t bytes)
{
	int64_t whole;
	uint64_t dice = 0;
	bool takes;

	assert(bytes < UINT64_C(1) << SAMPLING_MAX_SHIFT);
	bytes = bytes != 0 ? bytes : 1;
	whole = (int64_t)(bytes * SAMPLING_ALL);
	sampling->owed += (int64_t)(bytes * sampling->share);
	entropy_fill(&sampling->entropy, &dice, sizeof dice);
	/* That the remainder favours small numbers a little does no harm here. */
	takes = sampling->share == SAMPLING_ALL ||
		(int64_t)(dice % (uint64_t)whole) < sampling->owed;
	if (takes)
		sampling->owed -= whole;
	sampling->seen++;
	sampling->seen_bytes += bytes;
	sampling->taken += takes;
	sampling->taken_bytes += takes ? bytes : 0;
	return takes;
}
