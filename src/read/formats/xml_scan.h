/* src/read/formats/xml_scan.h
 * Tags and text of a file that looks like XML 1.0, or like the XHTML that programs write, and need
 * not be well formed.  Streaming: one window, whatever the file holds.  Declarations are stepped
 * over and never obeyed; comments and instructions are stepped over.
 * Not for: elements inside elements (the reader counts), references in values (sms_value.h),
 * encodings (xml_encoding.h). */
#ifndef READ_FORMATS_XML_SCAN_H
#define READ_FORMATS_XML_SCAN_H

#include "base/buf.h"
#include "read/source.h"

enum xml_event {
	XML_OPEN,   /* "<name …>" */
	XML_CLOSE,  /* "</name>" */
	XML_TEXT,   /* a piece of what stands between tags; it may end anywhere */
	XML_BROKEN, /* a tag that is none: it meets the next '<', or is longer than the window */
	XML_CUT,    /* the input ended inside a tag, comment or declaration */
	XML_END,    /* the input ended */
};

struct xml_token {
	enum xml_event event;
	struct slice name;       /* OPEN, CLOSE: as written, prefix and all */
	struct slice attributes; /* OPEN: as written; see xml_attribute() */
	struct slice raw;        /* the token's own bytes */
	bool empty;              /* OPEN: "<name/>", nothing closes it */
	bool literal;            /* TEXT: out of a CDATA section, references are none */
	uint64_t at;             /* place in the source */
};

struct xml_scan {
	struct window window;
	size_t used;   /* bytes of the token in hand */
	bool cdata;    /* inside a CDATA section */
	bool declared; /* there was a declaration (DOCTYPE, ENTITY) */
};

/* E_NOMEM.  `source` is UTF-8 and must outlive the scan. */
MUST_USE enum status xml_scan_init(
    struct xml_scan *scan, const struct source *source, struct err *err);
void xml_scan_fini(struct xml_scan *scan);
/* The next token, borrowed until the next call.  Fails only with what the source returned. */
MUST_USE enum status xml_scan_next(struct xml_scan *scan, struct xml_token *token, struct err *err);

/* The next attribute of `*rest`, its value as written, without quotes; false when there is none. */
MUST_USE bool xml_attribute_next(struct slice *rest, struct slice *name, struct slice *value);
/* The first attribute of that name; false (out untouched) when there is none. */
MUST_USE bool xml_attribute(const struct xml_token *token, const char *name, struct slice *value);
/* For probes: do the words stand between a '<' and its '>'?  Nobody can type them there: a '<' that
 * was typed is written as a reference. */
bool xml_tag_holds(struct slice head, const char *words);
/* "gpxtpx:hr" -> "hr". */
struct slice xml_local(struct slice name);
/* Append the bytes of an XML_TEXT, so that all that was appended can be decoded as one value
 * (sms_value.h). */
void xml_text_put(struct buf *out, const struct xml_token *token);

#endif
