/* src/read/formats/sms_walk.h
 * The walk through one file of SMS Backup & Restore, from its first byte in UTF-8 to its end: the
 * order of elements, what is missing at the end, and what is said about the whole file.
 * Not for: what an element means (sms_message.h, sms_mms.h).  Internal to sms*.c. */
#ifndef READ_FORMATS_SMS_WALK_H
#define READ_FORMATS_SMS_WALK_H

#include "read/formats/sms_record.h"

struct sms_walk {
	struct sms_reader r;
	enum sms_element element; /* of the tag in hand */
	unsigned hint;
	bool in_tag;    /* its end has not been seen */
	bool pending;   /* a broken sms or call, held until it is known not to be the cut end */
	uint64_t depth; /* inside an unknown element */
	bool any_root, in_root;
	uint64_t before_root; /* records emitted before the root in hand */
	bool declared;        /* it has a count */
	int64_t count;
	bool cut;
};

void sms_walk_init(struct sms_walk *walk, const struct reading_options *options,
    const struct sink *sink, struct err *err);
void sms_walk_fini(struct sms_walk *walk);
/* Reads `source` from offset `at` to its end.  E_FORMAT and others as struct format's read(). */
MUST_USE enum status sms_walk_run(struct sms_walk *walk, const struct source *source, uint64_t at);

#endif
