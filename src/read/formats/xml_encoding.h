/* src/read/formats/xml_encoding.h
 * What encoding an XML file is in, by its first bytes and its declaration (XML 1.0, appendix F),
 * and the file as UTF-8.  Forward only. Not for: encodings of mail (mail_charset.h). */
#ifndef READ_FORMATS_XML_ENCODING_H
#define READ_FORMATS_XML_ENCODING_H

#include "read/formats/sms_utf16.h"

enum { XML_ENCODING_NAME_BYTES = 40, XML_LATIN_BUFFER_BYTES = 16 * 1024 };

/* One byte, one character: ISO-8859-1, whose 0x80..0x9f are read as windows-1252, as everybody
 * does. */
struct xml_latin {
	const struct source *under;
	uint64_t under_at, at; /* as in struct sms_utf16 */
	uint8_t out[4];
	size_t out_from, out_to;
	uint8_t in[XML_LATIN_BUFFER_BYTES];
	size_t in_from, in_to;
};

struct xml_encoding {
	struct sms_utf16 utf16;
	struct xml_latin latin;
	struct source under; /* without its byte order mark */
	uint64_t mark;
	bool known; /* false: `name` is not known here, and the file is read as UTF-8 */
	char name[XML_ENCODING_NAME_BYTES]; /* out of the declaration; NUL-terminated ASCII */
};

/* Look at the first bytes of `under` and give the source of UTF-8, which borrows both.  Fails with
 * what the source returned. */
MUST_USE enum status xml_encoding_init(
    struct xml_encoding *encoding, const struct source *under, struct source *out, struct err *err);
/* For probes: does a file that begins so have that first element, whatever its prefix? */
bool xml_encoding_begins(struct slice head, const char *name);

#endif
