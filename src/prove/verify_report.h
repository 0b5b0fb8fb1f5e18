/* src/prove/verify_report.h
 * What a check found, level by level, and the one way it is printed, so that `daybook verify` and
 * `daybook-verify` say the same: JSON as in the interface, and plain sentences.
 * Not for: checking (pack_verify.h; the vault's own check fills in the same report). */
#ifndef PROVE_VERIFY_REPORT_H
#define PROVE_VERIFY_REPORT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "prove/checkpoint.h"

enum verify_level {
	LEVEL_FILES,     /* every file is the one in the list */
	LEVEL_ENTRIES,   /* shown fields belong to their entries */
	LEVEL_ORIGINALS, /* originals and attachments are those that entries and records name */
	LEVEL_READINGS,  /* shown records belong to the readings that entries name */
	LEVEL_LOG,       /* entries stand in the signed log */
	LEVEL_STAMPS,    /* the log's head was known to somebody else at a time */
	LEVEL_COUNT,
};

enum { VERIFY_MAX_PROBLEMS = 100, VERIFY_MAX_UNCHECKED = 50, VERIFY_TEXT_BYTES = 300 };

struct verify_count {
	uint64_t checked, failed;
};

struct verify_problem {
	enum verify_level level;
	struct text path; /* may be absent */
	struct text what; /* a sentence without its subject */
};

struct verify_report {
	const char *what;                    /* "pack" or "vault" */
	char head_code[HEAD_CODE_CHARS + 1]; /* "" until the head's signature held */
	char pack_code[HEAD_CODE_CHARS + 1]; /* "" for a vault */
	uint64_t log_entries;                /* entries under that head: the most there can be */
	uint64_t records;                    /* records shown, of all readings */
	uint64_t removed;                    /* entries of a vault that were emptied for good */
	struct verify_count levels[LEVEL_COUNT];
	struct verify_problem problems[VERIFY_MAX_PROBLEMS];
	uint64_t problem_count; /* all of them; the first VERIFY_MAX_PROBLEMS are kept */
	struct text not_checked[VERIFY_MAX_UNCHECKED];
	size_t not_checked_count;
	bool unsure;        /* something that is there could not be checked */
	bool shallow;       /* by choice not everything was read; not_checked says what */
	struct arena arena; /* the texts */
};

void verify_report_init(struct verify_report *report, const char *what);
void verify_report_fini(struct verify_report *report);

/* One thing that does not hold.  `path` (a safe or printable name, or absent) and the text are
 * copied.  Does not touch the counts. */
void verify_problem_add(struct verify_report *report, enum verify_level level, struct text path,
    const char *format, ...) PRINTF_LIKE(4, 5);
/* Something nobody looked at, because there is nothing to look at or it was not asked for. */
void verify_not_checked_add(struct verify_report *report, const char *format, ...)
    PRINTF_LIKE(2, 3);
/* Something that is there and could not be looked at: the same, and `unsure`. */
void verify_unsure_add(struct verify_report *report, struct text path, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* No problem, and nothing in doubt. */
bool verify_report_ok(const struct verify_report *report);
/* 0 all of it holds, 1 something does not, 3 something could not be checked (the interface). */
int verify_report_exit(const struct verify_report *report);
/* The object of the interface: ok, what, head_code, levels, not_checked, problems and more. */
void verify_report_json(const struct verify_report *report, struct json *json);
/* Plain sentences, one level a line, then problems, then what holds and what that means. */
void verify_report_text(const struct verify_report *report, struct buf *out);
/* Only what is wrong and the result, for --quiet. */
void verify_report_problems(const struct verify_report *report, struct buf *out);

#endif
