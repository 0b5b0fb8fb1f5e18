/* src/read/formats/sms_value.h
 * What stands between the quotes of an attribute, as text: the five references of XML, decimal and
 * hexadecimal ones (with pairs of UTF-16 surrogates, which exports write and XML forbids), and
 * bytes that are no text.  No entity is ever expanded.  Pure. */
#ifndef READ_FORMATS_SMS_VALUE_H
#define READ_FORMATS_SMS_VALUE_H

#include "base/arena.h"
#include "base/buf.h"

/* What was met on the way; added to *found. */
enum sms_value_found {
	SMS_VALUE_JOINED = 1, /* surrogate pairs were joined: harmless, said once for the file */
	SMS_VALUE_LONE = 2,   /* half a pair: U+FFFD stands in its place */
	SMS_VALUE_NOT_UTF8 =
	    4,                /* bytes or a reference that are no character: U+FFFD in its place */
	SMS_VALUE_ENTITY = 8, /* an entity that is not one of the five: left as written */
	SMS_VALUE_BARE = 16,  /* an ampersand that begins no reference: left as written */
	SMS_VALUE_CUT = 32,   /* longer than max_bytes */
};

/*
 * The text of `raw`, at most max_bytes of it (without half a character): borrowed from raw where
 * it can be, else an arena copy.  `scratch` is used on the way: its maximum must be three times
 * raw.n at least.  False when memory is short.
 */
MUST_USE bool sms_value_borrow(struct arena *arena, struct buf *scratch, struct slice raw,
    size_t max_bytes, unsigned *found, struct text *out);
/* The same, always an arena copy. */
MUST_USE bool sms_value_text(struct arena *arena, struct buf *scratch, struct slice raw,
    size_t max_bytes, unsigned *found, struct text *out);

#endif
