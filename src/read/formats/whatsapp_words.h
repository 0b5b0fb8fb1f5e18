/* src/read/formats/whatsapp_words.h
 * The words WhatsApp itself writes into an export: "<Media omitted>", "This message was deleted",
 * "X added you".  They follow the language of the phone; the languages most used in the United
 * Kingdom are here, and where a shape is enough (a file name, a mark before the words) words are
 * not needed (whatsapp_mark.h). Not for: where a word may stand; the callers know that. */
#ifndef READ_FORMATS_WHATSAPP_WORDS_H
#define READ_FORMATS_WHATSAPP_WORDS_H

#include "base/slice.h"

enum whatsapp_words {
	WHATSAPP_WORDS_DELETED,        /* the whole text is one of these */
	WHATSAPP_WORDS_DELETED_BY_YOU, /* the same, said to the owner */
	WHATSAPP_WORDS_OMITTED,        /* the whole text: media left out, Android; in brackets */
	WHATSAPP_WORDS_OMITTED_BARE,   /* the whole text: the same, old iPhones */
	WHATSAPP_WORDS_LEFT_OUT,    /* the text ends so: media left out, iPhone ("image omitted") */
	WHATSAPP_WORDS_ATTACHED,    /* after a file name: "(file attached)" */
	WHATSAPP_WORDS_EDITED,      /* the text ends so */
	WHATSAPP_WORDS_MISSED,      /* the text begins so: a missed call */
	WHATSAPP_WORDS_CALL,        /* the text begins so: any other call */
	WHATSAPP_WORDS_VIEW_ONCE,   /* the text begins so */
	WHATSAPP_WORDS_LIVE,        /* the whole text: a live location was shared */
	WHATSAPP_WORDS_WAITING,     /* the text begins so: not delivered yet when exported */
	WHATSAPP_WORDS_SECURED,     /* somewhere: the first line of most exports */
	WHATSAPP_WORDS_GROUP_NAMED, /* somewhere, a quoted name follows */
	WHATSAPP_WORDS_SYSTEM,      /* somewhere in a line nobody sent */
	WHATSAPP_WORDS_DONE,        /* iPhone, between who did it and to whom */
	WHATSAPP_WORDS_OF_NAME,     /* iPhone, after a name and up to the end */
	WHATSAPP_WORDS_DISAPPEARING, /* somewhere: the timer was set or changed */
	WHATSAPP_WORDS_COUNT,
};

/* `s` is one of the words (a full stop at its end is ignored). */
bool whatsapp_words_is(struct slice s, enum whatsapp_words words);
/* `s` begins with, or ends with, one of the words; bytes of that word, or 0. */
size_t whatsapp_words_begin(struct slice s, enum whatsapp_words words);
size_t whatsapp_words_end(struct slice s, enum whatsapp_words words);
/* One of the words stands in `s`: *after is what follows it.  False: untouched. */
bool whatsapp_words_inside(struct slice s, enum whatsapp_words words, struct slice *after);

/* WhatsApp's own words stand in it: about the group, its people, secrecy or disappearing. */
bool whatsapp_words_own(struct slice s);

#endif
