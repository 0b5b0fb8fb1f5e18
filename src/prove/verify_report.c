/* src/prove/verify_report.c
 * What a check found, and how it is said; see verify_report.h.  The words never say more than the
 * proofs do: "unchanged since", not "authentic" (docs/format/log.md section 10). */
#include "prove/verify_report.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/encode.h"

enum { REPORT_MAX_BYTES = 1024 * 1024 };

static const char *const level_names[LEVEL_COUNT] = {
    "files", "entries", "originals", "readings", "log", "stamps"};

void
verify_report_init(struct verify_report *report, const char *what)
{
	*report = (struct verify_report){.what = what};
	arena_init(&report->arena, REPORT_MAX_BYTES);
}

void
verify_report_fini(struct verify_report *report)
{
	arena_fini(&report->arena);
}

/* Formatted text in the arena; "?" when there is no room. */
PRINTF_LIKE(2, 0)
static struct text
kept(struct verify_report *report, const char *format, va_list args)
{
	char line[VERIFY_TEXT_BYTES];
	struct text text, out;
	int n = vsnprintf(line, sizeof line, format, args);

	if (n < 0)
		return TEXT_LITERAL("?");
	n = n < (int)sizeof line ? n : (int)sizeof line - 1;
	/* A cut inside a character would not be text any more. */
	while (n > 0 && !text_check(slice_of(line, (size_t)n), &text, NULL))
		n--;
	if (n == 0 || !arena_text(&report->arena, text, &out))
		return TEXT_LITERAL("?");
	return out;
}

void
verify_problem_add(struct verify_report *report, enum verify_level level, struct text path,
    const char *format, ...)
{
	struct verify_problem *problem;
	va_list args;

	if (report->problem_count++ >= VERIFY_MAX_PROBLEMS)
		return;
	problem = &report->problems[report->problem_count - 1];
	problem->level = level;
	if (!arena_text(&report->arena, path, &problem->path))
		problem->path = TEXT_NONE;
	va_start(args, format);
	problem->what = kept(report, format, args);
	va_end(args);
}

void
verify_not_checked_add(struct verify_report *report, const char *format, ...)
{
	va_list args;

	if (report->not_checked_count == VERIFY_MAX_UNCHECKED)
		return;
	va_start(args, format);
	report->not_checked[report->not_checked_count++] = kept(report, format, args);
	va_end(args);
}

void
verify_unsure_add(struct verify_report *report, struct text path, const char *format, ...)
{
	struct text why;
	va_list args;

	report->unsure = true;
	va_start(args, format);
	why = kept(report, format, args);
	va_end(args);
	verify_not_checked_add(
	    report, "%.*s %.*s", (int)path.n, path.p != NULL ? path.p : "", (int)why.n, why.p);
}

bool
verify_report_ok(const struct verify_report *report)
{
	return report->problem_count == 0 && !report->unsure;
}

int
verify_report_exit(const struct verify_report *report)
{
	if (report->problem_count != 0)
		return 1;
	return report->unsure ? 3 : 0;
}

static void
json_levels(const struct verify_report *report, struct json *json)
{
	json_key(json, "levels");
	json_object_begin(json);
	for (unsigned i = 0; i < LEVEL_COUNT; i++) {
		json_key(json, level_names[i]);
		json_object_begin(json);
		json_key_u64(json, "checked", report->levels[i].checked);
		json_key_u64(json, "failed", report->levels[i].failed);
		json_object_end(json);
	}
	json_object_end(json);
}

static size_t
problems_kept(const struct verify_report *report)
{
	return report->problem_count < VERIFY_MAX_PROBLEMS ? (size_t)report->problem_count
							   : VERIFY_MAX_PROBLEMS;
}

static void
json_problems(const struct verify_report *report, struct json *json)
{
	json_key(json, "problems");
	json_array_begin(json);
	for (size_t i = 0; i < problems_kept(report); i++) {
		json_object_begin(json);
		json_key_c(json, "level", level_names[report->problems[i].level]);
		json_key_text(json, "path", report->problems[i].path);
		json_key_text(json, "what", report->problems[i].what);
		json_object_end(json);
	}
	json_array_end(json);
	json_key_u64(json, "problems_total", report->problem_count);
}

static void
json_code(struct json *json, const char *key, const char *code)
{
	json_key_c(json, key, code[0] != '\0' ? code : NULL);
}

void
verify_report_json(const struct verify_report *report, struct json *json)
{
	json_object_begin(json);
	json_key_bool(json, "ok", verify_report_ok(report));
	json_key_c(json, "what", report->what);
	json_code(json, "head_code", report->head_code);
	json_code(json, "pack_code", report->pack_code);
	json_key_u64(json, "log_entries", report->log_entries);
	json_key_u64(json, "records", report->records);
	json_key_u64(json, "removed", report->removed);
	json_levels(report, json);
	json_key(json, "not_checked");
	json_array_begin(json);
	for (size_t i = 0; i < report->not_checked_count; i++)
		json_text(json, report->not_checked[i]);
	json_array_end(json);
	json_problems(report, json);
	json_object_end(json);
}

/* "files: 412 of 412 match the list." */
static void
text_level(
    const struct verify_report *report, enum verify_level level, const char *good, struct buf *out)
{
	const struct verify_count *count = &report->levels[level];

	if (count->checked == 0)
		return;
	buf_put_c(out, level_names[level]);
	buf_put_c(out, ": ");
	buf_put_u64(out, count->checked - count->failed);
	buf_put_c(out, " of ");
	buf_put_u64(out, count->checked);
	buf_put_byte(out, ' ');
	buf_put_c(out, good);
	buf_put_byte(out, '\n');
}

static void
text_levels(const struct verify_report *report, struct buf *out)
{
	text_level(report, LEVEL_FILES, "match the list.", out);
	text_level(report, LEVEL_ENTRIES, "show only what was written into them.", out);
	text_level(report, LEVEL_ORIGINALS, "are the files that entries and records name.", out);
	text_level(
	    report, LEVEL_READINGS, "show only records that were read from their original.", out);
	text_level(report, LEVEL_LOG, "stand in the signed log.", out);
	text_level(report, LEVEL_STAMPS, "time stamps hold.", out);
}

static void
text_problems(const struct verify_report *report, struct buf *out)
{
	for (size_t i = 0; i < problems_kept(report); i++) {
		const struct verify_problem *problem = &report->problems[i];

		buf_put_c(out, "problem: ");
		buf_put_c(out, level_names[problem->level]);
		buf_put_c(out, ": ");
		if (problem->path.n != 0) {
			buf_put_text(out, problem->path);
			buf_put_byte(out, ' ');
		}
		buf_put_text(out, problem->what);
		buf_put_c(out, ".\n");
	}
	if (report->problem_count > VERIFY_MAX_PROBLEMS) {
		buf_put_c(out, "and ");
		buf_put_u64(out, report->problem_count - VERIFY_MAX_PROBLEMS);
		buf_put_c(out, " further problems.\n");
	}
}

static void
text_head(const struct verify_report *report, struct buf *out)
{
	if (report->head_code[0] == '\0')
		return;
	buf_put_c(out, "\nHead code of the log: ");
	code_put(out, text_of_c(report->head_code));
	buf_put_c(out, "\nIt covers at most ");
	buf_put_u64(out, report->log_entries);
	buf_put_c(out, report->log_entries == 1 ? " entry" : " entries");
	buf_put_c(out, ". Compare it with a head code noted outside this ");
	buf_put_c(out, report->what);
	buf_put_c(
	    out, ", if there is one:\nwhat is shown is unchanged since that note was made.\n");
}

static void
text_verdict(const struct verify_report *report, struct buf *out)
{
	if (report->problem_count != 0) {
		buf_put_c(out, "Something in this ");
		buf_put_c(out, report->what);
		buf_put_c(out, " does not hold: see the problems above.\n");
	} else if (report->unsure) {
		buf_put_c(out,
		    "What could be checked is unchanged since the log's head was signed; "
		    "not all of it could be checked.\n");
	} else if (report->shallow) {
		buf_put_c(out, "What was checked holds: it is unchanged since the log's head was "
			       "signed. Not all of it was read.\n");
	} else {
		buf_put_c(
		    out, "All of it holds: it is unchanged since the log's head was signed.\n");
	}
}

void
verify_report_text(const struct verify_report *report, struct buf *out)
{
	text_levels(report, out);
	if (report->records != 0) {
		buf_put_c(out, "records shown: ");
		buf_put_u64(out, report->records);
		buf_put_byte(out, '\n');
	}
	if (report->removed != 0) {
		buf_put_c(out, "removed: ");
		buf_put_u64(out, report->removed);
		buf_put_c(out, report->removed == 1 ? " entry was" : " entries were");
		buf_put_c(out, " emptied for good by whoever keeps this vault; each is noted with "
			       "its date and reason.\n");
	}
	for (size_t i = 0; i < report->not_checked_count; i++) {
		buf_put_c(out, "not checked: ");
		buf_put_text(out, report->not_checked[i]);
		buf_put_byte(out, '\n');
	}
	text_problems(report, out);
	text_head(report, out);
	buf_put_byte(out, '\n');
	text_verdict(report, out);
	buf_put_c(out, "This does not say that what is written is true, who wrote it, or that "
		       "nothing was left out.\n");
}

void
verify_report_problems(const struct verify_report *report, struct buf *out)
{
	text_problems(report, out);
	text_verdict(report, out);
}
