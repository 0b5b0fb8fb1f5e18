/* src/read/formats/sms_mms.h
 * One <mms> with its parts and addresses as a record; also RCS rows, which phones keep there.
 * Internal to sms*.c. */
#ifndef READ_FORMATS_SMS_MMS_H
#define READ_FORMATS_SMS_MMS_H

#include "read/formats/sms_record.h"

/* Its tag has been read (r->fields); `whole` false: that tag is broken. */
void sms_mms_open(struct sms_reader *r, bool whole);
/* The tag of a part or of an address begins. */
void sms_mms_inner_begin(struct sms_reader *r);
/* The attribute `data` of the part in hand, whose value (or its beginning) is in `token`. */
void sms_mms_data(struct sms_reader *r, const struct sms_scan_token *token);
/* The tag of a part, or of an address, has been read (r->inner). */
void sms_mms_part(struct sms_reader *r);
void sms_mms_address(struct sms_reader *r);
/* Something inside could not be read, or the end is missing. */
void sms_mms_broken(struct sms_reader *r);
/* Its end: to the sink. */
void sms_mms_close(struct sms_reader *r);

#endif
