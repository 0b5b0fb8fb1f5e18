/* src/app/reading.h
 * Inside app/ only: one original read in the worker, its records settled and stored, its entry
 * appended, its report made. */
#ifndef APP_READING_H
#define APP_READING_H

#include "app/catch_up.h"
#include "app/indexing.h"
#include "app/me_known.h"
#include "app/original.h"
#include "app/siblings.h"

/* An original that waits to be read. */
struct pending {
	char id[27];            /* of the original's entry; "" once it is read */
	char answers_id[27];    /* of the entry with the answers: the original's, or an answer's */
	uint64_t entry;         /* number of the original's entry */
	uint64_t answers_entry; /* number of the entry with the answers */
	uint64_t bytes;         /* of the original; 0: not looked at, there are answers to it */
};

/* What is known of everything that was brought in, as far as it was asked. */
struct reading_sources {
	struct siblings siblings;
	struct me_known known;
};

/*
 * Read it and append the entry (durable when this returns OK).  A file that cannot be read, or a
 * worker that fails, still gives a reading of one record that names the file and says why.
 * *fed is where its records were handed over to, for indexing_end(); NULL when they were not,
 * because an older reading has to leave the index first, or on failure.  `fed` may be NULL: then
 * the index is not touched.
 */
MUST_USE enum status original_read(struct app *app, const struct pending *pending,
    struct reading_sources *sources, struct import_report *report, struct indexing **fed,
    struct err *err);

#endif
