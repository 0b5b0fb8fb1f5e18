/* src/read/formats/sms_ie.h
 * Inside the reader of "SMS Import / Export": rows of Android's own tables as JSON objects, and how
 * each becomes a record (docs/formats/sms-ie.md). */
#ifndef READ_FORMATS_SMS_IE_H
#define READ_FORMATS_SMS_IE_H

#include "read/formats/android_sort.h"
#include "read/formats/chat.h"

enum { SMS_IE_GROUPS_MAX = 1000, SMS_IE_GROUPS_BYTES = 8 * 1024 * 1024 };

/* A thread of more than two, and what it is called in the records. */
struct sms_ie_group {
	struct text thread, name;
};

struct sms_ie {
	struct making m;
	struct arena
	    arena; /* of the groups; one that finds no room there is named anew each time */
	struct sms_ie_group groups[SMS_IE_GROUPS_MAX];
	size_t groups_count;
};

/* Each makes the record and sends it; a failure is left in m->status. */
void sms_ie_text(struct making *m, const struct json_taken *taken);
void sms_ie_call(struct making *m, const struct json_taken *taken);
void sms_ie_multimedia(struct sms_ie *ie, const struct json_taken *taken);
void sms_ie_blocked(struct making *m, const struct json_taken *taken);
void sms_ie_contact(struct making *m, const struct json_taken *taken);

/* What several of them need. */
/* A value as written, and as the app writes nothing: absent for the word null. */
struct text sms_ie_get(const struct json_node *node, const char *key);
/* The name that the app added, as it has been called since version 2 and before. */
struct text sms_ie_name(const struct json_node *node);
/* The words of a column, of which another has the charset.  Where they had to be made out of bytes,
 * what was written is that claim. */
struct text sms_ie_letters(struct making *m, const struct json_node *row, const char *column,
    const char *charset, const char *claim);
/* Direction and mark of a row; "type-unknown" where there is none. */
void sms_ie_sort(struct making *m, enum android_list list, struct text type);
/* `date` in milliseconds; of multimedia messages in seconds, told by its size. */
void sms_ie_when(struct making *m, struct text date, bool multimedia);
/* Claims that messages of both kinds have. */
void sms_ie_claims(struct making *m, const struct json_node *row, bool multimedia);
/* Why something that came in shows no number, where it shows none. */
void sms_ie_caller(struct making *m, struct text number, struct text presentation);
/* Columns that nothing else here reads, as claims "column-…". */
void sms_ie_columns(struct making *m, enum android_list list, const struct json_taken *taken);

#endif
