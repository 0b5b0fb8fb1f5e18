/* src/app/listing.h
 * Records asked for: the list, a search, one record; each with its origin, people and history. */
#ifndef APP_LISTING_H
#define APP_LISTING_H

#include "app/app.h"
#include "diary/query.h"
#include "show/record_json.h"

/* Borrowed for the call. */
typedef enum status (*listing_fn)(
    void *ctx, const struct listed *listed, uint64_t cursor, struct err *err);

struct listing_page {
	size_t limit; /* 0: no limit */
	bool after_set;
	uint64_t after;
	struct text after_id; /* or continue after the record of this id; absent: not so */
	bool newest_first;
};

/* Rows of a query in time order.  *more (may be NULL): there are further ones after the last.
 * E_NOTFOUND for an after_id that does not exist. */
MUST_USE enum status listing(struct app *app, struct query *query, const struct listing_page *page,
    listing_fn each, void *ctx, bool *more, struct err *err);
/* One record, superseded ones too.  E_NOTFOUND. */
MUST_USE enum status listing_one(
    struct app *app, struct text id, listing_fn each, void *ctx, struct err *err);

/* The same message in every original that has it: first the one that lists show.  E_NOTFOUND. */
MUST_USE enum status listing_origins(
    struct app *app, struct text id, listing_fn each, void *ctx, struct err *err);

struct proof_level {
	bool entry_whole, in_log; /* the entry reads and stands under the newest signed head */
	uint64_t entry, log_entries;
	char head_code[25];
};

/* How a record's entry is proved at this moment. */
MUST_USE enum status proof_of_entry(
    struct app *app, uint64_t entry, struct proof_level *out, struct err *err);

#endif
