/* src/app/import_report.c
 * The report of one import as JSON; see import.h and the interface. */
#include "app/import.h"

#include "app/me_known.h"

const char *
import_status_name(enum import_status status)
{
	switch (status) {
	case IMPORT_READ: return "read";
	case IMPORT_PARTLY: return "partly";
	case IMPORT_KEPT: return "kept";
	}
	return "kept";
}

/* A key that is outside text. */
static void
count_member(struct json *json, struct text name, uint64_t count)
{
	struct buf key;

	buf_init(&key, 8192);
	buf_put_text(&key, name);
	buf_put_byte(&key, '\0');
	json_key_u64(json, key.failed == OK ? (const char *)key.p : "?", count);
	buf_fini(&key);
}

static void
report_counts(const struct import_report *report, struct json *json)
{
	json_key_u64(json, "records", report->records);
	json_key(json, "by_kind");
	json_object_begin(json);
	for (size_t i = 0; i < KIND_COUNT; i++)
		if (report->by_kind[i] != 0)
			count_member(json, text_of_c(record_kind_name((enum record_kind)i)),
			    report->by_kind[i]);
	json_object_end(json);
	json_key(json, "first");
	report->timed ? json_time(json, report->first_us) : json_null(json);
	json_key(json, "last");
	report->timed ? json_time(json, report->last_us) : json_null(json);
	json_key(json, "senders");
	json_object_begin(json);
	for (size_t i = 0; i < report->sender_count; i++)
		count_member(json, report->senders[i].name, report->senders[i].count);
	json_object_end(json);
	json_key(json, "attachments");
	json_object_begin(json);
	json_key_u64(json, "present", report->attachments_present);
	json_key_u64(json, "missing", report->attachments_missing);
	json_object_end(json);
}

static void
report_doubts(const struct import_report *report, struct json *json)
{
	json_key(json, "doubts");
	json_array_begin(json);
	for (size_t i = 0; i < report->doubt_count; i++) {
		json_object_begin(json);
		json_key_text(json, "code", report->doubts[i].name);
		json_key_u64(json, "count", report->doubts[i].count);
		json_key_text(json, "example", report->doubts[i].example);
		json_object_end(json);
	}
	json_array_end(json);
}

/* "dmy mdy" as an array of words; a list with LF between keeps its blanks. */
static void
report_choices(struct json *json, struct text choices)
{
	struct slice rest = slice_of_text(choices), word;
	uint8_t stop = slice_find(rest, SLICE_LITERAL("\n")) != SIZE_MAX ? '\n' : ' ';

	json_array_begin(json);
	while (cut_last(&rest, stop, &word))
		json_text(json, (struct text){(const char *)word.p, word.n});
	json_array_end(json);
}

static void
report_questions(const struct import_report *report, struct json *json)
{
	uint64_t more_choices = 0;

	json_key(json, "questions");
	json_array_begin(json);
	for (size_t i = 0; i < report->question_count; i++) {
		json_object_begin(json);
		json_key_text(json, "code", report->questions[i].code);
		json_key(json, "choices");
		report_choices(json, report->questions[i].choices);
		json_object_end(json);
		more_choices += report->questions[i].more_choices;
	}
	json_array_end(json);
	json_key_u64(json, "more_choices", more_choices);
	json_key_u64(json, "more_questions", report->more_questions);
	json_key(json, "omits");
	json_array_begin(json);
	for (size_t i = 0; i < report->omit_count; i++)
		json_text(json, report->omits[i]);
	json_array_end(json);
	json_key_u64(json, "more_omits", report->more_omits);
}

/* An answer of before that was used. */
static void
report_me(const struct import_report *report, struct json *json)
{
	struct slice rest = slice_of_text(report->me);
	struct text name;
	struct buf names;

	json_key(json, "me");
	if (report->me.n == 0) {
		json_null(json);
		return;
	}
	buf_init(&names, 2 * ME_LIST_MAX_BYTES);
	json_object_begin(json);
	while (me_names_next(&rest, &name)) {
		buf_put_c(&names, names.n == 0 ? "" : ", ");
		buf_put_text(&names, name);
	}
	json_key_text(json, "name", buf_text(&names));
	buf_fini(&names);
	json_key(json, "said");
	report->me_timed ? json_time(json, report->me_said_us) : json_null(json);
	json_key_text(json, "for", report->me_file);
	json_object_end(json);
}

void
import_report_json(const struct import_report *report, struct json *json)
{
	json_object_begin(json);
	json_key(json, "original");
	json_object_begin(json);
	json_key(json, "sha256");
	json_hex(json, report->sha256, SHA256_BYTES);
	json_key_u64(json, "bytes", report->bytes);
	json_key_text(json, "name", report->name);
	json_object_end(json);
	json_key_text(json, "format", report->format);
	json_key_c(json, "status", import_status_name(report->status));
	report_counts(report, json);
	report_doubts(report, json);
	report_questions(report, json);
	report_me(report, json);
	json_key_text(json, "left_out", report->left_out);
	json_key_text(json, "why", report->why);
	json_key_text(json, "duplicate_of", report->duplicate_of);
	json_key_u64(json, "entry", report->entry);
	json_object_end(json);
}
