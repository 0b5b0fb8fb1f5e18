/* src/read/formats/typedstream.h
 * The words out of an attributed string as Apple's NSArchiver writes it ("streamtyped"): what a
 * message said, without its formatting.  Each U+FFFC in it stands for an attachment. */
#ifndef READ_FORMATS_TYPEDSTREAM_H
#define READ_FORMATS_TYPEDSTREAM_H

#include "base/slice.h"

/* Borrowed from `bytes`.  False when there are no words to be found. */
MUST_USE bool typedstream_text(struct slice bytes, struct text *out);

struct typedstream_value {
	struct text words; /* borrowed; absent when they are not understood */
	bool whole;        /* false: not understood, or not ended as an archive ends them */
};

/* The words that an attribute of the string has.  *rest is the archive, then what stands behind the
 * value that was found.  False when there is none (any more). */
MUST_USE bool typedstream_value(struct slice *rest, const char *key, struct typedstream_value *out);

#endif
