/* src/read/formats/zip_part.c
 * Other parts of one download: what a text in this zip names and this zip does not have is looked
 * for in the zips that stood beside it (docs/design/0028-parts.md). They are read as far as their
 * lists, and only when something is missing here. Not for: what is in them besides; each is read
 * for itself. */
#include "read/formats/zip.h"

#include "base/mem.h"

enum { PARTS_ENTRIES_MAX = BUNDLE_ENTRIES_MAX, MAGIC_BYTES = 4 };

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

/* A list that is lost is not made up for here: that is said where the part itself is read. */
static enum status
part_open(struct zip *part, const struct zip *first, const struct source *source, bool *opened,
    struct err *err)
{
	const struct bundle *bundle = &first->bundle;
	enum status status = is_zip(source, opened, err);

	if (status != OK || !*opened)
		return status;
	status = zip_init(
	    part, source, bundle->options, bundle->shared->sink, bundle->shared->budget, err);
	*opened = status == OK && !part->directory.salvaged;
	if (status != OK)
		return status == E_FORMAT ? OK : status;
	if (!*opened)
		zip_fini(part);
	part->bundle.shared = bundle->shared;
	return OK;
}

static enum status
parts_open(struct zip *zip, struct err *err)
{
	const struct reading_options *options = zip->bundle.options;
	size_t entries = 0;
	bool opened;
	enum status status = OK;

	zip->parts = mem_new(options->parts_count, sizeof *zip->parts);
	if (zip->parts == NULL)
		return fail(err, E_NOMEM, "no memory for the parts of a zip");
	for (size_t i = 0; i < options->parts_count && status == OK; i++) {
		struct zip *part = &zip->parts[zip->parts_count];

		status = part_open(part, zip, &options->parts[i], &opened, err);
		if (status != OK || !opened)
			continue;
		/* Where it stays: its ways find it by that. */
		part->bundle.ways_ctx = part;
		entries += part->bundle.count;
		if (entries > PARTS_ENTRIES_MAX) {
			zip_fini(part);
			break;
		}
		zip->parts_count++;
	}
	return status;
}

void
zip_parts_fini(struct zip *zip)
{
	for (size_t i = 0; i < zip->parts_count; i++)
		zip_fini(&zip->parts[i]);
	mem_free(zip->parts);
	zip->parts = NULL;
	zip->parts_count = 0;
}

static bool
same_content(const struct zip_entry *a, const struct zip_entry *b)
{
	return a->bytes == b->bytes && a->crc == b->crc;
}

enum status
zip_parts_find(struct bundle *bundle, struct text folder, struct text name, struct bundle **part,
    size_t *entry, struct err *err)
{
	struct zip *zip = bundle->ways_ctx;
	const struct zip_entry *found_entry = NULL;
	enum status status = OK;

	*part = NULL;
	if (bundle->options->parts_count == 0)
		return OK;
	if (zip->parts == NULL)
		status = parts_open(zip, err);
	for (size_t i = 0; i < zip->parts_count && status == OK; i++) {
		struct zip *p = &zip->parts[i];
		bool found;
		size_t at;

		status = bundle_names_find(&p->bundle, folder, name, &found, &at, err);
		if (status != OK || !found)
			continue;
		if (found_entry != NULL && !same_content(found_entry, &p->directory.entry[at])) {
			*part = NULL;
			return OK; /* which of them is meant is not for us to guess */
		}
		found_entry = &p->directory.entry[at];
		*part = &p->bundle;
		*entry = at;
	}
	return status;
}
