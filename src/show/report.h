/* src/show/report.h
 * What a pack's own pages say: "read first" (who, what, how to check, the picture, the diary, the
 * exhibits) and the chronology.  Written once here, printed by any doc writer.
 * Rows are given, never fetched. */
#ifndef SHOW_REPORT_H
#define SHOW_REPORT_H

#include "show/doc.h"
#include "show/picture.h"

struct report_row {
	uint64_t number;             /* running number in the chronology, from 1 */
	const struct record *record; /* settled */
	struct text id;
	struct text person;  /* who the sender is, where the person said so; else absent */
	struct text exhibit; /* "DB/12"; absent when there is none */
	int64_t written_us;  /* when it was written down or brought in */
};

struct report_exhibit {
	struct text number;  /* "DB/12" */
	struct text name;    /* as it came */
	struct text path;    /* inside the pack */
	struct text reading; /* what was read out of it, a plain sentence */
	uint64_t bytes;
	uint8_t sha256[32];
};

struct report_info {
	struct text title;
	struct text made_for; /* "police", "solicitor", "advocate", "me" */
	int64_t made_us;
	struct text head_code; /* 24 characters */
	uint64_t entries;      /* in the log */
	struct text period;    /* "everything" or "from … to …" */
	struct text people;    /* "everybody" or the names chosen */
	struct text zone;
	uint64_t shown_records, left_out_records, shown_exhibits;
};

/* The opening page: what this is, how to check it, what it does not show. */
void report_open(struct doc *doc, const struct report_info *info);
void report_picture(struct doc *doc, const struct picture *picture);
/* A table of person, handle and the name it was shown under; rows in between are the caller's. */
void report_people_begin(struct doc *doc);
void report_people_end(struct doc *doc);
/* Incidents one after another, in full. */
void report_diary_begin(struct doc *doc);
void report_incident(struct doc *doc, const struct report_row *row);
/* The list of exhibits. */
void report_exhibits_begin(struct doc *doc);
void report_exhibit(struct doc *doc, const struct report_exhibit *exhibit);
void report_exhibits_end(struct doc *doc);
/* The chronology as its own document: begin with a title, rows, end. */
void report_chronology_begin(struct doc *doc, const struct report_info *info);
void report_chronology_row(struct doc *doc, const struct report_row *row);
void report_chronology_end(struct doc *doc);
/* The same as CSV (RFC 4180, UTF-8). */
void report_csv_head(struct buf *out);
void report_csv_row(struct buf *out, const struct report_row *row);

/* One line that says what a record is: "Missed call", "Text message: …", for lists. */
void record_line_put(struct buf *out, const struct record *record, size_t max_bytes);
/* Who it is from, in words: the person's own name for them, else name and number as written. */
void party_put(struct buf *out, const struct party *party, struct text person);

#endif
