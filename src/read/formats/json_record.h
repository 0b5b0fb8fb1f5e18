/* src/read/formats/json_record.h
 * Inside the readers of JSON: what every one of them says about how its file was written. */
#ifndef READ_FORMATS_JSON_RECORD_H
#define READ_FORMATS_JSON_RECORD_H

#include "read/formats/json_walk.h"
#include "read/formats/making.h"

/* Doubts about the record in hand: what was odd in its bytes. */
void json_record_odd(struct making *m, unsigned odd);
/* A whole record out of a value that could not be read (taken->why): its bytes are kept, the file
 * counts as partly read.  Sends it. */
void json_record_unread(struct making *m, const char *channel, const struct json_taken *taken);
/* The same for a value that was read and makes no sense to the format: a plain sentence says why.
 * For the record in hand, which is not sent. */
void json_record_strange(struct making *m, const struct json_taken *taken, const char *why);
/* One value that could be read. A failure is left in m->status. */
typedef void json_record_value(void *ctx, const struct json_taken *taken);
/* The value at the cursor: given on, or, where it cannot be read, a record of its own. */
MUST_USE enum status json_record_one(struct json_walk *walk, struct making *m, const char *channel,
    json_record_value *value, void *ctx);
/* The same for each value of the array at the cursor. */
MUST_USE enum status json_record_each(struct json_walk *walk, struct making *m, const char *channel,
    json_record_value *value, void *ctx);
/* At the end of the walk: was the file cut off or broken, and does anything stand behind its value?
 * The first bytes of that become a record. */
void json_record_end(struct making *m, struct json_walk *walk);

#endif
