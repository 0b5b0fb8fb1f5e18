/* src/show/report/report.h
 * What a pack's own pages say: "read first" (the picture on one page, what it stands on, who is
 * who, the diary, the exhibits, how to check) and the chronology.  Written once here, printed by
 * any doc writer.  Rows are given, never fetched. */
#ifndef SHOW_REPORT_H
#define SHOW_REPORT_H

#include "show/picture/picture.h"
#include "show/report/doc.h"

struct report_row {
	uint64_t number;             /* running number in the chronology, from 1 */
	const struct record *record; /* settled */
	struct text id;
	struct text person;    /* who the other side is, where the person said so; else absent */
	struct text exhibit;   /* "DB/12"; absent when there is none */
	struct moment written; /* when it was written down or brought in */
	uint64_t entry;        /* its entry in the list */
	struct text list_of;   /* who handed that list over; absent: the keeper's own */
	uint64_t day_contacts; /* on the local day of the record */
};

struct report_exhibit {
	struct text number;    /* "DB/12" */
	struct text reference; /* what whoever got it calls it; may be absent */
	struct text name;      /* as it came */
	struct text path;      /* inside the pack; absent: its file is not in it */
	struct text format;    /* what it was read as: "sms-xml"; absent when nothing read it */
	struct text status;    /* "read", "partly", "kept" … */
	struct text why;       /* what could not be read; may be absent */
	uint64_t records;
	uint64_t bytes;     /* with the path only, */
	uint8_t sha256[32]; /* and this */
};

/* A log beside the one that the pack stands in. */
struct report_log {
	struct text from; /* who handed it over; absent: the same person, before or elsewhere */
	struct text head_code;
	uint64_t entries;
};

/* Entries that whoever keeps the record took out for good. */
struct report_removal {
	struct moment when;
	struct text why;
	struct text from;         /* whose log it stands in; absent: the keeper's own */
	uint64_t number, entries; /* of the note about it; how many it names */
};

/* A conversation with one number, address or account. */
struct report_talk {
	struct text person, handle; /* who it is, where the person said so; the number itself */
	uint64_t lines;             /* of it in this document */
	size_t number;              /* among the conversations, from 1: the place it is led to by */
};

struct report_info {
	struct text title;
	struct text made_for; /* "police", "solicitor", "advocate", "me" */
	struct moment made;
	struct text head_code; /* 24 characters */
	uint64_t entries;      /* in the log */
	struct text period;    /* "everything" or "from … to …" */
	struct text people;    /* "everybody" or the names chosen */
	struct text hidden;    /* what was left out of the entries by choice; may be absent */
	struct text zone;
	bool untold_handles; /* more numbers than have a conversation of their own */
	uint64_t shown_records, left_out_records, shown_exhibits;
	uint64_t undated_records;      /* among the shown */
	uint64_t key_dates_taken;      /* that name nobody, beside the people chosen */
	uint64_t key_dates_left_out;   /* among the left out: by the choice of people alone */
	bool photographs;              /* there is a document of them */
	bool without_files;            /* no copies of exhibits, by choice */
	const struct report_log *logs; /* others that are proved here too */
	size_t log_count;
	const struct report_removal *removals;
	size_t removal_count;
};

/* The first page: what happened, in numbers and dates. */
void report_open(struct doc *doc, const struct report_info *info, const struct picture *picture);
/* Channels, people, kinds, hours, bursts, pauses. */
void report_picture(struct doc *doc, const struct picture *picture);
/* The picture by itself, as its own document: the first page's part of it, then the numbers. */
void report_picture_alone(struct doc *doc, struct text title, const struct picture *picture);
/* What the numbers do not hold; exhibits that were not wholly read stand in between, by the
 * caller. */
void report_limits_begin(
    struct doc *doc, const struct report_info *info, const struct picture *picture);
void report_limit_exhibit(struct doc *doc, const struct report_exhibit *exhibit);
/* What the pack holds, what it shows and does not, and how to check it. */
void report_check(struct doc *doc, const struct report_info *info);
/* A table of person, handle and the name it was shown under; rows in between, those of one person
 * one after the other. */
void report_people_begin(struct doc *doc);
void report_person(struct doc *doc, struct text person, struct text handle, struct text shown_as);
void report_people_end(struct doc *doc);
/* Incidents one after another, in full. */
void report_diary_begin(struct doc *doc);
void report_incident(struct doc *doc, const struct report_row *row);
/* Conversations as their own document: a list that leads to each, then each number, address or
 * account by itself, with its rows in order of time in between.  `again`: of the same person as the
 * row before. */
void report_conversations_begin(struct doc *doc, const struct report_info *info);
void report_talks_begin(struct doc *doc);
void report_talk_row(struct doc *doc, const struct report_talk *talk, bool again);
void report_talks_end(struct doc *doc);
void report_conversation_begin(struct doc *doc, const struct report_talk *talk);
void report_conversation_row(struct doc *doc, const struct report_row *row);
void report_conversation_end(struct doc *doc);
/* Photographs as their own document: report_photograph.h. */
/* Contacts with police, courts and helpers: whether a record is one, and their table. */
bool report_is_log(const struct record *record);
void report_log_begin(struct doc *doc);
void report_log_row(struct doc *doc, const struct report_row *row);
void report_log_end(struct doc *doc);
/* Two documents of their own, drafts for a statement: what it did to the person, and what happened
 * in their own words.  A row that has nothing to say there is passed over (false). */
void report_effects_begin(struct doc *doc);
bool report_effects_row(struct doc *doc, const struct report_row *row);
void report_account_begin(struct doc *doc);
bool report_account_row(struct doc *doc, uint64_t number, const struct report_row *row);
/* The list of exhibits; `first` is one of them, for an example. */
void report_exhibits_begin(struct doc *doc, const struct report_exhibit *first);
void report_exhibit(struct doc *doc, const struct report_exhibit *exhibit);
void report_exhibits_end(struct doc *doc);

/* The chronology as its own document, by month and day; records without a known time come last. */
enum { CHRONOLOGY_COLUMNS = 6 };
struct chronology {
	struct doc *doc;
	const struct report_info *info;
	struct doc_column columns[CHRONOLOGY_COLUMNS];
	int32_t month; /* of the table under way; see month_of() */
	struct buf day, line;
};
void report_chronology_begin(struct chronology *c, struct doc *doc, const struct report_info *info);
void report_chronology_row(struct chronology *c, const struct report_row *row);
void report_chronology_end(struct chronology *c);
/* The same as CSV (RFC 4180, UTF-8). */
void report_csv_head(struct buf *out);
void report_csv_row(struct buf *out, const struct report_row *row);

/* One line that says what a record is: "Missed call", "Text message: …", for lists. */
void record_line_put(struct buf *out, const struct record *record, size_t max_bytes);
/* The name an attachment came with, else its type, else "a file". */
void attachment_name_put(struct buf *out, const struct attachment *attachment);
/* " [deleted, edited]" in words, without the blank at the very beginning; nothing without marks. */
void marks_put(struct buf *out, const struct record *record);
/* " (what the doubt is about)"; nothing without a detail. */
void doubt_detail_put(struct buf *out, const struct doubt *doubt);
/* Who it is from or to, in words: the person's own name for them, else name and number as written.
 */
void party_put(struct buf *out, const struct party *party, struct text person);

#endif
