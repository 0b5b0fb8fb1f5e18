/* src/read/formats/mail_charset.h
 * Bytes of a mail as text: the character sets mail is written in, and the doubt when one had to be
 * guessed.  Only the sets of a fixed list are ever opened: the C library loads a converter from a
 * file, and in the worker there are no files any more, so a name chosen by the sender must never
 * reach iconv_open().  Not for: encoded words (mail_word.h). */
#ifndef READ_FORMATS_MAIL_CHARSET_H
#define READ_FORMATS_MAIL_CHARSET_H

#include <iconv.h>

#include "base/buf.h"

enum {
	MAIL_CHARSET_NONE = -1,
	MAIL_CHARSET_MAX = 48, /* more than the list has */
	MAIL_CHARSET_NAME_BYTES = 40,
};

enum mail_decoding {
	MAIL_GUESSED = 1, /* bytes over 127 without a set that says what they are */
	MAIL_UNKNOWN = 2, /* a set of that name is not known here */
	MAIL_DAMAGED = 4, /* something was no character: U+FFFD stands for it */
};

/* What turns bytes into text, and what had to be doubted since `flags` was last cleared. */
struct mail_texts {
	iconv_t open[MAIL_CHARSET_MAX];
	struct buf bytes;  /* of the encoded words being joined */
	int fallback;      /* set to try for bytes without one; MAIL_CHARSET_NONE */
	unsigned flags;    /* of enum mail_decoding */
	struct text guess; /* the set taken by guess; static */
	char unknown[MAIL_CHARSET_NAME_BYTES]; /* the first unknown name, NUL-terminated ASCII */
};

/* Load every converter of the list and keep it for the life of the process. */
void mail_charsets_prepare(void);

void mail_texts_init(struct mail_texts *texts);
void mail_texts_fini(struct mail_texts *texts);

/* Number of the set that mail calls `name`; MAIL_CHARSET_NONE when it is not in the list. */
int mail_charset_find(struct slice name);
/* The name people know it by ("windows-1252"). */
struct text mail_charset_name(int charset);

/*
 * Append `bytes`, said to be in the set `declared` (may be empty), as valid UTF-8 without NUL.
 * iso-8859-1 with bytes of the range 0x80-0x9f is read as windows-1252; bytes over 127 without a
 * known set are read as UTF-8 when they are that, else in the fallback set, else as windows-1252;
 * utf-16 and utf-32 without a byte order mark are read as little-endian.
 * What was doubted is added to texts->flags.
 */
void mail_texts_decode(
    struct mail_texts *texts, struct slice declared, struct slice bytes, struct buf *out);
/* The same for a set already looked up (not MAIL_CHARSET_NONE). */
void mail_texts_decode_as(
    struct mail_texts *texts, int charset, struct slice bytes, struct buf *out);
/* Append bytes that should be UTF-8, with U+FFFD for what is not. */
void mail_texts_repair(struct mail_texts *texts, struct slice bytes, struct buf *out);

#endif
