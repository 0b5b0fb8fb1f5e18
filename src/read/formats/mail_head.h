/* src/read/formats/mail_head.h
 * A block of header lines as fields (RFC 5322, section 2.2), and the parameters of a field
 * (RFC 2045, section 5.1; RFC 2231).  Borrowing cuts only; decoding is done by mail_word.h. */
#ifndef READ_FORMATS_MAIL_HEAD_H
#define READ_FORMATS_MAIL_HEAD_H

#include "read/formats/mail_charset.h"

struct mail_field {
	struct slice name;  /* empty: lines that are no field */
	struct slice value; /* without blanks at both ends, folds inside; such a line as it is */
	size_t at;          /* offset in the block */
};

/* The line looks like the start of a field: printable ASCII without blanks, then a colon. */
bool mail_line_is_field(struct slice line);
/* "From " or ">From " as mailboxes put it above a mail. */
bool mail_line_is_from(struct slice line);
/* The field at offset *at of the block, which moves behind it.  False at the end. */
bool mail_field_next(struct slice block, size_t *at, struct mail_field *out);
bool mail_field_is(const struct mail_field *field, const char *name);
/* Without the line breaks of its folds (RFC 5322, section 2.2.3): `value` itself, or `scratch`,
 * which is emptied first. */
struct slice mail_unfold(struct slice value, struct buf *scratch);

enum { MAIL_PARAMS_MAX = 64 };

struct mail_param {
	struct slice name;
	struct slice value; /* with its backslashes, without its quotes */
	bool quoted;
};

struct mail_params {
	struct slice head; /* what stands before the first ';' */
	struct mail_param items[MAIL_PARAMS_MAX];
	size_t count;
};

/* `value` is unfolded and must outlive `out`.  Parameters past MAIL_PARAMS_MAX are left out. */
void mail_params_parse(struct slice value, struct mail_params *out);
/* Append the parameter's bytes, its pieces joined and its codes undone, in no set at all.
 * *charset (may be NULL) is the set it names, else empty.  False when there is no such parameter.
 */
bool mail_param_bytes(
    const struct mail_params *params, const char *name, struct buf *out, struct slice *charset);
/* Append it as text; `scratch` is emptied first.  False when there is no such parameter. */
bool mail_param_text(const struct mail_params *params, const char *name, struct mail_texts *texts,
    struct buf *scratch, struct buf *out);

#endif
