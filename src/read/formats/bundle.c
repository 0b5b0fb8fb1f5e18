/* src/read/formats/bundle.c
 * Many files in one: the list, the order of reading, and what is said about the whole; see
 * bundle.h. */
#include "read/formats/bundle.h"

#include "base/mem.h"
#include "read/formats/archive_forward.h"
#include "read/formats/formats.h"
#include "read/formats/zip.h"

enum { ARENA_BYTES = 1 << 20 };

enum status
bundle_init(struct bundle *bundle, const struct bundle_ways *ways, const struct source *source,
    const struct reading_options *options, const struct sink *sink, uint64_t *budget,
    struct err *err)
{
	*bundle = (struct bundle){.ways = ways, .source = source, .options = options};
	bundle_shared_init(&bundle->own, sink, budget);
	bundle->shared = &bundle->own;
	arena_init(&bundle->arena, ARENA_BYTES);
	arena_init(&bundle->names_arena, BUNDLE_NAMES_MAX_BYTES + BUNDLE_KEPT_MAX_BYTES);
	bundle->chats = mem_new(BUNDLE_CHATS_MAX, sizeof *bundle->chats);
	return bundle->chats != NULL ? OK : fail(err, E_NOMEM, "no memory for chats in an archive");
}

void
bundle_fini(struct bundle *bundle)
{
	bundle_names_fini(&bundle->names);
	mem_free(bundle->chats);
	mem_free(bundle->entry);
	arena_fini(&bundle->arena);
	arena_fini(&bundle->names_arena);
	bundle_shared_fini(&bundle->own);
}

struct bundle_entry *
bundle_add(struct bundle *bundle, enum status *status, struct err *err)
{
	struct bundle_entry *grown;

	*status = OK;
	if (bundle->count == BUNDLE_ENTRIES_MAX) {
		bundle->beyond++;
		return NULL;
	}
	grown = mem_more(bundle->entry, bundle->count, &bundle->size, sizeof *grown);
	if (grown == NULL) {
		*status = fail(err, E_NOMEM, "no memory for the list of an archive");
		return NULL;
	}
	bundle->entry = grown;
	grown = &bundle->entry[bundle->count++];
	*grown = (struct bundle_entry){.modified_us = BUNDLE_TIME_NONE};
	return grown;
}

enum status
bundle_say(struct bundle *bundle, enum note_kind kind, const char *code, const char *sentence,
    struct err *err)
{
	return bundle_shared_note(bundle->shared, kind, code, text_of_c(sentence), err);
}

static enum status
say_unnamed_rest(struct bundle *bundle, struct err *err)
{
	struct buf buf;

	if (bundle->unread <= BUNDLE_UNREAD_NAMED_MAX)
		return OK;
	buf_init(&buf, 256);
	buf_putf(&buf, "And %llu more files in this %s that could not be read, or not wholly.",
	    (unsigned long long)(bundle->unread - BUNDLE_UNREAD_NAMED_MAX), bundle->ways->word);
	return bundle_shared_say(bundle->shared, NOTE_UNREAD, bundle->ways->unread_rest, &buf, err);
}

bool
bundle_names_others(struct text label)
{
	static const char *const endings[] = {
	    ".json", ".jsonl", ".js", ".html", ".htm", ".csv", ".md"};
	struct text base = bundle_name_base(label);

	for (size_t i = 0; i < COUNT_OF(endings); i++) {
		size_t n = strlen(endings[i]);

		if (base.n > n &&
		    slice_eq_nocase(slice_of(base.p + base.n - n, n), slice_of(endings[i], n)))
			return true;
	}
	return false;
}

static enum status
entries_read(struct bundle *bundle, struct err *err)
{
	enum status status = OK;

	for (unsigned pass = 0; pass < 2 && status == OK; pass++) {
		for (size_t i = 0; i < bundle->count && status == OK; i++) {
			struct bundle_entry *entry = &bundle->entry[i];

			/* A folder is only the begin of other names. */
			if (entry->done ||
			    (entry->name.folder && bundle_entry_is_file(entry) &&
				(!entry->bytes_known || entry->bytes == 0)) ||
			    (pass == 0 && !bundle_names_others(entry->name.label)))
				continue;
			arena_reset(&bundle->arena);
			entry->done = true;
			status = bundle_entry_read(bundle, i, err);
		}
	}
	return status;
}

/* Most programs show one of them only, and not all the same one. */
static enum status
say_twice(struct bundle *bundle, struct err *err)
{
	struct buf buf;
	size_t count;
	enum status status = bundle_names_twice(bundle, &count, err);

	if (status != OK || count == 0)
		return status;
	buf_init(&buf, 512);
	buf_putf(&buf,
	    "%zu files in this archive have a name that another one in it has as well. All were "
	    "read; other programs may show only one of each.",
	    count);
	return bundle_shared_say(bundle->shared, NOTE_DOUBT, "names-twice", &buf, err);
}

enum status
bundle_read(struct bundle *bundle, struct err *err)
{
	enum status status = say_twice(bundle, err);

	if (status == OK)
		status = bundle_chats_read(bundle, err);
	if (status == OK)
		status = entries_read(bundle, err);
	return status == OK ? say_unnamed_rest(bundle, err) : status;
}

/* Less than the parent takes from a file of that size (read/reading.h): what is too much is said
 * entry by entry here, instead of being the end of the worker. */
uint64_t
bundle_budget(uint64_t packed_bytes)
{
	uint64_t base = UINT64_C(960) << 20;

	if (packed_bytes >= (BUNDLE_TOTAL_MAX_BYTES - base) / 8)
		return BUNDLE_TOTAL_MAX_BYTES;
	return base + 8 * packed_bytes;
}

bundle_within_fn *
bundle_within(const struct format *format)
{
	if (format == &zip_format)
		return zip_read_within;
	if (format == &tar_format)
		return archive_tar_within;
	if (format == &seven_format)
		return archive_7z_within;
	return NULL;
}
