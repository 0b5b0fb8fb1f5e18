/* src/prove/pack_check_entries.c
 * Level "entries": every field shown is the one its entry committed to (docs/format/pack.md
 * section 4); and level "originals": every original and attachment is one that a shown field or
 * record names (section 3). */
#include <stdlib.h>

#include "base/mem.h"
#include "prove/pack_check.h"

static const char entry_folder[] = "data/entries/";

static void
doubt(struct check *check, struct entry_state *entry, size_t file, const char *what)
{
	entry->doubtful = true;
	verify_problem_add(check->report, LEVEL_ENTRIES, check_name(check, file), "%s", what);
}

static enum status
entry_add(struct check *check, const struct entry_state *entry, struct err *err)
{
	struct entry_state *more;

	more = mem_more(check->entries, check->entry_count, &check->entry_room, sizeof *more);
	if (more == NULL)
		return fail(err, E_NOMEM, "pack: out of memory");
	check->entries = more;
	check->entries[check->entry_count++] = *entry;
	return OK;
}

/* "/f05-content.txt" names field 5, and only if that is the content field. */
static bool
field_of_name(struct slice rest, enum entry_field *field)
{
	uint8_t bytes[64];
	struct buf want = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	for (unsigned i = 0; i < ENTRY_FIELDS; i++) {
		buf_reset(&want);
		buf_putf(&want, "/f%02u-%s.txt", i, entry_field_name((enum entry_field)i));
		if (slice_eq(rest, buf_slice(&want))) {
			*field = (enum entry_field)i;
			return true;
		}
	}
	return false;
}

static enum status
contents_take(struct check *check, struct slice value, struct err *err)
{
	struct content content;
	struct named_file file = {0};
	enum status status = OK;

	while (status == OK && content_next(&value, &content)) {
		memcpy(file.sha256, content.sha256, sizeof file.sha256);
		file.bytes = content.bytes;
		status = named_add(&check->originals, &file, err);
	}
	return status;
}

/* What later levels need of a field whose commitment holds. */
static enum status
value_take(struct check *check, struct entry_state *entry, size_t file, enum entry_field field,
    struct slice value, struct err *err)
{
	struct reading_value reading;
	struct err why;

	if (value_check(field, value, &why) != OK) {
		doubt(check, entry, file, "does not have the form of its field");
		return OK;
	}
	if (field == FIELD_CONTENT)
		return contents_take(check, value, err);
	if (field == FIELD_READING && value.n != 0 &&
	    reading_value_parse(value, &reading, &why) == OK) {
		entry->reading_shown = true;
		entry->records = reading.records;
		memcpy(entry->root, reading.root, sizeof entry->root);
	}
	return OK;
}

static enum status
field_check(struct check *check, struct entry_state *entry, size_t file, struct slice rest,
    uint8_t commitments[ENTRY_FIELDS][SHA256_BYTES], struct err *err)
{
	uint8_t digest[SHA256_BYTES], salt[SHA256_BYTES];
	enum entry_field named, field;
	struct slice value;

	if (!field_of_name(rest, &named)) {
		doubt(check, entry, file, "is not a field of an entry");
		return OK;
	}
	if (!check_load(check, LEVEL_ENTRIES, file, CHECK_SMALL_MAX_BYTES, &check->small)) {
		entry->doubtful = true;
		return OK;
	}
	if (!entry->sound)
		return OK; /* said already */
	hash_of(check->hash, buf_slice(&check->small), digest);
	if (memcmp(digest, commitments[named], sizeof digest) != 0)
		doubt(check, entry, file, "is not what was written into the entry");
	else if (field_preimage_parse(buf_slice(&check->small), &field, salt, &value, NULL) != OK ||
		 field != named)
		doubt(check, entry, file, "is not the field its name says");
	else
		return value_take(check, entry, file, field, value, err);
	return OK;
}

static void
commitments_read(struct check *check, struct entry_state *entry, size_t file,
    uint8_t commitments[ENTRY_FIELDS][SHA256_BYTES])
{
	if (!check_load(check, LEVEL_ENTRIES, file, CHECK_SMALL_MAX_BYTES, &check->small)) {
		entry->doubtful = true;
	} else if (commitments_parse(buf_slice(&check->small), commitments, NULL) != OK) {
		doubt(check, entry, file, "is not the sixteen lines of an entry");
	} else {
		commitments_leaf(check->hash, commitments, entry->leaf);
		entry->sound = true;
	}
}

/* All files of one entry, from `first` on; entry.txt sorts before the fields. */
static enum status
entry_check_files(struct check *check, size_t first, uint64_t number, size_t *next, struct err *err)
{
	uint8_t commitments[ENTRY_FIELDS][SHA256_BYTES] = {{0}};
	struct entry_state entry = {.number = number};
	enum status status = OK;
	struct slice rest;
	uint64_t same;
	size_t file = first;

	for (; status == OK && file < pack_count(check->pack); file++) {
		if (!check_number(
			pack_file_of(check->pack, file)->name, entry_folder, &same, &rest) ||
		    same != number)
			break;
		if (slice_eq(rest, SLICE_LITERAL("/entry.txt")))
			commitments_read(check, &entry, file, commitments);
		else if (file == first)
			doubt(check, &entry, file, "stands there without the entry it belongs to");
		else
			status = field_check(check, &entry, file, rest, commitments, err);
	}
	check->report->levels[LEVEL_ENTRIES].checked++;
	if (entry.doubtful)
		check->report->levels[LEVEL_ENTRIES].failed++;
	*next = file;
	return status == OK ? entry_add(check, &entry, err) : status;
}

static int
entry_order(const void *a, const void *b)
{
	const struct entry_state *x = a, *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

enum status
check_entries(struct check *check, struct err *err)
{
	enum status status = OK;
	struct slice rest;
	uint64_t number;
	size_t file = 0;

	while (status == OK && file < pack_count(check->pack)) {
		struct slice name = pack_file_of(check->pack, file)->name;

		if (!slice_starts(name, entry_folder)) {
			file++;
		} else if (!check_number(name, entry_folder, &number, &rest)) {
			check->report->levels[LEVEL_ENTRIES].checked++;
			check->report->levels[LEVEL_ENTRIES].failed++;
			verify_problem_add(check->report, LEVEL_ENTRIES, check_name(check, file),
			    "does not belong to an entry");
			file++;
		} else {
			status = entry_check_files(check, file, number, &file, err);
		}
	}
	/* "1000000" sorts before "999999". */
	if (check->entry_count != 0)
		qsort(check->entries, check->entry_count, sizeof *check->entries, entry_order);
	return status;
}

/* --- originals and attachments --- */

static int
named_order(const void *a, const void *b)
{
	const struct named_file *x = a, *y = b;
	int order = memcmp(x->sha256, y->sha256, sizeof x->sha256);

	if (order != 0)
		return order;
	return x->bytes < y->bytes ? -1 : x->bytes > y->bytes;
}

/* The first item with that hash, or the place it would stand at. */
static size_t
named_first(const struct named_files *named, const uint8_t sha256[SHA256_BYTES])
{
	size_t low = 0, high = named->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (memcmp(named->items[middle].sha256, sha256, SHA256_BYTES) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
named_mark(struct named_files *named, const uint8_t sha256[SHA256_BYTES], uint64_t bytes)
{
	bool hit = false;

	for (size_t i = named_first(named, sha256); i < named->count; i++) {
		struct named_file *item = &named->items[i];

		if (memcmp(item->sha256, sha256, SHA256_BYTES) != 0)
			break;
		if (item->bytes == bytes || item->bytes == UINT64_MAX) {
			item->is_here = true;
			hit = true;
		}
	}
	return hit;
}

static void
folder_check(struct check *check, const char *folder, struct named_files *named, const char *what)
{
	struct verify_count *count = &check->report->levels[LEVEL_ORIGINALS];

	if (named->count != 0)
		qsort(named->items, named->count, sizeof *named->items, named_order);
	for (size_t i = 0; i < pack_count(check->pack); i++) {
		const struct pack_file *file = pack_file_of(check->pack, i);
		const struct file_state *state = &check->files[i];

		if (!slice_starts(file->name, folder))
			continue;
		count->checked++;
		if ((state->known == FILE_SOUND || state->known == FILE_CHANGED) &&
		    named_mark(named, state->actual, file->bytes))
			continue;
		count->failed++;
		/* A file that could not be read, or stands in no list, was reported already. */
		if (state->known == FILE_SOUND || state->known == FILE_CHANGED)
			verify_problem_add(
			    check->report, LEVEL_ORIGINALS, check_name(check, i), "%s", what);
	}
}

static uint64_t
named_absent(const struct named_files *named)
{
	uint64_t absent = 0;

	for (size_t i = 0; i < named->count; i++)
		if (!named->items[i].is_here &&
		    (i == 0 || named_order(&named->items[i - 1], &named->items[i]) != 0))
			absent++;
	return absent;
}

enum status
check_named(struct check *check, struct err *err)
{
	uint64_t absent;

	(void)err;
	folder_check(check, "data/originals/", &check->originals,
	    "is called an original, but no shown entry names it");
	folder_check(check, "data/attachments/", &check->attachments,
	    "is called an attachment, but no shown record names it");
	absent = named_absent(&check->originals);
	if (absent != 0)
		verify_not_checked_add(check->report,
		    "originals that entries name and that are not in this pack: %llu",
		    (unsigned long long)absent);
	absent = named_absent(&check->attachments);
	if (absent != 0)
		verify_not_checked_add(check->report,
		    "attachments that records name and that are not in this pack: %llu",
		    (unsigned long long)absent);
	return OK;
}
