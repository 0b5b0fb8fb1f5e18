/* src/read/formats/content_line.h
 * The lines that address books and calendars are made of (RFC 6350, section 3.3; RFC 5545, section
 * 3.1; vCard 2.1, section 2): name, parameters, colon, value, folded in three ways.  Lines are put
 * together as bytes, since folds stand in the middle of characters.
 * Not for: what a property means (vcard.c, ics.c). */
#ifndef READ_FORMATS_CONTENT_LINE_H
#define READ_FORMATS_CONTENT_LINE_H

#include "base/buf.h"
#include "read/source.h"

enum {
	CONTENT_LINE_MAX_BYTES = 24 * 1024 * 1024, /* a photograph of 18 MiB */
	CONTENT_PARAMS_MAX = 32,
	CONTENT_NAME_MAX_BYTES = 48, /* of a property: it becomes the key of a claim */
};

struct content_lines; /* a source read line by line */

struct content_raw {
	struct slice bytes; /* without folds and line end; borrowed until the next line */
	uint64_t number;    /* of its first line in the file, from 1 */
	uint64_t dropped;   /* bytes past CONTENT_LINE_MAX_BYTES */
};

struct content_param {
	struct slice name;  /* empty for the bare ones of vCard 2.1 ("TEL;HOME:") */
	struct slice value; /* without its quotes */
};

struct content {
	struct slice group, name, value; /* "item1", "TEL"; value as written */
	struct content_param params[CONTENT_PARAMS_MAX];
	size_t params_count;
	bool params_many; /* there were more */
	bool quoted, base64;
	struct slice charset; /* as named by CHARSET; empty */
};

/* UTF-16 with a byte order mark is read as well.  E_NOMEM; the source must outlive it. */
MUST_USE enum status content_lines_new(
    const struct source *source, struct content_lines **out, struct err *err);
void content_lines_free(struct content_lines *lines);
/* The next line that is not empty.  E_NOTFOUND at the end; else what the source says, E_NOMEM. */
MUST_USE enum status content_lines_next(
    struct content_lines *lines, struct content_raw *out, struct err *err);

/* Cuts only.  False when it is no line of that kind (no colon, no name). */
MUST_USE bool content_parse(struct slice line, struct content *out);
bool content_is(const struct content *content, const char *name);
/* The first parameter of that name; empty when there is none. */
struct slice content_param(const struct content *content, const char *name);
/* Does the file begin with "BEGIN:NAME" (behind byte order mark and blanks, in UTF-16 too)? */
bool content_begins(struct slice head, const char *name);

/*
 * Append the next piece of a value, up to an unescaped `stop` (0: all of it), with its escapes
 * undone (RFC 6350, section 3.4); `old`: those of vCard 2.1.  False when nothing is left.
 */
bool content_piece(struct text *rest, char stop, bool old, struct buf *out);

#endif
