/* src/app/packing_inside.h
 * Inside app/ only: a pack under way, shared by the packing_*.c files. */
#ifndef APP_PACKING_INSIDE_H
#define APP_PACKING_INSIDE_H

#include "app/act.h"
#include "app/exhibits.h"
#include "app/packing.h"
#include "app/reading_store.h"
#include "keep/log.h"
#include "show/report/report.h"

enum {
	PACK_TEXT_BYTES = 64 * 1024 * 1024,
	CSV_ATTACHED_BYTES = 32 * 1024 * 1024, /* a longer table stands beside the PDF only */
};

/* A record that is shown, by entry and number in it. */
struct shown_id {
	uint64_t import, number;
};

/* A key date that names nobody, taken in beside what was chosen. */
struct key_date {
	uint64_t key; /* key order is time order */
	struct index_id id;
};

/* One original in the log; exhibit numbers run over all of them, shown or not. */
struct exhibit {
	uint64_t entry, number, bytes;
	uint8_t sha256[SHA256_BYTES];
	struct object_id object;
	char name[256], path[64], label[EXHIBIT_LABEL_BYTES];
	char id[27];
	bool shown;
	const char *picture;   /* its kind by its first bytes, once it was copied; NULL: none */
	struct text reference; /* what whoever got it calls it; of handed */
	uint64_t reading;      /* number of its newest reading's entry; 0: none */
	uint64_t records;      /* of that reading */
	struct text format, status, why; /* of that reading; in the arena */
};

/* A picture that was taken out of an exhibit and copied into the pack. */
struct taken_picture {
	uint64_t reading, number; /* of the reading's entry; of the extract in it */
	uint64_t bytes;
	const char *kind; /* rendering_kind() */
	uint8_t sha256[SHA256_BYTES];
	struct object_id object;
	char path[64]; /* in the pack */
};

/* A file of the pack that a record names. */
struct packed_picture {
	const struct object_id *object;
	const uint8_t *sha256;
	uint64_t bytes;
	const struct exhibit *exhibit; /* it is, or was taken out of */
	const char *path;              /* "data/…" */
	const char *kind;              /* rendering_kind() */
	struct text name;
};

struct packing {
	struct app *app;
	const struct packing_options *options;
	struct query *query;    /* what is shown; settled */
	bool everything;        /* no filter at all */
	struct shown_id *shown; /* sorted, only when !everything */
	size_t shown_count, shown_size;
	struct query *span;         /* its time alone, settled; only where people are chosen */
	struct key_date *key_dates; /* taken in, in order of time */
	size_t key_date_count, key_date_size;
	uint64_t total_records; /* in the index */
	struct exhibit *exhibits;
	size_t exhibit_count, exhibit_size;
	struct exhibits handed;         /* what was handed over before; settled with the exhibits */
	struct taken_picture *pictures; /* by reading and number */
	size_t picture_count, picture_size;
	bool any_picture; /* a shown row has one: there is a document of photographs */
	struct photographs *photographs; /* while their document is printed */
	const struct listed *listed;     /* what a row is made of, while packing_rows() gives it */
	struct arena arena;
	struct pack_writer *pack;
	struct buf note, storage, line;
	struct checkpoint head;
	struct report_log logs[LOG_OTHERS_MAX]; /* others that entries of the pack stand in */
	size_t log_count;
	uint64_t log_entries[LOG_OTHERS_MAX + 1]; /* under the head of each, by slot; 0: not here */
	struct report_removal *removals;          /* all there are, in order; texts in the arena */
	size_t removal_count, removal_size;
	struct hash *hash;
	struct subjects subjects;
	struct picture *picture;
	struct report_info info;
	struct report_talk *talks; /* conversations, in the order in which they stand */
	size_t talk_count;
	struct packing_sum sum;
	char made_utc[40];
	struct buf csv; /* the chronology as a table, while it is no longer than can be kept */
	bool csv_whole;
	bool any_log;        /* among the shown rows: contacts with police, courts, helpers */
	const char *writing; /* the page under way, for progress; static */
};

/* packing_select.c */
MUST_USE enum status packing_select(struct packing *p, struct err *err);
/* A query for the time that was chosen and nothing else; settled. */
void packing_span(const struct packing *p, struct query *out);
/* packing_key_dates.c: key dates that the choice of people leaves out though they name nobody: into
 * p->key_dates, or only counted in p->sum.  What else is shown is known and sorted. */
MUST_USE enum status packing_key_dates(struct packing *p, struct err *err);
bool packing_shows(const struct packing *p, uint64_t import, uint64_t number);
/* Any record of any entry of that log. */
bool packing_shows_log(const struct packing *p, unsigned slot);
/* Any record of that entry. */
bool packing_shows_any(const struct packing *p, uint64_t import);
MUST_USE enum status packing_exhibits(struct packing *p, struct err *err);
/* packing_labels.c: a label and a path for each exhibit; then the lines of a new hand-over, for the
 * shown ones from *from on that were never handed over, as many as one entry holds. */
MUST_USE enum status packing_labels(struct packing *p, struct err *err);
void packing_hand_over(const struct packing *p, struct act *act, size_t *from);
const struct exhibit *exhibit_of_reading(const struct packing *p, uint64_t entry);
const struct exhibit *exhibit_of_digest(
    const struct packing *p, const uint8_t sha256[SHA256_BYTES]);

/* packing_parts.c */
MUST_USE enum status packing_originals(struct packing *p, struct err *err);
MUST_USE enum status packing_entries(struct packing *p, struct err *err);
MUST_USE enum status packing_readings(struct packing *p, struct err *err);

/* packing_rows.c: whether this field of entries was left out by choice. */
bool packing_hides(const struct packing *p, enum entry_field field);
/* packing_rows.c: the shown records in the order of the chronology, numbered from 1; those without
 * a known time come last. */
typedef enum status (*packing_row_fn)(void *ctx, const struct report_row *row, struct err *err);
MUST_USE enum status packing_rows(
    struct packing *p, packing_row_fn each, void *ctx, struct err *err);

/* packing_conversations.c */
MUST_USE enum status packing_conversations(struct packing *p, struct doc *doc, struct err *err);

/* packing_pictures.c: a picture that was copied into the pack; and those that a record has, in
 * packing_rows() only. */
MUST_USE enum status packing_picture_add(
    struct packing *p, const struct taken_picture *picture, struct err *err);
void packing_pictures_sort(struct packing *p); /* once all were added */
bool packing_picture_find(
    const struct packing *p, const struct attachment *attachment, struct packed_picture *out);
bool packing_has_picture(const struct packing *p, const struct report_row *row);
/* packing_photographs.c: their document, the same each time it is printed.  photographs_new() makes
 * the copies, two at a time; they are kept as far as they are few. */
struct photographs;
MUST_USE enum status photographs_new(struct packing *p, struct photographs **out, struct err *err);
MUST_USE enum status photographs_print(
    struct photographs *photographs, struct doc *doc, bool pdf, struct err *err);
void photographs_free(struct photographs *photographs); /* NULL is fine */

/* packing_pages.c */
MUST_USE enum status packing_pages(struct packing *p, struct err *err);

#endif
