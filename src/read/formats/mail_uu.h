/* src/read/formats/mail_uu.h
 * uuencode, as mail carried files before MIME (POSIX.1-2017, uuencode): one line at a time.
 * Not for: where such lines stand (mail_part.c, mail_transfer.c). */
#ifndef READ_FORMATS_MAIL_UU_H
#define READ_FORMATS_MAIL_UU_H

#include "base/buf.h"

enum mail_uu_line {
	MAIL_UU_NONE,  /* no such line; nothing was put out */
	MAIL_UU_DATA,  /* as it should be */
	MAIL_UU_SHORT, /* fewer letters than it says bytes: what they say was put out */
	MAIL_UU_ZERO,  /* no bytes: "end" follows */
};

/* "begin 644 door.jpg": the name behind it; empty when it is not such a line. */
struct slice mail_uu_begin(struct slice line);
bool mail_uu_is_end(struct slice line);
/* The bytes of a line between them, appended.  A CR at its end is no part of it. */
enum mail_uu_line mail_uu_put(struct slice line, struct buf *out);

enum mail_uu_found { MAIL_UU_NOTHING, MAIL_UU_WHOLE, MAIL_UU_DAMAGED };

/*
 * The file that stands at the front of `*rest`, behind its line "begin", appended to `out`.
 * NOTHING: there is none, and *rest is unchanged.  Else *rest stands behind its last line; DAMAGED:
 * a line of it is missing, or is not as it should be.
 */
enum mail_uu_found mail_uu_take(struct slice *rest, struct buf *out);

#endif
