/* tests/sim/memory.h
 * Memory that runs out once, in these programs alone: in place of src/base/mem.c.
 * SQLite's own memory is not among it. */
#ifndef TESTS_SIM_MEMORY_H
#define TESTS_SIM_MEMORY_H

#include <stdint.h>

/* Counting begins anew; the request of that number is refused (0: none). */
void memory_fail_at(uint64_t request);
/* Requests since then. */
uint64_t memory_requests(void);

#endif
