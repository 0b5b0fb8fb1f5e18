/* src/read/formats/xml_value.h
 * Inside the readers of XML: values out of what stands between tags or quotes, and what was odd in
 * them as doubts of the record in hand.  No entity beyond the five is expanded (sms_value.h). */
#ifndef READ_FORMATS_XML_VALUE_H
#define READ_FORMATS_XML_VALUE_H

#include "read/formats/making.h"

enum { XML_VALUE_BYTES = 3 * RECORD_TEXT_MAX_BYTES }; /* longest raw value that is looked at */

struct xml_values {
	struct buf text;    /* raw bytes of the element in hand */
	struct buf scratch; /* while one is decoded */
};

void xml_values_init(struct xml_values *values);
void xml_values_fini(struct xml_values *values);
/* Decoded, in the arena of the record in hand. */
struct text xml_value(struct making *m, struct xml_values *values, struct slice raw);
/* The same, without blanks at its ends. */
struct text xml_value_trim(struct making *m, struct xml_values *values, struct slice raw);
/* Of values->text, which may have been too long: doubted then. */
struct text xml_value_text(struct making *m, struct xml_values *values, bool trim);

#endif
