/* tests/support/must.h
 * Memory in tests: there, or the test ends. */
#ifndef TESTS_SUPPORT_MUST_H
#define TESTS_SUPPORT_MUST_H

#include <stdlib.h>

static inline void *
must(void *p)
{
	if (p == NULL)
		abort();
	return p;
}

#endif
