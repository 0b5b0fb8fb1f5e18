/* src/app/indexing.h
 * Inside app/ only: the records of one import on their way into the index.  Whoever has them (the
 * worker's answers, a stored reading) hands them over one by one; with parallel seams a thread puts
 * them into the index meanwhile, so that reading and indexing take as long as the longer of them.
 * Memory does not grow with the number of records.
 * Not for: what an import is called or says (the entry does), nor for single incidents.
 * docs/design/0010-catch-up.md has the reasons. */
#ifndef APP_INDEXING_H
#define APP_INDEXING_H

#include "app/app.h"

struct indexing;

struct indexing_options {
	uint64_t number;   /* of the log entry that names, or will name, the reading */
	uint64_t expected; /* records; 0: not known, then judged from the first ones and `bytes` */
	uint64_t bytes;    /* of the original */
};

/* Nothing touches app->index before the first records come; until indexing_end() or
 * indexing_abandon() nobody else may.  E_NOMEM. */
MUST_USE enum status indexing_new(struct app *app, const struct indexing_options *options,
    struct indexing **out, struct err *err);
uint64_t indexing_number(const struct indexing *indexing);
/*
 * The next record, numbered from 0 in order of the calls; `canonical` is copied.
 * Errors of record_parse() and of the index, those also of earlier records; after one, only
 * indexing_abandon() is left.
 */
MUST_USE enum status indexing_record(
    struct indexing *indexing, struct slice canonical, struct err *err);
/* All records came: the import is called what `import` says, and is complete.  `indexing` is used
 * up, also on failure, when the import is abandoned. */
MUST_USE enum status indexing_end(
    struct indexing *indexing, const struct index_import *import, struct err *err);
/* Give up; rows that were written go, at the latest when the index is opened again.  NULL is
 * fine. */
void indexing_abandon(struct indexing *indexing);

/* One item: its wall time made, then added to the import in progress. */
MUST_USE enum status indexing_item(struct app *app, uint64_t number, struct slice canonical,
    struct record *record, struct err *err);

#endif
