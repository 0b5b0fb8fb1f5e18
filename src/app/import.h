/* src/app/import.h
 * Files brought in.  Every original is kept first (hashed, encrypted, on the disk, read back,
 * logged); only then is anything read out of it.  Errors of one file never stop the others. */
#ifndef APP_IMPORT_H
#define APP_IMPORT_H

#include "app/act.h"
#include "base/json.h"
#include "keep/object.h"

enum {
	IMPORT_MAX_BYTES_LOG2 = 36,
	IMPORT_NAME_BYTES = 512,
	REPORT_MAX_ITEMS = 200,
	REPORT_EXAMPLE_BYTES = 1000,
	REPORT_MAX_QUESTIONS = 32,
	REPORT_MAX_CHOICES = 2048,
	REPORT_MAX_OMITS = 128
};

/* One original in the vault. */
struct kept_original {
	char id[27]; /* of its entry */
	uint64_t entry, bytes;
	uint8_t sha256[SHA256_BYTES];
	char
	    name[IMPORT_NAME_BYTES]; /* the file's own name, valid UTF-8, shortened when too long */
	bool duplicate;              /* these bytes were there already: nothing was kept twice */
	bool named;                  /* by the person; not found in a folder */
	bool again; /* a duplicate whose newest reading came to nothing for want of walls */
	/* A duplicate's: what its newest reading looked for beside it in vain; else empty. */
	char missed[IMPORT_NAME_BYTES];
};

struct report_count {
	struct text name;    /* sender, or code of a doubt */
	struct text example; /* doubts: the first detail seen */
	uint64_t count;
};

struct report_choice {
	struct text text;
	uint64_t count; /* how often it was offered */
};

/* What a file leaves open; an archive asks once for all files in it. */
struct report_question {
	struct text code;
	/* Each ended by LF, what most of its files offer first; of "columns" and "days" as
	 * NOTE_QUESTION has them. */
	struct text choices;
	struct report_choice *offered; /* till the report is settled */
	size_t offered_count, offered_room;
	uint64_t more_choices; /* offerings that found no room */
};

enum import_status { IMPORT_READ, IMPORT_PARTLY, IMPORT_KEPT };

/* What an import found, in numbers; see the interface, "An import report". */
struct import_report {
	struct arena arena; /* texts live here */
	uint8_t sha256[SHA256_BYTES];
	uint64_t bytes, records, entry;
	struct text name, format, why; /* why: a plain sentence when not everything was read */
	enum import_status status;
	uint64_t by_kind[KIND_COUNT];
	bool again; /* nothing was read, for want of walls here: another try may read it */
	bool timed;
	int64_t first_us, last_us;
	bool dated; /* the same by the clock that they are shown in */
	struct civil first_day, last_day;
	struct report_count senders[REPORT_MAX_ITEMS], doubts[REPORT_MAX_ITEMS];
	size_t sender_count, doubt_count;
	uint64_t attachments_present, attachments_missing;
	struct report_question questions[REPORT_MAX_QUESTIONS];
	struct text omits[REPORT_MAX_OMITS];
	size_t question_count, omit_count;
	uint64_t more_questions, more_omits; /* that found no place */
	struct text left_out; /* a plain sentence: what days that were not chosen hold; or absent */
	/* Taken over from an earlier answer for this kind of file; absent when it was not. */
	struct text me, me_file; /* who the person is (several: each ended by LF), and the file it
				    was said for */
	bool me_timed;
	int64_t me_said_us;       /* when it was said */
	struct text duplicate_of; /* id of the entry that has these bytes already */
};

struct import_options {
	const char *const *paths;
	size_t path_count;
	/* Answers; empty when there are none.  `me` is one name, or several with LF between. */
	struct text format, me, zone, date_order, columns, days, password;
	bool keep_only; /* stop once all is kept and logged; the next opening reads */
	/* Borrowed for the call.  May be NULL. */
	void (*report)(void *ctx, const struct import_report *report);
	/* A file that could not be taken in at all; `path` and `err` are borrowed.  May be NULL. */
	void (*refused)(void *ctx, const char *path, const struct err *why);
	void *ctx;
};

struct import_sum {
	uint64_t kept, duplicates, refused, records, kept_bytes;
	uint64_t read, partly, unread; /* originals by status */
};

/*
 * OK          all paths were looked at; *sum tells what became of them.  Whatever was reported is
 *             on the disk.
 * E_CANCELLED the person asked to stop; what was kept stays, and is read at the next opening.
 * other       the vault cannot be written (disk full …); what was reported stays.
 */
MUST_USE enum status import_files(
    struct app *app, const struct import_options *options, struct import_sum *sum, struct err *err);

/* Keep single files (attachments of an incident).  All or nothing is reported: on failure `err`
 * names the file; those kept before stay as originals. */
MUST_USE enum status originals_keep(struct app *app, const char *const *paths, size_t count,
    struct kept_original *out, struct err *err);

/* E_FORMAT, in words for the person: there is no format of that name; those that begin like it. */
MUST_USE enum status import_format_check(struct text name, struct err *err);
/* E_FORMAT, in words for the person: there is no time zone of that name. */
MUST_USE enum status import_zone_check(struct text name, struct err *err);

void import_report_json(const struct import_report *report, struct json *json);
const char *import_status_name(enum import_status status);

#endif
