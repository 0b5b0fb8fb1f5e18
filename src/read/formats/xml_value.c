/* src/read/formats/xml_value.c
 * Values of XML; see xml_value.h. */
#include "read/formats/xml_value.h"

#include "read/formats/sms_value.h"

static const struct {
	unsigned found;
	const char *code, *sentence;
} oddities[] = {
    {SMS_VALUE_LONE, "half-character", "Half of a character stood there."},
    {SMS_VALUE_NOT_UTF8, "not-utf8", "Some bytes are no characters."},
    {SMS_VALUE_ENTITY, "unknown-entity", "A reference is left as it was written."},
    {SMS_VALUE_BARE, "bare-ampersand", "An ampersand begins no reference."},
    {SMS_VALUE_CUT, "text-cut", "The original holds more of this."},
};

void
xml_values_init(struct xml_values *values)
{
	buf_init(&values->text, XML_VALUE_BYTES);
	buf_init(&values->scratch, 3 * XML_VALUE_BYTES);
}

void
xml_values_fini(struct xml_values *values)
{
	buf_fini(&values->text);
	buf_fini(&values->scratch);
}

struct text
xml_value(struct making *m, struct xml_values *values, struct slice raw)
{
	struct text out = TEXT_NONE;
	unsigned found = 0;

	if (raw.n == 0 || m->status != OK)
		return TEXT_NONE;
	if (!sms_value_text(
		&m->arena, &values->scratch, raw, RECORD_TEXT_MAX_BYTES, &found, &out)) {
		m->status = fail(m->err, E_NOMEM, "one record needs too much memory");
		return TEXT_NONE;
	}
	for (size_t i = 0; i < COUNT_OF(oddities); i++)
		if ((found & oddities[i].found) != 0)
			making_doubt(m, oddities[i].code, text_of_c(oddities[i].sentence));
	return out;
}

struct text
xml_value_trim(struct making *m, struct xml_values *values, struct slice raw)
{
	struct slice s = slice_trim(slice_of_text(xml_value(m, values, slice_trim(raw))));

	return (struct text){(const char *)s.p, s.n};
}

struct text
xml_value_text(struct making *m, struct xml_values *values, bool trim)
{
	struct slice raw = buf_slice(&values->text);

	if (values->text.failed == E_NOMEM && m->status == OK)
		m->status = buf_check(&values->text, m->err);
	if (values->text.failed == E_LIMIT)
		making_doubt(m, "text-cut", TEXT_LITERAL("The original holds more of this."));
	return trim ? xml_value_trim(m, values, raw) : xml_value(m, values, raw);
}
