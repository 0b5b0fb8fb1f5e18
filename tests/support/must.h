/* tests/support/must.h
 * Memory in tests, and calls that cannot fail there: as wanted, or the test ends. */
#ifndef TESTS_SUPPORT_MUST_H
#define TESTS_SUPPORT_MUST_H

#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"

static inline void *
must(void *p)
{
	if (p == NULL)
		abort();
	return p;
}

/* A call that has to succeed; where it did not is printed. */
#define must_ok(expression)                                                                        \
	do {                                                                                       \
		enum status must_ok_status = (expression);                                         \
		if (must_ok_status != OK) {                                                        \
			(void)fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, #expression,  \
			    status_name(must_ok_status));                                          \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

#endif
