/* src/app/record_id.h
 * The name of a record: "<entry id>.<number>" for one of a reading, "<entry id>" for an incident or
 * a correction.  The short form "<entry number>" or "<entry number>.<number>" is accepted too. */
#ifndef APP_RECORD_ID_H
#define APP_RECORD_ID_H

#include "app/app.h"

/* E_NOTFOUND with a sentence when there is no such record, E_FORMAT when it is no id at all. */
MUST_USE enum status record_id_find(
    struct app *app, struct text id, struct index_id *out, struct err *err);
/* Append the full form.  E_NOTFOUND. */
MUST_USE enum status record_id_put(
    struct app *app, struct index_id id, struct buf *out, struct err *err);
/* The version that took its place: a later entry.  *out is as it was, and *is false, when there is
 * none.  E_NOTFOUND: there is no such record. */
MUST_USE enum status record_id_newer(
    struct app *app, struct index_id id, bool *is, struct index_id *out, struct err *err);

#endif
