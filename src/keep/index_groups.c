/* src/keep/index_groups.c
 * Byte strings under small numbers; see index_groups.h. */
#include "keep/index_groups.h"

#include "base/hash.h"
#include "base/mem.h"

enum { GROUPS_MAX = 16 * 1024 * 1024, FIRST_SLOTS = 256 };
#define GROUPS_MAX_BYTES ((size_t)512 * 1024 * 1024)

void
groups_init(struct groups *groups, uint64_t seed)
{
	*groups = (struct groups){.seed = seed};
	buf_init(&groups->bytes, GROUPS_MAX_BYTES);
}

void
groups_fini(struct groups *groups)
{
	buf_fini(&groups->bytes);
	mem_free(groups->ends);
	mem_free(groups->slots);
	*groups = (struct groups){0};
}

void
groups_clear(struct groups *groups)
{
	buf_reset(&groups->bytes);
	groups->count = 0;
	groups->last = 0;
	if (groups->slots != NULL)
		memset(groups->slots, 0, groups->slot_count * sizeof *groups->slots);
}

struct slice
groups_bytes(const struct groups *groups, uint32_t number)
{
	size_t begin = number != 0 ? groups->ends[number - 1] : 0;

	return slice_of(groups->bytes.p + begin, groups->ends[number] - begin);
}

/* The slot that has these bytes, or the free one they belong into. */
static size_t
slot_for(const struct groups *groups, struct slice bytes)
{
	size_t mask = groups->slot_count - 1, at = (size_t)hash_bytes(groups->seed, bytes) & mask;

	while (
	    groups->slots[at] != 0 && !slice_eq(groups_bytes(groups, groups->slots[at] - 1), bytes))
		at = (at + 1) & mask;
	return at;
}

static enum status
slots_grow(struct groups *groups, struct err *err)
{
	size_t count = groups->slot_count != 0 ? 2 * groups->slot_count : FIRST_SLOTS;
	uint32_t *slots = mem_new(count, sizeof *slots);

	if (slots == NULL)
		return fail(err, E_NOMEM, "index: no memory");
	mem_free(groups->slots);
	groups->slots = slots;
	groups->slot_count = count;
	for (uint32_t i = 0; i < groups->count; i++)
		slots[slot_for(groups, groups_bytes(groups, i))] = i + 1;
	return OK;
}

static enum status
group_add(struct groups *groups, struct slice bytes, uint32_t *out, struct err *err)
{
	size_t *ends = mem_more(groups->ends, groups->count, &groups->size, sizeof *ends);
	enum status status;

	if (ends == NULL)
		return fail(err, E_NOMEM, "index: no memory");
	groups->ends = ends;
	if (groups->count == GROUPS_MAX)
		return fail(err, E_LIMIT, "index: too many groups of rows");
	buf_put_slice(&groups->bytes, bytes);
	status = buf_check(&groups->bytes, err);
	if (status != OK)
		return status;
	ends[groups->count] = groups->bytes.n;
	*out = (uint32_t)groups->count++;
	return OK;
}

enum status
groups_number(struct groups *groups, struct slice bytes, uint32_t *out, struct err *err)
{
	size_t slot;
	enum status status = OK;

	/* One file has long runs of one group. */
	if (groups->count != 0 && slice_eq(groups_bytes(groups, groups->last), bytes)) {
		*out = groups->last;
		return OK;
	}
	if (2 * groups->count >= groups->slot_count)
		status = slots_grow(groups, err);
	if (status != OK)
		return status;
	slot = slot_for(groups, bytes);
	if (groups->slots[slot] == 0) {
		status = group_add(groups, bytes, out, err);
		if (status != OK)
			return status;
		groups->slots[slot] = *out + 1;
	}
	*out = groups->last = groups->slots[slot] - 1;
	return OK;
}
