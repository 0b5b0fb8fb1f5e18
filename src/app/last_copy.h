/* src/app/last_copy.h
 * The newest whole copy of this vault elsewhere, as its log says; one look into the index.
 * Not for: making one (backup.h). */
#ifndef APP_LAST_COPY_H
#define APP_LAST_COPY_H

#include "app/app.h"
#include "base/json.h"
#include "prove/entry.h"

enum { LAST_COPY_PLACE_BYTES = 1024 };

struct last_copy {
	bool known; /* false: there is none, and nothing below is set */
	int64_t at_us;
	uint64_t entries, objects, bytes;
	char verified[16];                 /* "written", "sample", "all" */
	char place[LAST_COPY_PLACE_BYTES]; /* as it was called then; valid UTF-8 */
};

/* OK also when there is none.  Errors of the index. */
MUST_USE enum status last_copy_find(struct app *app, struct last_copy *out, struct err *err);
/* "Last copy elsewhere: 3 days ago, to …, read back whole." or that there is none; no line end. */
void last_copy_sentence(const struct app *app, const struct last_copy *copy, struct buf *out);
/* One value: an object, or null. */
void last_copy_json(const struct last_copy *copy, struct json *json);
/* For catch_up(): an entry of kind backup into the index.  Errors of the index. */
MUST_USE enum status last_copy_apply(
    struct app *app, const struct entry *entry, uint64_t number, struct err *err);

#endif
