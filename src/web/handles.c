/* src/web/handles.c
 * Ids by number and by hash; see handles.h. */
#include "web/handles.h"

#include "base/hash.h"
#include "base/mem.h"

enum { FIRST_ROOM = 256 };

void
handles_fini(struct handles *handles)
{
	mem_free(handles->ids);
	mem_free(handles->places);
	*handles = (struct handles){.ids = NULL};
}

static size_t
place_of(const struct handles *handles, struct text id)
{
	size_t at = (size_t)hash_bytes(0, slice_of_text(id)) & (handles->room - 1);

	while (handles->places[at] != 0 && !text_eq_c(id, handles->ids[handles->places[at] - 1]))
		at = (at + 1) & (handles->room - 1);
	return at;
}

static bool
grow(struct handles *handles)
{
	struct handles wider = *handles;
	char(*ids)[HANDLE_ID_BYTES] = mem_more(
	    handles->ids, handles->count, &handles->size, sizeof *ids);

	if (ids == NULL)
		return false;
	wider.ids = handles->ids = ids;
	wider.size = handles->size;
	if (handles->count < handles->room / 2)
		return true;
	wider.room = handles->room != 0 ? 2 * handles->room : FIRST_ROOM;
	wider.places = mem_new(wider.room, sizeof *wider.places);
	if (wider.places == NULL)
		return false;
	for (size_t i = 0; i < wider.count; i++)
		wider.places[place_of(&wider, text_of_c(wider.ids[i]))] = (uint32_t)i + 1;
	mem_free(handles->places);
	*handles = wider;
	return true;
}

uint64_t
handles_put(struct handles *handles, struct text id)
{
	size_t at;

	if (id.n == 0 || id.n >= HANDLE_ID_BYTES || handles->count == UINT32_MAX || !grow(handles))
		return 0;
	at = place_of(handles, id);
	if (handles->places[at] == 0) {
		memcpy(handles->ids[handles->count], id.p, id.n);
		handles->ids[handles->count][id.n] = '\0';
		handles->places[at] = (uint32_t)++handles->count;
	}
	return handles->places[at];
}

struct text
handles_id(const struct handles *handles, struct text number)
{
	uint64_t n;

	if (!u64_parse(slice_of_text(number), &n) || n == 0 || n > handles->count)
		return TEXT_NONE;
	return text_of_c(handles->ids[n - 1]);
}
