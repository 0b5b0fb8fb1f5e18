/* src/app/last_copy.c
 * The newest whole copy elsewhere; see last_copy.h.  In the index it is an import without rows
 * under a name that no original has: there is one at most. */
#include "app/last_copy.h"

#include "app/act.h"
#include "base/encode.h"
#include "base/time.h"
#include "keep/log.h"
#include "show/when.h"

enum { DETAIL_BYTES = 8192, STORAGE_BYTES = 128 * 1024, DAY_S = 86400, HOUR_S = 3600 };

#define ROW_NAME TEXT_LITERAL("backup")

enum status
last_copy_apply(struct app *app, const struct entry *entry, uint64_t number, struct err *err)
{
	struct index_import import = {
	    .number = number, .original = ROW_NAME, .entry_id = act_field(entry, FIELD_ID)};
	struct buf detail;
	enum status status;

	/* Copies of somebody else's vault are not copies of this one. */
	if (log_slot_in(number) != 0)
		return OK;
	buf_init(&detail, DETAIL_BYTES);
	buf_put_slice(&detail, entry->fields[FIELD_SOURCE]);
	value_put_line(&detail, "utc", act_find(entry->fields[FIELD_WRITTEN], "utc"));
	value_put_line(&detail, "place",
	    text_prefix(
		act_find(entry->fields[FIELD_PRIVATE], "place"), LAST_COPY_PLACE_BYTES - 1));
	import.detail = buf_text(&detail);
	status = buf_check(&detail, err);
	if (status == OK)
		status = index_note(app->index, &import, err);
	else if (status == E_LIMIT)
		status = OK; /* longer than any that backup writes: not one of ours */
	buf_fini(&detail);
	return status;
}

static uint64_t
number_of(struct slice lines, const char *name)
{
	uint64_t n = 0;

	return u64_parse(slice_of_text(act_find(lines, name)), &n) ? n : 0;
}

static void
detail_take(struct slice lines, struct last_copy *out)
{
	struct last_copy copy = {.entries = number_of(lines, "entries"),
	    .objects = number_of(lines, "objects"),
	    .bytes = number_of(lines, "bytes")};

	copy.known = time_parse(slice_of_text(act_find(lines, "utc")), &copy.at_us);
	text_copy(copy.verified, sizeof copy.verified, act_find(lines, "verified"));
	text_copy(copy.place, sizeof copy.place, act_find(lines, "place"));
	*out = copy;
}

enum status
last_copy_find(struct app *app, struct last_copy *out, struct err *err)
{
	struct index_import import;
	struct buf storage;
	uint64_t number;
	enum status status;

	*out = (struct last_copy){0};
	buf_init(&storage, STORAGE_BYTES);
	status = index_import_by_original(app->index, ROW_NAME, &number, err);
	if (status == OK)
		status = index_import_of(app->index, number, &storage, &import, err);
	if (status == OK)
		detail_take(slice_of_text(import.detail), out);
	buf_fini(&storage);
	return status == E_NOTFOUND ? OK : status;
}

/* "today", "yesterday" would need the zone; hours and days do not. */
static void
age_put(struct buf *out, int64_t seconds)
{
	int64_t n = seconds / DAY_S;

	if (seconds < 0)
		buf_put_c(out, "at a time that this clock has not reached yet");
	else if (seconds < HOUR_S)
		buf_put_c(out, "less than an hour ago");
	else if (n == 0)
		buf_putf(out, "%lld hour%s ago", (long long)(seconds / HOUR_S),
		    seconds / HOUR_S == 1 ? "" : "s");
	else
		buf_putf(out, "%lld day%s ago", (long long)n, n == 1 ? "" : "s");
}

void
last_copy_sentence(const struct app *app, const struct last_copy *copy, struct buf *out)
{
	if (!copy->known) {
		buf_put_c(out, "There is no copy of this vault elsewhere yet: daybook backup DIR "
			       "makes one, best on another disk or a stick.");
		return;
	}
	buf_put_c(out, "Last copy elsewhere: ");
	age_put(out, (app_now_us(app) - copy->at_us) / 1000000);
	buf_put_c(out, ", to ");
	buf_put_c(out, copy->place[0] != '\0' ? copy->place : "a place without a name");
	buf_put_c(out, strcmp(copy->verified, "all") == 0 ? ", all of it read back and hashed."
							  : ", read back whole.");
}

void
last_copy_json(const struct last_copy *copy, struct json *json)
{
	if (!copy->known) {
		json_null(json);
		return;
	}
	json_object_begin(json);
	json_key(json, "at");
	json_time(json, copy->at_us);
	json_key_c(json, "place", copy->place);
	json_key_u64(json, "entries", copy->entries);
	json_key_u64(json, "objects", copy->objects);
	json_key_u64(json, "bytes", copy->bytes);
	json_key_c(json, "verified", copy->verified);
	json_object_end(json);
}
