/* src/read/formats/mail_transfer.h
 * Content-Transfer-Encoding undone piece by piece: base64 and quoted-printable (RFC 2045, sections
 * 6.7 and 6.8) and uuencode (mail_uu.h), forgiving, and saying so when something had to be
 * forgiven.  Not for: line ends,
 * which belong to the part or to the boundary behind them (mail_part.h). */
#ifndef READ_FORMATS_MAIL_TRANSFER_H
#define READ_FORMATS_MAIL_TRANSFER_H

#include "base/buf.h"

enum mail_transfer_kind {
	TRANSFER_PLAIN,
	TRANSFER_BASE64,
	TRANSFER_QUOTED,
	TRANSFER_UU,
	TRANSFER_OTHER
};

enum { TRANSFER_UU_LINE_BYTES = 80 };

struct mail_transfer {
	enum mail_transfer_kind kind;
	uint32_t bits;  /* base64: digits not yet given out */
	unsigned count; /* base64: how many of them; quoted: digits behind '=' */
	uint8_t digit;  /* quoted: the first of two, as written */
	bool padded;    /* base64: '=' was seen */
	bool damaged;   /* a byte that does not belong there, or an end in mid-character */
	bool inside;    /* uuencode: between "begin" and "end" */
	bool literal;   /* uuencode: the line in hand is too long for one, and stands for itself */
	bool words;     /* uuencode: so did one before */
	size_t line_bytes;
	uint8_t line[TRANSFER_UU_LINE_BYTES]; /* uuencode: the line in hand */
};

/* By the name in the field; an absent or empty name means plain. */
enum mail_transfer_kind mail_transfer_find(struct slice name);
void mail_transfer_init(struct mail_transfer *transfer, enum mail_transfer_kind kind);
/*
 * A line or a piece of one, without its line end.  `last`: the line ends behind it.
 * True when the line end belongs to the content (never in base64; not behind a soft line break, nor
 * behind a line of uuencode).
 */
bool mail_transfer_put(
    struct mail_transfer *transfer, struct slice piece, bool last, struct buf *out);
/* The end: what is left over. */
void mail_transfer_end(struct mail_transfer *transfer, struct buf *out);

#endif
