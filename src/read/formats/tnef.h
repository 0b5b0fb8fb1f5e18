/* src/read/formats/tnef.h
 * The envelope that Outlook puts words and files of a mail into ("winmail.dat", [MS-OXTNEF]): a
 * list of attributes, of which two hold lists of properties.  What the attributes say is given as
 * the properties ([MS-OXPROPS]) that say the same, so that there is one way to hear of it.
 * A pure function of bytes: nothing is allocated, and nothing in them is believed.
 * Not for: what the properties mean (mail_tnef.c). */
#ifndef READ_FORMATS_TNEF_H
#define READ_FORMATS_TNEF_H

#include "base/slice.h"

/* One value of a property; bytes as they stand, without their length and padding. */
struct tnef_value {
	uint16_t id;   /* of the property */
	uint16_t type; /* as enum msg_type, or another of [MS-OXCDATA], section 2.11.1 */
	bool file;     /* of the file in hand; else of the message */
	bool whole;    /* false: the envelope ends before it does, or its checksum is another */
	struct slice bytes;
};

/* Both return false to end the reading. */
struct tnef_visitor {
	bool (*file)(void *ctx); /* the next file begins; what is said of it comes behind */
	bool (*value)(void *ctx, const struct tnef_value *value);
	void *ctx;
};

enum tnef_fault {
	TNEF_SUM = 1,    /* a checksum is another one; what it belongs to was given */
	TNEF_CUT = 2,    /* it ends before it should */
	TNEF_ASTRAY = 4, /* something in it is no attribute or property: what is behind was not read
			  */
};

/* By its first bytes. */
bool tnef_is(struct slice bytes);
/* All of it, in its order, in linear time; what was wrong with it (enum tnef_fault). */
unsigned tnef_read(struct slice bytes, const struct tnef_visitor *visitor);
/* The Windows codepage of its 8-bit text, wherever it is said; 0: it is not. */
uint32_t tnef_codepage(struct slice bytes);

#endif
