/* src/base/mem.h
 * The only callers of malloc.  Sizes are capped so that a forged count can never reach the heap. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

#include "base/compiler.h"

/* NULL when there is no memory or count * size overflows; zero-filled.  count or size 0 gives a
 * valid pointer of one byte. */
MUST_USE void *mem_new(size_t count, size_t size);
/* Resize; contents kept, new bytes undefined.  NULL: old block untouched. */
MUST_USE void *mem_resize(void *p, size_t count, size_t size);
/* Room for one item more in a list that holds `count`: the list itself while `count` is below
 * *room, else one of twice the room.  NULL: no memory; list and *room are as they were. */
MUST_USE void *mem_more(void *list, size_t count, size_t *room, size_t size);
/* Copy n bytes and a NUL after them. */
MUST_USE char *mem_copy_z(const void *p, size_t n);
void mem_free(void *p);

#endif
