/* src/read/formats/mail_source.h
 * A mail that some program saved again with CR alone as line ends, or in UTF-16, as the lines it
 * was.  Forward only. */
#ifndef READ_FORMATS_MAIL_SOURCE_H
#define READ_FORMATS_MAIL_SOURCE_H

#include "read/formats/sms_utf16.h"

enum { MAIL_SOURCE_HEAD_BYTES = 8 * 1024 };

struct mail_source {
	struct sms_utf16 utf16;
	struct source under; /* bytes of ASCII and beyond */
	uint64_t under_at;   /* where the next of them are read */
	uint64_t at;         /* bytes given out */
	bool recoded;        /* it is in UTF-16 */
	bool after_cr;
};

/* False when a file that begins so is to be read as it is.  Else `*out` reads it; it borrows
 * `source`, which borrows `file`. */
bool mail_source_init(
    struct mail_source *source, const struct source *file, struct slice head, struct source *out);
/* The beginning of such a file as it would be read, into MAIL_SOURCE_HEAD_BYTES of `room`; `head`
 * itself when it is read as it is. */
struct slice mail_source_head(struct slice head, uint8_t *room);

#endif
