/* src/prove/pack_check_files.c
 * Level "files": every file is listed once and is what the list says; the bag's own texts are in
 * order (docs/format/pack.md section 2).  The hashing is most of the work of a check, so two
 * threads may share it. */
#include <assert.h>
#include <stdatomic.h>
#include <threads.h>

#include "base/mem.h"
#include "prove/bag.h"
#include "prove/pack_check.h"
#include "prove/pack_text.h"

static const char tag_list[] = "tagmanifest-sha256.txt";
static const char payload_list[] = "manifest-sha256.txt";

/* What stands beside data/ and proof/. */
static const char *const bag_files[] = {"bagit.txt", "bag-info.txt", payload_list, tag_list};

static void
failed(struct check *check, struct text path, const char *what)
{
	check->report->levels[LEVEL_FILES].failed++;
	verify_problem_add(check->report, LEVEL_FILES, path, "%s", what);
}

/* A check beside the one of each file: it counts as one more, so failed never passes checked. */
static void
failed_too(struct check *check, struct text path, const char *what)
{
	check->report->levels[LEVEL_FILES].checked++;
	failed(check, path, what);
}

static void
list_line(struct check *check, const struct bag_line *line, bool payload)
{
	struct text name = {(const char *)line->name.p, line->name.n};
	size_t file;

	check->report->levels[LEVEL_FILES].checked++;
	if (bag_name_is_payload(line->name) != payload ||
	    slice_eq(line->name, slice_of_text(text_of_c(tag_list)))) {
		failed(check, name, "is in the wrong list");
	} else if (!pack_find(check->pack, line->name, &file)) {
		failed(check, name, "is in the list, but not in the pack");
	} else if (check->files[file].known != FILE_UNLISTED) {
		failed(check, name, "is in the list twice");
	} else {
		check->files[file].known = FILE_LISTED;
		memcpy(check->files[file].listed, line->sha256, SHA256_BYTES);
	}
}

static void
list_read(struct check *check, const char *list, bool payload)
{
	struct bag_line line;
	struct slice rest;
	struct err why;
	size_t file;

	if (!pack_find(check->pack, slice_of_text(text_of_c(list)), &file)) {
		failed_too(check, text_of_c(list), "is missing");
		return;
	}
	if (!check_load(check, LEVEL_FILES, file, BAG_MANIFEST_MAX_BYTES, &check->small))
		return;
	rest = buf_slice(&check->small);
	while (rest.n != 0) {
		if (bag_line_next(&rest, &line, &why) != OK) {
			failed_too(check, text_of_c(list),
			    "has a line that is not a hash and a safe name");
			return;
		}
		list_line(check, &line, payload);
	}
}

static bool
belongs(struct slice name)
{
	for (size_t i = 0; i < COUNT_OF(bag_files); i++)
		if (slice_eq(name, slice_of_text(text_of_c(bag_files[i]))))
			return true;
	return bag_name_is_payload(name) || slice_starts(name, "proof/");
}

static void
strangers(struct check *check)
{
	uint64_t odd = pack_odd_count(check->pack);

	for (size_t i = 0; i < pack_count(check->pack); i++) {
		struct slice name = pack_file_of(check->pack, i)->name;

		if (check->files[i].known != FILE_UNLISTED) {
			if (!belongs(name))
				failed_too(
				    check, check_name(check, i), "does not belong in a pack");
		} else if (!slice_eq(name, slice_of_text(text_of_c(tag_list)))) {
			failed_too(check, check_name(check, i), "is in the pack, but in no list");
		}
	}
	for (uint64_t i = 0; i < odd; i++) {
		if (i < PACK_MAX_ODD)
			failed_too(check, pack_odd_of(check->pack, (size_t)i)->name,
			    pack_odd_of(check->pack, (size_t)i)->what);
		else
			failed_too(check, TEXT_NONE, "does not belong in a pack");
	}
}

/* --- hashing --- */

/* What the threads share: each takes the next file nobody has taken. */
struct hashing {
	struct check *check;
	atomic_size_t next;
	atomic_uint_fast64_t done;
	uint64_t total;
	mtx_t lock; /* around the report and progress() */
};

/* One thread's own things. */
struct hasher {
	struct hashing *shared;
	struct hash *hash;
	uint8_t *buffer;
	bool first; /* tells about progress */
};

static enum status
file_hash(struct hasher *h, size_t file, struct err *err)
{
	struct check *check = h->shared->check;
	struct pack_stream stream;
	enum status status;
	size_t got;

	status = pack_stream_open(check->pack, file, &stream, err);
	if (status != OK)
		return status;
	hash_reset(h->hash);
	do {
		status = pack_stream_read(&stream, h->buffer, CHECK_BUFFER_BYTES, &got, err);
		if (status != OK)
			break;
		hash_add(h->hash, h->buffer, got);
		(void)atomic_fetch_add(&h->shared->done, got);
		if (h->first && check->options->progress != NULL)
			check->options->progress(
			    check->options->ctx, atomic_load(&h->shared->done), h->shared->total);
	} while (got == CHECK_BUFFER_BYTES);
	pack_stream_close(&stream);
	if (status == OK)
		hash_end(h->hash, check->files[file].actual);
	return status;
}

static void
file_settle(struct hasher *h, size_t file)
{
	struct check *check = h->shared->check;
	struct file_state *state = &check->files[file];
	struct err why = {0};
	enum status status = file_hash(h, file, &why);

	if (status != OK) {
		state->known = FILE_UNREADABLE;
		(void)mtx_lock(&h->shared->lock);
		check->report->levels[LEVEL_FILES].failed++;
		check_load_failed(check, LEVEL_FILES, file, status, &why);
		(void)mtx_unlock(&h->shared->lock);
		return;
	}
	state->known = memcmp(state->actual, state->listed, SHA256_BYTES) == 0 ? FILE_SOUND
									       : FILE_CHANGED;
}

static int
hasher_run(void *ctx)
{
	struct hasher *h = ctx;
	struct check *check = h->shared->check;
	size_t file;

	while ((file = atomic_fetch_add(&h->shared->next, 1)) < pack_count(check->pack))
		if (check->files[file].known == FILE_LISTED)
			file_settle(h, file);
	return 0;
}

static enum status
hasher_init(struct hasher *h, struct hashing *shared, bool first, struct err *err)
{
	*h = (struct hasher){.shared = shared, .first = first};
	h->hash = hash_new();
	h->buffer = mem_new(CHECK_BUFFER_BYTES, 1);
	if (h->hash == NULL || h->buffer == NULL)
		return fail(err, E_NOMEM, "pack: out of memory");
	return OK;
}

static void
hasher_fini(struct hasher *h)
{
	hash_free(h->hash);
	mem_free(h->buffer);
}

static enum status
files_hash(struct check *check, struct err *err)
{
	struct hashing shared = {.check = check};
	struct hasher one, two = {0};
	thrd_t thread;
	bool helped = false;
	enum status status;

	for (size_t i = 0; i < pack_count(check->pack); i++)
		if (check->files[i].known == FILE_LISTED)
			shared.total += pack_file_of(check->pack, i)->bytes;
	if (mtx_init(&shared.lock, mtx_plain) != thrd_success)
		return fail(err, E_NOMEM, "pack: out of memory");
	status = hasher_init(&one, &shared, true, err);
	if (status == OK && check->options->threads > 1)
		status = hasher_init(&two, &shared, false, err);
	if (status == OK) {
		/* Without a second thread the first does it all. */
		if (check->options->threads > 1)
			helped = thrd_create(&thread, hasher_run, &two) == thrd_success;
		(void)hasher_run(&one);
		if (helped)
			(void)thrd_join(thread, NULL);
	}
	hasher_fini(&one);
	hasher_fini(&two);
	mtx_destroy(&shared.lock);
	return status;
}

static void
files_judge(struct check *check)
{
	for (size_t i = 0; i < pack_count(check->pack); i++)
		if (check->files[i].known == FILE_CHANGED)
			failed(check, check_name(check, i), "is not the file that was put in");
}

/* --- the bag's own texts --- */

static void
declaration_check(struct check *check)
{
	size_t file;

	if (pack_find(check->pack, SLICE_LITERAL("bagit.txt"), &file) &&
	    check_load(check, LEVEL_FILES, file, BAG_INFO_MAX_BYTES, &check->small) &&
	    !slice_eq(buf_slice(&check->small), slice_of_text(text_of_c(bag_declaration))))
		failed_too(check, TEXT_LITERAL("bagit.txt"), "does not say BagIt 1.0 in UTF-8");
}

static void
info_check(struct check *check)
{
	uint64_t bytes = 0, files = 0;
	struct bag_info info;
	struct err why;
	size_t file;

	if (!pack_find(check->pack, SLICE_LITERAL("bag-info.txt"), &file)) {
		failed_too(check, TEXT_LITERAL("bag-info.txt"), "is missing");
		return;
	}
	if (!check_load(check, LEVEL_FILES, file, BAG_INFO_MAX_BYTES, &check->small))
		return;
	if (bag_info_parse(buf_slice(&check->small), &info, &why) != OK) {
		failed_too(
		    check, TEXT_LITERAL("bag-info.txt"), "is not of the form \"Label: value\"");
		return;
	}
	if (!info.version_known || info.version != 1) {
		verify_unsure_add(check->report, TEXT_LITERAL("bag-info.txt"),
		    "names another version of packs than 1; this program knows 1");
		return;
	}
	for (size_t i = 0; i < pack_count(check->pack); i++) {
		if (!bag_name_is_payload(pack_file_of(check->pack, i)->name))
			continue;
		bytes += pack_file_of(check->pack, i)->bytes;
		files++;
	}
	if (!info.oxum_known || info.bytes != bytes || info.files != files)
		failed_too(check, TEXT_LITERAL("bag-info.txt"),
		    "counts other files or bytes than there are in data/");
}

enum status
check_files(struct check *check, struct err *err)
{
	enum status status;

	list_read(check, payload_list, true);
	list_read(check, tag_list, false);
	strangers(check);
	status = files_hash(check, err);
	if (status != OK)
		return status;
	files_judge(check);
	declaration_check(check);
	info_check(check);
	return OK;
}
