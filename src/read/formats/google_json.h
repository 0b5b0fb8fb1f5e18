/* src/read/formats/google_json.h
 * Inside the readers of Google's JSON: lists of any length, one value at a time.
 * Not for: what the values mean. */
#ifndef READ_FORMATS_GOOGLE_JSON_H
#define READ_FORMATS_GOOGLE_JSON_H

#include "read/formats/chat.h"

/* One value of a list, which could be read (taken->why is NULL).  A failure is left in m->status.
 */
typedef void google_value(struct making *m, const struct json_taken *taken, void *ctx);

/* The list at the cursor: each of its values to `value`.  What could not be read, and a value that
 * is no list, becomes a record of its own bytes. */
MUST_USE enum status google_list(struct json_walk *walk, struct making *m, const char *channel,
    google_value *value, void *ctx, struct err *err);
/* The member of that type; NULL when there is none, or null.  One of another type is doubted, and
 * the bytes of the record are kept. */
const struct json_node *google_part(struct making *m, const struct json_taken *taken,
    const struct json_node *node, const char *key, enum json_type type);
/* Everything written inside a value, in its order, with blanks between: "https://… A title deleted:
 * true".
 */
void google_words(const struct json_node *node, struct buf *out);
/* The same as a claim; nothing when there are no words. */
void google_claim_words(struct making *m, const char *key, const struct json_node *node);
/* The time as written is a claim where the instant alone does not say all of it. */
void google_time(struct making *m, struct moment *out, struct text written);

#endif
