/* src/read/formats/zip_part.c
 * Other parts of one download: what a text in this zip names and this zip does not have is looked
 * for in the zips that stood beside it (docs/design/0028-parts.md). They are read as far as their
 * lists, and only when something is missing here. Not for: what is in them besides; each is read
 * for itself. */
#include "base/mem.h"
#include "read/formats/zip_entry.h"

enum { PARTS_ENTRIES_MAX = ZIP_ENTRIES_MAX, MAGIC_BYTES = 4 };

static enum status
is_zip(const struct source *source, bool *is, struct err *err)
{
	uint8_t p[MAGIC_BYTES];
	size_t n = 0, got = 1;
	enum status status = OK;

	while (status == OK && got != 0 && n < sizeof p) {
		got = 0;
		status = source->read_at(source->ctx, n, p + n, sizeof p - n, &got, err);
		n += got;
	}
	*is = n == sizeof p && memcmp(p, "PK\3\4", sizeof p) == 0;
	return status;
}

static void
part_close(struct zip_reading *part)
{
	zip_names_fini(&part->names);
	mem_free(part->taken);
	zip_directory_fini(&part->directory);
}

/* A list that is lost is not made up for here: that is said where the part itself is read. */
static enum status
part_open(struct zip_reading *part, const struct source *source, bool *opened, struct err *err)
{
	enum status status = is_zip(source, opened, err);

	part->source = source;
	if (status != OK || !*opened)
		return status;
	status = zip_directory_read(&part->directory, source, err);
	*opened = status == OK;
	if (status != OK)
		return status == E_FORMAT ? OK : status;
	part->taken = mem_new(part->directory.count, sizeof *part->taken);
	if (part->taken != NULL && !part->directory.salvaged)
		return OK;
	*opened = false;
	status = part->taken != NULL ? OK : fail(err, E_NOMEM, "no memory for the list of a zip");
	part_close(part);
	return status;
}

static enum status
parts_open(struct zip_reading *reading, struct err *err)
{
	const struct reading_options *options = reading->options;
	size_t entries = 0;
	bool opened;
	enum status status = OK;

	reading->parts = mem_new(options->parts_count, sizeof *reading->parts);
	if (reading->parts == NULL)
		return fail(err, E_NOMEM, "no memory for the parts of a zip");
	for (size_t i = 0; i < options->parts_count && status == OK; i++) {
		struct zip_reading *part = &reading->parts[reading->parts_count];

		*part = (struct zip_reading){.options = options, .shared = reading->shared};
		status = part_open(part, &options->parts[i], &opened, err);
		if (status != OK || !opened)
			continue;
		entries += part->directory.count;
		if (entries > PARTS_ENTRIES_MAX) {
			part_close(part);
			break;
		}
		reading->parts_count++;
	}
	return status;
}

void
zip_parts_fini(struct zip_reading *reading)
{
	for (size_t i = 0; i < reading->parts_count; i++)
		part_close(&reading->parts[i]);
	mem_free(reading->parts);
	reading->parts = NULL;
	reading->parts_count = 0;
}

static bool
same_content(const struct zip_entry *a, const struct zip_entry *b)
{
	return a->bytes == b->bytes && a->crc == b->crc;
}

enum status
zip_parts_find(struct zip_reading *reading, struct text folder, struct text name,
    struct zip_reading **part, size_t *entry, struct err *err)
{
	enum status status = OK;

	*part = NULL;
	if (reading->options->parts_count == 0)
		return OK;
	if (reading->parts == NULL)
		status = parts_open(reading, err);
	for (size_t i = 0; i < reading->parts_count && status == OK; i++) {
		struct zip_reading *p = &reading->parts[i];
		bool found;
		size_t at;

		status = zip_names_find(&p->names, &p->directory, folder, name, &found, &at, err);
		if (status != OK || !found)
			continue;
		if (*part != NULL &&
		    !same_content(&(*part)->directory.entry[*entry], &p->directory.entry[at])) {
			*part = NULL;
			return OK; /* which of them is meant is not for us to guess */
		}
		*part = p;
		*entry = at;
	}
	return status;
}
