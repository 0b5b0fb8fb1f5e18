/* sample/words.h
 * The text bank: what the fictional people write.  Plain British English, with some Polish, Urdu,
 * Chinese and emoji because real phones hold them and the printed pack must show them.
 * Slots in braces ({place}, {thing}, {hour}, {friend}, {count}) are filled by voice.c. */
#ifndef SAMPLE_WORDS_H
#define SAMPLE_WORDS_H

#include <stddef.h>

struct lines {
	const char *const *p;
	size_t n;
};

enum words {
	WORDS_TOGETHER,    /* the other side, while they were a couple */
	WORDS_PLEAD,       /* after the end: asking */
	WORDS_ANGRY,       /* blaming */
	WORDS_WATCH,       /* showing what he knows */
	WORDS_THREAT,      /* menace, never graphic */
	WORDS_SOFT,        /* gifts, memories, apologies */
	WORDS_OPENER,      /* in front of any of these */
	WORDS_CLOSER,      /* behind any of these */
	WORDS_ONE,         /* one-word and very short messages */
	WORDS_PROXY,       /* the friend who speaks for him */
	WORDS_REPLY_WARM,  /* the owner, early */
	WORDS_REPLY_SHORT, /* the owner, after the end */
	WORDS_REPLY_STOP,  /* the owner, once told to stop */
	WORDS_SISTER,      /* the sister */
	WORDS_SISTER_PL,   /* the sister, in Polish */
	WORDS_TO_SISTER,   /* the owner to her */
	WORDS_TO_SISTER_PL,
	WORDS_QUIZ,      /* the quiz team group */
	WORDS_URDU,      /* a colleague and friend */
	WORDS_CHINESE,   /* a neighbour */
	WORDS_COLLEAGUE, /* a colleague and friend, in English */
	WORDS_NEIGHBOUR, /* a neighbour, in English */
	WORDS_TO_FRIEND, /* the owner to either */
	WORDS_WORK,      /* work rota texts */
	WORDS_PARCEL,    /* a parcel company */
	WORDS_CODE,      /* sign-in codes */
	WORDS_BANK,
	WORDS_SURGERY,
	WORDS_MAIL_LONG, /* paragraphs of his e-mails */
	WORDS_MAIL_SUBJECT,
	WORDS_NEWS_SUBJECT, /* newsletters and notices, subject and body at the same index */
	WORDS_NEWS_BODY,
	WORDS_WORK_SUBJECT,
	WORDS_WORK_BODY,
	WORDS_PLACE,
	WORDS_THING,
	WORDS_HOUR,
	WORDS_FRIEND,
	WORDS_KINDS
};

struct lines words_get(enum words which);

/* Parts of the bank, one file each; words_get joins them.  {NULL, 0} for what a part does not hold.
 */
struct lines words_owen_get(enum words which);
struct lines words_everyday_get(enum words which);
struct lines words_mail_get(enum words which);

#define WORDS_LINES(table) ((struct lines){(table), sizeof(table) / sizeof((table)[0])})
#endif
