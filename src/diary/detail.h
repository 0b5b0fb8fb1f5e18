/* src/diary/detail.h
 * What a key event or a word with police, a court or a helper may come with: who, under which
 * number, what was promised by when, on which terms until when.  In an entry they are lines of the
 * field `source` (docs/format/log.md), in a record claims of an incident, under the same names. */
#ifndef DIARY_DETAIL_H
#define DIARY_DETAIL_H

#include "diary/record.h"

enum detail {
	DETAIL_FORCE,       /* police force, court service or organisation */
	DETAIL_REFERENCE,   /* crime number, case number */
	DETAIL_OFFICER,     /* officer, clerk or adviser, with rank and number as they gave it */
	DETAIL_COURT,       /* which court */
	DETAIL_PROMISED,    /* what they said they would do */
	DETAIL_PROMISED_BY, /* until when; a date as typed */
	DETAIL_TERMS,       /* of bail, of an order, of a warning */
	DETAIL_EXPIRES,     /* until when those hold; a date as typed */
	DETAIL_HANDLE,      /* the number or account that was blocked or given up */
	DETAIL_SHOWN_BY,    /* id of the record that shows it */
	DETAIL_COUNT,
};

/* "promised-by" */
const char *detail_name(enum detail detail);
/* Its value in a record; absent when there is none. */
struct text detail_of(const struct record *record, enum detail detail);
/* Set it, in place of the one there is.  E_LIMIT, E_NOMEM; `value` is borrowed. */
MUST_USE enum status detail_set(struct record *record, enum detail detail, struct text value,
    struct arena *arena, struct err *err);

#endif
