/* src/prove/pack_check_readings.c
 * Level "readings": leaves.txt is the tree that the entry names, and every shown record is the leaf
 * at its place (docs/format/pack.md section 5).  Both files are read side by side as streams. */
#include "diary/record.h"
#include "prove/pack_check.h"

static const char reading_folder[] = "data/readings/";

/* A stream and what of it is not yet used. */
struct feed {
	struct pack_stream stream;
	struct buf window;
	struct slice rest; /* in the window */
	bool open, ended;
};

struct reading_check {
	struct check *check;
	size_t leaves_file, records_file;
	struct feed leaves, records;
	struct merkle merkle;
	struct shown_record next; /* the next shown record, borrowed from its feed */
	bool has_next;
	bool failed;
	uint64_t shown;
};

static void
doubt(struct reading_check *r, size_t file, const char *what)
{
	r->failed = true;
	verify_problem_add(
	    r->check->report, LEVEL_READINGS, check_name(r->check, file), "%s", what);
}

/* More bytes behind what is left; false at the end, or when the file cannot be read (reported). */
static bool
feed_more(struct reading_check *r, struct feed *feed, size_t file)
{
	struct err why = {0};
	enum status status;
	uint8_t *to;
	size_t got = 0, used = feed->window.n - feed->rest.n;

	if (feed->ended)
		return false;
	buf_drop(&feed->window, used);
	to = buf_extend(&feed->window, CHECK_BUFFER_BYTES);
	if (to == NULL) {
		feed->ended = true;
		status = fail(&why, E_NOMEM, "out of memory");
	} else {
		status = pack_stream_read(&feed->stream, to, CHECK_BUFFER_BYTES, &got, &why);
		feed->window.n -= CHECK_BUFFER_BYTES - got;
		feed->ended = got < CHECK_BUFFER_BYTES;
	}
	feed->rest = buf_slice(&feed->window);
	if (status == OK)
		return got != 0;
	r->failed = true;
	feed->ended = true;
	check_load_failed(r->check, LEVEL_READINGS, file, status, &why);
	return false;
}

static bool
feed_open(struct reading_check *r, struct feed *feed, size_t file, const char *head)
{
	struct err why = {0};
	struct slice first;
	enum status status;

	/* Room for the largest item, and a whole read behind it. */
	buf_init(&feed->window, SHOWN_ITEM_MAX_BYTES + (size_t)2 * CHECK_BUFFER_BYTES);
	status = pack_stream_open(r->check->pack, file, &feed->stream, &why);
	if (status != OK) {
		r->failed = true;
		check_load_failed(r->check, LEVEL_READINGS, file, status, &why);
		return false;
	}
	feed->open = true;
	(void)feed_more(r, feed, file);
	if (!slice_starts(feed->rest, head) || !take(&feed->rest, strlen(head), &first)) {
		doubt(r, file, "does not begin with its version line");
		return false;
	}
	return true;
}

static void
feed_close(struct feed *feed)
{
	if (feed->open)
		pack_stream_close(&feed->stream);
	buf_fini(&feed->window);
}

/* The next line of leaves.txt; false at its end or when it is not in order (reported). */
static bool
leaf_next(struct reading_check *r, struct leaf_line *line)
{
	struct feed *feed = &r->leaves;
	bool got;

	do {
		if (leaf_line_take(&feed->rest, line, &got, NULL) != OK) {
			doubt(r, r->leaves_file, "has a line that is not a leaf");
			return false;
		}
		if (got)
			return true;
	} while (feed_more(r, feed, r->leaves_file));
	if (feed->rest.n != 0)
		doubt(r, r->leaves_file, "is cut off");
	return false;
}

/* Attachments that a shown record names may stand in the pack. */
static enum status
attachments_take(struct reading_check *r, const struct record *record, struct err *err)
{
	struct named_file file = {.bytes = UINT64_MAX};
	enum status status = OK;

	for (size_t i = 0; i < record->attachments_count && status == OK; i++) {
		if (!record->attachments[i].hashed)
			continue;
		memcpy(file.sha256, record->attachments[i].sha256, sizeof file.sha256);
		status = named_add(&r->check->attachments, &file, err);
	}
	return status;
}

static enum status
record_look(struct reading_check *r, struct err *err)
{
	uint8_t salt[SHA256_BYTES];
	struct slice canonical;
	struct record record;
	enum status status;

	if (record_preimage_parse(r->next.preimage, salt, &canonical, NULL) != OK) {
		doubt(r, r->records_file, "holds something that is not a record with its salt");
		return OK;
	}
	arena_reset(&r->check->arena);
	status = record_parse(canonical, &r->check->arena, &record, NULL);
	if (status == E_NOMEM)
		return fail(err, E_NOMEM, "pack: out of memory");
	if (status != OK) {
		doubt(r, r->records_file, "holds a record that is not of the form of records");
		return OK;
	}
	return attachments_take(r, &record, err);
}

/* Loads r->next; none at the end of the file or when it is not in order (reported). */
static enum status
record_next(struct reading_check *r, struct err *err)
{
	struct feed *feed = &r->records;
	uint64_t before = r->next.index;
	bool first = r->shown == 0, got;

	r->has_next = false;
	do {
		if (shown_record_take(&feed->rest, &r->next, &got, NULL) != OK) {
			doubt(r, r->records_file, "has a line that is not a record's");
			return OK;
		}
		if (got)
			break;
	} while (feed_more(r, feed, r->records_file));
	if (!got) {
		if (feed->rest.n != 0)
			doubt(r, r->records_file, "is cut off");
		return OK;
	}
	if (!first && r->next.index <= before) {
		doubt(r, r->records_file, "is not in order");
		return OK;
	}
	r->has_next = true;
	r->shown++;
	return record_look(r, err);
}

/* Is the shown record, if it lies in this line, the leaf of this line? */
static enum status
line_check(struct reading_check *r, const struct leaf_line *line, struct err *err)
{
	uint64_t at = r->merkle.leaves;
	uint8_t leaf[SHA256_BYTES];

	if (!merkle_add_subtree(&r->merkle, r->check->hash, line->level, line->hash)) {
		doubt(r, r->leaves_file, "has a line that does not stand where such a line may");
		return OK;
	}
	if (!r->has_next || r->next.index >= r->merkle.leaves)
		return OK;
	hash_add(r->check->hash, "\0", 1);
	hash_of(r->check->hash, r->next.preimage, leaf);
	if (line->level != 0 || r->next.index != at || memcmp(leaf, line->hash, sizeof leaf) != 0)
		doubt(r, r->records_file, "shows a record that was not read at that place");
	return record_next(r, err);
}

static void
root_check(struct reading_check *r, const struct entry_state *entry)
{
	uint8_t root[SHA256_BYTES];

	merkle_root(&r->merkle, r->check->hash, root);
	if (r->has_next)
		doubt(r, r->records_file, "shows a record beyond the last that was read");
	if (r->merkle.leaves != entry->records)
		doubt(r, r->leaves_file, "has more or fewer records than its entry says");
	else if (memcmp(root, entry->root, sizeof root) != 0)
		doubt(r, r->leaves_file, "is not the list of records that its entry names");
}

static enum status
streams_check(struct reading_check *r, const struct entry_state *entry, struct err *err)
{
	struct leaf_line line;
	enum status status = OK;

	if (!feed_open(r, &r->leaves, r->leaves_file, leaves_head) ||
	    !feed_open(r, &r->records, r->records_file, records_head))
		return OK;
	merkle_init(&r->merkle);
	status = record_next(r, err);
	while (status == OK && !r->failed && leaf_next(r, &line))
		status = line_check(r, &line, err);
	if (status == OK && !r->failed)
		root_check(r, entry);
	return status;
}

/* The two files of reading `number`, which begin at `first` in the sorted list. */
static enum status
reading_check_files(
    struct check *check, size_t first, uint64_t number, size_t *next, struct err *err)
{
	struct reading_check r = {.check = check};
	const struct entry_state *entry = check_entry_find(check, number);
	size_t named_before = check->attachments.count;
	bool leaves = false, records = false;
	enum status status = OK;
	struct slice rest;
	uint64_t same;
	size_t file;

	for (file = first; file < pack_count(check->pack); file++) {
		if (!check_number(
			pack_file_of(check->pack, file)->name, reading_folder, &same, &rest) ||
		    same != number)
			break;
		if (slice_eq(rest, SLICE_LITERAL("/leaves.txt"))) {
			r.leaves_file = file;
			leaves = true;
		} else if (slice_eq(rest, SLICE_LITERAL("/records.txt"))) {
			r.records_file = file;
			records = true;
		} else {
			doubt(&r, file, "does not belong to a reading");
		}
	}
	*next = file;
	if (!leaves || !records)
		doubt(&r, first, "stands there without leaves.txt or records.txt beside it");
	else if (entry == NULL || !entry->reading_shown)
		doubt(&r, first, "belongs to a reading that no shown entry names");
	else
		status = streams_check(&r, entry, err);
	feed_close(&r.leaves);
	feed_close(&r.records);
	check->report->levels[LEVEL_READINGS].checked++;
	if (r.failed) {
		check->report->levels[LEVEL_READINGS].failed++;
		check->attachments.count = named_before; /* its records vouch for nothing */
	} else {
		check->report->records += r.shown;
	}
	return status;
}

enum status
check_readings(struct check *check, struct err *err)
{
	enum status status = OK;
	struct slice rest;
	uint64_t number;
	size_t file = 0;

	while (status == OK && file < pack_count(check->pack)) {
		struct slice name = pack_file_of(check->pack, file)->name;

		if (!slice_starts(name, reading_folder)) {
			file++;
		} else if (!check_number(name, reading_folder, &number, &rest)) {
			check->report->levels[LEVEL_READINGS].checked++;
			check->report->levels[LEVEL_READINGS].failed++;
			verify_problem_add(check->report, LEVEL_READINGS, check_name(check, file),
			    "does not belong to a reading");
			file++;
		} else {
			status = reading_check_files(check, file, number, &file, err);
		}
	}
	return status;
}
