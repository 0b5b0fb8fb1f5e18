/* src/read/formats/zip_unlisted.c
 * Files that lie in a zip and that its list does not name: another zip put before it, or an entry
 * taken out of the list.  Whoever opens the zip elsewhere does not see them either.
 * Not for: a zip without a list; see zip_salvage.c. */
#include "read/formats/zip_directory.h"

enum {
	LOCAL_BYTES = 30,          /* APPNOTE.TXT 4.3.7 */
	DESCRIPTOR_MAX_BYTES = 24, /* 4.3.9, with zip64 and a signature */
};

/* Does a header stand there, or behind the sizes that may follow an entry? */
static enum status
header_from(const struct source *source, uint64_t at, uint64_t until, bool *found, struct err *err)
{
	uint8_t bytes[DESCRIPTOR_MAX_BYTES + 4];
	size_t got;
	enum status status;

	if (until <= at || until - at < LOCAL_BYTES)
		return OK;
	status = source_read_full(source, at, bytes, sizeof bytes, &got, err);
	for (size_t skip = 0; status == OK && got == sizeof bytes && skip <= DESCRIPTOR_MAX_BYTES;
	     skip += 4)
		if (memcmp(bytes + skip, "PK\3\4", 4) == 0 && until - at - skip >= LOCAL_BYTES)
			*found = true;
	return status;
}

/* Behind entry i, where more room is than its names can take. */
static enum status
look_behind(const struct zip_directory *directory, size_t i, const struct source *source,
    bool *found, struct err *err)
{
	const struct zip_entry *e = &directory->entry[i];
	uint8_t local[LOCAL_BYTES];
	uint64_t end;
	size_t got;
	enum status status;

	if (e->overlaps || e->sizes_unknown ||
	    e->limit_at - e->header_at - e->packed_bytes < 2 * LOCAL_BYTES + e->name.label.n)
		return OK;
	status = source_read_full(source, e->header_at, local, sizeof local, &got, err);
	if (status != OK || got != sizeof local || memcmp(local, "PK\3\4", 4) != 0)
		return status;
	end = e->header_at + LOCAL_BYTES + (unsigned)(local[26] | local[27] << 8) +
	      (unsigned)(local[28] | local[29] << 8) + e->packed_bytes;
	return header_from(source, end, e->limit_at, found, err);
}

enum status
zip_unlisted_find(struct zip_directory *directory, const struct source *source, struct err *err)
{
	uint64_t first = directory->count != 0 ? directory->entry[0].header_at : 0;
	enum status status = header_from(source, 0, first, &directory->unlisted, err);

	for (size_t i = 0; i < directory->count && status == OK && !directory->unlisted; i++)
		status = look_behind(directory, i, source, &directory->unlisted, err);
	return status;
}
