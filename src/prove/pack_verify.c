/* src/prove/pack_verify.c
 * The order of the levels, and what their parts share; see pack_verify.h and pack_check.h. */
#include "prove/pack_verify.h"

#include "base/mem.h"
#include "prove/bag.h"
#include "prove/pack_check.h"
#include "prove/pack_text.h"

enum { CHECK_ARENA_BYTES = 16 * 1024 * 1024 };

struct text
check_name(const struct check *check, size_t file)
{
	const struct slice name = pack_file_of(check->pack, file)->name;

	return (struct text){(const char *)name.p, name.n}; /* ASCII, by bag_name_ok() */
}

void
check_load_failed(struct check *check, enum verify_level level, size_t file, enum status status,
    const struct err *why)
{
	if (status == E_LIMIT)
		verify_problem_add(check->report, level, check_name(check, file),
		    "is larger than such a file may be");
	else if (status == E_FORMAT)
		verify_problem_add(check->report, level, check_name(check, file),
		    "became shorter while it was read");
	else
		verify_unsure_add(
		    check->report, check_name(check, file), "could not be read: %s", why->text);
}

bool
check_load(
    struct check *check, enum verify_level level, size_t file, size_t max_bytes, struct buf *out)
{
	struct err why = {0};
	enum status status = pack_load(check->pack, file, max_bytes, out, &why);

	if (status != OK)
		check_load_failed(check, level, file, status, &why);
	return status == OK;
}

/* "3-" in front of an entry's number: it stands in the log of slot 3. */
static uint64_t
slot_take(struct slice *name)
{
	struct slice after = *name, digits;
	uint64_t slot;

	if (!cut(&after, '-', &digits) || digits.n > 3 || !u64_parse(digits, &slot) || slot == 0 ||
	    slot > LOG_OTHERS_MAX)
		return 0;
	*name = after;
	return slot;
}

bool
check_number(struct slice name, const char *folder, uint64_t *number, struct slice *rest)
{
	struct slice digits, after = name, head;
	uint64_t slot;
	size_t n = 0;

	if (!slice_starts(name, folder) || !take(&after, strlen(folder), &head))
		return false;
	slot = slot_take(&after);
	while (n < after.n && after.p[n] >= '0' && after.p[n] <= '9')
		n++;
	if (n < 6 || !take(&after, n, &digits))
		return false;
	if (n == 6) /* written with zeros in front; otherwise there are none */
		while (digits.n > 1 && digits.p[0] == '0')
			digits = slice_from(digits, 1);
	if (!u64_parse(digits, number) || *number >= LOG_NUMBER(1, 0))
		return false;
	*number = LOG_NUMBER(slot, *number);
	*rest = after;
	return true;
}

struct entry_state *
check_entry_find(const struct check *check, uint64_t number)
{
	size_t low = 0, high = check->entry_count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (check->entries[middle].number == number)
			return &check->entries[middle];
		if (number < check->entries[middle].number)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

enum status
named_add(struct named_files *named, const struct named_file *file, struct err *err)
{
	struct named_file *more;

	more = mem_more(named->items, named->count, &named->room, sizeof *more);
	if (more == NULL)
		return fail(err, E_NOMEM, "pack: out of memory");
	named->items = more;
	named->items[named->count++] = *file;
	return OK;
}

/* The code of the whole pack: pack.md section 2. */
static void
pack_code(struct check *check)
{
	size_t file;

	if (pack_find(check->pack, SLICE_LITERAL("tagmanifest-sha256.txt"), &file) &&
	    check_load(check, LEVEL_FILES, file, BAG_MANIFEST_MAX_BYTES, &check->small))
		head_code(buf_slice(&check->small), check->report->pack_code);
}

static enum status
levels_run(struct check *check, struct err *err)
{
	enum status status = check_files(check, err);

	if (status == OK)
		status = check_entries(check, err);
	if (status == OK)
		status = check_readings(check, err);
	if (status == OK)
		status = check_named(check, err);
	if (status == OK)
		status = check_log(check, err);
	if (status != OK)
		return status;
	pack_code(check);
	verify_not_checked_add(check->report, "time stamps: this pack has none");
	if (check->report->head_code[0] != '\0')
		verify_not_checked_add(check->report,
		    "whose key signed the log: the key came with the pack; the head code tells");
	return OK;
}

static enum status
check_start(struct check *check, struct err *err)
{
	buf_init(&check->small, BAG_MANIFEST_MAX_BYTES);
	buf_init(&check->second, BAG_MANIFEST_MAX_BYTES);
	buf_init(&check->window, SHOWN_ITEM_MAX_BYTES + (size_t)2 * CHECK_BUFFER_BYTES);
	arena_init(&check->arena, CHECK_ARENA_BYTES);
	check->hash = hash_new();
	check->files = mem_new(pack_count(check->pack), sizeof *check->files);
	if (check->hash == NULL || check->files == NULL)
		return fail(err, E_NOMEM, "pack: out of memory");
	return OK;
}

enum status
pack_verify(const struct io *io, const char *path, const struct pack_verify_options *options,
    struct verify_report *report, struct err *err)
{
	struct check check = {.options = options, .report = report};
	enum status status;

	status = pack_open(io, path, &check.pack, err);
	if (status != OK)
		return status;
	status = check_start(&check, err);
	if (status == OK)
		status = levels_run(&check, err);
	hash_free(check.hash);
	mem_free(check.files);
	mem_free(check.entries);
	mem_free(check.originals.items);
	mem_free(check.attachments.items);
	buf_fini(&check.small);
	buf_fini(&check.second);
	buf_fini(&check.window);
	arena_fini(&check.arena);
	pack_close(check.pack);
	return status;
}
