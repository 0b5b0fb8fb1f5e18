/* src/read/formats/sms_fields.c
 * Names of elements and attributes; see sms_fields.h.  The order of each table is the one exports
 * are written in. */
#include "read/formats/sms_fields.h"

#include "diary/record.h"

enum { LONGEST_NAME = 32 }; /* of those in the tables */

struct name {
	const char *p;
	uint8_t n;
	uint8_t field;
};

#define NAME(literal, field)                                                                       \
	{                                                                                          \
		(literal), sizeof(literal) - 1, (field)                                            \
	}
#define IGNORED(literal)                                                                           \
	{                                                                                          \
		(literal), sizeof(literal) - 1, SMS_FIELD_IGNORED                                  \
	}

static const struct name elements[] = {
    NAME("sms", SMS_ELEMENT_SMS),
    NAME("call", SMS_ELEMENT_CALL),
    NAME("mms", SMS_ELEMENT_MMS),
    NAME("part", SMS_ELEMENT_PART),
    NAME("addr", SMS_ELEMENT_ADDR),
    NAME("parts", SMS_ELEMENT_PARTS),
    NAME("addrs", SMS_ELEMENT_ADDRS),
    NAME("smses", SMS_ELEMENT_SMSES),
    NAME("calls", SMS_ELEMENT_CALLS),
};

static const struct name of_root[] = {
    NAME("count", SMS_TOTAL),
};

static const struct name of_sms[] = {
    IGNORED("protocol"),
    NAME("address", SMS_ADDRESS),
    NAME("date", SMS_DATE),
    NAME("type", SMS_TYPE),
    NAME("subject", SMS_SUBJECT),
    NAME("body", SMS_BODY),
    IGNORED("toa"),
    IGNORED("sc_toa"),
    NAME("service_center", SMS_SERVICE_CENTER),
    NAME("read", SMS_READ),
    NAME("status", SMS_STATUS),
    NAME("locked", SMS_LOCKED),
    NAME("date_sent", SMS_DATE_SENT),
    NAME("sub_id", SMS_SUB_ID),
    IGNORED("readable_date"),
    NAME("contact_name", SMS_CONTACT_NAME),
    IGNORED("_id"),
    IGNORED("thread_id"),
    IGNORED("person"),
    IGNORED("seen"),
    IGNORED("sim_slot"),
    NAME("error_code", SMS_ERROR_CODE),
    IGNORED("creator"),
};

static const struct name of_mms[] = {
    NAME("date", SMS_DATE),
    IGNORED("rr"),
    NAME("sub", SMS_SUBJECT),
    NAME("ct_t", SMS_CONTENT_TYPE),
    IGNORED("read_status"),
    IGNORED("seen"),
    NAME("msg_box", SMS_TYPE),
    NAME("address", SMS_ADDRESS),
    NAME("sub_cs", SMS_SUBJECT_CHARSET),
    IGNORED("resp_st"),
    IGNORED("retr_st"),
    IGNORED("d_tm"),
    IGNORED("text_only"),
    IGNORED("exp"),
    NAME("locked", SMS_LOCKED),
    NAME("m_id", SMS_M_ID),
    IGNORED("st"),
    NAME("retr_txt_cs", SMS_RETRIEVE_CHARSET),
    NAME("retr_txt", SMS_RETRIEVE_TEXT),
    IGNORED("creator"),
    NAME("date_sent", SMS_DATE_SENT),
    NAME("read", SMS_READ),
    IGNORED("m_size"),
    IGNORED("rpt_a"),
    IGNORED("ct_cls"),
    IGNORED("pri"),
    NAME("sub_id", SMS_SUB_ID),
    NAME("tr_id", SMS_TR_ID),
    IGNORED("resp_txt"),
    NAME("ct_l", SMS_CT_L),
    IGNORED("m_cls"),
    IGNORED("d_rpt"),
    IGNORED("v"),
    IGNORED("_id"),
    NAME("m_type", SMS_M_TYPE),
    IGNORED("readable_date"),
    NAME("contact_name", SMS_CONTACT_NAME),
    IGNORED("thread_id"),
    IGNORED("sim_slot"),
    IGNORED("spam_report"),
    IGNORED("safe_message"),
    IGNORED("sim_imsi"),
    IGNORED("callback_set"),
    IGNORED("reserved"),
    IGNORED("deletable"),
    IGNORED("hidden"),
    IGNORED("app_id"),
    IGNORED("msg_id"),
    IGNORED("sim_id"),
    IGNORED("favorite"),
    IGNORED("using_mode"),
    NAME("from_address", SMS_FROM_ADDRESS),
    IGNORED("device_name"),
};

static const struct name of_part[] = {
    NAME("seq", SMS_SEQ),
    NAME("ct", SMS_CONTENT_TYPE),
    NAME("name", SMS_NAME),
    IGNORED("chset"),
    IGNORED("cd"),
    NAME("fn", SMS_FN),
    IGNORED("cid"),
    NAME("cl", SMS_CL),
    IGNORED("ctt_s"),
    IGNORED("ctt_t"),
    NAME("text", SMS_TEXT),
    IGNORED("sub_id"),
    NAME("data", SMS_FIELD_DATA),
    IGNORED("_id"),
    IGNORED("mid"),
    IGNORED("_data"),
};

static const struct name of_addr[] = {
    NAME("address", SMS_ADDRESS),
    NAME("type", SMS_TYPE),
    IGNORED("charset"),
    IGNORED("_id"),
    IGNORED("msg_id"),
    IGNORED("contact_id"),
};

static const struct name of_call[] = {
    NAME("number", SMS_ADDRESS),
    NAME("duration", SMS_DURATION),
    NAME("date", SMS_DATE),
    NAME("type", SMS_TYPE),
    NAME("presentation", SMS_PRESENTATION),
    NAME("subscription_id", SMS_SUB_ID),
    NAME("post_dial_digits", SMS_POST_DIAL),
    IGNORED("subscription_component_name"),
    IGNORED("readable_date"),
    NAME("contact_name", SMS_CONTACT_NAME),
    IGNORED("_id"),
    IGNORED("new"),
};

struct table {
	const struct name *names;
	unsigned count;
};

static const struct table tables[SMS_ELEMENT_COUNT] = {
    [SMS_ELEMENT_SMSES] = {of_root, COUNT_OF(of_root)},
    [SMS_ELEMENT_CALLS] = {of_root, COUNT_OF(of_root)},
    [SMS_ELEMENT_SMS] = {of_sms, COUNT_OF(of_sms)},
    [SMS_ELEMENT_CALL] = {of_call, COUNT_OF(of_call)},
    [SMS_ELEMENT_MMS] = {of_mms, COUNT_OF(of_mms)},
    [SMS_ELEMENT_PART] = {of_part, COUNT_OF(of_part)},
    [SMS_ELEMENT_ADDR] = {of_addr, COUNT_OF(of_addr)},
};

static bool
is_name(const struct name *name, struct slice s)
{
	return name->n == s.n && memcmp(name->p, s.p, s.n) == 0;
}

enum sms_element
sms_fields_element(struct slice name)
{
	for (unsigned i = 0; i < COUNT_OF(elements); i++)
		if (is_name(&elements[i], name))
			return (enum sms_element)elements[i].field;
	return SMS_ELEMENT_UNKNOWN;
}

enum sms_field
sms_fields_find(enum sms_element element, struct slice name, unsigned *hint)
{
	const struct table *table = &tables[element];
	unsigned at = *hint;

	if (table->names == NULL)
		return SMS_FIELD_UNKNOWN;
	for (unsigned i = 0; i < table->count; i++, at++) {
		if (at >= table->count)
			at = 0;
		if (is_name(&table->names[at], name)) {
			*hint = at + 1;
			return (enum sms_field)table->names[at].field;
		}
	}
	return SMS_FIELD_UNKNOWN;
}

/* The name at p, up to "=\"", of a known attribute; *n its length. */
static enum sms_field
usual_name(enum sms_element element, const uint8_t *p, unsigned *hint, size_t *n)
{
	const struct table *table = &tables[element];
	const struct name *expected = *hint < table->count ? &table->names[*hint] : NULL;
	const uint8_t *equals;

	if (expected != NULL && memcmp(p, expected->p, expected->n) == 0 && p[expected->n] == '=') {
		*n = expected->n;
		(*hint)++;
		return (enum sms_field)expected->field;
	}
	equals = memchr(p, '=', LONGEST_NAME + 1);
	if (equals == NULL)
		return SMS_FIELD_UNKNOWN;
	*n = (size_t)(equals - p);
	return sms_fields_find(element, slice_of(p, *n), hint);
}

bool
sms_fields_usual(enum sms_element element, struct slice rest, struct slice raws[SMS_FIELD_COUNT],
    uint32_t *seen, size_t *used)
{
	const uint8_t *p = rest.p, *end = rest.p + rest.n, *quote;
	enum sms_field field;
	unsigned hint = 0;
	size_t n;

	*seen = 0;
	for (;; p = quote + 1) {
		if (end - p < 3 || p[0] != ' ')
			return false;
		p++;
		if (p[0] == '/' && p[1] == '>')
			break;
		if (end - p < LONGEST_NAME + 2)
			return false;
		field = usual_name(element, p, &hint, &n);
		if (field > SMS_FIELD_IGNORED || field == SMS_FIELD_DATA || p[n + 1] != '"')
			return false;
		p += n + 2;
		quote = memchr(p, '"', (size_t)(end - p));
		if (quote == NULL)
			return false;
		if (field == SMS_FIELD_IGNORED)
			continue;
		if ((*seen >> field & 1) != 0)
			return false;
		*seen |= UINT32_C(1) << field;
		raws[field] = slice_of(p, (size_t)(quote - p));
	}
	*used = (size_t)(p + 2 - rest.p);
	return true;
}

size_t
sms_fields_max_bytes(enum sms_field field)
{
	static const uint32_t max_bytes[SMS_FIELD_COUNT] = {[SMS_BODY] = RECORD_TEXT_MAX_BYTES,
	    [SMS_TEXT] = RECORD_TEXT_MAX_BYTES,
	    [SMS_SUBJECT] = 64 * 1024,
	    [SMS_ADDRESS] = 16 * 1024, /* of everybody in a group */
	    [SMS_CONTACT_NAME] = RECORD_NAME_MAX_BYTES,
	    [SMS_NAME] = 255,
	    [SMS_FN] = 255,
	    [SMS_CL] = 255};

	return max_bytes[field] != 0 ? max_bytes[field] : 1024;
}

bool
sms_fields_is_null(struct text value)
{
	return value.p == NULL || (value.n == 4 && memcmp(value.p, "null", 4) == 0);
}

struct text
sms_fields_get(const struct sms_fields *fields, enum sms_field field)
{
	struct text value = fields->values[field];

	return sms_fields_is_null(value) ? TEXT_NONE : value;
}
