/* src/app/siblings.c
 * Originals brought in together, so that media beside a chat are found.  Part of reading.h. */
#include "app/reading.h"

#include "base/mem.h"

uint64_t
folder_mark(struct text folder)
{
	uint8_t digest[SHA256_BYTES];
	struct slice rest = slice_of(digest, sizeof digest);
	uint64_t mark = 0;

	sha256_of(slice_of_text(folder), digest);
	return take_u64le(&rest, &mark) ? mark : 0;
}

enum status
siblings_add(struct siblings *siblings, const struct sibling *item, struct err *err)
{
	struct sibling *bigger;

	bigger = mem_more(siblings->items, siblings->count, &siblings->size, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for the names of a folder");
	siblings->items = bigger;
	siblings->items[siblings->count++] = *item;
	return OK;
}

void
siblings_fini(struct siblings *siblings)
{
	mem_free(siblings->items);
	*siblings = (struct siblings){0};
}
