/* src/read/formats/chat.h
 * Inside the readers of messengers' downloads: what several services do alike.
 * Not for: what any one of them means by it. */
#ifndef READ_FORMATS_CHAT_H
#define READ_FORMATS_CHAT_H

#include "read/formats/json_record.h"

/* A member of an object, however its value is written; absent when there is none. */
static inline struct text
chat_get(const struct json_node *node, const char *key)
{
	return json_tree_written(json_tree_get(node, key));
}

/* The words with HTML's references to characters put right (&amp; &lt; &gt; &quot; &apos; &nbsp;
 * &#39; &#x27;), each once; others stay.  Lives as long as the record, or as `escaped`. */
struct text chat_plain(struct making *m, struct text escaped);

/* A time that the service writes in UTC: "2024-03-24 21:05:07 UTC", with an offset, or bare. */
MUST_USE bool chat_utc_parse(struct text written, int64_t *at_us);
/* The same into a record; the bare one is kept as "written-time". */
void chat_utc(struct making *m, struct moment *out, struct text written);

/* making_from() where the file itself says which way it went. */
void chat_from(struct making *m, struct text handle, struct text name, enum direction direction);
/* The handles of the record in hand are ids of the service: they stay as written, even where their
 * digits would make a telephone number. */
void chat_ids(struct making *m);

/* A claim of several pieces with blanks between; absent ones are left out.  What is repeated in
 * many claims should be short. */
enum { CHAT_REPEATED_BYTES = 256 };
void chat_claim(struct making *m, const char *key, const struct text *pieces, size_t count);
/* What stands behind the last '/' of an address, without "?…" and "#…". */
struct text chat_last_part(struct text url);
/* Each mark once. */
void chat_mark(struct making *m, const char *mark);
/* Code and sentence of what such a file never holds. */
void chat_omits(struct making *m, const char *const (*sentences)[2], size_t count);

/* A whole record out of a value that makes no sense to the format; its bytes are kept, and the file
 * counts as partly read.  Sends it. */
void chat_strange(
    struct making *m, const char *channel, const struct json_taken *taken, const char *why);
/* For the record in hand: members that should be words or numbers and hold something else.  The
 * bytes of the whole value are kept then. */
void chat_check(struct making *m, const struct json_taken *taken, const struct json_node *node,
    const char *const *keys, size_t count);
/* For the record in hand: a part that is not known, doubted by its name; the bytes of the whole
 * value are kept. */
void chat_unknown_part(struct making *m, const struct json_taken *taken, struct text what);
/* For the record in hand: what `node` holds beside the members that are `known`.  A plain value
 * becomes a claim "other", anything else an unknown part. */
void chat_other(struct making *m, const struct json_taken *taken, const struct json_node *node,
    const char *const *known, size_t count);

/* Each value of the array at the cursor.  One that cannot be read becomes a record of its own, and
 * so does whatever stands where the array should be. */
MUST_USE enum status chat_each(struct json_walk *walk, struct making *m, const char *channel,
    json_record_value *value, void *ctx);
/* The value at the cursor is not known to the format: a record of its own with its bytes. */
MUST_USE enum status chat_unknown(
    struct json_walk *walk, struct making *m, const char *channel, const char *why);

#endif
