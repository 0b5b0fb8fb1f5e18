/* src/read/formats/imessage_deleted.h
 * What Apple's Messages keeps of what was deleted: whole messages for 30 to 40 days, parts of
 * messages with their words, and of all others that there were some. */
#ifndef READ_FORMATS_IMESSAGE_DELETED_H
#define READ_FORMATS_IMESSAGE_DELETED_H

#include "read/formats/imessage.h"

/* For the record in hand, which comes of that row of "message". */
MUST_USE enum status imessage_deleted(struct imessage *im, int64_t message);
/* At the end: parts whose message is not there become records of their own, and the note
 * "deleted-listed" says how many more the database lists as deleted. */
MUST_USE enum status imessage_deleted_rest(struct imessage *im);

#endif
