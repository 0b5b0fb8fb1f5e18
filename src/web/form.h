/* src/web/form.h
 * The fields of a form (application/x-www-form-urlencoded, WHATWG URL Standard, section 5) and of a
 * query.  Not for: what they mean. */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"

enum { FORM_FIELDS_MAX = 128 };

struct form {
	struct {
		struct text name, value;
	} fields[FORM_FIELDS_MAX];
	size_t count;
};

/* Into the arena.  What is no UTF-8, and NUL, becomes U+FFFD; CR LF becomes LF.  E_LIMIT: too many
 * fields, or one too long; E_NOMEM. */
MUST_USE enum status form_parse(
    struct slice body, size_t value_bytes, struct arena *arena, struct form *out, struct err *err);
/* The first of that name, without blanks at either end; absent: TEXT_NONE. */
struct text form_value(const struct form *form, const char *name);
/* The bytes of one field as they were typed, into `out`, which has room for body.n; how many.  Not
 * through any other memory: for passphrases. */
size_t form_bytes(struct slice body, const char *name, uint8_t *out);

#endif
