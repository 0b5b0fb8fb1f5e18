/* src/prove/value.h
 * The syntax inside the values of an entry's fields: lines of "name text", the originals of a
 * content field, the numbers of a reading field.  docs/format/log.md section 3 rules them.
 * Not for: commitments (entry.h), or what the words mean to the person (app/). */
#ifndef PROVE_VALUE_H
#define PROVE_VALUE_H

#include "prove/entry.h"

enum { VALUE_NAME_MAX_BYTES = 32, VALUE_TYPE_MAX_BYTES = 127, ENTRY_ID_CHARS = 26 };

/* "name text LF"; text of several lines gives one line for each, under the same name.  `name` is
 * lower-case letters, digits and hyphens. */
void value_put_line(struct buf *out, const char *name, struct text text);
/* The next line off the front of a value.  False at the end (*rest is empty) and at a line that is
 * not of the form (*rest is not). */
MUST_USE bool value_next_line(struct slice *rest, struct text *name, struct text *text);

/* One original: "sha256 bytes type LF". */
struct content {
	uint8_t sha256[SHA256_BYTES];
	uint64_t bytes;
	struct text type; /* media type by content; "-" when unknown; borrowed */
};
/* An absent or unsuitable type is written "-". */
void content_put(struct buf *out, const struct content *content);
/* As value_next_line(). */
MUST_USE bool content_next(struct slice *rest, struct content *out);

/* What a reading came to. */
struct reading_value {
	uint64_t records;
	uint8_t root[SHA256_BYTES];
	struct slice
	    object; /* 26 base32 characters naming the stored reading, or empty; borrowed */
};
void reading_value_put(struct buf *out, const struct reading_value *reading);
/* E_FORMAT. */
MUST_USE enum status reading_value_parse(
    struct slice value, struct reading_value *out, struct err *err);

/* The value has the syntax of its field (an empty value always has, except of kind and id).
 * E_FORMAT, E_LIMIT; err->at is an offset in the value. */
MUST_USE enum status value_check(enum entry_field field, struct slice value, struct err *err);

#endif
