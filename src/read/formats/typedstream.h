/* src/read/formats/typedstream.h
 * The words out of an attributed string as Apple's NSArchiver writes it ("streamtyped"): what a
 * message said, without its formatting.  Each U+FFFC in it stands for an attachment. */
#ifndef READ_FORMATS_TYPEDSTREAM_H
#define READ_FORMATS_TYPEDSTREAM_H

#include "base/slice.h"

/* Borrowed from `bytes`.  False when there are no words to be found. */
MUST_USE bool typedstream_text(struct slice bytes, struct text *out);

#endif
