/* src/read/formats/mbox_line.h
 * The lines of a mailbox that stand between mails.  RFC 4155 leaves the format to custom, and many
 * writers do not quote: a body line "From here on …" must not begin a mail. */
#ifndef READ_FORMATS_MBOX_LINE_H
#define READ_FORMATS_MBOX_LINE_H

#include "base/slice.h"

enum mbox_style {
	MBOX_NONE,        /* not a separator */
	MBOX_DATED,       /* "From dan@example.org Sun Mar 24 21:05:07 2024" */
	MBOX_TAKEOUT,     /* "From 179432100000000000@xxx …", with or without a date */
	MBOX_THUNDERBIRD, /* "From -", with or without a date */
	MBOX_BARE,        /* "From dan@example.org" and nothing else */
	MBOX_ODD,         /* a clock and a year, and a name or language no date here has */
};

/* `line` without its line end.  *needs_header: no date stands there, so the next line must look
 * like a header field. */
enum mbox_style mbox_separator(struct slice line, bool *needs_header);
/* At least two of the fields that nearly every mail has stand at the front: what an odd separator
 * needs below it, since prose may well have a colon. */
bool mbox_header_follows(struct slice head);
/* ">From ", ">>From " …: one '>' was added by the writer. */
bool mbox_is_quoted(struct slice line);

#endif
