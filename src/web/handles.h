/* src/web/handles.h
 * Numbers that stand for ids in paths, for one session: a path tells nothing (docs/design/0039). */
#ifndef WEB_HANDLES_H
#define WEB_HANDLES_H

#include "base/err.h"
#include "base/slice.h"

enum { HANDLE_ID_BYTES = 64 }; /* of an id, with its NUL */

struct handles {
	char (*ids)[HANDLE_ID_BYTES];
	size_t count, size;
	uint32_t *places; /* by hash: place in ids + 1; open addressing, a power of two */
	size_t room;
};

void handles_fini(struct handles *handles);
/* The number of that id, a new one when it has none; 0: no memory, or an id too long. */
uint64_t handles_put(struct handles *handles, struct text id);
/* The id of "12"; TEXT_NONE for a number that was never given. */
struct text handles_id(const struct handles *handles, struct text number);

#endif
