/* src/base/mem_more.c
 * Lists that grow; see mem.h.  Apart from mem.c, so that whatever stands in for that serves here
 * too. */
#include "base/mem.h"

enum { FIRST_ROOM = 64 };

void *
mem_more(void *list, size_t count, size_t *room, size_t size)
{
	size_t more = *room != 0 ? 2 * *room : FIRST_ROOM;
	void *bigger;

	if (count < *room)
		return list;
	bigger = mem_resize(list, more, size);
	if (bigger != NULL)
		*room = more;
	return bigger;
}
