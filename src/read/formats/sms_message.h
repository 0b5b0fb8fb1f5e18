/* src/read/formats/sms_message.h
 * One <sms> or one <call>, whose tag has been read, as a record.  Internal to sms*.c. */
#ifndef READ_FORMATS_SMS_MESSAGE_H
#define READ_FORMATS_SMS_MESSAGE_H

#include "read/formats/sms_record.h"

/* From r->fields to the sink.  `whole` false: the tag is broken; what was understood is put into a
 * note beside its raw bytes. */
void sms_message_sms(struct sms_reader *r, bool whole);
void sms_message_call(struct sms_reader *r, bool whole);

#endif
