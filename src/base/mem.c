/* src/base/mem.c
 * The only callers of malloc; see mem.h. */
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#include "base/checked.h"

void *
mem_new(size_t count, size_t size)
{
	size_t bytes;

	if (!mul_size(count, size, &bytes))
		return NULL;
	return calloc(1, bytes != 0 ? bytes : 1);
}

void *
mem_resize(void *p, size_t count, size_t size)
{
	size_t bytes;

	if (!mul_size(count, size, &bytes))
		return NULL;
	return realloc(p, bytes != 0 ? bytes : 1);
}

char *
mem_copy_z(const void *p, size_t n)
{
	char *copy;

	if (n == SIZE_MAX)
		return NULL;
	copy = malloc(n + 1);
	if (copy == NULL)
		return NULL;
	if (n != 0)
		memcpy(copy, p, n);
	copy[n] = '\0';
	return copy;
}

void
mem_free(void *p)
{
	free(p);
}
