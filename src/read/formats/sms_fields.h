/* src/read/formats/sms_fields.h
 * The elements and attributes of SMS Backup & Restore that mean something here, those known to mean
 * nothing, and the word "null" that stands for nothing in all of them.  Pure tables. */
#ifndef READ_FORMATS_SMS_FIELDS_H
#define READ_FORMATS_SMS_FIELDS_H

#include "base/slice.h"

enum sms_element {
	SMS_ELEMENT_UNKNOWN,
	SMS_ELEMENT_SMSES,
	SMS_ELEMENT_CALLS,
	SMS_ELEMENT_SMS,
	SMS_ELEMENT_CALL,
	SMS_ELEMENT_MMS,
	SMS_ELEMENT_PARTS,
	SMS_ELEMENT_PART,
	SMS_ELEMENT_ADDRS,
	SMS_ELEMENT_ADDR,
	SMS_ELEMENT_COUNT,
};

enum sms_field {
	SMS_ADDRESS, /* also a call's number */
	SMS_DATE,
	SMS_DATE_SENT,
	SMS_TYPE, /* also msg_box */
	SMS_SUBJECT,
	SMS_BODY,
	SMS_SERVICE_CENTER,
	SMS_READ,
	SMS_STATUS,
	SMS_LOCKED,
	SMS_CONTACT_NAME,
	SMS_DURATION,
	SMS_PRESENTATION,
	SMS_CONTENT_TYPE, /* ct_t of a message, ct of a part */
	SMS_M_TYPE,
	SMS_M_ID,
	SMS_CT_L,
	SMS_TR_ID,
	SMS_SEQ,
	SMS_NAME,
	SMS_FN,
	SMS_CL,
	SMS_TEXT,
	SMS_SUB_ID, /* which card of the telephone; also a call's subscription_id */
	SMS_ERROR_CODE,
	SMS_RETRIEVE_TEXT, /* what the network said of a message that it could not bring */
	SMS_SUBJECT_CHARSET,
	SMS_RETRIEVE_CHARSET,
	SMS_FROM_ADDRESS,
	SMS_POST_DIAL,
	SMS_TOTAL, /* count of the root */
	SMS_FIELD_COUNT,
	SMS_FIELD_DATA = SMS_FIELD_COUNT, /* never held in memory */
	SMS_FIELD_IGNORED,
	SMS_FIELD_UNKNOWN,
};

struct sms_fields {
	struct text values[SMS_FIELD_COUNT]; /* absent when the attribute is */
};

enum sms_element sms_fields_element(struct slice name);
/* *hint: 0 at the beginning of a tag; attributes in their usual order are found at once. */
enum sms_field sms_fields_find(enum sms_element element, struct slice name, unsigned *hint);
/*
 * All attributes of a tag at once, when the whole rest of it stands in `rest` in its usual
 * spelling: ` name="value" name="value" />` with names that are known, none twice.  raws[field] and
 * bit `field` of *seen are set for those that mean something, *used is the length with the '>'.
 * False (outputs undefined) when it is anything else; that is no fault.
 */
MUST_USE bool sms_fields_usual(enum sms_element element, struct slice rest,
    struct slice raws[SMS_FIELD_COUNT], uint32_t *seen, size_t *used);
/* Most bytes kept of one value. */
size_t sms_fields_max_bytes(enum sms_field field);
/* The value, absent when it is absent or the word null. */
struct text sms_fields_get(const struct sms_fields *fields, enum sms_field field);
bool sms_fields_is_null(struct text value);

#endif
