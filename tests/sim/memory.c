/* tests/sim/memory.c
 * See memory.h. */
#include "tests/sim/memory.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/checked.h"
#include "base/mem.h"

static atomic_uint_fast64_t requests, refused;

void
memory_fail_at(uint64_t request)
{
	atomic_store(&requests, 0);
	atomic_store(&refused, request);
}

uint64_t
memory_requests(void)
{
	return atomic_load(&requests);
}

static bool
refuse(void)
{
	return atomic_fetch_add(&requests, 1) + 1 == atomic_load(&refused);
}

void *
mem_new(size_t count, size_t size)
{
	size_t bytes;

	if (!mul_size(count, size, &bytes) || refuse())
		return NULL;
	return calloc(1, bytes != 0 ? bytes : 1);
}

void *
mem_resize(void *p, size_t count, size_t size)
{
	size_t bytes;

	if (!mul_size(count, size, &bytes) || refuse())
		return NULL;
	return realloc(p, bytes != 0 ? bytes : 1);
}

char *
mem_copy_z(const void *p, size_t n)
{
	char *copy = mem_new(1, n + 1);

	if (copy != NULL && n != 0)
		memcpy(copy, p, n);
	return copy;
}

void
mem_free(void *p)
{
	free(p);
}
